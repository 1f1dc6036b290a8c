"""Knowledge about language: the only reader of `search/data`. Validates every file and returns one frozen Lexicon.

Owns: words.txt, synonyms.yml, typos.yml, dialects.txt, look_alikes.txt, stopwords.txt, domain.txt, ranking.yml, notices.yml, guards.yml, intents.json. Does not know: Whoosh, pages, questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, field_validator

from search import intents
from search.errors import ContentError, Problem
from search.frontmatter import Text
from search.guards import Guard, GuardState, Pattern, compile_pattern, ordered
from search.intents import IntentModel
from search.normalize import normalize
from search.yaml_source import StrictModel, read, validate

DATA = Path(__file__).resolve().parent / "data"
WORDS = DATA / "words.txt"
_SHOWN = "search/data"


class Synonym(StrictModel):
    """When a question holds one of `from`, `to` is searched for as well. One direction: lay → official."""

    from_: Annotated[list[Text], Field(alias="from", min_length=1)]
    to: Text
    weight: Annotated[float, Field(gt=0, le=1)] = 0.6
    because: Text


class Typo(StrictModel):
    """`wrong` is never a right word in this field; it is read as `right`."""

    wrong: Text
    right: Text
    because: Text


class Call(StrictModel):
    """A telephone number that stands before everything else."""

    number: Annotated[str, Field(pattern=r"^\d{3,5}$")]
    label: Text


class Notice(StrictModel):
    """What is said in a state that gives no answer: one sentence, and what the reader can do next."""

    text: Text
    next: list[Text]
    calls: list[Call] = []


class Number(StrictModel):
    """One number of the ranking with its reason and the golden question that would change without it."""

    value: float
    why: Text
    golden: Text


class GuardRule(StrictModel):
    """A guard as editors write it. `matches` must be caught, `passes` must not: the tests ask both."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]+$")]
    state: GuardState
    because: Text
    when: Annotated[list[Text], Field(min_length=1)]
    text: Text
    next: Annotated[list[Text], Field(min_length=1)]
    calls: list[Call] = []
    page: Text | None = None
    matches: Annotated[list[Text], Field(min_length=3)]
    passes: Annotated[list[Text], Field(min_length=3)]

    @field_validator("when")
    @classmethod
    def patterns_can_be_read(cls, written: list[str]) -> list[str]:
        for pattern in written:
            try:
                compile_pattern(pattern)
            except ValueError:
                raise ValueError(f"「{pattern}」里有空的词；用 | 隔开几种说法，用 & 连接必须都有的几组") from None
        return written

    def compiled(self) -> Guard:
        calls = tuple((call.number, call.label) for call in self.calls)
        return Guard(self.name, self.state, _patterns(self.when), self.text, tuple(self.next), calls, self.page)


def _patterns(written: list[str]) -> tuple[Pattern, ...]:
    return tuple(compile_pattern(pattern) for pattern in written)


@dataclass(frozen=True)
class Lexicon:
    """All language data, normalised."""

    words: frozenset[str]
    synonyms: Mapping[str, tuple[tuple[str, float], ...]]
    official: frozenset[str]
    typos: tuple[tuple[str, str], ...]
    dialects: tuple[tuple[str, str], ...]
    look_alikes: Mapping[str, str]
    stopwords: frozenset[str]
    domain: frozenset[str]
    ranking: Mapping[str, float]
    notices: Mapping[str, Notice]
    guards: tuple[Guard, ...]
    intents: IntentModel

    @cached_property
    def _synonym_lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(word) for word in self.synonyms}))

    def synonyms_in(self, text: str) -> Iterator[tuple[str, tuple[tuple[str, float], ...]]]:
        """(lay word, its official words with weights) for every lay word inside a normalised text, each once."""
        substrings = (text[start : start + length] for length in self._synonym_lengths for start in range(len(text) - length + 1))
        for word in dict.fromkeys(substrings):
            if word in self.synonyms:
                yield word, self.synonyms[word]


def load(folder: Path = DATA) -> Lexicon:
    """Read and validate all language data. Raises ContentError naming file and line."""
    words = frozenset(_words(folder / "words.txt"))
    synonyms = _synonyms(folder / "synonyms.yml")
    return Lexicon(
        words=words,
        synonyms=synonyms,
        official=frozenset(target for targets in synonyms.values() for target, _ in targets),
        typos=tuple((normalize(typo.wrong), normalize(typo.right)) for typo in _entries(folder / "typos.yml", Typo)),
        dialects=_dialects(folder / "dialects.txt"),
        look_alikes=_look_alikes(folder / "look_alikes.txt"),
        stopwords=frozenset(_lines(folder / "stopwords.txt")),
        domain=words | frozenset(word for line in _lines(folder / "domain.txt") for word in line.split()),
        ranking={name: number.value for name, number in _named(folder / "ranking.yml", Number).items()},
        notices=_named(folder / "notices.yml", Notice),
        intents=_intents(folder / "intents.json"),
        guards=ordered(rule.compiled() for rule in guard_rules(folder)),
    )


def guard_rules(folder: Path = DATA) -> list[GuardRule]:
    """The guards with their examples. Raises ContentError naming file and line."""
    return _entries(folder / "guards.yml", GuardRule)


EntryT = TypeVar("EntryT", bound=StrictModel)


def _lines(path: Path) -> list[str]:
    lines = (line.split("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [normalize(line) for line in lines if line]


def _dialects(path: Path) -> tuple[tuple[str, str], ...]:
    """(dialect word, common word), the longest dialect words first."""
    pairs: dict[str, str] = {}
    for line in _lines(path):
        parts = line.split()
        if len(parts) != 2:
            raise ContentError(
                [Problem(f"{_SHOWN}/{path.name}", 0, f"方言表的行写法不对：{line}", "写成「方言 通用语」，如 咋整 怎么办", "words")]
            )
        pairs[parts[0]] = parts[1]
    return tuple(sorted(pairs.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def _intents(path: Path) -> IntentModel:
    try:
        return intents.load(path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        problem = Problem(
            f"{_SHOWN}/{path.name}", 0, f"意图模型读不出来：{error!r}", "运行 python -m scripts.train_intents 重新训练", "words"
        )
        raise ContentError([problem]) from error


def _look_alikes(path: Path) -> dict[str, str]:
    table: dict[str, str] = {}
    for group in (group for line in _lines(path) for group in line.split()):
        for char in group:
            table[char] = table.get(char, "") + group.replace(char, "")
    return table


def _words(path: Path) -> list[str]:
    words = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        parts = line.split()
        if not parts:
            continue
        if len(parts) > 3 or (len(parts) > 1 and not parts[1].isdigit()):
            raise ContentError(
                [Problem(f"{_SHOWN}/{path.name}", number, f"词典行写法不对：{line}", "写成「词 频次 词性」，如 运费险 2000 n", "words")]
            )
        words.append(normalize(parts[0]))
    return words


def _entries(path: Path, model: type[EntryT]) -> list[EntryT]:
    source = read(path, f"{_SHOWN}/{path.name}")
    if not isinstance(source.data, list):
        raise ContentError([source.problem((), "文件应当是列表", "每条以「- 」开头")])
    return [validate(model, source, data, (index,)) for index, data in enumerate(source.data)]


def _synonyms(path: Path) -> dict[str, tuple[tuple[str, float], ...]]:
    table: dict[str, list[tuple[str, float]]] = {}
    for entry in _entries(path, Synonym):
        for word in entry.from_:
            table.setdefault(normalize(word), []).append((normalize(entry.to), entry.weight))
    return {word: tuple(targets) for word, targets in table.items()}


def _named(path: Path, model: type[EntryT]) -> dict[str, EntryT]:
    source = read(path, f"{_SHOWN}/{path.name}")
    if not isinstance(source.data, dict):
        raise ContentError([source.problem((), "文件应当是一组「名字: 内容」", "每条以「名字:」开头")])
    return {name: validate(model, source, entry, (name,)) for name, entry in source.data.items()}
