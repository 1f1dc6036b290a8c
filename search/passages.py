"""Page → Passages, cut from the rendered HTML along its headings, so that links cannot drift. The home of selectolax.

A passage begins at each h2 with an id, and at each h3 whose id has an answer of its own in the front matter; what stands
above the first heading is the page's lead. Tables become one block a row, quotes to copy become `template` blocks.
Does not know: ranking, cards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from search.frontmatter import Guide
from search.model import Block, BlockKind, Passage
from search.pages import Page

_SPACES = re.compile(r"\s+")
_CONTAINERS = {"div", "details", "section", "figure", "dl"}
_LISTS = {"ul", "ol"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


@dataclass
class _Draft:
    anchor: str
    heading: str
    blocks: list[tuple[BlockKind, str]] = field(default_factory=list)


def anchors_of(html: str) -> frozenset[str]:
    """Ids of all headings in rendered HTML."""
    tree = LexborHTMLParser(html)
    return frozenset(str(node.attributes["id"]) for node in tree.css("h1[id],h2[id],h3[id],h4[id]"))


def cut_passages(page: Page) -> list[Passage]:
    """Sections of a guide in reading order; the lead comes first and is never missing."""
    meta = page.meta
    if not isinstance(meta, Guide):
        return []
    return [_passage(page, meta, draft) for draft in _drafts(page.html, set(meta.sections))]


def _drafts(html: str, own_answers: set[str]) -> list[_Draft]:
    body = LexborHTMLParser(html).body
    drafts = [_Draft("", "")]
    for node in _children(body):
        anchor = str(node.attributes.get("id") or "")
        if node.tag in _HEADINGS:
            heading = _text(node)
            if node.tag in ("h1", "h2") or anchor in own_answers:
                if node.tag != "h1":
                    drafts.append(_Draft(anchor, heading))
                continue
            drafts[-1].blocks.append(("prose", heading))
            continue
        drafts[-1].blocks += list(_blocks(node))
    return drafts


def _children(node: LexborNode | None) -> Iterator[LexborNode]:
    return iter(()) if node is None else node.iter(include_text=False)


def _blocks(node: LexborNode, kind: BlockKind = "prose") -> Iterator[tuple[BlockKind, str]]:
    """The text blocks below one element, in reading order."""
    tag = node.tag
    if tag in ("script", "style", "template", "button", "svg"):
        return
    if tag == "table":
        for row in node.css("tr"):
            cells = [_text(cell) for cell in row.css("th,td")]
            yield "row", " | ".join(cell for cell in cells if cell)
    elif tag == "blockquote":
        for child in _children(node):
            yield from _blocks(child, "template")
    elif tag in _LISTS:
        for item in _children(node):
            yield from _list_item(item, kind)
    elif tag in _CONTAINERS:
        for child in _children(node):
            yield from _blocks(child, kind)
    else:
        text = _text(node)
        if text:
            yield kind, text


def _list_item(item: LexborNode, kind: BlockKind) -> Iterator[tuple[BlockKind, str]]:
    """A list item is one block; quotes, lists and tables inside it are blocks of their own."""
    nested = [child for child in _children(item) if child.tag in _LISTS or child.tag in ("blockquote", "table", "div")]
    whole = _text(item)
    inner_texts = [_text(child) for child in nested]
    for inner in inner_texts:
        whole = whole.replace(inner, "", 1) if inner else whole
    whole = whole.strip()
    if whole:
        yield kind, whole
    for child in nested:
        yield from _blocks(child, kind)


def _text(node: LexborNode) -> str:
    """Text of a node without permalinks, runs of white space folded; white space between Chinese characters is dropped."""
    parts = []
    for piece in node.traverse(include_text=True):
        if piece.tag == "-text" and "headerlink" not in _classes(piece.parent):
            parts.append(piece.text_content or "")
    text = _SPACES.sub(" ", "".join(parts)).strip()
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])", "", text)


def _classes(node: LexborNode | None) -> str:
    return str(node.attributes.get("class") or "") if node is not None else ""


def _passage(page: Page, meta: Guide, draft: _Draft) -> Passage:
    text, blocks = _join(draft.blocks)
    section = meta.sections.get(draft.anchor)
    lead = draft.anchor == ""
    return Passage(
        page_id=meta.id,
        anchor=draft.anchor,
        title=meta.title,
        heading=draft.heading or meta.title,
        question=meta.question if lead else (section.question if section else ""),
        asks=(*meta.asks, *meta.aliases) if lead else tuple(section.asks if section else ()),
        answer=meta.answer if lead else (section.answer if section else ""),
        text=text,
        blocks=blocks,
        url=page.url if lead else f"{page.url}#{draft.anchor}",
        has_answer=lead or section is not None,
    )


def _join(blocks: list[tuple[BlockKind, str]]) -> tuple[str, tuple[Block, ...]]:
    text, spans = "", []
    for kind, content in blocks:
        if not content:
            continue
        text += "\n" if text else ""
        spans.append(Block(len(text), len(text) + len(content), kind))
        text += content
    return text, tuple(spans)
