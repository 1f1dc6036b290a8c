"""The typed questions: sound labels, never indexed, and figures that may not get worse."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from scripts import evaluate, question_sets
from search import AnswerEngine, content, evaluation, lexicon, releases
from search.evaluation import Labelled, Outcome
from search.guards import PROTECTING
from search.normalize import normalize, to_traditional
from tests.conftest import ROOT

BASELINE = json.loads((ROOT / "tests" / "golden" / "guides.json").read_text(encoding="utf-8"))
QUESTIONS = question_sets.typed()
ENOUGH = {"out_of_domain": 150, "other_law": 80, "colloquial": 150}


@pytest.fixture(scope="module")
def real_engine() -> AnswerEngine:
    return evaluate.open_engine()


@pytest.fixture(scope="module")
def report(real_engine: AnswerEngine) -> list[Outcome]:
    return evaluate.ask_all(real_engine, [entry for entry in QUESTIONS if entry.half() == "report"])


def test_there_are_enough_questions_of_every_kind() -> None:
    kinds = Counter(entry.kind for entry in QUESTIONS)
    assert len(QUESTIONS) >= 900
    assert len(kinds) >= 23
    assert {kind: kinds[kind] for kind, least in ENOUGH.items() if kinds[kind] < least} == {}


def test_every_label_names_a_place_that_exists() -> None:
    passages = content.read(releases.current(evaluate.BUILD).index).passages
    places = {(passage.page_id, passage.anchor) for passage in passages} | {(passage.page_id, None) for passage in passages}
    assert [entry.question for entry in QUESTIONS if not places.issuperset(entry.targets)] == []


def test_no_typed_question_is_indexed_or_trained_on() -> None:
    passages = content.read(releases.current(evaluate.BUILD).index).passages
    known = {normalize(ask) for passage in passages for ask in passage.asks}
    for path in (lexicon.DATA / "intents").glob("*.txt"):
        known |= {normalize(line) for line in path.read_text(encoding="utf-8").splitlines()}
    assert [entry.question for entry in QUESTIONS if len(entry.question) > 8 and normalize(entry.question) in known] == []


def test_the_halves_never_swap() -> None:
    halves = Counter(entry.half() for entry in QUESTIONS)
    assert (Labelled("七天无理由从哪天开始算").half(), Labelled("买错了能退吗").half()) == ("calibration", "report")
    assert min(halves.values()) > 0.45 * len(QUESTIONS)


def test_figures_of_the_report_half_do_not_get_worse(report: list[Outcome]) -> None:
    scores = evaluation.score(report)
    least, most = BASELINE["typed_at_least"], BASELINE["typed_at_most"]
    found = {name: getattr(scores, name) for name in (*least, *most)}
    assert {name: found[name] for name, bound in least.items() if found[name] < bound} == {}
    assert {name: found[name] for name, bound in most.items() if found[name] > bound} == {}


def test_traditional_characters_find_the_same(real_engine: AnswerEngine, report: list[Outcome]) -> None:
    plain = [outcome for outcome in report if outcome.labelled.has_answer and outcome.labelled.kind in ("colloquial", "keyword", "short")]
    differing = [
        outcome.labelled.question
        for outcome in plain
        if real_engine.rank_sections(to_traditional(outcome.labelled.question))[:1] != list(outcome.sections[:1])
    ]
    assert len(plain) > 50
    assert differing == []


def test_examples_of_protecting_guards_are_never_answered(real_engine: AnswerEngine) -> None:
    from datetime import date

    examples = [(rule.state, question) for rule in lexicon.guard_rules() if rule.state in PROTECTING for question in rule.matches]
    answered = [question for _, question in examples if real_engine.answer(question, date.today()).state in ("answer", "partial")]
    assert len(examples) > 50
    assert len(answered) / len(examples) <= 0.03, answered


def test_near_questions_pass_the_guards(real_engine: AnswerEngine) -> None:
    from datetime import date

    near = [(rule.name, question) for rule in lexicon.guard_rules() for question in rule.passes]
    caught = [question for name, question in near if real_engine.answer(question, date.today()).id.startswith(f"{name}@")]
    assert len(caught) / len(near) <= 0.05, caught
