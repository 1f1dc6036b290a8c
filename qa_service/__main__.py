"""python -m qa_service: serve site and answers from one process with waitress."""

from __future__ import annotations

import logging
import os
import sys

import waitress

from qa_service import create_app, settings
from search import SearchError


def main() -> int:
    """Open the release, then listen. 2 when a setting is wrong, 1 when there is nothing to serve."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        configuration = settings.load(os.environ)
        app = create_app(configuration)
        app.extensions["jiangli"].get()
    except settings.SettingError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    except SearchError as error:
        print(f"nothing to serve: {error}; run scripts/build", file=sys.stderr)  # noqa: T201
        return 1
    print(f"讲理：http://{configuration.host}:{configuration.port}", flush=True)  # noqa: T201
    try:
        waitress.serve(
            app,
            host=configuration.host,
            port=configuration.port,
            threads=configuration.threads,
            connection_limit=1000,
            channel_timeout=15,
            max_request_body_size=65536,
            max_request_header_size=16384,
            ident=None,
        )
    except OSError as error:
        print(f"cannot listen on {configuration.host}:{configuration.port}: {error}; set JIANGLI_PORT", file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
