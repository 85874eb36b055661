"""Whatever is changed and undone in whatever order, the store comes back to the states that it was in."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from event_samples import table_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from postgres_server import PostgresServer
from store_samples import content, event, import_events

from errors import StoreError
from events.columns import conform
from events.store import Alias, DataSet, Store, open_store
from events.storing.splice import in_order
from events.vocabulary import REVIEWS

IDS = ("a", "b", "c", "d")
WORDS = st.sampled_from(("one", "two", "three"))
SOME_IDS = st.lists(st.sampled_from(IDS), min_size=1, max_size=3, unique=True)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from(IDS), WORDS),
        st.tuples(st.just("edit"), st.sampled_from(IDS), WORDS),
        st.tuples(st.just("review"), st.sampled_from(IDS), st.sampled_from(REVIEWS)),
        st.tuples(st.just("remove"), st.sampled_from(IDS), st.none()),
        st.tuples(st.just("merge"), st.sampled_from(IDS), st.sampled_from(IDS)),
        st.tuples(st.just("unmerge"), st.sampled_from(IDS), st.none()),
        st.tuples(st.just("import"), SOME_IDS, WORDS),
        st.tuples(st.just("remove set"), st.sampled_from(("mine", "outside")), st.none()),
        st.tuples(st.just("show"), st.sampled_from(("mine", "outside", "reports")), st.booleans()),
        st.tuples(st.just("describe"), st.sampled_from(("mine", "outside")), WORDS),
        st.tuples(st.just("alias"), st.sampled_from(IDS), WORDS),
        st.tuples(st.just("view"), WORDS, WORDS),
        st.tuples(st.just("report"), WORDS, WORDS),
        st.tuples(st.just("undo"), st.integers(0, 5), st.none()),
    ),
    min_size=1,
    max_size=12,
)
Step = tuple[str, Any, Any]


def take(store: Store, step: Step) -> None:
    """One step; StoreError where it does not fit what is there."""
    kind, what, value = step
    if kind == "import":
        import_events(store, [event(name, title=value) for name in what])
        return
    if kind == "undo":
        if store.revision - what > 0:
            store.undo(store.revision - what)
        return
    with store.change(kind) as change:
        if kind == "add":
            change.add([event(what, title=value)])
        elif kind == "edit":
            there = store.event(what)
            if there is not None:
                fields = {"title": value, "summary": "edited"}
                change.update(there.event.model_copy(update=fields), expected_version=there.version)
        elif kind == "review":
            change.set_review([what], value)
        elif kind == "remove":
            change.remove([what])
        elif kind == "merge":
            change.merge(event(what, title="merged"), [value])
        elif kind == "unmerge":
            change.unmerge(what)
        elif kind == "remove set":
            change.remove_data_set(what)
        elif kind == "show":
            change.show_data_set(what, value)
        elif kind == "describe":
            change.add_data_set(DataSet(what, title=value))
        elif kind == "alias":
            change.add_alias(Alias(what, "place", note=value))
        elif kind == "view":
            change.save_view(what, f"?words={value}")
        elif kind == "report":
            report_id = change.add_report(text=what, title=value)
            change.add([event(f"of-{what}", review="draft", title=value)], report_id=report_id)


def run(store: Store, steps: list[Step]) -> None:
    """Take all steps, then undo the changes from the last to the first: each brings back the state before."""
    first = store.revision
    states = {first: content(store)}
    for step in steps:
        before = store.revision
        try:
            take(store, step)
        except StoreError:
            assert store.revision == before
            assert content(store) == states[before]
            continue
        assert store.revision in (before, before + 1)
        if store.revision == before:
            assert content(store) == states[before]
        states[store.revision] = content(store)
        the_frame_is_right(store)
    last = store.revision
    for number in range(last, first, -1):
        (change,) = [one for one in store.changes(10_000) if one.change_id == number]
        if change.undone_by is not None:
            # Undone already: bringing it back and undoing it again is no way on, the state is that before it.
            continue
        store.undo(number)
        the_frame_is_right(store)
    assert content(store) == states[first]


def the_frame_is_right(store: Store) -> None:
    """The frame, renewed step by step, is what a frame made anew of the events themselves is."""
    hidden = {one.name for one in store.data_sets() if not one.shown}
    shown = [
        one.event
        for one in store.events(review="accepted")
        if not one.folded_into and one.event.dataset not in hidden
    ]
    frame = store.frame()
    found = {name: frame.event(frame.row_of(name)) for name in frame.table.column("event_id").to_pylist()}
    assert found == {one.event_id: one for one in shown}
    anew = in_order(conform(table_of(shown)))
    assert frame.table.column("event_id").equals(anew.column("event_id"))


@settings(max_examples=25)
@given(steps=STEPS)
def test_any_sequence_of_changes_is_undone_to_where_it_began(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "incidents.sqlite")
        try:
            run(store, steps)
        finally:
            store.close()


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_in_postgresql_too(
    postgres: PostgresServer, opened: Callable[[str], Store], steps: list[Step]
) -> None:
    run(opened(postgres.address()), steps)
