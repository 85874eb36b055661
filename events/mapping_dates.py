"""Read the dates of a user's table: any usual way to write them, as honest intervals of days.

Whether figures such as 03/04/1999 begin with the day or the month is decided once over the whole column.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from events.event import FIRST_DAY, LAST_DAY

Order = Literal["dmy", "mdy"]
ORDERS: tuple[Order, ...] = ("dmy", "mdy")

# Excel counts days from here on; it takes 1900 for a leap year, so this holds from March 1900 on.
_SERIAL_DAY_0 = dt.date(1899, 12, 30)
# A bare number is a serial day only between 1950 and 2099; below are years, above compact dates.
_SERIALS = (18_264, 73_050)
# Two figures of a year are of 1970 to 2069, as POSIX has it nearly (69 is the last of this century there).
_PIVOT = 70
_ABOUT_DAYS = 3

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan янв yan", "feb фев fev", "mar мар", "apr апр", "may май мая", "jun июн iyun",
            "jul июл iyul", "aug авг avg", "sep сен", "oct окт okt", "nov ноя noy", "dec дек dek",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_MONTH_WORD = re.compile(r"[^\W\d_]{3,}")
_TIME = (
    r"(?:[T\s,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:z|utc|[+-]\d{2}:?\d{2})?)?"
)
_YEAR_WORD = r"\s*(?:г\.?|год[аеу]?|yil|y\.)?"
_YMD = re.compile(rf"(\d{{4}})([-./])(\d{{1,2}})\2(\d{{1,2}}){_TIME}{_YEAR_WORD}", re.I)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TRIPLE = re.compile(rf"(\d{{1,2}})([-./])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}{_YEAR_WORD}", re.I)
_YM = re.compile(r"(\d{4})[-./](\d{1,2})")
_MY = re.compile(rf"(\d{{1,2}})[-./](\d{{4}}){_YEAR_WORD}", re.I)
_YEAR = re.compile(rf"(\d{{4}})(?:\.0+)?{_YEAR_WORD}", re.I)
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_NAMED_DMY = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th|-?[ег]о)?[\s.\-]*([^\W\d_]{{3,}})\.?[\s,\-]*(\d{{4}}|\d{{2}}){_TIME}{_YEAR_WORD}",
    re.I,
)
_NAMED_MDY = re.compile(rf"([^\W\d_]{{3,}})\.?\s*(\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(\d{{4}}){_TIME}", re.I)
_NAMED_YMD = re.compile(rf"(\d{{4}})[\s,\-]+([^\W\d_]{{3,}})\.?[\s,\-]+(\d{{1,2}}){_TIME}", re.I)
_NAMED_MY = re.compile(rf"([^\W\d_]{{3,}})\.?[\s,\-]*(\d{{4}}){_YEAR_WORD}", re.I)
_DAYS_OF_MONTH = re.compile(
    r"(\d{1,2})\s*[-–—]\s*(\d{1,2})(\s*[./\s]\s*(?:\d{1,2}\s*[./]|[^\W\d_]{3,}).*\d)\D*", re.I
)
_PARTING = re.compile(r"\s+(?:-|–|—|to|until|till|по|до)\s+|\s*(?:–|—|\.\.+)\s*|\s*/\s*(?=\d{4}-\d)", re.I)
_WEEKDAY = re.compile(
    r"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|понедельник|вторник|сред[аы]|четверг|пятниц[аы]|суббот[аы]|"
    r"воскресенье|пн|вт|ср|чт|пт|сб|вс)[.,]?\s+",
    re.I,
)
_ABOUT = re.compile(r"^(?:circa|ca\.?|approx(?:imately)?\.?|about|around|~|около|примерно|ок\.)\s*", re.I)
_PART_OF = re.compile(
    r"^(?:early|mid|late|beginning of|end of|начал[оае]|середин[аеы]|кон(?:ец|це|ца))[\s\-]+", re.I
)


class Interval(NamedTuple):
    """The first and the last day that a cell may mean."""

    start: dt.date
    end: dt.date


class OrderFound(NamedTuple):
    """How the figures of a column are ordered.

    Attributes:
        order: "dmy" or "mdy".
        sure: Whether some date can be read in this order only.
        against: A date that can be read in the other order only, or "".
    """

    order: Order
    sure: bool
    against: str


def order_of(texts: Iterable[str]) -> OrderFound:
    """Whether day or month comes first in a column; points between figures are the way of dmy."""
    firsts: dict[Order, list[str]] = {"dmy": [], "mdy": []}
    dotted = 0
    for text in texts:
        found = _TRIPLE.fullmatch(text.strip())
        if found is None:
            continue
        first, second = int(found[1]), int(found[3])
        dotted += found[2] == "."
        if 12 < first <= 31 and second <= 12:
            firsts["dmy"].append(text)
        elif first <= 12 < second <= 31:
            firsts["mdy"].append(text)
    days, months = firsts["dmy"], firsts["mdy"]
    if not days and not months:
        return OrderFound("dmy", dotted > 0, "")
    order: Order = "dmy" if len(days) >= len(months) else "mdy"
    other = months if order == "dmy" else days
    return OrderFound(order, True, other[0].strip() if other else "")


def read_interval(text: str, order: Order) -> Interval | None:
    """The days that a cell may mean, or None where it is no date or one outside 1800-2199."""
    plain = " ".join(text.replace("\xa0", " ").split())
    if not plain or len(plain) > 80:
        return None
    interval = _one(plain, order) or _range(plain, order)
    if interval is None or not FIRST_DAY <= interval.start <= interval.end <= LAST_DAY:
        return None
    return interval


def _range(text: str, order: Order) -> Interval | None:
    of_month = _DAYS_OF_MONTH.fullmatch(text)
    if of_month is not None:
        first, last = (_one(f"{day}{of_month[3]}", order) for day in (of_month[1], of_month[2]))
        if first and last:
            return Interval(first.start, last.end) if first.start <= last.end else None
    parts = _PARTING.split(text)
    if len(parts) == 2:
        first, last = _one(parts[0], order), _one(parts[1], order)
        if first and last and first.start <= last.end:
            return Interval(first.start, last.end)
    return None


def _one(text: str, order: Order) -> Interval | None:
    text = _WEEKDAY.sub("", text.strip(" ,;"))
    about = _ABOUT.match(text)
    bare = _PART_OF.sub("", _ABOUT.sub("", text))
    found = _plain(bare, order)
    if found is not None and about is not None and found.start == found.end:
        around = dt.timedelta(_ABOUT_DAYS)
        return Interval(found.start - around, found.end + around)
    return found


def _plain(text: str, order: Order) -> Interval | None:
    found = _YMD.fullmatch(text)
    if found:
        return _days(int(found[1]), int(found[3]), int(found[4]))
    found = _COMPACT.fullmatch(text)
    if found:
        return _days(*(int(part) for part in found.groups()))
    found = _TRIPLE.fullmatch(text)
    if found:
        first, second, year = int(found[1]), int(found[3]), _year(found[4])
        day, month = (first, second) if order == "dmy" else (second, first)
        return _days(year, month, day)
    for pattern, year_at, month_at in ((_YM, 1, 2), (_MY, 2, 1)):
        found = pattern.fullmatch(text)
        if found:
            return _days(int(found[year_at]), int(found[month_at]), 0)
    found = _SERIAL.fullmatch(text)
    if found:
        serial = int(found[1])
        if not _SERIALS[0] <= serial <= _SERIALS[1]:
            return None
        on = _SERIAL_DAY_0 + dt.timedelta(serial)
        return Interval(on, on)
    found = _YEAR.fullmatch(text)
    if found:
        return _days(int(found[1]), 0, 0)
    return _named(text)


def _named(text: str) -> Interval | None:
    for pattern, year_at, month_at, day_at in (
        (_NAMED_DMY, 3, 2, 1),
        (_NAMED_MDY, 3, 1, 2),
        (_NAMED_YMD, 1, 2, 3),
        (_NAMED_MY, 2, 1, 0),
    ):
        found = pattern.fullmatch(text)
        month = found and month_of(found[month_at])
        if found and month:
            return _days(_year(found[year_at]), month, int(found[day_at]) if day_at else 0)
    return None


def month_of(word: str) -> int | None:
    """The month (1-12) that an English, Russian or Uzbek word or a number stands for."""
    if word.strip().isdecimal():
        return int(word) if 1 <= int(word) <= 12 else None
    if _MONTH_WORD.match(word) is None:
        return None
    lower = word.casefold()
    return _MONTHS.get(lower[:4]) or _MONTHS.get(lower[:3])


def days_of_parts(year: str, month: str, day: str) -> Interval | None:
    """The days of a date whose year, month and day stand in cells of their own; 0 or nothing is unknown."""
    year, month, day = (part.strip().removesuffix(".0") for part in (year, month, day))
    if not re.fullmatch(r"\d{4}", year):
        return None
    unknown_month = month in ("", "0", "00", "-9", "-99")
    number = 0 if unknown_month else month_of(month)
    if number is None:
        return None
    unknown_day = unknown_month or day in ("", "0", "00", "-9", "-99")
    if not (unknown_day or day.isdecimal()):
        return None
    return _days(int(year), number, 0 if unknown_day else int(day))


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (1900 if int(text) >= _PIVOT else 2000)


def _days(year: int, month: int, day: int) -> Interval | None:
    """The days of a date; month 0 is the whole year, day 0 the whole month."""
    if not FIRST_DAY.year <= year <= LAST_DAY.year or not 0 <= month <= 12:
        return None
    if month == 0:
        return Interval(dt.date(year, 1, 1), dt.date(year, 12, 31))
    last = calendar.monthrange(year, month)[1]
    if day > last:
        return None
    return Interval(dt.date(year, month, day or 1), dt.date(year, month, day or last))
