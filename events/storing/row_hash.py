"""One number for the content of each row of a table, by which an import tells which rows changed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from events.columns import one_chunk

Hashes = npt.NDArray[np.uint64]

_ABSENT = np.uint64(0x9E3779B97F4A7C15)


def row_hashes(*tables: pa.Table | None) -> npt.NDArray[np.int64]:
    """A hash of each row over all columns of tables that lie side by side, 64 bits.

    The names of the columns count too, and null is not "". The same rows have the same hashes on every
    machine; two versions of one row share a hash by accident once in 2**64.
    """
    there = [table for table in tables if table is not None]
    total = np.zeros(there[0].num_rows, np.uint64)
    for table in there:
        for name, column in zip(table.column_names, table.columns, strict=True):
            total = _mixed(total * np.uint64(31) + _column_hashes(one_chunk(column)) + _text_hash(name))
    return total.view(np.int64)


def _column_hashes(array: pa.Array) -> Hashes:
    if pa.types.is_dictionary(array.type):
        return _by_dictionary(array)
    if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
        return _by_dictionary(array.dictionary_encode())
    if pa.types.is_integer(array.type) or pa.types.is_timestamp(array.type) or pa.types.is_date(array.type):
        whole = array.cast(pa.int32()) if pa.types.is_date32(array.type) else array
        plain = pc.fill_null(whole.cast(pa.int64()), 0).to_numpy()
    elif pa.types.is_floating(array.type):
        # Adding 0 makes one zero of the two that floats have.
        plain = pc.fill_null(array.cast(pa.float64()), 0.0).to_numpy() + 0.0
    else:
        return _column_hashes(array.cast(pa.string()))
    return np.where(_nulls(array), _ABSENT, _mixed(plain.view(np.uint64)))


def _by_dictionary(array: pa.DictionaryArray) -> Hashes:
    values = array.dictionary.cast(pa.string()).to_numpy(zero_copy_only=False)
    of_values = np.append(pd.util.hash_array(values, categorize=False), _ABSENT)
    codes = pc.fill_null(array.indices.cast(pa.int64()), len(values)).to_numpy()
    return of_values[codes]


def _nulls(array: pa.Array) -> npt.NDArray[np.bool_]:
    return np.asarray(pc.is_null(array))


def _text_hash(text: str) -> np.uint64:
    return np.uint64(pd.util.hash_array(np.array([text], object), categorize=False)[0])


def _mixed(values: Hashes) -> Hashes:
    """The last steps of the SplitMix64 generator: each bit of a number reaches all bits of the hash."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
