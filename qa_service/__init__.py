"""The web service: HTTP in, HTTP out, standing on `search`. `create_app` is the only wiring."""

from __future__ import annotations

import os

from flask import Flask

from qa_service import errors, settings, site_files, views
from qa_service.engine import EngineHolder
from qa_service.settings import Settings


def create_app(configuration: Settings | None = None) -> Flask:
    """Wire the application. Settings come from the environment unless they are given. Raises SettingError."""
    configuration = configuration or settings.load(os.environ)
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = configuration.max_body_bytes
    app.config["JIANGLI_DAY"] = configuration.day
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]  # verdict before law, as the contract lists them
    app.extensions["jiangli"] = EngineHolder(configuration.build, configuration.registry)
    errors.register(app)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(site_files.blueprint)
    return app
