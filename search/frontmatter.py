"""The schema of a page's front matter: what an editor may write above a page, and nothing else.

Owns: keys, types and the rules that one page can keep by itself (product rules that need other pages live in `references`).
Does not know: HTML, registries, ranking. The handbook page `docs/contributing/content-model.md` explains every key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from search.errors import ContentError, Problem
from search.yaml_source import StrictModel, YamlSource, parse, validate

Verdict = Literal["yes", "no", "depends", "howto", "info"]
VERDICT_WORDS: dict[str, str] = {"yes": "可以", "no": "不可以", "depends": "看情况", "howto": "怎么做", "info": "是什么"}

Group = Literal[
    "投诉渠道", "退换货规则", "拉黑与黑名单申诉", "违规与处罚", "客服沟通", "证据与赔偿", "特殊场景", "卖家与客服从业者",
    "工具", "法规索引", "术语表", "关于", "入口",
]  # fmt: skip
ToolId = Literal["path", "return-check", "deadline", "amount", "letter", "evidence"]

# the id 12315 is a number to YAML and a name to us
Slug = Annotated[
    str,
    BeforeValidator(lambda value: str(value) if isinstance(value, int) else value),
    StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$"),
]
Text = Annotated[str, StringConstraints(min_length=1)]
Lead = Annotated[str, StringConstraints(min_length=8, max_length=60)]
Step = Annotated[str, StringConstraints(min_length=4, max_length=40)]
Ask = Annotated[str, StringConstraints(min_length=2, max_length=60)]
Cite = Annotated[str, StringConstraints(pattern=r"^([a-z0-9]+#\d+(-\d+)?(\.\d+){0,2}|rule:[a-z0-9]+/[a-z0-9-]+)$")]

MAX_REVIEW_DAYS = 366
MAX_REVIEW_DAYS_WITH_PLATFORM_RULE = 184
_PROMISE = re.compile(r"(?<!不)一定(?![的程条])|保证(?!金|人|责任|期间|合同)|包赢|稳赢|百分百")


class Branch(StrictModel):
    """One row of 分情况: 如果 `if` 就 `then`."""

    if_: Annotated[str, StringConstraints(min_length=2, max_length=40), Field(alias="if")]
    then: Annotated[str, StringConstraints(min_length=2, max_length=60)]


class Probe(StrictModel):
    """A test question in other words; never indexed. `at` names the section that must win.

    `also`: other pages that answer it as rightly, judged from the pages alone by someone who has not seen any result.
    """

    q: Ask
    at: str | None = None
    also: list[Slug] = []


class NotAsk(StrictModel):
    """A look-alike question that this page must not win; `go` is the page that must, or `none`."""

    q: Ask
    go: Slug


Branches = Annotated[list[Branch], Field(min_length=2, max_length=5)]
Steps = Annotated[list[Step], Field(min_length=2, max_length=6)]


class Section(StrictModel):
    """One section that answers a question of its own; what it leaves out, the page's slots fill."""

    question: Text
    verdict: Verdict
    answer: Lead
    asks: Annotated[list[Ask], Field(min_length=2)]
    when: Branches | None = None
    steps: Steps | None = None
    deadlines: list[Slug] | None = None
    amounts: list[Slug] | None = None
    channels: list[Slug] | None = None
    evidence: list[Slug] | None = None
    cites: list[Cite] | None = None

    @model_validator(mode="after")
    def lead_promises_nothing(self) -> Section:
        refuse_promises("answer", self.answer)
        return self


class Page(StrictModel):
    """Keys that every page of the knowledge base has."""

    id: Slug
    title: Annotated[str, StringConstraints(min_length=2, max_length=28)]
    group: Group
    owner: Text = "编辑部"
    reviewer: str | None = None
    reviewed: date | None = None
    review_by: date | None = None
    status: Literal["draft", "live", "needs_update", "archived"] = "live"
    why: str | None = None
    change: Literal["minor", "major"] = "major"
    note: str = ""
    redirects: list[str] = []
    aliases: list[Ask] = []
    description: str | None = None
    hide: list[Literal["navigation", "toc", "path"]] = []
    template: str | None = None

    @model_validator(mode="after")
    def page_rules(self) -> Page:
        if self.reviewer and self.reviewer == self.owner:
            raise ValueError("reviewer 与 owner 是同一个人→由另一个人复核，或把 reviewer 留空")
        if self.status != "live" and not self.why:
            raise ValueError(f"status 是 {self.status} 却没有 why→加一行 why: 原因")
        return self


class Plain(Page):
    """A page that is not a guide: entry pages, tools, law pages, glossary, pages about the site."""

    kind: Literal["flow", "tool", "law", "terms", "hub", "about"]
    question: str | None = None
    answer: str | None = None
    asks: list[Ask] = []


class Guide(Page):
    """A guide: a bundle of answers. The lead is the page's own answer; `sections` hold the others."""

    kind: Literal["guide"]
    question: Text
    audience: Annotated[list[Literal["shopper", "seller", "agent"]], Field(min_length=1)]
    verdict: Verdict
    answer: Lead
    when: Branches | None = None
    steps: Steps | None = None
    deadlines: list[Slug] = []
    amounts: list[Slug] = []
    channels: Annotated[list[Slug], Field(min_length=1)]
    evidence: list[Slug] = []
    cites: Annotated[list[Cite], Field(min_length=1)]
    asks: Annotated[list[Ask], Field(min_length=3)]
    sections: Annotated[dict[str, Section], Field(min_length=3, max_length=10)]
    probes: Annotated[list[Probe], Field(min_length=4)]
    not_asks: list[NotAsk] = []
    related: Annotated[list[Slug], Field(max_length=3)] = []
    tools: list[ToolId] = []
    risk: Literal["low", "money", "legal", "safety"]
    reviewed: date
    review_by: date
    seed: list[Annotated[str, StringConstraints(pattern=r"^s[1-5]-\d\d$")]] = []

    @model_validator(mode="after")
    def guide_rules(self) -> Guide:
        refuse_promises("answer", self.answer)
        if self.verdict == "depends" and not self.when:
            raise ValueError("verdict 是 depends 却没有 when→写 2–5 条 if/then")
        if self.verdict == "howto" and not self.steps:
            raise ValueError("verdict 是 howto 却没有 steps→写 3–6 步，每步不超过 40 字")
        asks = len(self.asks) + sum(len(section.asks) for section in self.sections.values())
        if asks < MIN_ASKS:
            raise ValueError(f"asks 一共只有 {asks} 条→整页（含各小节）写够 {MIN_ASKS} 条")
        longest = MAX_REVIEW_DAYS_WITH_PLATFORM_RULE if self.platform_rules() else MAX_REVIEW_DAYS
        if not self.reviewed < self.review_by <= self.reviewed + timedelta(days=longest):
            raise ValueError(f"review_by 要在 reviewed 之后 {longest} 天以内→改 review_by（引用平台规则的页面不超过半年）")
        return self

    def platform_rules(self) -> list[str]:
        """Cites of platform rules on this page, sections included."""
        return [cite for cite in self.all_cites() if cite.startswith("rule:")]

    def all_cites(self) -> Iterator[str]:
        """Every cite of the page: its own, then those of its sections (duplicates kept)."""
        yield from self.cites
        for section in self.sections.values():
            yield from section.cites or []

    def all_asks(self) -> Iterator[tuple[str, str]]:
        """(anchor, ask) of the lead (anchor "") and of every section."""
        yield from (("", ask) for ask in self.asks)
        for anchor, section in self.sections.items():
            yield from ((anchor, ask) for ask in section.asks)


MIN_ASKS = 15
Meta = Guide | Plain

_FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)^---\s*$", re.DOTALL | re.MULTILINE)


def refuse_promises(key: str, text: str) -> None:
    """Raise ValueError (what→remedy) when `text` promises a result."""
    if found := _PROMISE.search(text):
        raise ValueError(f"{key} 里有承诺词「{found[0]}」→改成「可以主张」「一般」「通常」一类说法")


def read_source(text: str, path: str) -> YamlSource:
    """Cut the front matter out of a Markdown text. Raises ContentError when there is none."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        raise ContentError([Problem(path, 1, "没有 front matter", "文件第一行写 ---，键值之后再写一行 ---")])
    return parse(found[1], path, first_line=2)


def check(source: YamlSource) -> Meta:
    """Validate parsed front matter. Raises ContentError whose problems name the lines."""
    kind = source.data.get("kind") if isinstance(source.data, dict) else None
    return validate(Guide, source) if kind == "guide" else validate(Plain, source)


def body_of(text: str) -> tuple[str, int]:
    """(Markdown below the front matter, line number of its first line)."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        return text, 1
    return text[found.end() :], text[: found.end()].count("\n") + 1
