"""The manifest of an index folder: what is in it, with checksums; written last, checked before anything else is read."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from search.errors import IndexUnavailable

NAME = "MANIFEST.json"


@dataclass(frozen=True)
class Manifest:
    """`files` maps each file of the folder to its sha256."""

    id: str
    schema: int
    passages: int
    files: dict[str, str]


def digest(path: Path) -> str:
    """sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write(folder: Path, index_id: str, schema: int, passages: int) -> Manifest:
    """Checksum every file of `folder`, flush them to disk, and write the manifest last."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in files:
        _flush(path)
    manifest = Manifest(index_id, schema, passages, {path.relative_to(folder).as_posix(): digest(path) for path in files})
    unfinished = folder / f".{NAME}"
    unfinished.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8")
    _flush(unfinished)
    unfinished.replace(folder / NAME)
    _flush(folder)
    return manifest


def verify(folder: Path, schema: int) -> Manifest:
    """Read the manifest and compare every file with it. Raises IndexUnavailable before a byte of the index is used."""
    try:
        manifest = Manifest(**json.loads((folder / NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise IndexUnavailable(f"no readable manifest in {folder}: {error}") from error
    if manifest.schema != schema:
        raise IndexUnavailable(f"index {manifest.id} has schema {manifest.schema}, this program reads {schema}")
    for name, expected in manifest.files.items():
        try:
            found = digest(folder / name)
        except OSError as error:
            raise IndexUnavailable(f"index {manifest.id}: {name} cannot be read: {error}") from error
        if found != expected:
            raise IndexUnavailable(f"index {manifest.id}: {name} is damaged")
    return manifest


def _flush(path: Path) -> None:
    """fsync a file or folder: Whoosh itself never does."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
