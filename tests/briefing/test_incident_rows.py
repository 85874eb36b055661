"""The words of the list: dates never more exact than known, places with their precision, numbers in order."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.brief import Brief
from briefing.incident_rows import death_words, incident_rows, place_words, source_words
from briefing.numbering import numbered, numbered_rows
from briefing.words import LANGUAGES, words_for
from errors import BriefError
from events.event import Event, Source
from events.frame import EventFrame

EN = words_for("en")


@pytest.mark.parametrize(
    ("start", "end", "prec", "said"),
    [
        ((1999, 8, 23), (1999, 8, 23), 1, "23 Aug 1999"),
        ((1999, 10, 10), (1999, 10, 20), 4, "10–20 Oct 1999"),
        ((1999, 8, 23), (1999, 10, 20), 5, "23 Aug – 20 Oct 1999"),
        ((1998, 11, 1), (1998, 11, 30), 4, "Nov 1998"),
        ((1999, 3, 1), (1999, 5, 31), 5, "Mar–May 1999"),
        ((2000, 1, 1), (2000, 12, 31), 5, "2000"),
        ((1999, 1, 1), (2001, 12, 31), 5, "1999–2001"),
        ((1998, 12, 1), (1999, 2, 28), 5, "Dec 1998 – Feb 1999"),
        ((1999, 1, 1), (2006, 7, 23), 5, "1 Jan 1999 – 23 Jul 2006"),
        ((2010, 6, 14), (2010, 6, 14), 2, "about Jun 2010"),
        ((2010, 6, 14), (2010, 6, 14), 4, "Jun 2010"),
        ((2010, 6, 14), (2010, 6, 14), 5, "2010"),
    ],
)
def test_dates_in_words(start: tuple[int, ...], end: tuple[int, ...], prec: int, said: str) -> None:
    told = EN.event_date(date(*start), date(*end), prec)
    assert told.replace("\N{NO-BREAK SPACE}", " ") == said


@given(
    day=st.dates(date(1980, 1, 1), date(2030, 1, 1)), prec=st.integers(2, 5), lang=st.sampled_from(LANGUAGES)
)
def test_a_vague_date_is_never_a_day(day: date, prec: int, lang: str) -> None:
    told = words_for(lang).event_date(day, day, prec)
    assert not re.match(r"^\D*\b\d{1,2}\b(?!\d)", told)


def event(**fields: object) -> Event:
    return Event.model_validate(
        {
            "event_id": "a-1",
            "date_start": "1999-10-27",
            "date_end": "1999-10-27",
            "date_prec": 1,
            "event_type": "Battles",
            "place": "Garm",
            "latitude": 39.0,
            "longitude": 70.4,
            "where_prec": 1,
            **fields,
        }
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Garm, exact place"),
        ({"where_prec": 2, "radius_km": 25}, "Garm, within ±25 km"),
        ({"where_prec": 3}, "Garm, district level"),
        ({"where_prec": 4}, "Garm, province level"),
        ({"where_prec": 6}, "Garm, country level"),
        ({"where_prec": 7, "place": ""}, "unnamed place, international"),
    ],
)
def test_places_say_how_well_they_are_known(fields: dict[str, object], said: str) -> None:
    assert place_words(event(**fields), EN) == said


def test_deaths_and_sources_in_words() -> None:
    assert death_words(event(), EN) == ""
    assert death_words(event(fatalities_best=1), EN) == "1 killed"
    assert death_words(event(fatalities_low=12, fatalities_best=20, fatalities_high=30), EN) == "12–30 killed"
    sources = (Source(publisher="Monitor", published="1999-10", paragraph=4), Source(publisher="Other"))
    assert source_words(sources, "reports", EN) == "Monitor, Oct 1999, par. 4, and 1 more source"
    assert source_words((), "reports", EN) == "reports"


def test_text_from_outside_stays_on_its_line(shipped: EventFrame) -> None:
    rows = list(incident_rows(numbered(Brief(number="all"), shipped), shipped, EN))
    assert len(rows) == shipped.n
    for row in rows:
        for text in (row.date, row.place, row.headline, row.source):
            assert "\n" not in text
            assert text == text.strip()


def test_numbers_run_in_order_of_date(shipped: EventFrame) -> None:
    for rule in ("all", "top:20", "latest:20", "places"):
        rows = numbered_rows(Brief(number=rule), shipped)
        assert list(shipped.start_day[rows]) == sorted(shipped.start_day[rows])
        assert len(set(rows)) == len(rows)
    ones = numbered(Brief(number="top:5"), shipped)
    assert [one.number for one in ones] == [1, 2, 3, 4, 5]


def test_the_rules_choose_what_they_say(shipped: EventFrame) -> None:
    deaths = shipped.table.column("fatalities_best").fill_null(0).to_numpy()
    top = numbered_rows(Brief(number="top:1"), shipped)
    assert deaths[top[0]] == deaths.max()
    latest = numbered_rows(Brief(number="latest:3"), shipped)
    assert min(shipped.start_day[latest]) == sorted(shipped.start_day)[-3]
    places = numbered_rows(Brief(number="places"), shipped)
    assert len(places) == len(shipped.places)
    assert len(set(shipped.place_code[places])) == len(places)
    assert len(numbered_rows(Brief(number="none"), shipped)) == 0


def test_an_incident_chosen_by_hand_is_numbered_and_an_unknown_one_refused(shipped: EventFrame) -> None:
    wanted = shipped.event(7).event_id
    assert list(numbered_rows(Brief(number="none", incidents=(wanted,)), shipped)) == [7]
    with pytest.raises(BriefError, match="no event 'nobody'"):
        numbered_rows(Brief(incidents=("nobody",)), shipped)
