"""Days as data sets write them: ISO, `17 September 2022`, `17/09/2022`, a spreadsheet's serial number."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable

from events.event import FIRST_DAY, LAST_DAY

__all__ = ["day_reader", "is_serial", "month_span", "serial_day"]

EXPECTED_DAY = "a day like 2022-09-17 or 17 September 2022, between 1800 and 2199"

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
_WORDS = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})\.?[ -](\d{4}|\d{2})", re.ASCII)
_WORDS_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:\.0+)?", re.ASCII)
# Spreadsheets count days from here, since they hold 1900 for a leap year.
_SERIAL_ZERO = dt.date(1899, 12, 30)
# Years of two digits: 97 is 1997, 22 is 2022.
_PIVOT = 70


def day_reader(cells: Iterable[str]) -> Callable[[str], dt.date | None]:
    """A reader of days for one column, which tells from all its cells which of 03/04/2022 is the month.

    The reader returns None for an empty cell and raises ValueError for what is no day; so are days like
    03/04/2022 when no cell of the column tells the order. Serial numbers of spreadsheets are days.
    """
    firsts, seconds = set(), set()
    for cell in cells:
        found = _NUMBERS.fullmatch(cell)
        if found:
            firsts.add(int(found[1]) > 12)
            seconds.add(int(found[3]) > 12)
    day_first, month_first = True in firsts, True in seconds

    def read(cell: str) -> dt.date | None:
        if not cell:
            return None
        day = _read(cell, day_first, month_first)
        if not FIRST_DAY <= day <= LAST_DAY:
            raise ValueError(EXPECTED_DAY)
        return day

    return read


def _read(cell: str, day_first: bool, month_first: bool) -> dt.date:
    if found := _ISO.fullmatch(cell):
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    if found := _WORDS.fullmatch(cell):
        return dt.date(_year(found[3]), _month(found[2]), int(found[1]))
    if found := _WORDS_FIRST.fullmatch(cell):
        return dt.date(int(found[3]), _month(found[1]), int(found[2]))
    if found := _NUMBERS.fullmatch(cell):
        a, b, year = int(found[1]), int(found[3]), int(found[4])
        if found[2] == "." or a == b or (day_first and not month_first):
            return dt.date(year, b, a)
        if month_first and not day_first:
            return dt.date(year, a, b)
        raise ValueError("a day whose month is told")
    if _SERIAL.fullmatch(cell):
        return serial_day(cell)
    raise ValueError(EXPECTED_DAY)


def _month(word: str) -> int:
    if word.lower() not in _MONTHS:
        raise ValueError(EXPECTED_DAY)
    return _MONTHS[word.lower()]


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < _PIVOT else 1900)


def is_serial(cell: str) -> bool:
    """Whether a cell is the serial number of a spreadsheet's day."""
    return _SERIAL.fullmatch(cell) is not None


def serial_day(cell: str) -> dt.date:
    """The day of a spreadsheet's serial number, counted from 1899-12-30."""
    return _SERIAL_ZERO + dt.timedelta(int(float(cell)))


def month_span(year: int, month: int) -> tuple[dt.date, dt.date]:
    """First and last day of a month."""
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return dt.date(year, month, 1), following - dt.timedelta(1)
