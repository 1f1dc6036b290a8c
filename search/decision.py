"""Ranked pages → a decision: answer, choose, unknown or blank. Pure; its cut-offs are data (`ranking.yml`).

A BM25 score is no probability and cannot be compared between questions. What decides instead: how much of the question's
content words the page covers (weighted by idf), how near the question is to one that editors attached, how far the next page is.
Does not know: the index's files, cards, wording.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from search.model import Decision, Question, RankedPage

Idf = Callable[[str], float]
Covers = Callable[[str], float]  # word → 1 in the winning section, less elsewhere on its page, 0 nowhere


def decide(
    question: Question, ranked: Sequence[RankedPage], covers: Covers, domain: frozenset[str], idf: Idf, ranking: Mapping[str, float]
) -> Decision:
    """Choose the state. `covers` speaks of ranked[0]; `domain` are words that say the question is about shopping at all."""
    if question.is_blank:
        return Decision("blank", 0.0, 0.0, 0.0)
    if not ranked:
        return Decision("unknown", 0.0, 0.0, 0.0, tuple(word for word, _ in question.content))
    best = ranked[0]
    covered, uncovered = coverage(question, covers, idf)
    margin = 1.0 if len(ranked) < 2 else (best.score - ranked[1].score) / best.score
    certainty = (
        ranking["certainty_coverage"] * covered
        + ranking["certainty_alias"] * best.alias
        + ranking["certainty_margin"] * min(margin, 0.5) * 2
    )

    def decision(state: str) -> Decision:
        return Decision(state, covered, margin, best.alias, uncovered)  # type: ignore[arg-type]

    if best.alias < ranking["alias_is_domain"] and not _speaks_of_domain(question, domain):
        return decision("unknown")
    if certainty >= ranking["cut_answer"] and not _too_short_to_tell(question, best, margin, ranking):
        return decision("answer")
    if certainty >= ranking["cut_choose"]:
        return decision("choose")
    return decision("unknown")


def coverage(question: Question, covers: Covers, idf: Idf) -> tuple[float, tuple[str, ...]]:
    """(idf-weighted share of content words that the page covers, the words that it does not cover at all)."""
    total = found = 0.0
    uncovered = []
    for word, stands_for in question.content:
        weight = idf(word) * (0.5 if len(word) == 1 else 1.0)
        share = max(covers(candidate) for candidate in (word, *stands_for))
        total += weight
        found += weight * share
        if share == 0:
            uncovered.append(word)
    return (found / total if total else 0.0), tuple(uncovered)


def _speaks_of_domain(question: Question, domain: frozenset[str]) -> bool:
    return any(word in domain or not domain.isdisjoint(stands_for) for word, stands_for in question.content) or any(
        term.text in domain for term in question.words
    )


def _too_short_to_tell(question: Question, best: RankedPage, margin: float, ranking: Mapping[str, float]) -> bool:
    """One content word fits many pages: ask back unless the word is a question of its own or one page stands out."""
    return len(question.content) == 1 and best.alias < ranking["alias_plain"] and margin < ranking["margin_plain"]
