"""Letters: the real registry keeps its rules, and every rule is seen to bite, with file and line."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from scripts import figures, letter_pages
from search import letters, registry, yaml_source
from search.errors import ContentError, Problem
from search.letters import Letters
from search.registry import Registry
from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "_registry" / "letters"
DAY = date(2026, 11, 22)
DISPUTES_OF_THE_BRIEF = {
    "judui", "zhiliang", "meishoudao", "bufahuo", "jiahuo", "ruma", "lahei", "zhanghao", "xujia", "jiangjia", "yufuka",
    "weichengnian", "zhibo", "ershou", "beipian",
}  # fmt: skip


@pytest.fixture(scope="module")
def laws() -> Registry:
    return registry.load(ROOT / "docs" / "_registry")


@pytest.fixture(scope="module")
def written(laws: Registry) -> Letters:
    return letters.load(FOLDER, laws)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the real letters that a test may spoil; the ledger of pages lies beside it."""
    shutil.copytree(FOLDER, tmp_path / "letters")
    shutil.copy(FOLDER.parent / "pages.yml", tmp_path)
    return tmp_path / "letters"


def problems_of(folder: Path, laws: Registry) -> list[Problem]:
    with pytest.raises(ContentError) as caught:
        letters.load(folder, laws)
    return caught.value.problems


def sentences(written: Letters) -> Iterator[str]:
    """Every sentence of ours that may stand in a letter."""
    for form in written.forms.values():
        yield from (part.text for part in form.parts)
    for demand in written.demands.values():
        yield demand.text
    for dispute in written.disputes.values():
        yield from dispute.facts
    yield from written.sentences.opening.values()
    yield from written.sentences.closing


def test_the_disputes_that_shoppers_have_are_there(written: Letters) -> None:
    assert set(written.disputes) >= DISPUTES_OF_THE_BRIEF
    assert set(written.disputes) - set(written.writable) == {"beipian", "daoshua"}, "who is being cheated calls the police first"
    assert list(written.forms) == ["chat", "platform", "12315", "letter", "court"]


def test_no_sentence_of_ours_holds_a_legal_figure(written: Letters) -> None:
    assert [(text, found) for text in sentences(written) if (found := list(figures.figures(text)))] == []


def test_every_blank_and_every_demand_is_used(written: Letters) -> None:
    in_disputes = {use.id for dispute in written.writable.values() for use in written.blanks_of(dispute)}
    in_forms = {name for form in written.forms.values() for name in (*form.fields, *form.optional)}
    in_demands = {name for demand in written.demands.values() for name in (*demand.fields, *demand.inputs.values(), demand.sum)}
    closing = {name for text in written.sentences.closing for name in letters.blanks_in(text)}
    assert set(written.fields) - in_disputes - in_forms - in_demands - closing == {"asked_total", "extra_basis"}
    assert set(written.demands) == {demand for dispute in written.disputes.values() for demand in dispute.demands}


def test_a_guide_leads_to_its_dispute(written: Letters) -> None:
    assert written.dispute_of("renwei-sunhuai") == "zhiliang"
    assert written.dispute_of("beipian") == "beipian"
    assert written.dispute_of("gen-kefu-shuo") is None


def test_a_missing_folder_is_no_letters(tmp_path: Path, laws: Registry) -> None:
    assert letters.load(tmp_path / "none", laws) == Letters()


SPOILED = [
    ("disputes", "facts: ['{received_on}签收，{found_on}发现：{problem}。']", "facts: ['{received_on}签收，{when}发现：{problem}。']", "{when} 这里没有", "letters"),
    ("disputes", "fields: [received_on, asked_on, state]", "fields: [received_on, asked_on, state, batch]", "填了 batch，信里却没有用到", "letters"),
    ("disputes", "tuihuo: [xbf#25, xbtl#19, qrwly#13]", "tuihuo: [xbf#999]", "没有登记第 999 条", "cites"),
    ("disputes", "guides: [jiahuo]", "guides: [jiahuo, zhibo]", "已经归", "letters"),
    ("disputes", "guides: [jiahuo]", "guides: [no-such-page]", "没有登记过的页面 no-such-page", "ids"),
    ("disputes", "opening: service", "opening: nothing", "没有登记过的开头 nothing", "ids"),
    ("disputes", "evidence: [order, waybill, chat]", "evidence: [order, waybill, no-such]", "没有登记过的证据 no-such", "ids"),
    ("disputes", "evidence: [payment, police-receipt, call-record]", "evidence: [payment, chat]", "证据 chat 写了两次", "letters"),
    ("disputes", "至今没有收到退款。", "不退我就曝光。", "读起来像要挟", "threat"),
    ("disputes", "至今没有收到退款。", "至今没有收到退款【金额】。", "句子里写了【 】", "letters"),
    ("disputes", "  facts: ['{asked_on}我向商家要发票，至今没有开具或没有更正。']\n", "", "只写了一样", "letters"),
    ("demands", "sum: difference", "sum: problem", "不是填钱的空", "letters"),
    ("demands", "sum: peisan-500, inputs: {price: price}", "sum: peisan-500, inputs: {loss: loss}", "对不上 amounts.yml", "letters"),
    ("demands", "sum: peisan-500, inputs: {price: price}, excludes: [shibei, chengnuo]", "excludes: [nothing]", "没有登记过的要求 nothing", "ids"),
    ("forms", "    - 我手上有：{evidence_inline}，需要可以发。\n", "", "没有证据清单", "letters"),
    ("forms", "    - '{written_on}'\n  tip: 在订单", "    - 谢谢\n  tip: 在订单", "最后一行不是日期", "letters"),
    ("forms", "channel: court", "channel: palace", "没有登记过的渠道 palace", "ids"),
    ("fields", "kind: date, after: written_on", "kind: date, after: nothing", "没有登记过的空 nothing", "ids"),
    ("fields", "kind: tick}", "kind: tock}", "不在可选范围内", "schema"),
    ("wording", "pattern: 傻", "pattern: (傻", "正则写得不对", "letters"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "right", "wrong", "what", "rule"), SPOILED, ids=[case[3] for case in SPOILED])
def test_a_mistake_stops_the_build_and_is_named(
    copy: Path, laws: Registry, file: str, right: str, wrong: str, what: str, rule: str
) -> None:
    path = copy / f"{file}.yml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    found = [problem for problem in problems_of(copy, laws) if what in problem.what]
    assert found, problems_of(copy, laws)
    assert found[0].rule == rule
    assert found[0].path == f"docs/_registry/letters/{file}.yml"
    assert found[0].line > 1, "the place is named"


def test_an_article_that_is_repealed_is_reported_and_leaves_the_letters(written: Letters, laws: Registry) -> None:
    gone = laws.laws["qrwly"].model_copy(update={"repealed": DAY})
    changed = Registry(**{**vars(laws), "laws": {**laws.laws, "qrwly": gone}})
    assert written.repealed(laws, DAY) == []
    assert any("七日无理由" in problem.what for problem in written.repealed(changed, DAY))
    data = letter_pages.letter_data(written, changed, {}, DAY)
    assert data["disputes"]["judui"]["demands"]["tuihuo"] == ["xbf#25", "xbtl#19"]


def test_the_page_gets_articles_written_out_and_no_markup(written: Letters, laws: Registry) -> None:
    data = letter_pages.letter_data(written, laws, {"zhiliang-wenti": ("质量问题", "returns/quality/")}, DAY)
    assert data["disputes"]["zhiliang"]["guide"] == {"title": "质量问题", "url": "returns/quality/"}
    assert data["cites"]["xbf#55.1"]["place"] == "第五十五条第一款"
    assert data["demands"]["sanbei"]["formula"]["times"] == laws.amounts["peisan-500"].times
    assert data["demands"]["sanbei"]["ticks"] == laws.amounts["peisan-500"].ticks
    assert "sanbei" in data["demands"]["shibei"]["excludes"] and "shibei" in data["demands"]["sanbei"]["excludes"]
    assert "{law}" not in json.dumps(data, ensure_ascii=False)
    assert len(json.dumps(data, ensure_ascii=False)) < 60_000, "what a phone has to load"


def test_the_checklist_holds_every_dispute(written: Letters, laws: Registry) -> None:
    shown = letter_pages.evidence_data(written, laws, {})["disputes"]
    assert [dispute["id"] for dispute in shown] == list(written.disputes)
    for dispute in shown:
        first = dispute["groups"][0]["entries"]
        assert first and all(piece["how_to_keep"] and piece["who_holds"] for piece in first)


def test_wording_stops_threats_and_nothing_else(written: Letters) -> None:
    cases = yaml_source.read(ROOT / "tests" / "golden" / "letters" / "wording.yml", "wording.yml").data
    patterns = [re.compile(wording.pattern) for wording in written.wording.values()]
    stopped = {text for text in [*cases["refused"], *cases["allowed"]] if any(pattern.search(text) for pattern in patterns)}
    assert stopped == set(cases["refused"])
