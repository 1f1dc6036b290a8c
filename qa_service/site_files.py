"""The built site of the current release, same origin as the answers; and the built pages that answers are put into."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, send_from_directory
from markupsafe import escape
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join
from werkzeug.wrappers import Response as BaseResponse

from search import IndexUnavailable

blueprint = Blueprint("site", __name__)
ANSWER_PLACE = "<!-- jl:answer -->"
QUESTION_PLACE = 'data-jl-question value=""'


def _site() -> Path:
    holder = current_app.extensions["jiangli"]
    site: Path = holder.get().release.site
    return site


@blueprint.get("/", defaults={"path": ""})
@blueprint.get("/<path:path>")
def page(path: str) -> BaseResponse:
    """A file of the site; a folder answers with its index.html, a folder without its slash redirects."""
    site = _site()
    target = safe_join(str(site), path)
    if target is None:
        raise NotFound
    if Path(target).is_dir():
        if path and not path.endswith("/"):
            return redirect(f"{request.path}/", code=308)
        path = f"{path}index.html"
    response = send_from_directory(site, path)
    if "/assets/" in request.path and ".min." in path:  # the theme's own files carry a hash in their name
        response.cache_control.max_age = 31536000
    else:
        response.cache_control.no_cache = True
    return response


def ask_page(question: str, card: str) -> str:
    """The built /ask/ page with the question in its form and the card below it."""
    shell = (_site() / "ask" / "index.html").read_text(encoding="utf-8")
    shell = shell.replace(QUESTION_PLACE, f'data-jl-question value="{escape(question)}"')
    return shell.replace(ANSWER_PLACE, card)


def error_page(status: int, message: str) -> Response:
    """The site's own 404 page; a plain page for every other status, or when there is no site."""
    if status == 404:
        try:
            return make_response((_site() / "404.html").read_text(encoding="utf-8"))
        except (IndexUnavailable, OSError):
            pass
    return make_response(render_template("error.html", message=message))
