"""The worked cases of the rules, read once for both sides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "cases.yml").read_text(encoding="utf-8"))


def label(case: dict[str, Any]) -> str:
    """A short name for a case in the output of a test."""
    return "-".join(str(case[key]) for key in ("rule", "start", "length", "unit", "event", "hours", "inputs", "typed") if key in case)
