"""A release is served whole or not at all; damage and half-made builds leave the previous one serving."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search import IndexUnavailable, Page, Segmenter, releases
from search.registry import Registry
from tests.conftest import ROOT, corpus_page
from tests.service.conftest import publish


def index_id(client: FlaskClient) -> str:
    return client.get("/readyz").get_json()["index"]


def test_a_new_release_is_served_on_the_next_question(
    client: FlaskClient, build: Path, corpus_registry: Registry, segmenter: Segmenter
) -> None:
    assert index_id(client) == "20260101000000-one"
    publish(
        build, "20260102000000-two", [corpus_page("ruma", lambda text: text.replace("related: [tuihuo]\n", ""))], corpus_registry, segmenter
    )
    assert index_id(client) == "20260102000000-two"
    assert "20260102000000-two" in client.get("/").get_data(as_text=True)


def test_a_damaged_release_leaves_the_previous_one_serving(
    client: FlaskClient,
    build: Path,
    corpus_pages: list[Page],
    corpus_registry: Registry,
    segmenter: Segmenter,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert index_id(client) == "20260101000000-one"
    publish(build, "20260102000000-bad", corpus_pages, corpus_registry, segmenter)
    content = build / "releases" / "20260102000000-bad" / "index" / "content.json"
    content.write_bytes(content.read_bytes()[:-10])
    for _ in range(3):
        assert index_id(client) == "20260101000000-one"
        assert "20260101000000-one" in client.get("/").get_data(as_text=True)
    assert len([record for record in caplog.records if "refused" in record.message]) == 1


def test_two_releases_are_kept(build: Path, corpus_pages: list[Page], corpus_registry: Registry, segmenter: Segmenter) -> None:
    for name in ("20260102000000-two", "20260103000000-three"):
        publish(build, name, corpus_pages, corpus_registry, segmenter)
    kept = sorted(path.name for path in (build / "releases").iterdir())
    assert kept == ["20260102000000-two", "20260103000000-three"]


def test_a_release_without_index_is_not_published(build: Path) -> None:
    releases.staging(build, "20260104000000-empty")
    with pytest.raises(IndexUnavailable):
        releases.publish(build, "20260104000000-empty")
    assert releases.current(build).id == "20260101000000-one"


def test_no_release_is_a_clear_503(tmp_path: Path) -> None:
    from qa_service import create_app, settings

    client = create_app(settings.load({"JIANGLI_BUILD": str(tmp_path)})).test_client()
    response = client.get("/api/answer", query_string={"q": "退货"})
    assert response.status_code == 503
    assert "问答暂时用不了" in response.get_json()["error"]["message"]
    assert response.headers["Retry-After"]


@pytest.mark.parametrize("delay", [0.8, 1.6, 2.6])
def test_a_killed_build_changes_nothing_that_is_served(delay: float, build: Path, client: FlaskClient) -> None:
    """The real index build, killed at different moments."""
    assert index_id(client) == "20260101000000-one"
    script = (
        "import sys; sys.path.insert(0, '.');"
        "from pathlib import Path;"
        "from tests.conftest import CORPUS, corpus_page; import search; from search import Segmenter, registry;"
        "from tests.service.conftest import publish;"
        f"b = Path({str(build)!r}); s = Segmenter(search.WORDS, b / 'cache'); r = registry.load(CORPUS / '_registry');"
        "n = 0\n"
        "while True:\n n += 1; publish(b, f'2026020100{n:04}-killed', [corpus_page('tuihuo'), corpus_page('ruma')], r, s)"
    )
    process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env=os.environ, stderr=subprocess.DEVNULL)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()
    body = client.get("/api/answer", query_string={"q": "客服可以骂人吗"}).get_json()
    assert body["verdict"] == "不可以"
    assert body["index"] == releases.current(build).id
    assert releases.current(build).id in client.get("/").get_data(as_text=True)
