"""Events in our own columns as an Apache Parquet file: the quick way for millions of them."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from errors import FormatError
from events.columns import COLUMNS, NUMBER_TYPES, REQUIRED, missing_columns, text_column
from events.whole_file import whole_file

NAME = "parquet"
SUFFIXES = (".parquet",)

_MAGIC = b"PAR1"
_TEXT_COLUMNS = [column for column in COLUMNS if column not in NUMBER_TYPES and column != "event_id"]


def sniff(path: Path) -> bool:
    """Whether it is Parquet with most of our required columns, or broken, and without geometry."""
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            return False
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError):
        return True
    return b"geo" not in (schema.metadata or {}) and len(missing_columns(schema.names)) < len(REQUIRED) / 2


def read(path: Path) -> pa.Table:
    """The events of a Parquet file with our columns; recurring text comes dictionary encoded.

    Raises:
        FormatError: The file is broken, or required columns are missing.
        EventError: A column of text holds something else.
    """
    try:
        names = pq.read_schema(path).names
        missing = missing_columns(names)
        if missing:
            raise FormatError(
                f"{path}: found no column {', '.join(missing)} among {len(names)}, "
                f"expected at least {', '.join(REQUIRED)}"
            )
        file = pq.ParquetFile(path, read_dictionary=[name for name in _TEXT_COLUMNS if name in names])
        # Column by column, each made narrow at once: the wide ones are never all in memory.
        return pa.table({name: _column(file, name) for name in names})
    except FileNotFoundError:
        raise FormatError(f"{path}: found no such file, expected a Parquet file") from None
    except (pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise FormatError(f"{path}: found a file that cannot be read as Parquet ({reason})") from None


def _column(file: pq.ParquetFile, name: str) -> pa.Array | pa.ChunkedArray:
    column = file.read(columns=[name]).column(0)
    return text_column(name, column, len(column)) if name in _TEXT_COLUMNS else column


def write(table: pa.Table, path: Path) -> None:
    """Write events as a Parquet file with all columns of the table.

    Raises:
        FormatError: The file cannot be written.
    """
    with whole_file(path) as unfinished:
        pq.write_table(table, unfinished, compression="zstd", row_group_size=1 << 20)
