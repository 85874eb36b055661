"""Give back the cells of an imported file: each as it was, with the values that were edited since."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from errors import FormatError
from events.cells import plain as plain_text
from events.columns import conform
from events.formats import format_named, formats
from events.formula_guard import guarded_cells
from events.reading import Dialect, dialect_of, format_of_original
from events.writing import write_cells

__all__ = ["can_restore", "restored_cells", "write_as_imported", "write_originals", "write_restored"]


# Cells of several imports in one table have lost the name of their format; these columns tell it.
_TELLING = {"acled": {"event_id_cnty", "event_date"}, "ucdp": {"type_of_violence", "where_prec"}}


def can_restore(original: pa.Table) -> bool:
    """Whether these cells come from a format that gives them back."""
    name = _format_of(original)
    return name is not None and hasattr(formats().get(name), "put_back")


def _format_of(original: pa.Table) -> str | None:
    kept = format_of_original(original)
    if kept is not None:
        return kept
    names = {name.strip().lower() for name in original.column_names}
    return next((known for known, telling in _TELLING.items() if telling <= names), None)


def restored_cells(events: pa.Table, original: pa.Table) -> pa.Table:
    """The original cells of events, with the values that were edited since in the columns that hold them.

    What was edited is told by reading the cells once more and comparing; a place that the import found by
    its name is no edit.

    Args:
        events: Our columns of the events as they are now.
        original: `Reading.original` of the same events, row by row, with its schema's metadata.

    Raises:
        FormatError: The cells come from no format that gives them back, or the rows are not as many.
    """
    name = _format_of(original)
    if not can_restore(original):
        able = ", ".join(key for key, known in formats().items() if hasattr(known, "put_back"))
        raise FormatError(f"original cells: found format {name!r}, expected one of {able}")
    if events.num_rows != original.num_rows:
        raise FormatError(
            f"original cells: found {original.num_rows} rows for {events.num_rows} events, expected as many"
        )
    chosen = format_named(str(name))
    now = conform(events)
    dataset = now.column("dataset")[0].as_py() if now.num_rows else ""
    before: pa.Table = chosen.derived(original, dataset)  # type: ignore[attr-defined]
    cells: pa.Table = chosen.put_back(now, before, original)  # type: ignore[attr-defined]
    return cells


def write_originals(
    events: pa.Table, originals: pa.Table, path: Path, *, plain: bool = False
) -> tuple[int, int]:
    """Write the imported ones of some events as the file that they came from.

    Args:
        events: Our columns of the events as they are now.
        originals: `Store.originals`: `event_id` first, then the cells of the outside file.
        plain: As in `write_restored`.

    Returns:
        The number of rows written, and of events left out because no import brought them.

    Raises:
        FormatError: As `restored_cells`, or the file cannot be written.
    """
    place = pc.index_in(originals.column(0), value_set=plain_text(events.column("event_id")))
    there = pc.is_valid(place)
    cells = originals.filter(there)
    now = events.take(plain_text(place).filter(plain_text(there)))
    # Of several imports, one may lack a column that another one has.
    filled = [_no_null(cells.column(number)) for number in range(1, cells.num_columns)]
    original = pa.table(filled, names=cells.column_names[1:]).replace_schema_metadata(cells.schema.metadata)
    write_restored(now, original, path, plain=plain)
    return now.num_rows, events.num_rows - now.num_rows


def write_as_imported(events: pa.Table, originals: Sequence[pa.Table], path: Path, format_name: str) -> int:
    """Write events in a format whose cells some of them came with: these get every cell back.

    The others follow with what the format's own columns can hold. Cells stay as they came; those of the
    others, and nothing else, are guarded against spreadsheets.

    Args:
        originals: `Store.originals` of these events, a table for each data set; others than of this format
            are passed over.
        format_name: A format with `put_back` and `cells`.

    Returns:
        How many rows got their original cells; 0 where no import of that format brought any, and then nothing
        is written.

    Raises:
        FormatError: The file cannot be written.
    """
    left = np.ones(events.num_rows, bool)
    restored: pa.Table | None = None
    dialect = Dialect()
    for table in originals:
        if not table.num_rows or _format_of(table) != format_name:
            continue
        place = pc.index_in(table.column(0), value_set=plain_text(events.column("event_id")))
        there = pc.is_valid(place)
        rows = plain_text(place).filter(plain_text(there))
        if not len(rows):
            continue
        kept = table.filter(there)
        names = kept.column_names[1:]
        original = pa.table([_no_null(kept.column(name)) for name in names], names=names)
        original = original.replace_schema_metadata(kept.schema.metadata)
        cells = restored_cells(events.take(rows), original)
        left[np.asarray(rows)] = False
        if restored is None:
            restored, dialect = cells, dialect_of(original)
        else:
            restored = _below(restored, cells)
    if restored is None:
        return 0
    if left.any():
        derived: pa.Table = format_named(format_name).cells(events.filter(pa.array(left)))  # type: ignore[attr-defined]
        guarded = [guarded_cells(plain_text(column)) for column in derived.columns]
        restored = _below(restored, pa.table(guarded, names=derived.column_names))
    write_cells(restored, path, plain=True, dialect=dialect)
    return int(events.num_rows - left.sum())


def _below(upper: pa.Table, lower: pa.Table) -> pa.Table:
    """Two tables of cells as one, under the upper one's names whatever their case; further columns follow."""
    known = {name.strip().lower(): name for name in lower.column_names}
    columns = {}
    for name in upper.column_names:
        source = known.pop(name.strip().lower(), None)
        cells = _blank(lower.num_rows) if source is None else plain_text(lower.column(source))
        columns[name] = pa.concat_arrays([_text(upper.column(name)), _text(cells)])
    if upper.num_columns < lower.num_columns:
        for source in known.values():
            columns[source] = pa.concat_arrays([_blank(upper.num_rows), _text(lower.column(source))])
    return pa.table(columns)


def _blank(rows: int) -> pa.Array:
    return pa.repeat(pa.scalar(""), rows)


def _text(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return plain_text(column).cast(pa.string())


def _no_null(column: pa.ChunkedArray) -> pa.Array:
    return pc.fill_null(plain_text(column), "")


def write_restored(events: pa.Table, original: pa.Table, path: Path, *, plain: bool = False) -> None:
    """Write imported events as the file that they came from: its columns, its dialect, every cell.

    Args:
        plain: Give back every cell as it was. Without it, cells that a spreadsheet would run as formulas get
            an apostrophe in front.

    Raises:
        FormatError: As `restored_cells`, or the file cannot be written.
    """
    write_cells(restored_cells(events, original), path, plain=plain, dialect=dialect_of(original))
