"""segmentation: one analysis for both sides, nothing in shared folders."""

from __future__ import annotations

import tempfile
from pathlib import Path

from whoosh.index import open_dir

from search.indexer import indexed_text
from search.normalize import normalize
from search.pages import Page
from search.passages import cut_passages
from search.segmentation import Segmenter, bigrams


def test_page_and_question_give_the_same_terms(corpus_pages: list[Page], corpus_index: Path, segmenter: Segmenter) -> None:
    lead = cut_passages(corpus_pages[0])[0]
    asked = segmenter.analyze(normalize("不想要了可以退吗"))
    reader = open_dir(corpus_index, readonly=True).reader()
    for field in ("words", "bigrams", "phrases"):
        indexed = {term.decode() for name, term in reader.all_terms() if name == field}
        assert set(getattr(asked, field)) <= indexed, field
    assert set(asked.words) <= set(segmenter.analyze(indexed_text(lead)).words)


def test_every_substring_of_two_characters_is_a_bigram() -> None:
    assert bigrams("退一赔三,a1 骂") == ["退一", "一赔", "赔三", "a1", "骂"]


def test_our_words_stay_whole(segmenter: Segmenter) -> None:
    assert "退一赔三" in segmenter.cut("能要退一赔三吗")
    assert "运费险" in segmenter.cut("运费险不够赔")


def test_the_shared_temporary_folder_is_not_touched(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "shared"))
    (tmp_path / "shared").mkdir()
    words = tmp_path / "words.txt"
    words.write_text("讲理网 100 n\n", encoding="utf-8")
    assert Segmenter(words, tmp_path / "own").cut("讲理网好") == ["讲理网", "好"]
    assert not list((tmp_path / "shared").iterdir())
