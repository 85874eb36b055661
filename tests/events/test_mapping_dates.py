"""Dates of users' tables: every usual way to write them becomes the days that are meant, and no others."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.event import FIRST_DAY, LAST_DAY
from events.mapping_dates import days_of_parts, order_of, read_interval

DAY = ("1999-10-27", "1999-10-27")
MONTH = ("1999-10-01", "1999-10-31")
YEAR = ("1999-01-01", "1999-12-31")
SPAN = ("1999-10-25", "1999-10-27")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1999-10-27", DAY), ("1999/10/27", DAY), ("1999-10-27T12:30:00Z", DAY), ("19991027", DAY),
        ("1999-10-27 14:05:33.25 +05:00", DAY), ("27.10.1999", DAY), ("27.10.1999 г.", DAY),
        ("27/10/99", DAY),
        ("27 October 1999", DAY), ("October 27, 1999", DAY), ("27th Oct. 1999", DAY), ("27-Oct-99", DAY),
        ("1999 Oct 27", DAY), ("Wed, 27 Oct 1999", DAY), ("27 октября 1999 года", DAY),
        ("среда, 27.10.1999", DAY),
        ("27 окт. 1999", DAY), ("36460", DAY), ("36460.0", DAY), ("36460,5", DAY),
        ("1999-10", MONTH), ("10.1999", MONTH), ("Oct 1999", MONTH), ("октябрь 1999 г.", MONTH),
        ("1999-10-00", MONTH), ("early October 1999", MONTH), ("начало октября 1999", MONTH),
        ("1999", YEAR), ("1999 год", YEAR), ("1999.0", YEAR), ("1999-00-00", YEAR),
        ("25-27 October 1999", SPAN), ("25–27.10.1999", SPAN), ("1999-10-25/1999-10-27", SPAN),
        ("1999-10-25 - 1999-10-27", SPAN), ("25.10.1999 по 27.10.1999", SPAN),
        ("25 Oct 1999 to 27 Oct 1999", SPAN),
        ("around 27 October 1999", ("1999-10-24", "1999-10-30")),
        ("29.02.2000", ("2000-02-29", "2000-02-29")),
    ],
)  # fmt: skip
def test_a_date_is_read_as_the_days_it_means(text: str, days: tuple[str, str]) -> None:
    found = read_interval(text, "dmy")
    assert found is not None
    assert (found.start.isoformat(), found.end.isoformat()) == days


@pytest.mark.parametrize(
    "text",
    ["", "12", "soon", "31.02.1999", "29.02.1999", "13.13.1999", "0", "99999", "1750-01-01",
     "27.10.1999 - 25.10.1999",
     "3-5 men", "x" * 5000, "1999-10-27-11", "from 1 to 2"],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_interval(text, "dmy") is None


def test_day_or_month_first_is_decided_over_the_whole_column() -> None:
    assert order_of(["03/04/1999", "13/04/1999", "01/02/1999"]) == ("dmy", True, "")
    assert order_of(["03/04/1999", "03/14/1999"]) == ("mdy", True, "")
    assert order_of(["03/04/1999", "05/06/1999"]) == ("dmy", False, "")
    assert order_of(["03.04.1999"]) == ("dmy", True, "")
    assert order_of(["13/04/1999", "14/04/1999", "04/15/1999"]) == ("dmy", True, "04/15/1999")
    assert order_of(["1999-10-27", "soon"]) == ("dmy", False, "")


@given(st.dates(FIRST_DAY, LAST_DAY))
def test_every_day_comes_back_from_the_ways_it_is_written(day: dt.date) -> None:
    for text, order in (
        (day.isoformat(), "dmy"),
        (f"{day.day}.{day.month}.{day.year}", "dmy"),
        (f"{day.month}/{day.day}/{day.year}", "mdy"),
        (f"{day:%Y%m%d}", "dmy"),
        (f"{day.day} {day:%B} {day.year}", "mdy"),
    ):
        assert read_interval(text, order) == (day, day), (text, order)  # type: ignore[arg-type]


@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)))
def test_excels_serial_days_are_days(day: dt.date) -> None:
    assert read_interval(str((day - dt.date(1899, 12, 30)).days), "dmy") == (day, day)


def test_year_month_and_day_apart() -> None:
    assert days_of_parts("1999", "10", "27") == (dt.date(1999, 10, 27), dt.date(1999, 10, 27))
    assert days_of_parts("1999.0", "октябрь", "0") == (dt.date(1999, 10, 1), dt.date(1999, 10, 31))
    assert days_of_parts("1999", "", "27") == (dt.date(1999, 1, 1), dt.date(1999, 12, 31))
    assert days_of_parts("1999", "13", "1") is None
    assert days_of_parts("", "10", "27") is None
    assert days_of_parts("1999", "2", "30") is None


@given(st.text(max_size=60))
def test_no_cell_breaks_the_reader(text: str) -> None:
    found = read_interval(text, "mdy")
    assert found is None or FIRST_DAY <= found.start <= found.end <= LAST_DAY
