"""Every id that a page names must exist: cites, registry entries, other pages, its own anchors; no question has two owners.

Owns: the rules that need more than one page. Pure: takes what was read, returns Problems.
Does not know: files, HTML, MkDocs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from search.errors import Problem
from search.frontmatter import Guide, Meta
from search.registry import Registry
from search.yaml_source import KeyPath, YamlSource

NO_PAGE = "none"


@dataclass(frozen=True)
class CheckedPage:
    """One page after its own schema check: the parsed source, the typed front matter, the anchors of its headings."""

    source: YamlSource
    meta: Meta
    anchors: Set[str]


def check_pages(pages: Iterable[CheckedPage], registry: Registry) -> list[Problem]:
    """All problems between pages and registries and among pages."""
    pages = list(pages)
    problems = list(_duplicate_ids(pages))
    ids = {page.meta.id for page in pages}
    for page in pages:
        if isinstance(page.meta, Guide):
            problems += _guide_problems(page, page.meta, registry, ids)
    problems += _shared_asks(pages)
    problems += _unknown_terms(registry, ids)
    return problems


def _duplicate_ids(pages: list[CheckedPage]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for page in pages:
        other = seen.setdefault(page.meta.id, page.source.path)
        if other != page.source.path:
            yield page.source.problem(("id",), f"id {page.meta.id} 已被 {other} 使用", "换一个没用过的 id", "ids")


def _guide_problems(page: CheckedPage, meta: Guide, registry: Registry, ids: Set[str]) -> Iterator[Problem]:
    source = page.source
    yield from missing_entries(source, (), meta, registry)
    for anchor, section in meta.sections.items():
        at: KeyPath = ("sections", anchor)
        yield from missing_entries(source, at, section, registry)
        if anchor not in page.anchors:
            yield source.problem(at, f"正文里没有锚点是 {anchor} 的标题", f"写标题时加上 {{#{anchor}}}，或改这里的键", "anchors")
    for index, related in enumerate(meta.related):
        if related not in ids:
            yield source.problem(("related", index), f"related 指向不存在的页面 {related}", "改成已有页面的 id，或删掉", "ids")
    for index, look_alike in enumerate(meta.not_asks):
        if look_alike.go != NO_PAGE and look_alike.go not in ids:
            yield source.problem(
                ("not_asks", index, "go"), f"not_asks 指向不存在的页面 {look_alike.go}", "改成已有页面的 id 或 none", "ids"
            )
    for index, probe in enumerate(meta.probes):
        for other in probe.also:
            if other not in ids:
                yield source.problem(("probes", index, "also"), f"also 指向不存在的页面 {other}", "改成已有页面的 id，或删掉", "ids")
        if probe.at is not None and probe.at not in page.anchors:
            yield source.problem(("probes", index, "at"), f"at 指向不存在的小节 {probe.at}", "改成本页的锚点", "anchors")


_REGISTRY_KEYS = ("deadlines", "amounts", "channels", "evidence")


def missing_entries(source: YamlSource, at: KeyPath, holder: object, registry: Registry) -> Iterator[Problem]:
    """Ids and cites of `holder` (its keys deadlines, amounts, channels, evidence, cites) that no registry has; `at` is where it stands."""
    for key in _REGISTRY_KEYS:
        known: Mapping[str, object] = getattr(registry, key)
        for index, entry in enumerate(getattr(holder, key, None) or []):
            if entry not in known:
                yield source.problem(
                    (*at, key, index), f"{key} 里没有 {entry}", f"改成 _registry/{key}.yml 里有的编号，或先在那里登记", "ids"
                )
    for index, cite in enumerate(getattr(holder, "cites", None) or []):
        try:
            registry.resolve(cite)
        except KeyError as error:
            yield source.problem(
                (*at, "cites", index), f"{cite}：{error.args[0]}", "改成已登记的条文，或先在 _registry/laws/ 里登记这一条", "cites"
            )


def _shared_asks(pages: list[CheckedPage]) -> Iterator[Problem]:
    owners: dict[str, tuple[str, str]] = {}
    for page in pages:
        if not isinstance(page.meta, Guide):
            continue
        for anchor, ask in page.meta.all_asks():
            owner = owners.setdefault(ask.casefold(), (page.source.path, anchor))
            if owner != (page.source.path, anchor):
                location: KeyPath = ("sections", anchor, "asks") if anchor else ("asks",)
                yield page.source.problem(location, f"问法「{ask}」已在 {owner[0]} 里", "只留在真正回答它的那一处", "asks")


def _unknown_terms(registry: Registry, ids: Set[str]) -> Iterator[Problem]:
    for key, term in registry.terms.items():
        for page_id in term.see:
            if page_id not in ids:
                yield Problem("docs/_registry/terms.yml", 0, f"术语 {key} 的 see 指向不存在的页面 {page_id}", "改成已有页面的 id", "ids")
