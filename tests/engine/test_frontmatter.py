"""frontmatter: every fault stops with place, reason and remedy in Chinese."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search import frontmatter
from search.errors import ContentError
from tests.conftest import CORPUS

GOOD = (CORPUS / "pages" / "tuihuo.md").read_text(encoding="utf-8")


def problems_after(change: Callable[[str], str]) -> list[str]:
    text = change(GOOD)
    assert text != GOOD
    with pytest.raises(ContentError) as raised:
        frontmatter.check(frontmatter.read_source(text, "docs/demo/tuihuo.md"))
    return [str(problem) for problem in raised.value.problems]


def test_a_good_page_is_accepted() -> None:
    meta = frontmatter.check(frontmatter.read_source(GOOD, "docs/demo/tuihuo.md"))
    assert meta.id == "tuihuo"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("verdict: depends\nanswer", "verdct: depends\nanswer", 8, ["不认识的键 verdct", "是不是想写 verdict"]),
        ("verdict: depends\nanswer", "answer", 2, ["verdict 缺失"]),
        ("verdict: depends\nanswer", "verdict: maybe\nanswer", 8, ["'maybe'", "'depends'"]),
        ("id: tuihuo", "id: 退货", 2, ["id 的写法不对"]),
        ("reviewed: 2026-01-01", "reviewed: 上周", 43, ["不是日期", "2026-11-20"]),
        ("answer: 从签收的次日开始数，第七天当天仍然来得及。", "answer: 从签收的次日开始数，一定来得及。", 19, ["承诺词「一定」"]),
        ("cites: ['demo#5']", "cites: [demo5]", 16, ["demo5", "法编号#条"]),
        ("review_by: 2026-06-30", "review_by: 2028-06-30", 2, ["review_by"]),
        ("kind: guide", "kind: guide\nkind: guide", 6, ["kind 写了两次"]),
        ("answer: 七日内说要退", "answer: 七日: 内说要退", 9, ["YAML 写法有误"]),
    ],
)
def test_faults_name_line_reason_and_remedy(old: str, new: str, line: int, words: list[str]) -> None:
    found = problems_after(lambda text: text.replace(old, new, 1))
    hit = [problem for problem in found if all(word in problem for word in words)]
    assert hit, found
    assert "→" in hit[0]
    assert hit[0].startswith("docs/demo/tuihuo.md:")
    if line > 2:
        assert hit[0].startswith(f"docs/demo/tuihuo.md:{line}:"), hit[0]


def test_depends_without_branches_is_refused() -> None:
    found = problems_after(
        lambda text: text.replace("when:\n  - {if: 东西完好, then: 七日内可以退}\n  - {if: 定做的, then: 一般不能无理由退}\n", "")
    )
    assert any("verdict 是 depends 却没有 when" in problem for problem in found)


def test_missing_front_matter_is_named() -> None:
    with pytest.raises(ContentError, match="没有 front matter"):
        frontmatter.read_source("# 标题\n", "docs/x.md")


def test_yes_and_no_are_words_not_booleans() -> None:
    source = frontmatter.read_source("---\nverdict: yes\nother: no\nflag: true\n---\n", "docs/x.md")
    assert source.data == {"verdict": "yes", "other": "no", "flag": True}


def test_deposit_is_not_a_promise() -> None:
    text = GOOD.replace("answer: 先在订单里留下退货申请，再找平台处理，最后起诉。", "answer: 平台可以划拨店铺的保证金来退款。")
    assert frontmatter.check(frontmatter.read_source(text, "docs/x.md")).id == "tuihuo"
