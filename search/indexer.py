"""Passages + cards → an index in a new folder; the manifest is written last. Does not know questions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from whoosh.index import create_in

from search import content, impacts, language_model, manifest, suggestions
from search.cards import cards_of
from search.content import Content
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

FEATURES = "features.json"


def write_index(pages: Sequence[Page], registry: Registry, lexicon: Lexicon, segmenter: Segmenter, folder: Path, index_id: str) -> Manifest:
    """Write a whole index into `folder`, which must not exist yet.

    Raises ContentError when the pages do not fit together, FileExistsError when the folder exists.
    """
    require_consistent(pages, registry)
    by_id = {page.meta.id: page for page in pages}
    guides = [page for page in pages if answerable(page)]
    found = Content(
        passages=tuple(passage for page in guides for passage in cut_passages(page)),
        cards={page.meta.id: cards_of(page, registry, by_id) for page in guides},
        not_asks=tuple((page.meta.id, entry.q) for page in guides for entry in getattr(page.meta, "not_asks", [])),
    )
    return write_content(found, lexicon, segmenter, folder, index_id)


def write_content(found: Content, lexicon: Lexicon, segmenter: Segmenter, folder: Path, index_id: str) -> Manifest:
    """Write the index of ready content into `folder`, which must not exist yet."""
    folder.mkdir(mode=0o700, parents=True)
    _write_terms(found.passages, lexicon, segmenter, folder)
    content.write(found, folder)
    likeness = {
        "asks": [
            [sorted(features(normalize(ask), lexicon, segmenter)) for ask in (*passage.asks, passage.question) if ask]
            for passage in found.passages
        ],
        "not_asks": [sorted(features(normalize(question), lexicon, segmenter)) for _, question in found.not_asks],
    }
    (folder / FEATURES).write_text(json.dumps(likeness, ensure_ascii=False), encoding="utf-8")
    suggestions.write(found.passages, folder)
    language_model.write(_spoken(found.passages), segmenter, folder)
    return manifest.write(folder, index_id, SCHEMA_VERSION, len(found.passages))


def _spoken(passages: Sequence[Passage]) -> Iterator[tuple[str, int]]:
    """(normalised text, how much its words count) for the language model: questions are how people write."""
    for passage in passages:
        yield from ((normalize(text), 2) for text in (passage.title, passage.question, *passage.asks))
        yield normalize(passage.text), 1


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
