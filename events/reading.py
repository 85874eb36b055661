"""What a format's reader makes of one file: its events, its cells as they were, and what is wrong with rows.

A format offers `reading(path, dataset=None) -> Reading`; its `read(path)` is `events_of(reading(path))`.
Every row of the file that holds anything is in `events`, in `refused` or counted in `passed_over`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from errors import FormatError
from events.check import table_faults
from events.columns import conform
from events.complaint import shown

__all__ = [
    "REFUSED_COLUMN",
    "CellFault",
    "DataSetInfo",
    "Dialect",
    "Flag",
    "Reading",
    "Refused",
    "dialect_of",
    "events_of",
    "format_of_original",
    "line_of",
    "marked",
    "quoted",
    "reading_of_table",
    "without_rows",
]

REFUSED_COLUMN = "why_refused"
"""The first column of a file of refused rows; readers pass over a column of this name."""

Lines = npt.NDArray[np.int64]
_DIALECT_KEY = b"incidents.dialect"
_FORMAT_KEY = b"incidents.format"
_MOST_REFUSED_NAMED = 5


class CellFault(NamedTuple):
    """One thing wrong with a row: the column ("" for the row as a whole), what it holds, what it should."""

    column: str
    found: str
    expected: str

    @property
    def words(self) -> str:
        """`latitude: found '95', expected degrees from -90 to 90`."""
        named = f"{self.column}: " if self.column else ""
        return f"{named}found {self.found}, expected {self.expected}"


@dataclass(frozen=True)
class Refused:
    """A row that is no event as it stands.

    Attributes:
        line: Number of the first line of the row in the file, from 1 (of a sheet: the row's number).
        faults: What is wrong with it, at least one.
        cells: Its cells as text; more or fewer than the header's where that is the fault.
    """

    line: int
    faults: tuple[CellFault, ...]
    cells: tuple[str, ...]

    @property
    def reason(self) -> str:
        """One line: `line 17: latitude: found '95', expected degrees from -90 to 90`."""
        return f"line {self.line}: {'; '.join(fault.words for fault in self.faults)}"


@dataclass(frozen=True, eq=False)
class Flag:
    """Something doubtful in rows that are kept: `rows` are rows of `Reading.events`, in order."""

    reason: str
    rows: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Dialect:
    """How a delimited file was written, so that it can be written the same way again.

    Attributes:
        encoding: Python's name of the encoding.
        bom: Whether a byte order mark opened the file.
        delimiter, line_end: What parts cells and records.
        header: Whether the first line held the names of the columns.
        tags: The cells of a second header row of `#tags` (HXL), empty where there was none.
    """

    encoding: str = "utf-8"
    bom: bool = False
    delimiter: str = ","
    line_end: str = "\n"
    header: bool = True
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class DataSetInfo:
    """What a format knows of the data set that its files come from; the defaults of an import."""

    name: str
    title: str = ""
    licence: str = ""
    attribution: str = ""
    url: str = ""


def _nothing() -> Mapping[str, int]:
    return MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Reading:
    """One file, read.

    Attributes:
        format_name: The format's NAME.
        events: Our columns (`events.columns.COLUMNS`, those of REQUIRED at least), a row for each good row
            of the file, in its order.
        original: All cells of the same rows as text (plain or dictionary encoded), in the file's order and
            under its names of columns; None where a format keeps nothing that our columns lack. Its schema's
            metadata carries the dialect and the format (`dialect_of`, `format_of_original`).
        lines: For each row of `events` the number of its first line in the file (of a sheet: the row's
            number; of other files: the feature's number), from 1.
        names: The file's names of columns, for the file of refused rows.
        refused: The rows that are no events as they stand, in order of lines.
        flags: What is doubtful in rows that are kept.
        passed_over: Reason -> number of rows that are no incidents at all and are left out.
        notes: What to tell of the file as a whole: a guessed encoding, a header row of tags.
        data_set: The data set that such files come from.
        dialect: How the file was written; None where it is no delimited text.
    """

    format_name: str
    events: pa.Table
    original: pa.Table | None
    lines: Lines
    names: tuple[str, ...]
    data_set: DataSetInfo
    refused: tuple[Refused, ...] = ()
    flags: tuple[Flag, ...] = ()
    passed_over: Mapping[str, int] = field(default_factory=_nothing)
    notes: tuple[str, ...] = ()
    dialect: Dialect | None = None

    @property
    def rows_read(self) -> int:
        """Rows of the file that hold anything: events, refused and passed over."""
        return self.events.num_rows + len(self.refused) + sum(self.passed_over.values())


def events_of(reading: Reading, path: object) -> pa.Table:
    """The events of a reading whose every row is good: what `read` of a format gives.

    Raises:
        FormatError: Rows are refused; the line names the first five.
    """
    if not reading.refused:
        return reading.events
    told = "; ".join(row.reason for row in reading.refused[:_MOST_REFUSED_NAMED])
    more = len(reading.refused) - _MOST_REFUSED_NAMED
    raise FormatError(
        f"{path}: found {len(reading.refused)} of {reading.rows_read} rows that are no events: {told}"
        + (f"; and {more} more" if more > 0 else "")
        + "; `import` takes the others and writes these to a file"
    )


def without_rows(
    reading: Reading, faults: Iterable[tuple[int, CellFault]], *, event_columns: bool = False
) -> Reading:
    """`reading` with some rows of its events refused.

    Args:
        faults: Row of `reading.events` and what is wrong with it; several for one row are put together.
        event_columns: Whether the refused cells are those of `events` and not of `original`.
    """
    by_row: dict[int, list[CellFault]] = {}
    for row, fault in faults:
        by_row.setdefault(row, []).append(fault)
    if not by_row:
        return reading
    rows = np.array(sorted(by_row), np.int64)
    cells = reading.events if event_columns or reading.original is None else reading.original
    texts = zip(*(column.to_pylist() for column in cells.take(pa.array(rows)).columns), strict=True)
    refused = [
        Refused(
            int(reading.lines[row]),
            tuple(dict.fromkeys(by_row[int(row)])),
            tuple("" if text is None else str(text) for text in record),
        )
        for row, record in zip(rows, texts, strict=True)
    ]
    kept = np.ones(reading.events.num_rows, bool)
    kept[rows] = False
    place = np.cumsum(kept) - 1
    mask = pa.array(kept)
    flags = [Flag(flag.reason, place[flag.rows[kept[flag.rows]]]) for flag in reading.flags]
    return replace(
        reading,
        events=reading.events.filter(mask),
        original=None if reading.original is None else reading.original.filter(mask),
        lines=reading.lines[kept],
        refused=tuple(sorted([*reading.refused, *refused], key=line_of)),
        flags=tuple(flag for flag in flags if len(flag.rows)),
    )


def line_of(row: Refused) -> int:
    """The line of a refused row, to sort by."""
    return row.line


def reading_of_table(
    table: pa.Table,
    format_name: str,
    data_set: DataSetInfo,
    *,
    lines: Lines | None = None,
    original: pa.Table | None = None,
    names: Sequence[str] | None = None,
    refused: Iterable[Refused] = (),
    notes: tuple[str, ...] = (),
    dialect: Dialect | None = None,
) -> Reading:
    """A reading of a table with our columns: rows that break the rules of `Event` are refused, not the file.

    Args:
        table: Our columns as `conform` takes them.
        lines: Line or row numbers, by default 1, 2, 3 and so on.
        names: Names for the file of refused rows, by default those of `original` or of the table.

    Raises:
        EventError: A required column is missing or holds another type.
    """
    events = conform(table)
    kept = original if original is not None else events
    reading = Reading(
        format_name=format_name,
        events=events,
        original=original,
        lines=np.arange(1, table.num_rows + 1) if lines is None else lines,
        names=tuple(names) if names is not None else tuple(kept.column_names),
        data_set=data_set,
        refused=tuple(refused),
        notes=notes,
        dialect=dialect,
    )
    faults = [
        (fault.row - 1, CellFault(fault.column, fault.found, fault.expected))
        for fault in table_faults(events)
    ]
    return without_rows(reading, faults)


def marked(original: pa.Table, format_name: str, dialect: Dialect | None) -> pa.Table:
    """`original` with its format and dialect in the schema's metadata, where a lossless export finds them."""
    kept = {**(original.schema.metadata or {}), _FORMAT_KEY: format_name.encode()}
    if dialect is not None:
        kept[_DIALECT_KEY] = json.dumps(asdict(dialect), ensure_ascii=False).encode()
    return original.replace_schema_metadata(kept)


def dialect_of(original: pa.Table) -> Dialect:
    """The dialect that `marked` wrote into a table of cells; the plain one where there is none."""
    told = (original.schema.metadata or {}).get(_DIALECT_KEY)
    if told is None:
        return Dialect()
    values = json.loads(told)
    return Dialect(**{**values, "tags": tuple(values["tags"])})


def format_of_original(original: pa.Table) -> str | None:
    """The name of the format that cells come from, None where it was not kept."""
    told = (original.schema.metadata or {}).get(_FORMAT_KEY)
    return None if told is None else told.decode()


def quoted(cell: str) -> str:
    """A cell as an error line shows it: `nothing`, or quoted on one line and cut after 60 characters."""
    return shown(cell) if cell.strip() else "nothing"
