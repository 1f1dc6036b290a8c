"""registry: cites, dates, schema."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from search import registry
from search.errors import ContentError
from search.registry import Registry, place_of
from tests.conftest import CORPUS, ROOT


@pytest.mark.parametrize(
    ("cite", "place"),
    [
        ("xbf#25", "第二十五条"),
        ("xbf#55.1", "第五十五条第一款"),
        ("xbf#56.1.8", "第五十六条第一款第（八）项"),
        ("xf#253-1", "第二百五十三条之一"),
    ],
)
def test_cites_are_written_out(cite: str, place: str) -> None:
    assert place_of(cite) == place


def test_status_follows_the_day(corpus_registry: Registry) -> None:
    old, demo = corpus_registry.laws["old"], corpus_registry.laws["demo"]
    assert old.status(date(2025, 5, 31)) == "现行"
    assert old.status(date(2025, 6, 1)) == "已废止"
    assert demo.status(date(2019, 12, 31)) == "即将施行"
    assert demo.status(date(2020, 1, 1)) == "现行"


def test_a_broken_registry_names_file_and_line(tmp_path: Path) -> None:
    shutil.copytree(CORPUS / "_registry", tmp_path / "r")
    (tmp_path / "r" / "deadlines.yml").write_text("return-7:\n  label: 退货\n  from: 签收\n  length: 七\n", encoding="utf-8")
    with pytest.raises(ContentError) as raised:
        registry.load(tmp_path / "r")
    assert any(
        problem.path.endswith("deadlines.yml") and problem.line == 4 and "length" in problem.what for problem in raised.value.problems
    )


def test_a_cite_inside_a_registry_must_resolve(tmp_path: Path) -> None:
    shutil.copytree(CORPUS / "_registry", tmp_path / "r")
    text = (tmp_path / "r" / "deadlines.yml").read_text(encoding="utf-8")
    (tmp_path / "r" / "deadlines.yml").write_text(text.replace("demo#5", "demo#77"), encoding="utf-8")
    with pytest.raises(ContentError, match="没有登记第 77 条"):
        registry.load(tmp_path / "r")


def test_the_complaint_rule_changed_on_15_april_2026() -> None:
    laws = registry.load(ROOT / "docs" / "_registry").laws
    assert laws["tsjb"].status(date(2026, 4, 14)) == "即将施行"
    assert laws["tsjbold"].status(date(2026, 4, 14)) == "现行"
    assert laws["tsjb"].status(date(2026, 4, 15)) == "现行"
    assert laws["tsjbold"].status(date(2026, 4, 15)) == "已废止"
