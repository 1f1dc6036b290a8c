"""Hits → pages in order, with the best section of each and the reasons. Pure; its numbers are data (`ranking.yml`).

Does not know: Whoosh, files, what is shown.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from search.model import Hit, Passage, RankedPage

SECTIONS_COUNTED = 5


def rank(
    hits: Sequence[Hit],
    passages: Sequence[Passage],
    aliases: Mapping[int, float],
    look_alikes: Mapping[str, float],
    ranking: Mapping[str, float],
) -> list[RankedPage]:
    """Pages by their sections; a section scores × (1 + weight × likeness to its nearest ask).

    aliases: passage position → likeness of its nearest ask; look_alikes: page id → likeness of the nearest question that its
    editors gave away.
    """
    by_page: dict[str, list[tuple[float, float, Hit]]] = {}
    for hit in hits:
        passage, alias = passages[hit.passage], aliases.get(hit.passage, 0.0)
        score = hit.score * (1 + ranking["weight_alias"] * alias)
        if not passage.has_answer:
            score *= ranking["factor_without_answer"]
        by_page.setdefault(passage.page_id, []).append((score, alias, hit))
    pushed = frozenset(page_id for page_id, likeness in look_alikes.items() if likeness >= ranking["not_ask_similarity"])
    pages = [_ranked(page_id, found, pushed, ranking) for page_id, found in by_page.items()]
    return sorted(pages, key=lambda page: (-page.score, page.page_id))


def _ranked(page_id: str, found: list[tuple[float, float, Hit]], pushed: frozenset[str], ranking: Mapping[str, float]) -> RankedPage:
    """A page's score: its best section and, each counting less than the one before, the next four."""
    found.sort(key=lambda entry: (-entry[0], entry[2].passage))
    _, alias, hit = found[0]
    score = math.fsum(entry[0] * ranking["decay_next_section"] ** place for place, entry in enumerate(found[:SECTIONS_COUNTED]))
    reasons = [
        f"words {hit.words:.1f} + bigrams {hit.bigrams:.1f} + phrases {hit.phrases:.1f}",
        f"alias {alias:.2f}",
        f"{len(found)} sections",
    ]
    if page_id in pushed:
        score *= ranking["factor_not_ask"]
        reasons.append("not_asks")
    return RankedPage(page_id, hit.passage, score, alias, tuple(reasons))
