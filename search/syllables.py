"""Chinese characters → pinyin syllables without tones: the only importer of pypinyin, used when an index is built.

Owns: what a syllable is, which syllables sound alike to people of the south (zh = z, n = l, ing = in). Does not know: words, files.
"""

from __future__ import annotations

import re
from functools import cache

INITIAL = re.compile(r"zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]")
_MERGED_INITIALS = {"zh": "z", "ch": "c", "sh": "s", "n": "l"}


def of_word(word: str) -> tuple[str, ...]:
    """Syllables of a word as it is read in this word: 长度 → (chang, du). Characters without a reading stand for themselves."""
    from pypinyin import Style, pinyin  # a quarter of a second: only who builds an index pays it

    return tuple(found[0].replace("ü", "v") for found in pinyin(word, style=Style.NORMAL, errors=list))  # type: ignore[arg-type]  # a list is documented


@cache
def sound(syllable: str) -> str:
    """The class of syllables that are often taken for one another: zhang, zang and zan are one."""
    initial = INITIAL.match(syllable)
    head = initial[0] if initial else ""
    tail = syllable[len(head) :]
    if tail.endswith(("ang", "eng", "ing")):
        tail = tail[:-1]
    return _MERGED_INITIALS.get(head, head) + tail
