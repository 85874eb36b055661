"""Events and tables for the tests of the store, and a store's whole content to compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from event_samples import PLAIN, table_of

from events.event import Event
from events.store import ImportSource, Store, StoredEvent

SOURCE = ImportSource("outside.csv", "acled", digest="ab" * 16)


def event(event_id: str, **fields: Any) -> Event:
    """A plain event of the data set "mine" with other values here and there."""
    return Event(**{**PLAIN, "event_id": event_id, "dataset": "mine", **fields})


def add(store: Store, *events: Event, report_id: str | None = None) -> int:
    """Add events in a change of their own; its number."""
    with store.change("add") as change:
        change.add(events, report_id=report_id)
    return store.revision


def the(store: Store, event_id: str) -> StoredEvent:
    """The event of that id, which must be there."""
    found = store.event(event_id)
    assert found is not None
    return found


def edit(store: Store, event_id: str, **fields: Any) -> int:
    """Change fields of an event in a change of their own; its number."""
    there = the(store, event_id)
    with store.change("edit") as change:
        change.update(there.event.model_copy(update=fields), expected_version=there.version)
    return store.revision


def import_events(store: Store, events: Sequence[Event], source: ImportSource = SOURCE) -> Any:
    """Import events in two calls, with an original row for each; what the store counted."""
    half = (len(events) + 1) // 2
    with store.change("import") as change:
        counts = [
            change.add_table(table_of(list(part)), dataset="outside", original=originals(part), source=source)
            for part in (events[:half], events[half:])
            if part
        ]
    return sum(counts[1:], counts[0])


def originals(events: Sequence[Event]) -> pa.Table:
    """Rows as an outside file has them: its own columns, all text, with what we have no column for."""
    return pa.table(
        {
            "data_id": [event.event_id for event in events],
            "notes": [f"{event.title}|{event.summary}" for event in events],
            "event_id": [None if event.admin2 else f"own {event.place}" for event in events],
        },
        schema=pa.schema(
            [("data_id", pa.string()), ("notes", pa.string()), ("event_id", pa.string())],
            metadata={b"dialect": b"semicolons"},
        ),
    )


def content(store: Store) -> dict[str, Any]:
    """All that a reader can see in a store but its history and versions."""
    return {
        "events": {
            one.event.event_id: (one.event, one.report_id, one.folded_into, one.corrected, one.import_id)
            for one in store.events()
        },
        "reports": store.reports(),
        "data sets": store.data_sets(),
        "aliases": store.aliases(),
        "views": store.views(),
        "merges": {(merge.kept_id, merge.folded_ids) for merge in store.merges()},
        "frame": sorted(store.frame().table.column("event_id").to_pylist()),
    }
