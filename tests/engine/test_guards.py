"""Guards: each catches its examples, lets near ones through, and never stands in the way of a question that a guide answers."""

from __future__ import annotations

import pytest

from search import lexicon
from search.guards import first_that_catches, ordered
from search.normalize import normalize

RULES = lexicon.guard_rules()


def _caught_by(question: str) -> str | None:
    guard = first_that_catches(ordered(rule.compiled() for rule in RULES), normalize(question))
    return guard and guard.name


@pytest.mark.parametrize(("rule", "question"), [(rule, question) for rule in RULES for question in rule.matches], ids=str)
def test_guard_catches_its_examples(rule: lexicon.GuardRule, question: str) -> None:
    assert _caught_by(question) == rule.name


@pytest.mark.parametrize(("rule", "question"), [(rule, question) for rule in RULES for question in rule.passes], ids=str)
def test_guard_lets_near_questions_through(rule: lexicon.GuardRule, question: str) -> None:
    assert _caught_by(question) != rule.name
