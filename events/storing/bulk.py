"""The rows of an import: set ready table by table, then written all at once at the end of their change."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from errors import StoreError
from events.check import check
from events.columns import COLUMNS, conform, one_chunk
from events.storing import bulk_sql
from events.storing.chunks import write_columns
from events.storing.event_rows import EventRows
from events.storing.originals import OriginalFile
from events.storing.records import ImportSource, TableCounts
from events.storing.row_hash import row_hashes
from events.storing.schema import column_chunks, imports, originals
from events.storing.staging import Staging

Mask = npt.NDArray[np.bool_]


@dataclass
class _Chunk:
    """Rows of one call: their staged table, their columns as a file, and which originals go with them."""

    table: str
    columns: bytes
    rows: int
    original: OriginalFile | None


@dataclass
class _Import:
    """All calls of one source."""

    dataset: str
    rows: int = 0
    counts: TableCounts = field(default_factory=TableCounts)
    chunks: list[_Chunk] = field(default_factory=list)


class Bulk:
    """The imports of one change.

    Args:
        staging: Makes the place where rows wait; called at the first rows.
    """

    def __init__(self, staging: Callable[[], Staging]) -> None:
        self._make_staging = staging
        self._staging: Staging | None = None
        self._imports: dict[ImportSource, _Import] = {}
        self._ids: list[pa.Array] = []
        self._tables = 0

    @property
    def has_rows(self) -> bool:
        """Whether anything waits to be written."""
        return any(one.chunks for one in self._imports.values())

    def add(
        self, table: pa.Table, dataset: str, original: pa.Table | None, source: ImportSource
    ) -> TableCounts:
        """Set rows ready; how many of them are new, changed or as they are in the store now."""
        try:
            return self._add(table, dataset, original, source)
        except OSError as error:
            said = error.strerror or str(error).splitlines()[0]
            raise StoreError(
                f"import of {source.file}: found no way to set rows ready on the disk ({said}); nothing was "
                "written: make room and try again"
            ) from None

    def _add(
        self, table: pa.Table, dataset: str, original: pa.Table | None, source: ImportSource
    ) -> TableCounts:
        rows = _events_of(table, dataset)
        if original is not None and original.num_rows != rows.num_rows:
            raise StoreError(
                f"import of {source.file}: found {original.num_rows} original rows for {rows.num_rows} "
                "events, expected as many of both"
            )
        current = self._imports.setdefault(source, _Import(dataset))
        first = current.rows
        current.rows += rows.num_rows
        if not rows.num_rows:
            return TableCounts()
        self._must_be_new(rows, source)
        numbers = pa.array(np.arange(first, current.rows), pa.int32())
        staged = rows.append_column("import_row", numbers)
        staged = staged.append_column("row_hash", pa.array(row_hashes(rows, original)))
        if self._staging is None:
            self._staging = self._make_staging()
        name = self._staging.add(f"rows_{self._tables}", staged)
        self._tables += 1
        counts, kept = self._compared(name, rows.num_rows, first)
        current.counts += counts
        if kept.any():
            chosen = rows if kept.all() else rows.filter(pa.array(kept))
            cells = None
            if original is not None:
                cells = OriginalFile.written(
                    original, np.flatnonzero(kept), first, self._staging.files / f"{self._tables}.parquet"
                )
            current.chunks.append(_Chunk(name, write_columns(chosen), chosen.num_rows, cells))
        return counts

    def write(self, connection: sa.Connection, change_id: int, rows: EventRows) -> None:
        """Write all rows that wait: those that are new or changed as the store is at this moment."""
        if self._staging is None:
            return
        self._staging.attach(connection)
        number = 0
        for source, one in self._imports.items():
            if not one.chunks:
                continue
            import_id = self._add_import(connection, change_id, source, one)
            added = changed = 0
            for chunk in one.chunks:
                sql = bulk_sql.Statements(chunk.table, self._staging.same, change_id, import_id)
                connection.exec_driver_sql(sql.keep_versions())
                corrected = connection.exec_driver_sql(sql.corrected_rows()).mappings().all()
                rows.import_over_corrections(corrected, import_id)
                again = connection.exec_driver_sql(sql.count_returning()).scalar_one()
                renewed = connection.exec_driver_sql(sql.update()).rowcount + len(corrected)
                added += connection.exec_driver_sql(sql.insert()).rowcount + again
                changed += renewed - again
                aside = list(connection.exec_driver_sql(sql.not_as_staged()).scalars())
                aside += [row["event_id"] for row in corrected]
                connection.execute(
                    sa.insert(column_chunks),
                    {
                        "change_id": change_id,
                        "number": number,
                        "rows": chunk.rows,
                        "aside": json.dumps(aside) if aside else "",
                        "cells": chunk.columns,
                    },
                )
                number += 1
                if chunk.original is not None:
                    connection.execute(sa.insert(originals), chunk.original.row(import_id))
            connection.execute(
                sa.update(imports)
                .where(imports.c.import_id == import_id)
                .values(added=added, changed=changed)
            )
        if connection.dialect.name == "postgresql":
            # It plans by figures that it takes now and then: after so many rows they are wrong.
            connection.exec_driver_sql("ANALYZE events")

    def close(self, connection: sa.Connection | None) -> None:
        """Remove what was set ready."""
        if self._staging is not None:
            if connection is not None:
                self._staging.detach(connection)
            self._staging.close()
            self._staging = None

    def _compared(self, table: str, n: int, first: int) -> tuple[TableCounts, Mask]:
        """What the rows are beside those in the store now, and which of them have to be written."""
        assert self._staging is not None
        with self._staging.looking() as connection:
            sql = bulk_sql.Statements(table, self._staging.same)
            there = connection.exec_driver_sql(sql.known_rows()).all()
        kept = np.ones(n, bool)
        counted = dict.fromkeys(bulk_sql.KINDS, 0)
        for row, kind in there:
            counted[kind] += 1
            kept[row - first] = kind in ("again", "changed")
        return (
            TableCounts(
                added=n - len(there) + counted["again"],
                changed=counted["changed"],
                unchanged=counted["same"],
                kept_away=counted["away"],
            ),
            kept,
        )

    def _must_be_new(self, rows: pa.Table, source: ImportSource) -> None:
        """No event may come twice in one change."""
        ids = one_chunk(rows.column("event_id"))
        for earlier in self._ids:
            twice = pc.is_in(ids, value_set=earlier)
            if pc.any(twice).as_py():
                found = ids.filter(twice)[0].as_py()
                raise StoreError(
                    f"import of {source.file}: found event {found} twice, expected each event_id once"
                )
        self._ids.append(ids)

    def _add_import(
        self, connection: sa.Connection, change_id: int, source: ImportSource, one: _Import
    ) -> int:
        newest = connection.execute(sa.select(sa.func.max(imports.c.import_id))).scalar_one()
        import_id = int(newest or 0) + 1
        connection.execute(
            sa.insert(imports),
            {
                "import_id": import_id,
                "change_id": change_id,
                "dataset": one.dataset,
                **dataclasses.asdict(source),
                "added": 0,
                "changed": 0,
                "unchanged": one.counts.unchanged,
            },
        )
        return import_id


def _events_of(table: pa.Table, dataset: str) -> pa.Table:
    """The table's columns of events, checked, all of one data set."""
    rows = table.drop_columns(["dataset"]) if "dataset" in table.column_names else table
    rows = rows.append_column("dataset", pa.repeat(pa.scalar(dataset), rows.num_rows))
    conformed = conform(rows).select(list(COLUMNS))
    check(conformed)
    return conformed
