"""Routes: HTTP in, HTTP out. A few lines each; the work is done by the engine, the shaping by `presenters`."""

from __future__ import annotations

from datetime import date
from time import perf_counter
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template, request
from werkzeug.exceptions import UnsupportedMediaType

from qa_service import presenters, site_files
from qa_service.engine import Serving
from qa_service.errors import BadRequest

blueprint = Blueprint("answers", __name__)
MAX_QUESTION = 1000
DEFAULT_RESULTS, MAX_RESULTS = 10, 50


def _serving() -> Serving:
    serving: Serving = current_app.extensions["jiangli"].get()
    return serving


def _question(source: Any) -> str:
    text = source.get("q", "")
    if not isinstance(text, str):
        raise BadRequest("q 应当是文字。")
    if len(text) > MAX_QUESTION:
        raise BadRequest(f"问题太长了，请缩到 {MAX_QUESTION} 字以内。")
    return text


def _as_typed(source: Any) -> bool:
    """Whether the reader took a correction back."""
    return source.get("as_typed") in (True, "1", "true")


def _json_body() -> dict[str, Any]:
    if not request.is_json:
        raise UnsupportedMediaType
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise BadRequest('请求体应当是 {"q": "问题"} 这样的 JSON。')
    return body


def _answer(question: str, as_typed: bool) -> dict[str, Any]:
    started = perf_counter()
    day = current_app.config["JIANGLI_DAY"] or date.today()
    answer = _serving().engine.answer(question, day, as_typed)
    return presenters.answer_json(answer, (perf_counter() - started) * 1000)


@blueprint.get("/api/answer")
def answer_get() -> Response:
    return jsonify(_answer(_question(request.args), _as_typed(request.args)))


@blueprint.post("/api/answer")
def answer_post() -> Response:
    body = _json_body()
    return jsonify(_answer(_question(body), _as_typed(body)))


@blueprint.get("/api/search")
def search() -> Response:
    query = _question(request.args)
    limit = request.args.get("limit", DEFAULT_RESULTS, type=int)
    started = perf_counter()
    results = _serving().engine.search(query, max(1, min(limit, MAX_RESULTS)))
    return jsonify(presenters.search_json(query, results, (perf_counter() - started) * 1000))


@blueprint.post("/api/search")
def search_post() -> Response:
    """The site's own box posts, so that questions stay out of addresses and logs."""
    query = _question(_json_body())
    started = perf_counter()
    results = _serving().engine.search(query, DEFAULT_RESULTS)
    return jsonify(presenters.search_json(query, results, (perf_counter() - started) * 1000))


@blueprint.get("/api/suggest")
def suggest() -> Response:
    return jsonify(presenters.suggest_json(_serving().engine.suggest(_question(request.args))))


@blueprint.get("/ask")
@blueprint.get("/ask/")
def ask_get() -> str:
    return _ask_page(request.args.get("q"), _as_typed(request.args))


@blueprint.post("/ask")
@blueprint.post("/ask/")
def ask_post() -> str:
    """Complete without JavaScript."""
    return _ask_page(_question(request.form), _as_typed(request.form))


@blueprint.post("/ask/card")
def card() -> str:
    """The card alone, for the site's own scripts: one template makes the card everywhere."""
    body = _json_body()
    return _card(_question(body), _as_typed(body))


def _ask_page(question: str | None, as_typed: bool) -> str:
    if question is None:
        return site_files.ask_page("", "")
    return site_files.ask_page(question, _card(question[:MAX_QUESTION], as_typed))


def _card(question: str, as_typed: bool) -> str:
    return render_template("card.html", card=_answer(question, as_typed))


@blueprint.get("/healthz")
def alive() -> Response:
    return jsonify({"status": "ok"})


@blueprint.get("/readyz")
def ready() -> Response:
    serving = _serving()
    return jsonify({"status": "ready", "index": serving.engine.index_id, "sections": serving.engine.passages})
