"""Cells of a file as a reading: taken as they are where the columns are ours, else matched by a mapping."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from errors import EventError, FormatError, MappingError
from events.columns import COLUMNS, NUMBER_TYPES, missing_columns
from events.mapping import Mapping, distinct_headers, texts_of
from events.mapping_apply import apply_mapping
from events.mapping_guess import guess_mapping
from events.reading import DataSetInfo, Reading, reading_of_table


def adopted(
    cells: pa.Table,
    path: Path,
    format_name: str,
    dataset: str | None = None,
    *,
    mapping: Mapping | None = None,
    lines: Sequence[int] | None = None,
    notes: tuple[str, ...] = (),
) -> Reading:
    """The events in a table of cells.

    Args:
        cells: The table; coordinates of a geographic file are its columns `longitude` and `latitude`.
        path: The file, for error lines; its name is the data set's where nothing else is.
        mapping: What the columns mean; None takes ours by their names, or guesses.
        lines: The rows' numbers in the file.
        notes: What to tell of the file as a whole.

    Raises:
        FormatError: A column of ours holds another type throughout.
        MappingError: No date or place is among the columns, in one line that names the file.
    """
    name = dataset or path.name.split(".")[0]
    if mapping is None and not missing_columns(cells.column_names):
        numbers = None if lines is None else np.asarray(lines, np.int64)
        ours = pa.table({column: _ours(column, cells.column(column)) for column in cells.column_names})
        if dataset is not None:
            kept = [column for column in ours.column_names if column != "dataset"]
            ours = ours.select(kept).append_column("dataset", pa.repeat(pa.scalar(dataset), ours.num_rows))
        try:
            return reading_of_table(ours, format_name, DataSetInfo(name), lines=numbers, notes=notes)
        except EventError as error:
            raise FormatError(f"{path}: {error}") from None
    named = cells.rename_columns(distinct_headers(cells.column_names))
    try:
        meant = mapping or guess_mapping(named)
        return apply_mapping(named, meant, dataset=name, lines=lines, format_name=format_name, notes=notes)
    except MappingError as error:
        raise MappingError(f"{path}: {error}") from None


def _ours(name: str, column: pa.ChunkedArray) -> pa.ChunkedArray | pa.Array:
    """A column of ours in a type that `conform` takes: days from timestamps and text, numbers from text."""
    wanted = NUMBER_TYPES.get(name)
    kind = column.type
    if name not in COLUMNS:
        return column
    if wanted is None:
        return texts_of(column) if not _is_text(kind) else column
    if pa.types.is_timestamp(kind) and wanted == pa.date32():
        return column.cast(pa.timestamp("us", kind.tz)).cast(pa.date32())
    if _is_text(kind):
        texts = texts_of(column)
        return pa.compute.if_else(pa.compute.equal(texts, ""), pa.scalar(None, pa.string()), texts)
    return column


def _is_text(kind: pa.DataType) -> bool:
    value = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(
        pa.types.is_string(value) or pa.types.is_large_string(value) or pa.types.is_string_view(value)
    )
