"""Shared fixtures: a small site of its own, so that engine tests do not follow the real pages."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import search  # noqa: E402
from search import AnswerEngine, Page, Segmenter, frontmatter, registry  # noqa: E402
from search.passages import anchors_of  # noqa: E402
from search.registry import Registry  # noqa: E402

CORPUS = ROOT / "tests" / "corpus"


def corpus_page(name: str, change: Callable[[str], str] = lambda text: text) -> Page:
    """A page of the test corpus, its front matter changed by `change` before it is read."""
    text = change((CORPUS / "pages" / f"{name}.md").read_text(encoding="utf-8"))
    html = (CORPUS / "pages" / f"{name}.html").read_text(encoding="utf-8")
    source = frontmatter.read_source(text, f"docs/demo/{name}.md")
    return Page(source, f"/demo/{name}/", frontmatter.check(source), html, anchors_of(html))


@pytest.fixture(scope="session")
def segmenter() -> Segmenter:
    return Segmenter(search.WORDS, ROOT / "build" / "cache")


@pytest.fixture(scope="session")
def corpus_registry() -> Registry:
    return registry.load(CORPUS / "_registry")


@pytest.fixture(scope="session")
def corpus_pages() -> list[Page]:
    return [corpus_page("tuihuo"), corpus_page("ruma")]


@pytest.fixture(scope="session")
def corpus_index(
    corpus_pages: list[Page], corpus_registry: Registry, segmenter: Segmenter, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "index"
    search.write_index(corpus_pages, corpus_registry, search.load_lexicon(), segmenter, folder, "20260101000000-corpus")
    return folder


@pytest.fixture(scope="session")
def engine(corpus_index: Path, segmenter: Segmenter) -> AnswerEngine:
    return AnswerEngine.open(corpus_index, CORPUS / "_registry", segmenter)
