"""One change of the store while it is being made: all of it is confirmed together, or nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
import getpass
import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from errors import StoreError
from events.event import Event
from events.storing.bulk import Bulk
from events.storing.event_rows import EventRows
from events.storing.opening import Opened
from events.storing.records import (
    Alias,
    DataSet,
    ImportSource,
    Row,
    StoredEvent,
    StoredReport,
    TableCounts,
)
from events.storing.schema import aliases, briefs, changes, data_sets, reports, views
from events.storing.small_rows import SmallRows, key_of, row_at
from events.storing.staging import PostgresStaging, SqliteStaging, Staging


def person() -> str:
    """The name of the machine's user, for changes that nobody has signed."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


def report_id_of(text: str) -> str:
    """The id of a report: a hash of its text, 16 hexadecimal digits."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


class OpenChange:
    """What is written between `with store.change(…) as change:` and its end.

    The right to write is taken at the first write (other processes wait then, and read on as they like), but
    not by `add_table`, whose rows are set ready aside and written at the end.
    """

    def __init__(
        self, opened: Opened, kind: str, who: str, why: str, *, connection: sa.Connection | None = None
    ) -> None:
        self._opened = opened
        self._kind, self._who, self._why = kind, who, why
        self._given = connection
        self._connection: sa.Connection | None = None
        self._id = 0
        self._now = dt.datetime.now(dt.UTC)
        self._undoes: int | None = None
        self._bulk = Bulk(self._staging)

    @property
    def id(self) -> int:
        """The number that this change will have; asking for it takes the right to write."""
        self._begin()
        return self._id

    def add_report(self, report: StoredReport | None = None, /, **fields: Any) -> str:
        """Keep a report's text; the same text again is no change.

        Args:
            report: The report, or its fields by name instead.

        Returns:
            The report's id, a hash of its text.
        """
        given = StoredReport(**fields) if report is None else report
        report_id = report_id_of(given.text)
        if row_at(self._begin(), reports, report_id) is None:
            self._small.write(reports, report_id, self._report_row(given, report_id))
        return report_id

    def update_report(self, report: StoredReport) -> None:
        """Write what is known of a report's publication; its text stays.

        Raises:
            StoreError: There is no such report, or the text is another one.
        """
        there = row_at(self._begin(), reports, report.report_id)
        if there is None or there["text"] != report.text:
            raise StoreError(
                f"report {report.report_id}: found no report with this text in the store, expected one: "
                "add it as a report of its own"
            )
        row = self._report_row(report, report.report_id)
        self._small.write(reports, report.report_id, {**row, **{k: there[k] for k in ("added", "added_by")}})

    def remove_report(self, report_id: str) -> None:
        """Remove a report with its drafts and rejected events; accepted ones stay.

        Raises:
            StoreError: There is no such report.
        """
        self._must_be(reports, report_id, "report")
        self._events.remove_drafts(report_id)
        self._small.write(reports, report_id, None)

    def add(self, events: Iterable[Event], *, report_id: str | None = None) -> None:
        """Add events.

        Raises:
            StoreError: An event of that id is there, or there is no such report.
        """
        connection = self._begin()
        if report_id is not None and row_at(connection, reports, report_id) is None:
            raise StoreError(
                f"add: found no report {report_id[:40]} in the store, expected one: add it first"
            )
        self._events.add(events, report_id)

    def update(self, event: Event, *, expected_version: int) -> StoredEvent:
        """Write an event's fields over those in the store.

        Raises:
            StaleEventError: Somebody else has changed it since `expected_version`; it carries both.
            StoreError: There is no such event.
        """
        self._begin()
        return self._events.update(event, expected_version)

    def set_review(self, ids: Iterable[str], review: str) -> None:
        """Accept or reject events, or make them drafts again.

        Raises:
            StoreError: There is no such event.
            EventError: There is no such review.
        """
        self._begin()
        self._events.set_review(list(ids), review)

    def remove(self, ids: Iterable[str]) -> None:
        """Remove events; an import that brings them again leaves them away.

        Raises:
            StoreError: There is no such event.
        """
        self._begin()
        self._events.remove(list(ids))

    def merge(self, kept: Event, folded_ids: Sequence[str], *, expected_version: int | None = None) -> None:
        """Fold events into one: `kept` is written with its new fields, the others leave the frame.

        Raises:
            StaleEventError: Somebody else has changed the kept one since `expected_version`.
            StoreError: One is not there, or is folded into another one already.
        """
        self._begin()
        self._events.merge(kept, folded_ids, expected_version)

    def unmerge(self, kept_id: str) -> None:
        """Take a merge apart: the folded events come back, and the kept one's fields if nobody edited them.

        Raises:
            StoreError: Nothing is folded into that event.
        """
        self._begin()
        self._events.unmerge(kept_id)

    def add_alias(self, alias: Alias) -> None:
        """Remember another name of a place; one of the same text and place is replaced."""
        self._put(aliases, dataclasses.asdict(alias))

    def remove_alias(self, text: str, place_id: str) -> None:
        """Forget a name of a place; StoreError where it is not known."""
        key = key_of(aliases, {"text": text, "place_id": place_id})
        self._must_be(aliases, key, "alias")
        self._small.write(aliases, key, None)

    def add_data_set(self, data_set: DataSet) -> None:
        """Describe a data set, for the first time or anew; `added` and `events` are the store's own."""
        there = row_at(self._begin(), data_sets, data_set.name)
        row = {name: getattr(data_set, name) for name in ("name", "title", "licence", "attribution", "url")}
        added = there["added"] if there else self._now
        self._put(data_sets, {**row, "shown": int(data_set.shown), "added": added})

    def show_data_set(self, name: str, shown: bool) -> None:
        """Put a data set's events on the map or take them off it."""
        there = row_at(self._begin(), data_sets, name)
        if there is None:
            self.add_data_set(DataSet(name, shown=shown))
        else:
            self._put(data_sets, {**there, "shown": int(shown)})

    def remove_data_set(self, name: str) -> None:
        """Remove a data set with all its events."""
        self._begin()
        self._events.remove_data_set(name)
        self._small.write(data_sets, name, None)

    def save_view(self, name: str, link: str) -> None:
        """Keep a view under a name, over one of the same name."""
        self._put(views, {"name": name, "link": link})

    def remove_view(self, name: str) -> None:
        """Forget a view; StoreError where there is none of that name."""
        self._must_be(views, name, "view")
        self._small.write(views, name, None)

    def save_brief(self, name: str, recipe: str) -> None:
        """Keep the recipe of a briefing (JSON) under a name, over one of the same name."""
        self._put(briefs, {"name": name, "recipe": recipe})

    def remove_brief(self, name: str) -> None:
        """Forget a brief; StoreError where there is none of that name."""
        self._must_be(briefs, name, "brief")
        self._small.write(briefs, name, None)

    def add_table(
        self,
        table: pa.Table,
        *,
        dataset: str,
        source: ImportSource,
        original: pa.Table | None = None,
    ) -> TableCounts:
        """Set the rows of an import ready; they are written at the end of the change, all at once.

        An event of the same id that is there is changed in place where its row's content changed; fields
        that a person corrected keep the person's value. Events that a person removed stay removed. Call it
        once for each 10,000 to 200,000 rows; nobody else has to wait meanwhile.

        Args:
            table: Our columns (`events.columns`); `event_id` is there once in the whole change.
            dataset: The data set of all rows, whatever the table says.
            source: Where they come from; calls with equal sources are one import.
            original: The same rows as the outside file has them, all cells as text.

        Returns:
            What the rows are beside those in the store now.

        Raises:
            EventError: Rows break the rules of `Event`.
            StoreError: An event comes twice, or the disk is full.
        """
        return self._bulk.add(table, dataset, original, source)

    def undo(self, change_id: int) -> None:
        """Put back what another change wrote.

        Raises:
            StoreError: There is no such change, it is undone already, or something newer touched its rows.
        """
        connection = self._begin()
        of_id = sa.select(changes).where(changes.c.change_id == change_id)
        there = connection.execute(of_id).mappings().one_or_none()
        if there is None or change_id == self._id:
            raise StoreError(f"undo: found no change {change_id}, expected one of the store's history")
        if there["undone_by"] is not None:
            raise StoreError(
                f"undo: found that change {change_id} is undone by change {there['undone_by']} already, "
                "expected one that holds: undo that one to bring it back"
            )
        self._small.undo(change_id)
        self._events.undo(change_id)
        self._undoes = change_id
        self._set(change_id, undone_by=self._id)
        if there["undoes"] is not None:
            self._set(there["undoes"], undone_by=None)

    def finish(self) -> int | None:
        """Confirm everything; the change's number, or None where nothing was written."""
        if self._bulk.has_rows:
            self._bulk.write(self._begin(), self._id, self._events)
        if not self._id:
            return None
        connection = self._begin()
        written = self._small.count + self._events.count
        if written or self._undoes is not None:
            self._set(self._id, revisions=written, undoes=self._undoes)
            if self._given is None:
                connection.commit()
            return self._id
        if self._given is None:
            connection.rollback()
        return None

    def close(self) -> None:
        """Let go of the right to write; what was not confirmed is as if it had never been."""
        if self._connection is None or self._given is not None:
            self._bulk.close(None)
            return
        try:
            self._connection.rollback()
            self._bulk.close(self._connection)
        finally:
            self._connection.close()

    def _connected(self) -> sa.Connection:
        if self._connection is None:
            self._connection = self._given or self._opened.engine.connect()
        return self._connection

    def _staging(self) -> Staging:
        if self._opened.path is None:
            return PostgresStaging(self._opened.folder, self._connected())
        return SqliteStaging(self._opened.folder, self._opened.engine)

    def _begin(self) -> sa.Connection:
        """Take the right to write and a number, once."""
        connection = self._connected()
        if not self._id:
            if self._given is None:
                connection.execution_options(writes=True)
            newest = connection.execute(sa.select(sa.func.max(changes.c.change_id))).scalar_one()
            number = (newest or 0) + 1
            connection.execute(
                sa.insert(changes),
                {
                    "change_id": number,
                    "who": self._who,
                    "moment": self._now,
                    "why": self._why,
                    "kind": self._kind,
                    "revisions": 0,
                    "token": secrets.token_hex(8),
                },
            )
            self._id = number
            self._small = SmallRows(connection, number)
            self._events = EventRows(connection, number)
        return connection

    def _set(self, change_id: int, **values: Any) -> None:
        self._begin().execute(sa.update(changes).where(changes.c.change_id == change_id).values(**values))

    def _put(self, table: sa.Table, row: Row) -> None:
        self._begin()
        self._small.write(table, key_of(table, row), row)

    def _must_be(self, table: sa.Table, key: str, what: str) -> None:
        if row_at(self._begin(), table, key) is None:
            raise StoreError(
                f"{what}: found none called {key[:120]!r} in the store, expected one that is there"
            )

    def _report_row(self, report: StoredReport, report_id: str) -> Row:
        return {
            **dataclasses.asdict(report),
            "notes": json.dumps(list(report.notes), ensure_ascii=False),
            "report_id": report_id,
            "added": report.added or self._now,
            "added_by": report.added_by or self._who,
        }
