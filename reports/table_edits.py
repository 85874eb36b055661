"""Edits that come from a table's cells, each event's as one decision; what is refused is told, not lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from errors import IncidentMapError
from events.event import Event
from events.store import StaleEventError, Store, StoredEvent
from reports import desk

EDITABLE = (
    "date_start",
    "date_end",
    "title",
    "event_type",
    "sub_event_type",
    "actor1",
    "actor2",
    "fatalities_low",
    "fatalities_best",
    "fatalities_high",
    "status",
    "tags",
)
"""The fields whose cells can be written to; places are corrected on the event's own page or on the map."""

_TEXTS = ("title", "actor1", "actor2", "sub_event_type", "tags")


@dataclass(frozen=True)
class Clash:
    """An event that somebody else changed first: what was to be written, and what the store holds."""

    mine: Event
    theirs: StoredEvent


@dataclass(frozen=True)
class Outcome:
    """What became of some edits.

    Attributes:
        written: Ids of the events that were changed.
        problems: One line for each event whose edit was refused.
        clashes: Edits that met a newer version.
    """

    written: tuple[str, ...]
    problems: tuple[str, ...]
    clashes: tuple[Clash, ...]


def write_edits(
    store: Store,
    edits: Mapping[str, Mapping[str, Any]],
    versions: Mapping[str, int],
    *,
    who: str | None = None,
) -> Outcome:
    """Write edited cells, one change an event; an event that is refused does not hold up the others.

    Args:
        edits: Event's id -> field -> the cell's new value; days may be ISO text, an emptied cell is None.
        versions: Event's id -> the version that was edited.
    """
    written, problems, clashes = [], [], []
    for event_id, cells in edits.items():
        fields = _fields(cells)
        if not fields:
            continue
        try:
            _write(store, event_id, fields, versions[event_id], who)
            written.append(event_id)
        except StaleEventError as error:
            clashes.append(Clash(error.mine, error.theirs))
        except IncidentMapError as error:
            problems.append(f"{event_id}: {error}")
    return Outcome(tuple(written), tuple(problems), tuple(clashes))


def write_over(store: Store, clash: Clash, *, who: str | None = None) -> StoredEvent:
    """Write one's own version over the newer one, knowing it.

    Raises:
        StaleEventError: It was changed once more meanwhile.
    """
    with store.change("edit", who=who, why="written over a newer version") as change:
        return change.update(clash.mine, expected_version=clash.theirs.version)


def tag_events(store: Store, ids: list[str], tag: str, *, who: str | None = None) -> int:
    """Add a tag to events that lack it, in one change; returns how many got it."""
    lacking = [stored for stored in store.events(ids=ids) if tag not in stored.event.tags]
    if lacking:
        with store.change("tag", who=who, why=f"{tag}: {len(lacking)} events") as change:
            for stored in lacking:
                event = Event(**{**dict(stored.event), "tags": (*stored.event.tags, tag)})
                change.update(event, expected_version=stored.version)
    return len(lacking)


def _fields(cells: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: value for name, value in cells.items() if name in EDITABLE}
    for name in ("date_start", "date_end"):
        if isinstance(fields.get(name), str):
            # A table's cell holds a day as the beginning of a moment.
            fields[name] = dt.date.fromisoformat(fields[name][:10])
    return {name: "" if value is None and name in _TEXTS else value for name, value in fields.items()}


def _write(store: Store, event_id: str, fields: dict[str, Any], version: int, who: str | None) -> None:
    tags = fields.pop("tags", None)
    if fields:
        version = desk.edit(store, event_id, fields, version, who=who).version
    if tags is not None:
        stored = store.event(event_id)
        if stored is not None:
            with store.change("tag", who=who, why=f"{stored.event.title or event_id}: {tags}") as change:
                change.update(Event(**{**dict(stored.event), "tags": tags}), expected_version=version)
