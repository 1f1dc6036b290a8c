"""Reads `docs/_registry/flows`: question trees that end in one recommended step (the path helper, the return check).

A flow file holds questions (`nodes`) and results (`outcomes`); an option leads to one of them (`next`) or into another file
(`flow`), so that 直播 can go on with 质量问题 without a copy. `load` links the files into one `Graph` for each tool.
Owns: the schema and what makes a graph usable: no dead end, no cycle, nothing unreachable, at most MAX_QUESTIONS on a path.
Does not know: pages (their ids and anchors come from the caller), HTML, the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from search.errors import ContentError, Problem
from search.frontmatter import Cite, Lead, Slug, Step, Verdict, refuse_promises
from search.letters import Letters
from search.references import missing_entries
from search.registry import Registry
from search.yaml_source import KeyPath, StrictModel, YamlSource, read, validate

TOOLS = ("path", "return-check")  # flows with a page of their own: docs/tools/<flow>.md
MAX_QUESTIONS = 6
FALLBACKS = 2

GuideRef = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(#[a-z0-9-]+)?$")]


class Option(StrictModel):
    """One answer to a question. `value` stands in links and never changes its meaning; `group` is a heading above options."""

    label: Annotated[str, StringConstraints(min_length=1, max_length=26)]
    value: Slug
    hint: Annotated[str, StringConstraints(min_length=2, max_length=40)] | None = None
    group: Annotated[str, StringConstraints(min_length=2, max_length=12)] | None = None
    when: Literal["within", "after"] | None = None
    next: Slug | None = None
    flow: Slug | None = None

    @model_validator(mode="after")
    def leads_somewhere(self) -> Option:
        if (self.next is None) == (self.flow is None):
            raise ValueError(f"选项「{self.label}」要写一个去处→写 next: 本文件的问题或结果，或 flow: 另一个流程（只写一个）")
        return self


class Question(StrictModel):
    """One question. A `date` question counts `deadline` from the day that the reader gives: still within it, or after it."""

    ask: Annotated[str, StringConstraints(min_length=4, max_length=28)]
    type: Literal["choice", "date"] = "choice"
    deadline: Slug | None = None
    why: Annotated[str, StringConstraints(min_length=4, max_length=60)] | None = None
    options: Annotated[list[Option], Field(min_length=2, max_length=18)]

    @model_validator(mode="after")
    def question_rules(self) -> Question:
        values = [option.value for option in self.options]
        if len(set(values)) < len(values):
            raise ValueError(f"「{self.ask}」有两个选项用了同一个 value→每个 value 只用一次")
        dated = [option.when for option in self.options if option.when]
        if self.type == "date" and (self.deadline is None or sorted(dated) != ["after", "within"]):
            raise ValueError(f"「{self.ask}」问日期→写 deadline，并给两个选项各写 when: within 和 when: after")
        if self.type != "date" and (self.deadline is not None or dated):
            raise ValueError(f"「{self.ask}」不问日期，却写了 deadline 或 when→删掉，或写 type: date")
        return self


class Outcome(StrictModel):
    """Where a path ends: what to do now, whom to ask first and two fallbacks, and what it rests on. `guide` is `id` or `id#anchor`.

    `letter`: whether a letter is offered; `dispute`: the dispute of the letters registry, where it is not the one of the guide.
    """

    verdict: Verdict
    answer: Lead
    do_now: Annotated[list[Step], Field(min_length=1, max_length=5)]
    then: Lead | None = None
    channels: Annotated[list[Slug], Field(min_length=1 + FALLBACKS, max_length=1 + FALLBACKS)]
    evidence: Annotated[list[Slug], Field(min_length=1)]
    deadlines: list[Slug] = []
    amounts: list[Slug] = []
    cites: Annotated[list[Cite], Field(min_length=1)]
    guide: GuideRef
    letter: bool = True
    dispute: Slug | None = None

    @model_validator(mode="after")
    def lead_promises_nothing(self) -> Outcome:
        refuse_promises("answer", self.answer)
        return self


class Flow(StrictModel):
    """One file: `id` is the file's name, `start` its first question."""

    id: Slug
    title: Annotated[str, StringConstraints(min_length=2, max_length=28)]
    start: Slug
    nodes: Annotated[dict[Slug, Question], Field(min_length=1)]
    outcomes: Annotated[dict[Slug, Outcome], Field(min_length=1)]


@dataclass(frozen=True)
class Turn:
    """One answered question on a path: the question's key and the option that was chosen."""

    key: str
    option: Option


@dataclass(frozen=True)
class Graph:
    """A tool's questions and outcomes over all files that it uses, by key (`zhiliang_week`); `targets` says where an option leads."""

    id: str
    start: str
    questions: Mapping[str, Question]
    outcomes: Mapping[str, Outcome]
    targets: Mapping[tuple[str, str], str]

    def paths(self) -> Iterator[tuple[tuple[Turn, ...], str]]:
        """Every way from the start to a question or an outcome: (answers given, key). Pure; the graph has no cycles."""
        waiting: list[tuple[tuple[Turn, ...], str]] = [((), self.start)]
        while waiting:
            turns, key = waiting.pop()
            yield turns, key
            if (question := self.questions.get(key)) is not None:
                following = [((*turns, Turn(key, option)), self.targets[key, option.value]) for option in question.options]
                waiting += reversed(following)

    @cached_property
    def only_path(self) -> Mapping[str, tuple[Turn, ...]]:
        """Key → the answers that lead to it, for what exactly one path reaches."""
        found: dict[str, list[tuple[Turn, ...]]] = {}
        for turns, key in self.paths():
            found.setdefault(key, []).append(turns)
        return {key: ways[0] for key, ways in found.items() if len(ways) == 1}


@dataclass(frozen=True)
class Flows:
    """All flow files and the tools' graphs that they make."""

    files: Mapping[str, Flow]
    sources: Mapping[str, YamlSource]
    graphs: Mapping[str, Graph]

    def guide_problems(self, pages: Mapping[str, Set[str]]) -> Iterator[Problem]:
        """Outcomes whose guide does not exist. `pages`: page id → anchors of its headings."""
        for flow in self.files.values():
            for name, outcome in flow.outcomes.items():
                page_id, _, anchor = outcome.guide.partition("#")
                if page_id not in pages or (anchor and anchor not in pages[page_id]):
                    what = f"guide 指向不存在的页面或小节 {outcome.guide}"
                    yield self.sources[flow.id].problem(("outcomes", name, "guide"), what, "写成 页面id 或 页面id#小节锚点", "ids")

    def letter_problems(self, letters: Letters) -> Iterator[Problem]:
        """Outcomes that name a dispute which no letter knows, or offer a letter about one that nobody writes about."""
        for flow in self.files.values():
            for name, outcome in flow.outcomes.items():
                source, dispute = self.sources[flow.id], dispute_of(outcome, letters)
                if dispute is not None and dispute not in letters.disputes:
                    what, remedy = f"letters 里没有 {dispute} 这种纠纷", "改成 _registry/letters/disputes.yml 里有的编号"
                    yield source.problem(("outcomes", name, "dispute"), what, remedy, "ids")
                elif outcome.letter and dispute is not None and dispute not in letters.writable:
                    what, remedy = f"{name} 给了投诉信的入口，但 {dispute} 不写信", "写 letter: false，或用 dispute 指明另一种纠纷"
                    yield source.problem(("outcomes", name), what, remedy, "letters")

    def require_linked(self, pages: Mapping[str, Set[str]], letters: Letters) -> None:
        """Raise ContentError when an outcome's guide does not exist or its letter cannot be written."""
        if problems := [*self.guide_problems(pages), *self.letter_problems(letters)]:
            raise ContentError(problems)


def dispute_of(outcome: Outcome, letters: Letters) -> str | None:
    """The dispute that an outcome is about: the one that it names, else the one of its guide; None when there is none."""
    return outcome.dispute or letters.dispute_of(outcome.guide.partition("#")[0])


def key_of(flow: str, name: str) -> str:
    """The key of a question or outcome among all files; slugs hold no underscore, so no two keys meet."""
    return f"{flow}_{name}"


def load(folder: Path, registry: Registry, shown_as: str = "docs/_registry/flows") -> Flows:
    """Read, check and link every flow below `folder` (none: no flows).

    Raises ContentError with all problems: schema, unknown ids, dead ends, cycles, what no path reaches, paths that ask too much.
    """
    sources = {path.stem: read(path, f"{shown_as}/{path.name}") for path in sorted(folder.glob("*.yml"))}
    files: dict[str, Flow] = {}
    problems: list[Problem] = []
    for name, source in sources.items():
        try:
            files[name] = validate(Flow, source)
        except ContentError as error:
            problems += error.problems
    if problems:  # what cannot be read cannot be linked
        raise ContentError(problems)
    for name, flow in files.items():
        problems += _own_problems(name, flow, sources[name], registry)
        problems += _dead_ends(flow, sources[name], files)
    if problems:
        raise ContentError(problems)
    problems = list(_shape_problems(files, sources))
    if problems:
        raise ContentError(problems)
    return Flows(files, sources, {tool: _graph(tool, files) for tool in TOOLS if tool in files})


def _own_problems(name: str, flow: Flow, source: YamlSource, registry: Registry) -> Iterator[Problem]:
    """What one file gets wrong by itself: its id, a name used twice, ids that no registry has."""
    if flow.id != name:
        yield source.problem(("id",), f"id 是 {flow.id}，文件名是 {name}", "两者写成一样", "ids")
    for twice in flow.nodes.keys() & flow.outcomes.keys():
        yield source.problem(("outcomes", twice), f"{twice} 既是问题又是结果", "给其中一个换名字", "flows")
    for key, question in flow.nodes.items():
        if question.deadline is not None and question.deadline not in registry.deadlines:
            yield source.problem(
                ("nodes", key, "deadline"), f"deadlines 里没有 {question.deadline}", "改成 _registry/deadlines.yml 里有的编号", "ids"
            )
    for key, outcome in flow.outcomes.items():
        yield from missing_entries(source, ("outcomes", key), outcome, registry)


def _dead_ends(flow: Flow, source: YamlSource, files: Mapping[str, Flow]) -> Iterator[Problem]:
    """A start or an option that leads nowhere."""
    if flow.start not in flow.nodes:
        yield source.problem(("start",), f"start 指向不存在的问题 {flow.start}", f"改成其中之一：{'、'.join(flow.nodes)}", "flows")
    for key, question in flow.nodes.items():
        for index, option in enumerate(question.options):
            at: KeyPath = ("nodes", key, "options", index)
            if option.next is not None and option.next not in {*flow.nodes, *flow.outcomes}:
                yield source.problem(
                    (*at, "next"), f"死路：没有叫 {option.next} 的问题或结果", "改成本文件 nodes 或 outcomes 里的名字", "flows"
                )
            if option.flow is not None and option.flow not in files:
                yield source.problem((*at, "flow"), f"死路：没有 {option.flow}.yml 这个流程", "改成 flows 里已有的文件名", "flows")


def _edges(flow: Flow, files: Mapping[str, Flow]) -> Iterator[tuple[str, int, str, str]]:
    """(question, index of the option, its value, key that it leads to) for every option of a file."""
    for key, question in flow.nodes.items():
        for index, option in enumerate(question.options):
            target = key_of(flow.id, option.next) if option.next else key_of(option.flow or "", files[option.flow or ""].start)
            yield key, index, option.value, target


def _shape_problems(files: Mapping[str, Flow], sources: Mapping[str, YamlSource]) -> Iterator[Problem]:
    """Cycles; and where there are none, what is out of reach and what asks too much."""
    leads: dict[str, list[str]] = {}
    place: dict[str, Callable[..., Problem]] = {}
    for flow in files.values():
        source = sources[flow.id]
        place |= {key_of(flow.id, key): partial(source.problem, ("nodes", key)) for key in flow.nodes}
        place |= {key_of(flow.id, key): partial(source.problem, ("outcomes", key)) for key in flow.outcomes}
        for key, _, _, target in _edges(flow, files):
            leads.setdefault(key_of(flow.id, key), []).append(target)
    cycle = _cycle(leads)
    if cycle:
        yield place[cycle[0]](f"绕回了原处：{' → '.join(cycle)}", "改掉其中一个选项的去处", "flows")
        return
    depth = _depths([key_of(tool, files[tool].start) for tool in TOOLS if tool in files], leads)
    for key, problem in place.items():
        if key not in depth:
            yield problem(f"没有一条路走得到 {key}", "让某个选项指向它，或删掉它", "flows")
        elif key in leads and depth[key] >= MAX_QUESTIONS:
            yield problem(f"走到这里已经是第 {depth[key] + 1} 问", f"一条路上最多 {MAX_QUESTIONS} 问，合并或删去问题", "flows")


def _cycle(leads: Mapping[str, list[str]]) -> list[str]:
    """One cycle as the keys along it (the first again at the end); empty when there is none."""
    done: set[str] = set()

    def walk(key: str, way: list[str]) -> list[str]:
        if key in way:
            return [*way[way.index(key) :], key]
        if key in done:
            return []
        for target in leads.get(key, ()):
            if found := walk(target, [*way, key]):
                return found
        done.add(key)
        return []

    return next((found for key in leads if (found := walk(key, []))), [])


def _depths(starts: list[str], leads: Mapping[str, list[str]]) -> dict[str, int]:
    """Key → the most questions that can stand before it, for everything that the starts reach. No cycles, please."""
    depth = dict.fromkeys(starts, 0)
    waiting = list(starts)
    while waiting:
        key = waiting.pop()
        for target in leads.get(key, ()):
            if depth.get(target, -1) < depth[key] + 1:
                depth[target] = depth[key] + 1
                waiting.append(target)
    return depth


def _graph(tool: str, files: Mapping[str, Flow]) -> Graph:
    """Everything that the tool's flow reaches, linked."""
    reached, waiting = {tool}, [tool]
    while waiting:
        options = (option for question in files[waiting.pop()].nodes.values() for option in question.options)
        new = {option.flow for option in options if option.flow} - reached
        reached |= new
        waiting += new
    used = [files[name] for name in files if name in reached]
    return Graph(
        tool,
        key_of(tool, files[tool].start),
        {key_of(flow.id, key): question for flow in used for key, question in flow.nodes.items()},
        {key_of(flow.id, key): outcome for flow in used for key, outcome in flow.outcomes.items()},
        {(key_of(flow.id, key), value): target for flow in used for key, _, value, target in _edges(flow, files)},
    )
