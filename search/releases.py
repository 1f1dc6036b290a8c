"""Releases: one folder holds a built site and its index, one pointer says which folder is served.

`build/releases/<id>/site`, `build/releases/<id>/index`, `build/current` → the release. A release is built in a hidden
folder, renamed when it is whole, and only then pointed to: a build that is killed leaves the previous release untouched,
and site and answers can never be of two versions.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from search import manifest
from search.errors import IndexUnavailable

KEPT = 2


@dataclass(frozen=True)
class Release:
    """A published release: its id, its site folder, its index folder."""

    id: str
    site: Path
    index: Path


def staging(build: Path, release_id: str) -> Path:
    """An empty hidden folder in which a release is built; left-overs of killed builds are removed."""
    releases = build / "releases"
    releases.mkdir(parents=True, exist_ok=True)
    for leftover in releases.glob(".next-*"):
        shutil.rmtree(leftover)
    folder = releases / f".next-{release_id}"
    folder.mkdir()
    return folder


def publish(build: Path, release_id: str) -> Release:
    """Give the staged release its name, point to it, and remove all but the newest KEPT releases."""
    staged, final = build / "releases" / f".next-{release_id}", build / "releases" / release_id
    if not (staged / "index" / manifest.NAME).is_file():
        raise IndexUnavailable(f"release {release_id} has no finished index")
    staged.rename(final)
    pointer = build / ".current"
    pointer.unlink(missing_ok=True)
    pointer.symlink_to(Path("releases") / release_id)
    pointer.replace(build / "current")
    for old in sorted(path for path in (build / "releases").iterdir() if not path.name.startswith("."))[:-KEPT]:
        shutil.rmtree(old)
    return _release(final)


def current(build: Path) -> Release:
    """The release that is served now. Raises IndexUnavailable when there is none."""
    pointer = build / "current"
    try:
        folder = pointer.resolve(strict=True)
    except OSError as error:
        raise IndexUnavailable(f"no release in {build}") from error
    return _release(folder)


def _release(folder: Path) -> Release:
    return Release(folder.name, folder / "site", folder / "index")
