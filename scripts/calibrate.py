"""python -m scripts.calibrate: fit the decision on the calibration half of the typed questions; print weights and curves.

Certainty is fitted on whether the first page was right; relevance on questions of ours against those that no page answers and that no
guard turned away. Neither the report half, nor probes, nor the editors' asks (which the index has seen) take part. The weights are
printed, not written: an editor decides, and ranking.yml keeps the reason. Needs the optional group `evaluation`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from datetime import date

from sklearn.linear_model import LogisticRegression

from scripts import question_sets
from scripts.evaluate import open_engine
from search import AnswerEngine, ContentError, IndexUnavailable
from search.decision import SIGNALS
from search.evaluation import Labelled
from search.guards import PRECEDENCE

CUTS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
Row = tuple[float, ...]


def main() -> int:
    try:
        engine = open_engine()
        questions = question_sets.typed("calibration")
    except (IndexUnavailable, ContentError) as error:
        print(f"不能校准：{error}；先运行 scripts/build", file=sys.stderr)
        return 1
    reaching = [entry for entry in questions if engine.answer(entry.question, date.today()).state not in PRECEDENCE]
    right, wrong = _sides(engine, (entry for entry in reaching if entry.has_answer))
    _, other = _sides(engine, (entry for entry in reaching if not entry.has_answer and not entry.targets))
    groups = {"答对的": right, "答错的": wrong, "别的题": other}
    print("、".join(f"{label} {len(rows)} 题" for label, rows in groups.items()))
    _report("certainty", right, wrong + other, groups)
    _report("relevance", right + wrong, other, groups)
    return 0


def _sides(engine: AnswerEngine, questions: Iterable[Labelled]) -> tuple[list[Row], list[Row]]:
    """(signals of the questions whose first page is right, of the others)."""
    right: list[Row] = []
    wrong: list[Row] = []
    for entry in questions:
        found = engine.signals(entry.question)
        if found is not None:
            (right if found[0] in entry.fair else wrong).append(astuple(found[1]))
    return right, wrong


def _report(name: str, yes: Sequence[Row], no: Sequence[Row], groups: dict[str, list[Row]]) -> None:
    model = fit(yes, no)
    print(f"\n{name}_bias: {model.intercept_[0]:.2f}")
    for signal, weight in zip(SIGNALS, model.coef_[0], strict=True):
        print(f"{name}_{signal}: {weight:.2f}")
    for cut in CUTS:
        shares = "  ".join(f"{label} {_share(rows, model, cut):.1%}" for label, rows in groups.items())
        print(f"界线 {cut}：{shares}")


def fit(yes: Sequence[Row], no: Sequence[Row]) -> LogisticRegression:
    """Logistic regression over the signals, both sides counting as much."""
    return LogisticRegression(C=10, max_iter=1000, class_weight="balanced").fit([*yes, *no], [1] * len(yes) + [0] * len(no))


def _share(rows: Sequence[Row], model: LogisticRegression, cut: float) -> float:
    return float((model.predict_proba(rows)[:, 1] >= cut).mean()) if rows else 0.0


if __name__ == "__main__":
    sys.exit(main())
