"""Events as JSON objects and back: the fields of an event, lists for what has several parts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa

from events.columns import COLUMNS

LISTS = ("other_actors", "tags")
_ROWS_AT_ONCE = 20_000


def objects_of(table: pa.Table) -> Iterator[dict[str, Any]]:
    """Each event of a table as an object: days as text, `sources`, `tags` and `other_actors` as lists.

    Text that is absent and numbers that are absent are left out. A cell of sources that is no JSON stays
    text, so that nothing is lost.
    """
    for batch in table.to_batches(max_chunksize=_ROWS_AT_ONCE):
        for row in batch.to_pylist():
            yield _object(row)


def cells_of(objects: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Objects as a table: a column for each key in order of appearance, lists as the cells of our columns.

    Columns of which all values are numbers are numbers, all others text; nested values are JSON text.
    """
    columns: dict[str, list[Any]] = {}
    n = 0
    for n, item in enumerate(objects, start=1):
        for key, value in item.items():
            name = str(key)
            if name not in columns:
                columns[name] = [None] * (n - 1)
            columns[name].append(_cell(name, value))
        for column in columns.values():
            if len(column) < n:
                column.append(None)
    if n == 0:
        return pa.table({name: pa.array([], pa.string()) for name in COLUMNS})
    return pa.table({name: _column(values) for name, values in columns.items()})


def _object(row: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in row.items():
        if value is None or value == "":
            continue
        if name == "sources":
            try:
                value = json.loads(value)
            except ValueError:
                made[name] = value
                continue
        elif name in LISTS:
            value = [part.strip() for part in value.split(";") if part.strip()]
        elif isinstance(value, float) and not np.isfinite(value):
            continue
        elif hasattr(value, "isoformat"):
            value = value.isoformat()
        made[name] = value
    return made


def _cell(name: str, value: Any) -> Any:
    if name in LISTS and isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "; ".join(value)
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return value


def _column(values: list[Any]) -> pa.Array:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int} and all(-(2**63) <= value < 2**63 for value in values if value is not None):
        return pa.array(values, pa.int64())
    if kinds and kinds <= {int, float}:
        return pa.array(
            [None if value is None else float(value) for value in values], pa.float64(), from_pandas=True
        )
    texts = (None if value is None else _text(value) for value in values)
    return pa.array(chain(texts), pa.string())


def _text(value: Any) -> str:
    if isinstance(value, str):
        # Half a surrogate pair, which JSON can write, is no text that a file can hold.
        return value.encode("utf-8", "replace").decode("utf-8")
    return "true" if value is True else "false" if value is False else str(value)
