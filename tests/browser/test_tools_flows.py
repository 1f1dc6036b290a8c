"""The path helper and the return check: keyboard, phone, changed answers, shared links, bad dates, no script, no request, no trace."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect
from selectolax.lexbor import LexborHTMLParser

from search import flows, registry
from search.flows import Graph

from .conftest import NewPage, Watch
from .test_pages import require_no_overflow, require_readable_in_both_schemes

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "build" / "current" / "site"
PATH, CHECK = "/tools/path/", "/tools/return-check/"
RESULT = f"{PATH}#tuihuo.no-reason.opened"
SIGNED = f"{PATH}#tuihuo.no-reason.expired"


@pytest.fixture(scope="module")
def graphs() -> dict[str, Graph]:
    entries = registry.load(ROOT / "docs" / "_registry")
    return dict(flows.load(ROOT / "docs" / "_registry" / "flows", entries).graphs)


@pytest.fixture(scope="module")
def walked(shared_page: NewPage) -> Page:
    """One page for the tests of this file: another fragment is another state and no load."""
    return shared_page()


@pytest.fixture
def page(walked: Page) -> Page:
    """`walked` with empty date fields."""
    walked.set_viewport_size({"width": 1280, "height": 800})
    walked.evaluate("document.querySelectorAll('[data-jl-date]').forEach((form) => form.reset())")
    return walked


# what is to be pressed and is lower than 44 px
SMALL = """() => [...document.querySelectorAll('.jl-choice, .jl-way__change, .jl-part button, .jl-actions a, .jl-who summary, .jl-go')]
  .filter(element => element.checkVisibility() && element.getBoundingClientRect().height < 44).map(element => element.className)"""


def shown(page: Page) -> Locator:
    return page.locator(".jl-part:visible")


def choose(page: Page, label: str) -> None:
    shown(page).get_by_role("link", name=label).first.click()


def heading(page: Page) -> Locator:
    return shown(page).locator("h2")


def tab_to(page: Page, label: str) -> None:
    """Press Tab until the link or field that begins with `label` has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("label => (document.activeElement.innerText ?? '').startsWith(label)", label):
            return
    raise AssertionError(f"Tab never reached {label}")


def days_ago(count: int) -> str:
    return (date.today() - timedelta(days=count)).isoformat()


@pytest.mark.parametrize("width", [360, 1280])
def test_keyboard_alone_reaches_a_result_without_any_request(new_page: NewPage, site: str, watch: Watch, width: int) -> None:
    page = new_page(width=width, reduced_motion="reduce")
    page.goto(f"{site}{PATH}")
    watch.wait_for_search(page)
    loaded = len(watch.requests)
    for label, following in (
        ("东西有质量问题", "现在卡在哪一步？"),
        ("说是我弄坏的", "是家电、电脑这类耐用商品吗？"),
        ("是", "哪天收到的？"),
    ):
        tab_to(page, label)
        page.keyboard.press("Enter")
        expect(heading(page)).to_have_text(following)
        expect(heading(page)).to_be_focused()
        expect(heading(page)).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.locator("input[type=date]:visible")).to_be_focused()
    page.locator("input[type=date]:visible").fill(days_ago(30))
    page.keyboard.press("Enter")
    expect(heading(page)).to_contain_text("由商家举证")
    expect(heading(page)).to_be_focused()
    expect(shown(page).locator(".jl-way")).to_contain_text("最后一天")
    page.wait_for_timeout(200)
    assert watch.requests[loaded:] == []
    kept = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie]")
    assert [name for name in kept if name and "palette" not in name] == []


def test_the_result_says_what_whom_when_and_why(page: Page, site: str) -> None:
    page.goto(f"{site}{RESULT}")
    card = shown(page).locator(".jl-card")
    expect(card.locator(".jl-verdict")).to_have_text("看情况")
    assert card.locator(".jl-steps li").count() >= 2
    expect(card.locator(".jl-who summary")).to_have_count(3)
    expect(card.locator(".jl-who details[open]")).to_have_count(1)
    expect(card.locator(".jl-who details[open]")).to_contain_text("怎么找")
    expect(card.get_by_role("link", name="算一算").first).to_have_attribute("href", re.compile(r"deadline/\?rule="))
    expect(card.locator(".jl-facts")).to_contain_text("依据")
    expect(card.locator(".jl-go").first).to_contain_text("看指南")
    for word, tool in (("写下来", "letter"), ("备齐", "evidence")):
        page.goto(f"{site}{RESULT}")
        shown(page).get_by_role("link", name=word).click()
        expect(page).to_have_url(f"{site}/tools/{tool}/?dispute=judui")
        expect(page.locator("#dispute")).to_have_value("judui")


def test_answers_are_shown_and_can_be_changed_without_losing_the_rest(page: Page, site: str) -> None:
    page.goto(f"{site}{PATH}#jiahuo.no-idea.shop.fresh")
    expect(shown(page).locator(".jl-way__answer")).to_have_text(["买到假货", "不知道，以为是真的", "网店、直播间", "刚发现，还没找商家"])
    shown(page).get_by_role("link", name="改：跟谁买的？").click()
    expect(heading(page)).to_have_text("跟谁买的？")
    expect(shown(page).locator("[aria-current=true]")).to_contain_text("网店、直播间")
    choose(page, "网店、直播间")  # the same answer again: the later ones still stand
    expect(heading(page)).to_contain_text("先停用")
    shown(page).get_by_role("link", name="改：跟谁买的？").click()
    choose(page, "二手平台的个人")
    expect(heading(page)).to_have_text("钱是怎么付的？")
    page.go_back()
    page.go_back()
    expect(heading(page)).to_contain_text("先停用")
    shown(page).get_by_role("link", name="重新选").click()
    expect(heading(page)).to_have_text("你遇到的是哪一种？")


def test_a_link_reproduces_the_result_and_holds_no_date(new_page: NewPage, site: str) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{site}{SIGNED}")
    page.locator("input[type=date]:visible").fill(days_ago(3))
    page.get_by_role("button", name="下一步").locator("visible=true").click()
    expect(heading(page)).to_contain_text("还在期限里")
    shown(page).get_by_role("button", name="复制链接").click()
    expect(page.get_by_role("status").filter(has_text="不带日期")).to_have_count(1)
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{site}{SIGNED}.within"
    other = new_page()
    other.goto(link)
    expect(heading(other)).to_contain_text("还在期限里")
    expect(shown(other).locator(".jl-way__answer").last).to_have_text("还没过期")


def test_a_date_decides(page: Page, site: str) -> None:
    page.goto(f"{site}{SIGNED}")
    for ago, result, words in ((0, "还在期限里", "还剩"), (7, "还在期限里", "最后一天"), (60, "一般不行了", "过了")):
        page.locator("input[type=date]:visible").fill(days_ago(ago))
        page.keyboard.press("Enter")
        expect(heading(page)).to_contain_text(result)
        expect(shown(page).locator(".jl-way")).to_contain_text(words)
        shown(page).get_by_role("link", name="改：哪天签收的？").click()


def test_a_bad_date_is_said_beside_the_field(page: Page, site: str) -> None:
    page.goto(f"{site}{SIGNED}")
    field = page.locator("input[type=date]:visible")
    for typed, sentence in (("", "还缺：「签收」的日期"), (days_ago(-2), "以后的日期"), ("0026-11-01", "年份看起来不对")):
        field.fill(typed)
        page.get_by_role("button", name="下一步").locator("visible=true").click()
        error = page.locator(".jl-field__error:visible")
        expect(error).to_contain_text(sentence)
        expect(field).to_be_focused()
        expect(field).to_have_value(typed)
        expect(field).to_have_attribute("aria-invalid", "true")
        assert error.get_attribute("id") in (field.get_attribute("aria-describedby") or "").split()
        assert page.url == f"{site}{SIGNED}"
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            require_no_overflow(page)


def test_a_last_day_on_a_holiday_is_kept_and_the_later_one_can_be_argued(new_page: NewPage, site: str) -> None:
    page = new_page()
    page.clock.set_fixed_time("2026-10-05T12:00:00")  # 国庆: the seventh day was 3 October, the first working day is 8 October
    page.goto(f"{site}{SIGNED}")
    page.locator("input[type=date]:visible").fill("2026-09-26")
    page.keyboard.press("Enter")
    expect(heading(page)).to_contain_text("还在期限里")
    expect(shown(page).locator(".jl-way")).to_contain_text(
        "最后一天 2026年10月3日（星期六），过了 2 天，碰上休息日，可以主张顺延到 2026年10月8日"
    )


def test_half_a_date_is_said_beside_the_field(page: Page, site: str) -> None:
    page.goto(f"{site}{SIGNED}")
    page.locator("input[type=date]:visible").focus()
    page.keyboard.type("11")
    page.keyboard.press("Enter")
    expect(page.locator(".jl-field__error:visible")).to_contain_text("没有填完整")


def test_an_answer_without_a_date_forgets_the_date(page: Page, site: str) -> None:
    page.goto(f"{site}{SIGNED}")
    page.locator("input[type=date]:visible").fill(days_ago(3))
    page.keyboard.press("Enter")
    shown(page).get_by_role("link", name="改：哪天签收的？").click()
    choose(page, "已经过期")
    expect(shown(page).locator(".jl-way__answer").last).to_have_text("已经过期")


def test_an_odd_fragment_leads_somewhere(page: Page, site: str) -> None:
    page.goto(f"{site}{PATH}")
    odd = (("#tuihuo.nonsense.x", "#tuihuo"), ("#zhiliang_week", "#zhiliang.fresh.within"), ("#no_such", ""), ("#%F0%9F", ""))
    for fragment, becomes in odd:
        page.evaluate("fragment => { location.hash = fragment }", fragment)
        expect(page).to_have_url(f"{site}{PATH}{becomes}")
        expect(heading(page)).to_have_count(1)


@pytest.mark.parametrize("tool", flows.TOOLS)
def test_every_way_leads_where_the_registry_says(page: Page, site: str, graphs: dict[str, Graph], tool: str) -> None:
    page.goto(f"{site}/tools/{tool}/")
    expect(heading(page)).to_have_count(1)
    ways = [([turn.option.value for turn in turns], key) for turns, key in graphs[tool].paths()]
    wrong = page.evaluate(
        """async ways => {
          const wrong = [];
          for (const [answers, key] of ways) {
            const arrived = new Promise(done => addEventListener('hashchange', () => setTimeout(done), { once: true }));
            if (location.hash.slice(1) !== answers.join('.')) { location.hash = answers.join('.'); await arrived; }
            const parts = [...document.querySelectorAll('[data-shown]')].map(part => part.id);
            if (parts.join() !== key) wrong.push([answers.join('.'), key, parts]);
          }
          return wrong;
        }""",
        ways,
    )
    assert wrong == []


@pytest.mark.parametrize("width", [360, 1280])
def test_without_a_script_one_part_at_a_time(new_page: NewPage, site: str, width: int) -> None:
    page = new_page(width=width, java_script_enabled=False)
    page.goto(f"{site}{PATH}")
    expect(shown(page)).to_have_count(1)
    for label in ("商家不给退", "不想要了", "说过了七天", "还没过期"):
        choose(page, label)
        expect(shown(page)).to_have_count(1)
    expect(heading(page)).to_contain_text("还在期限里")
    expect(shown(page).locator(".jl-way__answer")).to_have_count(0)  # two ways lead here
    shown(page).get_by_role("link", name="平台介入").click()
    expect(shown(page)).to_contain_text("怎么找")
    page.go_back()
    shown(page).get_by_role("link", name="从头选").click()
    expect(heading(page)).to_have_text("你遇到的是哪一种？")
    page.goto(f"{site}{CHECK}#return-check_excluded-confirmed")
    expect(heading(page)).to_contain_text("单独确认过")


def test_it_can_be_read_on_a_phone(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for address in (PATH, SIGNED, RESULT, f"{PATH}#beipian.paid", f"{CHECK}#remote.regret"):
        page.goto(f"{site}{address}")
        expect(heading(page)).to_have_count(1)
        page.evaluate("document.querySelectorAll('[data-shown] details').forEach(fold => { fold.open = true })")
        require_readable_in_both_schemes(page)
        require_no_overflow(page)
        assert page.evaluate(SMALL) == [], address


def test_paper_shows_the_result_alone(page: Page, site: str) -> None:
    page.goto(f"{site}{RESULT}")
    expect(heading(page)).to_have_count(1)
    page.emulate_media(media="print")
    expect(shown(page)).to_have_count(1)
    expect(shown(page).locator(".jl-steps")).to_be_visible()
    expect(page.get_by_role("button", name="打印")).to_be_hidden()
    page.emulate_media(media="screen")


@pytest.mark.parametrize("tool", flows.TOOLS)
def test_every_link_leads_to_a_page_and_anchor_of_the_site(tool: str) -> None:
    here = f"/tools/{tool}/"
    parsed = LexborHTMLParser((SITE / here[1:] / "index.html").read_text(encoding="utf-8"))
    links = {urljoin(here, link.attributes["href"] or "") for link in parsed.css(".jl-flow a")}
    assert len(links) > 50
    assert {"/tools/letter/", "/tools/evidence/", "/tools/deadline/"} <= {urlsplit(link).path for link in links}
    anchors: dict[str, set[str | None]] = {}
    for link in sorted(links):
        address = urlsplit(link)
        if address.scheme:
            continue
        file = SITE / address.path[1:] / "index.html"
        assert file.is_file(), link
        if address.path not in anchors:
            anchors[address.path] = {element.attributes["id"] for element in LexborHTMLParser(file.read_text(encoding="utf-8")).css("[id]")}
        assert not address.fragment or address.fragment in anchors[address.path], link
        for name, value in parse_qsl(address.query):
            assert value in choices(file, name), link


@cache
def choices(file: Path, name: str) -> set[str | None]:
    """What can be chosen in the select `name` (a rule, a dispute) of a built tool page."""
    selects = LexborHTMLParser(file.read_text(encoding="utf-8")).css(f"select#{name} option, select#jl-{name} option")
    return {option.attributes["value"] for option in selects}
