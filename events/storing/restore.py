"""Put a backup in the place of a store: made anew beside the old one, checked, and only then put there."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import uuid
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import sqlalchemy as sa

from errors import StoreError
from events.storing.backup import Manifest, digests, read_manifest, read_tables, write_backup
from events.storing.first_use import KIND
from events.storing.opening import Opened, open_engine, writing
from events.storing.schema import changes, events, events_past, metadata
from events.storing.staging import PostgresStaging, SqliteStaging, Staging
from events.storing.trouble import told

_LARGE = (events, events_past)


class Restored(NamedTuple):
    """What was restored, and the file that holds what was there before (None where nothing was)."""

    manifest: Manifest
    kept: Path | None


def restore_backup(file: Path, address: str, *, replace: bool, busy_s: float) -> Restored:
    """Make the store at `address` what it was when the backup was written.

    In SQLite the new store is made beside the old file, which is kept under another name. In PostgreSQL all
    is done in one transaction, after what was there has been written to a backup beside `file`.

    Args:
        file: A backup, of either database.
        address: As of `open_store`.
        replace: Whether a store that holds anything of its own may make way.
        busy_s: Seconds to wait for another process that writes.

    Raises:
        StoreError: The file is no backup, the store holds something, another process has it open, or the
            rows that were written are not those of the backup: the store is then as it was.
    """
    manifest = read_manifest(file)
    if address.startswith("postgres"):
        return Restored(manifest, _into_postgres(file, manifest, address, replace, busy_s))
    path = Path(address.removeprefix("sqlite:///")).expanduser().absolute()
    there = path.exists() and path.stat().st_size > 0
    if there and not replace:
        old = open_engine(path, busy_s, _leave_empty)
        try:
            _must_be_untouched(old)
        finally:
            old.engine.dispose()
    fresh = path.with_name(f"{path.name}.restoring-{uuid.uuid4().hex[:8]}")
    try:
        _make_file(file, manifest, fresh, busy_s)
        kept = _keep(path, busy_s) if there else None
        # From here on a moment at which there is no store never comes: one file takes the other's name.
        fresh.replace(path)
    finally:
        for suffix in ("", "-wal", "-shm"):
            fresh.with_name(fresh.name + suffix).unlink(missing_ok=True)
    return Restored(manifest, kept)


def _make_file(file: Path, manifest: Manifest, fresh: Path, busy_s: float) -> None:
    made = open_engine(fresh, busy_s, _leave_empty)
    staging = SqliteStaging(made.folder, made.engine)
    try:
        with told(made.shown):
            waiting = _stage(file, staging)
            with writing(made.engine) as connection:
                staging.attach(connection)
                _load(connection, file, manifest, waiting)
        made.engine.dispose()
        _make_one_file(fresh, busy_s)
    finally:
        made.engine.dispose()
        staging.close()
        if made.folder.exists() and not any(made.folder.iterdir()):
            made.folder.rmdir()


def _into_postgres(file: Path, manifest: Manifest, address: str, replace: bool, busy_s: float) -> Path | None:
    store = open_engine(address, busy_s, _leave_empty)
    try:
        kept = None
        if not replace:
            _must_be_untouched(store)
        elif _has_changes(store):
            kept = file.with_name(f"{file.name}.before-restore-{_stamp()}")
            write_backup(store, kept)
        with told(store.shown), store.engine.connect().execution_options(writes=True) as connection:
            staging = PostgresStaging(store.folder, connection)
            try:
                with connection.begin():
                    _load(connection, file, manifest, _stage(file, staging))
            finally:
                staging.close()
        return kept
    finally:
        store.engine.dispose()


def _stage(file: Path, staging: Staging) -> dict[str, list[str]]:
    """Set the rows of the large tables ready: table -> names of the staged ones."""
    waiting: dict[str, list[str]] = {}
    for table, parts in read_tables(file):
        if table in _LARGE:
            names = waiting.setdefault(table.name, [])
            for rows in parts:
                names.append(staging.add(f"{table.name}_{len(names)}", rows))
    return waiting


def _load(connection: sa.Connection, file: Path, manifest: Manifest, waiting: dict[str, list[str]]) -> None:
    """Put the backup's rows in the place of all that is there, and check them by their hashes."""
    for table in reversed(metadata.sorted_tables):
        connection.execute(sa.delete(table))
    for table, parts in read_tables(file):
        if table.name in waiting:
            names = ", ".join(column.name for column in table.c)
            for staged in waiting[table.name]:
                connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {staged}")
            continue
        for rows in parts:
            _insert(connection, table, rows)
    found = digests(connection)
    wrong = [name for name, told_of in manifest.tables.items() if found.get(name) != told_of]
    if wrong:
        raise StoreError(
            f"{file}: found other rows in {', '.join(sorted(wrong))} than the backup tells of, expected the "
            "same; nothing was restored: take another backup"
        )


def _insert(connection: sa.Connection, table: sa.Table, rows: pa.Table) -> None:
    # A change may name a later one that undid it: such names are filled in when all are there.
    later = [column.name for column in table.c if table is changes and column.foreign_keys]
    found = rows.to_pylist()
    if not found:
        return
    connection.execute(sa.insert(table), [{**row, **dict.fromkeys(later)} for row in found])
    for row in found:
        named = {name: row[name] for name in later if row[name] is not None}
        if named:
            connection.execute(
                sa.update(table).where(changes.c.change_id == row["change_id"]).values(**named)
            )


def _must_be_untouched(store: Opened) -> None:
    """StoreError where a store holds more than a new one does."""
    with store.engine.connect() as connection:
        own = sa.select(sa.func.count()).select_from(changes).where(changes.c.kind != KIND)
        count = connection.execute(own).scalar_one()
    if count:
        raise StoreError(
            f"{store.shown}: found a store with {count} changes in it, expected an empty one: use --replace "
            "to put the backup in its place (what is there is kept in a file beside it)"
        )


def _has_changes(store: Opened) -> bool:
    with store.engine.connect() as connection:
        return bool(connection.execute(sa.select(sa.func.count()).select_from(changes)).scalar_one())


def _keep(path: Path, busy_s: float) -> Path:
    """Give the old file a second name; refused while another process has it open."""
    kept = path.with_name(f"{path.name}.before-restore-{_stamp()}")
    # No database, or a damaged one, is kept as it is: that is what backups are for.
    with suppress(sqlite3.DatabaseError):
        try:
            _make_one_file(path, min(busy_s, 2.0))
        except sqlite3.OperationalError:
            raise StoreError(
                f"{path}: found the store open in another process; nothing was restored: end the app and "
                "running commands, and try again"
            ) from None
    try:
        kept.hardlink_to(path)
    except OSError:
        # A disk without links.
        shutil.copy2(path, kept)
    for suffix in ("-wal", "-shm"):
        left = path.with_name(path.name + suffix)
        if left.exists():
            left.replace(kept.with_name(kept.name + suffix))
    return kept


def _make_one_file(path: Path, busy_s: float) -> None:
    """Bring what lies in the journal into the file itself; that needs the file for oneself."""
    connection = sqlite3.connect(path, timeout=busy_s)
    try:
        connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    finally:
        connection.close()


def _stamp() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S-%f")


def _leave_empty(store: Opened, connection: sa.Connection) -> None:
    """A store that is made for a backup begins with nothing."""
