"""`annotate REPORT`: toponyms, dates and draft events of a report or a folder of reports, as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from commands.arguments import iso_date
from errors import ReportError
from reports.annotate import annotate_file, annotate_files, report_files

NAME = "annotate"
HELP = "toponyms, dates and draft events of a report, as JSON"


def run(options: argparse.Namespace) -> None:
    """Print what is found in a report, or one line of JSON for each report of a folder."""
    path: Path = options.report
    if not path.is_dir():
        done = annotate_file(path, options.published, options.publisher)
        if done.found is None:
            raise ReportError(done.failure)
        print(json.dumps(done.found, ensure_ascii=False, indent=2))
        return
    paths = report_files(path)
    failures: list[str] = []
    for number, done in enumerate(annotate_files(paths, options.published, options.publisher), start=1):
        if sys.stderr.isatty():
            end = "\n" if number == len(paths) else ""
            print(f"\r{number} of {len(paths)} reports", end=end, file=sys.stderr, flush=True)
        if done.found is None:
            failures.append(f"{done.path.name}: {done.failure}")
        else:
            print(json.dumps({"file": done.path.name, **done.found}, ensure_ascii=False))
    if failures:
        listed = "\n".join(sorted(failures))
        raise ReportError(f"{len(failures)} of {len(paths)} reports could not be annotated:\n{listed}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What it is given."""
    parser.add_argument("report", metavar="REPORT", type=Path, help="a report, or a folder of reports")
    parser.add_argument(
        "--published", type=iso_date, help="the day it was published (YYYY-MM-DD); default: as found"
    )
    parser.add_argument("--publisher", help="who published it; default: as found")
