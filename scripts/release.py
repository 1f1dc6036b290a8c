"""python -m scripts.release [--if-stale] [--on DATE]: build site and index into a new release and point to it."""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

from search import IndexUnavailable, releases

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
SOURCES = ("docs", "mkdocs.yml", "search", "scripts", "requirements.lock")


def sources_digest() -> str:
    """One digest over everything a release is made of."""
    digest = hashlib.sha256()
    for name in SOURCES:
        top = ROOT / name
        files = [top] if top.is_file() else sorted(path for path in top.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        for path in files:
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def is_current(digest: str) -> bool:
    """Whether the served release was made from these sources, on an unfrozen day."""
    try:
        return releases.current(BUILD).id.endswith(digest)
    except IndexUnavailable:
        return False


def build(digest: str, day: date | None) -> int:
    """Build and publish one release; the exit code of the build. A failed or killed build changes nothing that is served."""
    started = time.monotonic()
    release_id = f"{datetime.now(UTC):%Y%m%d%H%M%S}-{digest}" if day is None else f"{datetime.now(UTC):%Y%m%d%H%M%S}-on-{day}"
    staged = releases.staging(BUILD, release_id)
    temporary = BUILD / "tmp"
    temporary.mkdir(mode=0o700, exist_ok=True)
    # the theme's search plugin uses jieba's shared tokenizer: keep its cache out of the machine's temporary folder
    environment = os.environ | {"TMPDIR": str(temporary), "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
    if day is not None:
        environment["JIANGLI_DAY"] = day.isoformat()
    command = [sys.executable, "-W", "ignore", "-m", "mkdocs", "build", "--strict", "--site-dir", str(staged / "site")]
    finished = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if finished.returncode:
        print("构建没有完成，仍在使用上一版。", file=sys.stderr)
        return finished.returncode
    release = releases.publish(BUILD, release_id)
    print(f"已发布 {release.id}，用时 {time.monotonic() - started:.1f} 秒。")
    return 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.release", description="构建站点和索引，完整后再切换。")
    parser.add_argument("--if-stale", action="store_true", help="内容没有变化就不构建")
    parser.add_argument("--on", type=date.fromisoformat, metavar="日期", help="按这一天计算法律效力，如 2026-04-14")
    options = parser.parse_args(arguments)
    digest = sources_digest()
    if options.if_stale and options.on is None and is_current(digest):
        print("内容没有变化，沿用现有版本。")
        return 0
    return build(digest, options.on)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
