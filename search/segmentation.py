"""Text → terms. The only importer of jieba, with a tokenizer object and a cache file of its own.

Owns: the one analysis that pages and questions share. Does not know: Whoosh, synonyms, what is a question.
jieba's process-wide tokenizer and its cache in the shared temporary folder are never used: any user of the machine could
plant a dictionary there.
"""

from __future__ import annotations

import heapq
import logging
import re
from itertools import pairwise
from pathlib import Path

import jieba

from search.errors import SearchError
from search.model import Analysis

# characters that make up words: CJK (with extension A), digits, Latin letters
_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[0-9a-z]+(?:\.[0-9]+)?")
_SMALLEST_DICTIONARY = 300_000


class Segmenter:
    """jieba with our words. Thread-safe after construction."""

    def __init__(self, words_file: Path, cache_folder: Path) -> None:
        """Load the dictionary (about 1 s without a cache file, 0.5 s with one).

        Raises SearchError when the dictionary that jieba loaded is not the whole one.
        """
        jieba.setLogLevel(logging.WARNING)
        cache_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._jieba = jieba.Tokenizer()
        self._jieba.tmp_dir = str(cache_folder)
        self._jieba.cache_file = "jieba.cache"
        self._jieba.initialize()
        if len(self._jieba.FREQ) < _SMALLEST_DICTIONARY:
            raise SearchError(f"jieba loaded only {len(self._jieba.FREQ)} words; delete {cache_folder / 'jieba.cache'}")
        self._jieba.load_userdict(str(words_file))

    def cut(self, text: str) -> list[str]:
        """Words of a normalised text, each character in one word."""
        return [word for run in _RUN.findall(text) for word in self._jieba.cut(run, HMM=False)]

    def cut_for_search(self, text: str) -> list[str]:
        """Words of a normalised text and the shorter words inside long ones."""
        return [word for run in _RUN.findall(text) for word in self._jieba.cut_for_search(run, HMM=False)]

    def frequency(self, word: str) -> float:
        """Share of a word in general Chinese by jieba's dictionary; 0 for what is no word."""
        return float(self._jieba.FREQ.get(word, 0) / self._jieba.total)

    def frequent_words(self, most: int) -> list[str]:
        """The most frequent Chinese words of jieba's dictionary that have two characters or more."""
        words = (word for word, count in self._jieba.FREQ.items() if count and len(word) > 1 and not word.isascii())
        return heapq.nlargest(most, words, key=lambda word: (self._jieba.FREQ[word], word))

    def nouns(self) -> list[str]:
        """Nouns of two characters or more in jieba's dictionary, names of persons and places left out."""
        with jieba.get_module_res("dict.txt") as lines:
            entries = (line.decode("utf-8").split() for line in lines)
            return sorted(word for word, _, tag in entries if tag in ("n", "nz") and len(word) > 1)

    def analyze(self, text: str) -> Analysis:
        """The analysis that is indexed and searched."""
        words = self.cut(text)
        return Analysis(
            words=tuple(self.cut_for_search(text)),
            bigrams=tuple(bigrams(text)),
            phrases=tuple(f"{left}_{right}" for left, right in pairwise(words)),
        )


def runs(text: str) -> list[str]:
    """Unbroken runs of Chinese characters, of Latin letters and of digits in a normalised text."""
    return _RUN.findall(text)


def bigrams(text: str) -> list[str]:
    """Adjacent characters inside each run of letters; a run of one character stands for itself."""
    found: list[str] = []
    for run in _RUN.findall(text):
        if len(run) == 1 or run.isascii():
            found.append(run)
        else:
            found += [run[start : start + 2] for start in range(len(run) - 1)]
    return found
