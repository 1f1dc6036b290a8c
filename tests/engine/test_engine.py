"""The whole path: question → card, on the small corpus."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

import search
from search import AnswerEngine, IndexUnavailable, Segmenter, cards
from search.model import State
from search.pages import Page
from search.registry import Registry
from tests.conftest import CORPUS, corpus_page

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("question", "passage", "verdict"),
    [
        ("买错了能退吗", "tuihuo#", "看情况"),
        ("七天是从哪天开始算的", "tuihuo#start", "是什么"),
        ("退货邮费谁付", "tuihuo#freight", "看情况"),
        ("退貨郵費誰付", "tuihuo#freight", "看情况"),
        ("商家拖着不给退货怎么办啊", "tuihuo#refuse", "怎么做"),
        ("客服可以骂人吗", "ruma#", "不可以"),
        ("我想让客服给我道歉", "ruma#sorry", "可以"),
    ],
)
def test_questions_find_their_section(engine: AnswerEngine, question: str, passage: str, verdict: str) -> None:
    answer = engine.answer(question, DAY)
    assert answer.state == "answer"
    assert answer.passage is not None
    assert answer.passage.id == passage
    assert answer.card["verdict"] == verdict


def test_the_quote_is_cut_from_the_winning_section(engine: AnswerEngine) -> None:
    answer = engine.answer("七天是从哪天开始算的", DAY)
    assert answer.quote is not None
    assert answer.passage is not None
    assert answer.passage.text[answer.quote.start : answer.quote.end] == answer.quote.text
    assert "签收" in answer.quote.text


@pytest.mark.parametrize("question", ["今天天气怎么样", "红烧肉怎么做好吃", "离婚财产怎么分", "asdfghjkl", "!!!???"])
def test_strangers_get_no_source(engine: AnswerEngine, question: str) -> None:
    answer = engine.answer(question, DAY)
    assert answer.state in ("unknown", "blank", "unclear", "smalltalk", "out_of_scope")
    assert answer.passage is None
    assert answer.quote is None
    assert not answer.card
    assert answer.notice
    assert answer.next_steps


@pytest.mark.parametrize("question", ["", "   ", "\u200b", "。。。", "😀😀"])
def test_nothing_asked_is_blank(engine: AnswerEngine, question: str) -> None:
    assert engine.answer(question, DAY).state == "blank"


@pytest.mark.parametrize(
    "question", ["退" * 1000, "a" * 5000, "<script>alert(1)</script>", "' OR 1=1 --", "退*货~2 NOT (", "\x00\ud800", "词" * 40 + "退货"]
)
def test_hostile_input_is_only_text(engine: AnswerEngine, question: str) -> None:
    assert engine.answer(question, DAY).state in get_args(State)


def test_a_section_fills_what_it_leaves_out_from_its_page(engine: AnswerEngine) -> None:
    card = engine.answer("七天是从哪天开始算的", DAY).card
    assert [channel["id"] for channel in card["channels"]] == ["shop", "court"]
    assert card["deadlines"][0]["text"] == "退货通知：签收次日起 7 日内"
    assert card["when"] == []  # the branches belong to 看情况


def test_the_basis_carries_the_status_of_the_day(engine: AnswerEngine) -> None:
    assert engine.answer("买错了能退吗", DAY).card["basis"][0]["status"] == "现行"
    assert engine.answer("买错了能退吗", date(2019, 1, 1)).card["basis"][0]["status"] == "即将施行"


def test_probes_are_not_indexed(corpus_index: Path) -> None:
    everything = "".join(path.read_text(encoding="utf-8", errors="ignore") for path in corpus_index.iterdir())
    assert "手滑买多了一件" not in everything
    assert "买错了能退吗" in everything


def test_suggestions_hold_what_was_typed(engine: AnswerEngine) -> None:
    suggestions = engine.suggest("道歉")
    assert suggestions
    assert all("道歉" in suggestion.text for suggestion in suggestions)


def test_search_lists_sections(engine: AnswerEngine) -> None:
    results = engine.search("录屏")
    assert results[0].url == "/demo/ruma/#keep"
    assert "录屏" in results[0].snippet


@pytest.mark.parametrize("damage", ["delete", "cut", "flip"])
def test_a_damaged_index_is_refused_before_it_is_read(damage: str, corpus_index: Path, segmenter: Segmenter, tmp_path: Path) -> None:
    for name in [path.name for path in corpus_index.iterdir() if path.name != "MANIFEST.json"]:
        folder = tmp_path / f"{damage}-{name}"
        shutil.copytree(corpus_index, folder)
        target = folder / name
        data = bytearray(target.read_bytes())
        if damage == "delete":
            target.unlink()
        elif damage == "cut":
            target.write_bytes(data[: len(data) // 2])
        else:
            if not data:
                continue
            data[len(data) // 2] ^= 1
            target.write_bytes(bytes(data))
        if damage == "cut" and not data:
            continue
        with pytest.raises(IndexUnavailable):
            AnswerEngine.open(folder, CORPUS / "_registry", segmenter)


def test_an_index_without_manifest_is_no_index(tmp_path: Path, segmenter: Segmenter) -> None:
    with pytest.raises(IndexUnavailable):
        AnswerEngine.open(tmp_path, CORPUS / "_registry", segmenter)


def test_a_draft_page_gives_no_answers(corpus_registry: Registry, segmenter: Segmenter, tmp_path: Path) -> None:
    pages: list[Page] = [
        corpus_page("tuihuo"),
        corpus_page("ruma", lambda text: text.replace("risk: legal", "risk: legal\nstatus: draft\nwhy: 还没写完")),
    ]
    search.write_index(pages, corpus_registry, search.load_lexicon(), segmenter, tmp_path / "index", "20260101000000-draft")
    draft_free = AnswerEngine.open(tmp_path / "index", CORPUS / "_registry", segmenter)
    answer = draft_free.answer("客服可以骂人吗", DAY)
    assert answer.passage is None or answer.passage.page_id != "ruma"


def test_an_overdue_page_leaves_the_answers_after_thirty_days(engine: AnswerEngine) -> None:
    assert engine.answer("客服可以骂人吗", date(2026, 6, 30)).card["overdue"] is False
    assert engine.answer("客服可以骂人吗", date(2026, 7, 30)).card["overdue"] is True
    assert engine.answer("客服可以骂人吗", date(2026, 7, 31)).state == "unknown"


def test_law_change_drill(corpus_pages: list[Page], corpus_registry: Registry) -> None:
    """An article is repealed: every page that cites it needs an update from that day on, and no other page does."""
    law = corpus_registry.laws["demo"]
    article = law.articles["5"].model_copy(update={"repealed": date(2026, 2, 1)})
    changed = replace(
        corpus_registry, laws={**corpus_registry.laws, "demo": law.model_copy(update={"articles": {**law.articles, "5": article}})}
    )
    by_id = {page.meta.id: page for page in corpus_pages}
    for page in corpus_pages:
        for anchor, card in cards.cards_of(page, changed, by_id).items():
            before, after = cards.as_of(card, changed, date(2026, 1, 31)), cards.as_of(card, changed, date(2026, 2, 1))
            assert before["status"] == "live"
            assert after["status"] == ("needs_update" if page.meta.id == "tuihuo" else "live"), anchor
            assert ("《样例买卖法》第五条已经废止" in after["why"]) == (page.meta.id == "tuihuo")
