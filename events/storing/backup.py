"""All of a store in one file, for either database, checked by the content of its rows.

The file is a ZIP with one Parquet file a table and a manifest: the version of the tables, and for each table
how many rows it has and a hash over them. The hash is that of the rows' own hashes in ascending order, so it
does not depend on the order in which a database gives them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from errors import StoreError
from events.storing.opening import VERSIONS, Opened, reading
from events.storing.row_hash import row_hashes
from events.storing.schema import Day, Moment, metadata
from events.storing.trouble import told
from events.whole_file import whole_file

FORMAT = "fergana-incident-map backup"
MANIFEST = "manifest.json"

_READ_AT_ONCE = 20_000


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself: version, the moment, and rows and hash of each table."""

    version: str
    made: str
    tables: dict[str, dict[str, Any]]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(int(table["rows"]) for table in self.tables.values())

    @property
    def digest(self) -> str:
        """One hash over the hashes of all tables, 32 hexadecimal digits."""
        written = json.dumps({name: table["digest"] for name, table in sorted(self.tables.items())})
        return hashlib.blake2b(written.encode(), digest_size=16).hexdigest()


def write_backup(opened: Opened, out: Path) -> Manifest:
    """Write the store as it is at this moment to the new file `out`, in whole or not at all.

    Raises:
        StoreError: There is a file of that name already, or the store cannot be read.
        FormatError: The file cannot be written.
    """
    if out.exists():
        raise StoreError(f"{out}: found a file of this name already, expected a new one: name another")
    tables: dict[str, dict[str, Any]] = {}
    with (
        told(opened.shown),
        whole_file(out) as unfinished,
        zipfile.ZipFile(unfinished, "w") as archive,
        reading(opened.engine) as connection,
    ):
        for table in metadata.sorted_tables:
            with archive.open(f"{table.name}.parquet", "w", force_zip64=True) as member:
                tables[table.name] = _write_table(connection, table, member)
        made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        manifest = Manifest(VERSIONS[-1], made, tables)
        said = {"format": FORMAT, "version": manifest.version, "made": made, "tables": tables}
        archive.writestr(MANIFEST, json.dumps({**said, "digest": manifest.digest}, indent=1))
    return manifest


def read_manifest(file: Path) -> Manifest:
    """What a backup says of itself.

    Raises:
        StoreError: The file is no backup, damaged, or of a newer version.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            said = json.loads(archive.read(MANIFEST))
            if said["format"] != FORMAT:
                raise KeyError("format")
            manifest = Manifest(said["version"], said["made"], said["tables"])
            whole = said["digest"] == manifest.digest
    except FileNotFoundError:
        raise StoreError(f"{file}: found no such file, expected a backup of a store") from None
    except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError):
        raise StoreError(
            f"{file}: found a file that is no backup of a store, or a damaged one, expected one that "
            "`cli.py backup` has written"
        ) from None
    if manifest.version != VERSIONS[-1] or not whole:
        raise StoreError(
            f"{file}: found a backup of version {manifest.version}, expected {VERSIONS[-1]}: restore it with "
            "the program that made it"
        )
    return manifest


def read_tables(file: Path) -> Iterator[tuple[sa.Table, Iterator[pa.Table]]]:
    """Each table of a backup with its rows, some thousands at a time; what others name comes first.

    Raises:
        StoreError: A table is missing or damaged.
    """
    for table in metadata.sorted_tables:
        yield table, _read_table(file, table)


def _read_table(file: Path, table: sa.Table) -> Iterator[pa.Table]:
    try:
        with zipfile.ZipFile(file) as archive, archive.open(f"{table.name}.parquet") as member:
            parquet = pq.ParquetFile(pa.PythonFile(member))
            for group in range(parquet.num_row_groups):
                yield parquet.read_row_group(group)
    except (OSError, zipfile.BadZipFile, KeyError, pa.ArrowException) as error:
        raise StoreError(
            f"{file}: found table {table.name} damaged ({str(error).splitlines()[0]}), expected it whole: "
            "take another backup"
        ) from None


def digests(connection: sa.Connection) -> dict[str, dict[str, Any]]:
    """Rows and hash of each table as the database has them now."""
    return {table.name: _write_table(connection, table, None) for table in metadata.sorted_tables}


def _write_table(connection: sa.Connection, table: sa.Table, member: Any | None) -> dict[str, Any]:
    """Read a table, write it where a file is given, and hash it."""
    schema = pa.schema([(column.name, _arrow_type(column.type)) for column in table.c])
    hashes, count = [], 0
    sink = io.BytesIO() if member is None else member
    writer = None if member is None else pq.ParquetWriter(sink, schema, compression="zstd")
    for rows in _rows(connection, table, schema):
        hashes.append(row_hashes(_with_short_cells(rows)))
        count += rows.num_rows
        if writer is not None:
            writer.write_table(rows)
    if writer is not None:
        writer.close()
    ordered = np.sort(np.concatenate([*hashes, np.empty(0, np.int64)])).astype("<i8")
    return {"rows": count, "digest": hashlib.blake2b(ordered.tobytes(), digest_size=16).hexdigest()}


def _rows(connection: sa.Connection, table: sa.Table, schema: pa.Schema) -> Iterator[pa.Table]:
    # Rows with large cells are few: one at a time is in memory.
    at_once = 1 if any(isinstance(column.type, sa.LargeBinary) for column in table.c) else _READ_AT_ONCE
    found = connection.execute(sa.select(table), execution_options={"yield_per": at_once})
    for part in found.partitions():
        cells = zip(*part, strict=True)
        yield pa.table(
            [pa.array(column, field.type) for column, field in zip(cells, schema, strict=True)], schema=schema
        )


def _with_short_cells(rows: pa.Table) -> pa.Table:
    """Large cells replaced by hashes of them."""
    for i, field in enumerate(rows.schema):
        if pa.types.is_large_binary(field.type):
            short = [hashlib.blake2b(cell.as_buffer(), digest_size=16).hexdigest() for cell in rows.column(i)]
            rows = rows.set_column(i, field.name, pa.array(short, pa.string()))
    return rows


def _arrow_type(kind: sa.types.TypeEngine[Any]) -> pa.DataType:
    if isinstance(kind, Day):
        return pa.date32()
    if isinstance(kind, Moment):
        return pa.timestamp("us", "UTC")
    for ours, arrow in (
        (sa.LargeBinary, pa.large_binary()),
        (sa.Double, pa.float64()),
        (sa.BigInteger, pa.int64()),
        (sa.SmallInteger, pa.int16()),
        (sa.Integer, pa.int32()),
    ):
        if isinstance(kind, ours):
            return arrow
    return pa.string()
