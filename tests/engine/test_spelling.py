"""What was meant by what was typed: pinyin, initials, homophones, look-alikes; and what must be left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

import search
from search import language_model
from search.language_model import LanguageModel
from search.normalize import normalize
from search.segmentation import Segmenter
from search.spelling import Speller
from search.syllables import of_word, sound

SAYINGS = [
    "商家不赔偿怎么办", "退款多久到账", "七天无理由退货", "运费险怎么用", "客服骂我可以投诉吗", "快递丢了谁赔", "退货运费谁出", "未发货可以退款吗",
    "商家拒绝退款怎么办", "假一赔三怎么算", "质量问题可以退货吗", "被诈骗了怎么报警", "在线客服不理人", "我想投诉卖家", "商家不退款", "订单取消了",
]  # fmt: skip


@pytest.fixture(scope="module")
def model(segmenter: Segmenter, tmp_path_factory: pytest.TempPathFactory) -> LanguageModel:
    folder = tmp_path_factory.mktemp("language")
    language_model.write([(normalize(saying), 20) for saying in SAYINGS], segmenter, folder)
    return language_model.read(folder, segmenter)


@pytest.fixture(scope="module")
def speller(model: LanguageModel) -> Speller:
    return Speller(model, search.load_lexicon().look_alikes)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tuikuan duojiu daozhang", "退款多久到账"),
        ("tuikuanduojiudaozhang", "退款多久到账"),
        ("kefu ma wo keyi tousu ma", "客服骂我可以投诉吗"),
        ("qtwlyth", "七天无理由退货"),
        ("yfx怎么用", "运费险怎么用"),
        ("商家不陪偿怎么办", "商家不赔偿怎么办"),
        ("退贷运费谁出", "退货运费谁出"),
        ("末发货可以退款吗", "未发货可以退款吗"),
        ("被炸骗了怎么报警", "被诈骗了怎么报警"),
        ("商家拒决退款怎么办", "商家拒绝退款怎么办"),
        ("快弟丢了谁赔", "快递丢了谁赔"),
    ],
)
def test_reads_what_was_meant(speller: Speller, typed: str, meant: str) -> None:
    best = speller.readings(typed)[0]
    assert best.text == meant
    assert best.changes
    assert best.cost < speller.as_typed(typed).cost


@pytest.mark.parametrize("typed", ["iphone15坏了", "4s店不退款", "t恤掉色", "u盘坏了", "退款多久到账", "今天天气怎么样", "!!!", "", "2026-11-22"])
def test_leaves_alone_what_is_right_or_foreign(speller: Speller, typed: str) -> None:
    assert speller.readings(typed)[0].text == typed


def test_alternatives_come_with_their_cost(speller: Speller) -> None:
    readings = speller.readings("yfx")
    assert len({reading.text for reading in readings}) == len(readings) > 1
    assert [reading.cost for reading in readings] == sorted(reading.cost for reading in readings)


@pytest.mark.parametrize("typed", ["a" * 1000, "zhuang" * 160, "退" * 1000, "tui款" * 200, "'" * 50, "a'b c'd"])
def test_hostile_input_ends(speller: Speller, typed: str) -> None:
    assert speller.readings(typed)


def test_syllables_follow_the_word() -> None:
    assert of_word("长度") == ("chang", "du")
    assert of_word("长大") == ("zhang", "da")
    assert of_word("退a货") == ("tui", "a", "huo")


@pytest.mark.parametrize(("left", "right"), [("zhang", "zan"), ("shi", "si"), ("nan", "lan"), ("ying", "yin")])
def test_southern_ears(left: str, right: str) -> None:
    assert sound(left) == sound(right)


def test_our_words_are_familiar(model: LanguageModel) -> None:
    assert model.familiarity("退款") > 1 > 0 > model.familiarity("天气")
