"""The letter tool and the evidence checklist in a real browser: nothing leaves the page, nothing unfinished leaves it either."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from search import yaml_source
from tests.conftest import ROOT

from .conftest import NewPage, Watch
from .test_pages import require_no_overflow, require_readable_in_both_schemes

LETTER, EVIDENCE = "/tools/letter/", "/tools/evidence/"
WIDTHS = [360, 1280]
TODAY = date.today()
STORY = {
    "bought_on": (TODAY - timedelta(days=20)).isoformat(),
    "platform": "淘宝",
    "shop": "某某小家电",
    "goods": "保温杯 500 毫升",
    "order": "3021 4455 8890",
    "price": "199.9",
    "received_on": (TODAY - timedelta(days=15)).isoformat(),
    "found_on": (TODAY - timedelta(days=14)).isoformat(),
    "problem": "倒进热水十分钟就凉，杯底渗水。",
    "reply_by": (TODAY + timedelta(days=7)).isoformat(),
}
STUBS = "window.printed = 0; window.print = () => { window.printed += 1; };"
Open = Callable[..., Page]


@pytest.fixture
def open_tool(new_page: NewPage, site: str, watch: Watch) -> Iterator[Open]:
    """Open a tool. With `sealed`, the page must not ask for anything from when it is loaded until the test ends."""
    loaded: list[int] = []

    def open_page(address: str, width: int = 1280, sealed: bool = False, tool: bool = True, **options: Any) -> Page:
        page = new_page(width=width, permissions=["clipboard-read", "clipboard-write"], **options)
        page.add_init_script(STUBS)
        page.goto(f"{site}{address}")
        if tool:
            page.locator("[data-jl-letter], [data-jl-count]:not(:empty)").first.wait_for(state="visible")
        if sealed:
            watch.wait_for_search(page)
            loaded.append(len(watch.requests))
        return page

    yield open_page
    assert [watch.requests[count:] for count in loaded if watch.requests[count:]] == [], "a tool makes no request once it is loaded"


@pytest.fixture(scope="module")
def opened_letter(shared_page: NewPage, site: str) -> Page:
    """The letter tool, open for all tests of this file."""
    page = shared_page(permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script(STUBS)
    page.goto(f"{site}{LETTER}")
    page.locator("[data-jl-letter]").wait_for(state="visible")
    return page


@pytest.fixture
def letter(opened_letter: Page) -> Page:
    """The letter tool, emptied: a chat message about a quality problem, nothing typed."""
    page = opened_letter
    page.set_viewport_size({"width": 1280, "height": 800})
    page.evaluate("window.printed = 0")
    do(page, "全部清空")
    expect(page.locator("[data-jl-said]")).to_have_text("都清空了。")
    page.select_option("#dispute", "zhiliang")
    expect(page.locator(".jl-field__error")).to_have_count(0)
    return page


def narrow(page: Page) -> Page:
    page.set_viewport_size({"width": 360, "height": 800})
    return page


def tell_what_is_asked(page: Page) -> None:
    for blank, value in STORY.items():
        if page.locator(f"#{blank}").count():
            page.fill(f"#{blank}", value)


def tick(page: Page, *ids: str) -> None:
    for name in ids:
        page.check(f"#{name}")


def finish(page: Page) -> None:
    """A whole chat message about a broken cup."""
    tell_what_is_asked(page)
    tick(page, "demand-tuihuo", "evidence-order", "evidence-defect-photo")


def do(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def sentence_at(page: Page, blank: str) -> str:
    """The error sentence that is tied to a field."""
    ids = (page.locator(f"#{blank}").get_attribute("aria-describedby") or "").split()
    assert f"{blank}-error" in ids, f"no sentence at {blank}"
    return page.locator(f"#{blank}-error").inner_text()


# ---- a letter that is whole


@pytest.mark.parametrize("width", WIDTHS)
def test_a_message_is_written_and_copied(open_tool: Open, width: int) -> None:
    page = open_tool(f"{LETTER}?dispute=zhiliang", width, sealed=True)
    finish(page)
    do(page, "复制")
    expect(page.locator("[data-jl-said]")).to_contain_text("已复制")
    lines = clipboard(page).splitlines()
    assert lines[0].startswith("我于") and "实付199.90元" in lines[0] and lines[0].endswith("杯底渗水。")
    assert "办理退货，退还价款199.90元" in lines[1]
    assert "《消费者权益保护法》第二十四条第一款" in lines[2] and "《民法典》第六百一十七条" in lines[2]
    assert "订单详情、瑕疵照片和视频" in lines[-2], "it ends with the evidence"
    assert lines[-1] == f"{TODAY.year}年{TODAY.month}月{TODAY.day}日", "and with the date"
    assert page.evaluate("localStorage.length + sessionStorage.length") == page.evaluate(
        "Object.keys(localStorage).filter((k) => !k.includes('jl-tool')).length + sessionStorage.length"
    )
    require_no_overflow(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_with_the_keyboard_alone(open_tool: Open, width: int) -> None:
    page = open_tool(f"{LETTER}?dispute=zhiliang", width, sealed=True)
    reached: set[str] = set()
    page.locator("#dispute").focus()
    for _ in range(80):
        page.keyboard.press("Tab")
        at = page.evaluate("document.activeElement.id || document.activeElement.dataset.jlDo || ''")
        if at in STORY and at not in reached:
            page.locator(f"#{at}").fill(STORY[at]) if at.endswith(("_on", "_by")) else page.keyboard.insert_text(STORY[at])
        if at in ("demand-tuihuo", "evidence-order") and at not in reached:
            page.keyboard.press("Space")
        reached.add(at)
        if at == "copy":
            page.keyboard.press("Enter")
            break
    assert {*STORY, "demand-tuihuo", "evidence-order", "remember", "copy"} <= reached
    expect(page.locator("[data-jl-said]")).to_contain_text("已复制")
    assert "【" not in clipboard(page)


COMPOSED = """async () => {
  const text = await import("/assets/javascripts/tools/letter-text.js");
  const check = await import("/assets/javascripts/tools/letter-check.js");
  const data = JSON.parse(document.getElementById("jl-tool-data").textContent);
  const day = "2026-11-22";
  const VALUES = { text: "某样", long: "事实经过", date: "2026-11-01", money: "50", tick: "yes" };
  const found = [];
  for (const [dispute, { forms, demands, evidence }] of Object.entries(data.disputes))
    for (const form of forms)
      for (const demand of Object.keys(demands)) {
        const values = Object.fromEntries(Object.entries(data.fields).map(([id, { kind }]) => [id, VALUES[kind]]));
        Object.assign(values, { written_on: day, reply_by: "2026-12-01", asked_total: "", extra_basis: "", contract_price: "500" });
        const full = { dispute, form, values, demands: [demand], confirmed: [demand], evidence };
        const empty = { dispute, form, values: { written_on: day }, demands: [], confirmed: [], evidence: [] };
        const gaps = text.gapsOf(text.compose(data, empty)).map(({ gap }) => gap);
        const asked = text.allBlanks(data, empty).map(({ id }) => id);
        found.push({
          name: [dispute, form, demand].join(" "),
          letter: text.textOf(text.compose(data, full)),
          reasons: check.reasonsToStay(data, full, day),
          pieces: evidence.map((id) => data.evidence[id].what),
          open: check.reasonsToStay(data, empty, day).length,
          lost: gaps.filter((gap) => !asked.includes(gap) && !["demands", "evidence"].includes(gap)),
        });
      }
  return found;
}"""


def test_every_dispute_in_every_form_with_every_demand(letter: Page) -> None:
    """What can be filled makes a whole letter; every gap belongs to a field that the page asks for."""
    written = letter.evaluate(COMPOSED)
    assert len(written) > 200
    for one in written:
        text = one["letter"]
        assert one["reasons"] == [], one["name"]
        assert one["lost"] == [] and one["open"] > 5, one["name"]
        assert "【" not in text and "{" not in text and "undefined" not in text and "NaN" not in text, text
        assert "。。" not in text and "；。" not in text and "，。" not in text, text
        assert text.endswith("2026年11月22日"), one["name"]
        assert all(piece in text for piece in one["pieces"]), one["name"]
        assert "依据：" in text or "三、依据" in text


def test_wording_is_judged_as_on_the_other_side(letter: Page) -> None:
    cases = yaml_source.read(ROOT / "tests" / "golden" / "letters" / "wording.yml", "wording.yml").data
    page = letter
    texts = [*cases["refused"], *cases["allowed"]]
    stopped = page.evaluate(
        """(texts) => {
          const { wording } = JSON.parse(document.getElementById("jl-tool-data").textContent);
          return texts.filter((text) => wording.some(({ pattern }) => new RegExp(pattern, "u").test(text)));
        }""",
        texts,
    )
    assert set(stopped) == set(cases["refused"])


# ---- a letter that may not leave


def test_nothing_leaves_while_a_blank_is_open(letter: Page) -> None:
    page = narrow(letter)
    downloads: list[Any] = []
    page.on("download", lambda download: downloads.append(download))
    page.evaluate("navigator.clipboard.writeText('before')")
    finish(page)
    page.fill("#order", "")
    page.uncheck("#evidence-order")
    page.uncheck("#evidence-defect-photo")
    expect(page.locator("[data-jl-left]")).to_have_text("还差 2 处")
    for name in ("复制", "存成 .txt", "打印"):
        do(page, name)
        expect(page.locator("#order")).to_be_focused()
        expect(page.locator("[data-jl-said]")).to_contain_text("还有 2 处要改")
        assert sentence_at(page, "order") == "还缺：订单编号。"
        expect(page.locator("#evidence-error")).to_have_text("还缺：勾手上有的证据。")
    assert clipboard(page) == "before" and downloads == [] and page.evaluate("printed") == 0
    expect(page.locator("#problem")).to_have_value(STORY["problem"])
    page.locator("a.jl-gap").last.click()
    expect(page.locator("#evidence-order")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#evidence-error")).to_have_count(0)
    page.fill("#order", STORY["order"])
    expect(page.locator("#order-error")).to_have_count(0)


def test_it_is_saved_and_printed_when_it_is_whole(letter: Page) -> None:
    page = letter
    page.emulate_media(media="print")
    expect(page.locator("[data-jl-paper]")).to_be_hidden()
    expect(page.locator(".jl-draft__unfinished")).to_be_visible()
    page.emulate_media(media="screen")
    finish(page)
    page.fill("#problem", "不退钱我就曝光你们")
    page.emulate_media(media="print")
    expect(page.locator("[data-jl-paper]")).to_be_hidden()
    page.emulate_media(media="screen")
    page.fill("#problem", STORY["problem"])
    with page.expect_download() as caught:
        do(page, "存成 .txt")
    assert caught.value.suggested_filename == f"聊天消息-{TODAY}.txt"
    saved = Path(caught.value.path()).read_text(encoding="utf-8")
    do(page, "复制")
    assert saved == clipboard(page) + "\n"
    do(page, "打印")
    assert page.evaluate("printed") == 1
    page.emulate_media(media="print")
    expect(page.locator("[data-jl-paper]")).to_be_visible()
    expect(page.locator("#bought_on")).to_be_hidden()
    expect(page.locator("header").first).to_be_hidden()
    page.emulate_media(media="screen")


TOMORROW = (TODAY + timedelta(days=1)).isoformat()
BAD = [
    ("bought_on", TOMORROW, "还没有到"),
    ("bought_on", "0026-11-01", "年份看起来不对"),
    ("reply_by", (TODAY - timedelta(days=1)).isoformat(), "要晚于写信的日期"),
    ("price", "两百块", "只填数字"),
    ("price", "-199", "不能是负数"),
    ("price", "999999999999", "太大"),
    ("price", "0", "大于零"),
    ("price", "1.999", "小数点后两位"),
    ("goods", "杯" * 81, "最多 80 字"),
    ("problem", "不退钱我就曝光你们", "读起来像要挟"),
    ("more", "见【图】", "没填完的记号"),
]


def test_bad_input_is_answered_beside_the_field_and_kept(letter: Page) -> None:
    page = narrow(letter)
    finish(page)
    page.evaluate("navigator.clipboard.writeText('before')")
    for blank, value, words in BAD:
        good = page.locator(f"#{blank}").input_value()
        page.fill(f"#{blank}", value)
        page.locator(f"#{blank}").blur()
        expect(page.locator(f"#{blank}-error")).to_contain_text(words)
        assert words in sentence_at(page, blank)
        expect(page.locator(f"#{blank}")).to_have_value(value)
        page.fill(f"#{blank}", good)
        expect(page.locator(f"#{blank}-error")).to_have_count(0)
    page.fill("#price", "-1")
    do(page, "复制")
    expect(page.locator("#price")).to_be_focused()
    assert clipboard(page) == "before"
    page.fill("#price", "1")
    do(page, "复制")
    expect(page.locator("[data-jl-said]")).to_contain_text("已复制")


def test_the_other_side_may_be_quoted(letter: Page) -> None:
    page = letter
    page.select_option("#dispute", "ruma")
    tell_what_is_asked(page)
    page.fill("#happened_on", STORY["found_on"])
    page.fill("#account", "客服小美")
    page.fill("#where", "聊天窗口")
    page.fill("#words", "你等着瞧，不删差评就曝光你")
    tick(page, "demand-daoqian", "evidence-insult-record")
    do(page, "复制")
    assert "“你等着瞧，不删差评就曝光你”" in clipboard(page)


# ---- money


def test_no_number_while_a_condition_is_open_and_none_above_it_without_a_basis(letter: Page) -> None:
    page = narrow(letter)
    page.check("#form-platform")
    tell_what_is_asked(page)
    tick(page, "demand-tuihuo", "demand-sanbei", "evidence-order")
    page.fill("#fraud", "页面写316不锈钢，实物标的是201")
    paper = page.locator("[data-jl-paper]")
    expect(paper).to_contain_text("【先确认条件】")
    expect(paper).not_to_contain_text("599.70")
    for box in page.locator("input[name=confirm]").all():
        box.check()
    expect(paper).to_contain_text("赔偿599.70元")
    expect(paper).to_contain_text("以上合计799.60元。")
    expect(page.locator("#sum-sanbei")).to_contain_text("不是自动到账")
    page.fill("#asked_total", "1000")
    expect(page.locator("#extra_basis")).to_be_visible()
    do(page, "复制")
    assert "比算出来的 799.60 元多 200.40 元" in sentence_at(page, "extra_basis")
    page.fill("#extra_basis", "页面承诺假一赔四，见图2")
    expect(paper).to_contain_text("以上合计1,000.00元，其中200.40元的依据是：页面承诺假一赔四，见图2。")
    do(page, "复制")
    assert "1,000.00元" in clipboard(page)
    page.fill("#asked_total", "500")
    expect(paper).to_contain_text("以上合计500.00元。")
    expect(page.locator("#extra_basis")).to_be_hidden()
    expect(page.locator("#asked_total")).to_have_value("500")


def test_the_least_amount_comes_from_the_registry(letter: Page) -> None:
    page = letter
    page.fill("#price", "9.9")
    tick(page, "demand-sanbei")
    for box in page.locator("input[name=confirm]").all():
        box.check()
    expect(page.locator("#sum-sanbei")).to_have_text("可以主张 500.00 元，不是自动到账。")


def test_demands_that_do_not_go_together(letter: Page) -> None:
    page = letter
    tick(page, "demand-tuihuo", "demand-yunfei", "demand-xiuli")
    expect(page.locator("#demand-tuihuo")).not_to_be_checked()
    expect(page.locator("#demand-yunfei")).to_be_checked()


# ---- nothing is lost, nothing is kept unasked


def test_what_was_typed_stays_when_another_case_or_form_is_chosen(letter: Page) -> None:
    page = narrow(letter)
    finish(page)
    page.check("#form-12315")
    page.fill("#company", "某某电器有限公司")
    page.select_option("#dispute", "zhanghao")
    expect(page.locator("#form-platform")).to_be_disabled()
    expect(page.locator("#order")).to_have_count(0)
    page.select_option("#dispute", "zhiliang")
    for blank in ("order", "price", "problem"):
        expect(page.locator(f"#{blank}")).to_have_value(STORY[blank])
    expect(page.locator("#company")).to_have_value("某某电器有限公司")
    expect(page.locator("#demand-tuihuo")).to_be_checked()
    page.check("#form-court")
    expect(page.locator("#company")).to_have_value("某某电器有限公司")
    expect(page.locator("[data-jl-paper]")).to_contain_text("《消费者权益保护法》")


KEPT = "JSON.stringify(Object.entries(localStorage).filter(([key]) => key.startsWith('jl-tool')))"


def test_only_who_wants_it_is_remembered(open_tool: Open) -> None:
    page = open_tool(f"{LETTER}?dispute=zhiliang")
    finish(page)
    assert page.evaluate(KEPT) == "[]"
    page.check("#remember")
    assert STORY["order"] in page.evaluate(KEPT)
    page.reload()
    page.locator("[data-jl-letter]").wait_for(state="visible")
    expect(page.locator("#order")).to_have_value(STORY["order"])
    expect(page.locator("#demand-tuihuo")).to_be_checked()
    expect(page.locator("#evidence-defect-photo")).to_be_checked()
    expect(page.locator("[data-jl-left]")).to_have_text("填好了")
    page.uncheck("#remember")
    assert page.evaluate(KEPT) == "[]"
    do(page, "全部清空")
    expect(page.locator("#order")).to_have_value("")
    expect(page.locator("#written_on")).to_have_value(TODAY.isoformat())


# ---- the checklist


@pytest.mark.parametrize("width", WIDTHS)
def test_the_checklist_counts_prints_and_hands_over(open_tool: Open, width: int) -> None:
    page = open_tool(f"{EVIDENCE}#meishoudao", width, sealed=True)
    shown = page.locator("[data-jl-check]:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("没收到货")
    expect(page.locator("[data-jl-count]")).to_contain_text("先存的还差 3 样")
    page.locator("#meishoudao-order").focus()
    page.keyboard.press("Space")
    tick(page, "meishoudao-waybill")
    expect(page.locator("[data-jl-count]")).to_contain_text("7 样里有 2 样，先存的还差 1 样")
    require_no_overflow(page)
    do(page, "复制清单")
    assert "☑ 订单详情" in clipboard(page) and "☐ 和商家的聊天记录" in clipboard(page)
    page.emulate_media(media="print")
    expect(page.locator("#meishoudao-order-how")).to_be_visible()
    expect(page.locator("#dispute")).to_be_hidden()
    page.emulate_media(media="screen")
    do(page, "打印这张表")
    assert page.evaluate("printed") == 1
    address = shown.get_by_role("link", name="带着打勾的去写投诉信").get_attribute("href")
    assert address and address.endswith("?dispute=meishoudao#evidence=order,waybill")
    page.select_option("#dispute", "beipian")
    expect(page.locator("[data-jl-check]:visible")).to_contain_text("打 110")
    expect(page.locator("[data-jl-to-letter]:visible")).to_have_count(0)


def test_ticks_arrive_at_the_letter(open_tool: Open) -> None:
    page = open_tool(f"{LETTER}?dispute=meishoudao&form=12315#evidence=order,waybill,no-such")
    expect(page.locator("#dispute")).to_have_value("meishoudao")
    expect(page.locator("#form-12315")).to_be_checked()
    assert page.locator("input[name=evidence]:checked").evaluate_all("boxes => boxes.map((box) => box.value)") == ["order", "waybill"]


def test_a_guide_opens_its_dispute(open_tool: Open) -> None:
    page = open_tool("/returns/quality/", tool=False)
    link = page.locator(".jl-card--lead").get_by_role("link", name="投诉信与话术生成器")
    assert (link.get_attribute("href") or "").endswith("tools/letter/?guide=zhiliang-wenti")
    link.click()
    expect(page.locator("#dispute")).to_have_value("zhiliang")
    page.goto(page.url.replace("zhiliang-wenti", "pingtai-jieru"))
    expect(page.locator("#form-platform")).to_be_checked()
    page.goto(page.url.replace("letter/?guide=pingtai-jieru", "evidence/?guide=jia-kefu"))
    expect(page.locator("[data-jl-check]:visible")).to_have_id("beipian")


def test_ticks_of_the_checklist_are_kept_only_when_wanted(open_tool: Open) -> None:
    page = open_tool(f"{EVIDENCE}#jiahuo")
    tick(page, "jiahuo-order")
    assert page.evaluate(KEPT) == "[]"
    tick(page, "remember")
    assert json.loads(page.evaluate(KEPT))
    page.goto(page.url.split("#")[0])
    page.locator("[data-jl-count]").wait_for(state="visible")
    expect(page.locator("#jiahuo-order")).to_be_checked()
    page.uncheck("#remember")
    assert page.evaluate(KEPT) == "[]"


def test_without_a_script(new_page: NewPage, site: str) -> None:
    page = new_page(width=360, java_script_enabled=False)
    page.goto(f"{site}{EVIDENCE}")
    page.locator("#zhiliang summary").click()
    expect(page.locator("#zhiliang-order-how")).to_be_visible()
    expect(page.get_by_role("button", name="打印这张表")).to_be_hidden()
    page.goto(f"{site}{LETTER}")
    expect(page.locator("[data-jl-letter]")).to_be_hidden()
    expect(page.get_by_role("article").get_by_role("link", name="质量问题：退货、换货、维修与三包")).to_be_visible()


# ---- how it looks, what it is made of


def test_every_state_can_be_read_and_fits_a_phone(letter: Page) -> None:
    page = narrow(letter)
    page.fill("#price", "两百")
    tick(page, "demand-sanbei")
    do(page, "复制")
    require_readable_in_both_schemes(page, "article")
    require_no_overflow(page)
    for box in page.locator(".jl-tick, .jl-kind, .jl-actions .jl-button").all():
        bounds = box.bounding_box()
        assert not bounds or not bounds["height"] or bounds["height"] >= 36, "big enough for a thumb"


@pytest.mark.parametrize("path", [LETTER, EVIDENCE])
def test_no_inline_script_style_or_handler(open_tool: Open, path: str) -> None:
    page = open_tool(path)
    inline = page.evaluate("""() => [...document.querySelectorAll("article *, article ~ script")]
      .filter((e) => e.hasAttribute("style") || [...e.attributes].some(({ name }) => name.startsWith("on")))
      .map((e) => e.outerHTML.slice(0, 80))""")
    assert inline == []
    unnamed = page.evaluate("""() => [...document.querySelectorAll("article :is(input, select, textarea)")]
      .filter((field) => field.labels.length === 0).map((field) => field.id)""")
    assert unnamed == []
