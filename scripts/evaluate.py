"""python -m scripts.evaluate: ask every probe of every guide over the released index; print the shares and every miss."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

import search
from scripts import content_rules
from search import AnswerEngine, ContentError, IndexUnavailable, Segmenter, evaluation, releases, yaml_source
from search.evaluation import Labelled, Outcome
from search.frontmatter import Guide

BUILD = content_rules.ROOT / "build"
NEEDS = content_rules.ROOT / "tests" / "golden" / "questions" / "needs.yml"


def open_engine(build: Path = BUILD) -> AnswerEngine:
    """The engine on the released index. Raises IndexUnavailable when nothing was built."""
    segmenter = Segmenter(search.WORDS, build / "cache")
    return AnswerEngine.open(releases.current(build).index, content_rules.DOCS / "_registry", segmenter)


def probes(docs: Path = content_rules.DOCS) -> list[Labelled]:
    """The probes of all guides; they are never indexed."""
    found = []
    for path in content_rules.knowledge_pages(docs):
        meta = content_rules.read_page(path, docs).meta
        if isinstance(meta, Guide):
            found += [Labelled(probe.q, meta.id, probe.at, tuple(probe.also)) for probe in meta.probes]
    return found


def needs() -> list[Labelled]:
    """The needs that people bring most often (tests/golden/questions/needs.yml)."""
    source = yaml_source.read(NEEDS, "tests/golden/questions/needs.yml")
    return [Labelled(entry["q"], entry["page"], entry.get("at"), tuple(entry.get("also", ()))) for entry in source.data]


def ask_all(engine: AnswerEngine, questions: list[Labelled]) -> list[Outcome]:
    """Ask every question."""
    today = date.today()
    return [Outcome(entry, engine.answer(entry.question, today), tuple(engine.rank_sections(entry.question))) for entry in questions]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.evaluate", description="用各页的 probes 考一遍问答。")
    parser.add_argument("--misses", action="store_true", help="逐条列出没答对的")
    options = parser.parse_args(arguments)
    try:
        engine = open_engine()
        _report("probes", ask_all(engine, probes()), options.misses)
        _report("常见需要", ask_all(engine, needs()), options.misses)
    except (IndexUnavailable, ContentError) as error:
        print(f"不能评测：{error}；先运行 scripts/build", file=sys.stderr)
        return 1
    return 0


def _report(name: str, outcomes: list[Outcome], misses: bool) -> None:
    for outcome in outcomes if misses else ():
        if not outcome.page_first_fair or not outcome.answered:
            print(f"{outcome.labelled.page:18} {outcome.answer.state:7} {'、'.join(outcome.pages[:2])}  {outcome.labelled.question}")
    scores = evaluation.score(outcomes)
    print(
        f"{name} {scores.questions} 条：首位页 {scores.page_first:.1%}（同样答得对的页也算：{scores.page_first_fair:.1%}），前三 {scores.page_in_three:.1%}"
    )
    print(
        f"MRR {scores.mean_reciprocal_rank:.3f}，小节首位 {scores.section_first:.1%}，给出答案 {scores.answered:.1%}，答成别页 {scores.answered_wrongly:.1%}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
