"""Labelled questions + answers → scores. Pure: no files, no printing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from search.model import ANSWERING_STATES, Answer, State

Half = Literal["calibration", "report"]
Target = tuple[str, str | None]  # (page id, anchor of a section; "" the lead, None any section of the page)


@dataclass(frozen=True)
class Labelled:
    """A question and what is right for it.

    With a page: `targets`, the best first, the others as right; `verdicts` and `says` (each a tuple of wordings of which one must
    be said) of a right answer. With `states` it has no answer, but one of these states is right; its targets, if any, are the pages
    between which it should be asked back. `meant`: the same question spelt right.
    """

    question: str
    targets: tuple[Target, ...] = ()
    states: tuple[State, ...] = ()
    kind: str = ""
    verdicts: tuple[str, ...] = ()
    says: tuple[tuple[str, ...], ...] = ()
    meant: str = ""

    @property
    def has_answer(self) -> bool:
        return not self.states

    @property
    def page(self) -> str:
        """Id of the page that is right before all others."""
        return self.targets[0][0]

    @property
    def names_section(self) -> bool:
        return self.has_answer and self.targets[0][1] is not None

    @property
    def fair(self) -> frozenset[str]:
        """Ids of all pages that are right."""
        return frozenset(page for page, _ in self.targets)

    def half(self) -> Half:
        """Which half of a set a question belongs to, for good: its sha256 decides. Only calibration questions are looked at."""
        return "calibration" if hashlib.sha256(self.question.encode()).digest()[0] % 2 == 0 else "report"


@dataclass(frozen=True)
class Outcome:
    """What the engine said to one labelled question; `sections` are (page id, anchor of its best section) in ranked order."""

    labelled: Labelled
    answer: Answer
    sections: tuple[tuple[str, str], ...]

    @property
    def pages(self) -> tuple[str, ...]:
        return tuple(page for page, _ in self.sections)

    @property
    def page_first(self) -> bool:
        return bool(self.pages) and self.pages[0] == self.labelled.page

    @property
    def page_first_fair(self) -> bool:
        return bool(self.pages) and self.pages[0] in self.labelled.fair

    @property
    def page_in_three(self) -> bool:
        return not self.labelled.fair.isdisjoint(self.pages[:3])

    @property
    def section_first(self) -> bool:
        return bool(self.sections) and any(
            self.sections[0] == target or (self.pages[0], None) == target for target in self.labelled.targets
        )

    @property
    def reciprocal_rank(self) -> float:
        """1 / rank of the first right page, 0 when none was found."""
        return next((1 / place for place, page in enumerate(self.pages, start=1) if page in self.labelled.fair), 0.0)

    @property
    def answered(self) -> bool:
        return self.answer.state in ANSWERING_STATES

    @property
    def answered_wrongly(self) -> bool:
        """A card of a page that is not right, or any card where there is no answer."""
        return self.answered and not self.page_first_fair and not self.state_right

    @property
    def refused(self) -> bool:
        """Neither answered nor asked back."""
        return not self.answered and self.answer.state != "choose"

    @property
    def state_right(self) -> bool:
        return self.answer.state in self.labelled.states

    @property
    def verdict_right(self) -> bool:
        return self.answer.card.get("verdict") in self.labelled.verdicts

    @property
    def says_all(self) -> bool:
        """Whether the card says everything that a right answer must say."""
        said = _text_of(self.answer.card)
        return all(any(wording in said for wording in wordings) for wordings in self.labelled.says)


@dataclass(frozen=True)
class Scores:
    """Shares between 0 and 1. Those of the first block are of questions that have an answer; `section_first` of those that name a
    section, `verdict` and `says` of those that were answered from a right page. `state`, `answered_though_not` and
    `asked_though_not` are of questions that have none."""

    answerable: int
    page_first: float
    page_first_fair: float
    page_in_three: float
    mean_reciprocal_rank: float
    section_first: float
    answered: float
    asked_back: float
    refused: float
    answered_wrongly: float
    verdict: float
    says: float
    unanswerable: int
    state: float
    answered_though_not: float
    asked_though_not: float


def score(outcomes: Sequence[Outcome]) -> Scores:
    """Summarise outcomes; all shares are 0 where there is nothing to share."""
    answerable = [outcome for outcome in outcomes if outcome.labelled.has_answer]
    others = [outcome for outcome in outcomes if not outcome.labelled.has_answer]
    right = [outcome for outcome in answerable if outcome.answered and outcome.page_first_fair and outcome.labelled.verdicts]
    return Scores(
        answerable=len(answerable),
        page_first=_share(outcome.page_first for outcome in answerable),
        page_first_fair=_share(outcome.page_first_fair for outcome in answerable),
        page_in_three=_share(outcome.page_in_three for outcome in answerable),
        mean_reciprocal_rank=_mean(outcome.reciprocal_rank for outcome in answerable),
        section_first=_share(outcome.section_first for outcome in answerable if outcome.labelled.names_section),
        answered=_share(outcome.answered for outcome in answerable),
        asked_back=_share(outcome.answer.state == "choose" for outcome in answerable),
        refused=_share(outcome.refused for outcome in answerable),
        answered_wrongly=_share(outcome.answered_wrongly for outcome in answerable),
        verdict=_share(outcome.verdict_right for outcome in right),
        says=_share(outcome.says_all for outcome in right),
        unanswerable=len(others),
        state=_share(outcome.state_right for outcome in others),
        answered_though_not=_share(outcome.answered_wrongly for outcome in others),
        asked_though_not=_share(outcome.answer.state == "choose" and not outcome.state_right for outcome in others),
    )


def _text_of(value: Any) -> str:
    """All text inside a card."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "\n".join(_text_of(part) for part in value.values())
    if isinstance(value, list | tuple):
        return "\n".join(_text_of(part) for part in value)
    return ""


def _share(values: Iterable[bool]) -> float:
    return _mean(float(value) for value in values)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0
