"""The frame of the store's accepted events: kept as columns by revision, renewed by what changed since."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from events.columns import codes_of, one_chunk
from events.frame import EventFrame
from events.storing.current_rows import count_since, touched_since
from events.storing.opening import Opened, reading
from events.storing.schema import changes, data_sets
from events.storing.snapshot_files import Stamp, newest_file, write_file
from events.storing.splice import in_order, spliced

KEPT_ON_DISK = 20_000
"""From so many events on a snapshot is kept on disk: fewer are read from their rows as quickly."""

_RENEWED_SHARE = 0.3
_WRITTEN_SHARE = 0.05


@dataclass(frozen=True)
class _Base:
    """The accepted events of all data sets at one revision; `on_disk` is the file's revision, or 0."""

    stamp: Stamp
    table: pa.Table
    on_disk: int


class Snapshots:
    """Makes the frame of one store; one thread at a time does, the others wait for it."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._lock = threading.Lock()
        self._seen: Stamp | None = None
        self._base: _Base | None = None
        self._hidden: frozenset[str] = frozenset()
        self._frame: EventFrame | None = None

    def frame(self) -> EventFrame:
        """The frame of the newest revision; the same object as long as nothing of it changes."""
        with self._lock, reading(self._opened.engine) as connection:
            now = _newest(connection)
            if self._frame is not None and self._base is not None and now == self._seen:
                return self._frame
            before = self._base
            base = self._renewed(connection, now)
            hidden = frozenset(
                connection.execute(sa.select(data_sets.c.name).where(data_sets.c.shown == 0)).scalars()
            )
            if self._frame is None or base is not before or hidden != self._hidden:
                self._frame = _frame(base.table, hidden, f"{self._opened.store_id}:{now}")
            self._base, self._hidden, self._seen = base, hidden, now
            return self._frame

    def _renewed(self, connection: sa.Connection, now: Stamp) -> _Base:
        """The newest base; the one that is there where nothing of it changed."""
        base = self._base
        if base is None or not _is_of(connection, base.stamp):
            found = newest_file(self._opened.folder, lambda stamp: _is_of(connection, stamp))
            base = None if found is None else _Base(*found, found[0].revision)
        since = 0 if base is None else base.stamp.revision
        count = count_since(connection, since)
        if base is not None and count > _RENEWED_SHARE * base.table.num_rows + 1000:
            base, since = None, 0
        touched = touched_since(connection, since)
        if base is None:
            fresh = _Base(now, in_order(touched.shown), 0)
        else:
            out = np.flatnonzero(pc.is_in(one_chunk(base.table.column("event_id")), value_set=touched.ids))
            if not len(out) and not touched.shown.num_rows:
                return base
            fresh = _Base(now, spliced(base.table, out, touched.shown), base.on_disk)
        return self._kept(connection, fresh)

    def _kept(self, connection: sa.Connection, base: _Base) -> _Base:
        """Write a large base to disk when it has moved away from the file by more than a few events."""
        if base.table.num_rows < KEPT_ON_DISK:
            return base
        if base.on_disk:
            moved = count_since(connection, base.on_disk)
            if moved <= _WRITTEN_SHARE * base.table.num_rows:
                return base
        written = write_file(self._opened.folder, base.stamp, base.table)
        return base if written is None else _Base(base.stamp, written, base.stamp.revision)


def _frame(table: pa.Table, hidden: frozenset[str], named: str) -> EventFrame:
    digest = hashlib.blake2b(named.encode(), digest_size=16).hexdigest()
    if hidden:
        array = one_chunk(table.column("dataset"))
        keeps = np.array([name not in hidden for name in array.dictionary.to_pylist()], bool)
        shown = keeps[codes_of(array)] if len(array) else np.empty(0, bool)
        if not shown.all():
            table = table.filter(pa.array(shown))
    # All rows came through the store's door: they are conformed and checked, and kept in order.
    return EventFrame(table, digest=digest, trusted=True)


def _newest(connection: sa.Connection) -> Stamp:
    newest = sa.select(changes.c.change_id, changes.c.token).order_by(changes.c.change_id.desc()).limit(1)
    found = connection.execute(newest).one_or_none()
    return Stamp(0, "0") if found is None else Stamp(found.change_id, found.token)


def _is_of(connection: sa.Connection, stamp: Stamp) -> bool:
    """Whether the stamp is one of this store's past: a database put back by hand may have another one."""
    if not stamp.revision:
        return False
    token = sa.select(changes.c.token).where(changes.c.change_id == stamp.revision)
    return connection.execute(token).scalar_one_or_none() == stamp.token
