"""Military bases and airfields with the days between which they were in use."""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from errors import BundleError
from geodata.bundle import bundle_path, read_table

COLUMNS = (
    "base_id",
    "name",
    "short_name",
    "operator",
    "host_country",
    "kind",
    "foreign",
    "radius_km",
    "valid_from",
    "valid_to",
    "years",
    "status",
    "note",
    "basis",
)


def _day(text: str, *, last: bool, where: str) -> date | None:
    """A day from YYYY, YYYY-MM or YYYY-MM-DD; a short date gives the first or the last day it may mean."""
    if not text:
        return None
    try:
        parts = [int(part) for part in text.split("-")]
        if len(parts) == 1:
            return date(parts[0], 12, 31) if last else date(parts[0], 1, 1)
        if len(parts) == 2:
            year, month = parts
            return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
        year, month, day = parts
        return date(year, month, day)
    except ValueError as error:
        raise BundleError(
            f"Base {where} has the date {text!r}; expected YYYY, YYYY-MM or YYYY-MM-DD in bases.csv."
        ) from error


def _years(first: str, last: str) -> str:
    if first and last:
        if first[:4] == last[:4]:
            return first[:4]
        return f"{first[:4]}–{last[2:4]}" if first[:2] == last[:2] else f"{first[:4]}–{last[:4]}"
    if first:
        return f"from {first[:4]}"
    return f"until {last[:4]}" if last else ""


@lru_cache(maxsize=2)
def _bases(path: Path, modified_ns: int) -> gpd.GeoDataFrame:
    table = read_table("bases")
    missing = {*COLUMNS, "latitude", "longitude"} - {*table.columns, "years"}
    if missing:
        raise BundleError(
            f"bases.csv lacks the columns {', '.join(sorted(missing))}; restore it from the project."
        )
    frame = pd.DataFrame({column: table[column] for column in COLUMNS if column != "years"})
    frame["foreign"] = table.foreign == "yes"
    frame["radius_km"] = pd.to_numeric(table.radius_km, errors="coerce")
    frame["years"] = [
        _years(first, last) for first, last in zip(table.valid_from, table.valid_to, strict=True)
    ]
    for column, last in (("valid_from", False), ("valid_to", True)):
        days = [
            _day(text, last=last, where=base) for text, base in zip(table[column], table.base_id, strict=True)
        ]
        frame[column] = pd.Series(days, dtype=object)
    longitude = pd.to_numeric(table.longitude, errors="coerce").to_numpy()
    latitude = pd.to_numeric(table.latitude, errors="coerce").to_numpy()
    located = np.isfinite(longitude) & np.isfinite(latitude)
    points = np.full(len(frame), None, dtype=object)
    points[located] = shapely.points(longitude[located], latitude[located])
    return gpd.GeoDataFrame(frame[list(COLUMNS)], geometry=points, crs="EPSG:4326")


def all_bases(*, located: bool = True) -> gpd.GeoDataFrame:
    """Every base and airfield; with `located` only those that have a point (EPSG:4326, longitude first).

    Columns base_id, name, short_name (for labels), operator, host_country (ISO alpha-2), kind ("air" or
    "ground"), foreign (True where another state operates it), radius_km (how far the true site may lie from
    the point), valid_from and valid_to (datetime.date or None; both inclusive, a short date of the source is
    widened to the whole month or year), years (for labels: "2001–14", "from 2003"), status ("active",
    "closed", "reported", "proposed"), note, basis. Raises BundleError when the table is missing or broken.
    """
    path = bundle_path("curated/bases.csv")
    frame = _bases(path, path.stat().st_mtime_ns).copy(deep=False)
    return frame[frame.geometry.notna()].reset_index(drop=True) if located else frame


def bases(start: date, end: date, *, located: bool = True) -> gpd.GeoDataFrame:
    """The bases and airfields in use on at least one day of the closed window; columns as `all_bases`."""
    frame = all_bases(located=located)
    used = [
        (first is None or first <= end) and (last is None or last >= start)
        for first, last in zip(frame.valid_from, frame.valid_to, strict=True)
    ]
    return frame[np.array(used, dtype=bool)].reset_index(drop=True)
