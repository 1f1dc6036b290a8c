"""Every guide that names a time limit or an amount leads to the calculator with that rule chosen; every rule can be chosen there."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from scripts import content_rules, tool_pages
from search import releases
from search.cards import GUIDED_TOOLS
from search.frontmatter import Guide
from tests.conftest import ROOT

TOOL_OF = {"deadlines": "/tools/deadline/", "amounts": "/tools/amount/"}


def guides() -> list[tuple[str, Guide]]:
    """(address, front matter) of every guide."""
    docs = content_rules.DOCS
    pages = [
        (path.relative_to(docs).with_suffix("").as_posix(), content_rules.read_page(path, docs).meta)
        for path in content_rules.knowledge_pages(docs)
    ]
    return [(address, meta) for address, meta in pages if isinstance(meta, Guide)]


def named(meta: Guide, slot: str) -> set[str]:
    return {key for holder in (meta, *meta.sections.values()) for key in getattr(holder, slot) or []}


def calculators(address: str) -> Iterator[tuple[str, str]]:
    """(tool, rule) of every link to a calculator on a built page."""
    html = (releases.current(ROOT / "build").site / address / "index.html").read_text(encoding="utf-8")
    for link in LexborHTMLParser(html).css("a.jl-calculate"):
        target = urlsplit(urljoin(f"/{address}/", link.attributes["href"] or ""))
        if "rule" in parse_qs(target.query):
            yield target.path, parse_qs(target.query)["rule"][0]


@pytest.mark.parametrize(("address", "meta"), guides(), ids=lambda value: value if isinstance(value, str) else "")
def test_guide_links_to_each_of_its_rules_once(address: str, meta: Guide) -> None:
    found = list(calculators(address))
    assert len(found) == len(set(found))
    assert set(found) == {(tool, key) for slot, tool in TOOL_OF.items() for key in named(meta, slot)}


@pytest.mark.parametrize(("address", "meta"), guides(), ids=lambda value: value if isinstance(value, str) else "")
def test_guide_links_to_each_of_its_tools(address: str, meta: Guide) -> None:
    """Letter and checklist open at the guide's own dispute or way to write."""
    html = (releases.current(ROOT / "build").site / address / "index.html").read_text(encoding="utf-8")
    found = {urljoin(f"/{address}/", link.attributes["href"] or "") for link in LexborHTMLParser(html).css(".jl-card--lead a.jl-calculate")}
    wanted = {f"/tools/{tool}/" + (f"?guide={meta.id}" if tool in GUIDED_TOOLS else "") for tool in meta.tools}
    assert wanted <= found


def test_many_guides_have_such_a_link() -> None:
    assert sum(1 for _, meta in guides() if any(named(meta, slot) for slot in TOOL_OF)) > 50


@pytest.mark.parametrize("tool", TOOL_OF.values())
def test_every_rule_can_be_chosen(tool: str) -> None:
    html = (releases.current(ROOT / "build").site / tool.strip("/") / "index.html").read_text(encoding="utf-8")
    chosen = {option.attributes["value"] for option in LexborHTMLParser(html).css("#jl-rule option")}
    slot = next(name for name, path in TOOL_OF.items() if path == tool)
    assert {key for _, meta in guides() for key in named(meta, slot)} <= chosen


@pytest.mark.parametrize("tool", tool_pages.TOOLS)
def test_a_tool_page_has_no_inline_script_style_or_handler(tool: str) -> None:
    html = (releases.current(ROOT / "build").site / "tools" / tool / "index.html").read_text(encoding="utf-8")
    parsed = LexborHTMLParser(html)
    inside = [*parsed.css("article"), *parsed.css("article *")]
    assert len(inside) > 30
    assert [
        element.tag for element in inside if element.tag == "style" or any(name.startswith(("on", "style")) for name in element.attributes)
    ] == []
    own = [script for script in parsed.css("script") if f"tools/{tool}.js" in (script.attributes.get("src") or "")]
    assert [script.attributes.get("type") for script in own] == ["module"]
    data = parsed.css_first("#jl-tool-data")
    assert data is None or data.attributes["type"] == "application/json"
