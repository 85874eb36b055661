"""Which incidents of a briefing get a number: by a rule, and those chosen by hand; in order of date."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.brief import Brief
from errors import BriefError
from events.frame import EventFrame
from maps.static_callouts import Numbered

# Among incidents of equally many deaths the violent ones come first, in the vocabulary's order but riots
# before protests; strategic developments last.
SEVERITY = np.array([0, 1, 2, 4, 3, 5])


def numbered_rows(brief: Brief, events: EventFrame) -> np.ndarray:
    """Rows of the numbered incidents in order of their first day.

    Raises:
        BriefError: An incident chosen by hand is not among the events.
    """
    rows = events.rows_in(brief.filter)
    rule, _, most = brief.number.partition(":")
    if rule == "none":
        chosen = rows[:0]
    elif rule == "all":
        chosen = rows
    elif rule == "latest":
        chosen = rows[_latest_first(events, rows)][: int(most)]
    elif rule == "top":
        chosen = rows[_gravest_first(events, rows)][: int(most)]
    else:
        ranked = rows[_gravest_first(events, rows)]
        _, first = np.unique(events.place_code[ranked], return_index=True)
        chosen = ranked[np.sort(first)]
    by_hand = _rows_of(brief.incidents, events)
    chosen = np.unique(np.concatenate([chosen, by_hand]).astype(np.int64))
    order = np.lexsort((chosen, events.end_day[chosen], events.start_day[chosen]))
    return chosen[order]


def numbered(brief: Brief, events: EventFrame) -> tuple[Numbered, ...]:
    """The numbered incidents, 1 to n in order of date."""
    return tuple(
        Numbered(number, int(row)) for number, row in enumerate(numbered_rows(brief, events), start=1)
    )


def _gravest_first(events: EventFrame, rows: np.ndarray) -> np.ndarray:
    """Order by deaths, then what really occurred, gravity of the type, exactness of the place, the latest."""
    column = events.table.column("fatalities_best")
    low = events.table.column("fatalities_low")
    deaths = pc.fill_null(pc.coalesce(column, low), 0).to_numpy()[rows]
    unreal = events.codes("status")[0][rows] != 0
    severity = SEVERITY[events.codes("event_type")[0][rows]]
    prec = events.places["where_prec"].to_numpy()[events.place_code[rows]]
    return np.lexsort((rows, -events.start_day[rows], prec, prec >= 6, severity, unreal, -deaths))


def _latest_first(events: EventFrame, rows: np.ndarray) -> np.ndarray:
    return np.lexsort((rows, -events.end_day[rows], -events.start_day[rows]))


def _rows_of(event_ids: tuple[str, ...], events: EventFrame) -> np.ndarray:
    if not event_ids:
        return np.empty(0, np.int64)
    wanted = list(dict.fromkeys(event_ids))
    column = events.table.column("event_id")
    at = pc.index_in(pc.cast(column, "string"), value_set=pa.array(wanted))
    found = np.flatnonzero(np.asarray(pc.is_valid(at)))
    if len(found) < len(wanted):
        present = {str(value) for value in column.take(found).to_pylist()}
        missing = [event_id for event_id in wanted if event_id not in present]
        raise BriefError(
            f"incidents: found no event {missing[0][:80]!r} among {events.n} events, expected ids of theirs"
        )
    return found
