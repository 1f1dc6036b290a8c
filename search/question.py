"""Raw text → Question: normalised, read as it was meant, cut into terms with their origin.

Does not know: the index. Bounds: at most MAX_LENGTH characters are read and MAX_TERMS terms searched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from search import clauses
from search.intents import features_of
from search.lexicon import Lexicon
from search.model import Question, Term
from search.normalize import normalize
from search.reading import expansions, features_with
from search.segmentation import Segmenter
from search.spelling import Speller

MAX_LENGTH = 1000
MAX_TERMS = 40
MOST_SHOWN_CHANGES = 3
_MARKUP = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]{0,200}>", re.DOTALL)


def read_question(raw: str, lexicon: Lexicon, segmenter: Segmenter, speller: Speller, as_typed: bool = False) -> Question:
    """Read a question; `as_typed` leaves its spelling alone. Never fails: noise becomes a blank question."""
    whole = normalize(_MARKUP.sub(" ", raw[:MAX_LENGTH]))
    text = clauses.core(whole, speller.model, segmenter, lexicon.stopwords)
    corrections: tuple[tuple[str, str], ...] = ()
    if not as_typed:
        text, corrections = correct(text, lexicon, speller)
    analysis = segmenter.analyze(text)
    official = expansions(text, lexicon, segmenter)
    typed = list(dict.fromkeys(analysis.words))[:MAX_TERMS]
    return Question(
        raw=raw,
        whole=whole,
        text=text,
        words=tuple(_with_synonyms(typed, official)),
        bigrams=tuple(dict.fromkeys(analysis.bigrams))[: 2 * MAX_TERMS],
        phrases=tuple(dict.fromkeys(analysis.phrases))[:MAX_TERMS],
        features=features_with(text, official, lexicon, segmenter),
        content=tuple(_content(text, lexicon, segmenter)),
        corrections=corrections,
        intents=lexicon.intents.probabilities(features_of(text, segmenter)),
    )


def correct(text: str, lexicon: Lexicon, speller: Speller) -> tuple[str, tuple[tuple[str, str], ...]]:
    """(the text as it was meant, the (typed, read) pairs): dialect, known misspellings, then the cheapest reading of the speller."""
    for dialect, common in lexicon.dialects:
        text = text.replace(dialect, common)
    applied = []
    for wrong, right in lexicon.typos:
        if wrong in text and right not in text:
            text = text.replace(wrong, right)
            applied.append((wrong, right))
    best = speller.readings(text)[0]
    if best.text == text or speller.as_typed(text).cost - best.cost < lexicon.ranking["spelling_gain"]:
        return text, tuple(applied)
    changes = best.changes if len(best.changes) <= MOST_SHOWN_CHANGES else ((text, best.text),)
    return normalize(best.text), (*applied, *changes)


def _with_synonyms(typed: list[str], official: Mapping[str, float]) -> list[Term]:
    terms = {word: Term(word) for word in typed}
    for word, weight in official.items():
        terms.setdefault(word, Term(word, weight, "synonym"))
    return list(terms.values())[: 2 * MAX_TERMS]


def _content(text: str, lexicon: Lexicon, segmenter: Segmenter) -> list[tuple[str, tuple[str, ...]]]:
    """Content words in order, each with the words that may stand for it: its own synonyms and those of a phrase around it."""
    phrases = list(lexicon.synonyms_in(text))
    content: dict[str, tuple[str, ...]] = {}
    for word in segmenter.cut(text):
        if _says_nothing(word, lexicon.stopwords):
            continue
        targets = [target for phrase, found in phrases if word in phrase for target, _ in found]
        content[word] = tuple(dict.fromkeys(part for target in targets for part in segmenter.cut(target)))
    return list(content.items())[:MAX_TERMS] or [(word, ()) for word in segmenter.cut(text)]


_NUMERALS = frozenset("零一二三四五六七八九十百千两几半")


def _says_nothing(word: str, stopwords: frozenset[str]) -> bool:
    """A stop word, or a word that jieba made of two of them (是从 = 是 + 从); numbers always say something."""
    if word in stopwords:
        return True
    return len(word) == 2 and word[0] not in _NUMERALS and word[0] in stopwords and word[1] in stopwords
