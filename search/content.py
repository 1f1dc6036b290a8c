"""What an index holds besides terms: passages, their cards, the look-alikes. One file, read and written here only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from search.model import Block, Passage

NAME = "content.json"
Cards = Mapping[str, Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True)
class Content:
    """`cards`: page id → anchor → card. `not_asks`: (page id, question that is not this page's)."""

    passages: tuple[Passage, ...]
    cards: Cards
    not_asks: tuple[tuple[str, str], ...]

    def without_asks(self, fold: int, folds: int) -> tuple[Content, list[tuple[str, str, str]]]:
        """(the content without every `folds`-th ask of each passage, those asks as (question, page id, anchor)): development
        questions that the index has not seen."""
        held = [
            (ask, passage.page_id, passage.anchor)
            for passage in self.passages
            for place, ask in enumerate(passage.asks)
            if place % folds == fold
        ]
        kept = tuple(
            replace(passage, asks=tuple(ask for place, ask in enumerate(passage.asks) if place % folds != fold))
            for passage in self.passages
        )
        return replace(self, passages=kept), held


def write(content: Content, folder: Path) -> None:
    """Write content.json into an index folder."""
    data = {"passages": [asdict(passage) for passage in content.passages], "cards": content.cards, "not_asks": content.not_asks}
    (folder / NAME).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def read(folder: Path) -> Content:
    """Read content.json. Raises OSError, ValueError, KeyError or TypeError for a file that is not one."""
    data = json.loads((folder / NAME).read_text(encoding="utf-8"))
    return Content(
        passages=tuple(_passage(entry) for entry in data["passages"]),
        cards=data["cards"],
        not_asks=tuple((page_id, question) for page_id, question in data["not_asks"]),
    )


def _passage(entry: dict[str, Any]) -> Passage:
    blocks = tuple(Block(**block) for block in entry["blocks"])
    return Passage(**{**entry, "asks": tuple(entry["asks"]), "blocks": blocks})
