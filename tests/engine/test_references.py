"""references: what a page names must exist."""

from __future__ import annotations

import pytest

from search.errors import ContentError
from search.pages import require_consistent
from search.registry import Registry
from tests.conftest import corpus_page


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("deadlines: [return-7]", "deadlines: [return-8]", "deadlines 里没有 return-8"),
        ("channels: [shop, court]", "channels: [shop, moon]", "channels 里没有 moon"),
        ("evidence: [chat]", "evidence: [dream]", "evidence 里没有 dream"),
        ("cites: ['demo#5']", "cites: ['demo#6']", "没有登记第 6 条"),
        ("cites: ['demo#5']", "cites: ['nolaw#6']", "不认识的法 nolaw"),
        ("  freight:\n", "  postage:\n", "没有锚点是 postage 的标题"),
        ("at: refuse", "at: nowhere", "at 指向不存在的小节 nowhere"),
        ("go: none", "go: nowhere", "not_asks 指向不存在的页面 nowhere"),
        ("risk: money", "risk: money\nrelated: [nowhere]", "related 指向不存在的页面 nowhere"),
        ("买错了能退吗", "客服可以骂人吗", "问法「客服可以骂人吗」已在"),
        ("id: tuihuo", "id: ruma", "id ruma 已被"),
    ],
)
def test_dangling_names_stop_with_place_and_remedy(old: str, new: str, words: str, corpus_registry: Registry) -> None:
    pages = [corpus_page("ruma"), corpus_page("tuihuo", lambda text: text.replace(old, new, 1))]
    with pytest.raises(ContentError) as raised:
        require_consistent(pages, corpus_registry)
    hit = [problem for problem in raised.value.problems if words in problem.what]
    assert hit, raised.value.problems
    assert hit[0].line > 0
    assert hit[0].remedy


def test_good_pages_have_no_problems(corpus_registry: Registry) -> None:
    require_consistent([corpus_page("ruma"), corpus_page("tuihuo")], corpus_registry)
