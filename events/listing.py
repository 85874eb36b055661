"""A page of a table of events: those that a filter and a search leave, in an order, so many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from errors import EventError
from events.columns import COLUMNS, NUMBER_TYPES
from events.event import Event, write_sources
from events.filter import Filter
from events.frame import EventFrame

SORTABLE = (
    "date_start",
    "title",
    "event_type",
    "place",
    "country",
    "actor1",
    "fatalities_best",
    "status",
    "confidence",
    "dataset",
)


@dataclass(frozen=True, eq=False)
class Listing:
    """One page.

    Attributes:
        rows: Our columns of the events on this page, in order.
        total: How many events there are on all pages.
        pages: How many pages, at least one.
        page: The number of this one, from 1.
    """

    rows: pa.Table
    total: int
    pages: int
    page: int

    @property
    def ids(self) -> list[str]:
        """The ids of the events on this page, in order."""
        return list(self.rows.column("event_id").to_pylist())


def list_events(
    frame: EventFrame,
    wanted: Filter,
    *,
    search: str = "",
    sort: str = "date_start",
    descending: bool = False,
    page: int = 1,
    size: int = 100,
) -> Listing:
    """The events of `frame` under a filter (the possible ones too), searched and sorted, one page of them.

    Args:
        search: Words that title, summary, place or another text must hold, as in `Filter.words`.
        sort: One of `SORTABLE`; what has no value comes last.
        page: From 1; one beyond the last gives the last.
        size: Events on a page.

    Raises:
        EventError: `sort` is no such column.
        FilterError: The search is no text that can be looked for.
    """
    if sort not in SORTABLE:
        raise EventError(f"sort: found {sort!r}, expected one of {', '.join(SORTABLE)}")
    words = search.strip()
    if words:
        extra = Filter.model_validate({"words": words}).words
        wanted = Filter.model_validate({**wanted.model_dump(), "words": (*wanted.words, *extra)})
    rows = frame.rows_in(wanted)
    column = frame.table.column(sort).take(pa.array(rows))
    if pa.types.is_dictionary(column.type):
        column = column.cast(pa.string())
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        column = pc.if_else(pc.equal(column, ""), pa.scalar(None, column.type), pc.utf8_lower(column))
    direction = "descending" if descending else "ascending"
    order = pc.array_sort_indices(column.combine_chunks(), order=direction, null_placement="at_end")
    pages = max(1, -(-len(rows) // size))
    number = min(max(1, page), pages)
    chosen = rows[np.asarray(order)[(number - 1) * size : number * size]]
    return Listing(frame.table.select(list(COLUMNS)).take(pa.array(chosen)), len(rows), pages, number)


def frame_of(events: Sequence[Event]) -> EventFrame:
    """Events as a frame, to be listed and filtered like any other."""
    columns: dict[str, list[object]] = {name: [getattr(event, name) for event in events] for name in COLUMNS}
    columns["other_actors"] = ["; ".join(event.other_actors) for event in events]
    columns["tags"] = ["; ".join(event.tags) for event in events]
    columns["sources"] = [write_sources(event.sources) for event in events]
    typed = {name: pa.array(values, NUMBER_TYPES.get(name, pa.string())) for name, values in columns.items()}
    return EventFrame(pa.table(typed))
