"""The worked cases through the Python side, over the real registries and the calendar of the build."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from scripts import tool_pages
from search import registry, rules
from tests.conftest import ROOT
from tests.golden.rules import CASES, label

ENTRIES = registry.load(ROOT / "docs" / "_registry")


def cases(kind: str) -> Any:
    return pytest.mark.parametrize("case", CASES[kind], ids=label)


def require_last_day(found: rules.LastDay, case: dict[str, Any]) -> None:
    assert (found.day, found.moved_to, found.covered) == (case["last"], case.get("moved"), case.get("covered", True))


@cases("deadlines")
def test_last_day_of_a_registered_time_limit(case: dict[str, Any]) -> None:
    require_last_day(rules.last_day(ENTRIES.deadlines[case["rule"]].period, case["event"], tool_pages.calendar()), case)


@cases("periods")
def test_last_day_of_an_agreed_period(case: dict[str, Any]) -> None:
    period = rules.Period(case["start"], case["length"], case["unit"], case.get("moves"))
    require_last_day(rules.last_day(period, case["event"], tool_pages.calendar()), case)


@cases("hours")
def test_last_moment(case: dict[str, Any]) -> None:
    assert rules.last_moment(datetime.fromisoformat(case["event"]), case["hours"]) == datetime.fromisoformat(case["last"])


@cases("claims")
def test_claim(case: dict[str, Any]) -> None:
    inputs = {name: Decimal(str(value)) for name, value in case["inputs"].items()}
    found = rules.claim(ENTRIES.amounts[case["rule"]].terms, inputs)
    assert (found.amount, found.decided_by, found.is_ceiling) == (Decimal(str(case["amount"])), case["by"], case.get("ceiling", False))


@cases("money")
def test_money_as_people_type_it(case: dict[str, Any]) -> None:
    try:
        found: object = int(rules.parse_money(case["typed"]) * 100)
    except rules.BadMoney as bad:
        found = bad.problem
    assert found == case.get("cents", case.get("problem"))


def test_the_cases_are_many_and_each_names_a_registered_article() -> None:
    decided = [case for kind in ("deadlines", "periods", "hours", "claims") for case in CASES[kind]]
    assert len(decided) >= 120
    for case in decided:
        ENTRIES.resolve(case["cite"])


def test_every_registered_rule_has_a_case() -> None:
    counted = Counter(case["rule"] for kind in ("deadlines", "claims") for case in CASES[kind])
    assert [rule for rule in (*ENTRIES.deadlines, *ENTRIES.amounts) if rule not in counted] == []


def test_a_claim_without_an_input_it_needs_gives_no_number() -> None:
    with pytest.raises(KeyError):
        rules.claim(ENTRIES.amounts["peisan-500"].terms, {})


def test_calendar_covers_whole_years_and_knows_make_up_workdays() -> None:
    known = tool_pages.calendar()
    assert known.last_year >= 2026
    assert known.is_workday(date(2026, 10, 10))
    assert not known.is_workday(date(2026, 10, 1))
    for year in range(known.first_year, known.last_year + 1):
        days_off = {day for day in known.holidays if day.year == year}
        assert len(days_off) >= 20, f"{year} is not whole"


@pytest.mark.parametrize("key", ENTRIES.amounts)
def test_numbers_of_a_formula_stand_in_its_text(key: str) -> None:
    """The card's sentence and the calculator use one number."""
    entry = ENTRIES.amounts[key]
    words = {
        2: ("双倍", "两倍", "二倍", "2倍"),
        3: ("三倍", "3倍"),
        10: ("十倍", "10倍"),
        20: ("两成", "20%"),
        500: ("五百元",),
        1000: ("一千元",),
    }
    for number in (entry.times, entry.loss_times, entry.floor, entry.cap_percent):
        assert number is None or any(word in entry.text for word in words[number])
