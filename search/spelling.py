"""What was meant by what was typed: pinyin, initials, homophones and look-alikes, read with a language model of our own pages.

A noisy channel (Kernighan, Church and Gale 1990): the reading that costs least wins, where a reading costs what its words cost in the
language model (word pairs of the pages, backed by jieba's general frequencies) and what each departure from the typed text costs.
All costs are negated natural logarithms of probabilities. The search is Viterbi's, with a beam, over places in the text.
Does not know: Whoosh, passages, what is done with a reading.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from search.language_model import LanguageModel
from search.syllables import sound

BEAM = 10
LONGEST_WORD = 6  # characters
LONGEST_SYLLABLE = 6  # letters: zhuang
RAREST_CORRECTION = 4  # a word that is rarer on our pages is never what was meant
LEAST_FAMILIARITY = 0.7  # nor a word that is hardly more ours than everybody's
SHORTEST_PINYIN, SHORTEST_INITIALS = 2, 3  # letters
MOST_CANDIDATES = 40  # words of the same sound or initials that are tried, the most frequent first

# What a departure from the typed text costs, per character.
SAME_SOUND, NEAR_SOUND, LOOK_ALIKE, SWAPPED = 3.5, 5.0, 3.5, 6.0
REAL_WORD = 5.0  # more, when what was typed is a word
NOTHING_KEPT = 3.0  # more, when no character but a function word stays as it was typed
INITIAL_ONLY, LONE_INITIAL, NEAR_SYLLABLE = 0.3, 2.0, 2.0
NUMBER = 5.0
FOREIGN_WORD, FOREIGN_LETTER = 5.0, 3.5  # a Latin word that stands for itself, and each of its letters

_FUNCTION_WORDS = frozenset("的了着过吗呢吧啊不没一个只到给里就都很太又也在是有我你他它这那")
_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_FOREIGN = re.compile(r"[a-z]+")
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
# what is read at one go: Chinese, letters and digits; blanks and apostrophes only where they touch a letter
_STRETCH = re.compile(
    r"(?:[\u3400-\u4dbf\u4e00-\u9fff0-9a-z]|(?<=[a-z])[ '](?=[\u4e00-\u9fff0-9a-z])|(?<=[\u4e00-\u9fff0-9])[ '](?=[a-z]))+"
)


@dataclass(frozen=True)
class Reading:
    """A way to read a text, what it costs, and the (typed, read) pairs where it departs from what was typed."""

    text: str
    cost: float
    changes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Typed:
    """A stretch without its blanks. breaks: places over which no syllable reaches; syllable_places, initial_places: letters that may
    be read as pinyin, and as initials (letters beside digits are codes, single ones are names of things: 4S, T恤)."""

    text: str
    breaks: frozenset[int]
    syllable_places: frozenset[int]
    initial_places: frozenset[int]

    @classmethod
    def of(cls, stretch: str) -> _Typed:
        text, breaks = "", set()
        for char in stretch:
            if char in " '":
                breaks.add(len(text))
            else:
                text += char
        syllables: set[int] = set()
        initials: set[int] = set()
        for run in _FOREIGN.finditer(text):
            places = range(run.start(), run.end())
            beside_digit = text[run.start() - 1 : run.start()].isdigit() or text[run.end() : run.end() + 1].isdigit()
            if len(places) >= SHORTEST_PINYIN:
                syllables.update(places)
            if len(places) >= SHORTEST_INITIALS and not beside_digit:
                initials.update(places)
        return cls(text, frozenset(breaks), frozenset(syllables), frozenset(initials))


@dataclass(frozen=True)
class _Edge:
    """One word of a reading: it stands for typed[start:end]. The language model knows nothing of foreign ones."""

    start: int
    end: int
    word: str
    cost: float
    foreign: bool = False


@dataclass(frozen=True)
class _Node:
    """The cheapest way to a place that ends with this word."""

    cost: float
    edge: _Edge
    before: _Node | None

    @property
    def word(self) -> str:
        return self.edge.word


class Speller:
    """Reads texts as they were meant. Immutable after construction; safe to share between threads."""

    def __init__(self, model: LanguageModel, look_alikes: Mapping[str, str]) -> None:
        """look_alikes: character → the characters that it is mistaken for."""
        self.model = model
        self._look_alikes = look_alikes
        self._syllables = model.syllables
        self._readings = model.readings
        self._valid = frozenset(syllable for found in self._syllables.values() for syllable in found if re.search("[aeiouv]", syllable))
        self._by_sound: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._by_initials: dict[str, list[str]] = defaultdict(list)
        self._prefixes: set[tuple[str, ...]] = set()
        for word in sorted(self._syllables, key=lambda word: -model.probability(word)):
            self._enter(word)

    def as_typed(self, text: str) -> Reading:
        """A normalised text as it stands, with its cost."""
        return self._read(text, correcting=False, most=1)[0]

    def readings(self, text: str, most: int = 3) -> list[Reading]:
        """The cheapest ways to read a normalised text, at most `most`; the text as it stands may be one of them."""
        return self._read(text, correcting=True, most=most)

    def _enter(self, word: str) -> None:
        sounds = tuple(sound(syllable) for syllable in self._syllables[word])
        if len(sounds) > LONGEST_WORD:
            return
        self._by_sound[sounds].append(word)
        self._prefixes.update(sounds[:length] for length in range(1, len(sounds) + 1))
        initials = "".join(syllable[0] for syllable in self._syllables[word])
        if len(self._by_initials[initials]) < MOST_CANDIDATES:
            self._by_initials[initials].append(word)

    def _read(self, text: str, correcting: bool, most: int) -> list[Reading]:
        """Each stretch of letters is read for itself; only the last one's alternatives are told apart."""
        done = [Reading("", 0.0)]
        end = 0
        for found in _STRETCH.finditer(text):
            between = text[end : found.start()]
            done = [
                Reading(left.text + between + right.text, left.cost + right.cost, left.changes + right.changes)
                for left in done
                for right in self._stretch(found[0], correcting, most)
            ]
            done = sorted(done, key=lambda reading: reading.cost)[:most]
            end = found.end()
        return [Reading(reading.text + text[end:], reading.cost, reading.changes) for reading in done]

    def _stretch(self, stretch: str, correcting: bool, most: int) -> list[Reading]:
        typed = _Typed.of(stretch)
        reached: list[dict[str, _Node]] = [{"": _Node(0.0, _Edge(0, 0, "", 0.0), None)}, *({} for _ in typed.text)]
        for place in range(len(typed.text)):
            if not reached[place]:
                continue
            beam = sorted(reached[place].values(), key=lambda node: node.cost)[:BEAM]
            for edge in self._edges(typed, place, correcting):
                cost, before = self._cheapest(beam, edge)
                kept = reached[edge.end].get(edge.word)
                if kept is None or cost < kept.cost:
                    reached[edge.end][edge.word] = _Node(cost, edge, before)
        ends = sorted(reached[-1].values(), key=lambda node: node.cost)
        return _distinct([_reading(node, stretch, typed.text) for node in ends])[:most]

    def _cheapest(self, beam: Sequence[_Node], edge: _Edge) -> tuple[float, _Node]:
        if edge.foreign:
            return beam[0].cost + edge.cost, beam[0]
        cost_after, probability = self.model.cost_after, self.model.probability(edge.word)
        cost, place = min((node.cost + cost_after(node.word, edge.word, probability), place) for place, node in enumerate(beam))
        return cost + edge.cost, beam[place]

    def _edges(self, typed: _Typed, place: int, correcting: bool) -> Iterator[_Edge]:
        if digits := _DIGITS.match(typed.text, place):
            yield _Edge(place, digits.end(), digits[0], NUMBER, foreign=True)
            return
        if run := _FOREIGN.match(typed.text, place):
            end = min([run.end(), *(at for at in typed.breaks if at > place)])
            word = typed.text[place:end]
            own = self.model.count(word) > 0
            yield _Edge(place, end, word, 0.0 if own else FOREIGN_WORD + FOREIGN_LETTER * len(word), foreign=not own)
        else:
            yield from self._typed_words(typed.text, place)
        if correcting:
            yield from self._meant_by_sound(typed, place)
            yield from self._meant_by_initials(typed, place)

    def _typed_words(self, typed: str, place: int) -> Iterator[_Edge]:
        yield _Edge(place, place + 1, typed[place], 0.0)
        for end in range(place + 2, min(place + LONGEST_WORD, len(typed)) + 1):
            word = typed[place:end]
            if self.model.is_word(word):
                yield _Edge(place, end, word, 0.0)

    def _meant_by_sound(self, typed: _Typed, place: int) -> Iterator[_Edge]:
        ways: list[tuple[int, tuple[str, ...], tuple[str, ...]]] = [(place, (), ())]
        while ways:
            at, sounds, parts = ways.pop()
            for end, part, heard in self._heard(typed, at):
                longer = (*sounds, heard)
                if longer not in self._prefixes:
                    continue
                ways.append((end, longer, (*parts, part)))
                yield from self._candidates(place, end, longer, (*parts, part))

    def _heard(self, typed: _Typed, at: int) -> Iterator[tuple[int, str, str]]:
        """(end, what was typed, its sound) for every syllable that may begin here."""
        text = typed.text
        if at >= len(text):
            return
        if _CHINESE.match(text[at]):
            readings = [self._readings.get(char, ()) for char in (text[at], *self._look_alikes.get(text[at], ""))]
            for heard in {sound(syllable) for found in readings for syllable in found}:
                yield at + 1, text[at], heard
            return
        if at not in typed.syllable_places:
            return
        for end in range(at + 1, min(at + LONGEST_SYLLABLE, len(text)) + 1):
            if text[at:end] in self._valid:
                yield end, text[at:end], sound(text[at:end])
            if end in typed.breaks:
                return

    def _candidates(self, start: int, end: int, sounds: tuple[str, ...], parts: tuple[str, ...]) -> Iterator[_Edge]:
        as_typed = "".join(parts)
        chinese = all(_CHINESE.match(part) for part in parts)
        if chinese and len(parts) == 1:
            return
        real = REAL_WORD if chinese and self.model.is_word(as_typed) else 0.0
        for word in self._by_sound.get(sounds, ())[:MOST_CANDIDATES]:
            if word == as_typed or (chinese and not self._may_be_meant(word)):
                continue
            cost = real + math.fsum(
                self._departure(part, char, syllable) for part, char, syllable in zip(parts, word, self._syllables[word], strict=True)
            )
            if chinese and all(char in _FUNCTION_WORDS for char, part in zip(word, parts, strict=True) if char == part):
                cost += NOTHING_KEPT
            yield _Edge(start, end, word, cost)

    def _may_be_meant(self, word: str) -> bool:
        """Only words of our subject are worth a correction; a wrong one costs more than a right one gains."""
        return self.model.count(word) >= RAREST_CORRECTION and self.model.familiarity(word) >= LEAST_FAMILIARITY

    def _departure(self, part: str, char: str, syllable: str) -> float:
        if part in (char, syllable):
            return 0.0
        if char in self._look_alikes.get(part, ""):
            return LOOK_ALIKE
        if not _CHINESE.match(part):
            return NEAR_SYLLABLE
        return SAME_SOUND if syllable in self._readings.get(part, ()) else NEAR_SOUND

    def _meant_by_initials(self, typed: _Typed, place: int) -> Iterator[_Edge]:
        text = typed.text
        ways = [(place, "")]
        while ways:
            at, initials = ways.pop()
            if initials:
                for word in self._by_initials.get(initials, ()):
                    yield _Edge(place, at, word, INITIAL_ONLY * len(initials) if len(initials) > 1 else LONE_INITIAL)
            if at in typed.initial_places and len(initials) < LONGEST_WORD:
                ways.append((at + 1, initials + text[at]))
                if text[at : at + 2] in ("zh", "ch", "sh") and at + 1 not in typed.breaks:
                    ways.append((at + 2, initials + text[at]))


def _distinct(readings: Iterable[Reading]) -> list[Reading]:
    """The first reading of each text."""
    found: dict[str, Reading] = {}
    for reading in readings:
        found.setdefault(reading.text, reading)
    return list(found.values())


def _reading(node: _Node, stretch: str, typed: str) -> Reading:
    edges: list[_Edge] = []
    way: _Node | None = node
    while way is not None and way.before is not None:
        edges.append(way.edge)
        way = way.before
    edges.reverse()
    changes = tuple((typed[edge.start : edge.end], edge.word) for edge in edges if typed[edge.start : edge.end] != edge.word)
    return Reading("".join(edge.word for edge in edges) if changes else stretch, node.cost, changes)
