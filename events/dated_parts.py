"""Intervals from a year, a month and a day in columns of their own, zero or empty where unknown."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from events.cells import Cells
from events.tabular import as_days, whole_number

__all__ = ["day_of_parts", "interval_of_parts"]

Ints = npt.NDArray[np.int64]

_UNKNOWN = ("0", "-9", "-99", "99", "unknown", "")


def interval_of_parts(cells: Cells, year: str, month: str, day: str) -> tuple[pa.Array, pa.Array, pa.Array]:
    """First day, last day and date_prec: the day, else the whole month, else the whole year.

    A month of 0 or none is any of the year, a day of 0 or none any of the month. A year that is none, or a
    day that its month does not have, refuses the row.
    """
    start, end, prec = day_of_parts(cells, year, month, day)
    return as_days(start), as_days(end), pa.array(prec)


def day_of_parts(
    cells: Cells, year: str, month: str, day: str, *, needed: bool = True
) -> tuple[Ints, Ints, npt.NDArray[np.int8]]:
    """As `interval_of_parts`, as days since 1970-01-01; prec 0 where the year is absent and not needed."""
    years = cells.each(year, whole_number(1800, 2199), pa.int32(), "a year from 1800 to 2199")
    absent = np.asarray(pc.is_null(years))
    if needed and not cells.given(year).all():
        cells.refuse(~cells.given(year), year, "a year from 1800 to 2199")
    y, m, d = (
        np.asarray(pc.fill_null(array, 0)).astype(np.int64)
        for array in (
            pc.fill_null(years, 1970),
            cells.each(month, _part(12), pa.int32(), "a month from 1 to 12, 0 where it is not known"),
            cells.each(day, _part(31), pa.int32(), "a day from 1 to 31, 0 where it is not known"),
        )
    )
    first_month = (y - 1970) * 12 + np.maximum(m, 1) - 1
    month_start = first_month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    month_end = (first_month + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - 1
    year_end = ((y - 1969) * 12).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - 1
    by_day, by_month = (m > 0) & (d > 0), (m > 0) & (d == 0)
    start = np.where(by_day, month_start + np.maximum(d, 1) - 1, month_start)
    end = np.where(by_day, start, np.where(by_month, month_end, year_end))
    too_late = by_day & (start > month_end) & ~absent
    if too_late.any():
        cells.refuse(too_late, day, "a day that the month has")
        start, end = np.minimum(start, month_end), np.minimum(end, month_end)
    prec = np.where(by_day, 1, np.where(by_month, 4, 5)).astype(np.int8)
    prec[absent] = 0
    return start, end, prec


def _part(most: int) -> Callable[[str], int | None]:
    whole = whole_number(0, most)

    def read(cell: str) -> int | None:
        return 0 if cell.lower() in _UNKNOWN else whole(cell)

    return read
