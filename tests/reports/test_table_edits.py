"""Edits of a table's cells: written one event at a time, refused in words, told when somebody was first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_incidents import sample_event

from events.store import Store, open_store
from reports.table_edits import tag_events, write_edits, write_over


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "store.db")
    with opened.change("import") as change:
        change.add([sample_event("one", title="First"), sample_event("two", title="Second")])
    yield opened
    opened.close()


def versions(store: Store) -> dict[str, int]:
    return {stored.event.event_id: stored.version for stored in store.events(ids=["one", "two"])}


def test_cells_become_fields_and_a_new_interval_a_new_precision(store: Store) -> None:
    outcome = write_edits(
        store,
        {"one": {"title": "Clash at the ford", "date_end": "1999-10-31T00:00:00.000", "chosen": True}},
        versions(store),
    )
    event = store.event("one").event
    assert outcome.written == ("one",)
    assert event.title == "Clash at the ford"
    assert event.date_end.isoformat() == "1999-10-31"
    assert event.date_prec > 1


def test_a_refused_cell_is_told_and_does_not_hold_up_the_others(store: Store) -> None:
    before = store.event("one").event
    outcome = write_edits(
        store,
        {"one": {"fatalities_low": 9, "fatalities_best": 2}, "two": {"actor1": None}},
        versions(store),
    )
    assert outcome.written == ("two",)
    assert "one" in outcome.problems[0]
    assert "fatalities" in outcome.problems[0]
    assert store.event("one").event == before
    assert store.event("two").event.actor1 == ""


def test_who_comes_second_sees_both_versions_and_may_write_over(store: Store) -> None:
    seen = versions(store)
    write_edits(store, {"one": {"title": "Theirs"}}, seen, who="ana")
    outcome = write_edits(store, {"one": {"title": "Mine"}}, seen, who="bek")
    assert outcome.written == ()
    (clash,) = outcome.clashes
    assert (clash.mine.title, clash.theirs.event.title) == ("Mine", "Theirs")
    assert store.event("one").event.title == "Theirs"
    write_over(store, clash, who="bek")
    assert store.event("one").event.title == "Mine"


def test_tags_are_added_once_in_one_change_that_can_be_undone(store: Store) -> None:
    assert tag_events(store, ["one", "two"], "border") == 2
    assert tag_events(store, ["one", "two"], "border") == 0
    assert store.event("two").event.tags.count("border") == 1
    store.undo(store.changes(limit=1)[0].change_id)
    assert "border" not in store.event("one").event.tags


def test_a_cell_of_tags_replaces_them(store: Store) -> None:
    write_edits(store, {"one": {"tags": "water; border", "title": "Both"}}, versions(store))
    event = store.event("one").event
    assert event.tags == ("water", "border")
    assert event.title == "Both"
