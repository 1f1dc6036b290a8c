"""The quote from the winning passage: one or two sentences that cover the question best. Pure.

quote == passage.text[start:end], always. Does not know: HTML, Whoosh, cards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from search.model import Block, Passage, Question, Quote
from search.normalize import normalize
from search.segmentation import bigrams

_SENTENCE = re.compile(r"[^。！？!?；;]+[。！？!?；;]*[”」』）)]*")
MAX_QUOTE = 110
_SHORTEST = 10


def best_quote(question: Question, passage: Passage, idf: Callable[[str], float]) -> Quote | None:
    """The window of one or two sentences that best covers what was asked and what the editor answered; earlier wins a tie.

    Prose comes first; rows of tables and texts to copy are quoted only when a section has nothing else.
    """
    asked = set(question.bigrams)
    wanted = asked | set(bigrams(normalize(passage.question + passage.answer)))
    for kinds in (("prose",), ("row",), ("template",)):
        windows = [window for block in passage.blocks if block.kind in kinds for window in _windows(passage.text, block)]
        if windows:
            start, end = max(windows, key=lambda window: _worth(passage.text[slice(*window)], asked, wanted, idf))
            return Quote(passage.text[start:end], start, end)
    return None


def _windows(text: str, block: Block) -> Iterator[tuple[int, int]]:
    spans = [(block.start + found.start(), block.start + found.end()) for found in _SENTENCE.finditer(text[block.start : block.end])]
    spans = [_trim(text, *span) for span in spans]
    for index, (start, end) in enumerate(spans):
        if end - start >= _SHORTEST or len(spans) == 1:
            yield start, min(end, start + MAX_QUOTE)
        if index + 1 < len(spans) and spans[index + 1][1] - start <= MAX_QUOTE:
            yield start, spans[index + 1][1]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _worth(sentence: str, asked: set[str], wanted: set[str], idf: Callable[[str], float]) -> float:
    grams = set(bigrams(normalize(sentence)))
    worth = sum(idf(gram) for gram in grams & asked) + 0.5 * sum(idf(gram) for gram in grams & (wanted - asked))
    return worth / (1 + len(sentence) / MAX_QUOTE)
