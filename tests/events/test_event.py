"""An event keeps its fields' rules and says in one line which one is broken."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from event_samples import PLAIN, row_table, some_sources
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from errors import EventError
from events.check import table_faults
from events.columns import conform
from events.event import Event, Source, make_event_id, read_sources, write_sources
from events.vocabulary import (
    EVENT_TYPE_SLUGS,
    EVENT_TYPES,
    MAX_DAYS,
    STATUSES,
    SUB_EVENT_TYPES,
    date_prec_of,
)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"date_end": "1999-10-24"}, ("date_end", "1999-10-24", "not before date_start 1999-10-25")),
        ({"date_start": "1999-02-31"}, ("date_start", "'1999-02-31'", "a day like 1999-10-27")),
        ({"date_start": 10800}, ("date_start", "10800", "a day like 1999-10-27")),
        ({"date_start": "0999-01-01"}, ("date_start", "0999-01-01", "between 1800 and 2199")),
        ({"date_end": "1999-10-27"}, ("date_prec", "found 1 with 3 days", "expected 2")),
        ({"date_prec": 6}, ("date_prec", "6", "from 1 (the day) to 5")),
        ({"event_type": "Battle"}, ("event_type", "'Battle'", "one of Battles, Explosions")),
        ({"sub_event_type": "Attack"}, ("sub_event_type", "'Attack'", "Armed clash")),
        ({"status": "happened"}, ("status", "'happened'", "one of occurred, planned")),
        ({"review": "ok"}, ("review", "'ok'", "one of draft")),
        ({"country": "kg"}, ("country", "'kg'", "two upper-case letters")),
        ({"latitude": 90.5}, ("latitude", "90.5", "-90 to 90")),
        ({"longitude": -181}, ("longitude", "-181", "-180 to 180")),
        ({"latitude": float("nan")}, ("latitude", "nan", "-90 to 90")),
        ({"latitude": None}, ("latitude", "nothing", "-90 to 90")),
        ({"where_prec": 6, "latitude": None}, ("latitude", "nothing", "where_prec 6 or 7")),
        ({"where_prec": 8}, ("where_prec", "8", "from 1 (the place itself) to 7")),
        ({"where_prec": 2}, ("radius_km", "nothing", "needed with where_prec 2 and 5")),
        ({"where_prec": 5, "radius_km": 0}, ("radius_km", "0", "above 0")),
        ({"fatalities_low": 5, "fatalities_high": 4}, ("fatalities", "low 5", "low <= best <= high")),
        ({"fatalities_best": -1}, ("fatalities_best", "-1", "a whole number from 0")),
        ({"confidence": 1.1}, ("confidence", "1.1", "from 0 to 1")),
        ({"event_id": "two words"}, ("event_id", "'two words'", "without blanks")),
        ({"colour": "red"}, ("colour", "a field of this name", "event_id")),
        ({"sources": [{"url": "javascript:alert(1)"}]}, ("url", "'javascript:alert(1)'", "https://")),
        ({"sources": [{"published": "1999-13"}]}, ("published", "'1999-13'", "a day, month or year")),
        ({"sources": [{"start": 9, "end": 3}]}, ("end", "found 3", "not below start 9")),
    ],
)
def test_a_broken_rule_is_told_in_one_line(fields: dict[str, Any], said: tuple[str, ...]) -> None:
    with pytest.raises(EventError) as caught:
        Event(**{**PLAIN, **fields})
    line = str(caught.value)
    assert "\n" not in line
    assert all(part in line for part in said), line


def test_all_broken_fields_are_told_together() -> None:
    with pytest.raises(EventError, match=r"country: .*latitude: "):
        Event(**{**PLAIN, "country": "kg", "latitude": 99})


def test_a_missing_field_is_named() -> None:
    with pytest.raises(EventError, match="date_end: found nothing, expected a day"):
        Event(**{name: value for name, value in PLAIN.items() if name != "date_end"})


def test_a_country_event_needs_no_point_and_absent_text_is_empty() -> None:
    event = Event(**{**PLAIN, "where_prec": 6, "latitude": None, "longitude": None, "actor1": None})
    assert event.latitude is None
    assert event.actor1 == ""


def test_an_event_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Event(**PLAIN).country = "UZ"  # type: ignore[misc]


@pytest.mark.parametrize("days", [1, 2, 6, 7, 8, 31, 32, 4000])
def test_the_finest_precision_of_an_interval_is_accepted_and_a_finer_one_is_not(days: int) -> None:
    prec = date_prec_of(days)
    end = PLAIN["date_start"] + dt.timedelta(days - 1)
    assert Event(**{**PLAIN, "date_end": end, "date_prec": prec}).date_end == end
    if prec > 1:
        with pytest.raises(EventError, match="date_prec"):
            Event(**{**PLAIN, "date_end": end, "date_prec": prec - 1})


def test_vocabularies_have_the_order_that_codes_rely_on() -> None:
    assert EVENT_TYPES[0] == "Battles"
    assert EVENT_TYPES[5] == "Strategic developments"
    assert STATUSES == ("occurred", "planned", "threatened", "denied", "alleged")
    assert list(EVENT_TYPE_SLUGS.values()) == [
        "battles", "explosions", "civilians", "protests", "riots", "strategic",
    ]  # fmt: skip
    assert sum(map(len, SUB_EVENT_TYPES.values())) == 25
    assert set(MAX_DAYS) == {1, 2, 3, 4, 5}


@given(some_sources())
def test_sources_survive_a_cell(sources: tuple[Source, ...]) -> None:
    assert read_sources(write_sources(sources)) == sources


@pytest.mark.parametrize("cell", ["{", "[1]", '{"publisher": "x"}', "none"])
def test_a_cell_that_holds_no_sources_is_refused(cell: str) -> None:
    with pytest.raises(EventError, match="found"):
        read_sources(cell)


def test_an_id_depends_on_its_source_alone() -> None:
    made = make_event_id("ACLED", "KGZ1234")
    assert made == make_event_id("acled", " kgz1234 ")
    assert made.startswith("acled-")
    assert len({made, make_event_id("ACLED", "KGZ1235"), make_event_id("UCDP", "KGZ1234")}) == 3
    assert make_event_id("a", "b", "c") != make_event_id("a", "bc")
    with pytest.raises(EventError, match="source key"):
        make_event_id("ACLED")


FAULTY = {
    "date_end": st.dates(dt.date(1999, 10, 20), dt.date(1999, 12, 31)),
    "date_prec": st.integers(0, 6),
    "event_type": st.sampled_from(("Battles", "Riots", "Wars")),
    "sub_event_type": st.sampled_from(("", "Armed clash", "Mob violence", "Dispute")),
    "country": st.sampled_from(("", "KG", "kg", "KGZ", "ÄÖ")),
    "latitude": st.none() | st.sampled_from((-91.0, -90.0, 40.0, 90.0)),
    "longitude": st.none() | st.sampled_from((-180.0, 71.0, 180.5)),
    "where_prec": st.integers(0, 8),
    "radius_km": st.none() | st.sampled_from((-1.0, 0.0, 3.0, 6000.0)),
    "fatalities_low": st.none() | st.integers(-1, 3),
    "fatalities_best": st.none() | st.integers(-1, 3),
    "fatalities_high": st.none() | st.integers(-1, 3),
    "status": st.sampled_from(("occurred", "denied", "unknown")),
    "review": st.sampled_from(("draft", "done")),
    "confidence": st.none() | st.sampled_from((-0.5, 0.0, 1.0, 1.5)),
    "sources": st.sampled_from(("", "[]", '[{"publisher":"x"}]', '[{"nobody":1}]', "x")),
    "event_id": st.sampled_from(("a", "a b", "x" * 121)),
}


@given(st.lists(st.sampled_from(sorted(FAULTY)), max_size=4, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: FAULTY[name] for name in names})
))  # fmt: skip
def test_a_table_and_an_event_are_checked_by_the_same_rules(fields: dict[str, Any]) -> None:
    faults = table_faults(conform(row_table(fields)))
    try:
        Event(**{**PLAIN, **fields, "sources": read_sources(fields.get("sources", ""))})
    except EventError:
        assert faults
    else:
        assert not faults
