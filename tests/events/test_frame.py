"""The frame counts, filters and finds as plain loops over the events do, and copies nothing to do so."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely
from event_samples import DAYS, PLAIN, an_event, row_table, some_events, table_of
from hypothesis import given
from hypothesis import strategies as st

from errors import EventError
from events.columns import COLUMNS
from events.event import Event
from events.filter import Filter, box_area
from events.frame import BINS, EventFrame
from events.spans import SPAN_LIMITS
from events.vocabulary import EVENT_TYPES, STATUSES


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    start, end = sorted((draw(DAYS), draw(DAYS)))
    return Filter(
        start=draw(st.sampled_from((start, None))),
        end=draw(st.sampled_from((end, start, None))),
        event_types=draw(st.lists(st.sampled_from(EVENT_TYPES), max_size=3)),
        statuses=draw(st.lists(st.sampled_from(STATUSES), max_size=2)),
        countries=draw(st.lists(st.sampled_from(("KG", "UZ", "CN")), max_size=2)),
        admin1=draw(st.sampled_from(((), (), ("Osh Region",)))),
        datasets=draw(st.sampled_from(((), (), ("one",), ("three",)))),
        actors=draw(st.sampled_from(((), (), ("GUARDS",), ("elders", "вооруж")))),
        words=draw(st.sampled_from(((), (), ("batken",), ("guards", "osh"), ("(",), ("group of",)))),
        worst_where_prec=draw(st.none() | st.integers(1, 6)),
        worst_date_prec=draw(st.none() | st.integers(1, 4)),
        fatalities_min=draw(st.none() | st.integers(1, 40)),
        area=draw(st.sampled_from((None, None, box_area(70.5, 39, 73, 40.53), box_area(0, 0, 1, 1)))),
    )


def meets(event: Event, wanted: Filter) -> bool:
    """Whether an event meets all conditions but the window, told from the fields one by one."""
    deaths = event.fatalities_low if event.fatalities_best is None else event.fatalities_best
    actors = [event.actor1, event.actor2, "; ".join(event.other_actors)]
    texts = [event.title, event.summary, event.place, event.place_text, event.admin2, event.admin1]
    texts += [*actors, "; ".join(event.tags)]
    inside = True
    if wanted.area is not None:
        inside = event.latitude is not None and shapely.Polygon(wanted.area[0]).intersects(
            shapely.Point(event.longitude, event.latitude)
        )
    return (
        (not wanted.event_types or event.event_type in wanted.event_types)
        and (not wanted.statuses or event.status in wanted.statuses)
        and (not wanted.countries or event.country in wanted.countries)
        and (not wanted.admin1 or event.admin1 in wanted.admin1)
        and (not wanted.datasets or event.dataset in wanted.datasets)
        and event.where_prec <= (wanted.worst_where_prec or 7)
        and event.date_prec <= (wanted.worst_date_prec or 5)
        and (wanted.fatalities_min is None or (deaths is not None and deaths >= wanted.fatalities_min))
        and (not wanted.actors or any(_holds(actors, actor) for actor in wanted.actors))
        and all(_holds(texts, word) for word in wanted.words)
        and inside
    )


def _holds(texts: list[str], part: str) -> bool:
    return any(part.lower() in text.lower() for text in texts)


def certainty(event: Event, wanted: Filter) -> str:
    start, end = wanted.start or dt.date.min, wanted.end or dt.date.max
    if start <= event.date_start and event.date_end <= end:
        return "definite"
    return "possible" if event.date_start <= end and event.date_end >= start else "outside"


@given(some_events(), filters())
def test_counts_rows_and_masks_are_those_of_a_plain_loop(events: list[Event], wanted: Filter) -> None:
    frame = EventFrame(table_of(events))
    kept = [frame.event(row) for row in range(frame.n)]
    assert sorted(kept, key=lambda event: event.event_id) == sorted(events, key=lambda event: event.event_id)
    assert frame.mask(wanted).tolist() == [meets(event, wanted) for event in kept]
    told = [certainty(event, wanted) if meets(event, wanted) else "barred" for event in kept]
    definite = [row for row, word in enumerate(told) if word == "definite"]
    possible = [row for row, word in enumerate(told) if word == "possible"]
    outside = told.count("outside")

    count = frame.count(wanted)
    assert count == (len(definite), len(possible), len(kept) - told.count("barred"))
    assert count.definite + count.possible + outside == count.total
    assert frame.rows_in(wanted).tolist() == sorted(definite + possible)
    assert frame.rows_in(wanted, definite_only=True).tolist() == definite
    assert [rows.tolist() for rows in frame.rows_by_certainty(wanted)] == [definite, possible]

    by_type = frame.type_counts(wanted)
    assert list(by_type) == list(EVENT_TYPES)
    for event_type, of_type in by_type.items():
        rows = [row for row in range(frame.n) if kept[row].event_type == event_type]
        assert of_type.definite == len(set(rows) & set(definite))
        assert of_type.possible == len(set(rows) & set(possible))
    assert np.array(list(by_type.values())).sum(axis=0).tolist() == list(count)
    assert frame.place_counts(wanted).sum(axis=1).tolist() == list(count)
    for place in range(len(frame.places)):
        here = frame.events_at_place(place, wanted)
        assert sorted(here.tolist()) == [
            row for row in sorted(definite + possible) if frame.place_code[row] == place
        ]
        assert (np.diff(frame.start_day[here]) <= 0).all()


@given(some_events(min_size=1), DAYS, filters())
def test_the_next_and_previous_day_with_an_event_are_found(
    events: list[Event], day: dt.date, wanted: Filter
) -> None:
    frame = EventFrame(table_of(events))
    mask = frame.mask(wanted)
    every = [event.date_start for event in events]
    shown = [event.date_start for event in events if meets(event, wanted)]
    assert frame.next_event_day(day) == min((start for start in every if start > day), default=None)
    assert frame.previous_event_day(day) == max((start for start in every if start < day), default=None)
    assert frame.next_event_day(day, mask) == min((start for start in shown if start > day), default=None)
    assert frame.previous_event_day(day, mask) == max((start for start in shown if start < day), default=None)


@given(some_events(min_size=1), st.sampled_from(BINS), filters())
def test_a_histogram_holds_each_event_in_its_bin_or_as_possible_in_all_that_it_touches(
    events: list[Event], bins: str, wanted: Filter
) -> None:
    frame = EventFrame(table_of(events))
    edges, counts, possible = frame.histogram(bins, wanted)
    first, behind = (np.datetime64(int(day), "D").astype(dt.date) for day in (edges[0], edges[-1]))
    assert first <= frame.first_day
    assert behind > frame.last_day
    shown = [event for event in events if meets(event, wanted)]
    days = [
        (event, (event.date_start - dt.date(1970, 1, 1)).days, (event.date_end - dt.date(1970, 1, 1)).days)
        for event in shown
    ]
    for i, (begin, stop) in enumerate(pairwise(edges)):
        within = [event for event, start, end in days if begin <= start and end < stop]
        touching = [event for event, start, end in days if start < stop and end >= begin]
        assert counts[:, i].sum() == len(within)
        assert possible[i] == len(touching) - len(within)
        for code, event_type in enumerate(EVENT_TYPES):
            assert counts[code, i] == sum(event.event_type == event_type for event in within)


@pytest.mark.parametrize(
    ("bins", "first", "n"),
    [("week", "1999-10-25", 2), ("month", "1999-10-01", 2), ("quarter", "1999-10-01", 1)],
)
def test_bins_begin_on_a_monday_or_on_the_first_of_a_month(bins: str, first: str, n: int) -> None:
    day = {"date_start": dt.date(1999, 11, 1), "date_end": dt.date(1999, 11, 1)}
    edges = EventFrame(row_table({}, day)).histogram(bins).edges
    assert np.datetime64(int(edges[0]), "D") == np.datetime64(first)
    assert len(edges) == n + 1


def test_bins_of_another_name_are_refused() -> None:
    with pytest.raises(EventError, match="'decade', expected one of day, week"):
        EventFrame(row_table({})).histogram("decade")


@given(some_events())
def test_events_are_sorted_by_span_class_and_first_day(events: list[Event]) -> None:
    frame = EventFrame(table_of(events))
    lengths = frame.end_day - frame.start_day + 1
    limits = (0, *SPAN_LIMITS, 10**9)
    assert frame.span_bounds[0] == 0
    assert frame.span_bounds[-1] == frame.n
    for span, (first, stop) in enumerate(pairwise(frame.span_bounds)):
        assert (np.diff(frame.start_day[first:stop]) >= 0).all()
        assert ((lengths[first:stop] > limits[span]) & (lengths[first:stop] <= limits[span + 1])).all()
        assert frame.max_span_days[span] == max(lengths[first:stop] - 1, default=0)


@given(some_events())
def test_each_event_has_its_place_and_its_codes(events: list[Event]) -> None:
    frame = EventFrame(table_of(events))
    assert not frame.places.duplicated().any()
    types, _ = frame.codes("event_type")
    countries, country_names = frame.codes("country")
    for row in range(frame.n):
        event, place = frame.event(row), frame.places.iloc[frame.place_code[row]]
        assert (place["place_id"], place["place"], place["where_prec"]) == (
            event.place_id,
            event.place,
            event.where_prec,
        )
        assert place["latitude"] == event.latitude or np.isnan(place["latitude"])
        assert EVENT_TYPES[types[row]] == event.event_type
        assert country_names[countries[row]] == event.country
    assert frame.values("country") == sorted({event.country for event in events} - {""})


def test_nothing_is_copied_of_a_table_that_is_in_order() -> None:
    frame = EventFrame(table_of([an_event_on(day) for day in range(40)]))
    again = EventFrame(frame.table)
    for column in COLUMNS:
        ours, theirs = (part.table.column(column).chunk(0).buffers() for part in (frame, again))
        assert [buffer and buffer.address for buffer in ours] == [
            buffer and buffer.address for buffer in theirs
        ], column
    days = frame.table.column("date_start").chunk(0).view(pa.int32()).to_numpy()
    assert np.shares_memory(frame.start_day, days)
    codes, _ = frame.codes("country")
    assert np.shares_memory(codes, frame.table.column("country").chunk(0).indices.to_numpy())
    assert codes.dtype == np.uint8


def test_a_filters_mask_is_made_once_whatever_the_window_and_cannot_be_written() -> None:
    frame = EventFrame(table_of([an_event_on(day) for day in range(5)]))
    wanted = Filter(countries=("KG",))
    mask = frame.mask(wanted)
    assert frame.mask(wanted.with_window(dt.date(1999, 1, 1), None)) is mask
    with pytest.raises(ValueError, match="read-only"):
        mask[0] = False


def test_a_mask_from_elsewhere_takes_the_filters_place() -> None:
    frame = EventFrame(table_of([an_event_on(day) for day in range(5)]))
    chosen = np.array([True, False, True, False, False])
    window = Filter(start=dt.date(1999, 1, 1), end=dt.date(1999, 1, 2))
    assert frame.count(window, chosen) == (1, 0, 2)


def an_event_on(day: int) -> Event:
    start = dt.date(1999, 1, 1) + dt.timedelta(day)
    return Event(
        **{**PLAIN, "event_id": f"day-{day}", "date_start": start, "date_end": start, "country": "KG"}
    )


def test_all_faults_of_a_table_are_told_together_with_their_rows() -> None:
    rows: list[dict[str, Any]] = [
        {},
        {"latitude": 95.0},
        {"event_id": "row-0"},
        {"where_prec": 2},
        {"event_type": "Wars"},
        {"fatalities_low": 3, "fatalities_best": 2},
        {"country": "kgz"},
    ]
    with pytest.raises(EventError) as caught:
        EventFrame(row_table(*rows))
    line = str(caught.value)
    assert line.startswith(
        "6 faults in 7 rows: row 2 ('row-1') latitude: found 95.0, expected degrees from -90"
    )
    assert "row 3 ('row-0') event_id: found 'row-0', expected an id that no earlier row has" in line
    assert "row 4 ('row-3') radius_km: found nothing, expected kilometres" in line
    assert line.endswith("; and 1 more")
    assert "\n" not in line


def test_missing_columns_are_named_and_optional_ones_filled() -> None:
    with pytest.raises(EventError, match="found no column latitude, where_prec, expected at least event_id"):
        EventFrame(row_table({}).drop_columns(["where_prec", "latitude"]))
    frame = EventFrame(row_table({}).drop_columns(["date_end", "date_prec"]))
    event = frame.event(0)
    assert event.date_end == event.date_start
    assert (event.date_prec, event.status, event.review) == (1, "occurred", "accepted")
    assert (event.fatalities_best, event.actor1, event.sources) == (None, "", ())
    month = {"date_end": dt.date(1999, 11, 20)}
    assert EventFrame(row_table(month).drop_columns("date_prec")).event(0).date_prec == 4


def test_a_column_of_the_wrong_kind_is_refused_and_an_unknown_one_kept() -> None:
    with pytest.raises(EventError, match=r"date_start: found .*expected a day like"):
        EventFrame(row_table({"date_start": "soon"}))
    with pytest.raises(EventError, match="country: found a column of double"):
        EventFrame(row_table({"country": 1.5}))
    earlier = {"date_start": dt.date(1999, 10, 24), "date_end": dt.date(1999, 10, 24)}
    kept = EventFrame(row_table({"mood": "calm"}, {"mood": "tense", **earlier}))
    assert kept.table.column("mood").to_pylist() == ["tense", "calm"]


def test_chunks_nulls_and_other_dictionaries_make_no_difference() -> None:
    one, two = row_table({"country": "KG"}), row_table({"event_id": "x", "country": None})
    chunked = pa.concat_tables([one, two], promote_options="permissive")
    encoded = chunked.set_column(
        chunked.column_names.index("country"), "country", chunked.column("country").dictionary_encode()
    )
    assert EventFrame(encoded).event(1).country == ""
    assert EventFrame(encoded).digest == EventFrame(chunked.combine_chunks()).digest


@given(st.lists(an_event(), min_size=1, max_size=1), st.sampled_from(("title", "actor1", "place_text")))
def test_the_digest_tells_contents_apart(events: list[Event], field: str) -> None:
    digest = EventFrame(table_of(events)).digest
    assert len(digest) == 32
    assert EventFrame(table_of(events)).digest == digest
    changed = Event(**{**events[0].model_dump(), field: getattr(events[0], field) + "!"})
    assert EventFrame(table_of([changed])).digest != digest


def test_a_frame_without_events_answers_all_the_same() -> None:
    frame = EventFrame(table_of([]))
    assert (frame.n, frame.first_day, frame.last_day, frame.years_span) == (0, None, None, None)
    assert frame.count(Filter(countries=("KG",), words=("x",), area=box_area(0, 0, 1, 1))) == (0, 0, 0)
    assert frame.type_counts(Filter()) == dict.fromkeys(EVENT_TYPES, (0, 0, 0))
    assert frame.histogram().counts.shape == (6, 0)
    assert frame.next_event_day(dt.date(1999, 1, 1)) is None
    assert frame.rows_in(Filter()).tolist() == []
    assert frame.places.empty


def test_an_event_is_found_by_its_id_or_row_and_others_are_refused() -> None:
    frame = EventFrame(table_of([an_event_on(day) for day in range(3)]))
    assert frame.event(frame.row_of("day-2")).date_start == dt.date(1999, 1, 3)
    assert frame.years_span == (1999, 1999)
    with pytest.raises(EventError, match="found no event_id 'day-9'"):
        frame.row_of("day-9")
    with pytest.raises(EventError, match="found row 3, expected one from 0 to 2"):
        frame.event(3)
    with pytest.raises(EventError, match="found column 'title', expected one of event_type"):
        frame.codes("title")
