"""Write cells as delimited text in the dialect they came in, with edited values in their columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from events.cells import plain as plain_text
from events.columns import one_chunk
from events.formula_guard import guarded, guarded_cells
from events.reading import Dialect
from events.whole_file import whole_file

__all__ = ["each_text", "put_back", "text_days", "text_numbers", "write_cells"]

_ROWS_AT_ONCE = 65_536

Bools = npt.NDArray[np.bool_]


def write_cells(cells: pa.Table, path: Path, *, plain: bool = False, dialect: Dialect | None = None) -> None:
    """Write columns of text as delimited text.

    Args:
        cells: Text columns, plain or dictionary encoded.
        plain: Leave cells that a spreadsheet would run as formulas as they are. Without it they get an
            apostrophe in front, and other programs than this one see that.
        dialect: How to write; by default commas, UTF-8 and line feeds.

    Raises:
        FormatError: The file cannot be written.
    """
    wanted = dialect or Dialect()
    with whole_file(path) as unfinished:
        try:
            _write(cells, unfinished, wanted, plain)
        except UnicodeEncodeError:
            # An edited value has letters that the file's old encoding lacks.
            _write(cells, unfinished, replace(wanted, encoding="utf-8", bom=False), plain)


def _write(cells: pa.Table, path: Path, dialect: Dialect, plain: bool) -> None:
    with path.open("w", encoding=dialect.encoding, newline="") as file:
        if dialect.bom:
            file.write("\ufeff")
        for record in _heads(cells, dialect):
            shown = [name if plain else guarded(name) for name in record]
            columns = [pa.array([cell], pa.string()) for cell in shown]
            file.writelines(_lines(columns, dialect))
        for batch in cells.to_batches(max_chunksize=_ROWS_AT_ONCE):
            columns = [column if plain else _coded(column, guarded_cells) for column in batch.columns]
            file.writelines(_lines(columns, dialect))


def _heads(cells: pa.Table, dialect: Dialect) -> Iterator[tuple[str, ...]]:
    if dialect.header:
        yield tuple(cells.column_names)
        if dialect.tags:
            yield dialect.tags


def _lines(columns: list[pa.Array], dialect: Dialect) -> Iterator[str]:
    if not columns or not len(columns[0]):
        return
    needs = r'["\r\n' + dialect.delimiter + r"]|\A\s|\s\z"

    def quoted(texts: pa.Array) -> pa.Array:
        odd = pc.match_substring_regex(texts, needs)
        if not pc.any(odd).as_py():
            return texts
        doubled = pc.replace_substring(texts, '"', '""')
        return pc.if_else(odd, pc.binary_join_element_wise('"', doubled, '"', ""), texts)

    written = [plain_text(_coded(column, quoted)) for column in columns]
    lines = pc.binary_join_element_wise(*written, dialect.delimiter).to_pylist()
    # A record of one empty cell is no empty line.
    yield dialect.line_end.join(line or '""' for line in lines)
    yield dialect.line_end


def _coded(column: pa.Array, function: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """`function` of a column of text, of each different text once where it is encoded."""
    if pa.types.is_dictionary(column.type):
        return pa.DictionaryArray.from_arrays(column.indices, function(column.dictionary))
    return function(column)


def put_back(
    events: pa.Table,
    derived: pa.Table,
    original: pa.Table,
    written_from: Mapping[str, tuple[str, ...]],
    write: Callable[[pa.Table, pa.Table], Mapping[str, pa.Array]],
    aliases: Mapping[str, str],
) -> pa.Table:
    """Original cells with the values of edited events in the columns that these values come from.

    Args:
        events: Our columns as they are now.
        derived: Our columns as the original cells give them: where both agree nobody edited anything.
        original: The cells, in the order of the events.
        written_from: File's column (lower case) -> our columns that it is made of.
        write: Called with the edited events and their cells (under plain names); gives new cells for the
            columns of `written_from`.
        aliases: Other name of a file's column -> the one in `written_from`.
    """
    edited = {name: _differs(name, events, derived) for name in derived.column_names}
    names: dict[str, str] = {}
    for name in original.column_names:
        key = name.strip().lower()
        names.setdefault(aliases.get(key, key), name)
    any_edit = np.zeros(events.num_rows, bool)
    for sources in written_from.values():
        for source in sources:
            any_edit |= edited.get(source, False)
    rows = np.flatnonzero(any_edit)
    if not len(rows):
        return original
    few = original.select(list(names.values())).take(pa.array(rows)).rename_columns(list(names))
    fresh = write(events.take(pa.array(rows)), few)
    columns = []
    for name in original.column_names:
        column = original.column(name)
        key = next((key for key, shown in names.items() if shown == name), "")
        sources = written_from.get(key, ())
        changed = np.zeros(events.num_rows, bool)
        for source in sources:
            changed |= edited.get(source, False)
        if changed.any():
            texts = plain_text(fresh[key]).filter(pa.array(changed[rows]))
            column = pc.replace_with_mask(plain_text(column), pa.array(changed), texts)
        columns.append(column)
    return pa.table(columns, names=original.column_names).replace_schema_metadata(original.schema.metadata)


def _differs(name: str, events: pa.Table, derived: pa.Table) -> Bools:
    now, then = (one_chunk(table.column(name)) for table in (events, derived))
    if pa.types.is_dictionary(now.type) or pa.types.is_string(now.type) or pa.types.is_large_string(now.type):
        now, then = plain_text(now), plain_text(then)
        if name == "tags":
            now, then = _without_checks(now), _without_checks(then)
    elif now.type != then.type:
        then = then.cast(now.type)
    different = pc.fill_null(pc.not_equal(now, then), False)
    one_null = pc.xor(pc.is_null(now), pc.is_null(then))
    return np.asarray(pc.or_(different, one_null))


def _without_checks(tags: pa.Array) -> pa.Array:
    """Tags without those that the import added to mark what is doubtful."""
    return pc.replace_substring_regex(tags, r"(\A|; )check: [^;]*", "")


def text_days(days: pa.Array) -> pa.Array:
    """Days as 1999-10-27, empty where absent."""
    return pc.fill_null(one_chunk_of(days).cast(pa.string()), "")


def text_numbers(numbers: pa.Array) -> pa.Array:
    """Numbers as text, without the point of a whole number; empty where absent."""
    array = one_chunk_of(numbers)
    if pa.types.is_floating(array.type):
        texts = ["" if value is None else repr(value).removesuffix(".0") for value in array.to_pylist()]
        return pa.array(texts, pa.string())
    return pc.fill_null(array.cast(pa.string()), "")


def one_chunk_of(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A column in one piece."""
    return one_chunk(column) if isinstance(column, pa.ChunkedArray) else column


def each_text(array: pa.Array, function: Callable[[str], str]) -> pa.Array:
    """`function` of each different text of a column."""
    coded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    values = [function(value) for value in coded.dictionary.to_pylist()]
    return pa.DictionaryArray.from_arrays(coded.indices, pa.array(values, pa.string()))
