"""The real pages over the released index: probes, asks, anchors. scripts/test builds the release first."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from flask import render_template

from qa_service import create_app, settings
from scripts import content_rules, evaluate, question_sets
from search import AnswerEngine, cards, content, evaluation, registry, releases
from search.evaluation import Outcome
from search.frontmatter import Guide
from search.passages import anchors_of
from tests.conftest import ROOT

BASELINE = json.loads((ROOT / "tests" / "golden" / "guides.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def real_engine() -> AnswerEngine:
    return evaluate.open_engine()


@pytest.fixture(scope="module")
def guides() -> list[Guide]:
    docs = content_rules.DOCS
    metas = [content_rules.read_page(path, docs).meta for path in content_rules.knowledge_pages(docs)]
    return [meta for meta in metas if isinstance(meta, Guide)]


@pytest.fixture(scope="module")
def probe_outcomes(real_engine: AnswerEngine) -> list[Outcome]:
    return evaluate.ask_all(real_engine, question_sets.probes())


def test_probes_reach_their_page(probe_outcomes: list[Outcome]) -> None:
    scores = evaluation.score(probe_outcomes)
    misses = [
        f"{outcome.labelled.page}: {outcome.labelled.question} → {outcome.pages[:2]}"
        for outcome in probe_outcomes
        if not outcome.page_first
    ]
    assert scores.page_first >= BASELINE["probes_page_first"], "\n".join(misses)
    assert scores.page_first_fair >= BASELINE["probes_page_first_fair"], "\n".join(misses)


def test_probes_are_rarely_answered_from_another_page(probe_outcomes: list[Outcome]) -> None:
    assert evaluation.score(probe_outcomes).answered_wrongly <= BASELINE["probes_answered_wrongly"]


def test_the_commonest_needs_reach_their_page(real_engine: AnswerEngine) -> None:
    scores = evaluation.score(evaluate.ask_all(real_engine, question_sets.needs()))
    assert scores.answerable == 60
    assert scores.page_first >= BASELINE["needs_page_first"]
    assert scores.answered_wrongly <= BASELINE["needs_answered_wrongly"]


def test_asks_reach_their_page(real_engine: AnswerEngine) -> None:
    """Every fourth one, always the same; `python -m scripts.evaluate --asks` asks them all."""
    asks = [entry for entry in question_sets.asks() if hashlib.sha256(entry.question.encode()).digest()[0] % 4 == 0]
    assert len(asks) > 5000
    assert evaluate.astray(real_engine, asks) == []


def test_no_probe_is_an_ask(guides: list[Guide]) -> None:
    asks = {ask for guide in guides for _, ask in guide.all_asks()}
    assert [probe.q for guide in guides for probe in guide.probes if probe.q in asks] == []


@pytest.mark.parametrize(
    ("question", "verdict", "page"),
    [
        ("天猫客服可以回骂吗", "不可以", "kefu-huima"),
        ("客服骂我我能骂回去吗", "不可以", "kefu-huima"),
        ("被淘寶客服拉黑了要怎麼賠償", "看情况", "lahei-peichang"),
        ("可以投诉天猫客服吗", "可以", "tousu-kefu"),
        ("找天猫的客服有用吗", "看情况", "zhao-kefu"),
        ("七天无理由从哪天开始算", "是什么", "wuliyou-tiaojian"),
    ],
)
def test_the_questions_the_project_began_with(real_engine: AnswerEngine, question: str, verdict: str, page: str) -> None:
    answer = real_engine.answer(question, date.today())
    assert answer.state == "answer"
    assert answer.passage is not None
    assert answer.passage.page_id == page
    assert answer.card["verdict"] == verdict
    assert answer.card["basis"]
    assert all(entry["status"] for entry in answer.card["basis"])
    assert answer.quote is not None


def test_every_address_that_a_card_names_exists_in_the_site(real_engine: AnswerEngine, guides: list[Guide]) -> None:
    site = releases.current(evaluate.BUILD).site
    addresses: set[str] = set()
    for guide in guides:
        for question in (guide.question, *(section.question for section in guide.sections.values())):
            answer = real_engine.answer(question, date.today())
            if answer.passage is not None:
                addresses |= {answer.passage.url} | {entry["url"] for slot in ("basis", "related") for entry in answer.card[slot]}
    assert len(addresses) > 100
    assert [address for address in sorted(addresses) if not _exists(site, address)] == []


def _exists(site: Path, address: str) -> bool:
    path, anchor = urldefrag(address)
    page = site / path.lstrip("/") / "index.html"
    return page.is_file() and (not anchor or anchor in anchors_of(page.read_text(encoding="utf-8")))


def test_no_probe_that_was_won_is_lost(probe_outcomes: list[Outcome]) -> None:
    """Adding or changing a page may not take another page's probes; a probe that was reworded is no longer asked."""
    won = {(entry["page"], entry["q"]) for entry in json.loads((ROOT / "tests" / "golden" / "probes_won.json").read_text(encoding="utf-8"))}
    lost = [
        outcome for outcome in probe_outcomes if (outcome.labelled.page, outcome.labelled.question) in won and not outcome.page_first_fair
    ]
    assert [f"{outcome.labelled.page}: {outcome.labelled.question} → {outcome.pages[:2]}" for outcome in lost] == []


def test_law_change_drill_on_the_real_pages(guides: list[Guide]) -> None:
    """消费者权益保护法第二十五条 is repealed on a day: every citing page needs an update and shows the banner, no other does."""
    real = registry.load(content_rules.DOCS / "_registry")
    law = real.laws["xbf"]
    article = law.articles["25"].model_copy(update={"repealed": date(2027, 1, 1)})
    changed = replace(real, laws={**real.laws, "xbf": law.model_copy(update={"articles": {**law.articles, "25": article}})})
    held = content.read(releases.current(evaluate.BUILD).index)
    citing = {guide.id for guide in guides if any(cite.split(".")[0] == "xbf#25" for cite in guide.all_cites())}
    assert len(citing) >= 5
    app = create_app(settings.load({}))
    for page_id, page_cards in held.cards.items():
        before, after = (cards.as_of(page_cards[""], changed, day) for day in (date(2026, 12, 31), date(2027, 1, 1)))
        assert before["status"] == "live"
        assert (after["status"] == "needs_update") == (page_id in citing), page_id
        if page_id in citing:
            shown = {
                "state": "answer",
                "understood": "",
                "corrections": [],
                "section": {"url": "/", "anchor": "", "heading": ""},
                "quote": None,
            }
            with app.app_context():
                html = render_template("card.html", card={**after, **shown, "confidence": "中", "confidence_reason": ""})
            assert "这一页待更新" in html
            assert "第二十五条" in html
