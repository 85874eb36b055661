"""The columns of a table of events: their Arrow types, which must be there, and what fills the others.

In a conformed table text is never null ("" is absent text), whole columns of recurring text are dictionary
encoded with sorted values and the smallest signed indices, and each column is one contiguous chunk: numpy
sees all of it without a copy.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from errors import EventError
from events.event import EXPECTED
from events.vocabulary import EVENT_TYPES, MAX_DAYS, STATUSES

COLUMNS: tuple[str, ...] = tuple(EXPECTED)
"""All columns in their order, named as the fields of `Event`."""

REQUIRED: tuple[str, ...] = ("event_id", "date_start", "event_type", "latitude", "longitude", "where_prec")
"""The columns without which a table is not one of events."""

NUMBER_TYPES: dict[str, pa.DataType] = {
    "date_start": pa.date32(),
    "date_end": pa.date32(),
    "date_prec": pa.int8(),
    "latitude": pa.float64(),
    "longitude": pa.float64(),
    "where_prec": pa.int8(),
    "radius_km": pa.float64(),
    "fatalities_low": pa.int32(),
    "fatalities_best": pa.int32(),
    "fatalities_high": pa.int32(),
    "confidence": pa.float64(),
}

CATEGORICAL: tuple[str, ...] = (
    "event_type",
    "sub_event_type",
    "actor1",
    "actor2",
    "other_actors",
    "place",
    "place_id",
    "admin2",
    "admin1",
    "country",
    "status",
    "tags",
    "review",
    "dataset",
)
"""The text columns that are always dictionary encoded (`EventFrame.codes`)."""

FIXED_VALUES: dict[str, tuple[str, ...]] = {"event_type": EVENT_TYPES, "status": STATUSES}
"""The columns whose codes follow a vocabulary's order instead of the alphabet."""

_TEXT_DEFAULTS = {"status": "occurred", "review": "accepted"}
_SAMPLE_ROWS = 65_536


def missing_columns(names: Iterable[str]) -> list[str]:
    """The required columns that are not among `names`."""
    present = set(names)
    return [column for column in REQUIRED if column not in present]


def conform(table: pa.Table) -> pa.Table:
    """`table` with our columns in our order and types; unknown columns are kept behind them, as they are.

    A missing or null `date_end` becomes `date_start`, a missing `date_prec` the finest code that allows the
    interval, a missing status "occurred", a missing review "accepted"; other missing numbers are null.

    Raises:
        EventError: A required column is missing or a column cannot be read as its type.
    """
    missing = missing_columns(table.column_names)
    if missing:
        raise EventError(
            f"events: found no column {', '.join(missing)}, expected at least {', '.join(REQUIRED)}"
        )
    columns: dict[str, pa.Array] = {}
    for name in COLUMNS:
        given = table.column(name) if name in table.column_names else None
        if name in NUMBER_TYPES:
            columns[name] = _numbers(name, given, table.num_rows)
            if name == "date_end" and columns[name].null_count:
                columns[name] = pc.coalesce(columns[name], columns["date_start"])
            elif name == "date_prec" and columns[name].null_count:
                finest = _finest_prec(columns["date_start"], columns["date_end"])
                columns[name] = pc.coalesce(columns[name], finest)
        else:
            columns[name] = text_column(name, given, table.num_rows)
    for name in table.column_names:
        if name not in columns:
            columns[name] = one_chunk(table.column(name))
    return pa.table(columns)


def one_chunk(column: pa.ChunkedArray) -> pa.Array:
    """The whole of a column as one array; no copy where it is one already."""
    if column.num_chunks == 1:
        return column.chunk(0)
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def codes_of(array: pa.DictionaryArray) -> npt.NDArray[np.unsignedinteger]:
    """The codes of a conformed dictionary column as numpy sees them in place: uint8, uint16 or uint32."""
    codes = array.indices.to_numpy()
    return codes.view(f"u{codes.dtype.itemsize}")


def _finest_prec(start: pa.Array, end: pa.Array) -> pa.Array:
    days = pc.add(pc.subtract(end.cast(pa.int32()), start.cast(pa.int32())), 1)
    code: pa.Array = pa.scalar(5, pa.int8())
    for prec, limit in sorted(MAX_DAYS.items(), reverse=True):
        if limit is not None:
            code = pc.if_else(pc.less_equal(days, limit), pa.scalar(prec, pa.int8()), code)
    return code


def _numbers(name: str, given: pa.ChunkedArray | None, rows: int) -> pa.Array:
    wanted = NUMBER_TYPES[name]
    if given is None:
        return pa.nulls(rows, wanted)
    array = one_chunk(given)
    if pa.types.is_floating(array.type) and pc.any(pc.is_nan(array)).as_py():
        array = pc.if_else(pc.is_nan(array), pa.scalar(None, array.type), array)
    if array.type == wanted:
        return array
    try:
        return array.cast(wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise EventError(f"{name}: found {given.type} ({error}), expected {EXPECTED[name]}") from None


def text_column(name: str, given: pa.ChunkedArray | None, rows: int) -> pa.Array:
    """One of our text columns as `conform` makes it: narrow codes where texts recur, never null.

    Raises:
        EventError: The column holds no text.
    """
    default = _TEXT_DEFAULTS.get(name, "")
    if given is None:
        return _encoded(name, pa.repeat(pa.scalar(default), rows), default)
    array = one_chunk(given)
    kind = array.type.value_type if pa.types.is_dictionary(array.type) else array.type
    if not (_is_text(kind) or pa.types.is_null(kind) or pa.types.is_integer(kind)):
        raise EventError(f"{name}: found a column of {kind}, expected {EXPECTED[name]}")
    if not _is_text(kind):
        array = array.cast(pa.string())
    if name in CATEGORICAL or (name != "event_id" and recurs(array)):
        return _encoded(name, array, default)
    plain = array.cast(pa.large_string() if array.nbytes >= 2**31 else pa.string())
    return pc.fill_null(plain, default) if plain.null_count else plain


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def recurs(array: pa.Array) -> bool:
    """Whether at most about half of a column's texts are different: then a dictionary is worth its while.

    Told from a sample of s rows, in which d texts out of many rows show about d * (1 - exp(-s / d)) times.
    """
    codes = array.indices if pa.types.is_dictionary(array.type) else array
    step = max(1, len(codes) // _SAMPLE_ROWS)
    sample = codes.take(pa.array(np.arange(0, len(codes), step)))
    half = max(1, len(codes) // 2)
    most = half if step == 1 else half * -np.expm1(-len(sample) / half)
    return int(pc.count_distinct(sample, mode="all").as_py()) <= most


def _encoded(name: str, array: pa.Array, default: str) -> pa.DictionaryArray:
    """`array` as a dictionary with sorted (or the vocabulary's) values, each once, and no null."""
    if not pa.types.is_dictionary(array.type):
        array = array.cast(pa.string()).dictionary_encode()
    values = pc.fill_null(array.dictionary.cast(pa.string()), default).to_pylist()
    indices = array.indices
    if indices.null_count:
        # Null rows get a code of their own behind all others; it becomes the default's.
        indices = pc.fill_null(indices.cast(pa.int32()), len(values))
        values.append(default)
    codes = indices.to_numpy()
    if name in _TEXT_DEFAULTS:
        values = [value or default for value in values]
    used = np.zeros(len(values), bool)
    used[codes] = True
    fixed = FIXED_VALUES.get(name, ())
    others = {value for value, is_used in zip(values, used, strict=True) if is_used}.difference(fixed)
    final = [*fixed, *sorted(others)]
    width = np.int8 if len(final) <= 127 else np.int16 if len(final) <= 32767 else np.int32
    if values != final or codes.dtype != width:
        place = {value: code for code, value in enumerate(final)}
        # A value that no row uses is gone from `final`; its code is never looked up.
        recode = np.array([place.get(value, 0) for value in values], width)
        codes = recode[codes]
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(final, pa.string()))
