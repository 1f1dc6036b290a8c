"""The engine's errors. Nothing here knows the web: `qa_service` decides which status an error becomes.

SearchError
├── ContentError       pages, registries or language data break their rules; carries every Problem
└── IndexUnavailable   no index, a damaged one, or one of another schema
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One finding for an editor: where, what is wrong, and how to write it (both in Chinese).

    `path` is relative to the project; `line` counts from 1, 0 when the finding concerns a whole file.
    """

    path: str
    line: int
    what: str
    remedy: str
    rule: str = "schema"

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.what} → {self.remedy}（{self.rule}）"


class SearchError(Exception):
    """Base of all errors that the engine raises on purpose."""


class ContentError(SearchError):
    """Pages, registries or language data that cannot be used; `problems` says where and why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class IndexUnavailable(SearchError):
    """There is no index that could be opened: missing, damaged, or written by another version."""
