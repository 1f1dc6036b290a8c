"""Question → Hits. The only reader of the index folder.

Scoring is BM25 over words, character bigrams and adjacent-word phrases, scored apart and added. It runs over an impact
table that is read out of the Whoosh index once when it is opened: Whoosh's matchers give the same ranking 14 to 35 times
slower. Does not know: how a page is chosen, how an answer looks.
"""

from __future__ import annotations

import json
import math
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.index import open_dir
from whoosh.reading import IndexReader

from search import manifest
from search.errors import IndexUnavailable
from search.indexer import CONTENT
from search.manifest import Manifest
from search.model import Block, Hit, Passage, Question, Term
from search.schema import FIELDS, SCHEMA_VERSION


@dataclass(frozen=True)
class ImpactTable:
    """One field as term → (passage positions, impacts). An impact is the whole BM25 contribution of one occurrence list."""

    postings: Mapping[str, tuple[array[int], array[float]]]
    idf: Mapping[str, float]

    @classmethod
    def read(cls, reader: IndexReader, field: str, positions: Mapping[int, int], k1: float, b: float) -> ImpactTable:
        """Read a field of the Whoosh index. BM25 with idf = ln(1 + (N - n + 0.5) / (n + 0.5)) (Robertson and Zaragoza 2009)."""
        frequencies: dict[str, list[tuple[int, float]]] = {}
        lengths: dict[int, float] = dict.fromkeys(positions.values(), 0.0)
        for name, text in reader.all_terms():
            if name != field:
                continue
            term = text.decode("utf-8") if isinstance(text, bytes) else text
            matcher = reader.postings(field, text)
            found = [(positions[docnum], float(weight)) for docnum, weight in _weights(matcher)]
            frequencies[term] = found
            for position, weight in found:
                lengths[position] += weight
        count = max(len(lengths), 1)
        average = sum(lengths.values()) / count or 1.0
        idf = {term: math.log(1 + (count - len(found) + 0.5) / (len(found) + 0.5)) for term, found in frequencies.items()}
        postings = {
            term: (
                array("I", (position for position, _ in found)),
                array("d", (idf[term] * tf * (k1 + 1) / (tf + k1 * (1 - b + b * lengths[position] / average)) for position, tf in found)),
            )
            for term, found in frequencies.items()
        }
        return cls(postings, idf)

    def add_scores(self, terms: Iterable[Term], scores: list[float]) -> None:
        """Add the impacts of `terms` to `scores`, one entry a passage."""
        for term in terms:
            found = self.postings.get(term.text)
            if found is None:
                continue
            for position, impact in zip(*found, strict=True):
                scores[position] += term.weight * impact


def _weights(matcher: Any) -> Iterable[tuple[int, float]]:
    while matcher.is_active():
        yield matcher.id(), matcher.weight()
        matcher.next()


@dataclass(frozen=True)
class Index:
    """An opened index: passages, their cards, the impact tables. Immutable, safe to share between threads."""

    manifest: Manifest
    passages: tuple[Passage, ...]
    cards: Mapping[str, Mapping[str, Mapping[str, Any]]]
    not_asks: tuple[Mapping[str, str], ...]
    tables: Mapping[str, ImpactTable]
    vocabulary: tuple[frozenset[str], ...]

    def idf(self, word: str) -> float:
        """Inverse document frequency of a word; a word that no passage holds is the rarest of all."""
        found = self.tables["words"].idf.get(word)
        return found if found is not None else math.log(1 + (len(self.passages) + 0.5) / 0.5)


def open_index(folder: Path, ranking: Mapping[str, float]) -> Index:
    """Open an index after its manifest was checked. Raises IndexUnavailable for anything that is wrong with it."""
    checked = manifest.verify(folder, SCHEMA_VERSION)
    try:
        content = json.loads((folder / CONTENT).read_text(encoding="utf-8"))
        reader = open_dir(folder, readonly=True).reader()
        try:
            positions = {docnum: int(stored["position"]) for docnum, stored in reader.iter_docs()}
            tables = {field: ImpactTable.read(reader, field, positions, ranking["bm25_k1"], ranking["bm25_b"]) for field in FIELDS}
        finally:
            reader.close()
    except Exception as error:  # Whoosh raises six unrelated types for a damaged index
        raise IndexUnavailable(f"index {checked.id} cannot be opened: {error!r}") from error
    passages = tuple(_passage(data) for data in content["passages"])
    vocabulary = _vocabulary(tables["words"], len(passages))
    return Index(checked, passages, content["cards"], tuple(content["not_asks"]), tables, vocabulary)


def _passage(data: dict[str, Any]) -> Passage:
    blocks = tuple(Block(**block) for block in data.pop("blocks"))
    return Passage(**{**data, "asks": tuple(data["asks"]), "blocks": blocks})


def _vocabulary(table: ImpactTable, count: int) -> tuple[frozenset[str], ...]:
    words: list[set[str]] = [set() for _ in range(count)]
    for term, (positions, _) in table.postings.items():
        for position in positions:
            words[position].add(term)
    return tuple(frozenset(found) for found in words)


def retrieve(question: Question, index: Index, ranking: Mapping[str, float], limit: int = 50) -> list[Hit]:
    """The best `limit` passages by words + bigrams + phrases, best first; passages without any match are left out."""
    count = len(index.passages)
    parts = {field: [0.0] * count for field in FIELDS}
    index.tables["words"].add_scores(question.words, parts["words"])
    index.tables["bigrams"].add_scores((Term(text) for text in question.bigrams), parts["bigrams"])
    index.tables["phrases"].add_scores((Term(text) for text in question.phrases), parts["phrases"])
    weights = {"words": 1.0, "bigrams": ranking["weight_bigrams"], "phrases": ranking["weight_phrases"]}
    hits = []
    for position in range(count):
        words, bigrams, phrases = (weights[field] * parts[field][position] for field in FIELDS)
        score = words + bigrams + phrases
        if score > 0:
            hits.append(Hit(position, score, words, bigrams, phrases))
    hits.sort(key=lambda hit: (-hit.score, hit.passage))
    return hits[:limit]
