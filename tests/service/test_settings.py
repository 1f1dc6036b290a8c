"""settings: defaults need nothing, a wrong value is refused with its name and value."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from qa_service import settings
from tests.conftest import ROOT


def test_defaults_need_no_configuration() -> None:
    loaded = settings.load({})
    assert (loaded.host, loaded.port) == ("127.0.0.1", 8000)


@pytest.mark.parametrize("value", ["0", "70000", "eight"])
def test_a_wrong_port_is_named(value: str) -> None:
    with pytest.raises(settings.SettingError, match=f"JIANGLI_PORT='{value}'"):
        settings.load({"JIANGLI_PORT": value})


def test_the_server_refuses_to_start_with_a_wrong_setting() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "qa_service"], cwd=ROOT, env=os.environ | {"JIANGLI_PORT": "no"}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert "JIANGLI_PORT" in run.stderr
    assert "Traceback" not in run.stderr
