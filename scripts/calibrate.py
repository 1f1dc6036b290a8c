"""python -m scripts.calibrate: fit the decision on questions that the index has not seen; print weights and curves.

Each ask is taken out of the index in turn (four folds) and asked. Certainty is fitted on whether its page came first; relevance on
these questions against those of tests/golden/questions/other_subjects.txt. Probes take no part. The weights are printed,
not written: an editor decides, and ranking.yml keeps the reason.
"""

from __future__ import annotations

import math
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

import search
from scripts import content_rules
from scripts.evaluate import BUILD
from search import AnswerEngine, Segmenter, content, releases
from search.decision import SIGNALS

FOLDS = 4
OTHER_SUBJECTS = content_rules.ROOT / "tests" / "golden" / "questions" / "other_subjects.txt"
Row = tuple[float, ...]


def main() -> int:
    language = search.load_lexicon()
    segmenter = Segmenter(search.WORDS, BUILD / "cache")
    whole = content.read(releases.current(BUILD).index)
    strangers = [line.strip() for line in OTHER_SUBJECTS.read_text(encoding="utf-8").splitlines() if line.strip()]
    right: list[Row] = []
    wrong: list[Row] = []
    other: list[Row] = []
    for fold in range(FOLDS):
        kept, held = whole.without_asks(fold, FOLDS)
        with tempfile.TemporaryDirectory() as folder:
            search.write_content(kept, language, segmenter, Path(folder) / "index", f"fold-{fold}")
            engine = AnswerEngine.open(Path(folder) / "index", content_rules.DOCS / "_registry", segmenter, language)
        for question, page_id, _ in held:
            found = engine.signals(question)
            if found is not None:
                (right if found[0] == page_id else wrong).append(astuple(found[1]))
        other += [astuple(found[1]) for question in strangers if (found := engine.signals(question)) is not None]
        print(f"第 {fold + 1}/{FOLDS} 折：{len(held)} 题", flush=True)
    times = max(1, len(right) // (2 * max(len(other), 1)))  # strangers count as much as they will be asked, not as few as they are here
    _report("certainty", right, wrong + other * times, {"答对的": right, "答错的": wrong, "别的题": other})
    _report(
        "relevance",
        right + wrong,
        other * max(1, (len(right) + len(wrong)) // max(len(other), 1)),
        {"本站的题": right + wrong, "别的题": other},
    )
    print(f"留出题首位页：{len(right) / (len(right) + len(wrong)):.1%}")
    return 0


def _report(name: str, yes: Sequence[Row], no: Sequence[Row], groups: dict[str, Sequence[Row]]) -> None:
    weights = fit(yes, no)
    print(f"\n{name}_bias: {weights[-1]:.2f}")
    for signal, weight in zip(SIGNALS, weights, strict=False):
        print(f"{name}_{signal}: {weight:.2f}")
    for cut in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        shares = "  ".join(f"{label} {_share(rows, weights, cut):.1%}" for label, rows in groups.items())
        print(f"界线 {cut}：{shares}")


def fit(yes: Sequence[Row], no: Sequence[Row], rounds: int = 600, rate: float = 0.8) -> list[float]:
    """Logistic regression by gradient descent: one weight a signal, the bias last."""
    rows = [((*row, 1.0), 1.0) for row in yes] + [((*row, 1.0), 0.0) for row in no]
    weights = [0.0] * (len(SIGNALS) + 1)
    for _ in range(rounds):
        gradient = [0.0] * len(weights)
        for row, label in rows:
            miss = label - probability(row, weights)
            for place, value in enumerate(row):
                gradient[place] += miss * value
        weights = [weight + rate * slope / len(rows) for weight, slope in zip(weights, gradient, strict=True)]
    return weights


def probability(row: Sequence[float], weights: Sequence[float]) -> float:
    """The fitted probability of a row that ends in 1."""
    return 1 / (1 + math.exp(-sum(weight * value for weight, value in zip(weights, row, strict=True))))


def _share(rows: Sequence[Row], weights: Sequence[float], cut: float) -> float:
    return sum(probability((*row, 1.0), weights) >= cut for row in rows) / max(len(rows), 1)


if __name__ == "__main__":
    sys.exit(main())
