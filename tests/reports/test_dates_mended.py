"""Dates that reports of other kinds write: lists of days, holidays, chronologies, Russian, vague lengths."""

from __future__ import annotations

from datetime import date

import pytest

from reports.annotate import annotate
from reports.annotation import Interval
from reports.dates import find_dates
from reports.read import read_report


def read(text: str, published: str | None) -> list[tuple[str, str]]:
    day = date.fromisoformat(published) if published else None
    found = find_dates(text, None, Interval(day, day, "given") if day else None)
    return [
        (e.text, e.interval.start.isoformat())
        if e.interval.start == e.interval.end
        else (e.text, f"{e.interval.start}..{e.interval.end}")
        for e in found
    ]


@pytest.mark.parametrize(
    ("text", "published", "meant"),
    [
        (
            "Shots fell on 3, 5 and 9 May.",
            "2021-05-20",
            [("3", "2021-05-03"), ("5", "2021-05-05"), ("9 May", "2021-05-09")],
        ),
        (
            "Crowds met on June 3, 5 and 9, 2010, in town.",
            "2012-01-01",
            [("June 3", "2010-06-03"), ("5", "2010-06-05"), ("9, 2010", "2010-06-09")],
        ),
        ("It burned on June 10 and 11.", "2010-07-01", [("June 10 and 11", "2010-06-10..2010-06-11")]),
        ("On June 10 and 12 soldiers fell.", "2010-07-01", [("June 10", "2010-06-10")]),
        ("Told before (see our issues of May 3, 5, 7 and 9).", "2001-06-01", [("May 3", "2001-05-03")]),
        (
            "It began on 10 June. Several days later it was over.",
            "2010-07-01",
            [("10 June", "2010-06-10"), ("Several days later", "2010-06-12..2010-06-16")],
        ),
        ("A few weeks ago a car burned.", "2010-07-01", [("A few weeks ago", "2010-05-20..2010-06-17")]),
        (
            "On 10 June it began. Over the following three days many left.",
            "2010-07-01",
            [("10 June", "2010-06-10"), ("following three days", "2010-06-11..2010-06-13")],
        ),
        ("They met at Nowruz.", "2024-04-01", [("Nowruz", "2024-03-21")]),
        ("Kyrgyzstan was quiet on Independence Day.", "1999-09-05", [("Independence Day", "1999-08-31")]),
        ("Uzbekistan was quiet on Independence Day.", "1999-09-05", [("Independence Day", "1999-09-01")]),
        ("He waited on Victory Day Square and at Independence Square.", "1999-09-05", []),
        ("It was the worst of the 20th century.", "2005-01-01", [("20th century", "1901-01-01..2000-12-31")]),
        ("Figures for Q3 2010 were mended.", None, [("Q3 2010", "2010-07-01..2010-09-30")]),
        (
            "He came in May and was gone by the thirteenth.",
            "2014-06-01",
            [("May", "2014-05-01..2014-05-31"), ("thirteenth", "2014-05-13")],
        ),
        (
            "By December 1997 it was over.\nOn June 27 the country marks the 20th anniversary of it.",
            "2017-06-26",
            [("December 1997", "1997-12-01..1997-12-31"), ("June 27", "2017-06-27")],
        ),
        (
            "In August 1999 they came. If snow falls they will be gone by mid-October.",
            "2000-08-14",
            [("August 1999", "1999-08-01..1999-08-31"), ("mid-October", "2000-10-11..2000-10-20")],
        ),
        (
            "The month 2002-03 stands beside 2002-03-17.",
            None,
            [("2002-03", "2002-03-01..2002-03-31"), ("2002-03-17", "2002-03-17")],
        ),
        (
            "В ночь на 29 апреля начался пожар.",
            "2021-04-30",
            [("ночь на 29 апреля", "2021-04-28..2021-04-29")],
        ),
        ("В минувший вторник прошла встреча.", "2021-04-30", [("минувший вторник", "2021-04-27")]),
        ("Две недели назад дорогу открыли.", "2021-04-30", [("Две недели назад", "2021-04-16")]),
        (
            "29 апреля прошлого года там стреляли.",
            "2022-05-10",
            [("29 апреля прошлого года", "2021-04-29")],
        ),
        ("С начала года было 12 случаев.", "2022-09-20", [("начала года", "2022-01-01..2022-09-20")]),
        ("They may march on; he sat, we may too. Resolution 1373 stands.", "2001-10-01", []),
    ],
)
def test_an_expression_is_read_as_a_careful_reader_would(
    text: str, published: str | None, meant: list[tuple[str, str]]
) -> None:
    assert read(text, published) == meant


CHRONOLOGY = """Chronology of raids

Compiled in March 2011 from newspapers

4 November 1998
Men of a rebel colonel enter from the south and take the airport.

5 August 2000
Armed men cross near Sariosiyo; in late August troops are sent.

17-18 March 2002
Police fire on a crowd. In late April talks begin.
"""


def test_the_date_lines_of_a_chronology_keep_their_years_and_rule_what_stands_below() -> None:
    annotation = annotate(read_report(CHRONOLOGY.encode(), name="chronology.txt"))
    read_as = {d.text: (d.interval.start.isoformat(), d.interval.end.isoformat()) for d in annotation.dates}
    assert read_as["5 August 2000"] == ("2000-08-05", "2000-08-05")
    assert read_as["late August"] == ("2000-08-21", "2000-08-31")
    assert read_as["17-18 March 2002"] == ("2002-03-17", "2002-03-18")
    assert read_as["late April"] == ("2002-04-21", "2002-04-30")
    published = annotation.report.posts[0].published
    assert published is not None and (published.start, published.end) == (date(2011, 3, 1), date(2011, 3, 31))


def test_a_daily_appears_on_the_weekday_after_its_latest_source() -> None:
    body = "Rebels freed four men yesterday. They were told to free them by August 20. " * 3
    text = f"Publication: Monitor Volume: 6 Issue: 155\n\n{body}(Interfax, Bishkek Radio, August 9-13).\n"
    published = read_report(text.encode(), name="issue.txt").posts[0].published
    assert published is not None
    # 13 August 2000 is a Sunday.
    assert (published.start, published.end) == (date(2000, 8, 14), date(2000, 8, 14))


def test_a_situation_report_is_published_on_the_day_it_stands_as_of() -> None:
    head = "DESK FOR RELIEF\nSituation Report No. 2 (as of 20 September 2022, 18:00)"
    text = f"{head}\n\nShots were heard last night."
    annotation = annotate(read_report(text.encode(), name="report_2022.txt"))
    assert annotation.report.posts[0].published == Interval(
        date(2022, 9, 20), date(2022, 9, 20), "date in the head"
    )
    assert ("last night", date(2022, 9, 19)) in [(d.text, d.interval.start) for d in annotation.dates]
