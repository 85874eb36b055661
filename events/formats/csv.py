"""Events in our own columns as CSV: one line of names, then one line an event.

Days are written 1999-10-27, absent values as nothing, `sources` as a JSON array. A text that a spreadsheet
would run as a formula gets an apostrophe in front when it is written, and loses it when it is read.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from errors import FormatError
from events.columns import NUMBER_TYPES, REQUIRED, missing_columns, one_chunk
from events.complaint import shown
from events.event import EXPECTED
from events.whole_file import whole_file

NAME = "csv"
SUFFIXES = (".csv",)

_DELIMITERS = ",;\t"
_HEADER_BYTES = 65_536
_BLOCK_BYTES = 16 << 20
_ROWS_WRITTEN_AT_ONCE = 65_536
_FORMULA_START = r"\A([=+\-@\t\r\n'])"
_GUARDED_START = r"\A'([=+\-@\t\r\n'])"


def sniff(path: Path) -> bool:
    """Whether the first line is one of names that holds most of our required columns."""
    header = _header(path)
    return header is not None and len(missing_columns(header[1])) < len(REQUIRED) / 2


def read(path: Path) -> pa.Table:
    """The events of a CSV file with our columns, parted by commas, semicolons or tabs, in UTF-8.

    Raises:
        FormatError: The file is no such CSV, required columns are missing, or a cell cannot be read: the
            line names the file's line, the column, the value and what was expected.
    """
    header = _header(path)
    if header is None:
        raise FormatError(f"{path}: found no readable first line, expected the names of columns in UTF-8")
    delimiter, names = header
    missing = missing_columns(names)
    if missing:
        raise FormatError(
            f"{path}: found no column {', '.join(missing)} in line 1, expected at least {', '.join(REQUIRED)}"
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise FormatError(f"{path}: found the column {', '.join(twice)} twice in line 1, expected it once")
    texts = _all_as_text(path, delimiter, names)
    return pa.table({name: _column(path, delimiter, name, texts.column(name)) for name in names})


def write(table: pa.Table, path: Path) -> None:
    """Write events as CSV with all columns of the table.

    Raises:
        FormatError: The file cannot be written.
    """
    schema = pa.schema([(field.name, _written_type(field.type)) for field in table.schema])
    with whole_file(path) as unfinished, pacsv.CSVWriter(unfinished, schema) as writer:
        for batch in table.to_batches(max_chunksize=_ROWS_WRITTEN_AT_ONCE):
            columns = [_written(column, field) for column, field in zip(batch.columns, schema, strict=True)]
            writer.write_batch(pa.record_batch(columns, schema=schema))


def _header(path: Path) -> tuple[str, list[str]] | None:
    """The delimiter and the names in the first line; None where it is no text."""
    with path.open("rb") as file:
        line = file.readline(_HEADER_BYTES)
    try:
        text = line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        return None
    delimiter = max(_DELIMITERS, key=text.count)
    names = next(csv.reader([text], delimiter=delimiter), [])
    return delimiter, [name.strip() for name in names]


def _all_as_text(path: Path, delimiter: str, names: list[str]) -> pa.Table:
    try:
        return pacsv.read_csv(
            path,
            read_options=pacsv.ReadOptions(block_size=_BLOCK_BYTES, column_names=names, skip_rows=1),
            parse_options=pacsv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except (pa.ArrowException, OSError) as error:
        reason = _broken_line(path, delimiter, len(names)) or str(error).splitlines()[0]
        raise FormatError(f"{path}: {reason}, expected CSV in UTF-8") from None


def _broken_line(path: Path, delimiter: str, n_columns: int) -> str | None:
    """What is wrong with the first record that is not UTF-8 or has too few or too many cells."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                return f"found the byte {line[error.start]:#04x} in line {number}"
    for number, cells in _records(path, delimiter):
        if len(cells) != n_columns:
            return f"found {len(cells)} cells instead of {n_columns} in the record that ends in line {number}"
    return None


def _records(path: Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record but the first with the number of the line that it ends in; empty lines are passed over."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        next(reader, None)
        for cells in reader:
            if cells:
                yield reader.line_num, cells


def _column(path: Path, delimiter: str, name: str, column: pa.ChunkedArray) -> pa.Array:
    texts = one_chunk(column)
    if name not in NUMBER_TYPES:
        return pc.replace_substring_regex(texts, _GUARDED_START, r"\1")
    trimmed = pc.utf8_trim_whitespace(texts)
    given = pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
    try:
        return given.cast(NUMBER_TYPES[name])
    except pa.ArrowInvalid as error:
        for (line, _), value in zip(_records(path, delimiter), given, strict=False):
            if not _casts(value, NUMBER_TYPES[name]):
                raise FormatError(
                    f"{path}: found {shown(value.as_py())} as {name} in line {line}, "
                    f"expected {EXPECTED[name]}"
                ) from None
        raise FormatError(f"{path}: found {name} that cannot be read ({error})") from None


def _casts(value: pa.Scalar, wanted: pa.DataType) -> bool:
    try:
        value.cast(wanted)
    except pa.ArrowInvalid:
        return False
    return True


def _written_type(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _written(column: pa.Array, field: pa.Field) -> pa.Array:
    plain = column.cast(field.type)
    if not (pa.types.is_string(field.type) or pa.types.is_large_string(field.type)):
        return plain
    return pc.replace_substring_regex(plain, _FORMULA_START, r"'\1")
