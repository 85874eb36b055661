"""The days of each row of a mapped table: one column, two, or year, month and day apart."""

from __future__ import annotations

from typing import cast

import pyarrow as pa

from events.mapping import Mapping, texts_of
from events.mapping_dates import Interval, Order, days_of_parts, read_interval
from events.vocabulary import MAX_DAYS, date_prec_of

Texts = list[str]


def intervals(cells: pa.Table, mapping: Mapping) -> tuple[list[Interval | None], Texts]:
    """The days of each row, None where there are none, and the cells that they were read from."""
    columns = mapping.columns
    order = cast(Order, mapping.date_order)
    if "date_start" not in columns:
        parts = [_texts(cells, columns.get(name)) for name in ("year", "month", "day")]
        told = ["-".join(part for part in row if part) for row in zip(*parts, strict=True)]
        read = {row: days_of_parts(*row) for row in set(zip(*parts, strict=True))}
        return [read[row] for row in zip(*parts, strict=True)], told
    starts = _texts(cells, columns["date_start"])
    found = _read(starts, order)
    if "date_end" not in columns:
        return [found[text] for text in starts], starts
    ends = _texts(cells, columns["date_end"])
    found |= _read(ends, order)
    told = [
        f"{start} to {end}" if end and end != start else start
        for start, end in zip(starts, ends, strict=True)
    ]
    return [_joined(found, start, end) for start, end in zip(starts, ends, strict=True)], told


def date_prec(interval: Interval, given: str) -> int:
    """The precision code of an interval: the one given where the interval allows it, else the finest."""
    days = (interval.end - interval.start).days + 1
    if given in ("1", "2", "3", "4", "5"):
        limit = MAX_DAYS[int(given)]
        if limit is None or days <= limit:
            return int(given)
    return date_prec_of(days)


def published(text: str, order: str) -> str:
    """A day, month or year of publication as ISO text, "" where the cell tells none."""
    found = read_interval(text, cast(Order, order)) if text else None
    if found is None:
        return ""
    days = (found.end - found.start).days + 1
    return found.start.isoformat()[: 10 if days == 1 else 7 if days <= 31 else 4]


def _read(texts: Texts, order: Order) -> dict[str, Interval | None]:
    return {text: read_interval(text, order) for text in set(texts)}


def _joined(found: dict[str, Interval | None], start: str, end: str) -> Interval | None:
    """The days from a row's start to its end; an empty end is the start."""
    first = found[start]
    last = found[end] if end else first
    if first is None or last is None or last.end < first.start:
        return None
    return Interval(first.start, last.end)


def _texts(cells: pa.Table, name: str | None) -> Texts:
    return [""] * cells.num_rows if name is None else texts_of(cells.column(name)).to_pylist()
