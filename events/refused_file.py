"""Write refused rows to a file that can be mended and imported again: why first, then the row's own cells."""

from __future__ import annotations

import csv
from pathlib import Path

from events.formula_guard import guarded
from events.reading import REFUSED_COLUMN, Reading
from events.whole_file import whole_file

__all__ = ["write_refused"]


def write_refused(reading: Reading, path: Path) -> None:
    """Write the refused rows of a reading as UTF-8 text with the delimiter of the file they come from.

    The first column says why, and readers pass over it; rows with too many or too few cells keep them as
    they are. Cells that a spreadsheet would run as formulas get an apostrophe in front, which is taken off
    when the file is read again.

    Raises:
        FormatError: The file cannot be written.
    """
    dialect = reading.dialect
    delimiter = dialect.delimiter if dialect is not None else ","
    with (
        whole_file(path) as unfinished,
        # With a byte order mark spreadsheets know it for UTF-8.
        unfinished.open("w", encoding="utf-8-sig", newline="", errors="backslashreplace") as file,
    ):
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow([REFUSED_COLUMN, *map(guarded, reading.names)])
        for row in reading.refused:
            writer.writerow([row.reason, *map(guarded, row.cells)])
