"""Arithmetic of the calendar for dates in text: months, seasons, decades, their parts, shifts by a unit."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

Days = tuple[date, date]
Grain = Literal["day", "week", "month", "season", "year", "decade", "span"]

# A report of this region does not speak of days outside these years; a number there is a count or a code.
FIRST_YEAR, LAST_YEAR = 1800, 2199

SEASON_START = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def pair(start: date, end: date) -> Days | None:
    """The two days in order, or None when they leave the years that a report can mean."""
    if start > end or start.year < FIRST_YEAR or end.year > LAST_YEAR:
        return None
    return start, end


def day_of(year: int, month: int, day: int) -> Days | None:
    """One day; None when the calendar has no such day."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    found = date(year, month, day)
    return found, found


def month_of(year: int, month: int) -> Days | None:
    """All days of a month; months beyond 1..12 run into the years beside."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def months_of(year: int, first: int, last: int) -> Days | None:
    """The days from the first day of one month to the last day of another, counted in one year."""
    start, end = month_of(year, first), month_of(year, last)
    return (start[0], end[1]) if start and end else None


def year_of(year: int) -> Days | None:
    """All days of a year."""
    return months_of(year, 1, 12)


def years_of(first: int, last: int) -> Days | None:
    """All days from one year to another."""
    start, end = year_of(first), year_of(last)
    return pair(start[0], end[1]) if start and end else None


def season_of(year: int, season: str) -> Days | None:
    """The three months of a season; a winter is named for the year in which it begins."""
    first = SEASON_START[season]
    return months_of(year, first, first + 2)


def week_of(day: date) -> Days:
    """Monday to Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def unit_around(unit: str, day: date, shift: int = 0) -> Days | None:
    """The calendar day, week, weekend, month, quarter, year or decade `shift` units from the one of a day."""
    if unit == "day":
        moved = day + timedelta(days=shift)
        return pair(moved, moved)
    if unit in ("week", "weekend"):
        monday, sunday = week_of(day + timedelta(days=7 * shift))
        return pair(monday if unit == "week" else monday + timedelta(days=5), sunday)
    if unit == "month":
        return month_of(day.year, day.month + shift)
    if unit == "quarter":
        first = (day.month - 1) // 3 * 3 + 1 + 3 * shift
        return months_of(day.year, first, first + 2)
    if unit == "decade":
        first = day.year // 10 * 10 + 10 * shift
        return years_of(first, first + 9)
    return year_of(day.year + shift)


def moved_by(day: date, unit: str, count: int) -> date | None:
    """The day `count` units away; the end of a shorter month where the day of the month is missing there."""
    if unit in ("day", "week", "decade"):
        if unit == "decade":
            return moved_by(day, "year", 10 * count)
        moved = day + timedelta(days=count * (7 if unit == "week" else 1))
        return moved if FIRST_YEAR <= moved.year <= LAST_YEAR else None
    months = {"month": 1, "quarter": 3, "year": 12}[unit] * count
    target = month_of(day.year, day.month + months)
    return target[0].replace(day=min(day.day, target[1].day)) if target else None


def part_of(days: Days, grain: Grain, part: str) -> Days | None:
    """The early, mid or late part of a period, or its start, middle or end.

    Thirds of a month (1-10, 11-20, 21-), of a year and a season in months, of a decade in years (0-3, 4-6,
    7-9). The start or end of a year is its first or last month; of anything else the early or late part.
    """
    start, end = days
    if grain == "day":
        return days
    if grain == "year" and part in ("start", "end"):
        return month_of(start.year, 1 if part == "start" else 12)
    third = {"early": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}[part]
    if grain == "month":
        first, last = ((1, 10), (11, 20), (21, end.day))[third]
        return start.replace(day=first), start.replace(day=last)
    if grain == "year":
        return months_of(start.year, 4 * third + 1, 4 * third + 4)
    if grain == "season":
        return month_of(start.year, start.month + third)
    if grain == "decade":
        first, last = ((0, 3), (4, 6), (7, 9))[third]
        return years_of(start.year + first, start.year + last)
    length = (end - start).days + 1
    return pair(
        start + timedelta(days=length * third // 3),
        start + timedelta(days=max(length * (third + 1) // 3 - 1, length * third // 3)),
    )


def distance(days: Days, day: date) -> int:
    """Days between a period and a day; 0 inside."""
    return max((days[0] - day).days, (day - days[1]).days, 0)
