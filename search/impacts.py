"""The impact table: a Whoosh field turned into ready BM25 contributions, written beside the index when it is built.

Scoring through Whoosh's matchers costs 14 to 35 times as much for the same ranking; reading the table out of Whoosh when
the service starts would cost seconds. Files: `<field>.terms.json` (terms, and where each one's postings begin) and
`<field>.postings.bin` (positions, then impacts). Does not know: questions, what a passage is.
"""

from __future__ import annotations

import json
import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.model import Term


@dataclass(frozen=True)
class ImpactTable:
    """Postings of one field. Those of term number i lie at positions[starts[i]:starts[i + 1]], in ascending order."""

    numbers: Mapping[str, int]
    starts: array[int]
    positions: array[int]
    impacts: array[float]
    passages: int

    def add_scores(self, terms: Iterable[Term], scores: list[float]) -> None:
        """Add the weighted impacts of `terms` to `scores`, which has one entry a passage."""
        for term in terms:
            number = self.numbers.get(term.text)
            if number is None:
                continue
            start, end = self.starts[number], self.starts[number + 1]
            weight = term.weight
            for position, impact in zip(self.positions[start:end], self.impacts[start:end], strict=True):
                scores[position] += weight * impact

    def holds(self, term: str, passage: int) -> bool:
        """Whether a passage has this term."""
        number = self.numbers.get(term)
        if number is None:
            return False
        start, end = self.starts[number], self.starts[number + 1]
        place = bisect_left(self.positions, passage, start, end)
        return place < end and self.positions[place] == passage

    def idf(self, term: str) -> float:
        """ln(1 + (N - n + 0.5) / (n + 0.5)); a term that no passage has is the rarest of all."""
        number = self.numbers.get(term)
        found = 0 if number is None else self.starts[number + 1] - self.starts[number]
        return inverse_document_frequency(self.passages, found)


def inverse_document_frequency(passages: int, holding: int) -> float:
    """BM25's idf, never negative (Robertson and Zaragoza 2009, with Lucene's 1 + …)."""
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))


def write(reader: Any, field: str, stored: Mapping[int, int], k1: float, b: float, folder: Path) -> None:
    """Turn a field of an open Whoosh index into the two files of its table. `stored`: Whoosh document → passage position."""
    frequencies = {
        text: sorted((stored[number], weight) for number, weight in _weights(reader, field, text)) for text in _terms(reader, field)
    }
    lengths = [0.0] * len(stored)
    for found in frequencies.values():
        for position, weight in found:
            lengths[position] += weight
    average = sum(lengths) / max(len(lengths), 1) or 1.0
    starts: array[int] = array("I", [0])
    positions: array[int] = array("I")
    impacts: array[float] = array("f")
    for found in frequencies.values():
        idf = inverse_document_frequency(len(stored), len(found))
        positions.extend(position for position, _ in found)
        impacts.extend(idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * lengths[position] / average)) for position, tf in found)
        starts.append(len(positions))
    terms = {"passages": len(stored), "terms": [text.decode("utf-8") for text in frequencies], "starts": starts.tolist()}
    (folder / f"{field}.terms.json").write_text(json.dumps(terms, ensure_ascii=False), encoding="utf-8")
    (folder / f"{field}.postings.bin").write_bytes(positions.tobytes() + impacts.tobytes())


def read(field: str, folder: Path) -> ImpactTable:
    """Load the table of one field. Raises OSError or ValueError for files that are missing or do not fit together."""
    terms = json.loads((folder / f"{field}.terms.json").read_text(encoding="utf-8"))
    starts = array("I", terms["starts"])
    data = (folder / f"{field}.postings.bin").read_bytes()
    positions: array[int] = array("I")
    impacts: array[float] = array("f")
    middle = starts[-1] * positions.itemsize
    positions.frombytes(data[:middle])
    impacts.frombytes(data[middle:])
    if len(positions) != starts[-1] or len(impacts) != starts[-1]:
        raise ValueError(f"{field}: postings do not fit their terms")
    return ImpactTable({term: number for number, term in enumerate(terms["terms"])}, starts, positions, impacts, terms["passages"])


def _terms(reader: Any, field: str) -> Iterator[bytes]:
    return (text for name, text in reader.all_terms() if name == field)


def _weights(reader: Any, field: str, text: bytes) -> Iterator[tuple[int, float]]:
    matcher = reader.postings(field, text)
    while matcher.is_active():
        yield matcher.id(), matcher.weight()
        matcher.next()
