"""python -m scripts.evaluate: ask the typed questions, the needs and the probes over the released index; print the shares by kind.

Figures are quoted from the report half, which nothing was fitted on and whose misses are not printed. `--misses` lists those of the
calibration half, `--baselines` ranks the same pages with three other searches in the same run.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import search
from scripts import content_rules, question_sets
from search import AnswerEngine, ContentError, IndexUnavailable, Segmenter, content, evaluation, releases
from search.evaluation import Half, Labelled, Outcome, Scores
from search.normalize import to_traditional
from search.syllables import of_word

BUILD = content_rules.ROOT / "build"
ANSWERABLE = (
    ("page_first_fair", "首页"), ("page_in_three", "前三"), ("mean_reciprocal_rank", "MRR"), ("section_first", "小节"), ("verdict", "结论"),
    ("says", "要点"), ("answered", "作答"), ("asked_back", "反问"), ("refused", "拒答"), ("answered_wrongly", "答错"),
)  # fmt: skip
UNANSWERABLE = (("state", "状态对"), ("answered_though_not", "不该答却答"), ("asked_though_not", "不该问却问"))


def open_engine(build: Path = BUILD) -> AnswerEngine:
    """The engine on the released index. Raises IndexUnavailable when nothing was built."""
    segmenter = Segmenter(search.WORDS, build / "cache")
    return AnswerEngine.open(releases.current(build).index, content_rules.DOCS / "_registry", segmenter)


def ask_all(engine: AnswerEngine, questions: Sequence[Labelled]) -> list[Outcome]:
    """Ask every question."""
    today = date.today()
    return [Outcome(entry, engine.answer(entry.question, today), tuple(engine.rank_sections(entry.question))) for entry in questions]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.evaluate", description="用没进索引的问题考一遍问答。")
    parser.add_argument("--half", choices=("report", "calibration"), default="report", help="报告半份（默认）或校准半份")
    parser.add_argument("--misses", action="store_true", help="逐条列出校准半份里没答对的")
    parser.add_argument("--baselines", action="store_true", help="同时跑三个对照（需要可选依赖组 evaluation）")
    parser.add_argument("--asks", action="store_true", help="只查各页的每条问法是不是先找到自己那页（约两分钟）")
    options = parser.parse_args(arguments)
    half: Half = "calibration" if options.misses else options.half
    try:
        engine = open_engine()
        if options.asks:
            return _print_lost_asks(engine)
        questions = question_sets.typed(half)
        outcomes = ask_all(engine, questions)
        if options.misses:
            _print_misses(outcomes)
        _print_kinds(outcomes, half)
        _print_parity(engine, questions)
        if options.baselines:
            _print_baselines(outcomes)
        for name, entries in (("常见需要", question_sets.needs()), ("各页 probes", question_sets.probes())):
            _print_row(name, evaluation.score(ask_all(engine, entries)))
    except (IndexUnavailable, ContentError) as error:
        print(f"不能评测：{error}；先运行 scripts/build", file=sys.stderr)
        return 1
    except ImportError as error:
        print(f"缺少对照用的包：{error.name}；运行 .venv/bin/pip install --group evaluation", file=sys.stderr)
        return 1
    return 0


def astray(engine: AnswerEngine, asks: Sequence[Labelled]) -> list[str]:
    """The asks that find another page first, each with that page."""
    found = ((entry, engine.rank_sections(entry.question)[:1]) for entry in asks)
    return [
        f"{entry.page}：{entry.question} → {first[0][0] if first else '无'}"
        for entry, first in found
        if [entry.page] != [page for page, _ in first]
    ]


def _print_lost_asks(engine: AnswerEngine) -> int:
    asks = question_sets.asks()
    lost = astray(engine, asks)
    print("\n".join([*lost, f"{len(asks)} 条问法，{len(lost)} 条先找到别的页"]))
    return 1 if lost else 0


def _print_misses(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        labelled, state = outcome.labelled, outcome.answer.state
        fine = outcome.page_first_fair and not outcome.refused if labelled.has_answer else outcome.state_right
        if not fine:
            expected = labelled.page if labelled.has_answer else "／".join(labelled.states)
            print(f"{labelled.kind:16} 应为 {expected:18} {state:13} {'、'.join(outcome.pages[:2])}  {labelled.question[:80]}")


def _print_kinds(outcomes: Sequence[Outcome], half: Half) -> None:
    print(f"{'报告' if half == 'report' else '校准'}半份，{len(outcomes)} 题")
    for kind in sorted({outcome.labelled.kind for outcome in outcomes}):
        _print_row(kind, evaluation.score([outcome for outcome in outcomes if outcome.labelled.kind == kind]))
    _print_row("全部", evaluation.score(outcomes))


def _print_row(name: str, scores: Scores) -> None:
    parts = [f"{name:18}"]
    if scores.answerable:
        parts.append(f"{scores.answerable:4} 题 " + " ".join(f"{label} {getattr(scores, field):.3f}" for field, label in ANSWERABLE))
    if scores.unanswerable:
        parts.append(
            f"无答案 {scores.unanswerable:3} 题 " + " ".join(f"{label} {getattr(scores, field):.3f}" for field, label in UNANSWERABLE)
        )
    print("  ".join(parts))


def _print_parity(engine: AnswerEngine, questions: Sequence[Labelled]) -> None:
    """The same question in traditional characters and in pinyin must find the same page."""
    plain = [entry for entry in questions if entry.has_answer and not any(char.isascii() and char.isalpha() for char in entry.question)]
    plain = [entry for entry in plain if entry.kind not in ("traditional", "typo", "narrative")]
    firsts = [_first(engine, entry.question) for entry in plain]
    traditional = [_first(engine, to_traditional(entry.question)) for entry in plain]
    pinyin = [_first(engine, " ".join(of_word(entry.question))) for entry in plain]
    same = sum(left == right for left, right in zip(firsts, traditional, strict=True)) / len(plain)
    fair = sum(page in entry.fair or page == first for page, entry, first in zip(pinyin, plain, firsts, strict=True)) / len(plain)
    print(f"简繁同页 {same:.3f}，全拼同页或同样对 {fair:.3f}（{len(plain)} 题）")


def _first(engine: AnswerEngine, question: str) -> str | None:
    found = engine.rank_sections(question)
    return found[0][0] if found else None


def _print_baselines(outcomes: Sequence[Outcome]) -> None:
    from scripts.baselines import all_baselines

    answerable = [outcome.labelled for outcome in outcomes if outcome.labelled.has_answer]
    passages = content.read(releases.current(BUILD).index).passages
    for name, rank in all_baselines(passages).items():
        ranked = [(entry, rank(entry.question)) for entry in answerable]
        first = sum(bool(pages) and pages[0] in entry.fair for entry, pages in ranked) / len(ranked)
        three = sum(not entry.fair.isdisjoint(pages[:3]) for entry, pages in ranked) / len(ranked)
        print(f"对照 {name:32} 首页 {first:.3f} 前三 {three:.3f}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
