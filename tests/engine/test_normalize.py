"""normalize: one spelling for one thing."""

from __future__ import annotations

import pytest

from search.normalize import chinese_number, normalize, to_simplified


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("７日", "七天"),
        ("7天", "七天"),
        ("七日", "七天"),
        ("15个工作日", "十五个工作日"),
        ("3倍", "三倍"),
        ("二倍", "两倍"),
        ("第25条", "第二十五条"),
        ("拉黑\u200b了", "拉黑了"),
        ("被淘寶客服拉黑了", "被淘宝客服拉黑了"),
        ("滑鼠壞了", "鼠标坏了"),
        ("太坑了！！！！", "太坑了!!"),
        ("退😡钱", "退 钱"),
    ],
)
def test_spellings_meet(written: str, meant: str) -> None:
    assert normalize(written) == meant


@pytest.mark.parametrize("text", ["11月20日", "2026年3月15日", "12315", "十二个月", "每日", "三包"])
def test_dates_phone_numbers_and_words_stay(text: str) -> None:
    assert normalize(text) == text


@pytest.mark.parametrize("text", ["", "７日内退貨", "哈哈哈哈", "第108条第2款", "a\x00b", "\ud83d"])
def test_normalizing_twice_changes_nothing(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


def test_simplified_text_is_not_touched_by_taiwan_words() -> None:
    assert to_simplified("品质和质量，程序和软件") == "品质和质量，程序和软件"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (25, "二十五"),
        (108, "一百零八"),
        (253, "二百五十三"),
        (1183, "一千一百八十三"),
        (1010, "一千零一十"),
        (110, "一百一十"),
    ],
)
def test_chinese_numbers(number: int, written: str) -> None:
    assert chinese_number(number) == written
