"""python -m scripts.train_intents: train the intent classifier on search/data/intents and the questions of our pages; write intents.json.

Each file of examples is one state, or `ours`; a line is a question that belongs to it. Examples of the guards take part too. Run after changing examples, or after many pages were
added; `scripts/test` says when the examples were changed without it. Needs the optional group `evaluation`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

import search
from scripts.evaluate import BUILD
from search import IndexUnavailable, Segmenter, content, releases
from search.intents import OURS, digest_of_examples, features_of
from search.guards import PROTECTING
from search.lexicon import DATA, guard_rules
from search.normalize import normalize

EXAMPLES, MODEL = DATA / "intents", DATA / "intents.json"
RAREST = 2  # documents: a feature seen once says nothing about the next question
STRENGTH = 10.0  # inverse of the regularisation
LEAST_WEIGHT = 0.2  # features that weigh less in every class are left out


def main() -> int:
    segmenter = Segmenter(search.WORDS, BUILD / "cache")
    try:
        passages = content.read(releases.current(BUILD).index).passages
    except IndexUnavailable as error:
        print(f"不能训练：{error}；先运行 scripts/build", file=sys.stderr)
        return 1
    texts = [(OURS, question) for passage in passages for question in (passage.question, *passage.asks) if question]
    texts += [(rule.state, question) for rule in guard_rules() for question in rule.matches]
    texts += [(OURS, question) for rule in guard_rules() for question in rule.passes if rule.state in PROTECTING]
    texts += [(path.stem, line) for path in _files() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    print(f"{len(texts)} 条例子，训练中……", flush=True)
    MODEL.write_text(json.dumps(train(texts, segmenter), ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"写好 {MODEL.relative_to(DATA.parent.parent)}，{MODEL.stat().st_size // 1024} KB")
    return 0


def train(texts: Sequence[tuple[str, str]], segmenter: Segmenter) -> dict[str, object]:
    """(class, text) pairs → the content of intents.json."""
    vectorizer = TfidfVectorizer(
        analyzer=lambda text: list(features_of(normalize(text), segmenter).elements()), sublinear_tf=True, min_df=RAREST
    )
    table = vectorizer.fit_transform([text for _, text in texts])
    model = LogisticRegression(C=STRENGTH, max_iter=500, class_weight="balanced").fit(table, [name for name, _ in texts])
    weights = {
        name: [round(float(value), 2) for value in (vectorizer.idf_[place], *model.coef_[:, place])]
        for name, place in sorted(vectorizer.vocabulary_.items())
        if abs(model.coef_[:, place]).max() >= LEAST_WEIGHT
    }
    return {
        "classes": model.classes_.tolist(),
        "bias": [round(float(value), 3) for value in model.intercept_],
        "examples": digest_of_examples(EXAMPLES),
        "weights": weights,
    }


def _files() -> list[Path]:
    return sorted(EXAMPLES.glob("*.txt"))


if __name__ == "__main__":
    sys.exit(main())
