"""Passages + cards → an index in a new folder; the manifest is written last. Does not know questions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from whoosh.index import create_in

from search import impacts, manifest
from search.cards import cards_of
from search.lexicon import Lexicon
from search.manifest import Manifest
from search.model import Passage
from search.normalize import normalize
from search.pages import Page, answerable, require_consistent
from search.passages import cut_passages
from search.reading import expansions, features
from search.registry import Registry
from search.schema import FIELDS, SCHEMA_VERSION, make_schema
from search.segmentation import Segmenter

CONTENT = "content.json"


def write_index(pages: Sequence[Page], registry: Registry, lexicon: Lexicon, segmenter: Segmenter, folder: Path, index_id: str) -> Manifest:
    """Write a whole index into `folder`, which must not exist yet.

    Raises ContentError when the pages do not fit together, FileExistsError when the folder exists.
    """
    require_consistent(pages, registry)
    folder.mkdir(mode=0o700, parents=True)
    by_id = {page.meta.id: page for page in pages}
    guides = [page for page in pages if answerable(page)]
    passages = [passage for page in guides for passage in cut_passages(page)]
    _write_terms(passages, lexicon, segmenter, folder)
    content = {
        "passages": [asdict(passage) for passage in passages],
        "cards": {page.meta.id: cards_of(page, registry, by_id) for page in guides},
        "ask_features": [
            [sorted(features(normalize(ask), lexicon, segmenter)) for ask in (*passage.asks, passage.question) if ask]
            for passage in passages
        ],
        "not_asks": _not_asks(guides, lexicon, segmenter),
    }
    (folder / CONTENT).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return manifest.write(folder, index_id, SCHEMA_VERSION, len(passages))


def indexed_text(passage: Passage) -> str:
    """What a passage is found by: title, question, asks, heading and body in one field (asks apart would hurt pages without)."""
    parts = (passage.title, passage.question, *passage.asks, passage.heading, passage.answer, passage.text)
    return normalize("\n".join(parts))


def _write_terms(passages: Sequence[Passage], lexicon: Lexicon, segmenter: Segmenter, folder: Path) -> None:
    index = create_in(folder, make_schema())
    writer = index.writer()
    for position, passage in enumerate(passages):
        text = indexed_text(passage)
        analysis = segmenter.analyze(text)
        official = expansions(text, lexicon, segmenter).keys() - set(analysis.words)
        terms = {"words": (*analysis.words, *sorted(official)), "bigrams": analysis.bigrams, "phrases": analysis.phrases}
        writer.add_document(position=position, **{field: " ".join(terms[field]) for field in FIELDS})
    writer.commit(optimize=True)
    with index.reader() as reader:
        stored = {number: int(fields["position"]) for number, fields in reader.iter_docs()}
        for field in FIELDS:
            impacts.write(reader, field, stored, lexicon.ranking["bm25_k1"], lexicon.ranking["bm25_b"], folder)


def _not_asks(guides: Sequence[Page], lexicon: Lexicon, segmenter: Segmenter) -> list[dict[str, Any]]:
    return [
        {"page": page.meta.id, "features": sorted(features(normalize(entry.q), lexicon, segmenter))}
        for page in guides
        for entry in getattr(page.meta, "not_asks", [])
    ]
