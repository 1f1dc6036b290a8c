"""One spelling for one thing: str → str. Used on pages and on questions alike, so that both meet.

Owns: widths, case, invisible characters, repeated characters, traditional → simplified (the one home of OpenCC), numerals (7日 = 七天,
第25条 = 第二十五条). Does not know: words, jieba, files.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

# Cf covers zero-width characters and direction marks; Cc control characters; emoji are So and become a blank.
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f\u00ad]")
_REPEATED = re.compile(r"(.)\1{2,}")
_SPACES = re.compile(r"\s+")
_UNITS = "天|日|年|个月|月内|周|倍|次|小时|个工作日|工作日|个自然日|自然日|成"
_DIGITS_WITH_UNIT = re.compile(rf"(?<![\d.\-/月年])(\d{{1,3}})(?={_UNITS})")
_ARTICLE = re.compile(r"第(\d{1,4})条")
_DAYS = re.compile(r"(?<![月\d])([一二三四五六七八九十百两]{1,5})(?:个?自然日|日)(?!期|历|常)")
_TWO = re.compile(r"(?<!十)二(?=天|年|个月|倍|周|小时|个工作日)")  # not 二次: 二次销售 is a word


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def to_simplified(text: str) -> str:
    """Traditional characters, Taiwan and Hong Kong words included, to simplified; simplified text comes back unchanged."""
    if _converter("t2s").convert(text) == text:
        return text
    return str(_converter("tw2sp").convert(text))


def to_traditional(text: str) -> str:
    """Simplified characters to traditional ones, words as they are; for measuring that both find the same."""
    return str(_converter("s2t").convert(text))


def normalize(text: str) -> str:
    """The one form in which texts are compared. Idempotent."""
    text = unicodedata.normalize("NFKC", text)
    text = _INVISIBLE.sub("", text)
    text = "".join(" " if unicodedata.category(char) in ("Cc", "So", "Cs", "Co", "Cn", "Sk") else char for char in text)
    text = to_simplified(text).lower()
    text = _REPEATED.sub(r"\1\1", text)
    return numerals(_SPACES.sub(" ", text).strip())


def numerals(text: str) -> str:
    """Small numbers before a unit in Chinese (7天 → 七天), days as 天 (七日 → 七天), articles as 第二十五条. Dates stay."""
    text = _ARTICLE.sub(lambda found: f"第{chinese_number(int(found[1]))}条" if int(found[1]) else found[0], text)
    text = _DIGITS_WITH_UNIT.sub(lambda found: chinese_number(int(found[1])) if int(found[1]) else found[1], text)
    text = _DAYS.sub(r"\1天", text)
    return _TWO.sub("两", text)


_DIGITS = "零一二三四五六七八九"


def chinese_number(value: int) -> str:
    """1 → 一, 10 → 十, 25 → 二十五, 108 → 一百零八, 1183 → 一千一百八十三 (0 < value < 10000)."""
    out, zero = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, power)
        if digit:
            out += ("零" if zero and out else "") + _DIGITS[digit] + unit
            zero = False
        else:
            zero = True
    return re.sub(r"^一十", "十", out)
