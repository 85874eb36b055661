"""Whole tables come in at once: new rows, changed ones under a person's corrections, and out again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from event_samples import some_events, table_of
from hypothesis import HealthCheck, given, settings
from store_samples import SOURCE, add, content, edit, event, import_events, originals, the

from errors import EventError, StoreError
from events.event import Event
from events.store import DataSet, Store, TableCounts

Open = Callable[[str | Path], Store]


def rows(n: int = 5, **fields: object) -> list[Event]:
    return [event(f"x-{i}", title=f"title {i}", **fields) for i in range(n)]


def imported(given_event: Event) -> Event:
    """An event as it is in the store after its import."""
    return given_event.model_copy(update={"dataset": "outside"})


def test_rows_come_in_as_one_change_and_one_import(store: Store) -> None:
    n, revision = store.frame().n, store.revision
    assert import_events(store, rows()) == TableCounts(added=5)
    assert store.revision == revision + 1
    assert store.changes(1)[0].revisions == 5
    assert [one.event for one in store.events(dataset="outside")] == [imported(one) for one in rows()]
    assert [one.import_row for one in store.events(dataset="outside")] == [0, 1, 2, 3, 4]
    assert store.frame().n == n + 5
    (one,) = store.imports()
    assert (one.source, one.dataset, one.change_id, one.added) == (SOURCE, "outside", revision + 1, 5)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=some_events(min_size=1, max_size=6))
def test_any_rows_come_back_as_they_were_put_in(store: Store, events: list[Event]) -> None:
    import_events(store, events)
    assert [one.event for one in store.events(dataset="outside")] == sorted(
        map(imported, events), key=lambda one: one.event_id
    )
    frame = store.frame()
    shown = {one.event_id: imported(one) for one in events if one.review == "accepted"}
    assert {name: frame.event(frame.row_of(name)) for name in shown} == shown
    store.undo(store.revision)
    assert store.events(dataset="outside") == []


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    import_events(store, rows())
    before, revision = content(store), store.revision
    assert import_events(store, rows()) == TableCounts(unchanged=5)
    assert (content(store), store.revision) == (before, revision)


def test_changed_rows_are_written_in_place_under_a_persons_corrections(store: Store) -> None:
    import_events(store, rows())
    edit(store, "x-1", title="mine", summary="looked at")
    with store.change("reject") as change:
        change.set_review(["x-2"], "rejected")
    assert the(store, "x-1").corrected == {"title": "title 1", "summary": ""}
    newer = [one.model_copy(update={"title": f"new {one.title}", "place": "Osh"}) for one in rows()]
    assert import_events(store, newer) == TableCounts(changed=5)
    plain, corrected, rejected = (the(store, f"x-{i}") for i in range(3))
    assert (plain.event.title, plain.event.place, plain.corrected) == ("new title 0", "Osh", {})
    assert (corrected.event.title, corrected.event.place) == ("mine", "Osh")
    assert corrected.event.summary == "looked at"
    assert corrected.corrected == {"title": "new title 1", "summary": ""}
    assert (rejected.event.review, rejected.event.title) == ("rejected", "new title 2")
    frame = store.frame()
    assert frame.event(frame.row_of("x-1")) == corrected.event
    assert import_events(store, newer) == TableCounts(unchanged=5)
    before_the_edit = store.history("x-1")[-1]
    assert before_the_edit.after is not None and before_the_edit.after["title"] == "title 1"


def test_a_correction_that_the_source_takes_over_is_none_any_more(store: Store) -> None:
    import_events(store, rows(1))
    edit(store, "x-0", title="right")
    import_events(store, [rows(1)[0].model_copy(update={"title": "right", "place": "Osh"})])
    assert the(store, "x-0").corrected == {}
    edit(store, "x-0", place="Batken")
    edit(store, "x-0", place="Osh")
    assert the(store, "x-0").corrected == {}


def test_a_cell_that_we_have_no_column_for_counts_as_a_change(store: Store) -> None:
    import_events(store, rows(2))
    cells = originals(rows(2)).set_column(1, "notes", pa.array(["title 0|", "renewed"]))
    with store.change("import") as change:
        counts = change.add_table(table_of(rows(2)), dataset="outside", original=cells, source=SOURCE)
    assert counts == TableCounts(changed=1, unchanged=1)
    assert store.originals(["x-1"]).column("notes").to_pylist() == ["renewed"]


def test_events_that_a_person_removed_stay_away_and_those_of_a_removed_set_come_back(store: Store) -> None:
    import_events(store, rows())
    with store.change("remove") as change:
        change.remove(["x-3"])
    newer = [one.model_copy(update={"title": "new"}) for one in rows()]
    assert import_events(store, newer) == TableCounts(changed=4, kept_away=1)
    assert store.event("x-3") is None
    with store.change("remove") as change:
        change.remove_data_set("outside")
    assert import_events(store, rows()) == TableCounts(added=4, kept_away=1)
    titles = [one.event.title for one in store.events(dataset="outside")]
    assert titles == [f"title {i}" for i in (0, 1, 2, 4)]
    assert store.imports()[0].added == 4


def test_an_import_is_undone_and_brought_back_as_a_whole(store: Store) -> None:
    import_events(store, rows())
    edit(store, "x-1", title="mine")
    before = content(store)
    newer = [one.model_copy(update={"title": "new"}) for one in rows(7)]
    import_events(store, newer)
    after, number = content(store), store.revision
    undo = store.undo(number)
    assert content(store) == before
    assert len(store.imports()) == 1
    store.undo(undo.change_id)
    assert content(store) == after
    newest = edit(store, "x-6", title="mine")
    with pytest.raises(StoreError, match=f"x-6 was changed again by change {newest}"):
        store.undo(number)


def test_original_cells_are_kept_without_loss(store: Store) -> None:
    events = [*rows(3), event("x-9", admin2="no own id")]
    import_events(store, events)
    add(store, event("by-hand"))
    found = store.originals(["x-9", "x-0", "by-hand"])
    assert found.column(0).to_pylist() == ["x-0", "x-9"]
    expected = originals(events).take(pa.array([0, 3]))
    assert found.column_names[1:] == expected.column_names
    for place, name in enumerate(expected.column_names, 1):
        assert found.column(place).to_pylist() == expected.column(name).to_pylist()
    assert store.originals(["x-0"]).schema.metadata == {b"dialect": b"semicolons"}
    assert store.originals(dataset="outside").num_rows == 4
    assert store.originals([]).num_rows == 0


def test_two_files_of_one_change_are_two_imports(store: Store) -> None:
    other = replace(SOURCE, file="other.csv")
    with store.change("import") as change:
        change.add_data_set(DataSet("outside", title="Outside", licence="CC0"))
        for source, part in ((SOURCE, rows(2)), (other, [event("y")])):
            change.add_table(table_of(part), dataset="outside", original=None, source=source)
    assert {one.source.file: one.added for one in store.imports()} == {"outside.csv": 2, "other.csv": 1}
    store.undo(store.revision)
    assert store.imports() == [] and store.events(dataset="outside") == []


def test_rows_that_break_a_rule_or_come_twice_are_refused_whole(store: Store) -> None:
    before = content(store)
    bad = table_of(rows(2)).set_column(16, "latitude", pa.array([95.0, 1.0]))
    with pytest.raises(EventError, match="latitude: found 95"), store.change("import") as change:
        change.add_table(table_of([event("ok")]), dataset="outside", original=None, source=SOURCE)
        change.add_table(bad, dataset="outside", original=None, source=SOURCE)
    with pytest.raises(StoreError, match="event x-0 twice"), store.change("import") as change:
        for _ in range(2):
            change.add_table(table_of(rows(2)), dataset="outside", original=None, source=SOURCE)
    with pytest.raises(StoreError, match="found 1 original rows for 2"), store.change("import") as change:
        change.add_table(table_of(rows(2)), dataset="outside", original=originals(rows(1)), source=SOURCE)
    assert content(store) == before


def test_others_write_while_rows_are_being_set_ready(store: Store, address: str, opened: Open) -> None:
    import_events(store, rows(3))
    other = opened(address)
    with store.change("import") as change:
        change.add_table(
            table_of([one.model_copy(update={"title": "new"}) for one in rows(5)]),
            dataset="outside",
            original=originals(rows(5)),
            source=SOURCE,
        )
        edit(other, "x-0", title="theirs")
        with other.change("remove") as theirs:
            theirs.remove(["x-1"])
        add(other, event("x-4", title="made by hand"))
    titles = {one.event.event_id: one.event.title for one in store.events(dataset="outside")}
    assert titles == {"x-0": "theirs", "x-2": "new", "x-3": "new", "x-4": "new"}
    frame = other.frame()
    shown = {name: frame.event(frame.row_of(name)).title for name in titles}
    assert shown == titles
    with pytest.raises(EventError):
        frame.row_of("x-1")


def test_what_a_killed_import_left_behind_is_swept(store: Store, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import os; print(os.getpid())"]
    ended = subprocess.run(command, capture_output=True, check=True)
    folder = store._opened.folder
    left = folder / f"import-{int(ended.stdout)}-abcdef12"
    left.mkdir(parents=True)
    (left / "rows.sqlite").write_text("half done", encoding="utf-8")
    import_events(store, rows(1))
    assert not list(folder.glob("import-*"))
