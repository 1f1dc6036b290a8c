"""A question typed into the page's own box: the card, its source, the states without an answer, the keyboard, an outage."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from .conftest import NewPage, Server, Watch

QUESTION = "客服骂我我能骂回去吗"
GUIDE = "客服能不能回骂买家：规定、后果与处罚"
SLOTS = (".jl-card__verdict", ".jl-card__answer", ".jl-basis__item", ".jl-quote__source", ".jl-card__confidence", ".jl-meta")


def ask(page: Page, question: str) -> None:
    page.get_by_label("说说你遇到的事").fill(question)
    page.locator("main").get_by_role("button", name="问一问", exact=True).click()


def require_verdict_and_source(page: Page) -> None:
    """The card says 不可以, and its source link leads to a heading that exists on that guide."""
    card = page.locator("main article.jl-card")
    expect(card).to_have_count(1)
    expect(card.locator(".jl-verdict")).to_have_text("不可以")
    assert "不可以" in (card.get_attribute("aria-label") or "")
    for law in card.locator(".jl-basis__item").all():
        expect(law.locator(".jl-status")).to_have_text("现行")
    source = card.locator("a.jl-quote__source")
    expect(source).to_contain_text(GUIDE)
    source.click()
    page.wait_for_url("**/#*")
    anchor = urlsplit(page.url).fragment
    assert anchor and anchor != "answer"
    expect(page.locator(f"h2#{anchor}")).to_be_in_viewport()
    expect(page.locator("h1")).to_contain_text(GUIDE)


def test_home_answers_and_leads_to_the_source(page: Page, site: str) -> None:
    page.goto(site)
    ask(page, QUESTION)
    expect(page.locator("main .jl-verdict")).to_be_visible()
    assert page.url == f"{site}/", "the question must not reach the address"
    require_verdict_and_source(page)


def test_without_javascript_through_the_ask_page(new_page: NewPage, site: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(site)
    ask(page, QUESTION)
    assert page.url == f"{site}/ask/#answer", "the question must not reach the address"
    expect(page.get_by_label("说说你遇到的事")).to_have_value(QUESTION)
    require_verdict_and_source(page)


def test_slots_stand_in_order(page: Page, site: str) -> None:
    page.goto(site)
    ask(page, QUESTION)
    expect(page.locator("main article.jl-card")).to_be_visible()
    tops = page.evaluate("slots => slots.map(slot => document.querySelector(`main .jl-card ${slot}`).getBoundingClientRect().top)", SLOTS)
    assert tops == sorted(tops)


def test_on_a_phone_the_conclusion_needs_no_scrolling(new_page: NewPage, site: str) -> None:
    page = new_page(width=360, height=740, reduced_motion="reduce")
    page.goto(site)
    ask(page, "退货运费谁出")
    for slot in (".jl-card__verdict", ".jl-card__answer", ".jl-when", ".jl-steps .jl-card__heading"):
        expect(page.locator(f"main .jl-card {slot}")).to_be_in_viewport(ratio=1)


def test_basis_opens_to_gist_and_official_text(page: Page, site: str) -> None:
    page.goto(site)
    ask(page, QUESTION)
    law = page.locator("main article.jl-card .jl-basis__item").first
    link = law.get_by_role("link", name="在本站看这一条")
    expect(link).to_be_hidden()
    law.locator("summary").click()
    link.click()
    page.wait_for_url("**/laws/**")
    expect(page.locator(f"#{urlsplit(page.url).fragment}")).to_be_in_viewport()


@pytest.mark.parametrize("javascript", [True, False])
def test_unknown_shows_no_source(new_page: NewPage, site: str, javascript: bool) -> None:
    page = new_page(java_script_enabled=javascript)
    page.goto(site)
    question = "京豆快过期了能不能延期"
    assert page.request.post(f"{site}/api/answer", data={"q": question}).json()["state"] == "unknown"
    ask(page, question)
    card = page.locator("main article.jl-card")
    expect(card).to_have_attribute("data-state", "unknown")
    expect(card).to_contain_text("没有可靠的答案")
    expect(card.locator("a, blockquote, .jl-verdict, .jl-basis__item")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_correction_can_be_taken_back(new_page: NewPage, site: str, javascript: bool) -> None:
    page = new_page(java_script_enabled=javascript)
    page.goto(site)
    ask(page, "商家不陪偿怎么办")
    card = page.locator("main article.jl-card")
    expect(card).to_contain_text("「陪偿」看作「赔偿」")
    card.get_by_role("button", name="不改字，按我写的再找一次").click()
    expect(page.locator("main article.jl-card")).not_to_contain_text("看作")


def test_danger_shows_the_numbers_before_anything_else(page: Page, site: str) -> None:
    page.goto(site)
    ask(page, "我刚刚把钱转给骗子了，怎么办")
    card = page.locator("main article.jl-card")
    expect(card).to_have_attribute("data-state", "urgent")
    first = card.locator("a").first
    expect(first).to_have_attribute("href", "tel:110")
    assert card.evaluate("card => card.querySelector('a').compareDocumentPosition(card.querySelector('h2'))") == 4  # follows


def test_one_word_asks_back_without_a_verdict(page: Page, site: str) -> None:
    asked = (page.request.post(f"{site}/api/answer", data={"q": word}).json() for word in ("退货", "投诉", "赔偿", "客服", "拉黑"))
    question = next((answer["question"] for answer in asked if answer["state"] == "choose"), None)
    assert question, "no single word asks back"
    page.goto(site)
    ask(page, question)
    card = page.locator("main article.jl-card")
    expect(card).to_have_attribute("data-state", "choose")
    expect(card.locator(".jl-verdict")).to_have_count(0)
    options = card.locator("a.jl-options__link")
    assert 2 <= options.count() <= 4
    options.first.click()
    page.wait_for_url(lambda url: urlsplit(url).path != "/")
    expect(page.locator(".jl-card--lead .jl-verdict")).to_be_visible()


def test_an_empty_question_offers_examples_that_answer(page: Page, site: str) -> None:
    page.goto(f"{site}/ask/")
    ask(page, "")
    card = page.locator("main article.jl-card")
    expect(card).to_have_attribute("data-state", "blank")
    example = card.get_by_role("button").first
    text = example.inner_text()
    example.click()
    expect(page.locator("main .jl-verdict").or_(page.locator("main .jl-options"))).to_be_visible()
    expect(page.get_by_label("说说你遇到的事")).to_have_value(text)


def test_keyboard_alone(page: Page, site: str) -> None:
    page.goto(site)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "jl-question":
            break
    expect(page.locator("#jl-question")).to_be_focused()
    page.keyboard.insert_text(QUESTION)
    page.keyboard.press("Enter")
    card = page.locator("main article.jl-card")
    expect(card).to_be_focused()
    expect(card).to_be_in_viewport()
    assert card.evaluate("card => getComputedStyle(card).outlineStyle") == "solid", "focus must be seen"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main article.jl-card') !== null"), "the next stop is inside the card"


def test_a_late_answer_never_overtakes(page: Page, site: str) -> None:
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/ask/card", hold_the_first)
    page.goto(site)
    ask(page, "今天天气怎么样")
    expect(page.locator("main [data-jl-answer]")).to_have_text("正在找……")
    ask(page, QUESTION)
    expect(page.locator("main .jl-verdict")).to_have_text("不可以")
    held[0].fulfill(status=200, body='<article class="jl-card" data-state="unknown">late</article>')
    page.wait_for_timeout(300)
    expect(page.locator("main .jl-verdict")).to_have_text("不可以")


def test_when_the_service_is_away_the_box_says_so_and_keeps_the_question(page: Page, own_server: Server, watch: Watch) -> None:
    watch.service_may_fail = True
    page.goto(own_server.address)
    watch.wait_for_search(page)
    own_server.stop()
    ask(page, QUESTION)
    failed = page.locator("main article.jl-card[data-state=failed]")
    expect(failed).to_be_focused()
    expect(failed).to_contain_text("问答服务暂时连不上")
    expect(page.get_by_label("说说你遇到的事")).to_have_value(QUESTION)
    failed.get_by_role("button", name="用站内搜索找这句话").click()
    expect(page.get_by_role("textbox", name="搜索，或直接提问")).to_have_value(QUESTION)
    expect(page.locator(".md-search-result__item").first).to_be_visible()


@pytest.mark.parametrize("status", [404, 405, 501])
def test_on_a_static_host_the_box_falls_back(page: Page, site: str, watch: Watch, status: int) -> None:
    watch.service_may_fail = True
    page.route("**/ask/card", lambda route: route.fulfill(status=status, body="<h1>no</h1>"))
    page.goto(site)
    ask(page, QUESTION)
    expect(page.locator("main article.jl-card[data-state=failed]")).to_contain_text("问答服务暂时连不上")
