"""`python -m benchmarks`: measure, and print one table of figures, targets and ratios."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.machine import describe_machine, load_average
from benchmarks.report import as_text, headlines_as_markdown, keep, parts_as_markdown, write_between_markers

ROOT = Path(__file__).resolve().parent.parent
FIRST = ("first_map", "scrub", "rerun", "wire", "rivals", "memory", "frame", "places")


def _parts() -> dict[str, Callable[[bool], Iterator[Figure]]]:
    """The modules of this package that have a PART and `measure`: the map's first, then by name."""
    modules = [
        importlib.import_module(f"benchmarks.{found.name}")
        for found in pkgutil.iter_modules([str(Path(__file__).parent)])
        if found.name != "__main__"
    ]
    parts = {module.PART: module.measure for module in modules if hasattr(module, "PART")}
    return {name: parts[name] for name in [*FIRST, *sorted(set(parts).difference(FIRST))]}


PARTS = _parts()


def main(arguments: list[str] | None = None) -> int:
    """Measure what is asked for; 0 whatever the figures say, for a benchmark is no test."""
    asked = _read(arguments)
    machine, began, load = describe_machine(), time.strftime("%Y-%m-%d"), load_average()
    figures: list[Figure] = []
    for name in asked.only:
        for figure in PARTS[name](asked.quick):
            figures.append(figure)
            print(f"  {name}: {' | '.join(cell for cell in figure.row if cell)}", file=sys.stderr, flush=True)
    about = (
        f"Medians, measured on {began} by `python -m benchmarks{asked.said}`: {machine}; load average "
        f"{load:.1f} at the beginning, {load_average():.1f} at the end."
    )
    print(f"{as_text(figures)}\n\n{about}")
    if asked.write:
        measured = {part: [figure for figure in figures if figure.part == part] for part in asked.only}
        parts = keep(measured, about)
        for document, text in (
            (ROOT / "docs" / "benchmarks.md", parts_as_markdown(parts)),
            (ROOT / "README.md", headlines_as_markdown(parts)),
        ):
            if write_between_markers(document, text):
                print(f"written into {document.relative_to(ROOT)}")
    return 0


def _read(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", metavar="PART,…", help=f"measure only these: {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions and sizes: a rough look")
    parser.add_argument(
        "--write",
        action="store_true",
        help="keep what was measured and write it into docs/benchmarks.md and README.md",
    )
    asked = parser.parse_args(arguments)
    asked.said = (f" --only {asked.only}" if asked.only else "") + (" --quick" if asked.quick else "")
    wanted = asked.only.split(",") if asked.only else list(PARTS)
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        parser.error(f"found part {unknown[0]!r}, expected some of {', '.join(PARTS)}")
    asked.only = wanted
    return asked


if __name__ == "__main__":
    sys.exit(main())
