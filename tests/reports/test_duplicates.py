"""Duplicates across reports: pairs with reasons, a pure fold, and undoing it by leaving a pair out."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from events.event import Event, Source
from reports.duplicates import compare, fold, merge, propose


def event(event_id: str, publisher: str, **fields: Any) -> Event:
    values: dict[str, Any] = {
        "event_id": event_id,
        "date_start": date(2004, 5, 3),
        "date_end": date(2004, 5, 3),
        "date_prec": 1,
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": "Military Forces of Kyrgyzstan",
        "place": "Isfara",
        "place_id": "isfara",
        "country": "TJ",
        "latitude": 40.12,
        "longitude": 70.63,
        "where_prec": 1,
        "fatalities_best": 4,
        "sources": (Source(publisher=publisher, title="One day"),),
        **fields,
    }
    return Event(**values)


def test_one_event_in_two_reports_is_proposed_with_reasons_that_add_up() -> None:
    pairs = propose([event("a", "Wire"), event("b", "Weekly")])
    assert len(pairs) == 1
    assert pairs[0].score == sum(reason.points for reason in pairs[0].reasons)
    assert {reason.name for reason in pairs[0].reasons} == {"dates", "place", "type", "actors", "numbers"}
    assert all(reason.words for reason in pairs[0].reasons)


def test_events_of_one_report_are_not_proposed() -> None:
    assert propose([event("a", "Wire"), event("b", "Wire")]) == []


def test_far_places_and_other_days_exclude_a_pair() -> None:
    first = event("a", "Wire")
    assert compare(first, event("b", "Weekly", latitude=38.5, longitude=68.8, place_id="dushanbe")) is None
    later = date(2004, 5, 9)
    assert compare(first, event("b", "Weekly", date_start=later, date_end=later)) is None


def test_other_numbers_lower_the_score() -> None:
    same = compare(event("a", "Wire"), event("b", "Weekly"))
    other = compare(event("a", "Wire"), event("b", "Weekly", fatalities_best=40))
    assert same is not None
    assert other is not None
    assert other.score < same.score


def test_merging_counts_reports_and_events_and_keeps_all_sources() -> None:
    events = [
        event("a", "Wire"),
        event(
            "b",
            "Weekly",
            date_start=date(2004, 5, 1),
            date_end=date(2004, 5, 4),
            date_prec=2,
            fatalities_best=5,
        ),
        event("c", "Radio", place_id="osh", latitude=40.53, longitude=72.8, place="Osh"),
    ]
    before = [one.model_dump() for one in events]
    folded = merge(events, 0.5)
    assert folded.words == "3 reports, 2 events"
    assert [one.model_dump() for one in events] == before
    one = folded.events[0]
    assert one.event_id == "a"
    assert {source.publisher for source in one.sources} == {"Wire", "Weekly"}
    assert (one.date_start, one.date_end) == (date(2004, 5, 3), date(2004, 5, 3))
    assert (one.fatalities_low, one.fatalities_best, one.fatalities_high) == (4, 4, 5)


def test_leaving_a_pair_out_undoes_it() -> None:
    events = [event("a", "Wire"), event("b", "Weekly")]
    folded = merge(events)
    assert len(folded.events) == 1
    undone = fold(events, [pair for pair in folded.pairs if pair is not folded.pairs[0]])
    assert list(undone.events) == events


def test_long_intervals_are_compared_as_well() -> None:
    year = event("b", "Weekly", date_start=date(2004, 1, 1), date_end=date(2004, 12, 31), date_prec=5)
    assert len(propose([event("a", "Wire"), year], 0.4)) == 1


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 9)), max_size=8), st.floats(0, 1)
)
def test_folding_loses_no_source(rows: list[tuple[int, int, int]], threshold: float) -> None:
    events = [
        event(
            f"e{number}",
            f"Paper {number}",
            date_start=date(2004, 5, 1 + day),
            date_end=date(2004, 5, 1 + day),
            latitude=40.0 + shift / 10,
            place_id="",
            fatalities_best=dead,
        )
        for number, (day, shift, dead) in enumerate(rows)
    ]
    folded = merge(events, threshold)
    assert {s.publisher for e in folded.events for s in e.sources} == {f"Paper {n}" for n in range(len(rows))}
    assert len(folded.events) <= len(events)
