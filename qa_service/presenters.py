"""Answer → JSON or template context; the only shaper of output. Knows the contract, not the engine's inside."""

from __future__ import annotations

from typing import Any

from search import Answer, SearchResult, Suggestion

CITING_STATES = ("answer", "partial")
MAX_RELATED = 3


def answer_json(answer: Answer, took_ms: float) -> dict[str, Any]:
    """The answer card of the JSON contract (docs/contributing/api.md). States that must cite nothing carry no page, basis, quote."""
    body: dict[str, Any] = {
        "question": answer.question,
        "understood": answer.understood,
        "corrections": [{"wrong": wrong, "right": right} for wrong, right in answer.corrections],
        "state": answer.state,
        "id": answer.id,
        "options": [{"question": option.question, "title": option.title, "url": option.url} for option in answer.options],
        "calls": [{"number": number, "label": label} for number, label in answer.calls],
        "notice": {"text": answer.notice, "next": list(answer.next_steps)} if answer.notice else None,
        "index": answer.index_id,
        "took_ms": round(took_ms, 1),
    }
    if answer.state in CITING_STATES:
        body |= _cited(answer)
    return body


def _cited(answer: Answer) -> dict[str, Any]:
    passage, card = answer.passage, answer.card
    if passage is None:
        raise ValueError(f"answer {answer.id} in state {answer.state} has no passage")
    quote = answer.quote
    return {
        "page": card["page"],
        "section": {"anchor": passage.anchor, "heading": passage.heading, "question": answer.understood, "url": passage.url},
        "verdict": card["verdict"],
        "answer": card["answer"],
        **{slot: card[slot] for slot in ("when", "steps", "deadlines", "amounts", "channels", "evidence", "basis", "related", "tools")},
        "quote": {"text": quote.text, "url": passage.url, "heading": passage.heading} if quote else None,
        "confidence": answer.confidence,
        "confidence_reason": answer.confidence_reason,
        "options": [],
        "uncovered": list(answer.uncovered),
        "related": _related(answer),
        "audience": card["audience"],
        "reviewed": card["reviewed"],
        "review_by": card["review_by"],
        "reviewer": card["reviewer"],
        "status": card["status"],
        "overdue": card["overdue"],
        "why": card["why"],
    }


def _related(answer: Answer) -> list[dict[str, str]]:
    """Up to three other pages: the editor's choice first, then the runners-up; no page twice."""
    found = [*answer.card["related"], *({"title": option.question, "url": option.url} for option in answer.options)]
    pages: dict[str, dict[str, str]] = {}
    for entry in found:
        pages.setdefault(entry["url"].partition("#")[0], entry)
    pages.pop(answer.card["page"]["url"], None)
    return list(pages.values())[:MAX_RELATED]


def search_json(query: str, results: list[SearchResult], took_ms: float) -> dict[str, Any]:
    """Sections found by plain search."""
    found = [
        {"title": result.title, "url": result.url, "section": result.section, "snippet": result.snippet, "score": result.score}
        for result in results
    ]
    return {"query": query, "results": found, "took_ms": round(took_ms, 1)}


def suggest_json(suggestions: list[Suggestion]) -> dict[str, Any]:
    """Questions offered while typing."""
    return {"suggestions": [{"text": entry.text, "title": entry.title, "url": entry.url} for entry in suggestions]}
