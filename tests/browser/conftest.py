"""A real server, a real Chromium. Every page is watched: a request that leaves the origin or an error in the console fails its test."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
HERE = Path(__file__).parent
NOT_RUN: list[str] = []


@pytest.hookimpl(trylast=True)  # after -k and -m have chosen
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE not in item.path.parents:
            continue
        item.add_marker(pytest.mark.browser)
        if CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="no chromium on this machine"))
            NOT_RUN.append(item.nodeid)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if NOT_RUN:
        terminalreporter.section("NOT RUN: no chromium (Debian: apt-get install chromium)", red=True, bold=True)
        for name in NOT_RUN:
            terminalreporter.write_line(f"  {name}")


@dataclass
class Server:
    """`python -m qa_service` on a free port; `stop` kills it while pages are open."""

    process: subprocess.Popen[bytes]
    address: str

    def stop(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def start_server(root: Path) -> Server:
    """Start and wait until it answers; the release must have been built."""
    assert (root / "build" / "current").exists(), "nothing is built: run scripts/build first"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"JIANGLI_HOST": "127.0.0.1", "JIANGLI_PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-m", "qa_service"], cwd=root, env=environment, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 90  # a busy machine takes its time
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            urllib.request.urlopen(f"{address}/readyz", timeout=2)  # noqa: S310  # noqa: S310 (our own server)
            return Server(process, address)
        except (URLError, OSError):
            time.sleep(0.1)
    process.kill()
    raise AssertionError("the server did not answer within 30 s")


@pytest.fixture(scope="session")
def site(pytestconfig: pytest.Config) -> Iterator[str]:
    """Address of a running server that all tests share."""
    server = start_server(pytestconfig.rootpath)
    yield server.address
    server.stop()


@pytest.fixture
def own_server(pytestconfig: pytest.Config) -> Iterator[Server]:
    """A server that the test may stop."""
    server = start_server(pytestconfig.rootpath)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Watch:
    """What a page did: requests that left its origin, errors in its console."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    service_may_fail: bool = False

    def wait_for_search(self, page: Page) -> None:
        """Until the theme's search has everything it will ever load: the last script of the stock worker."""
        deadline = time.monotonic() + 90  # a busy machine takes its time
        while not any(url.endswith("/lunr.zh.min.js") for url in self.finished):
            assert time.monotonic() < deadline, f"the stock search worker did not start: {self.finished}"
            page.wait_for_timeout(50)


NewPage = Callable[..., Page]


@pytest.fixture
def watch() -> Watch:
    return Watch()


@contextmanager
def watched_pages(chromium: Browser, watch: Watch) -> Iterator[NewPage]:
    """A way to open pages that `watch` sees; in the end they are closed and must neither have left the origin nor have had errors."""
    contexts = []

    def open_page(width: int = 1280, height: int = 800, **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **options)
        contexts.append(context)
        page = context.new_page()

        def on_request(request: Any) -> None:
            watch.requests.append((request.method, request.url))
            if urlsplit(request.url).hostname not in ("127.0.0.1", None):
                watch.outside.append(request.url)

        context.on("request", on_request)
        context.on("requestfinished", lambda request: watch.finished.append(request.url))
        page.on("pageerror", lambda error: watch.errors.append(str(error)))
        page.on("console", lambda message: watch.errors.append(message.text) if message.type == "error" else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert watch.outside == [], "requests left the origin"
    allowed = ("Failed to load resource",) if watch.service_may_fail else ()
    assert [text for text in watch.errors if not text.startswith(allowed or ("\0",))] == [], "errors in the console"


@pytest.fixture
def new_page(chromium: Browser, watch: Watch) -> Iterator[NewPage]:
    """Open watched pages: new_page(width=360, color_scheme="dark", java_script_enabled=False)."""
    with watched_pages(chromium, watch) as open_page:
        yield open_page


@pytest.fixture(scope="module")
def shared_page(chromium: Browser) -> Iterator[NewPage]:
    """As new_page, but what it opens stays open for all tests of a file, which bring it back to a known state themselves."""
    with watched_pages(chromium, Watch()) as open_page:
        yield open_page


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """One watched desktop page."""
    return new_page()
