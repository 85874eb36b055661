"""Dates in text: passages of our own in many styles, every date marked, and what holds for any text."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.annotation import Interval, Span
from reports.dates import find_dates

PASSAGES = Path(__file__).parents[1] / "data" / "reports" / "dates.jsonl"
MARKED = re.compile(r"\[\[(?P<words>.*?)\|(?P<days>.*?)\]\]")
# Of all marked dates; some of the passages are meant to be hard and are not read right yet.
LEAST_EXACT, MOST_SPURIOUS = 0.97, 0.01


def on(day: str) -> Interval:
    return Interval(date.fromisoformat(day), date.fromisoformat(day), "given")


def days(marked: str) -> tuple[date, date]:
    start, _, end = marked.partition("..")
    return date.fromisoformat(start), date.fromisoformat(end or start)


def passage(line: str) -> tuple[str, list[tuple[int, int, tuple[date, date]]], Interval | None]:
    """The text of a passage without its marks, the marked dates with offsets, and the publication."""
    record = json.loads(line)
    text, marks, position = "", [], 0
    for mark in MARKED.finditer(record["text"]):
        text += record["text"][position : mark.start()]
        marks.append((len(text), len(text) + len(mark["words"]), days(mark["days"])))
        text += mark["words"]
        position = mark.end()
    text += record["text"][position:]
    return text, marks, on(record["published"]) if record["published"] else None


def read(text: str, published: str | None = "1999-10-27") -> list[tuple[str, str, str]]:
    found = find_dates(text, None, on(published) if published else None)
    return [(e.text, e.interval.start.isoformat(), e.interval.end.isoformat()) for e in found]


def test_marked_passages_are_read_exactly_and_nothing_is_invented() -> None:
    marked = exact = found_count = spurious = 0
    misses = []
    for line in PASSAGES.read_text(encoding="utf-8").splitlines():
        text, marks, published = passage(line)
        found = find_dates(text, None, published)
        for start, end, meant in marks:
            overlapping = [e for e in found if e.start < end and start < e.end]
            right = any((e.interval.start, e.interval.end) == meant for e in overlapping)
            marked, exact = marked + 1, exact + right
            if not right:
                misses.append((text[start:end], meant, overlapping))
        strays = [e for e in found if not any(e.start < end and start < e.end for start, end, _ in marks)]
        found_count, spurious = found_count + len(found), spurious + len(strays)
        misses.extend((e.text, "spurious", e) for e in strays)
    assert marked >= 300
    assert exact / marked >= LEAST_EXACT, misses
    assert spurious / found_count <= MOST_SPURIOUS, misses


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("It rained in mid-October.", ("mid-October", "1999-10-11", "1999-10-20")),
        ("He left at the end of September 1996.", ("end of September 1996", "1996-09-21", "1996-09-30")),
        ("They spoke earlier this year.", ("earlier this year", "1999-01-01", "1999-10-27")),
        ("Rebels will return in the spring.", ("spring", "2000-03-01", "2000-05-31")),
        ("Rebels returned in the spring.", ("spring", "1999-03-01", "1999-05-31")),
        ("The meeting is due on November 4.", ("November 4", "1999-11-04", "1999-11-04")),
        ("On December 20 he fled.", ("December 20", "1998-12-20", "1998-12-20")),
        ("Planes of 1960s vintage.", ("1960s", "1960-01-01", "1969-12-31")),
        (
            "From July 30 to August 4, 1998 the road was shut.",
            ("July 30 to August 4, 1998", "1998-07-30", "1998-08-04"),
        ),
        (
            "From December 30 to January 2, 1998 it was shut.",
            ("December 30 to January 2, 1998", "1997-12-30", "1998-01-02"),
        ),
    ],
)
def test_one_expression(text: str, meant: tuple[str, str, str]) -> None:
    assert read(text) == [meant]


@pytest.mark.parametrize(
    "text",
    [
        "We may march; they may fall.",
        "May Tashieva met Gen. August and April Ryan.",
        "Resolution 1267, No. 199 and Route 2010 from 43rd Street.",
        "Some 2,000 soldiers, 2000 troops and 1999 people.",
        "The 20th anniversary of independence.",
        "Call +996 312 1999 or 0555 2000; http://example.org/2010/06/11/page.",
        "They won 3-2; 12/7 of the vote; a height of 2005 metres.",
        "The company 2GIS, an AK-47, a Mi-24 and version 2.1.3.",
        "Every year, each May, for three years, two hours later.",
        "The fall of the town in a second.",
    ],
)
def test_no_date_is_invented(text: str) -> None:
    assert read(text) == []


def test_without_publication_only_what_the_text_anchors_is_read() -> None:
    assert read("Yesterday, on Tuesday and on June 3 shots fell.", None) == []
    assert read("On 3 June 2001 a shot fell. On June 5 another did.", None) == [
        ("3 June 2001", "2001-06-03", "2001-06-03"),
        ("June 5", "2001-06-05", "2001-06-05"),
    ]


def test_uncertain_publication_makes_deictic_dates_as_wide() -> None:
    published = Interval(date(1999, 10, 26), date(1999, 10, 29), "issue")
    (found,) = find_dates("They arrived yesterday.", None, published)
    assert (found.interval.start, found.interval.end) == (date(1999, 10, 25), date(1999, 10, 28))
    assert found.interval.rule == "yesterday"


def test_order_of_day_and_month_is_the_documents() -> None:
    assert read("05/08/2000 and 13/07/2000", None)[0][1] == "2000-08-05"
    assert read("05/08/2000 and 07/13/2000", None)[0][1] == "2000-05-08"


def test_anchor_and_rule_are_named() -> None:
    first, second = find_dates(
        "On 5 August 2000 they struck. Ten days later they left.", None, on("2000-09-15")
    )
    assert first.interval.rule == "full date" and first.anchor is None
    assert second.interval.rule == "days later" and second.anchor == date(2000, 8, 5)


def test_spans_limit_the_search() -> None:
    text = "On 5 August 2000. Copyright 1983. On 6 August 2000."
    found = find_dates(text, [Span(0, 18), Span(34, len(text))], None)
    assert [e.text for e in found] == ["5 August 2000", "6 August 2000"]


WORDS = st.sampled_from(
    [
        "early",
        "mid",
        "late",
        "end",
        "of",
        "the",
        "first",
        "last",
        "next",
        "that",
        "same",
        "day",
        "week",
        "month",
        "year",
        "May",
        "march",
        "October",
        "25",
        "25-26",
        "1999",
        "1999-2001",
        "'96",
        "1990s",
        "spring",
        "winter",
        "yesterday",
        "Monday",
        "two",
        "ago",
        "later",
        "between",
        "and",
        "from",
        "to",
        "overnight",
        "on",
        "in",
        "10/25/1999",
        ".",
        ",",
        ";",
        "(",
        ")",
        "-",
        "–",
        "года",
        "мая",
        "в",
        "начале",
        "прошлом",
        "31",
        "02",
        "2199",
        "1800",
        "9999",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join))
PUBLISHED = st.one_of(
    st.none(), st.dates(date(1800, 1, 1), date(2199, 12, 31)).map(lambda day: Interval(day, day, "given"))
)


@settings(max_examples=400, deadline=None)
@given(TEXTS, PUBLISHED)
def test_any_text_is_read_without_harm(text: str, published: Interval | None) -> None:
    position = 0
    for found in find_dates(text, None, published):
        assert found.text == text[found.start : found.end] != ""
        assert found.start >= position
        position = found.end
        assert found.interval.start <= found.interval.end
        assert found.interval.start.year >= 1800 and found.interval.end.year <= 2199


@pytest.mark.parametrize(
    "words", ["early ", "overnight on ", "October ", "1999-", "end of ", "12.12.", "A. ", '"', "9"]
)
def test_repetition_does_not_nest_or_run_away(words: str) -> None:
    find_dates(words * 5000, None, on("1999-10-27"))
