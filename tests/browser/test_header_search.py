"""The theme's search box with our worker: card first, hits below, the theme's own index when the service is away."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import NewPage, Server, Watch

QUESTION = "客服骂我我能骂回去吗"
AWAY = "问答服务暂时连不上，下面是站内搜索结果"


def open_search(page: Page, address: str, watch: Watch) -> None:
    """Open the search on a guide; ready when the worker has its index."""
    page.goto(f"{address}/returns/seven-day/")
    watch.wait_for_search(page)
    if page.viewport_size and page.viewport_size["width"] < 900:
        page.locator("header label[for=__search]").first.click()
    else:
        page.get_by_role("textbox", name="搜索，或直接提问").click()
    expect(page.locator("[data-md-toggle=search]")).to_be_checked()


def test_our_worker_stands_before_the_stock_worker(page: Page, site: str, watch: Watch) -> None:
    page.goto(site)
    watch.wait_for_search(page)
    address = json.loads(page.locator("#__config").inner_text())["search"]
    found = re.fullmatch(r"assets/javascripts/search-worker\.js\?stock=(search\.\w+\.min\.js)", address)
    assert found, f"the theme's worker was not replaced: {address}"
    loaded = [url for _, url in watch.requests]
    assert any(url.endswith(f"/assets/javascripts/workers/{found[1]}") for url in loaded), "the stock worker was not started"


@pytest.mark.parametrize("width", [360, 1280])
def test_card_first_then_hits(new_page: NewPage, site: str, watch: Watch, width: int) -> None:
    page = new_page(width=width)
    open_search(page, site, watch)
    page.keyboard.type(QUESTION)
    card = page.locator("[data-jl-search-card]")
    expect(card.locator(".jl-verdict")).to_have_text("不可以")
    hits = page.locator(".md-search-result__item")
    expect(hits.first).to_be_visible()
    above, below = card.bounding_box(), hits.first.bounding_box()
    assert above and below and above["y"] < below["y"]
    expect(page.locator("[data-jl-search-spoken]")).to_contain_text("结论：不可以。")
    expect(page.locator("[data-jl-search-state]")).to_be_empty()
    assert ("POST", f"{site}/api/search") in watch.requests, "hits come from the service"
    assert not any("?q=" in url or "%E5" in url for _, url in watch.requests), "the question must not reach an address"
    card.locator("a.jl-quote__source").click()
    page.wait_for_url("**/penalties/insulting-back/#*")


def test_the_whole_answer_is_one_key_away(page: Page, site: str, watch: Watch) -> None:
    open_search(page, site, watch)
    page.keyboard.insert_text(QUESTION)
    expect(page.locator("[data-jl-search-card] .jl-verdict")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-jl-search-card] a.jl-quote__source")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/ask/#answer")
    expect(page.locator("main article.jl-card .jl-verdict")).to_have_text("不可以")


def test_tab_reaches_the_card_and_leaving_closes(page: Page, site: str, watch: Watch) -> None:
    open_search(page, site, watch)
    page.keyboard.insert_text(QUESTION)
    expect(page.locator("[data-jl-search-card] .jl-verdict")).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a.jl-quote__source')"):
            break
    expect(page.locator("[data-jl-search-card] a.jl-quote__source")).to_be_focused()
    expect(page.locator("[data-md-toggle=search]")).to_be_checked()
    page.keyboard.press("Escape")
    expect(page.locator("[data-md-toggle=search]")).not_to_be_checked()


def test_pasted_text_searches(page: Page, site: str, watch: Watch) -> None:
    """A paste or dictation fires `input` and no key."""
    open_search(page, site, watch)
    page.keyboard.insert_text("七天无理由从哪天开始算")
    expect(page.locator("[data-jl-search-card] article.jl-card")).to_be_visible()
    expect(page.locator(".md-search-result__item").first).to_be_visible()


def test_half_typed_pinyin_is_not_sent(page: Page, site: str, watch: Watch) -> None:
    open_search(page, site, watch)
    devtools = page.context.new_cdp_session(page)
    for text in ("k", "ke", "ke f", "ke fu"):
        devtools.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
        page.keyboard.press("Shift")  # a keyup while composing
        page.wait_for_timeout(100)
    page.wait_for_timeout(600)
    assert page.get_by_role("textbox", name="搜索，或直接提问").input_value() == "ke fu"
    assert [url for method, url in watch.requests if method == "POST"] == []
    devtools.send("Input.insertText", {"text": QUESTION})
    expect(page.locator("[data-jl-search-card] .jl-verdict")).to_have_text("不可以")
    expect(page.locator(".md-search-result__item").first).to_be_visible()


def test_hits_are_text_not_html(page: Page, site: str, watch: Watch) -> None:
    evil = '<img src=x onerror="document.title=1">退货'
    result = {"title": evil, "url": "/returns/refused/#x", "section": evil, "snippet": evil, "score": 1.0}
    page.context.route("**/api/search", lambda route: route.fulfill(json={"results": [result]}))
    open_search(page, site, watch)
    page.keyboard.insert_text("退货")
    hit = page.locator(".md-search-result__item").first
    expect(hit).to_contain_text("<img src=x")
    expect(hit.locator("img")).to_have_count(0)
    expect(hit.locator("mark").first).to_have_text("退货")


def test_falls_back_to_the_theme_index_when_the_service_stops(page: Page, own_server: Server, watch: Watch) -> None:
    watch.service_may_fail = True
    open_search(page, own_server.address, watch)
    page.keyboard.insert_text("退货")
    expect(page.locator("[data-jl-search-card] article.jl-card")).to_be_visible()
    own_server.stop()
    page.get_by_role("textbox", name="搜索，或直接提问").fill("")
    page.keyboard.insert_text("黑名单")
    expect(page.locator("[data-jl-search-state]")).to_have_text(AWAY)
    expect(page.locator("[data-jl-search-card]")).to_be_hidden()
    hit = page.locator(".md-search-result__item").first
    expect(hit).to_be_visible()
    expect(hit).to_contain_text("拉黑")


def test_falls_back_when_the_service_hangs(page: Page, site: str, watch: Watch) -> None:
    page.context.route("**/api/search", lambda route: None)
    page.context.route("**/ask/card", lambda route: None)
    open_search(page, site, watch)
    page.keyboard.insert_text("退货")
    expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=2500)
    expect(page.locator("[data-jl-search-state]")).to_have_text(AWAY)
