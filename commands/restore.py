"""`restore FILE`: make the store what it was when a backup was written."""

from __future__ import annotations

import argparse
from pathlib import Path

from events.store import restore_store
from settings import read_settings

NAME = "restore"
HELP = "put a backup in the place of the store"


def run(options: argparse.Namespace) -> None:
    """Put a backup in the place of the store."""
    address = options.db or read_settings().db
    restored = restore_store(options.file, address, replace=options.replace)
    print(f"{restored.manifest.rows:,} rows restored from {options.file}, digest {restored.manifest.digest}")
    if restored.kept is not None:
        print(f"what was there before is in {restored.kept}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What it is given."""
    parser.add_argument("file", metavar="FILE", type=Path, help="a file that `backup` has written")
    parser.add_argument("--db", metavar="STORE", help="the store, by default that of INCIDENTS_DB")
    parser.add_argument(
        "--replace", action="store_true", help="also where the store holds something, which is kept in a file"
    )
