"""Questions offered while somebody types: editors' questions by Chinese, by pinyin and by initials.

All questions stand in one long text, a line each, so that a keystroke costs one search through it. A question matches where what was
typed stands inside it: Chinese anywhere, letters from the begin of a syllable. Does not know: Whoosh, ranking, pages.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from search.model import Passage, Suggestion
from search.normalize import normalize
from search.syllables import of_word

FILE = "suggestions.json"
MOST_MATCHES = 2000  # a letter or two match thousands; the best of so many are good enough


def write(passages: Sequence[Passage], folder: Path) -> None:
    """Write what may be offered of each passage, its question and its asks, into an index folder."""
    offered = [(place, text) for place, passage in enumerate(passages) for text in (passage.question, *passage.asks) if text]
    plain = [normalize(text).replace(" ", "") for _, text in offered]
    data = {
        "passages": [place for place, _ in offered],
        "questions": [text for _, text in offered],
        "plain": plain,
        "pinyin": [" ".join(of_word(text)) for text in plain],
    }
    (folder / FILE).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


class Suggester:
    """Finds questions by what was typed so far. Its file is read at the first keystroke; safe to share between threads."""

    def __init__(self, passages: Sequence[Passage], folder: Path) -> None:
        self._passages = passages
        self._folder = folder

    def suggest(self, typed: str, limit: int) -> list[Suggestion]:
        """At most `limit` questions, one a passage: those that begin with what was typed first, then the shorter ones."""
        typed = normalize(typed).replace(" ", "").replace("'", "")
        if not typed:
            return []
        found = list(self._by_letters(typed)) if typed.isascii() and typed.isalpha() else []
        found = found or list(self._offered.plain.find(typed))
        questions, owners = self._offered.questions, self._offered.passages
        best: dict[int, tuple[bool, int, str]] = {}
        for number, place in found:
            rank = (place > 0, len(questions[number]), questions[number])
            owner = owners[number]
            best[owner] = min(rank, best.get(owner, rank))
        ranked = sorted(best.items(), key=lambda entry: entry[1])[:limit]
        return [Suggestion(rank[2], self._passages[owner].title, self._passages[owner].url) for owner, rank in ranked]

    def _by_letters(self, letters: str) -> Iterator[tuple[int, int]]:
        """(question, syllable where it matches) by initials, and by whole syllables of which the last may be unfinished."""
        offered = self._offered
        if len(letters) > 1:
            yield from offered.initials.find(letters)
        for number, at in offered.joined.find(letters):
            starts = list(accumulate((len(syllable) for syllable in offered.syllables[number].split(" ")), initial=0))
            if at in starts:
                yield number, starts.index(at)

    @cached_property
    def _offered(self) -> _Offered:
        return _Offered(json.loads((self._folder / FILE).read_text(encoding="utf-8")))


class _Offered:
    """The file, made ready for searching."""

    def __init__(self, data: dict[str, list[str]]) -> None:
        self.passages = [int(place) for place in data["passages"]]
        self.questions = data["questions"]
        self.plain = _Lines(data["plain"])
        self.syllables = data["pinyin"]
        self.joined = _Lines([line.replace(" ", "") for line in self.syllables])
        self.initials = _Lines(["".join([syllable[:1] for syllable in line.split(" ")]) for line in self.syllables])


class _Lines:
    """Many lines as one text."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._text = "\n".join(lines)
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=0))

    def find(self, wanted: str) -> Iterator[tuple[int, int]]:
        """(line, place in it) of the first occurrence in each of the first MOST_MATCHES lines that have one."""
        at = self._text.find(wanted)
        for _ in range(MOST_MATCHES):
            if at < 0:
                return
            line = bisect_right(self._starts, at) - 1
            yield line, at - self._starts[line]
            at = self._text.find(wanted, self._starts[line + 1])
