"""Take rows out of a sorted table of events and put others in, without touching what stays."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from events.columns import FIXED_VALUES, conform, one_chunk
from events.spans import sort_key

Rows = npt.NDArray[np.int64]

MOST_PIECES = 2_000
"""With more rows than this to take out and put in, the whole table is made anew."""


def spliced(table: pa.Table, out: Rows, new: pa.Table) -> pa.Table:
    """`table` without the rows `out` (ascending) and with those of `new`, in the order of the frame.

    Args:
        table: Conformed (`events.columns.conform`) and sorted (`events.spans.sort_key`).
        new: Conformed, in any order.
    """
    if len(out) + new.num_rows > MOST_PIECES:
        keep = np.ones(table.num_rows, bool)
        keep[out] = False
        return in_order(conform(joined([table.filter(pa.array(keep)), new])))
    new = in_order(new)
    at = _places(table, new)
    # Each cut is a place in the table: before it an own slice ends, behind it a row is left out or put in.
    cuts = sorted([(int(row), 1, -1) for row in out] + [(int(row), 0, i) for i, row in enumerate(at)])
    columns = {
        name: _spliced_column(name, one_chunk(table.column(name)), one_chunk(new.column(name)), cuts)
        for name in table.column_names
    }
    return pa.table(columns)


def joined(tables: list[pa.Table]) -> pa.Table:
    """Tables of events one after another; a column that has codes in one of them gets them in all."""
    if len(tables) == 1:
        return tables[0]
    columns = {}
    for name in tables[0].column_names:
        parts = [one_chunk(table.column(name)) for table in tables]
        if any(pa.types.is_dictionary(part.type) for part in parts):
            wide = pa.dictionary(pa.int32(), pa.string())
            parts = [
                pa.DictionaryArray.from_arrays(part.indices.cast(pa.int32()), part.dictionary)
                if pa.types.is_dictionary(part.type)
                else part.cast(pa.string()).dictionary_encode().cast(wide)
                for part in parts
            ]
        elif any(pa.types.is_large_string(part.type) for part in parts):
            parts = [part.cast(pa.large_string()) for part in parts]
        columns[name] = pa.chunked_array(parts)
    return pa.table(columns)


def in_order(table: pa.Table) -> pa.Table:
    """A conformed table sorted as the frame keeps it and then by id, each column in one chunk.

    With the ids the order is the same in every process, and so a row's number under one digest.
    """
    keys, ids = _keys(table), one_chunk(table.column("event_id"))
    falls = keys[1:] < keys[:-1]
    same = keys[1:] == keys[:-1]
    if not falls.any() and not np.any(same & ~np.asarray(pc.less(ids[:-1], ids[1:]))):
        return table
    order = pc.sort_indices(
        pa.table({"key": keys, "id": ids}), sort_keys=[("key", "ascending"), ("id", "ascending")]
    )
    return pa.table({name: one_chunk(table.column(name)).take(order) for name in table.column_names})


def _places(table: pa.Table, new: pa.Table) -> Rows:
    """Where in the table each of the new rows belongs."""
    keys, wanted = _keys(table), _keys(new)
    ids = one_chunk(table.column("event_id"))
    found = []
    for first, last, event_id in zip(
        np.searchsorted(keys, wanted, "left"),
        np.searchsorted(keys, wanted, "right"),
        new.column("event_id").to_pylist(),
        strict=True,
    ):
        found.append(first + bisect_left(ids[first:last].to_pylist(), event_id))
    return np.array(found, np.int64)


def _keys(table: pa.Table) -> npt.NDArray[np.int64]:
    start, end = (
        one_chunk(table.column(name)).view(pa.int32()).to_numpy() for name in ("date_start", "date_end")
    )
    return sort_key(start, end)


def _spliced_column(name: str, own: pa.Array, new: pa.Array, cuts: list[tuple[int, int, int]]) -> pa.Array:
    if pa.types.is_dictionary(own.type):
        own, new = _alike(name, own, new)
    elif new.type != own.type:
        new = new.cast(own.type)
    pieces = []
    done = 0
    for row, _, place in cuts:
        if row > done:
            pieces.append(own.slice(done, row - done))
        done = max(done, row)
        if place < 0:
            done = row + 1
        else:
            pieces.append(new.slice(place, 1))
    pieces.append(own.slice(done))
    if pa.types.is_dictionary(own.type):
        codes = pa.concat_arrays([piece.indices for piece in pieces])
        return pa.DictionaryArray.from_arrays(codes, own.dictionary)
    return pa.concat_arrays(pieces)


def _alike(
    name: str, own: pa.DictionaryArray, new: pa.Array
) -> tuple[pa.DictionaryArray, pa.DictionaryArray]:
    """Both with the values of both, sorted as `conform` sorts them, and with codes of one width."""
    coded = new if pa.types.is_dictionary(new.type) else new.dictionary_encode()
    used = coded.dictionary.take(pc.unique(coded.indices))
    unknown = used.filter(pc.invert(pc.is_in(used, value_set=own.dictionary)))
    values = own.dictionary
    codes = own.indices
    if len(unknown):
        fixed = FIXED_VALUES.get(name, ())
        final = [*fixed, *sorted({*own.dictionary.to_pylist(), *unknown.to_pylist()}.difference(fixed))]
        values = pa.array(final, pa.string())
        width = np.int8 if len(final) <= 127 else np.int16 if len(final) <= 32767 else np.int32
        moved = pc.index_in(own.dictionary, value_set=values).to_numpy().astype(width)
        codes = pa.array(moved[codes.to_numpy()] if len(moved) else np.empty(0, width))
    of_new = pc.index_in(coded.dictionary, value_set=values).take(coded.indices).cast(codes.type)
    return (
        pa.DictionaryArray.from_arrays(codes, values),
        pa.DictionaryArray.from_arrays(of_new, values),
    )
