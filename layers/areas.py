"""How precisely each place of the events is known, as geometry: a dot, a disc, a district, a province.

The rule is UCDP's `where_prec`: 1 is a dot, 2 and 5 a disc of `radius_km`, 3 a district's polygon, 4 a
province's polygon; 6 is a country and has no point of its own, 7 lies outside every country. Where the
bundle has no polygon of a district or a province, its place is a disc of its own `radius_km`.
"""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd

from events.frame import EventFrame
from geodata.boundaries import dated
from geodata.locate import admin_of

# The last day before each change of units or borders, and the day it holds from.
EPOCHS: tuple[date, ...] = (date(1990, 12, 14), date(1999, 10, 13), date(2025, 3, 13))

EPOCH_DAY = np.datetime64("1970-01-01", "D")


def first_days(events: EventFrame) -> np.ndarray:
    """The first day on which something happened at each place, as datetime64[D] in the order of places."""
    first = np.full(len(events.places), np.iinfo(np.int32).max, dtype=np.int32)
    np.minimum.at(first, events.place_code, events.start_day)
    return EPOCH_DAY + first.astype("timedelta64[D]")


def units_of(places: pd.DataFrame, days: np.ndarray) -> pd.DataFrame:
    """The administrative units around each place on its day (columns of `geodata.locate.admin_of`)."""
    epoch = np.searchsorted(np.array(EPOCHS, dtype="datetime64[D]"), days, side="right")
    found: pd.DataFrame | None = None
    for number in np.unique(epoch):
        here = epoch == number
        on = pd.Timestamp(days[here].max()).date()
        units = admin_of(
            places["longitude"].to_numpy()[here], places["latitude"].to_numpy()[here], on
        ).set_axis(np.flatnonzero(here))
        found = units if found is None else pd.concat([found, units])
    if found is None:
        return admin_of(np.empty(0), np.empty(0), EPOCHS[-1])
    return found.sort_index()


def place_areas(events: EventFrame) -> pd.DataFrame:
    """Where the symbol of each place stands and which area its precision claims.

    Returns one row a place of `events.places`, in its order: symbol_longitude, symbol_latitude (degrees),
    area_kind ('dot', 'disc', 'district', 'province', 'country', 'international') and area_id
    ('admin2:…', 'admin1:…' or None).
    """
    places = events.places
    units = units_of(places, first_days(events))
    prec = places["where_prec"].to_numpy()
    kind = np.full(len(places), "dot", dtype=object)
    area_id = np.full(len(places), None, dtype=object)
    longitude = places["longitude"].to_numpy(dtype=float).copy()
    latitude = places["latitude"].to_numpy(dtype=float).copy()
    kind[np.isin(prec, (2, 3, 4, 5))] = "disc"
    kind[prec == 6] = "country"
    kind[prec == 7] = "international"

    in_district = (prec == 3) & units["admin2_id"].notna().to_numpy()
    kind[in_district] = "district"
    area_id[in_district] = "admin2:" + units["admin2_id"].to_numpy()[in_district]

    in_province = (prec == 4) & units["admin1_id"].notna().to_numpy()
    kind[in_province] = "province"
    area_id[in_province] = "admin1:" + units["admin1_id"].to_numpy()[in_province]
    label_points = dated("provinces", "coarse").drop_duplicates("admin1_id").set_index("admin1_id")
    at = label_points.loc[units["admin1_id"].to_numpy()[in_province]]
    longitude[in_province] = at["label_lon"]
    latitude[in_province] = at["label_lat"]
    return pd.DataFrame(
        {
            "symbol_longitude": longitude,
            "symbol_latitude": latitude,
            "area_kind": kind,
            # As objects: pandas would turn a missing id among strings into a number.
            "area_id": pd.Series(area_id, dtype=object),
        }
    )


def area_polygons(area_ids: list[str]) -> gpd.GeoDataFrame:
    """The polygons of such areas, coarse: area_id, name, geometry (EPSG:4326), in the order asked for."""
    frames = []
    for kind, prefix, id_field, name_field in (
        ("provinces", "admin1:", "admin1_id", "admin1"),
        ("districts", "admin2:", "admin2_id", "admin2"),
    ):
        units = dated(kind, "coarse").drop_duplicates(id_field)
        frames.append(units[["geometry"]].assign(area_id=prefix + units[id_field], name=units[name_field]))
    polygons = gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=4326).set_index("area_id")
    return polygons.loc[area_ids].reset_index()
