"""How precisely each place of the events is known, as geometry: a dot, a disc, a district, a province.

The rule is UCDP's `where_prec`: 1 is a dot, 2 and 5 a disc of `radius_km`, 3 a district's polygon, 4 a
province's polygon; 6 is a country and has no point of its own, 7 lies outside every country. Where the
bundle has no polygon of a district or a province, its place is a disc of its own `radius_km`.
"""

from __future__ import annotations

from datetime import date
from weakref import WeakKeyDictionary

import geopandas as gpd
import numpy as np
import pandas as pd

from errors import BundleError
from events.frame import EventFrame
from geodata.boundaries import dated, districts, provinces
from geodata.locate import admin_of

# The last day before each change of units or borders, and the day it holds from.
EPOCHS: tuple[date, ...] = (date(1990, 12, 14), date(1999, 10, 13), date(2025, 3, 13))

# Degrees between symbols of provinces at one spot; more than that many at one spot may overlap.
PART_DEG = 0.2
MOST_PARTED = 200

EPOCH_DAY = np.datetime64("1970-01-01", "D")


def first_days(events: EventFrame) -> np.ndarray:
    """The first day on which something happened at each place, as datetime64[D] in the order of places."""
    first = np.full(len(events.places), np.iinfo(np.int32).max, dtype=np.int32)
    np.minimum.at(first, events.place_code, events.start_day)
    return EPOCH_DAY + first.astype("timedelta64[D]")


def unit_key(prefix: str, unit_id: str, valid_from: date | None) -> str:
    """The name of a unit's polygon: a unit whose extent changed has one for each period."""
    return f"{prefix}:{unit_id}:{valid_from.isoformat() if valid_from else ''}"


def _units_on_day(places: pd.DataFrame, on: date) -> pd.DataFrame:
    """Polygon keys and label points of the units around each place on a day."""
    units = admin_of(places["longitude"].to_numpy(), places["latitude"].to_numpy(), on)
    first_order = provinces(on, detail="coarse").set_index("admin1_id")
    second_order = districts(on, detail="coarse").set_index("admin2_id")
    at = first_order.reindex(units["admin1_id"])
    since = second_order["valid_from"].reindex(units["admin2_id"])

    def key(prefix: str, unit_id: object, valid_from: object) -> str | None:
        if not isinstance(unit_id, str):
            return None
        return unit_key(prefix, unit_id, valid_from if isinstance(valid_from, date) else None)

    return pd.DataFrame(
        {
            "province_key": pd.Series(
                [key("admin1", *pair) for pair in zip(units["admin1_id"], at["valid_from"], strict=True)],
                dtype=object,
            ),
            "district_key": pd.Series(
                [key("admin2", *pair) for pair in zip(units["admin2_id"], since, strict=True)], dtype=object
            ),
            "label_lon": at["label_lon"].to_numpy(),
            "label_lat": at["label_lat"].to_numpy(),
        }
    )


def units_of(places: pd.DataFrame, days: np.ndarray) -> pd.DataFrame:
    """The units around each place on its day: province_key, district_key, label_lon, label_lat."""
    epoch = np.searchsorted(np.array(EPOCHS, dtype="datetime64[D]"), days, side="right")
    found = []
    for number in np.unique(epoch):
        here = np.flatnonzero(epoch == number)
        on = pd.Timestamp(days[here].max()).date()
        found.append(_units_on_day(places.iloc[here], on).set_axis(here))
    return pd.concat(found).sort_index() if found else _units_on_day(places, EPOCHS[-1])


def known_areas(events: EventFrame) -> pd.DataFrame:
    """`place_areas`, or `plain_areas` where the bundle's units cannot be read."""
    try:
        return place_areas(events)
    except BundleError:
        return plain_areas(events)


def plain_areas(events: EventFrame) -> pd.DataFrame:
    """As `place_areas`, where the bundle's units cannot be read: every area is a disc of its own radius."""
    places = events.places
    prec = places["where_prec"].to_numpy()
    kinds = np.select([prec == 1, prec == 6, prec == 7], ["dot", "country", "international"], "disc")
    return pd.DataFrame(
        {
            "symbol_longitude": places["longitude"].to_numpy(dtype=float),
            "symbol_latitude": places["latitude"].to_numpy(dtype=float),
            "area_kind": kinds,
            "area_id": pd.Series([None] * len(places), dtype=object),
        }
    )


_reckoned: WeakKeyDictionary[EventFrame, pd.DataFrame] = WeakKeyDictionary()


def place_areas(events: EventFrame) -> pd.DataFrame:
    """Where the symbol of each place stands and which area its precision claims; reckoned once a frame.

    Returns one row a place of `events.places`, in its order: symbol_longitude, symbol_latitude (degrees),
    area_kind ('dot', 'disc', 'district', 'province', 'country', 'international') and area_id (a key of
    `area_polygons`, or None).
    """
    if events not in _reckoned:
        _reckoned[events] = _place_areas(events)
    return _reckoned[events].copy()


def _place_areas(events: EventFrame) -> pd.DataFrame:
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

    in_district = (prec == 3) & units["district_key"].notna().to_numpy()
    kind[in_district] = "district"
    area_id[in_district] = units["district_key"].to_numpy()[in_district]

    in_province = (prec == 4) & units["province_key"].notna().to_numpy()
    kind[in_province] = "province"
    area_id[in_province] = units["province_key"].to_numpy()[in_province]
    longitude[in_province] = units["label_lon"].to_numpy()[in_province]
    latitude[in_province] = units["label_lat"].to_numpy()[in_province]
    _part(longitude, latitude, in_province)
    return pd.DataFrame(
        {
            "symbol_longitude": longitude,
            "symbol_latitude": latitude,
            "area_kind": kind,
            # As objects: pandas would turn a missing id among strings into a number.
            "area_id": pd.Series(area_id, dtype=object),
        }
    )


def _part(longitude: np.ndarray, latitude: np.ndarray, chosen: np.ndarray) -> None:
    """Move symbols that would hide each other apart, southward: a province under two names in time."""
    taken: list[tuple[float, float]] = []
    for row in np.flatnonzero(chosen):
        while any(
            abs(longitude[row] - lon) < PART_DEG and abs(latitude[row] - lat) < PART_DEG
            for lon, lat in taken[-MOST_PARTED:]
        ):
            latitude[row] -= PART_DEG
        taken.append((longitude[row], latitude[row]))


def area_polygons(area_ids: list[str]) -> gpd.GeoDataFrame:
    """The polygons of such areas, coarse: area_id, name, geometry (EPSG:4326), in the order asked for."""
    frames = []
    for units, prefix, id_field, name_field in (
        (dated("provinces", "coarse"), "admin1", "admin1_id", "admin1"),
        (dated("districts", "coarse"), "admin2", "admin2_id", "admin2"),
    ):
        keys = [unit_key(prefix, *pair) for pair in zip(units[id_field], units["valid_from"], strict=True)]
        frames.append(units[["geometry"]].assign(area_id=keys, name=units[name_field]))
    polygons = gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=4326).set_index("area_id")
    return polygons.loc[area_ids].reset_index()
