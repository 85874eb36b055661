"""What the store promises, in SQLite and in PostgreSQL alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from event_samples import some_events
from hypothesis import HealthCheck, given, settings
from store_samples import add, content, edit, event, the

from errors import EventError, StoreError
from events.event import Event, Source
from events.shipped import shipped_frame
from events.store import Alias, DataSet, StaleEventError, Store, StoredReport

Open = Callable[[str | Path], Store]


def test_a_new_store_holds_the_shipped_incidents_with_their_licence_and_only_once(
    store: Store, address: str, opened: Open
) -> None:
    assert store.frame().n == shipped_frame().n
    (shipped,) = store.data_sets()
    assert shipped.licence and shipped.attribution and shipped.shown
    assert shipped.events == shipped_frame().n
    with store.change("remove") as change:
        change.remove_data_set(shipped.name)
    again = opened(address)
    assert again.frame().n == 0
    assert again.data_sets() == []
    again.undo(again.revision)
    assert store.frame().n == shipped_frame().n


def test_an_event_comes_back_as_it_was_put_in(store: Store) -> None:
    source = Source(
        publisher="Paper", url="https://example.org/a", paragraph=2, start=3, end=9, quote="It is."
    )
    given_event = event(
        "full",
        sources=(source,),
        tags=("border", "water"),
        other_actors=("elders",),
        fatalities_best=3,
        confidence=0.25,
        summary="Вооружённая группа",
    )
    number = add(store, given_event)
    stored = the(store, "full")
    assert stored.event == given_event
    assert (stored.version, stored.changed, stored.report_id, stored.as_added) == (1, number, None, True)
    row = store.frame().row_of("full")
    assert store.frame().event(row) == given_event


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=some_events(max_size=6))
def test_any_events_come_back_as_they_were_put_in(store: Store, events: list[Event]) -> None:
    number = add(store, *events)
    found = store.events(ids=[one.event_id for one in events])
    assert [one.event for one in found] == sorted(events, key=lambda one: one.event_id)
    accepted = {one.event_id for one in events if one.review == "accepted"}
    shown = set(store.frame().table.column("event_id").to_pylist())
    assert accepted <= shown
    assert not shown & ({one.event_id for one in events} - accepted)
    if events:
        store.undo(number)
    assert store.events(ids=[one.event_id for one in events]) == []


def test_each_change_says_who_when_and_why_and_what_was_before(store: Store) -> None:
    began = dt.datetime.now(dt.UTC)
    add(store, event("e", title="old"))
    there = the(store, "e")
    with store.change("edit", who="Aigul", why="the paper was wrong") as change:
        stored = change.update(
            there.event.model_copy(update={"title": "new"}), expected_version=there.version
        )
    assert stored.version == 2 and stored.changed == change.id and not stored.as_added
    newest, first = store.history("e")
    assert (newest.change.who, newest.change.why, newest.change.kind) == (
        "Aigul",
        "the paper was wrong",
        "edit",
    )
    assert newest.change.revisions == 1
    assert began <= newest.change.when <= dt.datetime.now(dt.UTC)
    assert newest.before is not None and newest.after is not None
    assert (newest.before["title"], newest.after["title"]) == ("old", "new")
    assert newest.after["date_start"] == "1999-10-25"
    assert first.before is None and first.change.who
    assert store.changes(limit=1) == [newest.change]
    assert [revision.key for revision in store.revisions(newest.change.change_id)] == ["e"]


def test_of_two_who_edit_one_event_the_second_is_told_and_shown_both_versions(
    store: Store, address: str, opened: Open
) -> None:
    add(store, event("e", title="old"))
    seen = the(store, "e")
    edit(opened(address), "e", title="theirs")
    mine = seen.event.model_copy(update={"title": "mine"})
    with (
        pytest.raises(StaleEventError, match="somebody else has changed it") as caught,
        store.change("edit") as change,
    ):
        change.update(mine, expected_version=seen.version)
    assert caught.value.mine == mine
    assert caught.value.theirs.event.title == "theirs"
    with store.change("edit") as change:
        change.update(mine, expected_version=caught.value.theirs.version)
    assert the(store, "e").event.title == "mine"


def test_a_change_that_fails_leaves_nothing_behind(store: Store) -> None:
    before, revision = content(store), store.revision
    with pytest.raises(ZeroDivisionError), store.change("all at once") as change:
        change.add([event("a"), event("b")])
        change.save_view("v", "?from=1999-01-01")
        change.remove_data_set("reports")
        _ = 1 / 0
    assert content(store) == before
    assert store.revision == revision


def test_a_change_in_which_nothing_is_written_is_none(store: Store) -> None:
    add(store, event("e"))
    revision = store.revision
    with store.change("edit") as change:
        change.update(the(store, "e").event, expected_version=1)
        change.set_review(["e"], "accepted")
    with store.change("nothing"):
        pass
    assert store.revision == revision
    assert the(store, "e").version == 1


def test_a_draft_is_on_the_map_once_it_is_accepted(store: Store) -> None:
    before = store.frame()
    add(store, event("d", review="draft"))
    assert store.frame() is before, "a draft changes nothing of what the map shows"
    with store.change("accept") as change:
        change.set_review(["d"], "accepted")
    after = store.frame()
    assert after.digest != before.digest
    assert after.n == before.n + 1
    with store.change("reject") as change:
        change.set_review(["d"], "rejected")
    assert store.frame().n == before.n
    with pytest.raises(EventError, match="review"), store.change("odd") as change:
        change.set_review(["d"], "perhaps")


def test_the_frame_sees_what_other_processes_write(store: Store, address: str, opened: Open) -> None:
    other = opened(address)
    assert other.frame().digest == store.frame().digest
    add(other, event("e", title="theirs"))
    frame = store.frame()
    assert frame.event(frame.row_of("e")).title == "theirs"
    assert store.revision == other.revision
    assert frame.digest == other.frame().digest
    assert frame.table.equals(other.frame().table)


def test_undo_brings_back_and_can_be_undone(store: Store) -> None:
    add(store, event("e", title="one"))
    first = content(store)
    number = edit(store, "e", title="two")
    second = content(store)
    undo = store.undo(number, who="Aigul")
    assert (undo.undoes, undo.who, undo.kind) == (number, "Aigul", "undo")
    assert content(store) == first
    with pytest.raises(StoreError, match=f"undone by change {undo.change_id} already"):
        store.undo(number)
    store.undo(undo.change_id)
    assert content(store) == second
    assert the(store, "e").version == 4, "a version is never given twice"
    store.undo(number)
    assert content(store) == first
    with pytest.raises(StoreError, match="no change 999"):
        store.undo(999)


def test_undo_says_which_newer_change_stands_in_its_way(store: Store) -> None:
    add(store, event("e", title="one"))
    older = edit(store, "e", title="two")
    newer = edit(store, "e", title="three")
    with pytest.raises(StoreError, match=f"event e was changed again by change {newer}"):
        store.undo(older)
    store.undo(newer)
    store.undo(older)
    assert the(store, "e").event.title == "one"


def test_events_that_are_there_or_are_not_are_told(store: Store) -> None:
    add(store, event("e"))
    with pytest.raises(StoreError, match="the ids e, expected ids that are not there"):
        add(store, event("e"))
    with pytest.raises(StoreError, match="the ids twice"):
        add(store, event("twice"), event("twice"))
    for write in ("remove", "set_review"):
        with pytest.raises(StoreError, match="no such event"), store.change("x") as change:
            getattr(change, write)(["lost"], *(["draft"] if write == "set_review" else []))
    with pytest.raises(StoreError, match="no such event"), store.change("x") as change:
        change.update(event("lost"), expected_version=1)
    with pytest.raises(StoreError, match="found no report"):
        add(store, event("r"), report_id="lost")
    with store.change("remove") as change:
        change.remove(["e"])
    assert store.event("e") is None
    add(store, event("e", title="again"))
    assert the(store, "e").version > 1
    assert [revision.before is None for revision in store.history("e")] == [True, False, True]


def test_a_merge_folds_events_into_one_and_can_be_taken_apart(store: Store) -> None:
    add(store, event("a", title="a"), event("b", title="b"), event("c"))
    before = content(store)
    n = store.frame().n
    with store.change("merge", why="the same clash") as change:
        change.merge(event("a", title="a and b"), ["b", "c"], expected_version=1)
    assert store.merges() == [("a", ("b", "c"), "the same clash")]
    assert store.frame().n == n - 2
    assert the(store, "b").folded_into == "a", "a folded event keeps existing"
    with pytest.raises(StoreError, match="folded into a already"), store.change("merge") as change:
        change.merge(event("c"), ["a"])
    with store.change("unmerge") as change:
        change.unmerge("a")
    assert content(store) == before
    with pytest.raises(StoreError, match="nothing folded"), store.change("unmerge") as change:
        change.unmerge("a")


def test_a_merge_of_an_edited_event_keeps_the_edit_when_it_is_taken_apart(store: Store) -> None:
    add(store, event("a", title="a"), event("b"))
    with store.change("merge") as change:
        change.merge(event("a", title="both"), ["b"])
    edit(store, "a", summary="looked at again")
    with store.change("unmerge") as change:
        change.unmerge("a")
    assert (the(store, "a").event.title, the(store, "a").event.summary) == ("both", "looked at again")
    assert the(store, "b").folded_into == ""


def test_what_is_folded_comes_back_when_the_kept_one_is_removed(store: Store) -> None:
    add(store, event("a"), event("b"))
    with store.change("merge") as change:
        change.merge(event("a", title="both"), ["b"])
    before = content(store)
    with store.change("remove") as change:
        change.remove(["a"])
    assert the(store, "b").folded_into == ""
    store.undo(store.revision)
    assert content(store) == before


def test_reports_are_kept_once_and_go_with_their_drafts(store: Store) -> None:
    report = StoredReport(
        text="A clash.\n\nMore.",
        title="News",
        published_start=dt.date(1999, 10, 27),
        notes=("one", "two"),
        source="news.txt",
    )
    with store.change("report", who="Aigul") as change:
        report_id = change.add_report(report)
        change.add([event("draft", review="draft"), event("kept")], report_id=report_id)
    revision = store.revision
    with store.change("report") as change:
        assert change.add_report(text=report.text, title="the same text again") == report_id
    assert store.revision == revision
    stored = store.report(report_id)
    assert stored is not None and stored in store.reports()
    assert (stored.title, stored.notes, stored.added_by) == ("News", ("one", "two"), "Aigul")
    assert stored.published_start == dt.date(1999, 10, 27)
    assert [one.event.event_id for one in store.events(report_id=report_id)] == ["draft", "kept"]
    assert [one.change_id for one in store.changes(report_id=report_id)] == [revision]
    before = content(store)
    with store.change("report") as change:
        change.remove_report(report_id)
    assert store.report(report_id) is None
    assert [one.event.event_id for one in store.events(report_id=report_id)] == ["kept"]
    assert len(store.changes(report_id=report_id)) == 2
    store.undo(store.revision)
    assert content(store) == before


def test_events_of_a_report_come_in_the_order_of_their_evidence(store: Store) -> None:
    with store.change("report") as change:
        report_id = change.add_report(text="long")
        spans = {"z": 5, "a": 90, "m": 40}
        change.add(
            [event(name, sources=(Source(start=at, end=at + 3),)) for name, at in spans.items()],
            report_id=report_id,
        )
    assert [one.event.event_id for one in store.events(report_id=report_id)] == ["z", "m", "a"]


def test_what_is_known_of_a_report_can_be_corrected_but_not_its_text(store: Store) -> None:
    with store.change("report") as change:
        report_id = change.add_report(text="text", title="wrong")
    stored = store.report(report_id)
    assert stored is not None
    with store.change("report") as change:
        change.update_report(StoredReport(text="text", title="right", report_id=report_id))
    corrected = store.report(report_id)
    assert corrected is not None and corrected.title == "right"
    assert (corrected.added, corrected.added_by) == (stored.added, stored.added_by)
    with pytest.raises(StoreError, match="no report with this text"), store.change("report") as change:
        change.update_report(StoredReport(text="other", report_id=report_id))


def test_data_sets_are_shown_hidden_and_removed(store: Store) -> None:
    add(store, event("mine"))
    assert {one.name: (one.title, one.events) for one in store.data_sets()}["mine"] == ("", 1)
    n = store.frame().n
    with store.change("hide") as change:
        change.show_data_set("mine", False)
    assert store.frame().n == n - 1
    assert [one.shown for one in store.data_sets() if one.name == "mine"] == [False]
    with store.change("describe") as change:
        change.add_data_set(DataSet("mine", title="My own", licence="CC0", shown=True))
    assert store.frame().n == n
    before = content(store)
    with store.change("remove") as change:
        change.remove_data_set("mine")
    assert store.event("mine") is None
    assert "mine" not in {one.name for one in store.data_sets()}
    store.undo(store.revision)
    assert content(store) == before


def test_aliases_and_views_are_kept_replaced_and_removed(store: Store) -> None:
    alias = Alias("Jirgatal", "jirgatol", dt.date(1990, 1, 1), None, "as the paper writes it")
    with store.change("alias") as change:
        change.add_alias(alias)
        change.save_view("Batken 1999", "?from=1999-08-01")
    with store.change("view") as change:
        change.save_view("Batken 1999", "?from=1999-09-01")
    assert store.aliases() == [alias]
    assert [(view.name, view.link) for view in store.views()] == [("Batken 1999", "?from=1999-09-01")]
    with store.change("remove") as change:
        change.remove_alias("Jirgatal", "jirgatol")
        change.remove_view("Batken 1999")
    assert store.aliases() == [] and store.views() == []
    store.undo(store.revision)
    assert store.aliases() == [alias]
    for name, arguments in (("remove_view", ["lost"]), ("remove_alias", ["lost", "p"])):
        with pytest.raises(StoreError, match="found none called"), store.change("x") as change:
            getattr(change, name)(*arguments)
    (revision,) = (one for one in store.revisions(store.revision) if one.table == "aliases")
    assert revision.before is None and revision.after is not None
    assert revision.after["text"] == "Jirgatal"


def test_a_row_that_was_changed_again_is_not_put_back(store: Store) -> None:
    with store.change("view") as change:
        change.save_view("v", "?a=1")
    older = store.revision
    with store.change("view") as change:
        change.save_view("v", "?a=2")
    with pytest.raises(StoreError, match=f"view 'v' was changed again by change {older + 1}"):
        store.undo(older)


def test_threads_share_a_store(store: Store) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def work(number: int) -> int:
        add(store, event(f"t-{number}"))
        return store.frame().n

    n = store.frame().n
    with ThreadPoolExecutor(6) as pool:
        counts: list[Any] = list(pool.map(work, range(12)))
    assert max(counts) == store.frame().n == n + 12
    assert store.revision == 13
