"""Where a window of days meets events that are sorted by (span class, first day): a few contiguous slices.

An event's span is the days from `date_start` to `date_end`. Within a class of spans that are alike, the
events that can meet a window lie between two positions found by binary search, and only the few at either
edge have to be looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.int32]

SPAN_LIMITS: tuple[int, ...] = (1, 7, 31, 366)
"""The most days of span classes 0 (a single day) to 3; class 4 holds all longer ones."""


class Count(NamedTuple):
    """How many events: surely in the window, perhaps in it, and of how many under the other conditions.

    `definite` events lie wholly within the window, `possible` ones overlap it but reach beyond; `total`
    counts all that meet the filter's other conditions at any time.
    """

    definite: int
    possible: int
    total: int


class Piece(NamedTuple):
    """Rows `first` up to `stop` of the frame that meet the window.

    `definite` is True when all do so surely, False when all are possible at most, None when each has to be
    looked at; `sure` and `perhaps` then tell them apart (both None where the whole slice is definite).
    """

    first: int
    stop: int
    sure: npt.NDArray[np.bool_] | None
    perhaps: npt.NDArray[np.bool_] | None


@dataclass(frozen=True)
class Spans:
    """First and last day of each event in the frame's order, and where each span class begins.

    Attributes:
        start_day, end_day: Days since 1970-01-01.
        bounds: Six offsets: class c is rows bounds[c] up to bounds[c + 1].
        longest: For each class the largest end_day - start_day in it, 0 where it is empty.
    """

    start_day: Days
    end_day: Days
    bounds: npt.NDArray[np.int64]
    longest: npt.NDArray[np.int64]

    @classmethod
    def of(cls, start_day: Days, end_day: Days) -> Spans:
        """The spans of events that are sorted by `sort_key`."""
        classes = span_class(start_day, end_day)
        bounds = np.searchsorted(classes, np.arange(len(SPAN_LIMITS) + 2))
        longest = [
            int((end_day[first:stop] - start_day[first:stop]).max(initial=0))
            for first, stop in pairwise(bounds)
        ]
        return cls(start_day, end_day, bounds, np.array(longest))

    def pieces(self, first_day: int, last_day: int) -> Iterator[Piece]:
        """The slices of rows that meet the window from `first_day` to `last_day`, both included.

        Every row that overlaps the window is in exactly one piece; pieces come in the frame's order.
        """
        for first, stop, longest in zip(self.bounds[:-1], self.bounds[1:], self.longest, strict=True):
            if first == stop:
                continue
            starts = self.start_day[first:stop]
            # Looked up as int32: a wider number would make numpy widen a copy of all the days first.
            lefts = np.array([first_day - longest, first_day], np.int32)
            rights = np.array([last_day - longest, last_day], np.int32)
            opens, begins = (int(first + position) for position in np.searchsorted(starts, lefts, "left"))
            ends, closes = (int(first + position) for position in np.searchsorted(starts, rights, "right"))
            ends = max(ends, begins)
            if opens < begins:
                perhaps = self.end_day[opens:begins] >= first_day
                yield Piece(opens, begins, np.zeros_like(perhaps), perhaps)
            if begins < ends:
                yield Piece(begins, ends, None, None)
            if ends < closes:
                sure = self.end_day[ends:closes] <= last_day
                yield Piece(ends, closes, sure, ~sure)

    def count(self, first_day: int, last_day: int, mask: npt.NDArray[np.bool_] | None) -> tuple[int, int]:
        """(definite, possible) events in the window among those of `mask` (None for all)."""
        definite = possible = 0
        for first, stop, sure, perhaps in self.pieces(first_day, last_day):
            if sure is None or perhaps is None:
                definite += stop - first if mask is None else int(np.count_nonzero(mask[first:stop]))
            else:
                shown = slice(None) if mask is None else mask[first:stop]
                definite += int(np.count_nonzero(sure[shown]))
                possible += int(np.count_nonzero(perhaps[shown]))
        return definite, possible

    def rows(
        self, first_day: int, last_day: int, mask: npt.NDArray[np.bool_] | None
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The row numbers of the definite and of the possible events in the window, each ascending."""
        definite, possible = [], []
        for first, stop, sure, perhaps in self.pieces(first_day, last_day):
            shown = np.ones(stop - first, bool) if mask is None else mask[first:stop]
            definite.append(first + np.flatnonzero(shown if sure is None else shown & sure))
            if perhaps is not None:
                possible.append(first + np.flatnonzero(shown & perhaps))
        return _joined(definite), _joined(possible)


def span_class(start_day: Days, end_day: Days) -> npt.NDArray[np.uint8]:
    """The class of each event's span: the place in `SPAN_LIMITS` of the first limit that it keeps."""
    days = end_day - start_day + 1
    return np.searchsorted(np.array(SPAN_LIMITS), days, "left").astype(np.uint8)


def sort_key(start_day: Days, end_day: Days) -> npt.NDArray[np.int64]:
    """One number for each event by which the frame is sorted: span class, then first day."""
    return (span_class(start_day, end_day).astype(np.int64) << 32) + start_day


def _joined(parts: list[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    return np.concatenate(parts) if parts else np.empty(0, np.int64)
