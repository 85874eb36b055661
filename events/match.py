"""Which events meet a filter's conditions besides the window: one bool a row, from small codes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from events.columns import codes_of, one_chunk
from events.filter import Filter, Ring

Bools = npt.NDArray[np.bool_]

ACTOR_COLUMNS = ("actor1", "actor2", "other_actors")
WORD_COLUMNS = ("title", "summary", "place", "place_text", "admin2", "admin1", *ACTOR_COLUMNS, "tags")


def matching(
    table: pa.Table, place_code: npt.NDArray[np.unsignedinteger], places: pd.DataFrame, wanted: Filter
) -> Bools | None:
    """True for each row of `table` that meets all conditions of `wanted` but its window.

    Args:
        table: A conformed table of events.
        place_code: Each event's row in `places`.
        places: Distinct places with `longitude` and `latitude`.

    Returns:
        None where the filter sets no such condition, so that nobody makes an array of ones.
    """
    mask: Bools | None = None
    for condition in _conditions(table, place_code, places, wanted):
        if mask is None:
            mask = condition.copy() if not condition.flags.writeable else condition
        else:
            mask &= condition
    return mask


def _conditions(
    table: pa.Table, place_code: npt.NDArray[np.unsignedinteger], places: pd.DataFrame, wanted: Filter
) -> Iterator[Bools]:
    for column, values in (
        ("event_type", wanted.event_types),
        ("status", wanted.statuses),
        ("country", wanted.countries),
        ("admin1", wanted.admin1),
        ("dataset", wanted.datasets),
    ):
        if values:
            array = one_chunk(table.column(column))
            yield np.isin(array.dictionary.to_pylist(), values)[codes_of(array)]
    if wanted.worst_where_prec is not None:
        yield one_chunk(table.column("where_prec")).to_numpy() <= wanted.worst_where_prec
    if wanted.worst_date_prec is not None:
        yield one_chunk(table.column("date_prec")).to_numpy() <= wanted.worst_date_prec
    if wanted.fatalities_min is not None:
        deaths = pc.coalesce(table.column("fatalities_best"), table.column("fatalities_low"))
        yield np.asarray(pc.fill_null(pc.greater_equal(deaths, wanted.fatalities_min), False))
    if wanted.area is not None:
        yield places_within(wanted.area, places)[place_code]
    if wanted.actors:
        yield _any([_holds(table, column, text) for text in wanted.actors for column in ACTOR_COLUMNS])
    for word in wanted.words:
        yield _any([_holds(table, column, word) for column in WORD_COLUMNS])


def places_within(area: tuple[Ring, ...], places: pd.DataFrame) -> Bools:
    """True for each place whose point is in the polygon or on its edge; a place without a point is not."""
    polygon = shapely.Polygon(area[0], area[1:])
    west, south, east, north = polygon.bounds
    lon, lat = places["longitude"].to_numpy(), places["latitude"].to_numpy()
    within = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    shapely.prepare(polygon)
    within[within] = shapely.intersects_xy(polygon, lon[within], lat[within])
    return within


def _holds(table: pa.Table, column: str, text: str) -> Bools:
    """True for each row whose text holds `text`, without regard to case."""
    array = one_chunk(table.column(column))
    if pa.types.is_dictionary(array.type):
        found = pc.match_substring(array.dictionary, text, ignore_case=True).to_numpy(zero_copy_only=False)
        return found[codes_of(array)]
    return pc.match_substring(array, text, ignore_case=True).to_numpy(zero_copy_only=False)


def _any(conditions: list[Bools]) -> Bools:
    either = conditions[0]
    for condition in conditions[1:]:
        either = either | condition
    return either
