"""The questions that the engine is measured with: `tests/golden/questions` and the probes of the guides. Never indexed.

`dev/<kind>.yml` holds typed questions by kind. Each belongs for good to the calibration half, which may be looked at, or to the report
half, which may not: figures are quoted from it, nothing is fitted on it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from scripts import content_rules
from search import yaml_source
from search.evaluation import Half, Labelled, Target
from search.frontmatter import VERDICT_WORDS, Guide, Slug, Text
from search.model import State
from search.yaml_source import StrictModel

QUESTIONS = content_rules.ROOT / "tests" / "golden" / "questions"
_SHOWN = "tests/golden/questions"


class Entry(StrictModel):
    """One typed question. at: `page#section` (`page#` is the lead); also: places that are as right, a bare page id any section of it."""

    q: Annotated[str, StringConstraints(strip_whitespace=False)]
    of: Text | None = None
    at: Text | None = None
    also: list[Text] = []
    verdict: list[Text] = []
    says: list[Annotated[list[Text], Field(min_length=1)]] = []
    state: list[State] = []
    pages: list[Slug] = []

    @model_validator(mode="after")
    def place_or_state(self) -> Entry:
        if bool(self.at) == bool(self.state):
            raise ValueError("写 at（有答案）或 state（没有答案），二者写一个")
        return self

    def labelled(self, kind: str) -> Labelled:
        """The entry as the evaluation knows it."""
        places = [*filter(None, [self.at]), *self.also, *self.pages]
        return Labelled(
            question=self.q,
            targets=tuple(_target(place) for place in places),
            states=tuple(self.state),
            kind=kind,
            verdicts=tuple(VERDICT_WORDS[verdict] for verdict in self.verdict),
            says=tuple(tuple(wordings) for wordings in self.says),
            meant=self.of or "",
        )


class Need(StrictModel):
    """One of the commonest needs; `also`: pages that answer as rightly."""

    q: Text
    page: Slug
    at: Text | None = None
    also: list[Slug] = []


def typed(half: Half | None = None, folder: Path = QUESTIONS / "dev") -> list[Labelled]:
    """The typed questions of one half, or all. Raises ContentError naming file and line."""
    found = []
    for path in sorted(folder.glob("*.yml")):
        source = yaml_source.read(path, f"{_SHOWN}/dev/{path.name}")
        found += [yaml_source.validate(Entry, source, data, (place,)).labelled(path.stem) for place, data in enumerate(source.data)]
    return [entry for entry in found if half is None or entry.half() == half]


def needs() -> list[Labelled]:
    """The needs that people bring most often."""
    source = yaml_source.read(QUESTIONS / "needs.yml", f"{_SHOWN}/needs.yml")
    entries = [yaml_source.validate(Need, source, data, (place,)) for place, data in enumerate(source.data)]
    return [Labelled(need.q, ((need.page, need.at), *((page, None) for page in need.also)), kind="needs") for need in entries]


def asks(docs: Path = content_rules.DOCS) -> list[Labelled]:
    """The asks of all guides: indexed, so each must find its page."""
    metas = (content_rules.read_page(path, docs).meta for path in content_rules.knowledge_pages(docs))
    return [
        Labelled(ask, ((meta.id, anchor),), kind="asks") for meta in metas if isinstance(meta, Guide) for anchor, ask in meta.all_asks()
    ]


def probes(docs: Path = content_rules.DOCS) -> list[Labelled]:
    """The probes of all guides."""
    metas = (content_rules.read_page(path, docs).meta for path in content_rules.knowledge_pages(docs))
    return [
        Labelled(probe.q, ((meta.id, probe.at), *((page, None) for page in probe.also)), kind="probes")
        for meta in metas
        if isinstance(meta, Guide)
        for probe in meta.probes
    ]


def _target(place: str) -> Target:
    page, named, anchor = place.partition("#")
    return page, anchor if named else None
