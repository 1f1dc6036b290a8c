"""Question → Hits. The only reader of the index folder.

Scoring is BM25 over words, character bigrams and adjacent-word phrases, scored apart and added, over the impact tables
that were written when the index was built. Does not know: how a page is chosen, how an answer looks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from search import content, impacts, manifest
from search.content import Cards
from search.errors import IndexUnavailable
from search.impacts import ImpactTable
from search.indexer import FEATURES
from search.manifest import Manifest
from search.model import Hit, Passage, Question, Term
from search.schema import FIELDS, SCHEMA_VERSION


@dataclass(frozen=True)
class Index:
    """An opened index: passages, the features of their asks, their cards, the impact tables. Safe to share between threads."""

    manifest: Manifest
    passages: tuple[Passage, ...]
    ask_features: tuple[tuple[frozenset[str], ...], ...]
    cards: Cards
    not_asks: tuple[tuple[str, frozenset[str]], ...]
    words: ImpactTable
    bigrams: ImpactTable
    phrases: ImpactTable


def open_index(folder: Path) -> Index:
    """Open an index after its manifest was checked. Raises IndexUnavailable for anything that is wrong with it."""
    checked = manifest.verify(folder, SCHEMA_VERSION)
    try:
        held = content.read(folder)
        likeness = json.loads((folder / FEATURES).read_text(encoding="utf-8"))
        return Index(
            manifest=checked,
            passages=held.passages,
            ask_features=tuple(tuple(frozenset(ask) for ask in asks) for asks in likeness["asks"]),
            cards=held.cards,
            not_asks=tuple((page_id, frozenset(found)) for (page_id, _), found in zip(held.not_asks, likeness["not_asks"], strict=True)),
            **{field: impacts.read(field, folder) for field in FIELDS},
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnavailable(f"index {checked.id} cannot be opened: {error!r}") from error


def retrieve(question: Question, index: Index, ranking: Mapping[str, float], limit: int = 120) -> list[Hit]:
    """The best `limit` passages by words + bigrams + phrases, best first; passages without any match are left out."""
    count = len(index.passages)
    parts = {field: [0.0] * count for field in FIELDS}
    index.words.add_scores(question.words, parts["words"])
    index.bigrams.add_scores((Term(text) for text in question.bigrams), parts["bigrams"])
    index.phrases.add_scores((Term(text) for text in question.phrases), parts["phrases"])
    weights = {"words": 1.0, "bigrams": ranking["weight_bigrams"], "phrases": ranking["weight_phrases"]}
    hits = []
    for position in range(count):
        words, bigrams, phrases = (weights[field] * parts[field][position] for field in FIELDS)
        score = words + bigrams + phrases
        if score > 0:
            hits.append(Hit(position, score, words, bigrams, phrases))
    hits.sort(key=lambda hit: (-hit.score, hit.passage))
    return hits[:limit]
