"""Reads `docs/_registry/letters`: what a complaint letter is made of. Typed entries, one frozen Letters, checked against the registries.

A letter is a *form* (聊天, 平台介入, 12315, 书面函, 起诉要点) filled for a *dispute* with the *demands* that the reader ticked; the same
disputes list the evidence of the checklist. Owns: the schemas and every rule between these files. Does not know: how a letter is
put together (`docs/assets/javascripts/tools/letter-text.js`), pages, the clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from search import rules, yaml_source
from search.errors import ContentError, Problem
from search.frontmatter import Cite, Slug, Text
from search.registry import REPEALED, Registry, attempt, read_map
from search.yaml_source import KeyPath, StrictModel, YamlSource

FieldId = Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$")]
COMPUTED = frozenset({"facts", "demands", "demands_inline", "bases", "total", "evidence", "evidence_inline"})
CLOSING_LINE = "{written_on}"
LAW, SUM = "law", "sum"
_BLANK = re.compile(r"\{([^{}]*)\}")
_MARK = re.compile(r"[【】]")


class Blank(StrictModel):
    """Something that the reader fills in. `past`: a date not after the letter's own; `after`: a date later than that blank's;
    `at_most`: a sum not above that blank's; `quotes`: the other side's own words, whose tone is not judged."""

    label: Text
    hint: str = ""
    kind: Literal["text", "long", "date", "money", "tick"]
    max: Annotated[int, Field(gt=0)] | None = None
    past: bool = False
    after: FieldId | None = None
    at_most: FieldId | None = None
    quotes: bool = False


class BlankUse(StrictModel):
    """A blank as one dispute asks for it, with its own label and hint where they differ."""

    id: FieldId
    label: str | None = None
    hint: str | None = None


class Part(StrictModel):
    """One line of a form. It stands only where every optional blank in it is filled and the tick named by `if` is set."""

    text: Text
    if_: Annotated[FieldId | None, Field(alias="if")] = None
    cites: list[Cite] = []


def _as_map(key: str) -> BeforeValidator:
    """Editors may write the plain word where nothing but `key` is said."""
    return BeforeValidator(lambda value: {key: value} if isinstance(value, str) else value)


class Form(StrictModel):
    """One way to write: where it goes, what it must know, its lines. `target` is a length in characters that reads well; from one of
    `guides`, which tell of this way and not of a dispute, the letter tool opens with it."""

    label: Text
    about: Text
    formal: bool = False
    channel: Slug
    target: Annotated[int, Field(gt=0)]
    fields: list[FieldId]
    optional: list[FieldId] = []
    parts: Annotated[list[Annotated[Part, _as_map("text")]], Field(min_length=2)]
    cites: list[Cite] = []
    guides: list[Slug] = []
    tip: Text


class Demand(StrictModel):
    """Something to ask for. `sum`: the money blank that holds the sum, or the id of an amount that is computed; `inputs`: what its
    formula wants → the blank that holds it."""

    label: Text
    text: Text
    fields: list[FieldId] = []
    sum: str | None = None
    inputs: dict[rules.InputName, FieldId] = {}
    optional: list[FieldId] = []
    excludes: list[Slug] = []


class Dispute(StrictModel):
    """A kind of dispute: its facts, what may be asked and on which articles, its evidence. Without facts no letter is written."""

    label: Text
    topic: Text
    guides: Annotated[list[Slug], Field(min_length=1)]
    opening: str = "none"
    forms: list[Slug] | None = None
    fields: list[Annotated[BlankUse, _as_map("id")]] = []
    facts: list[Text] = []
    demands: dict[Slug, Annotated[list[Cite], Field(min_length=1)]] = {}
    evidence: Annotated[list[Slug], Field(min_length=2)]
    evidence_more: list[Slug] = []
    tip: Text


class Wording(StrictModel):
    """A way of speaking that no letter may have, as a regular expression that Python and browsers read alike."""

    pattern: Text
    say: Text


class Sentences(StrictModel):
    """Sentences that all letters share: how they open, how they close."""

    opening: dict[str, str]
    closing: list[Text]


@dataclass(frozen=True)
class Letters:
    """All of `docs/_registry/letters`, checked."""

    fields: Mapping[str, Blank] = field(default_factory=dict)
    forms: Mapping[str, Form] = field(default_factory=dict)
    demands: Mapping[str, Demand] = field(default_factory=dict)
    disputes: Mapping[str, Dispute] = field(default_factory=dict)
    wording: Mapping[str, Wording] = field(default_factory=dict)
    sentences: Sentences = field(default_factory=lambda: Sentences(opening={"none": ""}, closing=["{more}"]))

    @property
    def writable(self) -> dict[str, Dispute]:
        """The disputes that a letter can be written for."""
        return {key: dispute for key, dispute in self.disputes.items() if dispute.facts}

    def dispute_of(self, guide: str) -> str | None:
        """Id of the dispute that a guide is about, None when it is about none."""
        return next((key for key, dispute in self.disputes.items() if guide in dispute.guides), None)

    def forms_of(self, dispute: Dispute) -> list[str]:
        """Ids of the forms in which a letter about `dispute` can be written."""
        return list(self.forms) if dispute.forms is None else dispute.forms

    def blanks_of(self, dispute: Dispute) -> list[BlankUse]:
        """What the dispute's facts ask for: the blanks of its opening that it does not name itself, then its own."""
        own = {use.id for use in dispute.fields}
        opening = [BlankUse(id=name) for name in blanks_in(self.sentences.opening.get(dispute.opening, "")) if name not in own]
        return [*opening, *dispute.fields]

    def repealed(self, registry: Registry, day: date) -> list[Problem]:
        """Cites of letters that are repealed on `day`."""
        cites = {cite for dispute in self.disputes.values() for cited in dispute.demands.values() for cite in cited}
        cites |= {cite for form in self.forms.values() for cite in (*form.cites, *(cite for part in form.parts for cite in part.cites))}
        gone = [registry.resolve(cite) for cite in sorted(cites) if registry.resolve(cite).status(day) == REPEALED]
        return [
            Problem("docs/_registry/letters", 0, f"依据《{found.name}》{found.place}已废止", "改引现行规定", "repealed") for found in gone
        ]


def blanks_in(text: str) -> list[str]:
    """Names in curly brackets, in order, each once."""
    return list(dict.fromkeys(_BLANK.findall(text)))


_FILES: dict[str, type[StrictModel]] = {"fields": Blank, "forms": Form, "demands": Demand, "disputes": Dispute, "wording": Wording}


def load(folder: Path, registry: Registry, shown_as: str = "docs/_registry/letters") -> Letters:
    """Read and check `folder`; a missing folder gives empty Letters. `folder/../pages.yml`, where it is, names the guides.

    Raises ContentError with all problems: schema violations, unknown ids, blanks that no sentence uses, forms without
    evidence or date, threats in our own sentences.
    """
    if not folder.is_dir():
        return Letters()
    problems: list[Problem] = []
    sources: dict[str, YamlSource] = {}
    entries: dict[str, Any] = {}
    for name, model in _FILES.items():
        entries[name] = attempt(problems, {}, partial(read_map, folder, name, model, shown_as, sources, problems))
    sentences = attempt(problems, None, partial(_read_sentences, folder, shown_as))
    if problems or sentences is None:
        raise ContentError(problems)
    letters = Letters(**entries, sentences=sentences)
    problems += _Check(letters, registry, sources, _guide_ids(folder.parent)).problems()
    if problems:
        raise ContentError(problems)
    return letters


def _read_sentences(folder: Path, shown_as: str) -> Sentences:
    return yaml_source.validate(Sentences, yaml_source.read(folder / "sentences.yml", f"{shown_as}/sentences.yml"))


def _guide_ids(registry_folder: Path) -> Set[str] | None:
    ledger = registry_folder / "pages.yml"
    return set(yaml_source.read(ledger, "docs/_registry/pages.yml").data) if ledger.is_file() else None


@dataclass(frozen=True)
class _Check:
    """The rules between the files."""

    letters: Letters
    registry: Registry
    sources: Mapping[str, YamlSource]
    guides: Set[str] | None

    def problems(self) -> list[Problem]:
        return [*self._blanks(), *self._wording(), *self._forms(), *self._demands(), *self._disputes(), *self._tone()]

    def _say(self, file: str, at: KeyPath, what: str, remedy: str, rule: str = "letters") -> Problem:
        return self.sources[file].problem(at, what, remedy, rule)

    def _unknown(self, file: str, at: KeyPath, ids: Sequence[str], known: Mapping[str, object] | Set[str], what: str) -> Iterator[Problem]:
        for name in ids:
            if name not in known:
                yield self._say(file, at, f"没有登记过的{what} {name}", f"改成已登记的{what}，或先登记它", "ids")

    def _cites(self, file: str, at: KeyPath, cites: Sequence[str]) -> Iterator[Problem]:
        for cite in cites:
            try:
                self.registry.resolve(cite)
            except KeyError as error:
                yield self._say(file, at, f"{cite}：{error.args[0]}", "改成已登记的条文，或先在 laws/ 里登记", "cites")

    def _text(self, file: str, at: KeyPath, text: str, allowed: Set[str]) -> Iterator[Problem]:
        """A sentence of ours may only name blanks that are there, and never holds a mark for what is missing."""
        for name in blanks_in(text):
            if name not in allowed:
                yield self._say(file, at, f"句子里的 {{{name}}} 这里没有", "改成这里登记的空，或把它加进 fields")
        if _MARK.search(text):
            yield self._say(file, at, "句子里写了【 】", "要读者填的写成 {编号}，【 】由页面自己加")

    def _unused(self, file: str, at: KeyPath, names: Sequence[str], texts: Sequence[str]) -> Iterator[Problem]:
        used = {name for text in texts for name in blanks_in(text)}
        for name in names:
            if name not in used:
                yield self._say(file, at, f"填了 {name}，信里却没有用到", "在句子里写上它，或从 fields 里删掉")

    def _blanks(self) -> Iterator[Problem]:
        for key, blank in self.letters.fields.items():
            named = [name for name in (blank.after, blank.at_most) if name is not None]
            yield from self._unknown("fields", (key,), named, self.letters.fields, "空")

    def _wording(self) -> Iterator[Problem]:
        for key, wording in self.letters.wording.items():
            try:
                re.compile(wording.pattern)
            except re.error as error:
                yield self._say("wording", (key, "pattern"), f"正则写得不对（{error}）", "改好括号和转义")

    def _forms(self) -> Iterator[Problem]:
        for key, form in self.letters.forms.items():
            texts = [part.text for part in form.parts]
            named = [*form.fields, *form.optional]
            yield from self._unknown("forms", (key, "fields"), named, self.letters.fields, "空")
            yield from self._unknown("forms", (key, "channel"), [form.channel], self.registry.channels, "渠道")
            yield from self._cites("forms", (key, "cites"), form.cites)
            if self.guides is not None:
                yield from self._unknown("forms", (key, "guides"), form.guides, self.guides, "页面")
            for index, part in enumerate(form.parts):
                at: KeyPath = (key, "parts", index)
                yield from self._cites("forms", at, part.cites)
                yield from self._text("forms", at, part.text, {*named, *COMPUTED, *([LAW] if part.cites else [])})
            ticks = [part.if_ for part in form.parts if part.if_ is not None]
            yield from self._unknown("forms", (key, "parts"), ticks, set(form.optional), "可填的空")
            yield from self._unused("forms", (key, "fields"), [name for name in named if name not in ticks], texts)
            if texts[-1] != CLOSING_LINE:
                yield self._say("forms", (key, "parts"), "最后一行不是日期", f"最后一行写 '{CLOSING_LINE}'")
            if not {"evidence", "evidence_inline"} & {name for text in texts for name in blanks_in(text)}:
                yield self._say("forms", (key, "parts"), "没有证据清单", "加一行 '{evidence}'")

    def _demands(self) -> Iterator[Problem]:
        for key, demand in self.letters.demands.items():
            blank = self.letters.fields.get(demand.sum or "")
            money = blank is not None and blank.kind == "money"
            amount = self.registry.amounts.get(demand.sum or "")
            computed = amount is not None
            wanted = list(demand.inputs.values())
            if demand.sum is not None and not (money or computed):
                yield self._say(
                    "demands", (key, "sum"), f"{demand.sum} 不是填钱的空，也不是登记过的金额", "改成 money 的空或 amounts.yml 的编号"
                )
            if amount is not None:
                wrong = set(demand.inputs) - set(amount.inputs) or set(amount.inputs) - set(amount.optional) - set(demand.inputs)
                for name in sorted(wrong):
                    yield self._say("demands", (key, "inputs"), f"公式的量 {name} 对不上 amounts.yml", "照 amounts.yml 的 inputs 写全")
            own = [*demand.fields, *wanted, *([demand.sum] if money and demand.sum else [])]
            yield from self._unknown("demands", (key, "fields"), [*demand.fields, *wanted], self.letters.fields, "空")
            yield from self._unknown("demands", (key, "optional"), demand.optional, set(wanted), "公式要的空")
            yield from self._unknown("demands", (key, "excludes"), demand.excludes, self.letters.demands, "要求")
            yield from self._text("demands", (key, "text"), demand.text, {*own, *([SUM] if computed else [])})
            yield from self._unused("demands", (key, "fields"), demand.fields, [demand.text])

    def _disputes(self) -> Iterator[Problem]:
        for key, dispute in self.letters.disputes.items():
            names = [use.id for use in dispute.fields]
            yield from self._unknown("disputes", (key, "fields"), names, self.letters.fields, "空")
            yield from self._unknown("disputes", (key, "demands"), list(dispute.demands), self.letters.demands, "要求")
            yield from self._unknown("disputes", (key, "forms"), dispute.forms or [], self.letters.forms, "写法")
            yield from self._unknown("disputes", (key, "opening"), [dispute.opening], self.letters.sentences.opening, "开头")
            yield from self._unknown("disputes", (key, "evidence"), dispute.evidence, self.registry.evidence, "证据")
            yield from self._unknown("disputes", (key, "evidence_more"), dispute.evidence_more, self.registry.evidence, "证据")
            if self.guides is not None:
                yield from self._unknown("disputes", (key, "guides"), dispute.guides, self.guides, "页面")
            for demand, cites in dispute.demands.items():
                yield from self._cites("disputes", (key, "demands", demand), cites)
            yield from self._facts(key, dispute)
        yield from self._shared_guides()

    def _facts(self, key: str, dispute: Dispute) -> Iterator[Problem]:
        known = {use.id for use in self.letters.blanks_of(dispute)}
        for text in dispute.facts:
            yield from self._text("disputes", (key, "facts"), text, known)
        opening = self.letters.sentences.opening.get(dispute.opening, "")
        yield from self._unused("disputes", (key, "fields"), [use.id for use in dispute.fields], [opening, *dispute.facts])
        if bool(dispute.facts) != bool(dispute.demands):
            yield self._say("disputes", (key,), "facts 和 demands 只写了一样", "写信的两样都要，不写信的两样都不要")
        twice = set(dispute.evidence) & set(dispute.evidence_more)
        for name in sorted(twice):
            yield self._say("disputes", (key, "evidence_more"), f"证据 {name} 写了两次", "只留在 evidence 里")

    def _shared_guides(self) -> Iterator[Problem]:
        owners: dict[str, str] = {}
        for file, key, entry in self._guided():
            for guide in entry.guides:
                if owners.setdefault(guide, key) != key:
                    yield self._say(file, (key, "guides"), f"指南 {guide} 已经归 {owners[guide]}", "一篇指南只归一种纠纷或一种写法")

    def _guided(self) -> Iterator[tuple[str, str, Dispute | Form]]:
        yield from (("disputes", key, dispute) for key, dispute in self.letters.disputes.items())
        yield from (("forms", key, form) for key, form in self.letters.forms.items())

    def _tone(self) -> Iterator[Problem]:
        """Our own sentences keep the rules that the reader's must keep."""
        if any(self._wording()):
            return
        patterns = [re.compile(wording.pattern) for wording in self.letters.wording.values()]
        for file, at, text in self._sentences():
            if any(pattern.search(text) for pattern in patterns):
                yield self._say(file, at, f"这句话读起来像要挟或骂人：{text}", "只写事实、要求、依据和日期", "threat")

    def _sentences(self) -> Iterator[tuple[str, KeyPath, str]]:
        for key, form in self.letters.forms.items():
            yield from (("forms", (key, "parts", index), part.text) for index, part in enumerate(form.parts))
        for key, demand in self.letters.demands.items():
            yield "demands", (key, "text"), demand.text
        for key, dispute in self.letters.disputes.items():
            yield from (("disputes", (key, "facts", index), text) for index, text in enumerate(dispute.facts))
