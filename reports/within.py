"""Find the things that begin within a span of the text, without going through all of them."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar

from reports.annotation import Span


class Spanned(Protocol):
    """What begins and ends at offsets of a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


T = TypeVar("T", bound=Spanned)


class Within(Generic[T]):
    """Things of a text in order, asked for by span."""

    def __init__(self, things: Iterable[T]) -> None:
        self._things = sorted(things, key=lambda thing: (thing.start, thing.end))
        self._starts = [thing.start for thing in self._things]

    def of(self, span: Span) -> list[T]:
        """The things that begin within the span."""
        first = bisect.bisect_left(self._starts, span.start)
        return self._things[first : bisect.bisect_left(self._starts, span.end)]
