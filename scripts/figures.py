"""Numbers with a unit: each one in a guide must stand in something that the guide cites. Pure.

7日 = 七天 = 七日, 两年 = 2年, 三倍 = 3倍, 1万元 = 10000元, 百分之二十 = 20%. Dates, ordinals (第七天), names of rules
(七天无理由) and sentences marked as examples are no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scripts.prose import EXAMPLE, sentences
from search.errors import Problem
from search.frontmatter import Guide
from search.registry import Registry

Figure = tuple[float, str]

_NUMBER = r"\d+(?:\.\d+)?(?:万|千|百)?|[零一二三四五六七八九十百千两万]+"
_UNIT = r"个?工作日|个?自然日|日|天|倍|元|块钱|年|个月|%"
_FIGURE = re.compile(rf"(?P<number>{_NUMBER})\s?(?P<unit>{_UNIT})")
_PERCENT = re.compile(r"百分之([零一二三四五六七八九十百]+)")
_NAMES = re.compile(
    r"[七7][天日](?:内)?无理由|七日退货|\d{4}\s?年(?:\s?\d{1,2}\s?月)?(?:\s?\d{1,2}\s?日)?|\d{1,2}\s?月\s?\d{1,2}\s?日|[一二三四五六七八九十]+月[一二三四五六七八九十]+日|第[零一二三四五六七八九十百千\d]+(?:天|日|年|个工作日)|退一赔[三十]|假一赔[一三十]|[〔【][^〕】]*[〕】]|一年到头|下一个工作日|百年"
)
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_UNITS = {"天": "日", "个自然日": "日", "自然日": "日", "工作日": "个工作日", "块钱": "元"}


def value_of(number: str) -> float:
    """十五 → 15, 1.5万 → 15000, 三千 → 3000."""
    if number[0].isdigit():
        times = {"万": 10000, "千": 1000, "百": 100}.get(number[-1], 1)
        return float(number.rstrip("万千百")) * times
    total = section = digit = 0
    for character in number:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character == "万":
            total, section, digit = (total + section + digit) * 10000, 0, 0
        else:
            section, digit = section + (digit or 1) * _POWERS[character], 0
    return float(total + section + digit)


def figures(text: str) -> Iterator[tuple[str, Figure]]:
    """(as written, figure) for every number with a unit in a text."""
    text = _NAMES.sub(lambda found: "□" * len(found[0]), text)
    for found in _PERCENT.finditer(text):
        yield found[0], (value_of(found[1]), "%")
    for found in _FIGURE.finditer(text):
        figure = (value_of(found["number"]), _UNITS.get(found["unit"], found["unit"]))
        if figure != (1.0, "日"):  # 最后一天, 早一天, 一天到晚: a way of speaking, never a time limit of any law here
            yield found[0], figure


def allowed(meta: Guide, registry: Registry) -> set[Figure]:
    """The figures of everything that a guide cites, its sections included."""
    return supported(meta.all_cites(), [meta, *meta.sections.values()], registry)


def supported(cites: Iterable[str], holders: Iterable[object], registry: Registry) -> set[Figure]:
    """The figures of articles and platform rules, and of the deadlines, amounts and channels that `holders` name."""
    texts: list[str] = []
    for cite in cites:
        found = registry.resolve(cite)
        texts += found.article.figures if found.article else []
        texts += found.rule.figures if found.rule and found.rule.confidence != "old" else []

    holders = list(holders)

    def named(slot: str) -> set[str]:
        return {name for holder in holders for name in getattr(holder, slot, None) or []}

    for key in named("deadlines"):
        entry = registry.deadlines[key]
        texts += [f"{entry.length}{entry.unit_word}", *_figures_of_cites(entry.cites, registry)]
    for key in named("amounts"):
        amount = registry.amounts[key]
        texts += [amount.text, f"{amount.floor or 0}元", *_figures_of_cites(amount.cites, registry)]
    for key in named("channels"):
        texts += _figures_of_cites(registry.channels[key].cites, registry)
    return {figure for text in texts for _, figure in figures(text)}


def _figures_of_cites(cites: Iterable[str], registry: Registry) -> list[str]:
    return [figure for cite in cites for found in [registry.resolve(cite)] if found.article for figure in found.article.figures]


def unsupported(text: str, known: set[Figure]) -> Iterator[str]:
    """Figures of a text, as written, that are not known; a text marked as an example or an old saying has none."""
    if EXAMPLE.search(text) or "旧说法" in text:
        return
    yield from (written for written, figure in figures(text) if figure not in known)


def problems(markdown: str, path: str, known: set[Figure]) -> Iterator[Problem]:
    """Figures in the body of a guide that nothing it cites contains."""
    for sentence in sentences(markdown):
        if "已废止" in sentence.text:  # history, said to be history
            continue
        for written in unsupported(sentence.text, known):
            remedy = "补上写着这个数的 cites、deadlines 或 amounts；是举例就写「例如」；没有依据就删掉"
            yield Problem(path, sentence.line, f"数字「{written}」在本页的依据里找不到（{sentence.text[:30]}…）", remedy, "figures")
