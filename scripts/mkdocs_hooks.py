"""The only file that knows MkDocs: hand rendered pages to the engine, and the engine's cards to the theme.

on_files         law pages, platform rules and glossary are written from the registries
on_page_content  rendered guides are collected, front matter checked
on_page_context  the theme gets the page's card, the guides of a group, the day
on_post_build    the index is written beside the site (`<release>/index`)
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink

import search
from scripts import flow_pages, letter_pages, site_pages, tool_pages
from search import cards, flows, frontmatter, letters, registry
from search.errors import ContentError
from search.flows import Flows, Graph
from search.frontmatter import Guide
from search.pages import Page, require_consistent
from search.passages import anchors_of

ROOT = Path(__file__).resolve().parent.parent
HANDBOOK = "contributing/"


class _Build:
    """What one build collects."""

    def __init__(self) -> None:
        self.command = "build"
        self.day = date.fromisoformat(os.environ.get("JIANGLI_DAY") or date.today().isoformat())
        self.registry = registry.Registry()
        self.flows = Flows({}, {}, {})
        self.letters = letters.Letters()
        self.pages: dict[str, Page] = {}
        self.cards: dict[str, cards.Card] = {}


_build = _Build()


def _stop(error: ContentError) -> PluginError:
    return PluginError(f"内容有 {len(error.problems)} 处要改：\n{error}")


def on_startup(command: str, dirty: bool) -> None:
    """Remember whether this is a build or a preview."""
    _build.command = command


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Start a fresh collection; read the registries."""
    _build.pages, _build.cards = {}, {}
    try:
        _build.registry = registry.load(Path(config.docs_dir) / "_registry")
        _build.flows = flows.load(Path(config.docs_dir) / "_registry" / "flows", _build.registry)
        _build.letters = letters.load(Path(config.docs_dir) / "_registry" / "letters", _build.registry)
    except ContentError as error:
        raise _stop(error) from error
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are written from the registries."""
    for path, text in site_pages.generated(_build.registry, _build.day).items():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    """A guide's answer is its description for search engines."""
    page.meta.setdefault("description", page.meta.get("answer"))
    return markdown


def on_page_content(html: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    """Collect every page of the knowledge base with its checked front matter."""
    source_path = page.file.abs_src_path
    if source_path is None or page.file.src_uri.startswith(HANDBOOK) or page.file.generated_by:
        return html
    try:
        source = frontmatter.read_source(Path(source_path).read_text(encoding="utf-8"), f"docs/{page.file.src_uri}")
        meta = frontmatter.check(source)
    except ContentError as error:
        raise _stop(error) from error
    _build.pages[page.file.src_uri] = Page(source, f"/{page.url}".replace("//", "/"), meta, html, anchors_of(html))
    return html


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    """All pages are rendered: check them against each other, resolve the lead card of each guide."""
    pages = list(_build.pages.values())
    try:
        require_consistent(pages, _build.registry)
        _build.flows.require_linked({page.meta.id: page.anchors for page in pages}, _build.letters)
    except ContentError as error:
        raise _stop(error) from error
    by_id = {page.meta.id: page for page in pages}
    for uri, page in _build.pages.items():
        if isinstance(page.meta, Guide):
            _build.cards[uri] = cards.as_of(cards.cards_of(page, _build.registry, by_id)[""], _build.registry, _build.day)
    return env


def on_page_context(context: dict[str, Any], page: MkDocsPage, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    """Give the theme what it shows above and below the text."""
    card = _build.cards.get(page.file.src_uri)
    if card is not None:
        context["card"] = card | tool_pages.rules_of_sections(_build.pages[page.file.src_uri].meta, card, _build.registry)
    if page.meta.get("kind") == "hub":
        context["group_guides"] = _guides_of(page.meta.get("group"))
    context["groups"] = {name: len(_guides_of(name)) for name in site_pages.GROUPS}
    context["day"] = _build.day.isoformat()
    tool = tool_pages.tool_of(page.file.src_uri)
    if tool is not None:
        context |= _tool_context(tool, config)
        page.toc.items.insert(0, AnchorLink(page.title or tool, "tool", 2))  # the theme's skip link leads to the first of these
    context["tools"] = [tool for name in tool_pages.TOOLS if (tool := _build.pages.get(tool_pages.uri_of(name)))]
    return context


def _tool_context(tool: str, config: MkDocsConfig) -> dict[str, Any]:
    """What a tool's page needs: a flow is shown as parts, the letters also know the guides, the calculators the registries alone."""
    graph = _build.flows.graphs.get(tool)
    if graph is not None:
        return _flow_context(tool, graph, config)
    if tool in letter_pages.TOOLS:
        guides = {page.meta.id: (page.meta.title, page.url.lstrip("/")) for page in _build.pages.values()}
        data = letter_pages.data_of(tool, _build.letters, _build.registry, guides, _build.day)
    else:
        data = tool_pages.data_of(tool, _build.registry, _build.day)
    return {"tool": tool, "tool_data": data, "tool_json": "" if tool in letter_pages.STATIC else tool_pages.as_json(data)}


def _flow_context(tool: str, graph: Graph, config: MkDocsConfig) -> dict[str, Any]:
    by_id = {page.meta.id: page for page in _build.pages.values()}
    icon = flow_pages.icon_address((Path(config.docs_dir) / config.theme["favicon"]).read_text(encoding="utf-8"))
    return {
        "tool": tool,
        "tool_json": tool_pages.as_json(flow_pages.data(graph, _build.registry, _build.day)),
        "flow": flow_pages.view(graph, _build.registry, _build.letters, by_id, _build.day),
        "icon": icon,
    }


def _guides_of(group: str | None) -> list[dict[str, Any]]:
    return [
        {
            "url": page.url.lstrip("/"),
            "title": page.meta.title,
            "verdict": frontmatter.VERDICT_WORDS[page.meta.verdict],
            "answer": page.meta.answer,
        }
        for page in _build.pages.values()
        if isinstance(page.meta, Guide) and page.meta.group == group
    ]


def on_post_build(config: MkDocsConfig) -> None:
    """Leave redirects at old addresses; write the index beside the site. A preview (`mkdocs serve`) has no index of its own."""
    for page in _build.pages.values():
        for old in page.meta.redirects:
            target = Path(config.site_dir) / Path(old).with_suffix("") / "index.html"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(site_pages.redirect(page.url), encoding="utf-8")
    if _build.command != "build":
        return
    folder = Path(config.site_dir).parent / "index"
    segmenter = search.Segmenter(search.WORDS, ROOT / "build" / "cache")
    release_id = Path(config.site_dir).parent.name.removeprefix(".next-")
    try:
        search.write_index(list(_build.pages.values()), _build.registry, search.load_lexicon(), segmenter, folder, release_id)
    except ContentError as error:
        raise _stop(error) from error
