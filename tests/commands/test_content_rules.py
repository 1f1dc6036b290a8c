"""Every content rule has a page that breaks it; each finding names place, reason and remedy."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from scripts import content_rules, figures, prose
from tests.conftest import CORPUS, ROOT

DAY = date(2026, 3, 1)
END = "拆开看过不等于不能退。"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    shutil.copytree(CORPUS, folder)
    return folder


def change(docs: Path, old: str, new: str, page: str = "pages/tuihuo.md") -> None:
    path = docs / page
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_good_corpus_has_no_findings(docs: Path) -> None:
    found = content_rules.check_docs(docs, DAY)
    assert found.problems == []
    assert found.hints == []


@pytest.mark.parametrize(
    ("rule", "old", "new", "words"),
    [
        ("schema", "verdict: depends\nanswer", "verdct: depends\nanswer", "是不是想写 verdict"),
        ("cites", "cites: ['demo#5']", "cites: ['demo#500']", "没有登记第 500 条"),
        ("links", "ruma.md#keep", "nowhere.md", "不存在的页面 nowhere.md"),
        ("links", "ruma.md#keep", "ruma.md#nowhere", "锚点 #nowhere 不存在"),
        ("links", "ruma.md#keep", "/demo/ruma/", "绝对地址"),
        ("links", "ruma.md#keep", "../laws/demo.md#tiao-500", "锚点 #tiao-500 不存在"),
        ("figures", END, "店家要在 48 日内处理。", "数字「48 日」"),
        ("figures", END, "最多可以要三倍。", "数字「三倍」"),
        ("figures", "answer: 从签收的次日开始数，第七天当天仍然来得及。", "answer: 从签收的次日开始数，一共九天可以退货。", "数字「九天」"),
        ("repealed", "cites: ['demo#5']", "cites: ['demo#5', 'old#2']", "依据《样例旧办法》第二条已废止"),
        ("repealed", END, "按《样例旧办法》办理就行。", "已废止的《样例旧办法》"),
        ("promise", END, "这样写保证能退。", "承诺词「保证能」"),
        ("threat", END, "直接说不退就曝光。", "不退就曝光"),
        ("contact", END, "加微信详聊。", "加微信"),
        ("contact", END, "打13812345678。", "13812345678"),
        ("qr", END, "扫下方二维码。", "扫下方二维码"),
        ("mojibake", END, "锟斤拷", "乱码"),
        ("invisible", END, "拆开\u200b看过。", "看不见的字符"),
        ("width", END, "拆开看过,不等于不能退。", "宽度不对「,」"),
        ("width", END, "第７天。", "宽度不对「７」"),
        ("spaces", END, "拆开 看过。", "多余的空格"),
        ("spaces", END, "拆开看过，，不等于不能退。", "重复的标点"),
        ("lookalike", END, "拆开看过⽤掉。", "形似"),
        ("unlawful", END, "店家这样做违法。", "写了「违法」却没有条文"),
        (
            "jargon",
            "answer: 从签收的次日开始数，第七天当天仍然来得及。",
            "answer: 过了除斥期间就没有撤销权，要尽快起诉。",
            "术语「除斥期间」",
        ),
        ("asks", "退货包不包邮", "截图够不够", "已在"),
        ("anchors", "## 运费谁出 {#freight}", "## 运费谁出 {#postage}", "没有锚点是 freight"),
        ("ids", "id: tuihuo", "id: ruma", "已被"),
    ],
)
def test_each_rule_finds_its_fault(docs: Path, rule: str, old: str, new: str, words: str) -> None:
    change(docs, old, new)
    hits = [problem for problem in content_rules.check_docs(docs, DAY).problems if words in str(problem)]
    assert hits
    assert {problem.rule for problem in hits} == {rule}
    assert all(problem.line > 0 and problem.remedy for problem in hits)
    assert re.match(r"docs/pages/(tuihuo|ruma)\.md:\d+: .+ → .+（[a-z-]+）$", str(hits[0]))


@pytest.mark.parametrize(
    "sentence",
    [
        "例如 48 日也行。",
        "2026年4月15日起用新规定。",
        "这不一定违法。",
        "可以反映违法线索。",
        "依《样例买卖法》第九条，这是违法的。",
        "骗子会说 `加微信`。",
        "七天无理由只是名字。",
        "《样例旧办法》已废止，别再引用。",
        "平台可能扣店铺的保证金。",
    ],
)
def test_rules_leave_right_sentences_alone(docs: Path, sentence: str) -> None:
    change(docs, END, sentence)
    assert content_rules.check_docs(docs, DAY).problems == []


def test_long_sentences_and_paragraphs_are_hints(docs: Path) -> None:
    change(docs, END, "拆开看过不等于不能退" * 7 + "。\n\n" + "这是一句不长的话。" * 24)
    hints = {hint.rule for hint in content_rules.check_docs(docs, DAY).hints}
    assert hints == {"long-sentence", "long-paragraph"}


def test_a_moved_page_needs_a_redirect(docs: Path) -> None:
    (docs / "_registry" / "pages.yml").write_text("tuihuo: old/tuihuo.md\nruma: pages/ruma.md\n", encoding="utf-8")
    assert any("没有留跳转" in problem.what for problem in content_rules.check_docs(docs, DAY).problems)
    change(docs, "risk: money", "risk: money\nredirects: [old/tuihuo.md]")
    assert content_rules.check_docs(docs, DAY).problems == []


def test_ids_are_permanent(docs: Path) -> None:
    (docs / "_registry" / "pages.yml").write_text("gone: pages/gone.md\nruma: pages/ruma.md\n", encoding="utf-8")
    found = [problem.what for problem in content_rules.check_docs(docs, DAY).problems]
    assert any("页面 gone" in what and "不见了" in what for what in found)
    assert any("tuihuo 还没有登记" in what for what in found)


def test_every_seed_question_needs_a_page_or_a_reason(docs: Path) -> None:
    (docs / "_registry" / "seeds.yml").write_text("s1-01: {claim: 能不能回骂}\ns1-02: {claim: 引流, not_adopted: 广告}\n", encoding="utf-8")
    assert [problem.what for problem in content_rules.check_docs(docs, DAY).problems] == ["种子问题 s1-01 没有页面回答"]
    change(docs, "risk: legal", "risk: legal\nseed: [s1-01]", "pages/ruma.md")
    assert content_rules.check_docs(docs, DAY).problems == []


def test_a_law_repealed_on_a_day_is_found_from_that_day(docs: Path) -> None:
    change(docs, "effective: 2020-01-01", "effective: 2020-01-01\nrepealed: 2026-02-01", "_registry/laws/demo.yml")
    assert content_rules.check_docs(docs, date(2026, 1, 31)).problems == []
    found = content_rules.check_docs(docs, date(2026, 2, 1)).problems
    assert {problem.path for problem in found if problem.rule == "repealed"} == {"docs/pages/tuihuo.md", "docs/pages/ruma.md"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("七日内", [(7.0, "日")]),
        ("15个工作日", [(15.0, "个工作日")]),
        ("二年或两年", [(2.0, "年"), (2.0, "年")]),
        ("1万元至3万元", [(10000.0, "元"), (30000.0, "元")]),
        ("二十万元", [(200000.0, "元")]),
        ("百分之二十", [(20.0, "%")]),
        ("一百五十元", [(150.0, "元")]),
        ("退一赔三、第七天、2026年、下一个工作日、最后一天", []),
    ],
)
def test_figures_are_read(text: str, expected: list[tuple[float, str]]) -> None:
    assert [figure for _, figure in figures.figures(text)] == expected


def test_sentences_keep_their_lines() -> None:
    found = prose.sentences("---\nid: x\n---\n\n# 题\n\n一句。两句！\n\n| 甲 | 乙。 |\n")
    assert [(sentence.line, sentence.text, sentence.kind) for sentence in found] == [
        (5, "题", "heading"),
        (7, "一句。", "text"),
        (7, "两句！", "text"),
        (9, "甲", "table"),
        (9, "乙。", "table"),
    ]


def test_every_rule_stands_in_the_handbook() -> None:
    source = "".join(
        (ROOT / name).read_text(encoding="utf-8") for name in ("scripts/content_rules.py", "scripts/figures.py", "search/references.py")
    )
    rules = set(
        re.findall(
            r'"(schema|cites|links|figures|repealed|promise|threat|contact|qr|mojibake|invisible|width|spaces|lookalike|unlawful|jargon|asks|anchors|ids|permanent|seeds|long-sentence|long-paragraph)"',
            source,
        )
    )
    handbook = (ROOT / "docs" / "contributing" / "rules.md").read_text(encoding="utf-8")
    assert len(rules) >= 20
    assert [rule for rule in sorted(rules) if f"`{rule}`" not in handbook] == []


def test_sentences_that_say_they_are_unverified_are_listed() -> None:
    found = content_rules.unverified("---\nid: x\n---\n\n平台的天数没有核对到。法律写了七日。\n")
    assert [(sentence.line, sentence.text) for sentence in found] == [(5, "平台的天数没有核对到。")]
