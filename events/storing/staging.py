"""Rows set ready for a bulk write, aside from the store, so that its one right to write is held but shortly.

In SQLite a file of its own beside the store, filled by ADBC in Arrow's batches and attached when its rows
are written. ADBC brings its own copy of SQLite and must never open the store itself: two copies in one
process undo each other's file locks. In PostgreSQL temporary tables, filled by COPY.
"""

from __future__ import annotations

import io
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import adbc_driver_sqlite.dbapi as adbc
import pyarrow as pa
import pyarrow.csv as pa_csv
import sqlalchemy as sa

from errors import StoreError
from events.storing.schema import events_past

STAGED_COLUMNS = ("import_row", "row_hash")
"""What each staged row has beside the columns of an event."""


class SqliteStaging:
    """Staged rows of a store in SQLite.

    Args:
        folder: Where large files of the store go; made when it is needed.
    """

    same = "IS"

    def __init__(self, folder: Path, engine: sa.Engine) -> None:
        _sweep(folder)
        self.files = folder / f"import-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self.files.mkdir(parents=True)
        self._file = self.files / "rows.sqlite"
        self._engine = engine

    def add(self, name: str, rows: pa.Table) -> str:
        """Keep rows under a name; the name of their table in SQL."""
        days = {field.name for field in rows.schema if pa.types.is_date32(field.type)}
        columns = {
            column: cells.cast(pa.int32()) if column in days else cells
            for column, cells in zip(rows.column_names, rows.columns, strict=True)
        }
        try:
            with (
                adbc.connect(self._file.as_posix(), autocommit=True) as connection,
                connection.cursor() as cursor,
            ):
                for pragma in ("journal_mode=OFF", "synchronous=OFF"):
                    cursor.execute(f"PRAGMA {pragma}")
                    cursor.fetchall()
                cursor.adbc_ingest(name, pa.table(columns), mode="create")
        except adbc.Error as error:
            raise StoreError(
                f"{self._file.parent}: found no way to set rows ready there "
                f"({str(error).splitlines()[0]}); nothing was written: make room and try again"
            ) from None
        return f"staged.{name}"

    @contextmanager
    def looking(self) -> Iterator[sa.Connection]:
        """A connection that sees the staged rows beside the store's."""
        with self._engine.connect() as connection:
            with connection.begin():
                self.attach(connection)
                yield connection
            self.detach(connection)

    def attach(self, connection: sa.Connection) -> None:
        """Make the staged rows known to a connection that is about to write them."""
        connection.exec_driver_sql("ATTACH DATABASE ? AS staged", (self._file.as_posix(),))

    def detach(self, connection: sa.Connection) -> None:
        """Forget the staged rows; outside of transactions only."""
        driver = connection.connection.driver_connection
        if driver is not None and any(row[1] == "staged" for row in driver.execute("PRAGMA database_list")):
            driver.execute("DETACH DATABASE staged")

    def close(self) -> None:
        """Remove what was set ready."""
        shutil.rmtree(self.files, ignore_errors=True)


class PostgresStaging:
    """Staged rows of a store in PostgreSQL, on the connection that will write them.

    Args:
        folder: Where large files of the store go on this machine.
    """

    same = "IS NOT DISTINCT FROM"

    def __init__(self, folder: Path, connection: sa.Connection) -> None:
        _sweep(folder)
        self.files = folder / f"import-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self.files.mkdir(parents=True)
        self._connection = connection
        self._names: list[str] = []

    def add(self, name: str, rows: pa.Table) -> str:
        """Keep rows under a name; the name of their table in SQL."""
        with self._at_once():
            columns = [sa.Column(column, events_past.c[column].type) for column in rows.column_names]
            sa.Table(name, sa.MetaData(), *columns, prefixes=["TEMPORARY"]).create(self._connection)
            self._names.append(name)
            driver = self._connection.connection.driver_connection
            if driver is None:
                raise StoreError(f"{name}: found the connection to the server lost: try again")
            with driver.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN (FORMAT csv)") as copy:
                for batch in rows.to_batches(max_chunksize=20_000):
                    copy.write(_as_csv(batch))
        return name

    @contextmanager
    def looking(self) -> Iterator[sa.Connection]:
        """A connection that sees the staged rows beside the store's."""
        with self._at_once():
            yield self._connection

    def attach(self, connection: sa.Connection) -> None:
        """The rows are known to their connection already."""

    def detach(self, connection: sa.Connection) -> None:
        """Temporary tables go with the end of a change."""

    def close(self) -> None:
        """Remove what was set ready."""
        shutil.rmtree(self.files, ignore_errors=True)
        if not self._connection.closed and not self._connection.invalidated:
            with self._at_once():
                for name in self._names:
                    self._connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
        self._names.clear()

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """Within the change where it has begun; else in a transaction of its own that holds no lock."""
        if self._connection.in_transaction():
            yield
        else:
            with self._connection.begin():
                yield


Staging = SqliteStaging | PostgresStaging


def _as_csv(batch: pa.RecordBatch) -> bytes:
    """Rows as COPY reads them: a null is nothing, text is quoted and "" is not a null."""
    plain = [
        column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
        for column in batch.columns
    ]
    sink = io.BytesIO()
    options = pa_csv.WriteOptions(include_header=False, quoting_style="needed")
    pa_csv.write_csv(pa.RecordBatch.from_arrays(plain, names=batch.schema.names), sink, options)
    return sink.getvalue()


def _sweep(folder: Path) -> None:
    """Remove what imports have left behind that were killed."""
    for left in folder.glob("import-*-*"):
        owner = left.name.split("-")[1]
        if owner.isdecimal() and not _runs(int(owner)):
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
