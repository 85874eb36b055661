"""The rows of outside files as they came: all their cells as text, kept in chunks beside the events."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from events.storing.schema import events, originals

Rows = npt.NDArray[np.int64]

_BATCH = 500


@dataclass(frozen=True)
class OriginalFile:
    """Rows that wait to be written: a Parquet file whose first column has their numbers in the import."""

    path: Path
    first_row: int
    last_row: int

    @classmethod
    def written(cls, original: pa.Table, kept: Rows, first: int, path: Path) -> OriginalFile:
        """Write the rows `kept` of a table that begins at row `first` of its import."""
        chosen = original if len(kept) == original.num_rows else original.take(pa.array(kept))
        name = "import_row"
        while name in chosen.column_names:
            name += "_"
        numbered = chosen.add_column(0, name, pa.array(kept + first, pa.int32()))
        pq.write_table(numbered, path, compression="zstd", compression_level=1)
        return cls(path, int(kept[0]) + first, int(kept[-1]) + first)

    def row(self, import_id: int) -> dict[str, object]:
        """The row of `originals`."""
        return {
            "import_id": import_id,
            "first_row": self.first_row,
            "last_row": self.last_row,
            "cells": self.path.read_bytes(),
        }


def originals_of(connection: sa.Connection, event_ids: Iterable[str] | None, dataset: str | None) -> pa.Table:
    """The original rows of events, in the order of import and row; see `Store.originals`."""
    rows = _places(connection, event_ids, dataset)
    tables = []
    for import_id in sorted({import_id for _, import_id, _ in rows}):
        here = sorted((row, event_id) for event_id, of_import, row in rows if of_import == import_id)
        tables += _rows_of(connection, import_id, here)
    if not tables:
        return pa.table({"event_id": pa.array([], pa.string())})
    return pa.concat_tables(tables, promote_options="permissive")


def _places(
    connection: sa.Connection, event_ids: Iterable[str] | None, dataset: str | None
) -> list[tuple[str, int, int]]:
    asked = sa.select(events.c.event_id, events.c.import_id, events.c.import_row).where(
        events.c.gone == 0, events.c.import_id.is_not(None)
    )
    if dataset is not None:
        asked = asked.where(events.c.dataset == dataset)
    if event_ids is None:
        return [tuple(row) for row in connection.execute(asked)]
    ids = list(dict.fromkeys(event_ids))
    return [
        tuple(row)
        for i in range(0, len(ids), _BATCH)
        for row in connection.execute(asked.where(events.c.event_id.in_(ids[i : i + _BATCH])))
    ]


def _rows_of(connection: sa.Connection, import_id: int, wanted: Sequence[tuple[int, str]]) -> list[pa.Table]:
    rows = np.array([row for row, _ in wanted])
    spans = connection.execute(
        sa.select(originals.c.first_row, originals.c.last_row)
        .where(originals.c.import_id == import_id)
        .order_by(originals.c.first_row)
    ).all()
    tables = []
    for first, last in spans:
        begin, end = np.searchsorted(rows, [first, last + 1])
        if begin == end:
            continue
        cells = connection.execute(
            sa.select(originals.c.cells).where(
                originals.c.import_id == import_id, originals.c.first_row == first
            )
        ).scalar_one()
        table = pq.read_table(io.BytesIO(cells))
        numbers = table.column(0).to_numpy()
        at = np.searchsorted(numbers, rows[begin:end])
        names = pa.array([event_id for _, event_id in wanted[begin:end]], pa.string())
        chosen = table.take(pa.array(at)).remove_column(0)
        metadata = chosen.schema.metadata
        name = "event_id"
        while name in chosen.column_names:
            name = f"our_{name}"
        tables.append(chosen.add_column(0, name, names).replace_schema_metadata(metadata))
    return tables
