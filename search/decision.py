"""Ranked pages → a decision: answer, partial, choose, unknown or blank. Pure; its numbers are data (`ranking.yml`).

A BM25 score is no probability and cannot be compared between questions. Two figures decide instead, each a logistic
function of seven signals, fitted on questions that the index had not seen (`python -m scripts.calibrate`): *certainty*, that the
first page is the right one, and *relevance*, that the question is one for this site at all.
Does not know: the index's files, cards, wording.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass

from search.clauses import LONG, length
from search.intents import OURS
from search.model import Decision, Question, RankedPage, State

Idf = Callable[[str], float]
Familiarity = Callable[[str], float]
Covers = Callable[[str], float]  # word → 1 in the winning section, less elsewhere on its page, 0 nowhere
MOST_MARGIN, MOST_STRENGTH, MOST_FAMILIAR = 0.5, 6.0, 12.0
FAMILIAR_WORDS = 3  # how many of the most telling words are counted
LONGEST_WORD = 5  # characters of a question that is no more than a word


@dataclass(frozen=True)
class Signals:
    """What a decision rests on, each between 0 and its bound.

    coverage: idf-weighted share of content words that the page covers; alias: likeness to the nearest ask; margin: lead over
    the next page; domain: 1 when a word says that the question is about shopping; strength: the first page's score over the
    greatest score that the question's bigrams could give; familiar: how much likelier its three most telling words are on our pages
    than in general Chinese, as a sum of logarithms; ours: probability of our intent.
    """

    coverage: float
    alias: float
    margin: float
    domain: float
    strength: float
    familiar: float
    ours: float


SIGNALS = ("coverage", "alias", "margin", "domain", "strength", "familiar", "ours")


def signals(
    question: Question,
    ranked: Sequence[RankedPage],
    covers: Covers,
    domain: frozenset[str],
    idf: Idf,
    bigram_idf: Idf,
    familiarity: Familiarity,
) -> tuple[Signals, tuple[str, ...]]:
    """(the signals for the first of the ranked pages, the content words that it does not cover at all)."""
    best = ranked[0]
    covered, uncovered = coverage(question, covers, idf)
    margin = MOST_MARGIN if len(ranked) < 2 else min((best.score - ranked[1].score) / best.score, MOST_MARGIN)
    possible = math.fsum(bigram_idf(gram) for gram in question.bigrams) + 1
    telling = heapq.nlargest(FAMILIAR_WORDS, (max(familiarity(word), 0.0) for word, _ in question.content))
    found = Signals(
        coverage=covered,
        alias=best.alias,
        margin=margin,
        domain=float(speaks_of_domain(question, domain)),
        strength=min(best.score / possible, MOST_STRENGTH),
        familiar=min(math.fsum(telling), MOST_FAMILIAR),
        ours=question.intents.get(OURS, 1.0),
    )
    return found, uncovered


def decide(
    question: Question,
    found: tuple[Signals, tuple[str, ...]] | None,
    is_foreign_noun: Callable[[str], bool],
    ranking: Mapping[str, float],
) -> Decision:
    """Choose the state from the signals (None when nothing was found). A noun that no page says caps an answer at `partial`."""
    if question.is_blank:
        return Decision("blank", 0.0, 0.0, ())
    if found is None:
        return Decision("unknown", 0.0, 0.0, tuple(word for word, _ in question.content))
    here, uncovered = found
    certainty, relevance = logistic("certainty", here, ranking), logistic("relevance", here, ranking)
    state: State = "unknown"
    if relevance >= ranking["cut_relevance"] and (here.domain or here.alias >= ranking["alias_is_domain"]):
        one_word = len(question.content) == 1 and len(question.text) <= LONGEST_WORD
        enough = ranking["cut_one_word" if one_word else "cut_certainty"]
        state = "answer" if certainty >= enough and relevance >= ranking["cut_answer_relevance"] else "choose"
    if state == "answer":
        told_whole = length(question.whole) <= LONG  # what was dropped from a long story cannot be held against its answer
        uncovered = tuple(word for word in uncovered if told_whole and is_foreign_noun(word))
        state = "partial" if uncovered else "answer"
    return Decision(state, certainty, relevance, uncovered, here.alias, here.coverage)


def logistic(name: str, here: Signals, ranking: Mapping[str, float]) -> float:
    """1 / (1 + e^-(bias + Σ weight × signal)) with the weights that `ranking.yml` holds under this name."""
    total = ranking[f"{name}_bias"] + math.fsum(
        ranking[f"{name}_{signal}"] * value for signal, value in zip(SIGNALS, astuple(here), strict=True)
    )
    return 1 / (1 + math.exp(-total))


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


def is_legible(question: Question, domain: frozenset[str], is_word: Callable[[str], bool]) -> bool:
    """Whether there is a word to go by: one of our subject, or any known word that is more than a character or a number."""
    return speaks_of_domain(question, domain) or any(
        len(word) > 1 and not word[0].isdigit() and is_word(word) for word, _ in question.content
    )


def speaks_of_domain(question: Question, domain: frozenset[str]) -> bool:
    return any(word in domain or not domain.isdisjoint(stands_for) for word, stands_for in question.content) or any(
        term.text in domain for term in question.words
    )
