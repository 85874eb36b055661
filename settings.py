"""Every setting of the app: the environment variable, what it does and what holds without it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Settings:
    """What the environment asks for, read once at the edge and handed inward.

    Attributes:
        data_file: A file of events to open read-only in place of the shipped incidents
            (`INCIDENTS_DATA`); None opens the shipped ones.
        bundle_dir: The folder of the offline geodata (`INCIDENTS_BUNDLE`), by default `geodata/data`.
    """

    data_file: Path | None
    bundle_dir: Path


def read_settings(environ: dict[str, str] | None = None) -> Settings:
    """Read the settings from `environ` (by default the process's own environment)."""
    values = os.environ if environ is None else environ
    data_file = values.get("INCIDENTS_DATA", "").strip()
    bundle_dir = values.get("INCIDENTS_BUNDLE", "").strip()
    return Settings(
        data_file=Path(data_file).expanduser() if data_file else None,
        bundle_dir=Path(bundle_dir).expanduser() if bundle_dir else ROOT / "geodata" / "data",
    )
