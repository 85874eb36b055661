"""Put a sheet of cells and the columns made from it together into a reading; helpers that formats share."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from events.cell_days import EXPECTED_DAY, day_reader, is_serial
from events.cells import Cells
from events.check import table_faults
from events.columns import conform
from events.country_codes import code_of_country
from events.delimited import Sheet
from events.event import EXPECTED
from events.placing import placed_events
from events.reading import CellFault, DataSetInfo, Flag, Reading, marked, without_rows
from events.text_head import head_of

__all__ = [
    "as_days",
    "code_of",
    "country_column",
    "dataset_slug",
    "day_column",
    "days_array",
    "header_of",
    "made_reading",
    "ours",
    "points",
    "radius_column",
    "whole_month",
    "whole_number",
]

Ints = npt.NDArray[np.int64]
Columns = dict[str, pa.Array]

_EPOCH = np.datetime64("1970-01-01", "D")


def header_of(path: Path) -> frozenset[str]:
    """The names in the first line of a text file, lower case; none for a file of another kind."""
    head = head_of(path)
    return frozenset(head.names) if head is not None else frozenset()


def dataset_slug(dataset: str) -> str:
    """The data set's name as it opens the ids of its events."""
    return re.sub(r"[^a-z0-9]+", "-", dataset.casefold()).strip("-")[:39] or "event"


def made_reading(
    format_name: str, sheet: Sheet, cells: Cells, columns: Columns, data_set: DataSetInfo
) -> Reading:
    """The reading of a sheet: rows with faults are refused, and so are those that break a rule of `Event`."""
    events, flags = ours(cells, columns)
    reading = Reading(
        format_name=format_name,
        events=events,
        original=marked(sheet.cells, format_name, sheet.dialect),
        lines=sheet.lines,
        names=sheet.names,
        data_set=data_set,
        refused=sheet.refused,
        flags=flags,
        notes=sheet.notes,
        dialect=sheet.dialect,
    )
    reading = without_rows(reading, cells.faults)
    rest = table_faults(reading.events)
    return without_rows(
        reading, ((fault.row - 1, CellFault(fault.column, fault.found, fault.expected)) for fault in rest)
    )


def ours(cells: Cells, columns: Columns) -> tuple[pa.Table, tuple[Flag, ...]]:
    """The columns made from cells as a table, rows without a point placed by name, and the flags."""
    refused = [row for row, _ in cells.faults]
    return placed_events(conform(pa.table(columns)), tuple(cells.flags), refused)


def day_column(cells: Cells, name: str, *, needed: bool = True) -> pa.Array:
    """A column of days; a spreadsheet's serial number is read and flagged, what is no day refuses its row."""
    coded = cells.text(name)
    if not pa.types.is_dictionary(coded.type):
        coded = coded.dictionary_encode()
    distinct = coded.dictionary.to_pylist()
    days = cells.each(name, day_reader(distinct), pa.date32(), EXPECTED_DAY)
    serial = np.array([is_serial(cell) for cell in distinct], bool)
    if serial.any():
        cells.flag(
            serial[coded.indices.to_numpy()], f"{name} is a spreadsheet's serial number, read as its day"
        )
    if needed and not cells.given(name).all():
        cells.refuse(~cells.given(name), name, EXPECTED_DAY)
    return days


def days_array(days: pa.Array) -> Ints:
    """Days since 1970-01-01; 0 where absent (such rows are refused)."""
    return pc.fill_null(days.cast(pa.int32()), 0).to_numpy().astype(np.int64)


def whole_month(days: Ints) -> tuple[Ints, Ints]:
    """First and last day of the month around each day."""
    month = (_EPOCH + days).astype("datetime64[M]")
    first = month.astype("datetime64[D]").astype(np.int64)
    return first, (month + 1).astype("datetime64[D]").astype(np.int64) - 1


def as_days(days: Ints) -> pa.Array:
    """Days since 1970-01-01 as a column of dates."""
    return pa.array(days.astype(np.int32)).cast(pa.date32())


def country_column(cells: Cells, name: str) -> pa.Array:
    """ISO codes of a column of countries; one that is not known is flagged and left out."""
    codes = cells.each(name, code_of_country, pa.string())
    unknown = np.asarray(pc.equal(codes.dictionary, ""))[codes.indices.to_numpy()] & cells.given(name)
    cells.flag(unknown, f"the {name} is none that is known by name")
    return codes


def points(
    cells: Cells, where_prec: npt.NDArray[np.int8], latitude: str = "latitude", longitude: str = "longitude"
) -> tuple[pa.Array, pa.Array]:
    """Latitudes and longitudes as honest as they are.

    Rows at 0, 0 or with half a point have none, and are flagged; rows of the country as a whole
    (where_prec 6) have none, for the middle of a country is no place where something happened. Rows that are
    left without a point are looked up by name later (`events.placing`), never finer than their code.
    """
    lat = cells.number(latitude, -90, 90, EXPECTED["latitude"])
    lon = cells.number(longitude, -180, 180, EXPECTED["longitude"])
    lats, lons = (np.asarray(pc.fill_null(array, np.nan), float) for array in (lat, lon))
    absent = np.isnan(lats) | np.isnan(lons)
    half = absent & ~(np.isnan(lats) & np.isnan(lons))
    origin = ~absent & (lats == 0) & (lons == 0)
    cells.flag(half, "only one of latitude and longitude is given: taken for none")
    cells.flag(origin, "the point is 0, 0: taken for none")
    none = absent | origin | (where_prec == 6)
    cells.flag(absent & ~half & (where_prec != 6), "no coordinates")
    mask = pa.array(none)
    nothing = pa.scalar(None, pa.float64())
    return tuple(pc.if_else(mask, nothing, array.cast(pa.float64())) for array in (lat, lon))


def radius_column(where_prec: npt.NDArray[np.int8], radii: dict[int, float]) -> pa.Array:
    """The radius in km that stands for each where_prec code of `radii`, absent for the others."""
    table = np.full(8, np.nan)
    for code, radius_km in radii.items():
        table[code] = radius_km
    return pa.array(table[where_prec], from_pandas=True)


def whole_number(low: int, high: int) -> Callable[[str], int | None]:
    """A reader of whole numbers in a range; None for an empty cell, ValueError for anything else."""

    def read(cell: str) -> int | None:
        if not cell:
            return None
        number = float(cell)
        if not number.is_integer() or not low <= number <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(number)

    return read


def code_of(words: dict[str, int]) -> Callable[[str], int | None]:
    """A reader of codes, written as the number or in words; None for an empty cell."""

    def read(cell: str) -> int | None:
        return words[cell.lower().removesuffix(".0")] if cell else None

    return lambda cell: _known(read, cell)


def _known(read: Callable[[str], int | None], cell: str) -> int | None:
    try:
        return read(cell)
    except KeyError:
        raise ValueError("a known code") from None
