"""A page of the table of events: what a filter and a search leave, in order, so many at a time."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_incidents import sample_event

from errors import EventError
from events.filter import Filter
from events.listing import SORTABLE, frame_of, list_events

EVENTS = [
    sample_event("b", title="Bridge closed", date_start="1999-08-30", date_end="1999-08-30"),
    sample_event("a", title="army moves", date_start="2000-05-01", date_end="2000-05-01"),
    sample_event("c", title="", date_start="1999-09-15", date_end="1999-09-15"),
]


def test_the_order_is_that_of_the_column_and_what_lacks_it_comes_last() -> None:
    frame = frame_of(EVENTS)
    assert list_events(frame, Filter(), sort="date_start").ids == ["b", "c", "a"]
    assert list_events(frame, Filter(), sort="title").ids == ["a", "b", "c"]
    assert list_events(frame, Filter(), sort="title", descending=True).ids == ["b", "a", "c"]


def test_a_search_and_the_filter_hold_together() -> None:
    frame = frame_of(EVENTS)
    assert list_events(frame, Filter(), search="bridge").ids == ["b"]
    autumn = Filter(start=dt.date(1999, 9, 1), end=dt.date(1999, 12, 31))
    assert list_events(frame, autumn, search="bridge").total == 0
    assert list_events(frame, autumn).ids == ["c"]


def test_an_unknown_column_is_told() -> None:
    with pytest.raises(EventError, match=r"sort: found 'shoe size', expected one of date_start"):
        list_events(frame_of(EVENTS), Filter(), sort="shoe size")


def test_no_events_make_an_empty_page() -> None:
    listing = list_events(frame_of([]), Filter())
    assert (listing.ids, listing.total, listing.pages) == ([], 0, 1)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 23), st.integers(1, 9), st.sampled_from(SORTABLE), st.booleans())
def test_the_pages_together_hold_each_event_once(n: int, size: int, sort: str, descending: bool) -> None:
    frame = frame_of([sample_event(f"e{i}", title=f"t{i % 5}") for i in range(n)])
    first = list_events(frame, Filter(), sort=sort, descending=descending, size=size)
    ids = [
        event_id
        for page in range(1, first.pages + 1)
        for event_id in list_events(
            frame, Filter(), sort=sort, descending=descending, size=size, page=page
        ).ids
    ]
    assert sorted(ids) == sorted(f"e{i}" for i in range(n))
    assert list_events(frame, Filter(), size=size, page=first.pages + 5).page == first.pages
