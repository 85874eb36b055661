"""What a careful reader does with single sentences: dates, datelines, feet of pages, roles, places."""

from __future__ import annotations

from datetime import date

import pytest

from reports.annotate import annotate
from reports.annotation import Interval, Toponym
from reports.dates import find_dates
from reports.read import read_report
from reports.roles_fit import one_post
from reports.toponyms import find_toponyms

NEWS = Interval(date(2011, 9, 15), date(2011, 9, 15), "given")  # a Thursday


@pytest.mark.parametrize(
    ("text", "written", "start", "end"),
    [
        ("Between 1993 and 1996 families left the gorge.", "1993", date(1993, 1, 1), date(1996, 12, 31)),
        ("The ministry trusts no maps but those of 1955.", "1955", date(1955, 1, 1), date(1955, 12, 31)),
        ("In the week of 6 June 2011 shops closed.", "week of", date(2011, 6, 6), date(2011, 6, 12)),
        ("In the week ending 12 June 2011 shops closed.", "week", date(2011, 6, 6), date(2011, 6, 12)),
        ("The nights of 3-4 and 4-5 September were loud.", "3-4", date(2011, 9, 3), date(2011, 9, 4)),
        (
            "We flew home on Tuesday, and I shall say little.",
            "Tuesday",
            date(2011, 9, 13),
            date(2011, 9, 13),
        ),
        ("Leases could be ended before winter.", "winter", date(2011, 12, 1), date(2012, 2, 29)),
        (
            "Both mayors agreed on Monday to reopen the bazaar within a week.",
            "within",
            date(2011, 9, 12),
            date(2011, 9, 19),
        ),
    ],
)
def test_expression_means_these_days(text: str, written: str, start: date, end: date) -> None:
    place = text.index(written)
    found = [
        expression
        for expression in find_dates(text, None, NEWS)
        if expression.start < place + len(written) and place < expression.end
    ]
    assert [(one.interval.start, one.interval.end) for one in found] == [(start, end)]


def test_dateline_in_brackets_dates_a_release() -> None:
    text = "FOR RELEASE AT ONCE\n\nStop the beatings\n\n(Vilnius, May 4, 2019) – The police must act today.\n"
    report = read_report(text.encode(), name="release.txt")
    published = report.posts[0].published
    assert published is not None and published.start == published.end == date(2019, 5, 4)


def test_place_and_day_above_a_speech_are_its_dateline_and_a_byline_is_not() -> None:
    speech = b"Remarks of the chair\nGeneva, 7 May 2012\n\nFriends, thank you. I was in Osh on Friday.\n"
    annotation = annotate(read_report(speech, name="speech.txt"))
    assert [expression.text for expression in annotation.dates] == ["7 May 2012", "Friday"]
    assert next((t.text, t.role) for t in annotation.toponyms) == ("Geneva", "dateline")
    column = b"WATER FOR NOBODY\n\nBy Ada Lind\nMay 7, 2012\n\nOn May 2 the canal near Osh ran dry.\n"
    assert [e.text for e in annotate(read_report(column, name="column.txt")).dates] == ["May 2"]


@pytest.mark.parametrize(
    "foot",
    [
        "The Steppe Letter appears monthly. Views are those of the authors.",
        "— With reporting by the Bishkek and Almaty offices",
        "Relief Cell, c/o 12 Panfilov Street, Bishkek",
        "For more information: Open Valley, Bishkek, info desk",
        "About us: founded in Almaty, at work in Kyrgyzstan",
    ],
)
def test_foot_of_a_page_is_no_running_text(foot: str) -> None:
    text = f"Shots near Batken\n\nGunmen fired at a post near Batken on 3 May 2004.\n\n{foot}\n"
    report = read_report(text.encode(), name="foot.txt")
    beyond = [t for t in find_toponyms(report.text, report.posts) if t.start >= text.index(foot)]
    assert {toponym.role for toponym in beyond} <= {"boilerplate", "name"}


def _read(text: str) -> dict[str, Toponym]:
    return {toponym.text: toponym for toponym in find_toponyms(text, [one_post(text, date(2012, 6, 1))])}


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        (
            "Villagers threw stones at a bus in Ak-Sai (Batken district) on Sunday.",
            "Batken district",
            "attribute",
        ),
        ("Two men were shot dead some 30 km south of Isfara on Sunday.", "Isfara", "literal"),
        ("Protesters blocked the Osh–Bishkek highway on Sunday.", "Bishkek", "literal"),
        ("Protesters blocked the Osh–Bishkek highway on Sunday.", "Osh", "literal"),
    ],
)
def test_role_that_stands_whatever_happens_in_the_sentence(text: str, name: str, role: str) -> None:
    assert _read(text)[name].role == role


def test_distance_from_a_place_widens_it_and_a_long_one_does_not() -> None:
    near = _read("A lorry burned 20 km west of Isfara.")["Isfara"].best
    plain = _read("A lorry burned in Isfara.")["Isfara"].best
    far = _read("A lorry burned 260 km east of Dushanbe.")["Dushanbe"].best
    assert near is not None and plain is not None and far is not None
    assert near.where_prec == 2 and near.radius_km == plain.radius_km + 20
    assert far.where_prec == 1


@pytest.mark.parametrize(
    ("text", "name", "place_id"),
    [
        ("Clinics in the Osh and Jalal-Abad provinces are full.", "Jalal-Abad", "jalal-abad-region"),
        ("A road was blocked in Suzak (Suzak district, Jalal-Abad).", "Jalal-Abad", "jalal-abad-region"),
        ("Families fled from Osh to Naryn and Talas.", "Naryn", "naryn-town"),
        (
            "Tankers left Karshi-Khanabad in May. Night flights from Khanabad ended.",
            "Khanabad",
            "k2-khanabad",
        ),
        ("Houses in Maksat and International were burned.", "International", "internatsional"),
        ("Brides go to a shrine at Kara-Bulak, south of Batken.", "Kara-Bulak", "kara-bulak-batken"),
    ],
)
def test_place_that_the_neighbours_of_a_name_tell(text: str, name: str, place_id: str) -> None:
    best = _read(text)[name].best
    assert best is not None and best.place_id == place_id


def test_ordinary_word_needs_a_place_beside_it() -> None:
    assert set(_read("The bank is in Bishkek and International observers came.")) == {"Bishkek"}
