"""Long stories → the clauses that ask: narrative is dropped before anything is searched. Pure.

A clause weighs what its words tell about our subject, more when it asks something, more towards the end: people tell what
happened first and what they want last. Does not know: the index, decisions.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from search.language_model import LanguageModel
from search.segmentation import Segmenter

LONG = 60  # characters: a shorter text is read whole
KEPT = 100  # characters of a long text that are read
UNBROKEN = 40  # characters without punctuation that are cut by words
PIECE = 18
ASKS, LATE = 1.0, 3.0  # what a question word and standing at the end add to a clause
_CLAUSE = re.compile(r"[^。!?;,、:\n…~]+[。!?;,、:\n…~]*")
_QUESTION = re.compile(
    "怎么|怎样|如何|咋|吗|呢|能不能|可不可以|能否|是否|要不要|有没有|算不算|凭什么|凭啥|多少|多久|几天|找谁|合法|合理|该|请问|想问|什么|啥|哪"
)
_ENDS_ASKING = re.compile(r"(?:[?]|吗|呢)$")


def core(text: str, model: LanguageModel, segmenter: Segmenter, stopwords: frozenset[str]) -> str:
    """The clauses of a long normalised text that tell most, in their order, at most KEPT characters; a short text whole."""
    if len(text) <= LONG:
        return text
    clauses = _clauses(text, segmenter)
    weights = [_weight(clause, place / max(len(clauses) - 1, 1), model, segmenter, stopwords) for place, clause in enumerate(clauses)]
    return "".join(clauses[place] for place in _within(weights, clauses))[:KEPT].strip()


def _within(weights: Sequence[float], clauses: Sequence[str]) -> list[int]:
    """Places of the heaviest clauses that fit, in their order; the heaviest always."""
    kept: list[int] = []
    length = 0
    for place in sorted(range(len(clauses)), key=lambda place: -weights[place]):
        if not kept or length + len(clauses[place]) <= KEPT:
            kept.append(place)
            length += len(clauses[place])
    return sorted(kept)


def _clauses(text: str, segmenter: Segmenter) -> list[str]:
    found: list[str] = []
    for clause in _CLAUSE.findall(text):
        found += [clause] if len(clause) <= UNBROKEN else _pieces(clause, segmenter)
    return found or [text[:KEPT]]


def _pieces(clause: str, segmenter: Segmenter) -> list[str]:
    """A long run without punctuation in pieces of whole words."""
    pieces, piece = [], ""
    for word in segmenter.cut(clause):
        if piece and len(piece) + len(word) > PIECE:
            pieces.append(piece)
            piece = ""
        piece += word
    return [*pieces, piece]


def _weight(clause: str, place: float, model: LanguageModel, segmenter: Segmenter, stopwords: frozenset[str]) -> float:
    """place: 0 for the first clause, 1 for the last."""
    words = {word for word in segmenter.cut(clause) if word not in stopwords}
    told = math.fsum(max(model.familiarity(word), 0.0) for word in words) / math.sqrt(3 + len(words))
    asking = bool(_QUESTION.search(clause)) + bool(_ENDS_ASKING.search(clause.rstrip()))
    return told + ASKS * asking + LATE * place
