"""Every state of the card as a reader sees it, those included that the engine does not give yet: the template is rendered with a
made-up card, put where the service would put it, and looked at in the browser."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, render_template
from playwright.sync_api import Page, expect

from .conftest import NewPage
from .test_pages import LOW_CONTRAST, require_no_overflow

CITED: dict[str, Any] = {
    "question": "退运费",
    "understood": "退货的运费由谁承担？",
    "corrections": [{"wrong": "运废", "right": "运费"}],
    "notice": None,
    "options": [],
    "page": {"id": "x", "title": "退货运费谁出", "url": "/returns/shipping-cost/"},
    "section": {"anchor": "which", "heading": "先看你属于哪种", "question": "", "url": "/returns/shipping-cost/#which"},
    "verdict": "看情况",
    "answer": "看情况。不想要了自己出；质量问题由商家出 <b>。",
    "when": [{"if": "不想要了", "then": "你出"}, {"if": "质量问题", "then": "商家出"}],
    "steps": ["第一步", "第二步", "第三步", "第四步", "第五步"],
    "deadlines": [{"id": "d", "text": "签收次日起 7 日内", "if_missed": "不能无理由退", "note": "节假日照算"}],
    "amounts": [{"id": "a", "text": "价款的三倍，最低 500 元", "condition": "商家有欺诈", "caution": "要证明欺诈"}],
    "channels": [{"id": "c", "text": "平台介入", "how": "订单页", "prereq": "先找过商家", "response_time": "看平台规则"}],
    "evidence": ["订单", "照片"],
    "basis": [
        {
            "law": "某法",
            "article": f"第{number}条",
            "status": status,
            "checked": "2026-11-20",
            "gist": "要旨",
            "url": "/laws/x/#tiao-1",
            "official": "",
        }
        for number, status in (("一", "现行"), ("二", "即将施行"), ("三", "已废止"), ("四", "现行"))
    ],
    "quote": {"text": "原因定了，运费归谁就定了大半。", "url": "/returns/shipping-cost/#which", "heading": "先看你属于哪种"},
    "confidence": "中",
    "confidence_reason": "只对上了一部分",
    "related": [
        {"title": "相关", "url": "/a/"},
        {"title": "同一页", "url": "/a/"},
        {"title": "本节", "url": "/returns/shipping-cost/#which"},
    ],
    "audience": ["seller"],
    "reviewed": "2026-11-20",
    "review_by": "2027-05-20",
    "reviewer": "",
    "status": "needs_update",
    "why": "等新规公布",
    "uncovered": ["赠品"],
}
NOTICES = ("unknown", "out_of_scope", "needs_account", "no_prediction", "refuse", "urgent", "smalltalk", "unclear", "blank")


def notice(state: str) -> dict[str, Any]:
    return {
        "state": state,
        "question": "某个问题",
        "understood": "某个问题",
        "corrections": [],
        "notice": {"text": "这一句是给你的话。", "next": ["可以先做这一件", "再做这一件"]},
        "options": [{"question": "怎么报警", "title": "一篇指南", "url": "/a/"}] if state == "urgent" else [],
        "calls": [{"number": "110", "label": "报警"}] if state == "urgent" else [],
    }


@pytest.fixture(scope="session")
def templates() -> Flask:
    return Flask("qa_service")


def show(page: Page, site: str, templates: Flask, card: dict[str, Any]) -> None:
    """Ask anything; the service's reply is this card."""
    with templates.test_request_context():
        html = render_template("card.html", card=card)
    page.route("**/ask/card", lambda route: route.fulfill(status=200, content_type="text/html; charset=utf-8", body=html))
    page.goto(site)
    page.get_by_label("说说你遇到的事").fill("任何问题")
    page.keyboard.press("Enter")
    expect(page.locator("main article.jl-card")).to_be_focused()


@pytest.mark.parametrize("state", NOTICES)
def test_states_without_an_answer_show_no_source(new_page: NewPage, site: str, templates: Flask, state: str) -> None:
    page = new_page(width=360, height=740, color_scheme="dark" if state in ("urgent", "refuse") else "light")
    show(page, site, templates, notice(state))
    card = page.locator("main article.jl-card")
    expect(card).to_have_attribute("data-state", state)
    expect(card).to_have_attribute("aria-label", "这一句是给你的话。")
    expect(card.get_by_role("heading")).to_have_text("这一句是给你的话。")
    expect(card.locator("blockquote, .jl-verdict, .jl-basis__item, a:not([href^='tel:'], .jl-card__further a)")).to_have_count(0)
    if state == "urgent":
        expect(card.get_by_role("link", name="打 110")).to_have_attribute("href", "tel:110")
    require_no_overflow(page)
    assert page.evaluate(LOW_CONTRAST, "main") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_partial_says_what_is_missing(new_page: NewPage, site: str, templates: Flask, scheme: str) -> None:
    page = new_page(width=360, height=740, color_scheme=scheme)
    show(page, site, templates, CITED | {"state": "partial"})
    card = page.locator("main article.jl-card")
    expect(card.locator(".jl-banner").first).to_have_text("没有找到关于「赠品」的内容，下面只回答「退货的运费由谁承担？」。")
    expect(card).to_contain_text("「运废」看作「运费」")
    expect(card).to_contain_text("写给商家和客服")
    expect(card).to_contain_text("这一页待更新：等新规公布")
    expect(card.locator(".jl-card__answer")).to_have_text("不想要了自己出；质量问题由商家出 <b>。")
    expect(card.locator(".jl-related a")).to_have_text(["相关"])
    more = card.get_by_text("还有 2 步")
    expect(card.get_by_text("第五步")).to_be_hidden()
    more.click()
    expect(card.get_by_text("第五步")).to_be_visible()
    for summary in card.locator("details:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()
    require_no_overflow(page)
    assert page.evaluate(LOW_CONTRAST, "main") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_choose_offers_ways_on_and_no_verdict(new_page: NewPage, site: str, templates: Flask, scheme: str) -> None:
    page = new_page(width=360, height=740, color_scheme=scheme)
    options = [
        {"question": f"第{number}种情况怎么办？", "title": "某篇指南", "url": f"/returns/seven-day/#s{number}"} for number in "一二三"
    ]
    show(page, site, templates, notice("choose") | {"options": options})
    card = page.locator("main article.jl-card")
    expect(card.locator("a.jl-options__link")).to_have_count(3)
    expect(card.get_by_role("link", name="第二种情况怎么办？")).to_have_attribute("href", "/returns/seven-day/#s二")
    expect(card.locator(".jl-verdict, blockquote, .jl-basis__item")).to_have_count(0)
    require_no_overflow(page)
    assert page.evaluate(LOW_CONTRAST, "main") == []


def test_a_card_without_extras_has_no_empty_slots(page: Page, site: str, templates: Flask) -> None:
    bare = {slot: [] for slot in ("when", "steps", "deadlines", "amounts", "channels", "evidence", "basis", "related", "corrections")}
    card = CITED | bare | {"state": "answer", "understood": "退运费", "status": "live", "audience": ["shopper"], "quote": None}
    show(page, site, templates, card)
    shown = page.locator("main article.jl-card")
    expect(shown.locator(".jl-card__understood, .jl-when, .jl-steps, .jl-related, .jl-banner, .jl-card__audience")).to_have_count(0)
    expect(shown.locator("dt")).to_have_text(["依据"])
    expect(shown).to_contain_text("经验做法，无明文依据。")
    expect(shown.locator("a.jl-quote__source")).to_have_attribute("href", "/returns/shipping-cost/#which")
