"""Writes of one change to events: each version that a change ends is kept in `events_past`.

A row of `events` is the newest version of an event, also when the event is gone. Its `touched` is the change
that wrote it last; its `made_by` names the state that it is in, by the change that made that state first:
an undo writes a row anew (`touched`) and brings back an older state (`made_by`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa

from errors import StoreError
from events.columns import COLUMNS
from events.event import Event
from events.storing.records import Row, StaleEventError, StoredEvent
from events.storing.rows import read_corrected, row_of, stored_of, write_corrected
from events.storing.schema import (
    EPOCH,
    GONE_BY_HAND,
    GONE_WITH_ITS_SET,
    NOBODY,
    VERSION_COLUMNS,
    events,
    events_past,
)

Which = Callable[[sa.FromClause], sa.ColumnElement[bool]]

_BATCH = 500
_DAYS = ("date_start", "date_end")
_CONTENT = tuple(name for name in VERSION_COLUMNS if name not in ("event_id", "version", "touched"))
"""What an undo brings back of an older version."""


class EventRows:
    """The writes of one change to events."""

    def __init__(self, connection: sa.Connection, change_id: int) -> None:
        self._connection = connection
        self._change_id = change_id

    @property
    def count(self) -> int:
        """How many events the change has touched."""
        touched = sa.select(sa.func.count()).where(events.c.touched == self._change_id)
        return int(self._connection.execute(touched).scalar_one())

    def add(self, added: Iterable[Event], report_id: str | None) -> None:
        """Add events that are not there; StoreError for those that are."""
        stream = iter(added)
        while batch := list(islice(stream, _BATCH)):
            self._add_batch(batch, report_id)

    def update(self, event: Event, expected_version: int | None) -> StoredEvent:
        """Write an event's fields; StaleEventError where its version is another one."""
        row = self._row(event.event_id)
        if expected_version is not None and row["version"] != expected_version:
            theirs = stored_of(row)
            raise StaleEventError(
                f"event {event.event_id}: found version {theirs.version}, expected {expected_version}: "
                "somebody else has changed it since; look at both and choose",
                event,
                theirs,
            )
        self._correct([(row, row_of(event))])
        return stored_of(self._row(event.event_id))

    def set_review(self, ids: Sequence[str], review: str) -> None:
        """Set the review of events; those that have it already are left alone."""
        for row in self._rows(ids):
            # A word that is no review is refused as any other wrong field is.
            self._correct([(row, row_of(Event(**{**dict(stored_of(row).event), "review": review})))])

    def remove(self, ids: Sequence[str]) -> None:
        """Remove events; those that a merge folded into them come back."""
        found = [row["event_id"] for row in self._rows(ids)]
        for batch in _batches(found):
            self._remove(_with_ids(batch), GONE_BY_HAND)

    def remove_data_set(self, name: str) -> None:
        """Remove all events of a data set at once."""
        self._remove(lambda table: table.c.dataset == name, GONE_WITH_ITS_SET)

    def remove_drafts(self, report_id: str) -> None:
        """Remove what was read in a report and not accepted."""
        self._remove(
            lambda table: sa.and_(table.c.report_id == report_id, table.c.review != "accepted"),
            GONE_WITH_ITS_SET,
        )

    def merge(self, kept: Event, folded_ids: Sequence[str], expected_version: int | None) -> None:
        """Write the kept event and fold the others into it."""
        ids = list(dict.fromkeys(folded_ids))
        if not ids or kept.event_id in ids:
            raise StoreError(
                f"merge: found {len(ids)} events to fold into {kept.event_id}, expected at least one other"
            )
        for row in self._rows([kept.event_id, *ids]):
            if row["folded_into"]:
                raise StoreError(
                    f"merge: found that event {row['event_id']} is folded into {row['folded_into']} already, "
                    "expected one that stands by itself: take that merge apart first"
                )
        self.update(kept, expected_version)
        for batch in _batches(ids):
            self._write(events.c.event_id.in_(batch), {"folded_into": kept.event_id, "as_added": 0})

    def unmerge(self, kept_id: str) -> None:
        """Free the events that are folded into one; it gets its fields of before if nobody edited them."""
        kept = self._row(kept_id)
        is_folded = sa.and_(events.c.folded_into == kept_id, events.c.gone == 0)
        merges = set(self._connection.execute(sa.select(events.c.made_by).where(is_folded)).scalars())
        if not merges:
            raise StoreError(
                f"unmerge: found nothing folded into event {kept_id}, expected the kept one of a merge"
            )
        self._write(is_folded, {"folded_into": ""})
        if merges == {kept["made_by"]}:
            past = sa.select(events_past).where(
                events_past.c.event_id == kept_id, events_past.c.ended == kept["made_by"]
            )
            before = self._connection.execute(past).mappings().one_or_none()
            if before is not None:
                fields = {name: before[name] for name in (*COLUMNS[1:], "corrected")}
                self._write(events.c.event_id == kept_id, fields)

    def import_over_corrections(self, staged: Sequence[Mapping[Any, Any]], import_id: int) -> None:
        """Write rows of an import over events that a person corrected: the corrected fields stay as they are.

        Args:
            staged: Rows as they wait, with `corrected` of the event. The ended versions are kept already.
        """
        there = {row["event_id"]: row for row in self._rows([row["event_id"] for row in staged])}
        written = []
        for row in staged:
            now = there[row["event_id"]]
            after = {name: _as_day(row[name]) if name in _DAYS else row[name] for name in COLUMNS}
            given = {
                name: after[name] for name in read_corrected(row["corrected"]) if after[name] != now[name]
            }
            written.append(
                {
                    **after,
                    **{name: now[name] for name in given},
                    "corrected": write_corrected(given),
                    "import_id": import_id,
                    "import_row": row["import_row"],
                    "row_hash": row["row_hash"],
                    "version": now["version"] + 1,
                    "made_by": self._change_id,
                    "touched": self._change_id,
                }
            )
        self._rewrite(written)

    def undo(self, change_id: int) -> None:
        """Bring back the state before another change of all events that it touched.

        Raises:
            StoreError: An event is not in the state in which that change left it.
        """
        now, past = events, events_past
        left_otherwise = (
            sa.select(now.c.event_id, now.c.touched)
            .join(past, past.c.event_id == now.c.event_id)
            .where(past.c.touched == change_id, past.c.made_by != now.c.made_by)
            .order_by(now.c.touched.desc())
            .limit(1)
        )
        newer = self._connection.execute(left_otherwise).one_or_none()
        if newer is not None:
            raise StoreError(
                f"undo: found that event {newer.event_id} was changed again by change {newer.touched}, "
                f"expected it as change {change_id} left it: undo the newer change first"
            )
        as_left = now.c.touched == change_id
        left_since = sa.select(past.c.event_id).where(
            past.c.touched == change_id, past.c.ended != self._change_id
        )
        # In two steps, each through an index: a bulk change's rows are then read in the order they lie in.
        self._keep(as_left)
        self._keep(now.c.event_id.in_(left_since))
        self._connection.execute(
            sa.update(now)
            .where(now.c.event_id == past.c.event_id, past.c.ended == change_id)
            .values(
                {
                    **{name: past.c[name] for name in _CONTENT},
                    "version": now.c.version + 1,
                    "touched": self._change_id,
                }
            )
        )
        # What is left of those was not there before.
        for left in (as_left, sa.and_(now.c.event_id.in_(left_since), now.c.touched != self._change_id)):
            self._connection.execute(
                sa.update(now)
                .where(left)
                .values(
                    gone=GONE_WITH_ITS_SET,
                    folded_into="",
                    made_by=NOBODY,
                    version=now.c.version + 1,
                    touched=self._change_id,
                )
            )

    def _add_batch(self, batch: list[Event], report_id: str | None) -> None:
        ids = [event.event_id for event in batch]
        there = {row["event_id"]: row for row in self._found(ids)}
        taken = [key for key, row in there.items() if not row["gone"]]
        taken += [event_id for event_id, count in _counted(ids) if count > 1]
        if taken:
            shown = ", ".join(sorted(taken)[:3]) + (f" and {len(taken) - 3} more" if len(taken) > 3 else "")
            raise StoreError(
                f"add: found events in the store with the ids {shown}, expected ids that are not there: "
                "update those instead"
            )
        self._keep(events.c.event_id.in_(list(there)))
        fresh = {
            "report_id": report_id,
            "import_id": None,
            "import_row": None,
            "row_hash": None,
            "corrected": "",
            "folded_into": "",
            "gone": 0,
            "as_added": 1,
            "made_by": self._change_id,
            "touched": self._change_id,
        }
        rows = [{**row_of(event), **fresh} for event in batch]
        new = [{**row, "version": 1} for row in rows if row["event_id"] not in there]
        again = [
            {**row, "version": there[row["event_id"]]["version"] + 1}
            for row in rows
            if row["event_id"] in there
        ]
        if new:
            self._connection.execute(sa.insert(events), new)
        self._rewrite(again)

    def _correct(self, pairs: list[tuple[Row, Row]]) -> None:
        """Write new fields over rows; what an import gave is kept beside what a person puts in its place."""
        changed = []
        for before, after in pairs:
            fields = [name for name in COLUMNS if before[name] != after[name]]
            if not fields:
                continue
            given = read_corrected(before["corrected"])
            if before["import_id"] is not None:
                for name in fields:
                    given.setdefault(name, before[name])
                given = {name: value for name, value in given.items() if value != after[name]}
            changed.append(
                {
                    **after,
                    "corrected": write_corrected(given),
                    "as_added": 0,
                    "version": before["version"] + 1,
                    "made_by": self._change_id,
                    "touched": self._change_id,
                }
            )
        if changed:
            self._keep(events.c.event_id.in_([row["event_id"] for row in changed]))
            self._rewrite(changed)

    def _rewrite(self, rows: list[Row]) -> None:
        if rows:
            names = [name for name in rows[0] if name != "event_id"]
            statement = (
                sa.update(events)
                .where(events.c.event_id == sa.bindparam("at"))
                .values({name: sa.bindparam(f"new_{name}") for name in names})
            )
            self._connection.execute(
                statement,
                [{"at": row["event_id"], **{f"new_{name}": row[name] for name in names}} for row in rows],
            )

    def _remove(self, which: Which, gone: int) -> None:
        """Mark the events that are meant as gone; `which` is asked of `events` under any name."""
        kept = events.alias("kept")
        is_removed = sa.exists().where(kept.c.event_id == events.c.folded_into, kept.c.gone == 0, which(kept))
        freed = sa.and_(events.c.folded_into != "", events.c.gone == 0, is_removed, sa.not_(which(events)))
        self._write(freed, {"folded_into": ""})
        self._write(sa.and_(which(events), events.c.gone == 0), {"gone": gone, "folded_into": ""})

    def _write(self, which: sa.ColumnElement[bool], values: dict[str, Any]) -> None:
        """Set the same values in all events that are meant."""
        self._keep(which)
        self._connection.execute(
            sa.update(events)
            .where(which)
            .values(
                **values,
                version=events.c.version + 1,
                made_by=self._change_id,
                touched=self._change_id,
            )
        )

    def _keep(self, which: sa.ColumnElement[bool]) -> None:
        """Keep the versions that this change is about to end, once each."""
        columns = [events.c[name] for name in VERSION_COLUMNS]
        ending = sa.select(*columns, sa.literal(self._change_id)).where(
            which, events.c.touched != self._change_id
        )
        self._connection.execute(sa.insert(events_past).from_select([*VERSION_COLUMNS, "ended"], ending))

    def _row(self, event_id: str) -> Row:
        return self._rows([event_id])[0]

    def _rows(self, ids: Sequence[str]) -> list[Row]:
        """The rows of events that must be there, in the order of `ids`."""
        found = {row["event_id"]: row for row in self._found(ids) if not row["gone"]}
        for event_id in ids:
            if event_id not in found:
                raise StoreError(
                    f"event {event_id[:120]}: found no such event in the store, expected one that is there: "
                    "somebody may have removed it; load the list anew"
                )
        return [found[event_id] for event_id in dict.fromkeys(ids)]

    def _found(self, ids: Sequence[str]) -> list[Row]:
        return [
            dict(row)
            for batch in _batches(ids)
            for row in self._connection.execute(
                sa.select(events).where(events.c.event_id.in_(batch))
            ).mappings()
        ]


def _with_ids(ids: list[str]) -> Which:
    return lambda table: table.c.event_id.in_(ids)


def _as_day(value: Any) -> dt.date:
    """A day as a raw statement gives it: a number in SQLite, a date in PostgreSQL."""
    return EPOCH + dt.timedelta(value) if isinstance(value, int) else value


def _batches(ids: Sequence[str]) -> Iterator[list[str]]:
    for first in range(0, len(ids), _BATCH):
        yield list(ids[first : first + _BATCH])


def _counted(ids: Sequence[str]) -> Iterator[tuple[str, int]]:
    counts: dict[str, int] = {}
    for event_id in ids:
        counts[event_id] = counts.get(event_id, 0) + 1
    yield from counts.items()
