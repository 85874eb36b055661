"""Events over time by type: what the time player and the small curves draw."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from errors import EventError
from events.spans import Days
from events.vocabulary import EVENT_TYPES

BINS: tuple[str, ...] = ("day", "week", "month", "quarter", "year")
"""What a histogram may be cut into; weeks begin on Monday."""

_FIRST_MONDAY = -3  # 1969-12-29 in days since 1970-01-01


class Histogram(NamedTuple):
    """Counts over time. Bin i covers the days from `edges[i]` up to but not including `edges[i + 1]`.

    Attributes:
        edges: Days since 1970-01-01, one more than bins.
        counts: Array (event type, bin) of the events that lie wholly within the bin.
        possible: For each bin the events that overlap it but reach beyond.
    """

    edges: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]
    possible: npt.NDArray[np.int64]


def histogram(
    bins: str,
    start_day: Days,
    end_day: Days,
    type_codes: npt.NDArray[np.unsignedinteger[Any]],
    mask: npt.NDArray[np.bool_] | None,
) -> Histogram:
    """Cut the whole time of the events into `bins` and count those of `mask` (None for all).

    Raises:
        EventError: `bins` is not one of `BINS`.
    """
    if bins not in BINS:
        raise EventError(f"histogram: found bins {bins!r}, expected one of {', '.join(BINS)}")
    if not len(start_day):
        none = np.zeros((len(EVENT_TYPES), 0), np.int64)
        return Histogram(np.zeros(1, np.int64), none, none[0])
    edges = _edges(bins, int(start_day.min()), int(end_day.max()))
    n_bins = len(edges) - 1
    bin_of_day = np.repeat(np.arange(n_bins, dtype=np.int32), np.diff(edges))
    first, last = bin_of_day[start_day - edges[0]], bin_of_day[end_day - edges[0]]
    within = first == last
    beyond = ~within
    if mask is not None:
        within &= mask
        beyond &= mask
    cell = type_codes[within].astype(np.int64) * n_bins + first[within]
    counts = np.bincount(cell, minlength=len(EVENT_TYPES) * n_bins).reshape(-1, n_bins)
    opened = np.bincount(first[beyond], minlength=n_bins)
    closed = np.bincount(last[beyond] + 1, minlength=n_bins + 1)[:n_bins]
    return Histogram(edges, counts, np.cumsum(opened - closed))


def _edges(bins: str, first_day: int, last_day: int) -> npt.NDArray[np.int64]:
    """Days on which bins begin, from the bin of `first_day` up to the one behind that of `last_day`."""
    if bins in ("day", "week"):
        days, anchor = (1, 0) if bins == "day" else (7, _FIRST_MONDAY)
        first, last = (first_day - anchor) // days, (last_day - anchor) // days
        return np.arange(first, last + 2, dtype=np.int64) * days + anchor
    months = {"month": 1, "quarter": 3, "year": 12}[bins]
    first, last = (
        int(np.datetime64(day, "D").astype("datetime64[M]").astype(np.int64)) // months
        for day in (first_day, last_day)
    )
    starts = np.arange(first, last + 2, dtype=np.int64) * months
    return starts.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
