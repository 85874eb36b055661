"""Check a whole table of events at once by the rules of `Event`, and report all its faults together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from errors import EventError
from events.columns import codes_of, one_chunk
from events.complaint import shown
from events.event import EXPECTED, FIRST_DAY, LAST_DAY, read_sources
from events.vocabulary import (
    EVENT_TYPES,
    MAX_DAYS,
    NEEDS_NO_POINT,
    NEEDS_RADIUS,
    REVIEWS,
    STATUSES,
    SUB_EVENT_TYPES,
)

Bools = npt.NDArray[np.bool_]

_EPOCH = np.datetime64("1970-01-01")
_MOST_SOURCES_READ = 20_000
_MOST_FAULTS_SHOWN = 5
_SMALLEST_RADIUS_KM = 1e-6
_MOST_DEATHS = 10_000_000


class Fault(NamedTuple):
    """One broken rule: `row` counts from 1, `found` is the value as it is quoted."""

    row: int
    column: str
    found: str
    expected: str


def check(table: pa.Table) -> None:
    """Raise `EventError` with one line over all the faults of a conformed table, the first five in full."""
    faults = table_faults(table)
    if not faults:
        return
    ids = table.column("event_id")
    lines = [
        f"row {fault.row} ({shown(ids[fault.row - 1].as_py())}) {fault.column}: found {fault.found}, "
        f"expected {fault.expected}"
        for fault in faults[:_MOST_FAULTS_SHOWN]
    ]
    more = len(faults) - len(lines)
    counted = f"{len(faults)} faults in {table.num_rows} rows: " if len(faults) > 1 else ""
    raise EventError(counted + "; ".join(lines) + (f"; and {more} more" if more else ""))


def table_faults(table: pa.Table) -> list[Fault]:
    """All faults of a conformed table (see `events.columns.conform`), in order of rows.

    The cells of `sources` are read in full when at most 20,000 different ones are there; beyond that only
    their brackets are looked at, and a broken cell is told when its event is opened.
    """
    faults: list[Fault] = []
    if table.num_rows:
        for column, wrong, expected in _rules(table):
            rows = np.flatnonzero(wrong)
            cells = table.column(column).take(pa.array(rows)).to_pylist()
            faults += [
                Fault(int(row) + 1, column, "nothing" if cell in (None, "") else _quoted(cell), expected)
                for row, cell in zip(rows, cells, strict=True)
            ]
    return sorted(faults)


def _quoted(cell: object) -> str:
    return shown(cell) if isinstance(cell, (str, bytes)) else str(cell)


def _rules(table: pa.Table) -> Iterator[tuple[str, Bools, str]]:
    """Each rule as column, the rows that break it, what was expected."""
    yield from _id_rules(table)
    yield from _day_rules(table)
    yield from _word_rules(table)
    yield from _place_rules(table)
    yield from _death_rules(table)
    confidence = table.column("confidence")
    yield "confidence", _outside(confidence, 0, 1), EXPECTED["confidence"]
    yield "sources", _broken_sources(table.column("sources")), EXPECTED["sources"]


def _id_rules(table: pa.Table) -> Iterator[tuple[str, Bools, str]]:
    ids = table.column("event_id")
    fits = pc.match_substring_regex(ids, r"\A\S{1,120}\z")
    yield "event_id", ~_bools(fits), EXPECTED["event_id"]
    if pc.count_distinct(ids).as_py() < table.num_rows:
        codes = one_chunk(ids).dictionary_encode().indices.to_numpy()
        first = np.zeros(table.num_rows, bool)
        first[np.unique(codes, return_index=True)[1]] = True
        yield "event_id", ~first, "an id that no earlier row has"


def _day_rules(table: pa.Table) -> Iterator[tuple[str, Bools, str]]:
    first, last = ((np.datetime64(day) - _EPOCH).astype(int) for day in (FIRST_DAY, LAST_DAY))
    absent = _nulls(table.column("date_start"))
    start, end = (
        pc.fill_null(table.column(column).cast(pa.int32()), 0).to_numpy()
        for column in ("date_start", "date_end")
    )
    yield "date_start", absent | (start < first) | (start > last), EXPECTED["date_start"]
    yield "date_end", ~absent & ((end < start) | (end > last)), EXPECTED["date_end"]
    prec = pc.fill_null(table.column("date_prec"), 0).to_numpy()
    yield "date_prec", (prec < 1) | (prec > 5), EXPECTED["date_prec"]
    for code, limit in MAX_DAYS.items():
        if limit is not None:
            too_long = (prec == code) & (end - start >= limit)
            if too_long.any():
                yield (
                    "date_prec",
                    too_long,
                    f"a higher code or at most {limit} day{'s' * (limit > 1)} from start to end",
                )


def _word_rules(table: pa.Table) -> Iterator[tuple[str, Bools, str]]:
    for column, known in (("event_type", EVENT_TYPES), ("status", STATUSES), ("review", REVIEWS)):
        codes, values = _coded(table, column)
        yield column, np.array([value not in known for value in values])[codes], EXPECTED[column]
    type_codes, types = _coded(table, "event_type")
    sub_codes, subs = _coded(table, "sub_event_type")
    fits = np.array([[not sub or sub in SUB_EVENT_TYPES.get(kind, (sub,)) for sub in subs] for kind in types])
    yield "sub_event_type", ~fits[type_codes, sub_codes], EXPECTED["sub_event_type"]
    codes, values = _coded(table, "country")
    two_letters = [
        not value or (len(value) == 2 and value.isascii() and value.isalpha() and value.isupper())
        for value in values
    ]
    yield "country", ~np.array(two_letters)[codes], EXPECTED["country"]


def _place_rules(table: pa.Table) -> Iterator[tuple[str, Bools, str]]:
    prec = pc.fill_null(table.column("where_prec"), 0).to_numpy()
    yield "where_prec", (prec < 1) | (prec > 7), EXPECTED["where_prec"]
    may_lack = np.isin(prec, list(NEEDS_NO_POINT))
    no_point = {column: _nulls(table.column(column)) for column in ("latitude", "longitude")}
    half = no_point["latitude"] != no_point["longitude"]
    for column, limit in (("latitude", 90), ("longitude", 180)):
        wrong = _outside(table.column(column), -limit, limit) | (no_point[column] & (~may_lack | half))
        yield column, wrong, EXPECTED[column]
    radius = table.column("radius_km")
    needed = _nulls(radius) & np.isin(prec, list(NEEDS_RADIUS))
    yield "radius_km", needed | _outside(radius, _SMALLEST_RADIUS_KM, 5000), EXPECTED["radius_km"]


def _death_rules(table: pa.Table) -> Iterator[tuple[str, Bools, str]]:
    columns = ("fatalities_low", "fatalities_best", "fatalities_high")
    for column in columns:
        yield column, _outside(table.column(column), 0, _MOST_DEATHS), EXPECTED[column]
    for i, lower in enumerate(columns):
        for higher in columns[i + 1 :]:
            falls = pc.greater(table.column(lower), table.column(higher))
            yield higher, _bools(falls), EXPECTED[higher]


def _broken_sources(cells: pa.ChunkedArray) -> Bools:
    array = one_chunk(cells)
    coded = array if pa.types.is_dictionary(array.type) else None
    values = coded.dictionary if coded is not None else array
    if len(values) <= _MOST_SOURCES_READ:
        wrong = np.array([not _reads(cell) for cell in values.to_pylist()], bool)
    else:
        wrong = ~_bools(pc.match_substring_regex(values, r"(?s)\A\s*(\[.*\]\s*)?\z"))
    return wrong if coded is None else wrong[codes_of(coded)]


def _reads(cell: str) -> bool:
    try:
        read_sources(cell)
    except EventError:
        return False
    return True


def _coded(table: pa.Table, column: str) -> tuple[npt.NDArray[np.unsignedinteger], list[str]]:
    array = one_chunk(table.column(column))
    return codes_of(array), array.dictionary.to_pylist()


def _outside(column: pa.ChunkedArray, low: float, high: float) -> Bools:
    """Where a number is given that is below `low` or above `high`."""
    return _bools(pc.or_(pc.less(column, low), pc.greater(column, high)))


def _nulls(column: pa.ChunkedArray) -> Bools:
    return np.asarray(pc.is_null(column))


def _bools(column: pa.Array | pa.ChunkedArray) -> Bools:
    return np.asarray(pc.fill_null(column, False))
