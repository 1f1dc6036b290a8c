"""The JSON contract, over the real app on the small corpus."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

ANSWER_KEYS = {
    "question", "understood", "corrections", "state", "id", "page", "section", "verdict", "answer", "when", "steps", "deadlines",
    "amounts", "channels", "evidence", "basis", "quote", "confidence", "confidence_reason", "uncovered", "related", "options", "notice", "calls",
    "tools", "audience", "reviewed", "review_by", "reviewer", "overdue", "status", "why", "index", "took_ms",
}  # fmt: skip


def test_an_answer_has_the_shape_of_the_contract(client: FlaskClient) -> None:
    body = client.get("/api/answer", query_string={"q": "客服可以骂人吗"}).get_json()
    assert set(body) == ANSWER_KEYS
    assert (body["state"], body["verdict"]) == ("answer", "不可以")
    assert body["page"] == {"id": "ruma", "title": "客服骂人怎么办", "url": "/demo/ruma/"}
    assert body["basis"][0]["law"] == "样例买卖法"
    assert body["basis"][0]["article"] == "第九条"
    assert body["basis"][0]["status"] == "现行"
    assert body["basis"][0]["url"] == "/laws/demo/#tiao-9"
    assert body["quote"]["url"] == "/demo/ruma/"
    assert body["id"].startswith("ruma#@")
    assert body["notice"] is None


def test_get_and_post_answer_alike(client: FlaskClient) -> None:
    got = client.get("/api/answer", query_string={"q": "退货运费谁出"}).get_json()
    posted = client.post("/api/answer", json={"q": "退货运费谁出"}).get_json()
    got.pop("took_ms"), posted.pop("took_ms")
    assert got == posted


@pytest.mark.parametrize(("question", "state"), [("今天天气怎么样", "out_of_scope"), ("", "blank"), ("😀", "blank")])
def test_states_without_an_answer_carry_no_source(client: FlaskClient, question: str, state: str) -> None:
    body = client.post("/api/answer", json={"q": question}).get_json()
    assert body["state"] == state
    assert not {"page", "basis", "quote", "verdict", "section"} & set(body)
    assert body["notice"]["text"]
    assert body["notice"]["next"]


@pytest.mark.parametrize(
    ("request_options", "status"),
    [
        ({"json": ["q"]}, 400),
        ({"json": {"q": 5}}, 400),
        ({"json": {"q": "退" * 1001}}, 400),
        ({"data": "{broken", "content_type": "application/json"}, 400),
        ({"data": {"q": "退货"}}, 415),
        ({"data": "x" * 20000, "content_type": "application/json"}, 413),
    ],
)
def test_bad_requests_get_a_chinese_sentence(client: FlaskClient, request_options: dict, status: int) -> None:
    response = client.post("/api/answer", **request_options)
    assert response.status_code == status
    error = response.get_json()["error"]
    assert set(error) == {"code", "message"}
    assert any("\u4e00" <= char <= "\u9fff" for char in error["message"])


def test_unknown_api_addresses_answer_in_json(client: FlaskClient) -> None:
    response = client.get("/api/nothing")
    assert response.status_code == 404
    assert response.get_json()["error"]["message"]


def test_search_and_suggest(client: FlaskClient) -> None:
    found = client.get("/api/search", query_string={"q": "录屏", "limit": 1}).get_json()
    assert [set(result) for result in found["results"]] == [{"title", "url", "section", "snippet", "score"}]
    assert found["results"][0]["url"] == "/demo/ruma/#keep"
    suggestions = client.get("/api/suggest", query_string={"q": "道歉"}).get_json()["suggestions"]
    assert suggestions
    assert set(suggestions[0]) == {"text", "title", "url"}


def test_health_and_readiness(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    ready = client.get("/readyz").get_json()
    assert ready["index"] == "20260101000000-one"
    assert ready["sections"] == 9


def test_ask_works_without_javascript(client: FlaskClient) -> None:
    page = client.post("/ask/", data={"q": "客服可以骂人吗"}).get_data(as_text=True)
    assert "不可以" in page
    assert 'data-jl-question value="客服可以骂人吗"' in page
    assert "/demo/ruma/" in page


def test_typed_html_stays_text(client: FlaskClient) -> None:
    for question in ('"><script>alert(1)</script>', "<img src=x onerror=alert(1)>退货"):
        page = client.post("/ask/", data={"q": question}).get_data(as_text=True)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        card = client.post("/ask/card", json={"q": question}).get_data(as_text=True)
        assert "<script>alert" not in card
        assert "<img src=x" not in card


def test_the_empty_form_is_the_built_page(client: FlaskClient) -> None:
    assert "jl:answer" not in client.get("/ask/").get_data(as_text=True)


def test_a_correction_is_told_and_can_be_taken_back(client: FlaskClient) -> None:
    corrected = client.post("/api/answer", json={"q": "客服可以码人吗"}).get_json()
    as_typed = client.post("/api/answer", json={"q": "客服可以码人吗", "as_typed": True}).get_json()
    assert as_typed["corrections"] == []
    if corrected["corrections"]:
        card = client.post("/ask/card", json={"q": "客服可以码人吗"}).get_data(as_text=True)
        assert 'name="as_typed"' in card
        assert 'value="客服可以码人吗"' in card


def test_danger_gets_its_numbers_first(client: FlaskClient) -> None:
    body = client.post("/api/answer", json={"q": "我刚把钱转给骗子了怎么办"}).get_json()
    assert body["state"] == "urgent"
    assert body["calls"][0]["number"] == "110"
    assert "basis" not in body
    card = client.post("/ask/card", json={"q": "我刚把钱转给骗子了怎么办"}).get_data(as_text=True)
    assert card.index('href="tel:110"') < card.index("jl-card__notice")
