"""The names in the first row of a workbook, read without opening all of it."""

from __future__ import annotations

import zipfile
from functools import lru_cache
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

__all__ = ["sheet_header"]


def sheet_header(path: Path) -> frozenset[str]:
    """The texts in the first row of a workbook's first sheet, lower case; none where it cannot be read."""
    stat = path.stat()
    return _header(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=8)
def _header(path: Path, stamp: int, size: int) -> frozenset[str]:
    try:
        with path.open("rb") as file:
            book = load_workbook(file, read_only=True)
            rows = book.worksheets[0].iter_rows(max_row=1, values_only=True)
            first = next(rows, ())
            book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError, EOFError):
        return frozenset()
    return frozenset(str(cell).strip().lower() for cell in first if cell is not None)
