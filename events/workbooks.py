"""Read the sheets of a workbook as cells: headers are found, merged cells filled, bombs refused."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, ZipError

from errors import FormatError
from events.features import refuse_too_many_columns

MOST_UNPACKED = 1 << 30
MOST_PACKING = 200
_MOST_CELLS = 60_000_000
_WIDE_CELL = re.compile(rb' r="([A-Z]{2,3})[0-9]')
_ROW = re.compile(rb'<(?:x:)?row [^>]{0,40}?\br="([0-9]{1,7})"')
_HEADER_WITHIN = 25
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

Cell = object
Rows = list[list[Cell]]


class SheetCells(NamedTuple):
    """A sheet's table.

    Attributes:
        cells: Text columns under the names of the header row, as they are there.
        lines: The sheet's row number of each row, from 1.
        sheet: The sheet's name.
        others: The names of the other sheets that hold something.
    """

    cells: pa.Table
    lines: npt.NDArray[np.int64]
    sheet: str
    others: tuple[str, ...]


def is_workbook(path: Path) -> bool:
    """Whether the content is that of an Excel workbook, encrypted ones and old ones included."""
    with path.open("rb") as file:
        start = file.read(8)
    if start == _OLE:
        return True
    if start[:4] != b"PK\x03\x04":
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist() or "xl/workbook.bin" in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        # Half a workbook: its first member gives it away.
        return b"[Content_Types].xml" in _first_bytes(path) or b"xl/" in _first_bytes(path)


def read_sheet(path: Path, sheet: str | None = None, *, may_be_empty: bool = False) -> SheetCells:
    """The table of a workbook's sheet.

    Args:
        path: The workbook.
        sheet: A sheet's name; None takes the first with a table in it.
        may_be_empty: Whether a header without rows is a table too.

    Raises:
        FormatError: The workbook is encrypted, broken or too large, has no such sheet or no table.
    """
    book = open_workbook(path)
    wanted = [sheet] if sheet is not None else book.sheet_names
    if sheet is not None and sheet not in book.sheet_names:
        raise FormatError(
            f"{path}: found no sheet {sheet!r}, expected one of {', '.join(map(repr, book.sheet_names))}"
        )
    for name in wanted:
        found = _table(rows_of(book, name, path), path, may_be_empty)
        if found is not None:
            others = tuple(other for other in book.sheet_names if other != name)
            return SheetCells(*found, name, others)
    raise FormatError(
        f"{path}: found no table in {', '.join(map(repr, wanted))}, expected a row of names and rows"
    )


def open_workbook(path: Path) -> CalamineWorkbook:
    """A workbook that may be opened without harm.

    Raises:
        FormatError: It is encrypted, broken or a zip bomb.
    """
    with path.open("rb") as file:
        old = file.read(8) == _OLE
    try:
        if old:
            if _ENCRYPTED in path.read_bytes():
                raise FormatError(
                    f"{path}: found an encrypted workbook, expected one without a password; save it without"
                )
        else:
            refuse_bomb(path)
            _refuse_sparse(path)
        # By the content: told by its path, a workbook with another suffix would not open.
        return CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    except PasswordError:
        raise FormatError(
            f"{path}: found an encrypted workbook, expected one without a password; save it without"
        ) from None
    except (CalamineError, ZipError, zipfile.BadZipFile, OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:120]
        raise FormatError(f"{path}: found a broken workbook ({reason}), expected a whole one") from None


def refuse_bomb(path: Path) -> None:
    """Raise `FormatError` for an archive that unpacks to more than 1 GB or to 200 times its size."""
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
        packed = max(1, path.stat().st_size)
    if unpacked > MOST_UNPACKED or (unpacked > 64 << 20 and unpacked / packed > MOST_PACKING):
        raise FormatError(
            f"{path}: found an archive of {packed:,} bytes that unpacks to {unpacked:,}, expected at most "
            f"{MOST_UNPACKED:,} and {MOST_PACKING} times its size"
        )


def _refuse_sparse(path: Path) -> None:
    """Raise `FormatError` for a sheet whose few cells lie so far apart that memory runs out."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
                continue
            columns: set[bytes] = {b"A"}
            last_row = 0
            with archive.open(name) as sheet:
                rest = b""
                while block := sheet.read(1 << 20):
                    text = rest + block
                    columns.update(_WIDE_CELL.findall(text))
                    last_row = max(last_row, max(map(int, _ROW.findall(text)), default=0))
                    rest = text[-40:]
            widest = max(map(_column_number, columns))
            if last_row * widest > _MOST_CELLS:
                raise FormatError(
                    f"{path}: found a sheet of {last_row:,} rows and {widest:,} columns, expected at most "
                    f"{_MOST_CELLS:,} cells; delete what lies far from the table"
                )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def rows_of(book: CalamineWorkbook, name: str, path: Path) -> Rows:
    """All cells of a sheet from its corner on, those of merged areas filled with the area's value."""
    try:
        sheet = book.get_sheet_by_name(name)
        rows: Rows = [list(row) for row in sheet.to_python(skip_empty_area=False)]
        _fill_merged(sheet, rows)
    except (CalamineError, ValueError) as error:
        reason = " ".join(str(error).split())[:120]
        raise FormatError(f"{path}: found a broken sheet {name!r} ({reason}), expected a whole one") from None
    return rows


def cell_text(cell: Cell) -> str:
    """A cell as text: days as 1999-10-27, whole numbers without decimals, nothing as ""."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    return str(cell)


def _table(rows: Rows, path: Path, may_be_empty: bool) -> tuple[pa.Table, npt.NDArray[np.int64]] | None:
    """The table in a sheet: the names in its header row, then each row that holds anything."""
    filled = [sum(cell != "" and cell is not None for cell in row) for row in rows]
    head = _header_row(rows, filled)
    if head is None:
        return None
    used = [number for number, cell in enumerate(rows[head]) if cell_text(cell).strip()]
    refuse_too_many_columns(len(used), path)
    lines = [number for number in range(head + 1, len(rows)) if filled[number]]
    if not lines and not may_be_empty:
        return None
    names = [" ".join(cell_text(rows[head][number]).split()) for number in used]
    columns = [
        pa.array(
            [cell_text(rows[line][number]) if number < len(rows[line]) else "" for line in lines], pa.string()
        )
        for number in used
    ]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise FormatError(
            f"{path}: found the column {', '.join(twice[:5])} twice in row {head + 1}, expected it once; "
            "rename one"
        )
    return pa.table(columns, names=names), np.array(lines, np.int64) + 1


def _header_row(rows: Rows, filled: list[int]) -> int | None:
    """The first row that names nearly as many columns as the widest: titles above a table are narrow."""
    widest = max(filled[: _HEADER_WITHIN + 200], default=0)
    if widest < 2:
        return None
    for number, row in enumerate(rows[:_HEADER_WITHIN]):
        texts = {cell for cell in row if isinstance(cell, str) and cell.strip()}
        if len(texts) >= 2 and len(texts) >= 0.6 * widest:
            return number
    return None


def _fill_merged(sheet: CalamineSheet, rows: Rows) -> None:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top >= len(rows) or left >= len(rows[top]) or (bottom - top) > len(rows):
            continue
        # Areas across are titles; those down a column mean their value in each row.
        if left != right or not rows[top][left]:
            continue
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row):
                row[left] = rows[top][left]


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4096)
