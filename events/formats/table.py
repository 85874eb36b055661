"""Any table of incidents (CSV, TSV, XLSX, Parquet, JSON): its columns are guessed or told by a mapping."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from errors import FormatError
from events.adopt import adopted
from events.delimited import read_delimited
from events.features import refuse_too_many_columns
from events.json_text import elements_of, head_of_json, lines_of
from events.mapping import Mapping, distinct_headers
from events.objects import cells_of
from events.reading import Reading, Refused, events_of, line_of, marked
from events.text_head import head_of
from events.workbooks import is_workbook, read_sheet

NAME = "table"
SUFFIXES = (".tsv", ".xls", ".xlsm")
# Anything that has columns looks like a table, so the other formats are asked first.
LAST = True

_PARQUET = b"PAR1"
_WHAT = "a list of objects, or an object with such a list"
_LISTS = ("events", "incidents", "data", "rows", "items", "results", "records", "features")
Progress = Callable[[int, int], None]


class TableCells(NamedTuple):
    """A user's table before it is mapped.

    Attributes:
        cells: Its columns as they are, each name once.
        lines: The line, row or element that each row stands in.
        refused: Rows that are none: with too many cells, broken bytes.
        notes: What to tell of the file.
        sheets: The names of a workbook's sheets, the one read first.
    """

    cells: pa.Table
    lines: npt.NDArray[np.int64]
    refused: tuple[Refused, ...] = ()
    notes: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()


def sniff(path: Path) -> bool:
    """Whether the file has columns of any kind and no other format claims it."""
    from events.formats import formats

    others = (known for known in formats().values() if known.NAME != NAME)
    return _has_columns(path) and not any(known.sniff(path) for known in others)


def read(path: Path) -> pa.Table:
    """The events of a table; FormatError where rows are no events, MappingError without date or place."""
    return events_of(reading(path), path)


def reading(
    path: Path,
    dataset: str | None = None,
    progress: Progress | None = None,
    *,
    mapping: Mapping | None = None,
    sheet: str | None = None,
) -> Reading:
    """The events of a table.

    Args:
        path: A file of delimited text in any encoding, a workbook, Parquet or JSON.
        dataset: The name of the data set; by default the mapping's, else the file's.
        progress: Called with the bytes read and the bytes in all, for delimited text.
        mapping: What the columns mean; None guesses.
        sheet: The sheet of a workbook; None takes the first with a table.

    Raises:
        FormatError: The file is broken, encrypted, too large or no table.
        MappingError: No date or place is among the columns.
    """
    found = cells_and_lines(path, sheet=sheet, progress=progress)
    made = adopted(
        found.cells, path, NAME, dataset, mapping=mapping, lines=found.lines.tolist(), notes=found.notes
    )
    if not found.refused and made.original is None:
        return made
    return replace(
        made,
        original=None if made.original is None else marked(made.original, NAME, None),
        refused=tuple(sorted([*made.refused, *found.refused], key=line_of)),
    )


def cells_and_lines(path: Path, *, sheet: str | None = None, progress: Progress | None = None) -> TableCells:
    """The cells of a table as they are, for a guess and for a preview.

    Raises:
        FormatError: The file is broken, encrypted, too large or no table.
    """
    if is_workbook(path):
        found = read_sheet(path, sheet)
        notes = (f"the sheet {found.sheet!r} was read",) if found.others else ()
        return TableCells(found.cells, found.lines, (), notes, (found.sheet, *found.others))
    if sheet is not None:
        raise FormatError(f"{path}: found no workbook, expected one where a sheet ({sheet!r}) is asked for")
    with path.open("rb") as file:
        start = file.read(4)
    if start == _PARQUET:
        cells = _parquet(path)
    elif head_of_json(path) and head_of_json(path)[0] in "[{":
        cells = _json(path)
    else:
        text = read_delimited(path, progress=progress)
        refuse_too_many_columns(len(text.names), path)
        names = distinct_headers(text.names)
        return TableCells(text.cells.rename_columns(names), text.lines, text.refused, text.notes)
    refuse_too_many_columns(cells.num_columns, path)
    named = cells.rename_columns(distinct_headers(cells.column_names))
    return TableCells(named, np.arange(1, cells.num_rows + 1))


def _parquet(path: Path) -> pa.Table:
    try:
        file = pq.ParquetFile(path)
        refuse_too_many_columns(len(file.schema_arrow.names), path)
        return file.read()
    except (pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise FormatError(f"{path}: found a file that cannot be read as Parquet ({reason})") from None


def _json(path: Path) -> pa.Table:
    elements = lines_of(path, _WHAT) if _is_lines(path) else elements_of(path, _WHAT, *_LISTS)
    objects = []
    for element in elements:
        if element.key:
            continue
        if not isinstance(element.value, dict):
            raise FormatError(
                f"{path}: found {element.value!r:.40} as element {element.number}, expected {_WHAT}"
            )
        objects.append(element.value)
    return cells_of(objects)


def _is_lines(path: Path) -> bool:
    """Whether each line of a JSON file is a value of its own: then the first line is a whole object."""
    head = head_of_json(path)
    if not head.startswith("{"):
        return False
    try:
        _, end = json.JSONDecoder().raw_decode(head)
    except (ValueError, RecursionError):
        return False
    return head[end:].lstrip(" \t").startswith(("\n", "\r")) and head[end:].strip().startswith("{")


def _has_columns(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(4)
    if start == _PARQUET or is_workbook(path):
        return True
    if start[:2] == b"PK":
        return False
    if head_of_json(path):
        return True
    head = head_of(path)
    return head is not None and bool(head.records) and len(head.records[0]) > 1
