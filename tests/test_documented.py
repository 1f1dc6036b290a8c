"""What editors and operators may use stands in the handbook, or the test fails."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from qa_service.settings import SETTINGS
from search import load_lexicon
from search.decision import SIGNALS
from search.frontmatter import Guide, Section
from tests.conftest import ROOT

HANDBOOK = ROOT / "docs" / "contributing"


def handbook() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(HANDBOOK.glob("*.md")))


def test_every_setting_stands_in_the_handbook() -> None:
    text = handbook()
    assert [setting.name for setting in SETTINGS if f"JIANGLI_{setting.name.upper()}" not in text] == []


def test_every_front_matter_key_stands_in_the_content_model() -> None:
    text = (HANDBOOK / "content-model.md").read_text(encoding="utf-8")
    keys = {*Guide.model_fields, *Section.model_fields} - {"description", "hide", "template"}
    assert [key for key in sorted(keys) if f"`{key}`" not in text] == []


def test_every_module_of_the_engine_stands_in_the_architecture() -> None:
    text = (HANDBOOK / "architecture.md").read_text(encoding="utf-8")
    modules = [path.name for path in (ROOT / "search").glob("*.py") if path.name != "__init__.py"]
    assert [name for name in sorted(modules) if name not in text] == []


def test_every_ranking_number_is_read_by_the_code() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "search").glob("*.py"))
    signals = re.compile(rf"^(certainty|relevance)_(bias|{'|'.join(SIGNALS)})$")
    assert [name for name in load_lexicon().ranking if f'"{name}"' not in code and not signals.match(name)] == []


@pytest.mark.parametrize("command", ["check_content", "evaluate", "release"])
def test_commands_explain_themselves_in_chinese(command: str) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", f"scripts.{command}", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert re.search(r"[\u4e00-\u9fff]", shown)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_pin_with_hashes_and_name_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    pins = re.findall(r"^[\w.-]+==\S+", text, re.MULTILINE)
    assert len(pins) > 20
    assert text.count("--hash=sha256:") >= len(pins)
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text
