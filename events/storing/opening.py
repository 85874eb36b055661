"""Reach a store: its address, the engine, the tables brought up to date, and one line where that fails."""

from __future__ import annotations

import os
import re
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import platformdirs
import sqlalchemy as sa

from errors import StoreError
from events.storing.schema import store as store_table
from events.storing.trouble import told

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
VERSIONS: tuple[str, ...] = tuple(sorted(path.stem[1:5] for path in (MIGRATIONS / "versions").glob("v*.py")))
"""The numbers of all versions of the tables that this program knows; the last one is its own."""

WRITE_LOCK = 0x1F_E26A_4A
"""Key of PostgreSQL's advisory lock that a change holds: changes come one after another, as in SQLite."""

_SQLITE_MAGIC = b"SQLite format 3\0"
_ALEMBIC = threading.Lock()


class CannotMakeError(StoreError):
    """There is no store yet, and none can be made in its place: a home that may only be read, say."""


@dataclass(frozen=True)
class Opened:
    """A store that can be read.

    Attributes:
        shown: Its address for people, without a password.
        path: The SQLite file; None in PostgreSQL.
        store_id: Made up when the store was made.
        read_only: Why it cannot be written to, or "".
    """

    engine: sa.Engine
    shown: str
    path: Path | None
    store_id: str
    read_only: str

    @property
    def folder(self) -> Path:
        """Where snapshots and rows on their way in are kept: beside the file, or in the user's cache."""
        if self.path is not None:
            return self.path.with_name(f"{self.path.name}.cache")
        return platformdirs.user_cache_path("fergana-incident-map", appauthor=False) / self.store_id


FirstUse = Callable[[Opened, sa.Connection], None]
"""Fills a store that was just made, in the transaction that makes it."""


def open_engine(address: str | Path, busy_s: float, first_use: FirstUse) -> Opened:
    """Open the store at `address`, make it where there is none, and bring its tables up to date.

    Args:
        address: Path of an SQLite file, or `postgresql+psycopg://…`.
        busy_s: Seconds to wait for another process that writes.
        first_use: Fills a store that was just made, in the transaction that makes it.

    Raises:
        CannotMakeError: There is none, and the folder cannot be written to.
        StoreError: No store, one of a newer version, no server; in one line.
    """
    text = str(address).strip()
    if re.match(r"postgres(ql)?(\+psycopg)?://", text):
        return _open_postgres(text, busy_s, first_use)
    path = Path(text.removeprefix("sqlite:///")).expanduser()
    if not text or "://" in text.removeprefix("sqlite:///"):
        raise StoreError(
            f"store: found address {text!r}, expected the path of a file or postgresql+psycopg://…"
        )
    return _open_sqlite(path.absolute(), busy_s, first_use)


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection in a transaction that holds the store's one right to write; confirmed at the end."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection in a transaction that sees one state of the store, whatever others write meanwhile."""
    connection = engine.connect()
    if engine.dialect.name == "postgresql":
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    with connection, connection.begin():
        yield connection


def _open_sqlite(path: Path, busy_s: float, first_use: FirstUse) -> Opened:
    shown = str(path)
    is_new = _look_at(path)
    if is_new:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
        except OSError as error:
            raise CannotMakeError(
                f"{path}: cannot make a store there ({error.strerror}), expected a folder that can be "
                "written to: name another file with --db or INCIDENTS_DB"
            ) from None
    read_only = "" if is_new else _why_read_only(path)
    engine = _sqlite_engine(path, busy_s, read_only)
    try:
        with told(shown):
            return _up_to_date(Opened(engine, shown, path, "", read_only), first_use)
    except BaseException:
        engine.dispose()
        raise


def _look_at(path: Path) -> bool:
    """Whether there is no store yet (no file or an empty one); StoreError where there is another file."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_SQLITE_MAGIC))
    except (FileNotFoundError, NotADirectoryError):
        return True
    except IsADirectoryError:
        raise StoreError(f"{path}: found a folder, expected the path of a store's file") from None
    except OSError as error:
        closed = isinstance(error, PermissionError) and not os.access(path.parent, os.X_OK)
        raise (CannotMakeError if closed else StoreError)(
            f"{path}: found a file that cannot be read ({error.strerror}), expected a store: name another "
            "file with --db or INCIDENTS_DB"
        ) from None
    if head and head != _SQLITE_MAGIC:
        raise StoreError(
            f"{path}: found a file that is no database, expected a store: name another file with --db or "
            "INCIDENTS_DB; to look at a file of events, name it in INCIDENTS_DATA"
        )
    return not head


def _why_read_only(path: Path) -> str:
    """Why a store that is there cannot be written to, or ""."""
    for place, what in ((path, "file"), (path.parent, "folder")):
        if not os.access(place, os.W_OK):
            return f"{path}: the {what} of the store may only be read, so nothing can be changed"
    return ""


def _sqlite_engine(path: Path, busy_s: float, read_only: str) -> sa.Engine:
    url = sa.URL.create("sqlite+pysqlite", database=str(path))
    if read_only:
        # Without a right to the folder SQLite cannot make the file by which processes share a store; where
        # nobody has it open (no journal is there), it is told that nothing will change.
        fixed = "" if path.with_name(path.name + "-wal").exists() else "&immutable=1"
        quoted = str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
        url = sa.URL.create(
            "sqlite+pysqlite", database=f"file:{quoted}?mode=ro{fixed}", query={"uri": "true"}
        )
    engine = sa.create_engine(url, connect_args={"timeout": busy_s, "check_same_thread": False})

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        cursor = connection.cursor()
        if not read_only:
            cursor.execute("PRAGMA journal_mode=WAL")
            # With FULL a confirmed change is on the disk: a machine that loses its power keeps it.
            cursor.execute("PRAGMA synchronous=FULL")
            # After a large import the journal gives its room back.
            cursor.execute("PRAGMA journal_size_limit=67108864")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA cache_size=-65536")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _open_postgres(text: str, busy_s: float, first_use: FirstUse) -> Opened:
    try:
        url = sa.make_url(text).set(drivername="postgresql+psycopg")
    except sa.exc.ArgumentError:
        raise StoreError(
            "store: found an address that cannot be read, expected "
            "postgresql+psycopg://name:password@host:port/database"
        ) from None
    shown = url.render_as_string(hide_password=True)
    engine = sa.create_engine(
        url, connect_args={"connect_timeout": max(2, round(busy_s))}, pool_pre_ping=True
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.execute(f"SET lock_timeout = '{round(busy_s * 1000)}ms'")
        connection.execute("SET timezone = 'UTC'")
        connection.commit()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("writes", False):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")

    try:
        with told(shown):
            return _up_to_date(Opened(engine, shown, None, "", ""), first_use)
    except BaseException:
        engine.dispose()
        raise


def _up_to_date(opened: Opened, first_use: FirstUse) -> Opened:
    """Run the missing migrations, and fill a new store, in one transaction."""
    with reading(opened.engine) as connection:
        version = _version_of(connection, opened.shown)
        if version == VERSIONS[-1]:
            return replace(opened, store_id=_store_id(connection))
    if opened.read_only:
        raise StoreError(
            f"{opened.shown}: found a store of version {version or 'none'} that may only be read, expected "
            f"{VERSIONS[-1]}: allow writing once, so that it can be brought up to date"
        )
    with writing(opened.engine) as connection:
        # Another process may have done it while this one waited.
        version = _version_of(connection, opened.shown)
        if version != VERSIONS[-1]:
            _migrate(connection)
        if version is None:
            store_id = uuid.uuid4().hex
            connection.execute(sa.insert(store_table), {"name": "store_id", "value": store_id})
            first_use(replace(opened, store_id=store_id), connection)
        return replace(opened, store_id=_store_id(connection))


def _version_of(connection: sa.Connection, shown: str) -> str | None:
    """The version of the tables, None where there are none; StoreError for tables that are not ours."""
    inspector = sa.inspect(connection)
    names = set(inspector.get_table_names()) - {"spatial_ref_sys"}
    if not names:
        return None
    if not {"alembic_version", "store", "events"} <= names:
        raise StoreError(
            f"{shown}: found a database of something else (table {min(names)}), expected a store of "
            "incidents: name another one with --db or INCIDENTS_DB"
        )
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalars().all()
    if len(found) != 1 or found[0] not in VERSIONS:
        raise StoreError(
            f"{shown}: found a store of version {', '.join(found) or 'none'}, expected at most "
            f"{VERSIONS[-1]}: it was made by a newer version of this program; use that one"
        )
    return str(found[0])


def _migrate(connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with _ALEMBIC:
        command.upgrade(config, "head")


def _store_id(connection: sa.Connection) -> str:
    found = connection.execute(sa.select(store_table.c.value).where(store_table.c.name == "store_id"))
    return str(found.scalar_one())
