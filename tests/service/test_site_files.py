"""The built site: only its files, with its own 404 page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient


def test_folders_answer_with_their_index(client: FlaskClient) -> None:
    assert "20260101000000-one" in client.get("/").get_data(as_text=True)
    assert client.get("/demo/ruma/").status_code == 200


def test_a_folder_without_slash_redirects(client: FlaskClient) -> None:
    response = client.get("/demo/ruma")
    assert response.status_code == 308
    assert response.headers["Location"].endswith("/demo/ruma/")


@pytest.mark.parametrize(
    "path",
    ["/../index/MANIFEST.json", "/%2e%2e/index/MANIFEST.json", "/..%2findex/content.json", "//etc/passwd", "/demo/..%5c..%5cindex", "/a\x00b", "/demo/", "/index/MANIFEST.json"],
)  # fmt: skip
def test_nothing_outside_the_site_is_served(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "没有找到这一页" in response.get_data(as_text=True)
    assert response.headers["Content-Type"].startswith("text/html")
