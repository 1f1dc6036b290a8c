"""Long stories: what asks is kept, what only tells is dropped."""

from __future__ import annotations

import pytest

import search
from search.clauses import KEPT, LONG, core, length
from search.engine import AnswerEngine
from search.segmentation import Segmenter

STORY = (
    "我老家在山里,去年才通的公路,我妈一辈子没出过远门,我爸身体也不好,前两年住过一次院。过年的时候我弟带了女朋友回来,家里热闹得很。"
    "我给我妈在网上买了件羽绒服,她舍不得穿。商家说已经剪了吊牌不给退货。请问七天无理由还能退吗?"
)


@pytest.fixture
def keep(engine: AnswerEngine, segmenter: Segmenter) -> object:
    stopwords = search.load_lexicon().stopwords
    return lambda text: core(text, engine._speller.model, segmenter, stopwords)


def test_a_short_text_is_read_whole(keep) -> None:  # type: ignore[no-untyped-def]
    assert keep("买错了能退吗") == "买错了能退吗"


def test_the_question_of_a_story_is_kept(keep) -> None:  # type: ignore[no-untyped-def]
    kept = keep(STORY)
    assert len(kept) <= KEPT < len(STORY)
    assert "请问七天无理由还能退吗?" in kept
    assert "公路" not in kept


@pytest.mark.parametrize("text", ["退" * 1000, "。" * 200, "a" * 1000, "没有标点" * 100, "、" * (LONG + 1)])
def test_hostile_stories(keep, text: str) -> None:  # type: ignore[no-untyped-def]
    assert length(keep(text)) <= KEPT


def test_the_understood_question_is_told(engine: AnswerEngine) -> None:
    assert "请问七天无理由还能退吗" in engine.explain(STORY)["text"]
