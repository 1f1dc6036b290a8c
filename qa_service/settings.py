"""Where and how this deployment runs: one table of settings, read from environment variables named JIANGLI_….

A wrong value is refused at start with its name, its value and how to write it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class SettingError(ValueError):
    """A setting cannot be used; the message names it, its value and the remedy."""


@dataclass(frozen=True)
class Setting:
    """One setting: environment variable JIANGLI_<NAME>, its default, how to read it, what it is for."""

    name: str
    default: str
    read: Callable[[str], object]
    help: str


def _port(value: str) -> int:
    port = int(value)
    if not 0 < port < 65536:
        raise ValueError(value)
    return port


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _positive(value: str) -> int:
    number = int(value)
    if number <= 0:
        raise ValueError(value)
    return number


SETTINGS = (
    Setting("host", "127.0.0.1", str, "address to listen on"),
    Setting("port", "8000", _port, "port to listen on, 1–65535"),
    Setting("build", str(ROOT / "build"), Path, "folder of the releases (site and index)"),
    Setting("registry", str(ROOT / "docs" / "_registry"), Path, "folder of the registries: law status is computed from them"),
    Setting("threads", "8", _positive, "worker threads of the server"),
    Setting("day", "", _day, "answer as of this day instead of today, like 2026-04-14"),
    Setting("max_body_bytes", "16384", _positive, "largest accepted request body"),
)


@dataclass(frozen=True)
class Settings:
    """The values of SETTINGS."""

    host: str
    port: int
    build: Path
    registry: Path
    threads: int
    day: date | None
    max_body_bytes: int


def load(environment: Mapping[str, str]) -> Settings:
    """Read settings. Raises SettingError."""
    values = {}
    for setting in SETTINGS:
        variable = f"JIANGLI_{setting.name.upper()}"
        raw = environment.get(variable) or setting.default
        try:
            values[setting.name] = setting.read(raw)
        except ValueError as error:
            raise SettingError(f"{variable}={raw!r} cannot be used: {setting.help} (default {setting.default})") from error
    return Settings(**values)  # type: ignore[arg-type]
