"""Labelled questions + answers → scores. Pure: no files, no printing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.model import Answer


@dataclass(frozen=True)
class Labelled:
    """A question with the page that must win, the section where one clearly must, and pages that are as right."""

    question: str
    page: str
    anchor: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What the engine said to one labelled question; `sections` are (page id, anchor of its best section) in order."""

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
    def fair(self) -> frozenset[str]:
        return frozenset((self.labelled.page, *self.labelled.also))

    @property
    def page_first_fair(self) -> bool:
        return bool(self.pages) and self.pages[0] in self.fair

    @property
    def page_in_three(self) -> bool:
        return not self.fair.isdisjoint(self.pages[:3])

    @property
    def section_first(self) -> bool:
        return bool(self.sections) and self.sections[0] == (self.labelled.page, self.labelled.anchor)

    @property
    def answered(self) -> bool:
        return self.answer.state in ("answer", "partial")

    @property
    def answered_wrongly(self) -> bool:
        return self.answered and not self.page_first_fair


@dataclass(frozen=True)
class Scores:
    """Shares between 0 and 1. `page_first` counts the labelled page alone, `page_first_fair` the pages that are as right too;
    `section_first` counts only questions that name a section."""

    questions: int
    page_first: float
    page_first_fair: float
    page_in_three: float
    mean_reciprocal_rank: float
    section_first: float
    answered: float
    answered_wrongly: float


def score(outcomes: Sequence[Outcome]) -> Scores:
    """Summarise outcomes; all shares are 0 for an empty list."""
    with_section = [outcome for outcome in outcomes if outcome.labelled.anchor is not None]
    return Scores(
        questions=len(outcomes),
        page_first=_share(outcome.page_first for outcome in outcomes),
        page_first_fair=_share(outcome.page_first_fair for outcome in outcomes),
        page_in_three=_share(outcome.page_in_three for outcome in outcomes),
        mean_reciprocal_rank=_mean(_reciprocal_rank(outcome) for outcome in outcomes),
        section_first=_share(outcome.section_first for outcome in with_section),
        answered=_share(outcome.answered for outcome in outcomes),
        answered_wrongly=_share(outcome.answered_wrongly for outcome in outcomes),
    )


def _reciprocal_rank(outcome: Outcome) -> float:
    pages = outcome.pages
    return 1 / (pages.index(outcome.labelled.page) + 1) if outcome.labelled.page in pages else 0.0


def _share(values: Iterable[bool]) -> float:
    return _mean(float(value) for value in values)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0
