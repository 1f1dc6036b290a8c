"""The nouns of the engine, as frozen dataclasses. Knows no other module and no library.

A *passage* is what is found: one section of one page. A *hit* is a scored passage. An *answer* is what the engine says:
a state, and in the states answer, partial and choose also a page, a basis and a quote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

State = Literal[
    "answer", "choose", "partial", "unknown", "out_of_scope", "needs_account", "no_prediction", "refuse", "urgent", "smalltalk",
    "unclear", "blank",
]  # fmt: skip
ANSWERING_STATES: tuple[State, ...] = ("answer", "partial")
Origin = Literal["typed", "synonym", "spelling"]
BlockKind = Literal["prose", "row", "template"]


@dataclass(frozen=True)
class Analysis:
    """A text as index terms; the same analysis serves pages and questions.

    words: jieba search-mode words; bigrams: adjacent characters; phrases: adjacent words joined by `_`.
    """

    words: tuple[str, ...]
    bigrams: tuple[str, ...]
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """A query term with its weight (1.0 as typed) and where it came from."""

    text: str
    weight: float = 1.0
    origin: Origin = "typed"


@dataclass(frozen=True)
class Question:
    """A question as the engine reads it.

    whole: normalised; text: its clauses that ask, corrected; content: content words (stop words left out), each with the synonyms that may stand
    for it; words, bigrams, phrases: what retrieval scores; features: what likeness to asks is
    measured by; corrections: (wrong, right) pairs that were applied; intents: probability of each intent (`search.intents`).
    """

    raw: str
    whole: str
    text: str
    words: tuple[Term, ...]
    bigrams: tuple[str, ...]
    phrases: tuple[str, ...]
    features: frozenset[str]
    content: tuple[tuple[str, tuple[str, ...]], ...]
    corrections: tuple[tuple[str, str], ...] = ()
    intents: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        return not self.words


@dataclass(frozen=True)
class Block:
    """A run of text inside a passage: passage.text[start:end]."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True)
class Passage:
    """One section of one page as it stands in the rendered HTML.

    anchor "" is the page's lead. `question`, `asks` are the section's own (the page's for the lead); `has_answer` tells
    whether front matter gives this section an answer of its own.
    """

    page_id: str
    anchor: str
    title: str
    heading: str
    question: str
    asks: tuple[str, ...]
    answer: str
    text: str
    blocks: tuple[Block, ...]
    url: str
    has_answer: bool

    @property
    def id(self) -> str:
        return f"{self.page_id}#{self.anchor}"


@dataclass(frozen=True)
class Hit:
    """A passage (by position in the index) with its score and the parts it is made of."""

    passage: int
    score: float
    words: float
    bigrams: float
    phrases: float


@dataclass(frozen=True)
class RankedPage:
    """A page with its best section; `alias` is the similarity (0–1) of the question to its nearest ask."""

    page_id: str
    passage: int
    score: float
    alias: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """What to do with the ranked pages, and the figures that decided it (each 0–1)."""

    state: State
    certainty: float
    relevance: float
    uncovered: tuple[str, ...] = ()
    alias: float = 0.0
    coverage: float = 0.0


@dataclass(frozen=True)
class Quote:
    """A verbatim piece of a passage: text == passage.text[start:end]."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Option:
    """One way to go on when the engine asks back."""

    question: str
    title: str
    url: str


@dataclass(frozen=True)
class Answer:
    """What the engine says. `card` holds the slots of the winning section; it is empty in states that must cite nothing. calls: (telephone
    number, what it is for), shown before everything else."""

    question: str
    state: State
    understood: str
    corrections: tuple[tuple[str, str], ...] = ()
    id: str = ""
    passage: Passage | None = None
    card: Mapping[str, Any] = field(default_factory=dict)
    quote: Quote | None = None
    confidence: str = ""
    confidence_reason: str = ""
    uncovered: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    notice: str = ""
    next_steps: tuple[str, ...] = ()
    calls: tuple[tuple[str, str], ...] = ()
    index_id: str = ""


@dataclass(frozen=True)
class SearchResult:
    """A section found by plain search."""

    title: str
    url: str
    section: str
    snippet: str
    score: float


@dataclass(frozen=True)
class Suggestion:
    """A question offered while typing."""

    text: str
    title: str
    url: str
