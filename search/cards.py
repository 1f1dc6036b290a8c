"""Page + registries → the slots of its answer cards, resolved when the site is built. Does not know questions.

A section's card holds what the section says itself; what it leaves out, the page's slots fill. Law status depends on the
day and is added when a question is answered (`as_of`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from search.frontmatter import VERDICT_WORDS, Guide, Section
from search.pages import Page
from search.registry import REPEALED, Registry

Card = dict[str, Any]
MAX_BASIS = 6
OVERDUE_DAYS = 30
GUIDED_TOOLS = ("letter", "evidence")


def cards_of(page: Page, registry: Registry, pages: Mapping[str, Page]) -> dict[str, Card]:
    """Cards of a guide by anchor: "" for the page as a whole, and one for each section with an answer of its own."""
    meta = page.meta
    if not isinstance(meta, Guide):
        return {}
    lead = _card(page, meta, None, registry, pages)
    return {"": lead} | {anchor: _card(page, meta, section, registry, pages) for anchor, section in meta.sections.items()}


def _card(page: Page, meta: Guide, section: Section | None, registry: Registry, pages: Mapping[str, Page]) -> Card:
    own = section or meta
    verdict = own.verdict

    def slot(name: str) -> Any:
        value = getattr(section, name, None) if section else None
        return getattr(meta, name) if value is None else value

    # 分情况 belongs to 看情况 alone: a section with a clear verdict must not inherit the branches of its page
    branches = slot("when") if verdict == "depends" else None
    return {
        "page": {"id": meta.id, "title": meta.title, "url": page.url},
        "verdict": VERDICT_WORDS[verdict],
        "answer": own.answer,
        "when": [{"if": branch.if_, "then": branch.then} for branch in branches or []],
        "steps": list(slot("steps") or []),
        "deadlines": [_deadline(key, registry) for key in slot("deadlines")],
        "amounts": [_amount(key, registry) for key in slot("amounts")],
        "channels": [_channel(key, registry) for key in slot("channels")],
        "evidence": [registry.evidence[key].what for key in slot("evidence")],
        "basis": _basis(slot("cites"), registry),
        "all_cites": sorted(set(meta.all_cites())),
        "tools": _tools(meta, pages),
        "related": _links(meta.related, pages),
        "audience": list(meta.audience),
        "reviewed": meta.reviewed.isoformat(),
        "review_by": meta.review_by.isoformat(),
        "reviewer": meta.reviewer or "",
        "status": meta.status,
        "why": meta.why or "",
    }


def _deadline(key: str, registry: Registry) -> Card:
    entry = registry.deadlines[key]
    return {"id": key, "text": entry.text, "if_missed": entry.effect_if_missed, "note": entry.note}


def _amount(key: str, registry: Registry) -> Card:
    entry = registry.amounts[key]
    return {"id": key, "text": entry.text, "condition": entry.condition, "caution": entry.caution}


def _channel(key: str, registry: Registry) -> Card:
    entry = registry.channels[key]
    return {"id": key, "text": entry.name, "how": entry.how, "prereq": entry.prereq, "response_time": entry.response_time or ""}


def _basis(cites: Sequence[str], registry: Registry) -> list[Card]:
    basis = []
    for cite in list(dict.fromkeys(cites))[:MAX_BASIS]:
        found = registry.resolve(cite)
        entry: Card = {"cite": cite, "law": found.name, "article": found.place, "gist": found.gist, "url": found.url}
        if found.law is not None:
            entry |= {"checked": found.law.checked.isoformat(), "official": found.law.source or ""}
        if found.rule is not None:
            entry |= {"checked": found.rule.seen_on.isoformat(), "official": found.rule.source or ""}
        basis.append(entry)
    return basis


def _tools(meta: Guide, pages: Mapping[str, Page]) -> list[Card]:
    """The tools that a guide offers; letter and checklist open at the dispute that the guide is about."""
    entries = [(tool, entry) for tool in meta.tools for entry in _links([f"tool-{tool}"], pages)]
    return [entry | {"url": f"{entry['url']}?guide={meta.id}"} if tool in GUIDED_TOOLS else entry for tool, entry in entries]


def _links(ids: Sequence[str], pages: Mapping[str, Page]) -> list[Card]:
    return [{"title": pages[page_id].meta.title, "url": pages[page_id].url} for page_id in ids if page_id in pages]


def as_of(card: Mapping[str, Any], registry: Registry, day: date) -> Card:
    """The card as of `day`: every basis with its status; a page that leans on repealed law needs an update and says why."""
    basis = [entry | {"status": registry.resolve(entry["cite"]).status(day)} for entry in card["basis"]]
    dated = {**card, "basis": basis, "overdue": day > date.fromisoformat(card["review_by"])}
    repealed = repealed_cites(card["all_cites"], registry, day)
    if repealed:
        dated |= {"status": "needs_update", "why": f"所依据的{'、'.join(repealed)}已经废止，本页等待改写，请先看新规定"}
    return dated


def repealed_cites(cites: Sequence[str], registry: Registry, day: date) -> list[str]:
    """The cites that are repealed on `day`, written out."""
    resolved = [registry.resolve(cite) for cite in cites]
    return [f"《{found.name}》{found.place}" for found in resolved if found.status(day) == REPEALED]


def may_answer(card: Mapping[str, Any], day: date) -> bool:
    """Whether a page may still be answered from: not when its review is more than OVERDUE_DAYS past."""
    return day <= date.fromisoformat(card["review_by"]) + timedelta(days=OVERDUE_DAYS)
