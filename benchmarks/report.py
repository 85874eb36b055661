"""The figures as a table: on the terminal, and as Markdown between the markers of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from benchmarks.figure import Figure

HEAD = ("figure", "measured", "target", "beside it in the same run", "")
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


def as_markdown(figures: Sequence[Figure], about: str) -> str:
    """A Markdown table with a line on how it was measured below it."""
    lines = ["| Figure | Measured | Target | Beside it in the same run | |", "|---|--:|--:|---|---|"]
    lines += ["| " + " | ".join(figure.row) + " |" for figure in figures]
    return "\n".join([*lines, "", about])


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
