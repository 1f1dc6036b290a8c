"""The one place that decides how errors look: JSON for programs, the site's own pages for people; always a Chinese sentence."""

from __future__ import annotations

import logging

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from qa_service import site_files
from search import IndexUnavailable

log = logging.getLogger(__name__)

MESSAGES = {
    400: "请求的写法不对。",
    404: "没有找到这个地址。",
    405: "这个地址不接受这种请求。",
    413: "内容太长了，请缩短再发。",
    414: "地址太长了，请缩短再发。",
    415: "请用 JSON 格式提交。",
    500: "服务出错了，我们已经记下来。请稍后再试。",
    503: "问答暂时用不了，指南仍然可以看。请稍后再试。",
}


class BadRequest(ValueError):
    """The request cannot be used; the message is shown as it is, so it is a Chinese sentence."""


def register(app: Flask) -> None:
    """Turn every exception into an answer of one shape."""

    @app.errorhandler(BadRequest)
    def bad_request(error: BadRequest) -> Response:
        return respond(400, "bad_request", str(error))

    @app.errorhandler(IndexUnavailable)
    def unavailable(error: IndexUnavailable) -> Response:
        log.error("no index: %s", error)
        return respond(503, "index_unavailable")

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        code = error.code or 500
        if error.response is not None and code < 400:
            return error.response  # type: ignore[return-value]  # a redirect, not an error
        return respond(code, error.name.lower().replace(" ", "_"))

    @app.errorhandler(Exception)
    def unexpected(_error: Exception) -> Response:
        log.exception("unexpected error")
        return respond(500, "internal_server_error")


def respond(status: int, code: str, message: str | None = None) -> Response:
    """JSON under /api, the site's 404 page or a plain page elsewhere."""
    message = message or MESSAGES.get(status, "请求没有完成。")
    if request.path.startswith("/api/"):
        response = jsonify({"error": {"code": code, "message": message}})
    else:
        response = site_files.error_page(status, message)
    response.status_code = status
    if status == 503:
        response.headers["Retry-After"] = "15"
    return response
