"""Letters + registries → what the letter tool and the evidence checklist carry inside their pages. Pure; does not know MkDocs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from scripts import tool_pages
from search.letters import LAW, Demand, Dispute, Form, Letters
from search.registry import REPEALED, Registry, ResolvedCite

Data = dict[str, Any]
Guides = Mapping[str, tuple[str, str]]  # id → (title, address relative to the site)


TOOLS = frozenset({"letter", "evidence"})
STATIC = frozenset({"evidence"})  # its page is whole in HTML: its script needs no data


def data_of(tool: str, letters: Letters, registry: Registry, guides: Guides, day: date) -> Data:
    """What the page of one of TOOLS needs."""
    return evidence_data(letters, registry, guides) if tool == "evidence" else letter_data(letters, registry, guides, day)


def letter_data(letters: Letters, registry: Registry, guides: Guides, day: date) -> Data:
    """What `letter.js` needs: every form, dispute, demand and blank; articles written out; a repealed article is left out."""
    return {
        "topics": _topics(letters.writable),
        "guides": _chosen_by_guide(letters),
        "fields": {key: blank.model_dump(exclude_defaults=True) for key, blank in letters.fields.items()},
        "forms": {key: _form(form, registry) for key, form in letters.forms.items()},
        "demands": {key: _demand(key, demand, letters, registry) for key, demand in letters.demands.items()},
        "disputes": {key: _dispute(dispute, letters, registry, guides, day) for key, dispute in letters.writable.items()},
        "closing": letters.sentences.closing,
        "cites": {cite: _cite(cite, registry, day) for cite in _cites(letters)},
        "evidence": {key: {"what": entry.what, "original": entry.original_needed} for key, entry in registry.evidence.items()},
        "wording": [wording.model_dump() for wording in letters.wording.values()],
    }


def evidence_data(letters: Letters, registry: Registry, guides: Guides) -> Data:
    """What the evidence checklist shows: every dispute with its pieces of evidence, those to keep first before the others."""
    return {
        "topics": _topics(letters.disputes),
        "disputes": [
            {
                "id": key,
                "label": dispute.label,
                "tip": dispute.tip,
                "letter": bool(dispute.facts),
                "guide": _guide(dispute, guides),
                "guides": dispute.guides,
                "groups": [
                    {"title": title, "entries": [_piece(piece, registry) for piece in ids]}
                    for title, ids in (("先存这几样", dispute.evidence), ("有就更稳", dispute.evidence_more))
                    if ids
                ],
            }
            for key, dispute in letters.disputes.items()
        ],
    }


def _chosen_by_guide(letters: Letters) -> Data:
    """What the tool opens with when the reader comes from a guide: its dispute, or its way to write."""
    chosen: Data = {guide: {"dispute": key} for key, dispute in letters.writable.items() for guide in dispute.guides}
    return chosen | {guide: {"form": key} for key, form in letters.forms.items() for guide in form.guides}


def _topics(disputes: Mapping[str, Dispute]) -> list[Data]:
    """The disputes by topic, in the order of the registry."""
    topics: dict[str, list[Data]] = {}
    for key, dispute in disputes.items():
        topics.setdefault(dispute.topic, []).append({"id": key, "label": dispute.label})
    return [{"name": name, "disputes": found} for name, found in topics.items()]


def _piece(key: str, registry: Registry) -> Data:
    return {"id": key, **registry.evidence[key].model_dump()}


def _form(form: Form, registry: Registry) -> Data:
    return {
        "label": form.label,
        "about": form.about,
        "formal": form.formal,
        "channel": registry.channels[form.channel].name,
        "target": form.target,
        "fields": form.fields,
        "optional": form.optional,
        "tip": form.tip,
        "parts": [{"text": _with_law(part.text, part.cites, registry), "if": part.if_} for part in form.parts],
    }


def _with_law(text: str, cites: Iterable[str], registry: Registry) -> str:
    written = "、".join(_written(registry.resolve(cite)) for cite in cites)
    return text.replace(f"{{{LAW}}}", written)


def _demand(key: str, demand: Demand, letters: Letters, registry: Registry) -> Data:
    amount = registry.amounts.get(demand.sum or "")
    against = [other for other, entry in letters.demands.items() if key in entry.excludes]
    data: Data = demand.model_dump(exclude_defaults=True) | {"excludes": sorted({*demand.excludes, *against})}
    if amount is not None:
        data |= {"ticks": amount.ticks, "caution": amount.caution, "formula": asdict(amount.terms)}
    return data


def _dispute(dispute: Dispute, letters: Letters, registry: Registry, guides: Guides, day: date) -> Data:
    return {
        "label": dispute.label,
        "forms": letters.forms_of(dispute),
        "fields": [use.model_dump(exclude_none=True) for use in letters.blanks_of(dispute)],
        "facts": [text for text in (letters.sentences.opening[dispute.opening], *dispute.facts) if text],
        "demands": {key: _in_force(cites, registry, day) for key, cites in dispute.demands.items()},
        "evidence": [*dispute.evidence, *dispute.evidence_more],
        "tip": dispute.tip,
        "guide": _guide(dispute, guides),
    }


def _in_force(cites: Iterable[str], registry: Registry, day: date) -> list[str]:
    return [cite for cite in cites if registry.resolve(cite).status(day) != REPEALED]


def _guide(dispute: Dispute, guides: Guides) -> Data:
    title, url = guides.get(dispute.guides[0], ("", ""))
    return {"title": title, "url": url}


def _cites(letters: Letters) -> list[str]:
    return sorted({cite for dispute in letters.disputes.values() for cites in dispute.demands.values() for cite in cites})


def _cite(cite: str, registry: Registry, day: date) -> Data:
    found = registry.resolve(cite)
    title = found.law.title.removeprefix("中华人民共和国") if found.law else found.name
    return {"title": title, **tool_pages.cite_data(cite, registry, day)}


def _written(found: ResolvedCite) -> str:
    return f"《{found.name}》{found.place}"
