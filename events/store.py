"""The store of everything that is kept: events, reports, data sets, aliases, views, briefs, and all changes.

An embedded SQLite file by default, or a PostgreSQL database that a team shares; see `docs/store.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import sqlalchemy as sa

from errors import StoreError
from events.frame import EventFrame
from events.storing import first_use, reading
from events.storing.backup import Manifest, write_backup
from events.storing.change import OpenChange, person
from events.storing.opening import CannotMakeError, Opened, open_engine
from events.storing.opening import reading as at_one_moment
from events.storing.originals import originals_of
from events.storing.records import (
    Alias,
    Change,
    DataSet,
    Import,
    ImportSource,
    Merge,
    Revision,
    SavedBrief,
    SavedView,
    StaleEventError,
    StoredEvent,
    StoredReport,
    TableCounts,
)
from events.storing.restore import Restored, restore_backup
from events.storing.rows import changes_by_id
from events.storing.schema import changes
from events.storing.snapshot import Snapshots
from events.storing.trouble import told

__all__ = [
    "Alias",
    "CannotMakeError",
    "Change",
    "DataSet",
    "Import",
    "ImportSource",
    "Merge",
    "OpenChange",
    "Revision",
    "SavedBrief",
    "SavedView",
    "StaleEventError",
    "Store",
    "StoredEvent",
    "StoredReport",
    "TableCounts",
    "open_store",
    "person",
    "restore_store",
]

BUSY_S = 30.0
"""Seconds to wait for another process that writes, before the one clear line."""


def open_store(address: str | Path, *, busy_s: float = BUSY_S) -> Store:
    """Open the store at `address`; a new one is made with the shipped incidents in it.

    Args:
        address: Path of an SQLite file, or `postgresql+psycopg://name:password@host:port/database`.
        busy_s: Seconds to wait for another process that writes.

    Raises:
        CannotMakeError: There is no store yet, and its folder cannot be written to.
        StoreError: No store, one of a newer version, no server; in one line.
    """
    return Store(open_engine(address, busy_s, _fill))


def restore_store(
    file: Path, address: str | Path, *, replace: bool = False, busy_s: float = BUSY_S
) -> Restored:
    """Make the store at `address` what it was when the backup `file` was written.

    Args:
        file: A file of `Store.backup`, from either database.
        address: As of `open_store`; there need not be a store yet.
        replace: Whether a store that holds anything of its own may make way; it is kept in a file.
        busy_s: Seconds to wait for another process that writes.

    Raises:
        StoreError: The file is no backup or a damaged one, the store holds something, or another process
            has it open: nothing has changed then.
    """
    return restore_backup(file, str(address), replace=replace, busy_s=busy_s)


def _fill(opened: Opened, connection: sa.Connection) -> None:
    """Give a store that was just made the shipped incidents, in its first change."""
    data_sets, events = first_use.shipped_events()
    change = OpenChange(opened, first_use.KIND, first_use.WHO, first_use.WHY, connection=connection)
    for data_set in data_sets:
        change.add_data_set(data_set)
    change.add(events)
    change.finish()


class Store:
    """An open store; safe to share between threads, and with other processes.

    Attributes:
        address: Its path, or its address without the password.
        read_only: Why nothing can be written to it, in one line; "" where it can.
    """

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self.address: str = opened.shown
        self.read_only: str = opened.read_only
        self._snapshots = Snapshots(opened)

    def close(self) -> None:
        """Let go of all connections."""
        self._opened.engine.dispose()

    @property
    def revision(self) -> int:
        """Number of the newest confirmed change, of whatever process; 0 before the first."""
        with self._reading() as connection:
            return connection.execute(sa.select(sa.func.max(changes.c.change_id))).scalar_one() or 0

    def frame(self) -> EventFrame:
        """The accepted events of the data sets that are shown, without those folded into others.

        The same object as before where nothing of it has changed. Its digest names the store and the
        revision.
        """
        with told(self.address):
            return self._snapshots.frame()

    def event(self, event_id: str) -> StoredEvent | None:
        """The event of that id, drafts and folded ones too; None where there is none."""
        found = self.events(ids=[event_id])
        return found[0] if found else None

    def events(
        self,
        *,
        ids: Iterable[str] | None = None,
        report_id: str | None = None,
        review: str | None = None,
        dataset: str | None = None,
    ) -> list[StoredEvent]:
        """The events that meet all that is asked, as their evidence follows in the report, then by id."""
        with self._reading() as connection:
            return reading.stored_events(
                connection, ids=ids, report_id=report_id, review=review, dataset=dataset
            )

    def history(self, event_id: str) -> list[Revision]:
        """What changes did to one event, the newest first."""
        with self._reading() as connection:
            return reading.history_of(connection, event_id)

    def changes(self, limit: int = 50, *, report_id: str | None = None) -> list[Change]:
        """The newest changes first; with `report_id` those that touched that report or an event of it."""
        with self._reading() as connection:
            return reading.newest_changes(connection, limit, report_id)

    def revisions(self, change_id: int, limit: int = 200) -> list[Revision]:
        """What one change did, row by row: at most `limit` events and as many rows of other tables."""
        with self._reading() as connection:
            return reading.revisions_of(connection, change_id, limit)

    def reports(self) -> list[StoredReport]:
        """The reports in the order in which they came."""
        with self._reading() as connection:
            return reading.all_reports(connection)

    def report(self, report_id: str) -> StoredReport | None:
        """The report of that id; None where there is none."""
        with self._reading() as connection:
            return next(iter(reading.all_reports(connection, report_id)), None)

    def data_sets(self) -> list[DataSet]:
        """The data sets by name; one that only events name has an empty title."""
        with self._reading() as connection:
            return reading.all_data_sets(connection)

    def aliases(self) -> list[Alias]:
        """The other names of places, by text."""
        with self._reading() as connection:
            return reading.all_aliases(connection)

    def views(self) -> list[SavedView]:
        """The saved views by name."""
        with self._reading() as connection:
            return reading.all_views(connection)

    def briefs(self) -> list[SavedBrief]:
        """The saved briefs by name."""
        with self._reading() as connection:
            return reading.all_briefs(connection)

    def merges(self) -> list[Merge]:
        """Each event that others are folded into, with these, and why."""
        with self._reading() as connection:
            return reading.all_merges(connection)

    def imports(self) -> list[Import]:
        """The imports that hold, the newest first."""
        with self._reading() as connection:
            return reading.all_imports(connection)

    def originals(self, event_ids: Iterable[str] | None = None, *, dataset: str | None = None) -> pa.Table:
        """The rows of outside files that events came from, as they came: all their cells as text.

        Args:
            event_ids: Which events; None for all. Those that no import brought are left out.
            dataset: Only those of this data set.

        Returns:
            `event_id` first, then the outside file's own columns; in the order of the imports and of the
            rows in them. Rows of one import keep the metadata that their schema came with; rows of several
            imports have the columns of all, null where a file had no such column.
        """
        with self._reading() as connection:
            return originals_of(connection, event_ids, dataset)

    @contextmanager
    def change(self, kind: str, *, who: str | None = None, why: str = "") -> Iterator[OpenChange]:
        """Write several things as one change: all is confirmed at the end of the block, or nothing.

        Args:
            kind: A short word such as "accept", "edit", "import".
            who: Name of the login; None for the machine's user.
            why: The person's own words.

        Raises:
            StoreError: The store cannot be written to (locked, read only, disk full); nothing is half done.
        """
        if self.read_only:
            raise StoreError(self.read_only)
        change = OpenChange(self._opened, kind, who or person(), why)
        with told(self.address):
            try:
                yield change
                change.finish()
            finally:
                change.close()

    def undo(self, change_id: int, *, who: str | None = None) -> Change:
        """Put back what a change wrote, in a new change; that one can be undone in turn.

        Raises:
            StoreError: There is no such change, it is undone already, or something newer touched the same
                rows (it says which).
        """
        with self.change("undo", who=who, why=f"undo of change {change_id}") as change:
            change.undo(change_id)
            number = change.id
        with self._reading() as connection:
            return changes_by_id(connection, {number})[number]

    def backup(self, out: Path) -> Manifest:
        """Write all of the store, as it is at this moment, to the new file `out`.

        Raises:
            StoreError: There is a file of that name already.
            FormatError: The file cannot be written.
        """
        return write_backup(self._opened, out)

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with told(self.address), at_one_moment(self._opened.engine) as connection:
            yield connection
