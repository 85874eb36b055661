"""The figures as a table: on the terminal, and, kept from run to run, between the markers of a document."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure

HEAD = ("figure", "measured", "target", "beside it in the same run", "")
KEPT = Path(__file__).parent / "figures.json"
START, END = "<!-- bench:start -->", "<!-- bench:end -->"


def as_text(figures: Sequence[Figure]) -> str:
    """Aligned columns."""
    rows = [HEAD, *(figure.row for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column in (1, 2) else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def keep(measured: dict[str, list[Figure]], about: str, kept: Path = KEPT) -> dict[str, Any]:
    """Put the figures of some parts into the file of kept ones, and return all that it holds."""
    parts = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    for part, figures in measured.items():
        parts[part] = {
            "about": about,
            "rows": [list(figure.row) for figure in figures],
            "headline": [figure.headline for figure in figures],
        }
    kept.write_text(json.dumps(parts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return parts


def parts_as_markdown(parts: dict[str, Any]) -> str:
    """A table a part, each with a line on how and when it was measured."""
    return "\n\n".join(
        "\n".join([f"### {part}", "", *_table(kept["rows"]), "", kept["about"]])
        for part, kept in parts.items()
    )


def headlines_as_markdown(parts: dict[str, Any]) -> str:
    """One table of the figures that matter most; where they come from is told in the long ones."""
    rows = [
        row
        for kept in parts.values()
        for row, shown in zip(kept["rows"], kept["headline"], strict=True)
        if shown
    ]
    return "\n".join(
        [
            *_table(rows),
            "",
            "When, how and on what machine each was measured: [docs/benchmarks.md](docs/benchmarks.md).",
        ]
    )


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    lines = ["| figure | measured | target | beside it in the same run | |", "|---|---|---|---|---|"]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows)]


def write_between_markers(document: Path, text: str) -> bool:
    """Put `text` between the markers of `document`; False when it is not there or has no markers."""
    if not document.exists():
        return False
    before = document.read_text(encoding="utf-8")
    pattern = re.compile(f"{re.escape(START)}.*?{re.escape(END)}", re.DOTALL)
    if not pattern.search(before):
        return False
    after = pattern.sub(lambda _: f"{START}\n{text}\n{END}", before)
    document.write_text(after, encoding="utf-8")
    return True
