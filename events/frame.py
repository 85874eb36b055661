"""All events at once: an Arrow table sorted for windows of time, counted and filtered without a copy."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import threading
from collections import OrderedDict
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from errors import EventError
from events.check import check
from events.columns import CATEGORICAL, NUMBER_TYPES, codes_of, conform, one_chunk
from events.event import Event, read_sources
from events.filter import Filter
from events.histogram import BINS, Histogram, histogram
from events.match import matching
from events.spans import Count, Days, Spans, sort_key

__all__ = ["BINS", "Count", "EventFrame", "Histogram"]

Bools = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
Codes = npt.NDArray[np.unsignedinteger[Any]]

PLACE_COLUMNS = ("place_id", "place", "latitude", "longitude", "where_prec", "radius_km")
_PLACE_UNITS = ("country", "admin1", "admin2")
_MASKS_KEPT = 8


class EventFrame:
    """Events in rows 0..n-1, sorted by (span class, date_start); see `events.spans` for the classes.

    Args:
        table: Our columns (`events.columns`); unknown ones are kept. A table that is sorted already stays
            as it is.
        digest: Hash of the content where it is known, of a file's bytes say; else the table's is taken.
        trusted: The table is conformed, checked and sorted already, as that of another frame is.

    Attributes:
        table: The conformed `pyarrow.Table`, each column in one chunk.
        n: Number of events.
        start_day, end_day: First and last day of each event since 1970-01-01, int32, views of the table.
        span_bounds: Six offsets: span class c is rows span_bounds[c] up to span_bounds[c + 1].
        max_span_days: For each class the largest end_day - start_day.
        place_code: For each event the row of `places`, uint32.
        places: One row for each distinct place_id, place, latitude, longitude, where_prec, radius_km, with
            country, admin1 and admin2 of its first event; degrees are NaN where there is no point.

    Raises:
        EventError: Columns are missing, or rows break the rules of `Event`: all faults in one line.
    """

    def __init__(self, table: pa.Table, *, digest: str | None = None, trusted: bool = False) -> None:
        if not trusted:
            conformed = conform(table)
            check(conformed)
            table = _sorted(conformed)
        self.table: pa.Table = table
        self.n: int = self.table.num_rows
        self.spans = Spans.of(*_days(self.table))
        self.place_code, self.places = _places(self.table)
        self._digest = digest
        self._masks: OrderedDict[Filter, Bools | None] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def start_day(self) -> Days:
        return self.spans.start_day

    @property
    def end_day(self) -> Days:
        return self.spans.end_day

    @property
    def span_bounds(self) -> npt.NDArray[np.int64]:
        return self.spans.bounds

    @property
    def max_span_days(self) -> npt.NDArray[np.int64]:
        return self.spans.longest

    @cached_property
    def digest(self) -> str:
        """Hash of the content, 32 hexadecimal digits: the same events have the same digest."""
        if self._digest is not None:
            return self._digest
        columns = dict(zip(self.table.column_names, self.table.columns, strict=True))
        for name, column in list(columns.items()):
            if column.null_count and name in NUMBER_TYPES:
                # What lies under a null differs from reader to reader and is no content.
                columns[name] = pc.coalesce(column, pa.scalar(0, pa.int32()).cast(column.type))
                columns[f"{name} is absent"] = pc.is_null(column)
        hashed, sink = pa.table(columns), _HashSink()
        with pa.ipc.new_stream(pa.PythonFile(sink, mode="w"), hashed.schema) as stream:
            stream.write_table(hashed)
        return sink.hash.hexdigest()

    @cached_property
    def first_day(self) -> dt.date | None:
        """The first day of the earliest event; None without events."""
        return _date(self.start_day.min()) if self.n else None

    @cached_property
    def last_day(self) -> dt.date | None:
        """The last day of the latest event; None without events."""
        return _date(self.end_day.max()) if self.n else None

    @property
    def years_span(self) -> tuple[int, int] | None:
        """First and last year of the events; None without events."""
        if self.first_day is None or self.last_day is None:
            return None
        return self.first_day.year, self.last_day.year

    def codes(self, column: str) -> tuple[Codes, list[str]]:
        """A categorical column as one small unsigned number a row, and the text of each number.

        Event types and statuses are numbered in the vocabulary's order, others by the alphabet.

        Raises:
            EventError: The column is not one of `events.columns.CATEGORICAL`.
        """
        if column not in CATEGORICAL:
            raise EventError(f"codes: found column {column!r}, expected one of {', '.join(CATEGORICAL)}")
        array = _array(self.table, column)
        return codes_of(array), array.dictionary.to_pylist()

    def values(self, column: str) -> list[str]:
        """The different texts of a categorical column that some event has, without ""; for choices."""
        codes, values = self.codes(column)
        used = np.bincount(codes, minlength=len(values)) > 0
        return [value for value, is_used in zip(values, used, strict=True) if is_used and value]

    def mask(self, wanted: Filter) -> Bools:
        """True for each event that meets all of `wanted` but its window. Read-only; the last 8 are kept."""
        mask = self._mask_or_none(wanted)
        if mask is None:
            mask = np.ones(self.n, bool)
            mask.flags.writeable = False
        return mask

    def forget_masks(self) -> None:
        """Let go of the kept masks and their memory."""
        with self._lock:
            self._masks.clear()

    def count(self, wanted: Filter, mask: Bools | None = None) -> Count:
        """How many events are definite and possible in the window, of how many at any time.

        Args:
            wanted: The filter.
            mask: What takes the place of `mask(wanted)`, such as the selection of a map.
        """
        shown = self._mask_or_none(wanted) if mask is None else mask
        definite, possible = self.spans.count(*wanted.window_days, shown)
        return Count(definite, possible, self.n if shown is None else int(np.count_nonzero(shown)))

    def rows_in(self, wanted: Filter, definite_only: bool = False) -> Rows:
        """Ascending row numbers of the events in the window: definite and possible, or definite only."""
        definite, possible = self.rows_by_certainty(wanted)
        return definite if definite_only else np.sort(np.concatenate([definite, possible]))

    def rows_by_certainty(self, wanted: Filter) -> tuple[Rows, Rows]:
        """Row numbers of the definite and of the possible events in the window, each ascending."""
        return self.spans.rows(*wanted.window_days, self._mask_or_none(wanted))

    def type_counts(self, wanted: Filter) -> dict[str, Count]:
        """Event type -> its `Count` under the filter, in the vocabulary's order, with the types at none."""
        return self.counts_by("event_type", wanted)

    def counts_by(self, column: str, wanted: Filter) -> dict[str, Count]:
        """Value of a categorical column -> its `Count` under the filter; values at none are there too."""
        codes, values = self.codes(column)
        counts = self._counts(codes, len(values), wanted)
        return {value: Count(*map(int, row)) for value, row in zip(values, counts.T, strict=True)}

    def place_counts(self, wanted: Filter) -> npt.NDArray[np.int64]:
        """Array (3, places) of definite, possible and total events at each row of `places`."""
        return self._counts(self.place_code, len(self.places), wanted)

    def histogram(self, bins: str = "month", wanted: Filter | None = None) -> Histogram:
        """Events over the whole time of the frame by type; the window of `wanted` is passed over.

        Args:
            bins: One of `BINS`.
            wanted: Conditions on the events; None for all.
        """
        mask = None if wanted is None else self._mask_or_none(wanted)
        return histogram(bins, self.start_day, self.end_day, self.codes("event_type")[0], mask)

    def next_event_day(self, after: dt.date, mask: Bools | None = None) -> dt.date | None:
        """The first day behind `after` on which an event of `mask` (None for all) begins, if any."""
        day = _number(after)
        found = []
        for first, stop, starts in self._classes():
            begin = first + int(np.searchsorted(starts, day, "right"))
            if mask is None:
                row = begin if begin < stop else None
            else:
                hit = int(mask[begin:stop].argmax()) if begin < stop else 0
                row = begin + hit if begin < stop and mask[begin + hit] else None
            if row is not None:
                found.append(self.start_day[row])
        return _date(min(found)) if found else None

    def previous_event_day(self, before: dt.date, mask: Bools | None = None) -> dt.date | None:
        """The last day ahead of `before` on which an event of `mask` (None for all) begins, if any."""
        day = _number(before)
        found = []
        for first, _, starts in self._classes():
            end = first + int(np.searchsorted(starts, day, "left"))
            if mask is None:
                row = end - 1 if end > first else None
            else:
                hit = int(mask[first:end][::-1].argmax()) if end > first else 0
                row = end - 1 - hit if end > first and mask[end - 1 - hit] else None
            if row is not None:
                found.append(self.start_day[row])
        return _date(max(found)) if found else None

    def events_at_place(self, place_code: int, wanted: Filter) -> Rows:
        """Row numbers of the events in the window at one row of `places`, the latest first."""
        mask = self._mask_or_none(wanted)
        parts = []
        for first, stop, sure, perhaps in self.spans.pieces(*wanted.window_days):
            here = self.place_code[first:stop] == place_code
            if mask is not None:
                here &= mask[first:stop]
            if sure is not None and perhaps is not None:
                here &= sure | perhaps
            parts.append(first + np.flatnonzero(here))
        rows = np.concatenate(parts) if parts else np.empty(0, np.int64)
        return rows[np.argsort(-self.start_day[rows], kind="stable")]

    def event(self, row: int) -> Event:
        """The event in `row`.

        Raises:
            EventError: There is no such row.
        """
        if not 0 <= row < self.n:
            raise EventError(f"event: found row {row}, expected one from 0 to {self.n - 1}")
        fields = {name: self.table.column(name)[row].as_py() for name in Event.model_fields}
        return Event(**{**fields, "sources": read_sources(fields["sources"])})

    def row_of(self, event_id: str) -> int:
        """The row of the event with this id.

        Raises:
            EventError: No event has it.
        """
        row = pc.index(self.table.column("event_id"), event_id).as_py()
        if row < 0:
            raise EventError(
                f"event: found no event_id {event_id!r} among {self.n} events, expected one of theirs"
            )
        return int(row)

    def _classes(self) -> Iterator[tuple[int, int, Days]]:
        for first, stop in pairwise(self.span_bounds):
            yield int(first), int(stop), self.start_day[first:stop]

    def _mask_or_none(self, wanted: Filter) -> Bools | None:
        key = wanted.without_window()
        with self._lock:
            if key in self._masks:
                self._masks.move_to_end(key)
                return self._masks[key]
        mask = matching(self.table, self.place_code, self.places, key)
        if mask is not None:
            mask.flags.writeable = False
        with self._lock:
            self._masks[key] = mask
            while len(self._masks) > _MASKS_KEPT:
                self._masks.popitem(last=False)
        return mask

    def _counts(self, codes: Codes, n_codes: int, wanted: Filter) -> npt.NDArray[np.int64]:
        """Array (3, n_codes): definite, possible and total events of each code."""
        mask = self._mask_or_none(wanted)
        counts = np.zeros((3, n_codes), np.int64)
        for first, stop, sure, perhaps in self.spans.pieces(*wanted.window_days):
            here = codes[first:stop]
            shown = None if mask is None else mask[first:stop]
            if sure is None or perhaps is None:
                counts[0] += np.bincount(here if shown is None else here[shown], minlength=n_codes)
            else:
                for row, part in ((0, sure), (1, perhaps)):
                    counts[row] += np.bincount(
                        here[part if shown is None else part & shown], minlength=n_codes
                    )
        counts[2] = np.bincount(codes if mask is None else codes[mask], minlength=n_codes)
        return counts


class _HashSink(io.RawIOBase):
    """Takes bytes as a file does and keeps only their hash."""

    def __init__(self) -> None:
        self.hash = hashlib.blake2b(digest_size=16)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.hash.update(data)
        return len(data)


def _array(table: pa.Table, column: str) -> pa.Array:
    return one_chunk(table.column(column))


def _days(table: pa.Table) -> tuple[Days, Days]:
    start, end = (_array(table, column).view(pa.int32()).to_numpy() for column in ("date_start", "date_end"))
    return start, end


def _sorted(table: pa.Table) -> pa.Table:
    keys = sort_key(*_days(table))
    if not np.any(keys[1:] < keys[:-1]):
        return table
    order = pa.array(np.argsort(keys, kind="stable"))
    return pa.table({name: _array(table, name).take(order) for name in table.column_names})


def _places(table: pa.Table) -> tuple[npt.NDArray[np.uint32], pd.DataFrame]:
    """The distinct places in order of appearance, and each event's row among them."""
    code = np.zeros(table.num_rows, np.int64)
    for name in PLACE_COLUMNS:
        array = _array(table, name)
        column = (
            codes_of(array) if isinstance(array, pa.DictionaryArray) else array.to_numpy(zero_copy_only=False)
        )
        of_column, values = pd.factorize(column, use_na_sentinel=False)
        code, _ = pd.factorize(code * max(1, len(values)) + of_column)
    first = np.full(int(code.max(initial=-1)) + 1, table.num_rows)
    np.minimum.at(first, code, np.arange(table.num_rows))
    chosen = table.select([*PLACE_COLUMNS, *_PLACE_UNITS]).take(pa.array(first, pa.int64()))
    plain = {
        name: column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
        for name, column in zip(chosen.column_names, chosen.columns, strict=True)
    }
    places = pa.table(plain).to_pandas()
    return code.astype(np.uint32), places[["place_id", "place", *_PLACE_UNITS, *PLACE_COLUMNS[2:]]]


def _date(day: int | np.integer[Any]) -> dt.date:
    return dt.date(1970, 1, 1) + dt.timedelta(int(day))


def _number(day: dt.date) -> np.int32:
    return np.int32((day - dt.date(1970, 1, 1)).days)
