"""The two calculators as a person uses them: at phone and desktop width, by keyboard alone, with bad input, without the network."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import NewPage, Watch
from .test_pages import require_no_overflow, require_readable_in_both_schemes

NOW = datetime.fromisoformat("2026-11-22T10:00:00+08:00")
WIDTHS = pytest.mark.parametrize("width", [360, 1280])


def open_tool(new_page: NewPage, address: str, width: int = 1280, **options: object) -> Page:
    """A tool on 22 November 2026, in China."""
    page = new_page(width=width, timezone_id="Asia/Shanghai", reduced_motion="reduce", **options)
    page.clock.set_fixed_time(NOW)
    page.goto(address)
    return page


@pytest.fixture(scope="module")
def calculators(shared_page: NewPage, site: str) -> dict[str, Page]:
    """Both calculators, open for all tests of this file."""
    allowed = ["clipboard-read", "clipboard-write"]
    return {tool: open_tool(shared_page, f"{site}/tools/{tool}/", permissions=allowed) for tool in ("deadline", "amount")}


@pytest.fixture
def deadline(calculators: dict[str, Page]) -> Page:
    """The deadline calculator with an empty form."""
    return emptied(calculators["deadline"])


@pytest.fixture
def amount(calculators: dict[str, Page]) -> Page:
    """The amount calculator with an empty form."""
    return emptied(calculators["amount"])


def emptied(page: Page) -> Page:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator(".jl-tool").evaluate(
        "(form) => { form.reset(); form.elements.rule.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    expect(page.locator("#jl-result")).to_be_hidden()
    expect(page.locator(".jl-field__error")).to_have_count(0)
    return page


def narrow(page: Page) -> Page:
    page.set_viewport_size({"width": 360, "height": 800})
    return page


def fits_phone_and_desktop(page: Page) -> None:
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        require_no_overflow(page)


def skip_to_tool(page: Page) -> None:
    """The first link of the page leads past the navigation."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by Tab")


def type_date(page: Page, day: str) -> None:
    """Type a date into the date field that has the focus; Chromium's own order of its parts is month, day, year here."""
    year, month, number = day.split("-")
    page.keyboard.type(f"{month}{number}{year}")


def last_day(page: Page, day: str) -> None:
    page.locator("#jl-date").fill(day)
    page.get_by_role("button", name="算最后一天").click()


def error_of(page: Page, field: str) -> str:
    """The sentence beside a field, tied to it for screen readers."""
    described = page.locator(field).get_attribute("aria-describedby") or ""
    assert f"{field[1:]}-error" in described.split()
    expect(page.locator(field)).to_have_attribute("aria-invalid", "true")
    return page.locator(f"{field}-error").inner_text()


# ---- deadlines


@WIDTHS
def test_last_day_by_keyboard_alone(new_page: NewPage, site: str, width: int) -> None:
    page = open_tool(new_page, f"{site}/tools/deadline/", width)
    skip_to_tool(page)
    tab_to(page, "#jl-rule")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#jl-rule")).to_have_value("wuliyou-7")
    tab_to(page, "#jl-date")
    type_date(page, "2026-11-18")
    page.keyboard.press("Enter")
    result = page.locator("#jl-result")
    expect(result).to_be_focused()
    expect(result).to_be_in_viewport()
    expect(result.locator(".jl-result__main strong")).to_have_text("2026年11月25日")
    expect(result).to_contain_text("还剩 3 天")
    expect(result).to_contain_text("《七日无理由退货暂行办法》第十条")
    expect(result).to_contain_text("过期会怎样")
    tab_to(page, "#jl-result .jl-button")
    require_no_overflow(page)


RESULTS = [
    ("wuliyou-7", "2026-09-24", "2026年10月1日", "可以依《民法典》第二百零三条主张顺延到 2026年10月8日（星期四），但这是推出来的"),
    ("tousu-3y", "2023-10-02", "2026年10月8日", "按《投诉举报处理办法》第四十五条，顺延到 2026年10月8日"),
    ("tousu-3y", "2023-11-22", "2026年11月22日", "普通周末不顺延"),
    ("judui-15", "2026-09-20", "2026年10月5日", "没有核对到这个期限能不能顺延"),
    ("12315-7", "2026-02-13", "2026年3月2日", "已经超过 265 天"),
    ("shixiao-3y", "2024-02-29", "2027年3月1日", "放假安排只有"),
    ("chexiao-qizha-1y", "2025-11-22", "2026年11月23日", "还剩 1 天"),
    ("wuliyou-7", "2026-11-15", "2026年11月22日", "就是今天"),
]


def test_results(deadline: Page) -> None:
    page = deadline
    for rule, event, day, said in RESULTS:
        page.locator("#jl-rule").select_option(rule)
        last_day(page, event)
        expect(page.locator(".jl-result__main strong")).to_have_text(day)
        expect(page.locator("#jl-result")).to_contain_text(said)
        fits_phone_and_desktop(page)


def test_days_are_told_one_by_one(deadline: Page) -> None:
    page = narrow(deadline)
    page.locator("#jl-rule").select_option("12315-7")
    last_day(page, "2026-11-13")
    kinds = page.locator(".jl-day").evaluate_all("days => days.map((day) => day.dataset.kind)")
    assert kinds == ["start", "rest", "rest", *["count"] * 5, "rest", "rest", "count", "last"]
    clipped = page.locator(".jl-day span").evaluate_all(
        "all => all.filter((span) => span.scrollWidth > span.parentElement.clientWidth + 1).length"
    )
    assert clipped == 0


def test_agreed_hours(deadline: Page) -> None:
    page = narrow(deadline)
    page.locator("#jl-rule").select_option("ziding")
    page.locator("#jl-unit").select_option("小时")
    page.locator("#jl-long").fill("４８")
    page.locator("#jl-date").fill("2026-11-21")
    page.locator("#jl-time").fill("15:30")
    page.keyboard.press("Enter")
    expect(page.locator(".jl-result__main")).to_contain_text("15:30")
    expect(page.locator(".jl-result__main")).to_contain_text("2026年11月23日")
    fits_phone_and_desktop(page)


BAD_DATES = {
    "": "还缺：「签收」的日期。",
    "2026-11-23": "这是以后的日期。这里填「签收」那一天，要等发生了才能算。",
    "1026-11-01": "年份看起来不对，请检查一下。",
}


def test_a_bad_date_is_said_beside_the_field(deadline: Page) -> None:
    page = narrow(deadline)
    page.locator("#jl-rule").select_option("wuliyou-7")
    for day, sentence in BAD_DATES.items():
        last_day(page, day)
        assert error_of(page, "#jl-date") == sentence
        expect(page.locator("#jl-date")).to_be_focused()
        expect(page.locator("#jl-date")).to_have_value(day)
        expect(page.locator("#jl-rule")).to_have_value("wuliyou-7")
        expect(page.locator("#jl-result")).to_be_hidden()
        assert "NaN" not in page.locator("main").inner_text()
    last_day(page, "2026-11-18")
    expect(page.locator(".jl-field__error")).to_have_count(0)
    expect(page.locator("#jl-date")).not_to_have_attribute("aria-invalid", "true")


def test_a_half_typed_date_is_said(deadline: Page) -> None:
    page = deadline
    page.locator("#jl-rule").select_option("wuliyou-7")
    page.locator("#jl-date").focus()
    page.keyboard.type("11")
    page.keyboard.press("Enter")
    assert error_of(page, "#jl-date") == "日期没有填完整，年、月、日都要填。"


BAD_LENGTHS = {
    "": "还缺：说好的是多长。",
    "三": "这里填一个整数，例如 3 或 48。",
    "-3": "这里填一个整数，例如 3 或 48。",
    "999999": "这个期限太长了，请检查数字和单位。",
}


def test_a_bad_length_is_said(deadline: Page) -> None:
    page = deadline
    page.locator("#jl-rule").select_option("ziding")
    for typed, sentence in BAD_LENGTHS.items():
        page.locator("#jl-long").fill(typed)
        last_day(page, "2026-11-18")
        assert error_of(page, "#jl-long") == sentence
        expect(page.locator("#jl-long")).to_have_value(typed)
        expect(page.locator("#jl-date")).to_have_value("2026-11-18")


def test_nothing_chosen_is_said(new_page: NewPage, site: str) -> None:
    page = open_tool(new_page, f"{site}/tools/deadline/?rule=no-such-rule")
    page.get_by_role("button", name="算最后一天").click()
    assert error_of(page, "#jl-rule") == "还缺：要算哪个期限。"
    assert error_of(page, "#jl-date") == "还缺：起算的日期。"


def test_a_change_takes_an_old_result_away(new_page: NewPage, site: str) -> None:
    page = open_tool(new_page, f"{site}/tools/deadline/?rule=wuliyou-7")
    last_day(page, "2026-11-18")
    page.locator("#jl-rule").select_option("tuikuan-7")
    expect(page.locator("#jl-result")).to_be_hidden()
    assert page.url.endswith("/tools/deadline/?rule=wuliyou-7"), "what is chosen or typed does not reach the address"
    expect(page.locator("#jl-date")).to_have_value("2026-11-18")


def test_calendar_file(deadline: Page, tmp_path: Path) -> None:
    page = deadline
    page.locator("#jl-rule").select_option("wuliyou-7")
    last_day(page, "2026-11-18")
    with page.expect_download() as download:
        page.get_by_role("button", name="存进日历").click()
    assert download.value.suggested_filename == "讲理-发出无理由退货通知.ics"
    download.value.save_as(tmp_path / "day.ics")
    text = (tmp_path / "day.ics").read_bytes().decode()
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert "DTSTART;VALUE=DATE:20261125\r\n" in text
    assert "DTSTAMP:20261122T020000Z\r\n" in text
    assert text.count("BEGIN:VALARM") == 2
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "")
    assert "SUMMARY:最后一天：发出无理由退货通知\r\n" in unfolded
    assert "\\n" in unfolded


def test_result_can_be_copied(deadline: Page) -> None:
    page = deadline
    page.bring_to_front()
    page.locator("#jl-rule").select_option("wuliyou-7")
    last_day(page, "2026-11-18")
    page.get_by_role("button", name="复制结果").click()
    expect(page.locator("#jl-result [role=status]")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "你的最后一天是 2026年11月25日（星期三）" in copied
    assert "不是法律意见" in copied


# ---- amounts


def fill_claim(page: Page, rule: str, *, ticked: bool = True, **amounts: str) -> None:
    page.locator("#jl-rule").select_option(rule)
    for tick in page.locator(f"[data-jl-rule={rule}] [type=checkbox]").all():
        tick.set_checked(ticked)
    for name, typed in amounts.items():
        page.locator(f"#jl-{rule}-{name}").fill(typed)
    page.get_by_role("button", name="算可以主张多少").click()


@WIDTHS
def test_claim_by_keyboard_alone(new_page: NewPage, site: str, width: int) -> None:
    page = open_tool(new_page, f"{site}/tools/amount/", width)
    skip_to_tool(page)
    tab_to(page, "#jl-rule")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#jl-rule")).to_have_value("peisan-500")
    for number in (1, 2, 3):
        tab_to(page, f"#jl-peisan-500-tick-{number}")
        page.keyboard.press("Space")
    tab_to(page, "#jl-peisan-500-price")
    page.keyboard.type("99")
    page.keyboard.press("Enter")
    result = page.locator("#jl-result")
    expect(result).to_be_focused()
    expect(result.locator(".jl-result__main")).to_have_text("500.00 元")
    expect(result).to_contain_text("价款 99.00 元 × 3 ＝ 297.00 元")
    expect(result).to_contain_text("不足 500 元，按 500 元算")
    expect(result).to_contain_text("不是自动到账")
    expect(result.locator("dt")).to_have_text(["怎么证明", "去哪里要", "注意", "依据"])
    require_no_overflow(page)


CLAIMS = [
    ("peishi-1000", {"price": "39.9", "loss": "500"}, "1,500.00 元", "损失 500.00 元 × 3 ＝ 1,500.00 元"),
    ("quexian-2bei", {"loss": "80000"}, "160,000.00 元", "最多可以主张"),
    ("dingjin-shuangbei", {"deposit": "3000", "total": "10000"}, "4,000.00 元", "多付的 1,000.00 元 不算定金"),
    ("weiyue-shiji", {"extra": "19.9"}, "19.90 元", "每一笔都要对得上单据"),
    ("chengnuo-peifu", {"multiple": "1.5", "price": "19.99"}, "29.99 元", "× 1.5 倍"),
]


def test_claims(amount: Page) -> None:
    page = amount
    for rule, amounts, number, said in CLAIMS:
        fill_claim(page, rule, **amounts)
        expect(page.locator(".jl-result__main")).to_have_text(number)
        expect(page.locator("#jl-result")).to_contain_text(said)
        fits_phone_and_desktop(page)


def test_no_number_while_a_condition_is_open(amount: Page) -> None:
    page = narrow(amount)
    fill_claim(page, "peisan-500", ticked=False, price="99")
    assert error_of(page, "#jl-peisan-500-ticks").startswith("还有 3 条没有勾。条件不全，就不算数字")
    expect(page.locator("#jl-result")).to_be_hidden()
    assert "297" not in page.locator("main").inner_text()
    expect(page.locator("#jl-peisan-500-price")).to_have_value("99")
    fill_claim(page, "peisan-500")
    expect(page.locator("#jl-result")).to_be_visible()
    page.locator("#jl-peisan-500-tick-2").uncheck()
    expect(page.locator("#jl-result")).to_be_hidden()


BAD_AMOUNTS = {
    "": "还缺：实际付的价款或服务费。",
    "一百块": "这里只填数字，例如 199 或 199.90。",
    "-5": "金额不能是负数。",
    "0": "金额要大于零。",
    "1.999": "最多写到分，也就是小数点后两位。",
    "99999999999": "这个数太大了，请检查是不是多打了几位。",
}


def test_a_bad_amount_is_said_beside_the_field(amount: Page) -> None:
    page = narrow(amount)
    for typed, sentence in BAD_AMOUNTS.items():
        fill_claim(page, "peisan-500", price=typed)
        assert error_of(page, "#jl-peisan-500-price") == sentence
        expect(page.locator("#jl-peisan-500-price")).to_have_value(typed)
        expect(page.locator("#jl-peisan-500-price")).to_be_focused()
        expect(page.locator("#jl-peisan-500-tick-1")).to_be_checked()
        expect(page.locator("#jl-result")).to_be_hidden()


DO_NOT_FIT = [
    ("dingjin-shuangbei", {"deposit": "300", "total": "200"}, "deposit", "定金比合同总价还多，请检查两个数。"),
    ("weiyue-shiji", {}, "lost", "退不回的钱和必要的额外花费，至少填一项。"),
    ("chengnuo-peifu", {}, "promised", "还缺：承诺赔的固定金额，或者承诺赔的倍数。"),
    ("chengnuo-peifu", {"promised": "5", "multiple": "3"}, "multiple", "固定金额和倍数只填一项，承诺的是哪样填哪样。"),
    ("chengnuo-peifu", {"promised": "", "multiple": "3"}, "price", "还缺：实际付的价款。按倍数算要用它。"),
    ("chengnuo-peifu", {"multiple": "5000", "price": "1"}, "multiple", "这个倍数太大了，请检查一下。"),
]


def test_fields_that_do_not_fit_together(amount: Page) -> None:
    page = amount
    for rule, amounts, field, sentence in DO_NOT_FIT:
        fill_claim(page, rule, **amounts)
        assert error_of(page, f"#jl-{rule}-{field}") == sentence


# ---- both


@pytest.mark.parametrize("path", ["deadline", "amount"])
def test_no_request_after_load_and_nothing_kept(new_page: NewPage, site: str, watch: Watch, path: str) -> None:
    page = open_tool(new_page, f"{site}/tools/{path}/", permissions=["clipboard-read", "clipboard-write"])
    watch.wait_for_search(page)
    page.wait_for_load_state("networkidle")
    before = len(watch.requests)
    if path == "deadline":
        page.locator("#jl-rule").select_option("wuliyou-7")
        last_day(page, "")
        last_day(page, "2026-11-18")
        with page.expect_download():
            page.get_by_role("button", name="存进日历").click()
    else:
        fill_claim(page, "peisan-500", price="bad")
        fill_claim(page, "peisan-500", price="99")
    page.get_by_role("button", name="复制结果").click()
    page.wait_for_timeout(300)
    assert [url for _, url in watch.requests[before:] if not url.startswith("blob:")] == []
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('jl-'))") == []
    assert page.evaluate("[document.cookie, sessionStorage.length]") == ["", 0]


def test_remembered_only_when_ticked(new_page: NewPage, site: str) -> None:
    page = open_tool(new_page, f"{site}/tools/amount/?rule=peisan-500")
    fill_claim(page, "peisan-500", price="99")
    page.reload()
    expect(page.locator("#jl-peisan-500-price")).to_have_value("")
    fill_claim(page, "peisan-500", price="99")
    page.locator("[data-jl-remember]").check()
    page.goto(f"{site}/tools/amount/")
    expect(page.locator("#jl-rule")).to_have_value("peisan-500")
    expect(page.locator("#jl-peisan-500-price")).to_have_value("99")
    expect(page.locator("#jl-peisan-500-tick-2")).to_be_checked()
    page.locator("[data-jl-remember]").uncheck()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('jl-'))") == []


@pytest.mark.parametrize(("path", "button"), [("deadline?rule=wuliyou-7", "算最后一天"), ("amount?rule=peisan-500", "算可以主张多少")])
def test_results_and_errors_can_be_read(new_page: NewPage, site: str, path: str, button: str) -> None:
    page = open_tool(new_page, f"{site}/tools/{path.replace('?', '/?')}", 360)
    page.get_by_role("button", name=button).click()
    require_readable_in_both_schemes(page)
    if "deadline" in path:
        expect(page.locator("main")).to_contain_text("2019—2026 年")
        last_day(page, "2026-09-24")
    else:
        fill_claim(page, "peisan-500", price="99")
    expect(page.locator("#jl-result")).to_be_visible()
    page.locator(".jl-all summary").click()
    require_readable_in_both_schemes(page)
    small = page.locator("main :is(.jl-tool, .jl-result) :is(button, select, input:not([type=checkbox]), .jl-tick):visible")
    assert [box for box in (target.bounding_box() for target in small.all()) if box is None or box["height"] < 40] == []


@pytest.mark.parametrize(("path", "first"), [("deadline", "发出无理由退货通知：签收次日起 7 日内"), ("amount", "退一赔三（最低五百元）")])
def test_without_javascript_the_rules_can_be_read(new_page: NewPage, site: str, path: str, first: str) -> None:
    page = new_page(width=360, java_script_enabled=False)
    page.goto(f"{site}/tools/{path}/")
    expect(page.locator("noscript p")).to_be_visible()
    page.locator(".jl-all summary").click()
    expect(page.locator(".jl-all li strong").first).to_have_text(first)
    expect(page.locator(".jl-all li a").first).to_be_visible()


def test_paper_holds_the_result_alone(deadline: Page) -> None:
    page = deadline
    page.locator("#jl-rule").select_option("wuliyou-7")
    last_day(page, "2026-11-18")
    page.emulate_media(media="print")
    expect(page.locator("#jl-deadline")).to_be_hidden()
    expect(page.locator("#jl-result")).to_be_visible()
    expect(page.get_by_role("button", name="打印")).to_be_hidden()
    page.emulate_media(media="screen")


def test_card_and_guide_lead_to_the_calculator(page: Page, site: str) -> None:
    page.goto(site)
    page.get_by_label("说说你遇到的事").fill("七天无理由从哪天开始算")
    page.keyboard.press("Enter")
    page.locator("main article.jl-card").get_by_role("link", name="算一算：发出无理由退货通知").click()
    expect(page.locator("#jl-rule")).to_have_value("wuliyou-7")
    page.goto(f"{site}/claims/triple/")
    page.locator(".jl-card--lead a[href*='tools/amount/?rule=peisan-500']").first.click()
    expect(page.locator("#jl-rule")).to_have_value("peisan-500")
    expect(page.locator("#jl-peisan-500-price")).to_be_visible()
