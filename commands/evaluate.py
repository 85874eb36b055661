"""`evaluate`: precision, recall and distances of annotations against gold."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from reports.evaluate import evaluate, evaluation_lines
from reports.gold import read_gold

NAME = "evaluate"
HELP = "precision, recall and distances against gold"


def run(options: argparse.Namespace) -> None:
    """Print how well annotations agree with gold."""
    figures = evaluate(options.reports, read_gold(options.gold))
    if options.json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
        return
    print("\n".join(evaluation_lines(figures)))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What it is given."""
    parser.add_argument("--reports", type=Path, required=True, metavar="DIR", help="the folder of reports")
    parser.add_argument(
        "--gold",
        type=Path,
        required=True,
        metavar="DIR",
        help="the folder with events.csv and its companions",
    )
    parser.add_argument("--json", action="store_true", help="print a JSON object")
