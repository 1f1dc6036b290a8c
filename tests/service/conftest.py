"""A published release made of the small corpus, and the app on it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import search
from qa_service import create_app, settings
from search import Page, Segmenter, releases
from search.registry import Registry
from tests.conftest import CORPUS, ROOT

ASK_SHELL = '<html><body><input data-jl-question value=""><div data-jl-answer><!-- jl:answer --></div></body></html>'


def publish(build: Path, release_id: str, pages: list[Page], entries: Registry, segmenter: Segmenter) -> None:
    """Publish a release with a tiny site."""
    folder = releases.staging(build, release_id)
    (folder / "site" / "ask").mkdir(parents=True)
    (folder / "site" / "demo" / "ruma").mkdir(parents=True)
    (folder / "site" / "index.html").write_text(f"<h1>{release_id}</h1>", encoding="utf-8")
    (folder / "site" / "404.html").write_text("<h1>没有找到这一页</h1>", encoding="utf-8")
    (folder / "site" / "ask" / "index.html").write_text(ASK_SHELL, encoding="utf-8")
    (folder / "site" / "demo" / "ruma" / "index.html").write_text("<h1>客服骂人</h1>", encoding="utf-8")
    search.write_index(pages, entries, search.load_lexicon(), segmenter, folder / "index", release_id)
    releases.publish(build, release_id)


@pytest.fixture
def build(tmp_path: Path, corpus_pages: list[Page], corpus_registry: Registry, segmenter: Segmenter) -> Path:
    folder = tmp_path / "build"
    (folder / "cache").mkdir(parents=True)
    shutil.copy(ROOT / "build" / "cache" / "jieba.cache", folder / "cache" / "jieba.cache")
    publish(folder, "20260101000000-one", corpus_pages, corpus_registry, segmenter)
    return folder


@pytest.fixture
def client(build: Path) -> FlaskClient:
    configuration = settings.load({"JIANGLI_BUILD": str(build), "JIANGLI_REGISTRY": str(CORPUS / "_registry"), "JIANGLI_DAY": "2026-03-01"})
    return create_app(configuration).test_client()
