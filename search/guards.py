"""Questions that must not be answered by a guide: urgent, refused, about an account, not ours. Pure.

A guard is data (`guards.yml`): patterns, what is said, examples that it must catch, near ones that it must let through. A pattern is
words joined by `|` (any of them) and `&` (all of these groups); `…` inside a word stands for up to GAP characters. Words alone decide
nothing: the engine asks the classifier (`intents`) too, so that patterns need no exceptions.
Does not know: the index, pages, how a guard is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from search.normalize import normalize

GuardState = Literal["urgent", "refuse", "needs_account", "out_of_scope", "no_prediction", "smalltalk"]
PRECEDENCE: tuple[GuardState, ...] = ("urgent", "refuse", "needs_account", "out_of_scope", "no_prediction", "smalltalk")
PROTECTING: frozenset[GuardState] = frozenset({"urgent", "refuse"})  # states for which no editors' question makes way
GAP = 8

Pattern = tuple[re.Pattern[str], ...]  # every one must be found


@dataclass(frozen=True)
class Guard:
    """One rule. calls: (telephone number, what it is for); page: id of the guide that helps further, if there is one."""

    name: str
    state: GuardState
    when: tuple[Pattern, ...]
    text: str
    next_steps: tuple[str, ...]
    calls: tuple[tuple[str, str], ...]
    page: str | None

    def catches(self, text: str) -> bool:
        """Whether the words of a normalised text are this guard's."""
        return any(all(part.search(text) for part in pattern) for pattern in self.when)


def first_that_catches(guards: Iterable[Guard], text: str) -> Guard | None:
    """The guard to which a normalised text belongs; `guards` in the order of `ordered`."""
    return next((guard for guard in guards if guard.catches(text)), None)


def ordered(guards: Iterable[Guard]) -> tuple[Guard, ...]:
    """By precedence of their states; within a state as they stand in the file."""
    return tuple(sorted(guards, key=lambda guard: PRECEDENCE.index(guard.state)))


def compile_pattern(written: str) -> Pattern:
    """「房东|租房 & 押金」 → regular expressions that must all be found. ValueError for an empty word."""
    words = [[word.strip() for word in group.split("|")] for group in written.split("&")]
    if not all(word.strip("^$") for group in words for word in group):
        raise ValueError(written)
    return tuple(re.compile("|".join(_word(word) for word in group)) for group in words)


def _word(word: str) -> str:
    """One word as a regular expression; `^` at its start and `$` at its end bind it to the ends of the text."""
    starts, ends = word.startswith("^"), word.endswith("$")
    parts = [re.escape(normalize(part)) for part in word.removeprefix("^").removesuffix("$").split("…")]
    return ("^" if starts else "") + f".{{0,{GAP}}}".join(parts) + ("$" if ends else "")
