"""How probable words are in shoppers' questions, learned from our own pages when the index is built.

Word and word-pair counts of the pages and the editors' questions, backed by jieba's frequencies of general Chinese. Written beside the
index as `language.json`. Does not know: Whoosh, passages, what is done with a probability.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from search.segmentation import Segmenter, runs
from search.syllables import of_word

FILE, NOUNS = "language.json", "nouns.txt"
GENERAL_WORDS = 20_000  # jieba's most frequent words, which may be typed in pinyin too
RAREST_PAIR = 3
RAREST_READING = 0.05  # a character's readings that are rarer among its words are left out
OWN_SHARE, PAIR_SHARE = 0.85, 0.6  # our pages against jieba's frequencies; word pairs against single words
_FLOOR = 1e-9
_UNSEEN = 1e-6  # share of a word that was not met yet


def write(texts: Iterable[tuple[str, int]], segmenter: Segmenter, folder: Path) -> None:
    """Write the model of normalised texts, each with the weight of its words, into an index folder."""
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text, weight in texts:
        for run in runs(text):
            cut = segmenter.cut(run)
            for word in cut:
                words[word] += weight
            for pair in pairwise(["", *cut]):
                pairs[pair] += weight
    known = sorted(words) + [word for word in segmenter.frequent_words(GENERAL_WORDS) if word not in words]
    numbers = {word: number for number, word in enumerate(["", *known])}
    kept = sorted((numbers[left], numbers[right], count) for (left, right), count in pairs.items() if count >= RAREST_PAIR)
    syllables = {word: of_word(word) for word in known if not word.isascii()}
    model = {
        "words": known,
        "counts": [words[word] for word in known],
        "syllables": [" ".join(syllables.get(word, ())) for word in known],
        "pairs": [value for pair in kept for value in pair],
        "readings": {char: " ".join(found) for char, found in _readings(syllables).items()},
    }
    (folder / FILE).write_text(json.dumps(model, ensure_ascii=False), encoding="utf-8")
    foreign = [word for word in segmenter.nouns() if word not in words]
    (folder / NOUNS).write_text("\n".join(["", *foreign, ""]), encoding="utf-8")


def _readings(syllables: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Character → the ways it is read in known words, the commonest first."""
    read: dict[str, Counter[str]] = defaultdict(Counter)
    for word, found in syllables.items():
        for char, syllable in zip(word, found, strict=True):
            read[char][syllable] += 1
    return {
        char: [syllable for syllable, times in counted.most_common() if times >= RAREST_READING * counted.total()]
        for char, counted in sorted(read.items())
    }


def read(folder: Path, segmenter: Segmenter) -> LanguageModel:
    """Load the model of an index. Raises OSError, ValueError or KeyError for a file that is missing or damaged."""
    model = json.loads((folder / FILE).read_text(encoding="utf-8"))
    return LanguageModel(model, (folder / NOUNS).read_text(encoding="utf-8"), segmenter)


class LanguageModel:
    """Costs of words: negated natural logarithms of probabilities. Immutable; safe to share between threads."""

    def __init__(self, model: Mapping[str, Any], foreign_nouns: str, segmenter: Segmenter) -> None:
        """foreign_nouns: nouns that our pages never say, one a line with a line break before and after each."""
        words, pairs = ["", *model["words"]], model["pairs"]
        self._foreign_nouns = foreign_nouns
        self._frequency = segmenter.frequency
        self._count = {word: count for word, count in zip(model["words"], model["counts"], strict=True) if count}
        self._total = sum(self._count.values()) or 1
        self._pairs = {(words[pairs[i]], words[pairs[i + 1]]): pairs[i + 2] for i in range(0, len(pairs), 3)}
        self.syllables = {word: tuple(found.split(" ")) for word, found in zip(model["words"], model["syllables"], strict=True) if found}
        self.readings = {char: tuple(found.split(" ")) for char, found in model["readings"].items()}

    def count(self, word: str) -> int:
        """How often our pages say a word; questions count double."""
        return int(self._count.get(word, 0))

    def is_word(self, text: str) -> bool:
        """Whether our pages or jieba know this as a word."""
        return text in self._count or self._frequency(text) > 0

    def is_foreign_noun(self, word: str) -> bool:
        """Whether this is a noun that our pages never say (a search through one megabyte, 0.2 ms)."""
        return f"\n{word}\n" in self._foreign_nouns

    def probability(self, word: str) -> float:
        """Probability of a word without regard to the one before it."""
        return OWN_SHARE * self.count(word) / self._total + (1 - OWN_SHARE) * self._frequency(word)

    def cost_after(self, before: str, word: str, probability: float) -> float:
        """Cost of a word whose `probability` is known after another ("" at the begin of a run)."""
        pair = self._pairs.get((before, word))
        share = 0.0 if pair is None else min(pair / self._count.get(before, self._total), 1.0)
        return -math.log(PAIR_SHARE * share + (1 - PAIR_SHARE) * probability + _FLOOR)

    def familiarity(self, word: str) -> float:
        """ln of how much likelier a word is on our pages than in general Chinese: above 0 for words of our subject."""
        return math.log((self.count(word) / self._total + _UNSEEN) / (self._frequency(word) + _UNSEEN))
