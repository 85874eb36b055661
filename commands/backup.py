"""`backup OUT`: everything that the store holds, in one file that is checked by its content."""

from __future__ import annotations

import argparse
from pathlib import Path

from events.store import open_store
from settings import read_settings

NAME = "backup"
HELP = "write all of the store to one file"


def run(options: argparse.Namespace) -> None:
    """Write all of the store to one file."""
    store = open_store(options.db or read_settings().db)
    try:
        manifest = store.backup(options.out)
    finally:
        store.close()
    print(f"{manifest.rows:,} rows of {store.address} in {options.out}, digest {manifest.digest}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What it is given."""
    parser.add_argument("out", metavar="OUT", type=Path, help="the new file to write")
    parser.add_argument("--db", metavar="STORE", help="the store, by default that of INCIDENTS_DB")
