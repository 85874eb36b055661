"""Every setting of the app: the environment variable, what it does and what holds without it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

ROOT = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Settings:
    """What the environment asks for, read once at the edge and handed inward.

    Attributes:
        data_file: A file of events to open read-only in place of the store (`INCIDENTS_DATA`); None opens
            the store.
        bundle_dir: The folder of the offline geodata (`INCIDENTS_BUNDLE`), by default `geodata/data`.
        db: The store (`INCIDENTS_DB`): path of an SQLite file or a `postgresql+psycopg://…` address; by
            default `incidents.sqlite` in the user's data folder.
        db_is_given: Whether somebody named the store: what is wrong with it is told then, never passed over.
    """

    data_file: Path | None
    bundle_dir: Path
    db: str
    db_is_given: bool = False


def default_db() -> str:
    """The path of the store that nobody named: in the folder where the system keeps a user's data."""
    return str(platformdirs.user_data_path("fergana-incident-map", appauthor=False) / "incidents.sqlite")


def read_settings(environ: dict[str, str] | None = None) -> Settings:
    """Read the settings from `environ` (by default the process's own environment)."""
    values = os.environ if environ is None else environ
    data_file = values.get("INCIDENTS_DATA", "").strip()
    bundle_dir = values.get("INCIDENTS_BUNDLE", "").strip()
    db = values.get("INCIDENTS_DB", "").strip()
    return Settings(
        data_file=Path(data_file).expanduser() if data_file else None,
        bundle_dir=Path(bundle_dir).expanduser() if bundle_dir else ROOT / "geodata" / "data",
        db=db or default_db(),
        db_is_given=bool(db),
    )
