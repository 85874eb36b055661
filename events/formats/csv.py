"""Events in our own columns as CSV: one line of names, then one line an event.

Days are written 1999-10-27, absent values as nothing, `sources` as a JSON array. A text that a spreadsheet
would run as a formula gets an apostrophe in front when it is written, and loses it when it is read.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from errors import FormatError
from events.cells import Cells, plain
from events.check import table_faults
from events.columns import NUMBER_TYPES, REQUIRED, conform, missing_columns
from events.delimited import read_delimited
from events.event import EXPECTED
from events.formula_guard import unguarded_cells
from events.reading import CellFault, DataSetInfo, Reading, events_of, without_rows
from events.tabular import header_of
from events.whole_file import whole_file

NAME = "csv"
SUFFIXES = (".csv",)

_ROWS_WRITTEN_AT_ONCE = 65_536
_FORMULA_START = r"\A([=+\-@\t\r\n'])"


def sniff(path: Path) -> bool:
    """Whether the first line names most of our required columns, the id or the type among them."""
    names = header_of(path)
    return len(missing_columns(names)) < len(REQUIRED) / 2 and bool(names & {"event_id", "event_type"})


def read(path: Path) -> pa.Table:
    """The events of a CSV file with our columns, parted by commas, semicolons or tabs.

    Raises:
        FormatError: The file is no such CSV, required columns are missing, or rows are no events: the line
            names the first five, each with its line in the file, the column, the value and what was expected.
    """
    return events_of(reading(path), path)


def reading(path: Path, dataset: str | None = None) -> Reading:
    """The events of a CSV file with our columns; rows that are no events are refused one by one.

    Raises:
        FormatError: The file is no such CSV, or required columns are missing.
    """
    sheet = read_delimited(path)
    names = [name.strip() for name in sheet.names]
    missing = missing_columns(names)
    if missing:
        raise FormatError(
            f"{path}: found no column {', '.join(missing)} in line 1, expected at least {', '.join(REQUIRED)}"
        )
    cells = Cells(sheet.cells)
    columns = {name: _column(cells, name, sheet.column(sheet.names[i])) for i, name in enumerate(names)}
    if dataset is not None:
        columns["dataset"] = pa.repeat(dataset, cells.n).dictionary_encode()
    made = Reading(
        format_name=NAME,
        events=conform(pa.table(columns)),
        original=None,
        lines=sheet.lines,
        names=sheet.names,
        data_set=DataSetInfo(dataset or path.name.split(".")[0]),
        refused=sheet.refused,
        notes=sheet.notes,
        dialect=sheet.dialect,
    )
    faults = list(cells.faults)
    known = {row for row, _ in faults}
    faults += [
        (fault.row - 1, CellFault(fault.column, fault.found, fault.expected))
        for fault in table_faults(made.events)
        if fault.row - 1 not in known
    ]
    # The refused cells are those of the file, which is kept for no more than that.
    return replace(without_rows(replace(made, original=sheet.cells), faults), original=None)


def write(table: pa.Table, path: Path) -> None:
    """Write events as CSV with all columns of the table.

    Raises:
        FormatError: The file cannot be written.
    """
    schema = pa.schema([(field.name, _written_type(field.type)) for field in table.schema])
    with whole_file(path) as unfinished, pacsv.CSVWriter(unfinished, schema) as writer:
        for batch in table.to_batches(max_chunksize=_ROWS_WRITTEN_AT_ONCE):
            columns = [_written(column, field) for column, field in zip(batch.columns, schema, strict=True)]
            writer.write_batch(pa.record_batch(columns, schema=schema))


def _column(cells: Cells, name: str, raw: pa.Array) -> pa.Array:
    wanted = NUMBER_TYPES.get(name)
    if wanted is None:
        return unguarded_cells(raw.cast(pa.string()))
    texts = plain(cells.text(name))
    given = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
    try:
        return given.cast(wanted)
    except pa.ArrowInvalid:
        return cells.each(name, partial(_value, wanted), wanted, EXPECTED[name])


def _value(wanted: pa.DataType, cell: str) -> object:
    return pa.scalar(cell).cast(wanted).as_py() if cell else None


def _written_type(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _written(column: pa.Array, field: pa.Field) -> pa.Array:
    plain = column.cast(field.type)
    if not (pa.types.is_string(field.type) or pa.types.is_large_string(field.type)):
        return plain
    return pc.replace_substring_regex(plain, _FORMULA_START, r"'\1")
