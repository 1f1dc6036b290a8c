"""A flow's graph → what the theme shows of it: every question and every result as a part of one page that needs no script.

Without JavaScript an option is a link to the part that it leads to, and the style sheet shows one part at a time; the script
(`tools/flow.js`) only adds what the page cannot know by itself: the answers so far and the days of a time limit.
Pure; does not know MkDocs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import quote

from scripts import tool_pages
from search.cards import repealed_cites
from search.flows import Graph, Option, Outcome, Question, Turn, dispute_of
from search.frontmatter import VERDICT_WORDS, Guide
from search.letters import Letters
from search.pages import Page
from search.registry import Amount, Channel, Deadline, Evidence, Registry, ResolvedCite

ORDER = ("先找", "不行再找", "还不行")
NEEDED = ("from", "period", "rest_day")  # of a rule, to count its days


@dataclass(frozen=True)
class Choice:
    """An option and the part of the page that it leads to."""

    option: Option
    target: str


@dataclass(frozen=True)
class Answered:
    """A question that was answered on the way: its part of the page, its words, the answer's words."""

    key: str
    ask: str
    label: str


@dataclass(frozen=True)
class QuestionView:
    """One question. `groups`: (heading or None, choices); `way`: the answers that lead here, empty when several ways do."""

    key: str
    question: Question
    rule: Deadline | None
    groups: list[tuple[str | None, list[Choice]]]
    way: list[Answered]


@dataclass(frozen=True)
class OutcomeView:
    """One result with everything that it names, written out. `channels`: (先找…, id, name); `guide`: (title, address).

    `dispute` is the one that letter and checklist open with; None: the reader chooses there.
    """

    key: str
    outcome: Outcome
    verdict: str
    channels: list[tuple[str, str, str]]
    deadlines: dict[str, Deadline]
    amounts: dict[str, Amount]
    evidence: list[Evidence]
    basis: list[tuple[ResolvedCite, str]]
    repealed: list[str]
    guide: tuple[str, str]
    dispute: str | None
    way: list[Answered]


@dataclass(frozen=True)
class FlowView:
    """A tool's flow as the theme shows it. `channels` stand once in the page, by id; the results point to them."""

    start: str
    questions: list[QuestionView]
    outcomes: list[OutcomeView]
    channels: dict[str, Channel]


def view(graph: Graph, registry: Registry, letters: Letters, pages: Mapping[str, Page], day: date) -> FlowView:
    """The graph with registries and guides resolved as of `day`. `pages`: page id → page; every guide in it exists."""
    return FlowView(
        graph.start,
        [_question(key, graph, registry) for key in graph.questions],
        [_outcome(key, graph, registry, letters, pages, day) for key in graph.outcomes],
        {name: registry.channels[name] for outcome in graph.outcomes.values() for name in outcome.channels},
    )


def data(graph: Graph, registry: Registry, day: date) -> tool_pages.ToolData:
    """What the script needs to count days: the rules of the flow's date questions and the calendar."""
    everything = tool_pages.deadline_data(registry, day)
    used = {question.deadline for question in graph.questions.values() if question.deadline}
    rules = {key: {part: everything["rules"][key][part] for part in NEEDED} for key in sorted(used)}
    return {"rules": rules, "calendar": everything["calendar"]}


def icon_address(svg: str) -> str:
    """The site's icon as an address that holds it. Chromium asks for the icon anew at every new fragment; so it asks nobody."""
    return f"data:image/svg+xml,{quote(svg)}"


def _question(key: str, graph: Graph, registry: Registry) -> QuestionView:
    question = graph.questions[key]
    choices = (Choice(option, graph.targets[key, option.value]) for option in question.options)
    groups = [(name, list(group)) for name, group in groupby(choices, key=lambda choice: choice.option.group)]
    rule = registry.deadlines[question.deadline] if question.deadline else None
    return QuestionView(key, question, rule, groups, _way(key, graph))


def _outcome(key: str, graph: Graph, registry: Registry, letters: Letters, pages: Mapping[str, Page], day: date) -> OutcomeView:
    outcome = graph.outcomes[key]
    cites = [registry.resolve(cite) for cite in outcome.cites]
    return OutcomeView(
        key,
        outcome,
        VERDICT_WORDS[outcome.verdict],
        [(word, name, registry.channels[name].name) for word, name in zip(ORDER, outcome.channels, strict=True)],
        {name: registry.deadlines[name] for name in outcome.deadlines},
        {name: registry.amounts[name] for name in outcome.amounts},
        [registry.evidence[name] for name in outcome.evidence],
        [(cite, cite.status(day)) for cite in cites],
        repealed_cites(outcome.cites, registry, day),
        _guide(outcome.guide, pages),
        dispute_of(outcome, letters),
        _way(key, graph),
    )


def _guide(reference: str, pages: Mapping[str, Page]) -> tuple[str, str]:
    page_id, _, anchor = reference.partition("#")
    page = pages[page_id]
    section = page.meta.sections.get(anchor) if isinstance(page.meta, Guide) else None
    return (section.question if section else page.meta.title), page.url + (f"#{anchor}" if anchor else "")


def _way(key: str, graph: Graph) -> list[Answered]:
    return [_answered(turn, graph) for turn in graph.only_path.get(key, ())]


def _answered(turn: Turn, graph: Graph) -> Answered:
    return Answered(turn.key, graph.questions[turn.key].ask, turn.option.label)
