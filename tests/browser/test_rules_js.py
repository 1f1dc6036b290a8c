"""The worked cases through rules.js in a real Chromium: the same lines that test_rules.py runs through Python."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page

from scripts import tool_pages
from search import registry
from tests.conftest import ROOT
from tests.golden.rules import CASES, label

ENTRIES = registry.load(ROOT / "docs" / "_registry")
DAY = date(2026, 11, 22)
RUN = """async ({ cases, calendar }) => {
  const rules = await import("/assets/javascripts/tools/rules.js");
  const known = rules.calendarOf(calendar);
  const lastDay = ({ period, event }) => rules.lastDay(period, event, known);
  return {
    deadlines: cases.deadlines.map(lastDay),
    periods: cases.periods.map(lastDay),
    hours: cases.hours.map(({ event, hours }) => rules.lastMoment(event, hours)),
    claims: cases.claims.map(({ formula, inputs }) => rules.claim(formula, inputs)),
    money: cases.money.map(({ typed }) => rules.parseMoney(typed)),
  };
}"""


def plain(value: Any) -> Any:
    """YAML dates as the texts that JavaScript gets."""
    return value.isoformat() if isinstance(value, date) else value


def hundredths(value: Any) -> int:
    return round(float(value) * 100)


def prepared() -> dict[str, list[dict[str, Any]]]:
    """The cases with the rule's own data, as a tool page carries them."""
    deadlines = tool_pages.deadline_data(ENTRIES, DAY)["rules"]
    amounts = tool_pages.amount_data(ENTRIES, DAY)["rules"]
    keys = ("start", "length", "unit")
    return {
        "deadlines": [{"period": deadlines[case["rule"]]["period"], "event": plain(case["event"])} for case in CASES["deadlines"]],
        "periods": [
            {"period": {key: case[key] for key in keys} | {"moves": case.get("moves")}, "event": plain(case["event"])}
            for case in CASES["periods"]
        ],
        "hours": [{"event": case["event"], "hours": case["hours"]} for case in CASES["hours"]],
        "claims": [
            {"formula": amounts[case["rule"]]["formula"], "inputs": {name: hundredths(value) for name, value in case["inputs"].items()}}
            for case in CASES["claims"]
        ],
        "money": [{"typed": case["typed"]} for case in CASES["money"]],
    }


@pytest.fixture(scope="module")
def found(chromium: Any, site: str) -> dict[str, list[Any]]:
    page: Page = chromium.new_page()
    page.goto(f"{site}/about/")
    results: dict[str, list[Any]] = page.evaluate(
        RUN, {"cases": prepared(), "calendar": tool_pages.deadline_data(ENTRIES, DAY)["calendar"]}
    )
    page.close()
    return results


def expected(kind: str, case: dict[str, Any]) -> Any:
    if kind in ("deadlines", "periods"):
        return {"day": plain(case["last"]), "movedTo": plain(case.get("moved")), "covered": case.get("covered", True)}
    if kind == "hours":
        return case["last"]
    if kind == "claims":
        return {"amount": hundredths(case["amount"]), "decidedBy": case["by"], "isCeiling": case.get("ceiling", False)}
    return {key: case[key] for key in ("cents", "problem") if key in case}


@pytest.mark.parametrize(
    ("kind", "index"),
    [(kind, index) for kind in CASES for index in range(len(CASES[kind]))],
    ids=[f"{kind}-{label(case)}" for kind in CASES for case in CASES[kind]],
)
def test_case(found: dict[str, list[Any]], kind: str, index: int) -> None:
    got = found[kind][index]
    if kind == "claims":
        got.pop("parts", None)
    assert got == expected(kind, CASES[kind][index])


FORMATTED = {0: "0.00", 7: "0.07", 50000: "500.00", 129900: "1,299.00", 123456789: "1,234,567.89"}


def test_money_is_written_with_groups(page: Page, site: str) -> None:
    page.goto(f"{site}/about/")
    script = "async (all) => { const { formatMoney } = await import('/assets/javascripts/tools/rules.js'); return all.map(formatMoney); }"
    assert page.evaluate(script, list(FORMATTED)) == list(FORMATTED.values())
