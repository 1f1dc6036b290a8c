"""The arithmetic of time limits and claims: pure, exact, without a clock. The same rules stand in docs/assets/javascripts/tools/rules.js;
tests/golden/rules/cases.yml is run through both.

Owns: the last day of a period (民法典第二百零一条至第二百零三条, 民事诉讼法第八十五条), working days, the amount of a claim, how an amount
of money is read. Does not know: which rule is law (the registries), words for readers, pages.
"""

from __future__ import annotations

import calendar as gregorian
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Literal

Start = Literal["same_day", "next_day"]
Unit = Literal["day", "workday", "month", "year"]
RestDays = Literal["法定节假日", "法定休假日"]
FormulaName = Literal["triple", "tenfold", "loss_twice", "deposit_double", "actual_loss", "promise"]
InputName = Literal["price", "loss", "deposit", "total", "lost", "extra", "promised", "multiple"]
MoneyProblem = Literal["missing", "text", "negative", "zero", "fraction", "huge"]

CENT = Decimal("0.01")
MOST_MONEY = Decimal(100_000_000)  # 元: above it somebody has mistyped
SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """China's published days off and make-up workdays, whole years `first_year` to `last_year`; outside them only weekends are known."""

    first_year: int
    last_year: int
    holidays: frozenset[date]
    workdays: frozenset[date]

    def covers(self, day: date) -> bool:
        """Whether the arrangements of that year are published and known."""
        return self.first_year <= day.year <= self.last_year

    def is_workday(self, day: date) -> bool:
        """Monday to Friday and make-up workdays, without published days off."""
        return day in self.workdays or (day.weekday() < SATURDAY and day not in self.holidays)

    def is_rest_day(self, day: date, words: RestDays) -> bool:
        """`法定节假日`: published days off (days off in lieu included); `法定休假日`: weekends too."""
        return day in self.holidays if words == "法定节假日" else not self.is_workday(day)


@dataclass(frozen=True)
class Period:
    """How a time limit counts; `moves` names the days off that push a last day on, None where no rule says so."""

    start: Start
    length: int
    unit: Unit
    moves: RestDays | None = None


@dataclass(frozen=True)
class LastDay:
    """`day`: the last day as counted; `moved_to`: where a day off pushes it; `covered`: the calendar knows every day that mattered."""

    day: date
    moved_to: date | None
    covered: bool


def last_day(period: Period, event: date, calendar: Calendar) -> LastDay:
    """The last day of a period that an event on `event` starts. Raises OverflowError beyond year 9999."""
    if period.unit == "workday":
        return _last_workday(period, event, calendar)
    if period.unit == "day":
        day = event + timedelta(days=period.length - (period.start == "same_day"))
    else:
        day = _same_day_later(event, period.length * (12 if period.unit == "year" else 1), period.start)
    moved_to = _after_rest(day, period.moves, calendar) if period.moves else day
    covered = period.moves is None or (calendar.covers(day) and calendar.covers(moved_to))
    return LastDay(day, moved_to if moved_to != day else None, covered)


def _last_workday(period: Period, event: date, calendar: Calendar) -> LastDay:
    """The last of `length` working days; it is never a day off, so nothing moves it."""
    day = event if period.start == "same_day" else event + timedelta(days=1)
    left = period.length - calendar.is_workday(day)
    while left > 0:
        day += timedelta(days=1)
        left -= calendar.is_workday(day)
    return LastDay(day, None, calendar.covers(event) and calendar.covers(day))


def _same_day_later(event: date, months: int, start: Start) -> date:
    """The day of the same number months later; the month's end where there is none. Counted from the event itself, it is a day less."""
    years, month = divmod(event.year * 12 + event.month - 1 + months, 12)
    longest = gregorian.monthrange(years, month + 1)[1]
    if event.day > longest:
        return date(years, month + 1, longest)
    day = date(years, month + 1, event.day)
    return day - timedelta(days=1) if start == "same_day" else day


def _after_rest(day: date, words: RestDays, calendar: Calendar) -> date:
    while calendar.is_rest_day(day, words):
        day += timedelta(days=1)
    return day


def last_moment(event: datetime, hours: int) -> datetime:
    """The end of a period in hours, which runs from the moment itself (民法典第二百零一条第二款)."""
    return event + timedelta(hours=hours)


# ---- money -----------------------------------------------------------------------------------------------------------


class BadMoney(ValueError):
    """A text that is no amount; `problem` says why."""

    def __init__(self, problem: MoneyProblem) -> None:
        super().__init__(problem)
        self.problem: MoneyProblem = problem


_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_PLAIN = re.compile(r"[0-9]+(\.[0-9]*)?|\.[0-9]+")


def parse_money(text: str) -> Decimal:
    """An amount in 元 as people type it: 199, １９９.９, ¥1,299.00, 1299元. More than zero, at most two decimals. Raises BadMoney."""
    typed = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("。", ".")
    typed = re.sub(r"^([-−]?)[¥]", r"\1", typed).removesuffix("元")
    if not typed:
        raise BadMoney("missing")
    negative = typed[0] in "-−"
    digits = typed[1:] if negative else typed
    if not (_PLAIN.fullmatch(digits) or _GROUPED.fullmatch(digits)):
        raise BadMoney("text")
    if negative:
        raise BadMoney("negative")
    digits = digits.replace(",", "")
    if len(digits.partition(".")[2]) > 2:
        raise BadMoney("fraction")
    amount = Decimal(digits).quantize(CENT)
    if amount == 0:
        raise BadMoney("zero")
    if amount > MOST_MONEY:
        raise BadMoney("huge")
    return amount


# ---- claims ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Formula:
    """How a claim is calculated. times: of the price (or the deposit); loss_times: of the loss; floor: least amount in 元;
    cap_percent: how much of the contract's total can be a deposit."""

    name: FormulaName
    times: int | None = None
    loss_times: int | None = None
    floor: int | None = None
    cap_percent: int | None = None


@dataclass(frozen=True)
class Claim:
    """`amount` in 元; `decided_by`: which part of the formula gave it; `parts`: the amounts on the way, in 元;
    `is_ceiling`: the amount is the most that may be given, not what is due."""

    amount: Decimal
    decided_by: Literal["times", "loss_times", "floor", "cap", "sum", "promised"]
    parts: Mapping[str, Decimal] = field(default_factory=dict)
    is_ceiling: bool = False


def claim(formula: Formula, inputs: Mapping[str, Decimal]) -> Claim:
    """The amount of a claim, from inputs in 元 (`multiple` is a plain number). Raises KeyError for an input that is needed and absent."""
    return _CLAIMS[formula.name](formula, inputs)


def _multiple(formula: Formula, inputs: Mapping[str, Decimal]) -> Claim:
    """Times the price, or times the loss where the formula has it, whichever is more; never below the floor."""
    parts = {"times": inputs["price"] * _given(formula.times)}
    if formula.loss_times is not None and "loss" in inputs:
        parts["loss_times"] = inputs["loss"] * formula.loss_times
    name = "loss_times" if parts.get("loss_times", Decimal(0)) > parts["times"] else "times"
    floor = Decimal(formula.floor or 0)
    if parts[name] < floor:
        return Claim(floor.quantize(CENT), "floor", parts)
    return Claim(parts[name], "loss_times" if name == "loss_times" else "times", parts)


def _loss_ceiling(formula: Formula, inputs: Mapping[str, Decimal]) -> Claim:
    return Claim(inputs["loss"] * _given(formula.loss_times), "loss_times", is_ceiling=True)


def _deposit(formula: Formula, inputs: Mapping[str, Decimal]) -> Claim:
    """Twice what counts as a deposit; what is above the cap was an ordinary payment (`excess`)."""
    cap = (inputs["total"] * _given(formula.cap_percent) / 100).quantize(CENT, ROUND_DOWN)
    valid = min(inputs["deposit"], cap)
    parts = {"valid": valid, "excess": inputs["deposit"] - valid}
    return Claim(valid * _given(formula.times), "cap" if parts["excess"] else "times", parts)


def _losses(_: Formula, inputs: Mapping[str, Decimal]) -> Claim:
    return Claim(sum((inputs[name] for name in ("lost", "extra") if name in inputs), Decimal("0.00")), "sum")


def _promise(_: Formula, inputs: Mapping[str, Decimal]) -> Claim:
    """The promised sum, or the promised multiple of the price, rounded to 分."""
    if "promised" in inputs:
        return Claim(inputs["promised"], "promised")
    return Claim((inputs["price"] * inputs["multiple"]).quantize(CENT, ROUND_HALF_UP), "times")


def _given(number: int | None) -> int:
    if number is None:
        raise ValueError("the registry gives this formula no number")
    return number


_CLAIMS = {
    "triple": _multiple,
    "tenfold": _multiple,
    "loss_twice": _loss_ceiling,
    "deposit_double": _deposit,
    "actual_loss": _losses,
    "promise": _promise,
}
