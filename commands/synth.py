"""`synth N OUT.parquet`: plausible invented events for load work."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from events.synth import write_synth

NAME = "synth"
HELP = "write plausible invented events for load work"


def _count(text: str) -> int:
    plain = text.replace("_", "").replace(",", "")
    if not plain.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of events; use one such as 100000")
    return int(plain)


def run(options: argparse.Namespace) -> None:
    """Write plausible invented events for load work."""
    step = (lambda text: print(f"{text} …", file=sys.stderr)) if sys.stderr.isatty() else None
    write_synth(options.count, options.out, options.seed, progress=step)
    print(f"{options.count:,} events in {options.out}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What it is given."""
    parser.add_argument("count", metavar="N", type=_count, help="how many events")
    parser.add_argument("out", metavar="OUT.parquet", type=Path, help="the Parquet file to write")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other events (default 1)")
