"""Markdown → the sentences that a reader sees, with their line numbers. Does not know which rules are applied to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search import frontmatter

_CODE = re.compile(r"`[^`]*`")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"\*\*|__|\{[#.:][^}]*\}|^#{1,6} |^\s*(?:[-*]|\d+\.) |^> ?|^!!! \w+ ?|^\| ?|\|$", re.MULTILINE)
_SENTENCE = re.compile(r"[^。！？!?；;|]+[。！？!?；;]*")
EXAMPLE = re.compile(r"例如|比如|举例|譬如|假如|打个比方")


@dataclass(frozen=True)
class Sentence:
    """One sentence as it is read, and where it stands. kind: `text`, `heading`, `quote` (a text to copy) or `table`."""

    line: int
    text: str
    kind: str

    @property
    def is_example(self) -> bool:
        """Whether the sentence says that it is an example."""
        return EXAMPLE.search(self.text) is not None


def sentences(markdown: str) -> Iterator[Sentence]:
    """Sentences of the text below the front matter; code and link targets are left out."""
    body, first = frontmatter.body_of(markdown)
    fenced = False
    for offset, line in enumerate(body.splitlines()):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        if fenced or not line.strip() or re.fullmatch(r"[\s|:-]+", line):
            continue
        kind = _kind(line)
        text = _MARKS.sub("", _LINK.sub(r"\1", _CODE.sub("", line))).strip()
        for found in _SENTENCE.finditer(text):
            if found[0].strip():
                yield Sentence(first + offset, found[0].strip(), kind)


def _kind(line: str) -> str:
    stripped = line.lstrip()
    if stripped.startswith("#"):
        return "heading"
    if stripped.startswith(">"):
        return "quote"
    return "table" if stripped.startswith("|") else "text"


def paragraphs(markdown: str) -> Iterator[tuple[int, str]]:
    """(first line, text) of each paragraph of plain text: no headings, tables, lists or quotes."""
    body, first = frontmatter.body_of(markdown)
    start, held = 0, ""
    for offset, line in enumerate([*body.splitlines(), ""]):
        plain = line.strip() and not re.match(r"\s*(#|\||>|[-*] |\d+\. |!!!|```|\s{4})", line)
        if plain:
            start, held = (offset, line.strip()) if not held else (start, held + line.strip())
        elif held:
            yield first + start, _LINK.sub(r"\1", held)
            held = ""
