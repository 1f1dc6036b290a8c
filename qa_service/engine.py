"""The app's one AnswerEngine: opened once, reopened when another release is published. Never writes.

When a new release cannot be opened the previous engine keeps answering, with one log line for each failed release.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import search
from search import AnswerEngine, IndexUnavailable, SearchError, Segmenter, releases
from search.releases import Release

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Serving:
    """What is served at one moment: a release and the engine on its index, always of one version."""

    release: Release
    engine: AnswerEngine


class EngineHolder:
    """Hands out the current Serving. Safe to share between threads."""

    def __init__(self, build: Path, registry: Path) -> None:
        self._build = build
        self._registry = registry
        self._language = search.load_lexicon()
        self._segmenter = Segmenter(search.WORDS, build / "cache")
        self._lock = Lock()
        self._serving: Serving | None = None
        self._refused: str | None = None

    def get(self) -> Serving:
        """The current release and its engine. Raises IndexUnavailable when nothing was ever served and nothing can be."""
        serving = self._serving
        target = self._pointed_at()
        if serving is not None and (target is None or target.id in (serving.release.id, self._refused)):
            return serving
        with self._lock:
            return self._reopen(target)

    def _pointed_at(self) -> Release | None:
        try:
            return releases.current(self._build)
        except IndexUnavailable:
            return None

    def _reopen(self, target: Release | None) -> Serving:
        serving = self._serving
        if target is None:
            if serving is None:
                raise IndexUnavailable(f"no release in {self._build}")
            return serving
        if serving is not None and target.id in (serving.release.id, self._refused):
            return serving
        try:
            engine = AnswerEngine.open(target.index, self._registry, self._segmenter, self._language)
        except SearchError as error:
            if serving is None:
                raise IndexUnavailable(str(error)) from error
            self._refused = target.id
            log.error("release %s refused, %s stays: %s", target.id, serving.release.id, error)
            return serving
        self._serving, self._refused = Serving(target, engine), None
        log.info("serving release %s, %d sections", target.id, engine.passages)
        return self._serving
