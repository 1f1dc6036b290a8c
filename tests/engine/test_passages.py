"""passages: sections follow the rendered HTML."""

from __future__ import annotations

from search.model import Passage
from search.pages import Page
from search.passages import cut_passages


def passage(pages: list[Page], anchor: str) -> Passage:
    return next(found for found in cut_passages(pages[0]) if found.anchor == anchor)


def test_every_h2_is_a_passage_and_the_lead_comes_first(corpus_pages: list[Page]) -> None:
    assert [found.anchor for found in cut_passages(corpus_pages[0])] == ["", "start", "freight", "refuse", "myths"]


def test_permalink_signs_are_no_text(corpus_pages: list[Page]) -> None:
    assert passage(corpus_pages, "start").heading == "从哪天开始算"


def test_h3_without_an_answer_of_its_own_stays_in_its_section(corpus_pages: list[Page]) -> None:
    assert "券按规则退回账户。" in passage(corpus_pages, "freight").text


def test_a_table_row_is_one_block(corpus_pages: list[Page]) -> None:
    lead = passage(corpus_pages, "")
    assert [lead.text[block.start : block.end] for block in lead.blocks if block.kind == "row"] == [
        "情况 | 能不能退",
        "完好 | 能",
        "定做 | 一般不能",
    ]


def test_texts_to_copy_are_templates(corpus_pages: list[Page]) -> None:
    start = passage(corpus_pages, "start")
    assert [start.text[block.start : block.end] for block in start.blocks if block.kind == "template"] == [
        "可以直接发：我在期限内申请退货，请确认地址。"
    ]


def test_nested_list_items_are_blocks_of_their_own(corpus_pages: list[Page]) -> None:
    freight = passage(corpus_pages, "freight")
    assert [freight.text[block.start : block.end] for block in freight.blocks][:3] == [
        "不想要的，寄回的运费自己出。",
        "质量问题，来回运费店家出。",
        "垫付的可以要回来。",
    ]


def test_a_section_without_an_answer_has_no_question(corpus_pages: list[Page]) -> None:
    myths = passage(corpus_pages, "myths")
    assert (myths.has_answer, myths.question, myths.url) == (False, "", "/demo/tuihuo/#myths")
