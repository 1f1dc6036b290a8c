"""Registries → the data that each tool page carries inside itself, so that a rule has one place. Does not know MkDocs.

A tool is a page docs/tools/<name>.md with its form docs/_theme/tools/<name>.html and its script
docs/assets/javascripts/tools/<name>.js. What form and script need stands in `DATA_OF[<name>]`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import Any, get_args

import chinese_calendar

from search import rules
from search.frontmatter import Guide, Meta, ToolId
from search.registry import Amount, Deadline, Registry

FOLDER = "tools/"
TOOLS: tuple[str, ...] = get_args(ToolId)  # in the order in which they are offered
CALENDAR_PACKAGE = "chinesecalendar"
FIRST_YEAR = 2019  # arrangements of earlier years decide no time limit that is still of use
OWN_RULE = "ziding"
OWN_RULE_CITES = ("mdf#201", "mdf#202", "mdf#204")
OWN_RULE_REST_DAY = "mdf#203"
TO_ROOT = "../.."  # a tool page stands two folders deep: its links work under any address
ToolData = dict[str, Any]


def uri_of(tool: str) -> str:
    """Path of a tool's page under docs."""
    return f"{FOLDER}{tool}.md"


def tool_of(uri: str) -> str | None:
    """The tool's name of a page docs/tools/<name>.md; None for every other page and for the list of tools."""
    return next((tool for tool in TOOLS if uri_of(tool) == uri), None)


def data_of(tool: str, registry: Registry, day: date) -> ToolData:
    """What the tool's form and script need; empty for a tool that needs nothing."""
    make = DATA_OF.get(tool)
    return make(registry, day) if make else {}


def as_json(data: ToolData) -> str:
    """Data as JSON that is safe inside a <script> element; empty for no data."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c") if data else ""


@cache
def calendar() -> rules.Calendar:
    """China's days off and make-up workdays, from the maintained package, whole years only."""
    days_off, make_up = chinese_calendar.constants.holidays, chinese_calendar.constants.workdays
    return rules.Calendar(FIRST_YEAR, max(day.year for day in days_off), _since_first_year(days_off), _since_first_year(make_up))


def _since_first_year(days: Iterable[date]) -> frozenset[date]:
    return frozenset(day for day in days if day.year >= FIRST_YEAR)


def deadline_data(registry: Registry, day: date) -> ToolData:
    """The deadline calculator: every rule, and the calendar that working days and days off are counted by."""
    return {
        "rules": {key: _deadline(entry, registry, day) for key, entry in registry.deadlines.items()} | {OWN_RULE: _own_rule(registry, day)},
        "calendar": _calendar_data(),
    }


def _calendar_data() -> ToolData:
    known = calendar()
    return {
        "first_year": known.first_year,
        "last_year": known.last_year,
        "holidays": sorted(off.isoformat() for off in known.holidays),
        "workdays": sorted(worked.isoformat() for worked in known.workdays),
        "source": f"{CALENDAR_PACKAGE} {version(CALENDAR_PACKAGE)}",
    }


def _deadline(entry: Deadline, registry: Registry, day: date) -> ToolData:
    rest = entry.rest_day
    return {
        "label": entry.label,
        "topic": entry.topic,
        "whose": entry.whose,
        "from": entry.from_,
        "text": entry.text,
        "period": {"start": entry.start, "length": entry.length, "unit": entry.unit, "moves": rest.covers if rest else None},
        "unit_word": entry.unit_word,
        "end_rule": entry.end_rule,
        "effect_if_missed": entry.effect_if_missed,
        "note": entry.note,
        "rest_day": {"sure": rest.sure, "by": cite_data(rest.by, registry, day)} if rest else None,
        "basis": [cite_data(cite, registry, day) for cite in entry.cites],
    }


def _own_rule(registry: Registry, day: date) -> ToolData:
    """A time limit that was agreed or promised: how it counts is the Civil Code's, its length is the reader's."""
    return {
        "label": "约定的期限（客服承诺、合同写的）",
        "topic": "约定的期限",
        "whose": "对方",
        "from": "约定的起点",
        "text": "自己填长短：小时从说好的时刻起算，天、月、年从第二天起算",
        "period": None,
        "end_rule": "约定另有算法的，按约定；当天、即日这类说法，先问清从什么时候算",
        "effect_if_missed": "可以要求对方兑现，并保留承诺原话和时间",
        "note": "只是按民法典的期间算法推算，承诺本身要有聊天记录或页面截图证明",
        "rest_day": {"sure": False, "by": cite_data(OWN_RULE_REST_DAY, registry, day)},
        "basis": [cite_data(cite, registry, day) for cite in OWN_RULE_CITES],
    }


def cite_data(cite: str, registry: Registry, day: date) -> ToolData:
    """An article as the scripts show it (`basisLinks` of dom.js), its address as seen from a tool page."""
    found = registry.resolve(cite)
    return {
        "law": found.name,
        "place": found.place,
        "gist": found.gist,
        "url": f"{TO_ROOT}{found.url}",
        "status": found.status(day),
        "checked": found.law.checked.isoformat() if found.law else "",
    }


def amount_data(registry: Registry, day: date) -> ToolData:
    """The amount calculator: every claim with its conditions, numbers, proof and channels."""
    return {"rules": {key: _amount(entry, registry, day) for key, entry in registry.amounts.items()}}


def _amount(entry: Amount, registry: Registry, day: date) -> ToolData:
    terms = entry.terms
    return {
        "label": entry.label,
        "text": entry.text,
        "condition": entry.condition,
        "ticks": entry.ticks,
        "inputs": entry.inputs,
        "optional": entry.optional,
        "formula": {
            "name": terms.name,
            "times": terms.times,
            "loss_times": terms.loss_times,
            "floor": terms.floor,
            "cap_percent": terms.cap_percent,
        },
        "caution": entry.caution,
        "evidence": [_evidence(key, registry) for key in entry.evidence],
        "channels": [_channel(key, registry) for key in entry.channels],
        "basis": [cite_data(cite, registry, day) for cite in entry.cites],
    }


def _evidence(key: str, registry: Registry) -> ToolData:
    entry = registry.evidence[key]
    return {"what": entry.what, "how": entry.how_to_keep}


def _channel(key: str, registry: Registry) -> ToolData:
    entry = registry.channels[key]
    return {"name": entry.name, "how": entry.how}


def rules_of_sections(meta: Meta, card: Mapping[str, Any], registry: Registry) -> ToolData:
    """Time limits and amounts that only the sections of a guide name, in order: its lead offers to calculate them too."""
    if not isinstance(meta, Guide):
        return {}
    return {
        f"section_{slot}": [
            {"id": key, "label": getattr(registry, slot)[key].label}
            for key in dict.fromkeys(key for section in meta.sections.values() for key in getattr(section, slot) or [])
            if key not in {entry["id"] for entry in card[slot]}
        ]
        for slot in ("deadlines", "amounts")
    }


DATA_OF: dict[str, Callable[[Registry, date], ToolData]] = {
    "deadline": deadline_data,
    "amount": amount_data,
}
