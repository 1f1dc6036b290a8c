"""Reads `docs/_registry`: laws, platform rules, channels, deadlines, amounts, evidence, terms. Typed entries, one frozen Registry.

Owns: the schemas of the registries, how a cite such as `xbf#25.3` is resolved and written out in Chinese, and
现行／即将施行／已废止 for a given day. Does not know: pages, ranking, the clock (the day always comes from the caller).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, StringConstraints, model_validator

from search import rules
from search.errors import ContentError, Problem
from search.frontmatter import Cite, Slug, Text
from search.normalize import chinese_number
from search.yaml_source import KeyPath, StrictModel, YamlSource, read, validate

LawStatus = Literal["现行", "即将施行", "已废止"]
ArticleNumber = Annotated[str, StringConstraints(pattern=r"^\d+(-\d+)?$")]
PLATFORM_RULE_FRESH_DAYS = 180
FRESH_RULE = "平台规则，以平台当前页面为准"
STALE_RULE = "平台规则，查看日期已久，以平台页面为准"
REPEALED: LawStatus = "已废止"


class Article(StrictModel):
    """One article as a shopper needs it, in our own words."""

    label: Annotated[str, StringConstraints(min_length=2, max_length=18)]
    gist: Annotated[str, StringConstraints(min_length=8, max_length=220)]
    figures: list[Text] = []
    means: Annotated[str, StringConstraints(min_length=4, max_length=140)] | None = None
    repealed: date | None = None


class Law(StrictModel):
    """One statute, regulation, rule or judicial interpretation; `checked` is the day its gists were compared with the
    text whose date is `text_as_of` (None where the text's own date was not recorded)."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+$")]
    title: Text
    short: Text
    aliases: list[Text] = []
    type: Literal["法律", "行政法规", "部门规章", "司法解释", "规范性文件"]
    issuer: Text
    number: str = ""
    issued: date | None = None
    effective: date
    amended: str = ""
    repealed: date | None = None
    repealed_by: str | None = None
    source: str | None = None
    checked: date
    text_as_of: date | None = None
    note: str = ""
    page_title: Annotated[str, StringConstraints(max_length=28)] | None = None
    articles: dict[ArticleNumber, Article] = {}

    def status(self, day: date) -> LawStatus:
        """现行／即将施行／已废止 on `day`."""
        if self.repealed is not None and day >= self.repealed:
            return REPEALED
        return "即将施行" if day < self.effective else "现行"

    @property
    def url(self) -> str:
        return f"/laws/{self.id}/"


class PlatformRule(StrictModel):
    """What a platform's own rule said on the day it was read. Not law; `old` may never support a number."""

    platform: Text
    name: Text
    where: Text
    gist: Annotated[str, StringConstraints(min_length=8, max_length=220)]
    seen_on: date
    version: date | None = None
    confidence: Literal["seen", "reported", "old"]
    figures: list[Text] = []
    source: str | None = None

    def is_stale(self, day: date) -> bool:
        """Whether the rule was looked at too long ago to be stated without a warning."""
        return day - self.seen_on > timedelta(days=PLATFORM_RULE_FRESH_DAYS)


class Channel(StrictModel):
    """Somewhere to turn to."""

    name: Text
    org: Text
    how: Text
    scope: Text
    prereq: Text
    materials: list[Text]
    response_time: Text | None = None
    cites: list[Cite] = []
    cannot: Text
    free: bool
    verified: bool
    source: str | None = None
    checked: date


class RestDay(StrictModel):
    """What a day off does to a last day: article `by` moves it on, for the days that it calls `covers`. `sure` is false where
    that article belongs to another law and only an inference carries it over."""

    by: Cite
    covers: rules.RestDays
    sure: bool


class Deadline(StrictModel):
    """A time limit as data. `length` counts `unit`s from the day after `from` (`next_day`) or from that day itself; `whose` is
    who has to act in time; `rest_day` is absent where no rule about a last day on a day off was found."""

    label: Text
    topic: Text = "其他"
    whose: Text = "你"
    from_: Annotated[str, Field(alias="from")]
    start: rules.Start
    length: Annotated[int, Field(gt=0)]
    unit: rules.Unit
    end_rule: Text
    rest_day: RestDay | None = None
    effect_if_missed: Text
    cites: Annotated[list[Cite], Field(min_length=1)]
    note: str = ""

    @property
    def unit_word(self) -> str:
        """The unit as it is written after a number: 日, 个工作日, 个月, 年."""
        return {"day": "日", "workday": "个工作日", "month": "个月", "year": "年"}[self.unit]

    @property
    def text(self) -> str:
        """One line for the card: what is counted, from when, how long."""
        start = "次日起" if self.start == "next_day" else "当日起"
        return f"{self.label}：{self.from_}{start} {self.length} {self.unit_word}内"

    @property
    def period(self) -> rules.Period:
        """How it counts, for `rules.last_day`."""
        return rules.Period(self.start, self.length, self.unit, self.rest_day.covers if self.rest_day else None)

    def all_cites(self) -> list[str]:
        """Its own cites and the article about a last day on a day off."""
        return [*self.cites, *([self.rest_day.by] if self.rest_day else [])]


class Amount(StrictModel):
    """A sum that the law or a promise may give: condition first, number second.

    `ticks`: what must all be true before a number is shown; `inputs`: what has to be known, with the words for it, `optional` among
    them those that may stay empty; `times`, `loss_times`, `floor`, `cap_percent`: the numbers of the formula (`rules.Formula`);
    `evidence`, `channels`: how to prove it, where to ask for it.
    """

    label: Text
    formula: rules.FormulaName
    inputs: Annotated[dict[rules.InputName, Text], Field(min_length=1)]
    optional: list[rules.InputName] = []
    times: Annotated[int, Field(gt=0)] | None = None
    loss_times: Annotated[int, Field(gt=0)] | None = None
    floor: Annotated[int, Field(gt=0)] | None = None
    cap_percent: Annotated[int, Field(gt=0, le=100)] | None = None
    text: Text
    condition: Text
    ticks: Annotated[list[Text], Field(min_length=1)]
    evidence: Annotated[list[Slug], Field(min_length=1)]
    channels: Annotated[list[Slug], Field(min_length=1)]
    cites: Annotated[list[Cite], Field(min_length=1)]
    caution: Text

    @model_validator(mode="after")
    def formula_has_its_numbers(self) -> Amount:
        missing = [key for key in _NUMBERS_OF_FORMULA[self.formula] if getattr(self, key) is None]
        if missing:
            raise ValueError(f"formula 是 {self.formula}，却没有 {'、'.join(missing)}→加一行 {missing[0]}: 数字")
        return self

    @property
    def terms(self) -> rules.Formula:
        """How it is calculated, for `rules.claim`."""
        return rules.Formula(self.formula, self.times, self.loss_times, self.floor, self.cap_percent)


_NUMBERS_OF_FORMULA: dict[rules.FormulaName, tuple[str, ...]] = {
    "triple": ("times", "floor"),
    "tenfold": ("times", "loss_times", "floor"),
    "loss_twice": ("loss_times",),
    "deposit_double": ("times", "cap_percent"),
    "actual_loss": (),
    "promise": (),
}


class Evidence(StrictModel):
    """A piece of evidence and how to keep it usable."""

    what: Text
    how_to_keep: Text
    who_holds: Text
    why: Text
    original_needed: bool


class Term(StrictModel):
    """A word of the trade in plain words; `see` are page ids."""

    term: Text
    also: list[Text] = []
    plain: Annotated[str, StringConstraints(min_length=8, max_length=160)]
    see: list[Slug] = []
    cites: list[Cite] = []


@dataclass(frozen=True)
class ResolvedCite:
    """A cite written out: `name` 消费者权益保护法, `place` 第二十五条第三款; `law` or `rule` is what it points to."""

    cite: str
    name: str
    place: str
    gist: str
    url: str
    law: Law | None = None
    article: Article | None = None
    rule: PlatformRule | None = None

    def status(self, day: date) -> str:
        """现行／即将施行／已废止 for an article, what to think of it for a platform rule."""
        if self.rule is not None:
            return STALE_RULE if self.rule.is_stale(day) else FRESH_RULE
        if self.law is None:
            raise ValueError(f"{self.cite} resolves to neither law nor rule")
        repealed = self.article.repealed if self.article else None
        return REPEALED if repealed is not None and day >= repealed else self.law.status(day)


@dataclass(frozen=True)
class Registry:
    """All registries, checked against each other."""

    laws: Mapping[str, Law] = field(default_factory=dict)
    platform_rules: Mapping[str, PlatformRule] = field(default_factory=dict)
    channels: Mapping[str, Channel] = field(default_factory=dict)
    deadlines: Mapping[str, Deadline] = field(default_factory=dict)
    amounts: Mapping[str, Amount] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)

    def resolve(self, cite: str) -> ResolvedCite:
        """Resolve a cite. Raises KeyError with a Chinese reason for an unknown law, article or rule."""
        if cite.startswith("rule:"):
            key = cite.removeprefix("rule:")
            rule = self.platform_rules.get(key)
            if rule is None:
                raise KeyError(f"平台规则 {key} 不在 platform_rules.yml 里")
            return ResolvedCite(cite, rule.platform, rule.name, rule.gist, f"/laws/platform-rules/#{anchor_of_rule(key)}", rule=rule)
        law_id, number, _ = split_cite(cite)
        law = self.laws.get(law_id)
        if law is None:
            raise KeyError(f"不认识的法 {law_id}")
        article = law.articles.get(number)
        if article is None:
            raise KeyError(f"《{law.short}》没有登记第 {number} 条")
        return ResolvedCite(cite, law.short, place_of(cite), article.gist, f"{law.url}#{anchor_of(number)}", law=law, article=article)


def split_cite(cite: str) -> tuple[str, str, list[int]]:
    """`xbf#56.1.8` → ("xbf", "56", [1, 8])."""
    law_id, _, rest = cite.partition("#")
    number, *parts = rest.split(".")
    return law_id, number, [int(part) for part in parts]


def place_of(cite: str) -> str:
    """`xbf#56.1.8` → 第五十六条第一款第（八）项; `xf#253-1` → 第二百五十三条之一."""
    _, number, parts = split_cite(cite)
    head, _, suffix = number.partition("-")
    place = f"第{chinese_number(int(head))}条"
    if suffix:
        place += f"之{chinese_number(int(suffix))}"
    if parts:
        place += f"第{chinese_number(parts[0])}款"
    if len(parts) > 1:
        place += f"第（{chinese_number(parts[1])}）项"
    return place


def anchor_of(number: str) -> str:
    """Anchor of an article on its law page."""
    return f"tiao-{number}"


def anchor_of_rule(key: str) -> str:
    """Anchor of a platform rule on the platform rules page: `taobao/yunfei` → `taobao-yunfei`."""
    return key.replace("/", "-")


EntryT = TypeVar("EntryT", bound=StrictModel)


def load(folder: Path, shown_as: str = "docs/_registry") -> Registry:
    """Read and check every registry file below `folder`.

    Raises ContentError with all problems of all files: schema violations, and cites or pages' ids inside the registries
    that lead nowhere.
    """
    problems: list[Problem] = []
    sources: dict[str, YamlSource] = {}
    entries: dict[str, dict[str, Any]] = {}
    for name, model in _FILES.items():
        entries[name] = attempt(problems, {}, partial(read_map, folder, name, model, shown_as, sources, problems))
    laws = _read_laws(folder / "laws", f"{shown_as}/laws", problems)
    registry = Registry(laws=laws, **entries)
    problems += _dangling_cites(registry, sources) + _dangling_ids(registry, sources)
    if problems:
        raise ContentError(problems)
    return registry


_FILES: dict[str, type[StrictModel]] = {
    "platform_rules": PlatformRule,
    "channels": Channel,
    "deadlines": Deadline,
    "amounts": Amount,
    "evidence": Evidence,
    "terms": Term,
}
T = TypeVar("T")
FallbackT = TypeVar("FallbackT")


def attempt(problems: list[Problem], fallback: FallbackT, action: Callable[[], T]) -> T | FallbackT:
    """Run `action`; collect its problems instead of stopping at the first file."""
    try:
        return action()
    except ContentError as error:
        problems += error.problems
        return fallback


def read_map(
    folder: Path, name: str, model: type[EntryT], shown_as: str, sources: dict[str, YamlSource], problems: list[Problem]
) -> dict[str, EntryT]:
    """The entries of `folder/name.yml`, each checked by `model`; its source and the problems of its entries are added to `sources`
    and `problems`. A missing file has no entries. Raises ContentError when the file is not a map."""
    path = folder / f"{name}.yml"
    if not path.is_file():
        return {}
    source = read(path, f"{shown_as}/{name}.yml")
    sources[name] = source
    if not isinstance(source.data, dict):
        raise ContentError([source.problem((), "文件应当是一组「编号: 内容」", "每条以「编号:」开头，内容缩进两格")])
    found: dict[str, EntryT] = {}
    for key, data in source.data.items():
        entry = attempt(problems, None, partial(validate, model, source, data, (key,)))
        if entry is not None:
            found[key] = entry
    return found


def _read_laws(folder: Path, shown_as: str, problems: list[Problem]) -> dict[str, Law]:
    laws: dict[str, Law] = {}
    for path in sorted(folder.glob("*.yml")):
        shown = f"{shown_as}/{path.name}"
        law = attempt(problems, None, partial(_read_law, path, shown))
        if law is None:
            continue
        if law.id != path.stem:
            problems.append(Problem(shown, 1, f"id 是 {law.id}，文件名是 {path.stem}", "两者写成一样"))
        laws[law.id] = law
    return laws


def _read_law(path: Path, shown_as: str) -> Law:
    return validate(Law, read(path, shown_as))


def _dangling_cites(registry: Registry, sources: Mapping[str, YamlSource]) -> list[Problem]:
    """Cites inside the registries that resolve to nothing."""
    problems = []
    for name, key, at, cite in _cites_inside(registry):
        try:
            registry.resolve(cite)
        except KeyError as error:
            problems.append(sources[name].problem((key, *at), f"{cite}：{error.args[0]}", "改成已登记的条文，或先在 laws/ 里登记"))
    return problems


def _cites_inside(registry: Registry) -> Iterator[tuple[str, str, KeyPath, str]]:
    """(registry, key, place inside the entry, cite) of every cite that a registry entry names."""
    for name in ("channels", "deadlines", "amounts", "terms"):
        for key, entry in getattr(registry, name).items():
            yield from ((name, key, ("cites", index), cite) for index, cite in enumerate(entry.cites))
    for key, deadline in registry.deadlines.items():
        if deadline.rest_day:
            yield "deadlines", key, ("rest_day", "by"), deadline.rest_day.by


def _dangling_ids(registry: Registry, sources: Mapping[str, YamlSource]) -> list[Problem]:
    """Evidence and channels that an amount names and nobody registered."""
    return [
        sources["amounts"].problem((key, name, index), f"{name} 里没有 {entry}", f"改成 {name}.yml 里有的编号，或先在那里登记", "ids")
        for key, amount in registry.amounts.items()
        for name in ("evidence", "channels")
        for index, entry in enumerate(getattr(amount, name))
        if entry not in getattr(registry, name)
    ]
