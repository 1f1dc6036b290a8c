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
LETTERS_A_CHARACTER = 3
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
    if length(text) <= LONG:
        return text
    clauses = _clauses(text, segmenter)
    weights = [_weight(clause, place / max(len(clauses) - 1, 1), model, segmenter, stopwords) for place, clause in enumerate(clauses)]
    return _shortened("".join(clauses[place] for place in _within(weights, clauses))).strip()


def length(text: str) -> float:
    """Length in Chinese characters: a syllable of pinyin is one of them."""
    letters = sum("a" <= char <= "z" for char in text)
    return len(text) - letters + letters / LETTERS_A_CHARACTER


def _shortened(text: str) -> str:
    """The begin of a text, at most KEPT long: a clause may be longer than all that is read."""
    room = KEPT * LETTERS_A_CHARACTER
    for place, char in enumerate(text):
        room -= 1 if "a" <= char <= "z" else LETTERS_A_CHARACTER
        if room < 0:
            return text[:place]
    return text


def _within(weights: Sequence[float], clauses: Sequence[str]) -> list[int]:
    """Places of the heaviest clauses that fit, in their order; the heaviest always."""
    kept: list[int] = []
    taken = 0.0
    for place in sorted(range(len(clauses)), key=lambda place: -weights[place]):
        if not kept or taken + length(clauses[place]) <= KEPT:
            kept.append(place)
            taken += length(clauses[place])
    return sorted(kept)


def _clauses(text: str, segmenter: Segmenter) -> list[str]:
    found: list[str] = []
    for clause in _CLAUSE.findall(text):
        found += [clause] if length(clause) <= UNBROKEN else _pieces(clause, segmenter)
    return found or [text]


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
