"""(path, url, html) → Page: a rendered page with its checked front matter. Does not know MkDocs objects or ranking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from search.errors import ContentError, Problem
from search.frontmatter import Guide, Meta
from search.references import CheckedPage, check_pages
from search.registry import Registry
from search.yaml_source import YamlSource


@dataclass(frozen=True)
class Page:
    """One rendered page of the knowledge base. `url` is absolute on the site (`/returns/seven-day/`)."""

    source: YamlSource
    url: str
    meta: Meta
    html: str
    anchors: frozenset[str]


def answerable(page: Page) -> bool:
    """Whether the engine may answer from this page: live guides (and pages that need an update, with their banner)."""
    return isinstance(page.meta, Guide) and page.meta.status in ("live", "needs_update")


def require_consistent(pages: Iterable[Page], registry: Registry) -> None:
    """Raise ContentError when pages and registries do not fit together."""
    problems: list[Problem] = check_pages((CheckedPage(page.source, page.meta, page.anchors) for page in pages), registry)
    if problems:
        raise ContentError(problems)
