"""Registries → the data that each tool page carries inside itself, so that a rule has one place. Does not know MkDocs.

A tool is a page docs/tools/<name>.md with its form docs/_theme/tools/<name>.html and its script
docs/assets/javascripts/tools/<name>.js. What the script needs stands in `DATA_OF[<name>]`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from search.registry import Registry

FOLDER = "tools/"
ToolData = dict[str, Any]


def tool_of(uri: str) -> str | None:
    """The tool's name of a page docs/tools/<name>.md; None for every other page and for the list of tools."""
    name = uri.removeprefix(FOLDER).removesuffix(".md")
    return name if uri.startswith(FOLDER) and "/" not in name and name != "index" else None


def json_of(tool: str, registry: Registry, day: date) -> str:
    """The tool's data as JSON that is safe inside a <script> element; empty when the tool needs none."""
    make = DATA_OF.get(tool)
    if make is None:
        return ""
    return json.dumps(make(registry, day), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def deadline_data(registry: Registry, day: date) -> ToolData:
    """What the deadline calculator needs."""
    return {"day": day.isoformat(), "rules": {}}


def amount_data(registry: Registry, day: date) -> ToolData:
    """What the amount calculator needs."""
    return {"day": day.isoformat(), "rules": {}}


DATA_OF: dict[str, Callable[[Registry, date], ToolData]] = {
    "deadline": deadline_data,
    "amount": amount_data,
}
