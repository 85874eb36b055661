"""Events as an Excel workbook to read: a sheet of events with filters, one of sources, one about the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from errors import EventError, FormatError
from events.about import about_of
from events.adopt import adopted
from events.columns import NUMBER_TYPES, one_chunk
from events.event import Source, read_sources, write_sources
from events.features import attributes
from events.formula_guard import guarded, unguarded_cells
from events.mapping import Mapping
from events.reading import Reading, events_of
from events.whole_file import whole_file
from events.workbooks import SheetCells, is_workbook, open_workbook, read_sheet

NAME = "xlsx"
SUFFIXES = (".xlsx",)

EVENTS_SHEET, SOURCES_SHEET, ABOUT_SHEET = "Events", "Sources", "About"
MOST_ROWS = 1_048_575
MOST_TEXT = 32_767
_SOURCE_FIELDS = ("publisher", "title", "url", "published", "paragraph", "start", "end", "quote")
_WIDTHS = {
    "event_id": 22, "title": 44, "summary": 60, "sources": 44, "event_type": 24, "sub_event_type": 28,
    "actor1": 30, "actor2": 30, "other_actors": 28, "place": 22, "place_text": 22, "admin1": 20, "admin2": 18,
    "date_start": 12, "date_end": 12, "tags": 24,
}  # fmt: skip
# The earliest day that Excel can show as a date.
_FIRST_EXCEL_DAY = dt.date(1900, 3, 1)


def sniff(path: Path) -> bool:
    """Whether it is a workbook whose sheet `Events` begins with our columns."""
    if not is_workbook(path):
        return False
    try:
        return _is_ours(path)
    except FormatError:
        # A broken or encrypted one is told as what it is by the reader of users' tables.
        return False


def read(path: Path) -> pa.Table:
    """The events of a workbook that `write` made; FormatError where it is broken or rows are no events."""
    return events_of(reading(path), path)


def reading(
    path: Path, dataset: str | None = None, *, mapping: Mapping | None = None, sheet: str | None = None
) -> Reading:
    """The events of a workbook with our columns.

    Raises:
        FormatError: The workbook is broken or encrypted or has no table.
        MappingError: The columns are neither ours nor can be matched to them.
    """
    own = sheet is None and _is_ours(path)
    found = read_sheet(path, EVENTS_SHEET if own else sheet, may_be_empty=own)
    if mapping is None and "event_id" in found.cells.column_names:
        cells = pa.table(
            {name: _unguarded(name, one_chunk(found.cells.column(name))) for name in found.cells.column_names}
        )
        if SOURCES_SHEET in found.others and "sources" in cells.column_names:
            cells = _with_sources(cells, read_sheet(path, SOURCES_SHEET, may_be_empty=True), path)
        return adopted(cells, path, NAME, dataset, lines=found.lines.tolist())
    return adopted(found.cells, path, NAME, dataset, mapping=mapping, lines=found.lines.tolist())


def write(table: pa.Table, path: Path) -> None:
    """Write events with all columns of the table.

    Raises:
        FormatError: The file cannot be written, or there are more events than a sheet has rows.
    """
    if table.num_rows > MOST_ROWS:
        raise FormatError(
            f"{path}: found {table.num_rows:,} events, expected at most {MOST_ROWS:,}, the rows of a sheet; "
            "write a CSV or narrow the choice"
        )
    plain = attributes(table, without=())
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with whole_file(path) as unfinished:
        try:
            with xlsxwriter.Workbook(str(unfinished), options) as book:
                sources = _write_events(book, plain, path)
                _write_sources(book, sources, path)
                _write_about(book, table)
        except XlsxWriterException as error:
            cause = error.args[0] if error.args else error
            raise cause if isinstance(cause, OSError) else OSError(str(error)) from None


def _write_events(book: Any, table: pa.Table, path: Path) -> list[tuple[str, Source]]:
    sheet = book.add_worksheet(EVENTS_SHEET)
    names = table.column_names
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
    degrees = book.add_format({"num_format": "0.0000", "valign": "top"})
    for column, name in enumerate(names):
        own = (
            day
            if name in ("date_start", "date_end")
            else degrees
            if name in ("latitude", "longitude")
            else None
        )
        sheet.set_column(column, column, _WIDTHS.get(name, max(9, min(24, len(name) + 2))), own)
    sheet.freeze_panes(1, 1)
    _write_head(book, sheet, names)
    sources: list[tuple[str, Source]] = []
    row = 0
    for batch in table.to_batches(max_chunksize=10_000):
        for record in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            row += 1
            for column, (name, value) in enumerate(zip(names, record, strict=True)):
                if name == "sources" and value:
                    value = _readable_sources(value, record[names.index("event_id")], sources, path, row)
                _write_cell(sheet, row, column, value, day, path, name)
    sheet.autofilter(0, 0, max(row, 1), len(names) - 1)
    return sources


def _write_head(book: Any, sheet: Any, names: Sequence[str]) -> None:
    head = book.add_format({"bold": True, "bg_color": "#E2EFF1", "bottom": 1, "valign": "top"})
    for column, name in enumerate(names):
        sheet.write_string(0, column, guarded(name), head)


def _write_cell(sheet: Any, row: int, column: int, value: Any, day: Any, path: Path, name: str) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, dt.datetime):
        sheet.write_string(row, column, value.isoformat())
    elif isinstance(value, dt.date):
        if value < _FIRST_EXCEL_DAY:
            sheet.write_string(row, column, value.isoformat())
        else:
            sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), day)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value)
    else:
        text = guarded(str(value))
        if len(text) > MOST_TEXT:
            if name == "event_id":
                raise FormatError(
                    f"{path}: found an event_id of {len(text)} characters, at most {MOST_TEXT} fit"
                )
            text = f"{text[: MOST_TEXT - 1]}…"
        sheet.write_string(row, column, text)


def _readable_sources(
    cell: str, event_id: str, sources: list[tuple[str, Source]], path: Path, row: int
) -> str:
    """Sources in words for the events' sheet; each goes into the list for the sheet of sources."""
    try:
        own = read_sources(cell)
    except EventError as error:
        raise FormatError(f"{path}: row {row}: {error}") from None
    sources.extend((event_id, source) for source in own)
    told = (", ".join(filter(None, (source.publisher, source.title, source.published))) for source in own)
    return "; ".join(text or "source" for text in told)


def _write_sources(book: Any, sources: list[tuple[str, Source]], path: Path) -> None:
    sheet = book.add_worksheet(SOURCES_SHEET)
    for column, width in enumerate((22, 30, 60, 60, 12, 10, 8, 8, 60)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
    names = ("event_id", *_SOURCE_FIELDS)
    _write_head(book, sheet, names)
    if len(sources) > MOST_ROWS:
        raise FormatError(f"{path}: found {len(sources):,} sources, expected at most {MOST_ROWS:,}")
    for row, (event_id, source) in enumerate(sources, start=1):
        values = (event_id, *(getattr(source, field) for field in _SOURCE_FIELDS))
        for column, value in enumerate(values):
            _write_cell(sheet, row, column, value, None, path, names[column])
    sheet.autofilter(0, 0, max(len(sources), 1), len(names) - 1)


def _write_about(book: Any, table: pa.Table) -> None:
    sheet = book.add_worksheet(ABOUT_SHEET)
    sheet.set_column(0, 0, 16, book.add_format({"bold": True, "valign": "top"}))
    sheet.set_column(1, 1, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    for row, (head, text) in enumerate([*about_of(table).lines(), ("Events", f"{table.num_rows:,}")]):
        sheet.write_string(row, 0, head)
        sheet.write_string(row, 1, guarded(text))


def _unguarded(name: str, cells: pa.Array) -> pa.Array:
    """A column of text as it was before it was guarded; numbers are never guarded."""
    return cells if name in NUMBER_TYPES else unguarded_cells(cells)


def _with_sources(cells: pa.Table, found: SheetCells, path: Path) -> pa.Table:
    """The table with its sources put together from the sheet of sources."""
    names = found.cells.column_names
    if "event_id" not in names:
        return cells
    columns = {
        name: unguarded_cells(one_chunk(found.cells.column(name))).to_pylist()
        for name in ("event_id", *_SOURCE_FIELDS)
        if name in names
    }
    by_event: dict[str, list[Source]] = {}
    for row, event_id in enumerate(columns["event_id"]):
        fields = {
            name: columns[name][row] for name in _SOURCE_FIELDS if name in columns and columns[name][row]
        }
        try:
            by_event.setdefault(event_id, []).append(Source(**fields))
        except EventError as error:
            line = int(found.lines[row])
            raise FormatError(f"{path}: sheet {SOURCES_SHEET!r}, row {line}: {error}") from None
    told = [
        write_sources(tuple(by_event.get(event_id, ()))) for event_id in cells.column("event_id").to_pylist()
    ]
    return cells.set_column(cells.column_names.index("sources"), "sources", pa.array(told, pa.string()))


def _is_ours(path: Path) -> bool:
    book = open_workbook(path)
    if EVENTS_SHEET not in book.sheet_names:
        return False
    first = next(iter(book.get_sheet_by_name(EVENTS_SHEET).iter_rows()), [])
    names = {str(cell) for cell in first}
    return {"event_id", "date_start", "event_type", "where_prec"} <= names
