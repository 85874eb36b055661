"""The events of a window, gathered by place: the features behind every drawing of incidents."""

from __future__ import annotations

import geopandas as gpd
import numpy as np

from events.vocabulary import EVENT_TYPES
from layers.areas import known_areas
from layers.drawing import Scene
from layers.palette import TYPE_TOKENS


def count_column(event_type: str) -> str:
    """The column of `place_marks` that counts events of that type."""
    return f"n_{TYPE_TOKENS[event_type]}"


def place_marks(scene: Scene) -> gpd.GeoDataFrame:
    """One row a place with events in the window.

    Columns: place, country, admin1, where_prec, radius_km, area_kind, area_id, definite, possible,
    `n_<type>` for each event type (definite and possible together) and a point (EPSG:4326): where the
    symbol stands, for a province the label point inside it.
    """
    events = scene.events
    rows = events.rows_in(scene.filter)
    definite_rows = events.rows_in(scene.filter, definite_only=True)
    places = events.places
    size = len(places)
    totals = np.bincount(events.place_code[rows], minlength=size)
    definite = np.bincount(events.place_code[definite_rows], minlength=size)
    type_codes, _ = events.codes("event_type")
    areas = known_areas(events)
    columns = {
        count_column(event_type): np.bincount(
            events.place_code[rows[type_codes[rows] == code]], minlength=size
        )
        for code, event_type in enumerate(EVENT_TYPES)
    }
    marks = gpd.GeoDataFrame(
        places.assign(
            **columns,
            area_kind=areas["area_kind"].to_numpy(),
            area_id=areas["area_id"].to_numpy(),
            definite=definite,
            possible=totals - definite,
        ),
        geometry=gpd.points_from_xy(areas["symbol_longitude"], areas["symbol_latitude"]),
        crs=4326,
    )
    return marks[totals > 0].assign(valid_from=None, valid_to=None)
