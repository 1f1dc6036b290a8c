"""Reads the Markdown sources and applies every content rule; the command around it is `check_content`.

Rules that need HTML (broken links) are kept by the strict site build; rules about ranking are kept by the tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from search import frontmatter, references, registry
from search.errors import ContentError, Problem
from search.references import CheckedPage

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
HANDBOOK = "contributing"

_HEADING = re.compile(r"^#{1,6} .*?(?:\{#([\w-]+)[^}]*\})?\s*$", re.MULTILINE)


def markdown_files(docs: Path) -> list[Path]:
    """All pages below `docs`, without registries, theme and other private folders."""
    return sorted(path for path in docs.rglob("*.md") if not any(part.startswith("_") for part in path.relative_to(docs).parts))


def check_docs(docs: Path = DOCS) -> list[Problem]:
    """Every problem of every page and registry below `docs`."""
    problems: list[Problem] = []
    try:
        entries = registry.load(docs / "_registry")
    except ContentError as error:
        return error.problems
    pages: list[CheckedPage] = []
    for path in markdown_files(docs):
        if path.relative_to(docs).parts[0] == HANDBOOK:
            continue
        try:
            pages.append(read_page(path, docs))
        except ContentError as error:
            problems += error.problems
    problems += references.check_pages(pages, entries)
    for path in markdown_files(docs):
        problems += wording_problems(path.read_text(encoding="utf-8"), shown(path, docs))
    return problems


def shown(path: Path, docs: Path) -> str:
    """Path as messages name it: relative to the project."""
    return f"docs/{path.relative_to(docs).as_posix()}"


def read_page(path: Path, docs: Path) -> CheckedPage:
    """Parse and validate one page's front matter. Raises ContentError."""
    text = path.read_text(encoding="utf-8")
    source = frontmatter.read_source(text, shown(path, docs))
    meta = frontmatter.check(source)
    body, _ = frontmatter.body_of(text)
    return CheckedPage(source, meta, {match[1] for match in _HEADING.finditer(body) if match[1]})


# what → remedy, by pattern; the handbook page "内容模型" explains them
_WORDING: tuple[tuple[str, re.Pattern[str], str, str], ...] = (
    ("promise", re.compile(r"百分百|包赢|稳赢|保证(?!金|人|责任|期间|合同)"), "承诺词", "改成「可以主张」「一般」「通常」"),
    ("contact", re.compile(r"加(?:我|客服)?微信|微信号|QQ群|扫码加|加群"), "像引流的联系方式", "删掉；识别骗局的例子放进行内代码 `…`"),
    ("mojibake", re.compile(r"�|锟斤拷|锘|鈥"), "乱码", "改成原来的字"),
    ("invisible", re.compile(r"[\u200b\u200c\u200d\u2060\ufeff]"), "看不见的字符", "删掉"),
)  # fmt: skip


def wording_problems(text: str, path: str) -> Iterator[Problem]:
    """Findings about words, line by line. Inline code is an example of a word, not its use."""
    if path.startswith(f"docs/{HANDBOOK}/"):
        return
    for number, line in enumerate(text.splitlines(), start=1):
        prose = re.sub(r"`[^`]*`", "", line)
        for rule, pattern, what, remedy in _WORDING:
            if found := pattern.search(prose):
                yield Problem(path, number, f"{what}「{found[0]}」", remedy, rule)
