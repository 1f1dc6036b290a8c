"""Three searches as anybody would set them up, over the same sections: what our ranking is compared with by `scripts.evaluate`.

Each turns a question into the ids of the pages of its sections, best first. They come with the optional group `evaluation`
(`pip install --group evaluation`); the product never needs them.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from search.indexer import indexed_text
from search.model import Passage

Ranker = Callable[[str], Sequence[str]]
MOST_SECTIONS = 50


def all_baselines(passages: Sequence[Passage]) -> dict[str, Ranker]:
    """Name → ranker. Raises ImportError when the optional packages are missing."""
    texts = [indexed_text(passage) for passage in passages]
    pages = [passage.page_id for passage in passages]
    return {
        "Whoosh + jieba ChineseAnalyzer": _whoosh(texts, pages),
        "bm25s + jieba": _bm25s(texts, pages),
        "SQLite FTS5 trigram": _fts5(texts, pages),
    }


def _whoosh(texts: Sequence[str], pages: Sequence[str]) -> Ranker:
    """jieba's own analyzer and Whoosh's QueryParser with an OR group, as in jieba's README."""
    from jieba.analyse import ChineseAnalyzer
    from whoosh.fields import STORED, TEXT, Schema
    from whoosh.filedb.filestore import RamStorage
    from whoosh.qparser import OrGroup, QueryParser

    schema = Schema(page=STORED, text=TEXT(analyzer=ChineseAnalyzer()))
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for text, page in zip(texts, pages, strict=True):
        writer.add_document(page=page, text=text)
    writer.commit()
    searcher = index.searcher()
    parser = QueryParser("text", schema, group=OrGroup)

    def rank(question: str) -> list[str]:
        return _unique(hit["page"] for hit in searcher.search(parser.parse(question), limit=MOST_SECTIONS))

    return rank


def _bm25s(texts: Sequence[str], pages: Sequence[str]) -> Ranker:
    """bm25s with its defaults over jieba words."""
    import bm25s
    import jieba

    index = bm25s.BM25()
    index.index([jieba.lcut(text) for text in texts], show_progress=False)

    def rank(question: str) -> list[str]:
        words = jieba.lcut(question)
        if not words:
            return []
        found, scores = index.retrieve([words], k=min(MOST_SECTIONS, len(texts)), show_progress=False)
        return _unique(pages[int(place)] for place, score in zip(found[0], scores[0], strict=True) if score > 0)

    return rank


def _fts5(texts: Sequence[str], pages: Sequence[str]) -> Ranker:
    """SQLite's trigram tokenizer; a question is the OR of its trigrams, or else of its substrings by LIKE."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE section USING fts5(text, tokenize='trigram')")
    database.executemany("INSERT INTO section(rowid, text) VALUES (?, ?)", enumerate(texts))

    def rank(question: str) -> list[str]:
        runs = re.findall(r"[\w]+", question.lower())
        trigrams = {run[start : start + 3] for run in runs for start in range(len(run) - 2)}
        rows: Any
        if trigrams:
            query = " OR ".join(f'"{trigram}"' for trigram in sorted(trigrams))
            rows = database.execute(
                "SELECT rowid FROM section WHERE section MATCH ? ORDER BY bm25(section) LIMIT ?", (query, MOST_SECTIONS)
            )
        else:
            rows = database.execute("SELECT rowid FROM section WHERE text LIKE ? LIMIT ?", (f"%{question}%", MOST_SECTIONS))
        return _unique(pages[number] for (number,) in rows)

    return rank


def _unique(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))
