"""`diff OLD NEW`: what changed from one release of a data set to the next."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from events.difference import compare
from events.formats import formats, read_file

NAME = "diff"
HELP = "what changed from one release of a data set to the next"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What it is given."""
    parser.add_argument("old", metavar="OLD", type=Path, help="the older file")
    parser.add_argument("new", metavar="NEW", type=Path, help="the newer file")
    parser.add_argument(
        "--format", choices=sorted(formats()), help="the format of both; default: as their content tells"
    )
    parser.add_argument("--json", action="store_true", help="print a JSON object with every changed cell")


def run(options: argparse.Namespace) -> None:
    """Print which events were added, changed cell by cell, and deleted."""
    old, new = (read_file(path, options.format) for path in (options.old, options.new))
    difference = compare(old, new)
    if options.json:
        print(json.dumps(difference.as_json(), ensure_ascii=False, indent=2))
        return
    print("\n".join(difference.lines()))
