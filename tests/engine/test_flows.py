"""flows: what a question tree may not be, with file and line; and the real trees: every way through them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from search import flows, letters, registry
from search.errors import ContentError
from search.flows import FALLBACKS, MAX_QUESTIONS, Flows
from search.letters import Letters
from search.registry import Registry
from tests.conftest import ROOT

PATH = """\
id: path
title: 找谁
start: what
nodes:
  what:
    ask: 遇到了什么？
    options:
      - {label: 不给退, value: refused, next: told}
      - {label: 没收到, value: lost, flow: parcel}
  told:
    ask: 提过了吗？
    options:
      - {label: 还没有, value: not-yet, next: ask}
      - {label: 提了, value: told, next: ask}
outcomes:
  ask:
    verdict: howto
    answer: 先在订单里提出要求，再申请平台介入。
    do_now: [在订单里提交申请]
    channels: [shop, platform, '12315']
    evidence: [order]
    deadlines: [wuliyou-7]
    cites: [xbf#25]
    guide: tuihuo#how
"""
PARCEL = """\
id: parcel
title: 没收到货
start: when
nodes:
  when:
    ask: 哪天签收的？
    type: date
    deadline: wuliyou-7
    options:
      - {label: 没过, value: within, when: within, next: found}
      - {label: 过了, value: after, when: after, next: found}
outcomes:
  found:
    verdict: yes
    answer: 可以要求补发或者退款，先找商家。
    do_now: [写明没收到]
    channels: [shop, platform, '12315']
    evidence: [order]
    cites: [xbf#25]
    guide: tuihuo
"""
Change = tuple[str, str]


@pytest.fixture(scope="module")
def entries() -> Registry:
    return registry.load(ROOT / "docs" / "_registry")


@pytest.fixture
def load(tmp_path: Path, entries: Registry) -> Callable[..., Flows]:
    """Write both files, each change (old, new) made in the first file that has it, and load them."""

    def write_and_load(*changes: Change) -> Flows:
        texts = {"path": PATH, "parcel": PARCEL}
        for old, new in changes:
            name = next(name for name, text in texts.items() if old in text)
            texts[name] = texts[name].replace(old, new, 1)
        for name, text in texts.items():
            (tmp_path / f"{name}.yml").write_text(text, encoding="utf-8")
        return flows.load(tmp_path, entries, "flows")

    return write_and_load


def test_files_are_linked_into_one_graph(load: Callable[..., Flows]) -> None:
    graph = load().graphs["path"]
    ends = [(key, [turn.option.value for turn in turns]) for turns, key in graph.paths() if key in graph.outcomes]
    assert ends == [
        ("path_ask", ["refused", "not-yet"]),
        ("path_ask", ["refused", "told"]),
        ("parcel_found", ["lost", "within"]),
        ("parcel_found", ["lost", "after"]),
    ]
    assert "path_ask" not in graph.only_path, "two ways lead to it"
    assert [turn.key for turn in graph.only_path["parcel_when"]] == ["path_what"]


def more_questions(count: int) -> list[Change]:
    """Changes that put `count` more questions after the second one."""
    targets = [*(f"q{number + 1}" for number in range(1, count)), "ask"]
    nodes = [
        f"  q{number}:\n    ask: 第几个问题？\n    options:\n"
        f"      - {{label: 甲, value: a, next: {target}}}\n      - {{label: 乙, value: b, next: {target}}}\n"
        for number, target in enumerate(targets, start=1)
    ]
    return [("value: told, next: ask", "value: told, next: q1"), ("outcomes:", "".join(nodes) + "outcomes:")]


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        ([("next: told}", "next: nowhere}")], "flows/path.yml:8", "死路：没有叫 nowhere"),
        ([("flow: parcel", "flow: nowhere")], "flows/path.yml:9", "死路：没有 nowhere.yml"),
        ([("value: lost, flow: parcel", "value: lost")], "flows/path.yml:9", "要写一个去处"),
        ([("start: what", "start: nothing")], "flows/path.yml:3", "start 指向不存在的问题"),
        ([("value: told, next: ask", "value: told, next: what")], "flows/path.yml:5", "绕回了原处：path_what → path_told → path_what"),
        ([("when: after, next: found", "when: after, flow: path")], "flows/p", "绕回了原处"),
        ([("value: lost, flow: parcel", "value: lost, next: ask")], "flows/parcel.yml:13", "没有一条路走得到 parcel_found"),
        ([("outcomes:\n  ask:", "outcomes:\n  what:")], "flows/path.yml", "既是问题又是结果"),
        ([("    do_now: [在订单里提交申请]\n", "")], "flows/path.yml:16", "do_now 缺失"),
        ([("do_now: [在订单里提交申请]", "do_now: []")], "flows/path.yml:19", "do_now 太少或为空"),
        ([("channels: [shop, platform, '12315']", "channels: [shop, platform]")], "flows/path.yml:20", "channels 太少或为空"),
        ([("channels: [shop,", "channels: [nobody,")], "flows/path.yml:20", "channels 里没有 nobody"),
        ([("evidence: [order]", "evidence: [nothing]")], "flows/path.yml:21", "evidence 里没有 nothing"),
        ([("deadlines: [wuliyou-7]", "deadlines: [someday]")], "flows/path.yml:22", "deadlines 里没有 someday"),
        ([("cites: [xbf#25]", "cites: ['xbf#999']")], "flows/path.yml:23", "没有登记第 999 条"),
        ([("deadline: wuliyou-7", "deadline: someday")], "flows/parcel.yml:8", "deadlines 里没有 someday"),
        ([("    deadline: wuliyou-7\n", "")], "flows/parcel.yml:5", "问日期"),
        ([("when: after, ", "")], "flows/parcel.yml:5", "when: after"),
        ([("type: date\n    ", "")], "flows/parcel.yml:5", "不问日期"),
        ([("value: told, next", "value: not-yet, next")], "flows/path.yml:10", "用了同一个 value"),
        ([("先在订单里提出要求", "在订单里提出一定会退")], "flows/path.yml:16", "承诺词"),
        ([("id: parcel", "id: parcels")], "flows/parcel.yml:1", "文件名是 parcel"),
        ([("verdict: howto", "verdikt: howto")], "flows/path.yml:17", "是不是想写 verdict"),
        (more_questions(5), "flows/path.yml", "已经是第 7 问"),
    ],
)
def test_a_broken_flow_names_file_and_line(load: Callable[..., Flows], changes: list[Change], place: str, words: str) -> None:
    with pytest.raises(ContentError) as raised:
        load(*changes)
    assert any(str(problem).startswith(place) and words in str(problem) for problem in raised.value.problems), str(raised.value)


def test_six_questions_are_not_too_many(load: Callable[..., Flows]) -> None:
    graph = load(*more_questions(4)).graphs["path"]
    assert max(len(turns) for turns, _ in graph.paths()) == MAX_QUESTIONS


def test_guides_must_exist(load: Callable[..., Flows]) -> None:
    found = load()
    assert list(found.guide_problems({"tuihuo": {"how"}})) == []
    (lost_section,) = found.guide_problems({"tuihuo": set()})
    assert "tuihuo#how" in str(lost_section) and lost_section.line == 24
    with pytest.raises(ContentError, match="不存在的页面或小节 tuihuo"):
        found.require_linked({}, Letters())


def test_letters_must_be_writable(load: Callable[..., Flows], entries: Registry) -> None:
    written = letters.load(ROOT / "docs" / "_registry" / "letters", entries)
    assert list(load().letter_problems(written)) == [], "no dispute has that guide: the reader chooses"
    assert list(load(("guide: tuihuo#how", "guide: tuihuo#how\n    dispute: judui")).letter_problems(written)) == []
    (unknown,) = load(("guide: tuihuo#how", "guide: tuihuo#how\n    dispute: nothing")).letter_problems(written)
    assert "没有 nothing 这种纠纷" in str(unknown) and unknown.line == 25
    (police,) = load(("guide: tuihuo#how", "guide: daoshua#now")).letter_problems(written)
    assert "daoshua 不写信" in str(police)
    assert list(load(("guide: tuihuo#how", "guide: daoshua#now\n    letter: false")).letter_problems(written)) == []


def test_no_flows_are_no_error(tmp_path: Path, entries: Registry) -> None:
    assert flows.load(tmp_path, entries).graphs == {}


# --- the real trees


@pytest.fixture(scope="module")
def real(entries: Registry) -> Flows:
    return flows.load(ROOT / "docs" / "_registry" / "flows", entries)


def test_every_result_but_the_general_one_has_its_dispute(real: Flows, entries: Registry) -> None:
    written = letters.load(ROOT / "docs" / "_registry" / "letters", entries)
    assert list(real.letter_problems(written)) == []
    without = [key for key, outcome in real.graphs["path"].outcomes.items() if flows.dispute_of(outcome, written) is None]
    assert without == ["path_general"]


KINDS = {
    "退货被拒": "tuihuo", "质量问题": "zhiliang", "没收到货／签收未到": "weishoudao", "不发货砍单": "bufahuo", "假货": "jiahuo",
    "客服辱骂骚扰": "ruma", "被拉黑／账号受限": "lahei", "虚假宣传降价": "xuanchuan", "预付卡": "yufuka", "未成年人充值": "weichengnian",
    "直播": "zhibo", "二手／私下交易": "ershou", "正在被骗": "beipian",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_dispute_is_offered_first(real: Flows, kind: str) -> None:
    first = real.graphs["path"].questions[real.graphs["path"].start]
    assert KINDS[kind] in {option.flow for option in first.options}
    assert len(real.files[KINDS[kind]].outcomes) >= 4


@pytest.mark.parametrize("tool", flows.TOOLS)
def test_every_way_ends_in_something_to_do(real: Flows, tool: str) -> None:
    graph = real.graphs[tool]
    ends = 0
    for turns, key in graph.paths():
        assert len(turns) <= MAX_QUESTIONS
        if key in graph.questions:
            continue
        ends += 1
        outcome = graph.outcomes[key]
        assert outcome.do_now and outcome.cites and len(set(outcome.channels)) == 1 + FALLBACKS
    assert ends >= len(graph.outcomes)


def test_who_is_being_cheated_is_sent_to_the_police_within_two_questions(real: Flows) -> None:
    graph = real.graphs["path"]
    (paid,) = [turns for turns, key in graph.paths() if key == "beipian_paid"]
    assert len(paid) == 2
    assert graph.outcomes["beipian_paid"].channels[0] == "police"


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ("remote regret other within intact", "yes"),
        ("remote regret other within worn", "depends"),
        ("remote regret other after", "no"),
        ("remote regret custom none", "no"),
        ("remote regret custom promised within tried", "yes"),
        ("remote regret sealed none within intact", "yes"),
        ("remote regret sealed confirmed", "no"),
        ("remote fault", "depends"),
        ("store", "depends"),
    ],
)
def test_the_return_check_decides(real: Flows, answers: str, verdict: str) -> None:
    graph = real.graphs["return-check"]
    key = graph.start
    for value in answers.split():
        key = graph.targets[key, value]
    assert graph.outcomes[key].verdict == verdict
