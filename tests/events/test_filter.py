"""A filter travels through an address and comes back the same, and a mangled link says what is wrong."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import FilterError
from events.filter import QUERY_KEYS, Filter, box_area
from events.vocabulary import EVENT_TYPES, STATUSES

TEXTS = st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=10), max_size=3)


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    days = st.none() | st.dates(dt.date(1800, 1, 1), dt.date(2199, 12, 31))
    start, end = draw(days), draw(days)
    if start and end and end < start:
        start, end = end, start
    west, south = draw(st.floats(-180, 179)), draw(st.floats(-90, 89))
    area = draw(st.none() | st.just(box_area(west, south, west + 0.5, south + 0.5)))
    return Filter(
        start=start,
        end=end,
        event_types=draw(st.lists(st.sampled_from(EVENT_TYPES))),
        statuses=draw(st.lists(st.sampled_from(STATUSES))),
        countries=draw(st.lists(st.sampled_from(("KG", "UZ", "tj")))),
        admin1=draw(TEXTS),
        actors=draw(TEXTS),
        datasets=draw(TEXTS),
        words=draw(TEXTS),
        worst_where_prec=draw(st.none() | st.integers(1, 7)),
        worst_date_prec=draw(st.none() | st.integers(1, 5)),
        fatalities_min=draw(st.none() | st.integers(0, 10_000)),
        area=area,
    )


@given(filters())
def test_a_filter_round_trips_through_an_address(wanted: Filter) -> None:
    address = urlencode(wanted.to_query(), doseq=True)
    read = Filter.from_query(parse_qs(address, keep_blank_values=True))
    assert read == wanted
    assert hash(read) == hash(wanted)


@given(filters())
def test_a_query_names_only_what_is_asked_for(wanted: Filter) -> None:
    query = wanted.to_query()
    assert set(query) <= set(QUERY_KEYS)
    assert (query == {}) == (wanted == Filter())


@given(st.dictionaries(
    st.sampled_from((*QUERY_KEYS, "zoom")), st.text(max_size=8) | st.lists(st.text(max_size=5), max_size=2)
))  # fmt: skip
def test_any_mangled_link_gives_a_filter_and_one_line_a_problem(query: dict[str, object]) -> None:
    made, problems = Filter.from_query_lenient(query)
    assert all(line.startswith("link: ") and "\n" not in line for line in problems)
    if problems:
        with pytest.raises(FilterError):
            Filter.from_query(query)
    else:
        assert Filter.from_query(query) == made


def test_an_address_typed_by_hand_is_understood() -> None:
    wanted = Filter.from_query(
        {
            "from": "1999-08-01",
            "type": "battles,Civilians",
            "status": ["occurred", "alleged"],
            "country": "kg,uz",
        }
    )
    assert wanted.start == dt.date(1999, 8, 1)
    assert wanted.end is None
    assert wanted.event_types == ("Battles", "Violence against civilians")
    assert wanted.statuses == ("occurred", "alleged")
    assert wanted.countries == ("KG", "UZ")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"form": "1999-01-01"}, ("'form'", "from, to, type")),
        ({"from": "1 Oct"}, ("from='1 Oct'", "a day like 1999-10-27")),
        ({"from": ["1999-01-01", "2000-01-01"]}, ("from=", "a day like 1999-10-27")),
        ({"type": "battles,wars"}, ("type='battles,wars'", "battles, explosions, civilians")),
        ({"status": "maybe"}, ("status='maybe'", "occurred, planned")),
        ({"country": "KGZ"}, ("country='KGZ'", "two-letter codes")),
        ({"prec": "8"}, ("prec='8'", "from 1 (the place itself) to 7")),
        ({"dprec": "day"}, ("dprec='day'", "from 1 (the day) to 5")),
        ({"deaths": "-1"}, ("deaths='-1'", "a whole number from 0")),
        ({"area": "70,40;71,41"}, ("area=", "corners lon,lat")),
        ({"area": "70,40;71,41;71,40;70,41"}, ("area=", "does not cross itself")),
        ({"area": "inf,40;71,41;71,40"}, ("area=", "corners lon,lat")),
        ({"from": "2000-01-01", "to": "1999-01-01"}, ("to=1999-01-01 before from=2000-01-01",)),
    ],
)
def test_a_mangled_link_names_the_key_the_value_and_what_was_expected(
    query: dict[str, object], said: tuple[str, ...]
) -> None:
    with pytest.raises(FilterError) as caught:
        Filter.from_query(query)
    assert all(part in str(caught.value) for part in said), str(caught.value)


def test_what_can_be_read_of_a_mangled_link_is_kept() -> None:
    made, problems = Filter.from_query_lenient(
        {"from": "1999-08-01", "to": "1998-01-01", "type": "wars", "country": "KG", "zoom": "7", "x": "1"},
        also_known={"zoom"},
    )
    assert made == Filter(start=dt.date(1999, 8, 1), countries=("KG",))
    assert len(problems) == 3


def test_a_window_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(
        FilterError, match="to=1999-01-01 before from=2000-01-01, expected an end on or after"
    ):
        Filter(start=dt.date(2000, 1, 1), end=dt.date(1999, 1, 1))


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(FilterError, match="begin: found a field of this name, expected one of start"):
        Filter(begin="1999-01-01")  # type: ignore[call-arg]


def test_filters_that_ask_for_the_same_are_equal() -> None:
    assert (
        Filter(event_types=EVENT_TYPES, worst_where_prec=7, worst_date_prec=5, fatalities_min=0) == Filter()
    )
    assert Filter(countries=("UZ", "KG", "kg")) == Filter(countries=("KG", "UZ"))
    assert Filter(words='hostages "four geologists"') == Filter(words=("four geologists", "hostages"))


def test_the_window_can_be_moved_and_taken_away() -> None:
    wanted = Filter(start=dt.date(1999, 1, 1), countries=("KG",))
    moved = wanted.with_window(dt.date(2010, 6, 1), dt.date(2010, 6, 30))
    assert (moved.start, moved.end, moved.countries) == (dt.date(2010, 6, 1), dt.date(2010, 6, 30), ("KG",))
    assert moved.without_window() == Filter(countries=("KG",))
    assert moved.window_days == (14761, 14790)


def test_an_empty_box_is_refused() -> None:
    with pytest.raises(FilterError, match="W,S,E,N"):
        box_area(72, 39, 70, 41)
