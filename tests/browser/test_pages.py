"""Every kind of page: nothing from elsewhere, no errors (both watched by conftest), nothing wider than a phone, readable colours."""

from __future__ import annotations

from typing import get_args

import pytest
from playwright.sync_api import Page, expect

from search.frontmatter import ToolId

from .conftest import NewPage, Watch

PAGES = {
    "home": "/",
    "ask": "/ask/",
    "hub": "/returns/",
    "guide": "/penalties/insulting-back/",
    "guide with tables": "/returns/seven-day/",
    "law": "/laws/xbf/",
    "law index": "/laws/",
    "about": "/about/",
    "tools": "/tools/",
    "tool, deadline": "/tools/deadline/",
    "tool, amount": "/tools/amount/",
}
# every text element whose colour is too near its background (WCAG AA), in the page as it stands
LOW_CONTRAST = """(within) => {
  const rgb = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll(`${within} *`)) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || element.closest("script, style, .headerlink")) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(rgb(style.color)), light(behind(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) found.push(`${ratio.toFixed(2)} ${element.className || element.tagName}: ${element.textContent.trim().slice(0, 20)}`);
  }
  return found;
}"""


def answer_on(page: Page, site: str, question: str = "退货运费谁出") -> None:
    page.goto(site)
    page.get_by_label("说说你遇到的事").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator("main article.jl-card")).to_be_visible()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_page_is_whole_and_stays_on_its_origin(page: Page, site: str, watch: Watch, path: str) -> None:
    page.goto(f"{site}{path}")
    watch.wait_for_search(page)
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("footer")).to_contain_text("非官方，不是法律意见")
    assert len(watch.requests) > 3
    assert all(url.startswith(site) for _, url in watch.requests)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_nothing_is_wider_than_a_phone(new_page: NewPage, site: str, path: str) -> None:
    page = new_page(width=360, height=740)
    page.goto(f"{site}{path}")
    require_no_overflow(page)


@pytest.mark.parametrize("question", ["客服骂我我能骂回去吗", "退货运费谁出", "今天天气怎么样"])
def test_no_card_is_wider_than_a_phone(new_page: NewPage, site: str, question: str) -> None:
    page = new_page(width=360, height=740)
    answer_on(page, site, question)
    require_no_overflow(page)


def require_readable_in_both_schemes(page: Page, within: str = "main") -> None:
    """No text is too near its background, in light and in dark; both in the page that is open, as the theme's button switches them."""
    for scheme in ("slate", "default"):
        page.evaluate("(scheme) => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)
        page.wait_for_timeout(300)  # colours fade
        assert page.evaluate(LOW_CONTRAST, within) == [], scheme


def require_no_overflow(page: Page) -> None:
    wide = page.evaluate("() => [document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]")
    assert wide[0] <= wide[1]
    # the theme hides what overflows the page: nothing may stick out of the article either, unless it scrolls inside itself
    sticking_out = page.evaluate("""() => [...document.querySelectorAll("article *")]
      .filter((element) => element.checkVisibility() && !element.closest(".md-typeset__scrollwrap, .md-search, .md-sidebar"))
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      .map((element) => element.outerHTML.slice(0, 80))""")
    assert sticking_out == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_text_can_be_read(new_page: NewPage, site: str, path: str, scheme: str) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(f"{site}{path}")
    page.wait_for_timeout(300)
    assert page.locator("body").get_attribute("data-md-color-scheme") == {"light": "default", "dark": "slate"}[scheme]
    assert page.evaluate(LOW_CONTRAST, "body") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("question", ["客服骂我我能骂回去吗", "退货运费谁出", "今天天气怎么样"])
def test_cards_can_be_read(new_page: NewPage, site: str, scheme: str, question: str) -> None:
    page = new_page(color_scheme=scheme)
    answer_on(page, site, question)
    for summary in page.locator("main .jl-card details:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()
    assert page.evaluate(LOW_CONTRAST, "body") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_open_search_can_be_read(new_page: NewPage, site: str, watch: Watch, scheme: str) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(site)
    watch.wait_for_search(page)
    page.get_by_role("textbox", name="搜索，或直接提问").click()
    page.keyboard.insert_text("客服骂我我能骂回去吗")
    expect(page.locator(".md-search .jl-verdict")).to_be_visible()
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    page.wait_for_timeout(300)  # the theme fades the box in
    assert page.evaluate(LOW_CONTRAST, ".md-search") == []


def test_guide_leads_with_verdict_and_ends_with_basis(page: Page, site: str) -> None:
    page.goto(f"{site}{PAGES['guide']}")
    lead = page.locator(".jl-card--lead")
    expect(lead.locator(".jl-verdict")).to_have_text("不可以")
    expect(lead).to_contain_text("核验")
    expect(lead).to_contain_text("复核期限")
    laws = page.locator(".jl-basis__item")
    assert laws.count() >= 1
    laws.first.locator("summary").click()
    laws.first.get_by_role("link", name="在本站看这一条").click()
    page.wait_for_url("**/laws/**#*")
    expect(page.locator(":target")).to_be_in_viewport()


def test_messages_can_be_copied(new_page: NewPage, site: str) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{site}{PAGES['guide']}")
    quote = page.locator("blockquote", has_text="可以直接发").first
    quote.get_by_role("button", name="复制").click()
    expect(quote.get_by_role("status")).to_contain_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied and not copied.startswith("可以直接发") and copied in quote.inner_text()


def test_home_lists_the_groups_with_their_guides(page: Page, site: str) -> None:
    page.goto(site)
    groups = page.locator(".jl-groups__link")
    assert groups.count() >= 7
    listed = {str(group.get_attribute("href")): group.locator(".jl-groups__count").inner_text() for group in groups.all()}
    for address, count in listed.items():
        page.goto(f"{site}/{address}")
        expect(page.locator(".jl-guides > li")).to_have_count(int(count.split()[0]))


def test_home_and_hub_lead_to_every_tool(page: Page, site: str) -> None:
    tools = [f"tools/{name}/" for name in get_args(ToolId)]
    page.goto(site)
    assert page.locator(".jl-tools a").evaluate_all("links => links.map((link) => link.getAttribute('href'))") == tools
    page.goto(f"{site}/tools/")
    assert page.locator(".jl-groups a").evaluate_all("links => links.map((link) => new URL(link.href).pathname.slice(1))") == tools


def test_a_missing_page_helps(page: Page, site: str, watch: Watch) -> None:
    watch.service_may_fail = True  # the page itself is the failed resource
    response = page.goto(f"{site}/returns/no-such-page/")
    assert response and response.status == 404
    expect(page.locator("h1")).to_have_text("没有找到这一页")
    page.get_by_label("说说你遇到的事").fill("客服骂我我能骂回去吗")
    page.keyboard.press("Enter")
    expect(page.locator("main .jl-verdict")).to_have_text("不可以")


@pytest.mark.parametrize("path", ["/", "/ask/"])
def test_who_is_being_cheated_finds_help_at_once(page: Page, site: str, path: str) -> None:
    page.goto(f"{site}{path}")
    line = page.locator(".jl-urgent")
    expect(line.get_by_role("link", name="打 110")).to_have_attribute("href", "tel:110")
    line.get_by_role("link", name="是不是诈骗").click()
    expect(page.locator(".jl-card--lead .jl-verdict")).to_be_visible()
