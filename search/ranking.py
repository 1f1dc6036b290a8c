"""Hits → pages in order, with the best section of each and the reasons. Pure; its numbers are data (`ranking.yml`).

Does not know: Whoosh, files, what is shown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from search.model import Hit, Passage, Question, RankedPage

Idf = Callable[[str], float]
SECTIONS_COUNTED = 5


def similarity(left: frozenset[str], right: frozenset[str], idf: Idf) -> float:
    """Cosine of two feature sets, each feature weighted by its idf (0–1)."""
    shared = math.fsum(idf(feature) ** 2 for feature in left & right)
    if not shared:
        return 0.0
    return shared / math.sqrt(math.fsum(idf(feature) ** 2 for feature in left) * math.fsum(idf(feature) ** 2 for feature in right))


def rank(
    question: Question,
    hits: Sequence[Hit],
    passages: Sequence[Passage],
    ask_features: Sequence[Sequence[frozenset[str]]],
    not_asks: Sequence[tuple[str, frozenset[str]]],
    idf: Idf,
    ranking: Mapping[str, float],
) -> list[RankedPage]:
    """Pages by their sections; a section scores × (1 + weight × similarity to its nearest ask)."""
    asked = question.features
    pushed = _pushed_away(asked, not_asks, idf, ranking["not_ask_similarity"])
    by_page: dict[str, list[tuple[float, float, Hit]]] = {}
    for hit in hits:
        passage = passages[hit.passage]
        alias = max((similarity(asked, ask, idf) for ask in ask_features[hit.passage]), default=0.0)
        score = hit.score * (1 + ranking["weight_alias"] * alias)
        if not passage.has_answer:
            score *= ranking["factor_without_answer"]
        by_page.setdefault(passage.page_id, []).append((score, alias, hit))
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


def _pushed_away(asked: frozenset[str], not_asks: Sequence[tuple[str, frozenset[str]]], idf: Idf, least: float) -> frozenset[str]:
    """Pages whose editors said that a question like this one is not theirs."""
    return frozenset(page for page, look_alike in not_asks if similarity(asked, look_alike, idf) >= least)
