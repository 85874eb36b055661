"""Place rows without coordinates by name, and mark rows whose point, place and country disagree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from events.cells import plain
from events.columns import codes_of, conform, one_chunk
from events.country_codes import code_of_country
from events.reading import Flag, Reading
from events.vocabulary import NEEDS_RADIUS
from geodata.boundaries import world
from geodata.gazetteer import load_gazetteer
from geodata.geocode import NEAR_RADIUS_KM, Candidate, geocode
from geodata.locate import AREA, EARTH_RADIUS_KM, admin_of, distance_to_border_km
from geodata.transliterate import fold_key

__all__ = ["NO_POINT", "PLACED", "UNPLACED", "checked", "placed_events"]

NO_POINT = (
    "no coordinates",
    "only one of latitude and longitude is given: taken for none",
    "the point is 0, 0: taken for none",
)
"""The reasons under which a row is left without a point, and its place is looked up by name."""

PLACED = "no coordinates: placed by the name of its place"
UNPLACED = "no coordinates, and no place of that name is known: kept without a point"

NAMED_PLACE_FAR_KM = 50.0
_BORDER_SLACK_KM = 3.0
_WORLD_SLACK_DEG = 0.5
# The national borders of the bundle have two vintages, before and from this day.
_NEW_BORDERS = dt.date(2025, 3, 13)
_HOME = ("KG", "TJ", "UZ")

Bools = npt.NDArray[np.bool_]


def placed_events(
    events: pa.Table, flags: tuple[Flag, ...], refused: Iterable[int] = ()
) -> tuple[pa.Table, tuple[Flag, ...]]:
    """`events` with the rows under the flags of `NO_POINT` put where the gazetteer has the place they name.

    The place is known no better than their code says, nor than the gazetteer knows it. Rows that name no
    place that is known in their country are of where_prec 6.

    Args:
        events: A conformed table.
        refused: Rows that are no events and need no place.

    Returns:
        The table and the flags, with those on what became of these rows.
    """
    wanted = [flag.rows for flag in flags if flag.reason in NO_POINT]
    if not wanted:
        return events, flags
    rows = np.setdiff1d(np.concatenate(wanted), np.fromiter(refused, np.int64))
    few = events.select(["place", "country", "admin1", "date_start"]).take(pa.array(rows))
    found = [
        _candidate(row["place"], row["country"], row["admin1"], row["date_start"].replace(day=1))
        for row in few.to_pylist()
    ]
    known = np.array([candidate is not None for candidate in found], bool)
    kept = [flag for flag in flags if flag.reason != NO_POINT[0]]
    for reason, some in ((PLACED, rows[known]), (UNPLACED, rows[~known])):
        if len(some):
            kept.append(Flag(reason, some))
    return _put(events, rows, found), tuple(kept)


@cache
def _candidate(place: str, country: str, admin1: str, on: dt.date) -> Candidate | None:
    """The best place of that name in that country; None where there is none, or only the country itself."""
    if not place:
        return None
    for candidate in geocode(place, on=on, country=country or None, context=admin1 or None, limit=5):
        there = candidate.place
        if (not country or there.country == country) and candidate.where_prec < 6:
            return candidate
    return None


def _put(events: pa.Table, rows: npt.NDArray[np.int64], found: list[Candidate | None]) -> pa.Table:
    if not len(rows):
        return events
    mask = np.zeros(events.num_rows, bool)
    mask[rows] = True
    names = ("latitude", "longitude", "where_prec", "radius_km", "place_id", "country", "admin1")
    fresh = [
        _where(row, candidate)
        for row, candidate in zip(
            events.select(list(names)).take(pa.array(rows)).to_pylist(), found, strict=True
        )
    ]
    columns = {}
    for name in events.column_names:
        column = events.column(name)
        if name in names:
            whole = plain(column)
            values = pa.array([row[name] for row in fresh], whole.type)
            column = pc.replace_with_mask(whole, pa.array(mask), values)
        columns[name] = column
    return conform(pa.table(columns))


def _where(row: dict[str, Any], candidate: Candidate | None) -> dict[str, Any]:
    """The fields of a row on where it is, once its place is found or not."""
    if candidate is None:
        return {**row, "where_prec": row["where_prec"] if row["where_prec"] == 7 else 6, "radius_km": None}
    place = candidate.place
    prec = max(int(row["where_prec"] or 1), candidate.where_prec)
    radius_km = max(float(row["radius_km"] or 0), candidate.radius_km)
    if prec in NEEDS_RADIUS and radius_km <= 0:
        radius_km = NEAR_RADIUS_KM
    return {
        "latitude": float(place.latitude),
        "longitude": float(place.longitude),
        "where_prec": prec,
        "radius_km": round(radius_km, 2) if radius_km > 0 else None,
        "place_id": place.place_id,
        "country": row["country"] or place.country,
        "admin1": row["admin1"] or candidate.admin1,
    }


def checked(reading: Reading) -> Reading:
    """`reading` with flags on rows whose point lies in another country or far from the place they name."""
    events = reading.events
    if not events.num_rows:
        return reading
    lat, lon = (
        np.asarray(pc.fill_null(one_chunk(events.column(name)), np.nan)) for name in ("latitude", "longitude")
    )
    prec = one_chunk(events.column("where_prec")).to_numpy()
    known = ~np.isnan(lat) & (prec < 6)
    flags = list(reading.flags)
    for reason, wrong in (
        ("the point lies outside the country that is named", _abroad(events, lat, lon, known)),
        (
            f"the point is over {NAMED_PLACE_FAR_KM:.0f} km from every place of that name",
            _far_from_name(events, lat, lon, known & (prec <= 2)),
        ),
    ):
        if wrong.any():
            flags.append(Flag(reason, np.flatnonzero(wrong)))
    return replace(reading, flags=tuple(flags))


def _abroad(
    events: pa.Table, lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64], known: Bools
) -> Bools:
    wrong = np.zeros(len(lat), bool)
    country = one_chunk(events.column("country"))
    codes, names = codes_of(country), country.dictionary.to_pylist()
    named = known & (np.array([bool(name) for name in names])[codes] if names else known)
    west, south, east, north = AREA
    inside = named & (lon > west) & (lon < east) & (lat > south) & (lat < north)
    new = one_chunk(events.column("date_start")).cast(pa.int32()).to_numpy() >= _day(_NEW_BORDERS)
    radius = np.asarray(pc.fill_null(one_chunk(events.column("radius_km")), 0.0))
    for on, some in ((dt.date(2024, 1, 1), inside & ~new), (_NEW_BORDERS, inside & new)):
        rows = np.flatnonzero(some)
        if len(rows):
            wrong[rows] = _abroad_at_home(lon[rows], lat[rows], codes[rows], names, radius[rows], on)
    outside = named & ~inside
    shapes = _countries()
    for code, name in enumerate(names):
        rows = np.flatnonzero(outside & (codes == code)) if name in shapes else np.zeros(0, np.int64)
        if len(rows):
            spots, back = np.unique(np.column_stack([lon[rows], lat[rows]]), axis=0, return_inverse=True)
            near = shapely.dwithin(shapes[name], shapely.points(spots), _WORLD_SLACK_DEG)
            wrong[rows] = ~near[back.ravel()]
    return wrong


def _abroad_at_home(
    lon: npt.NDArray[np.float64],
    lat: npt.NDArray[np.float64],
    codes: npt.NDArray[np.unsignedinteger],
    names: list[str],
    radius_km: npt.NDArray[np.float64],
    on: dt.date,
) -> Bools:
    """Where the bundle's fine borders hold: a few kilometres beyond the border are no contradiction."""
    spots, back = np.unique(np.column_stack([lon, lat]), axis=0, return_inverse=True)
    back = back.ravel()
    there = admin_of(spots[:, 0], spots[:, 1], on)["country"].to_numpy(object)
    mine = np.array(names, object)[codes]
    wrong = np.array([found is not None for found in there], bool)[back] & (there[back] != mine)
    rows = np.flatnonzero(wrong)
    if len(rows):
        away = distance_to_border_km(lon[rows], lat[rows], on)
        wrong[rows] = ~(away <= np.maximum(_BORDER_SLACK_KM, radius_km[rows]))
    return wrong


@cache
def _countries() -> dict[str, shapely.Geometry]:
    """ISO code -> the country's coarse outline, prepared."""
    frame = world()
    shapes: dict[str, shapely.Geometry] = {}
    for code, name, shape in zip(frame.country, frame.name, frame.geometry, strict=True):
        key = code if isinstance(code, str) and code else code_of_country(str(name))
        if key:
            shapes[key] = shape if key not in shapes else shapely.union(shapes[key], shape)
    shapely.prepare(list(shapes.values()))
    return shapes


def _far_from_name(
    events: pa.Table, lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64], known: Bools
) -> Bools:
    """Where the gazetteer knows the name in that country, and every place of it is far from the point."""
    wrong = np.zeros(len(lat), bool)
    place, country = (one_chunk(events.column(name)) for name in ("place", "country"))
    homes = [code for code, name in enumerate(country.dictionary.to_pylist()) if name in _HOME]
    rows = np.flatnonzero(known & np.isin(codes_of(country), homes))
    if not len(rows):
        return wrong
    names, lands = place.dictionary.to_pylist(), country.dictionary.to_pylist()
    pair = codes_of(place)[rows].astype(np.int64) * len(lands) + codes_of(country)[rows]
    order = np.argsort(pair, kind="stable")
    edges = np.flatnonzero(np.diff(pair[order], prepend=-1, append=-1))
    for start, end in pairwise(edges):
        some = rows[order[start:end]]
        name_code, land_code = divmod(int(pair[order[start]]), len(lands))
        spots = _spots(names[name_code], lands[land_code])
        if len(spots):
            wrong[some] = _nearest_km(lon[some], lat[some], spots) > NAMED_PLACE_FAR_KM
    return wrong


@cache
def _spots(name: str, country: str) -> npt.NDArray[np.float64]:
    """Longitude and latitude of the places of a country with that very name."""
    book = load_gazetteer()
    found = {
        (float(str(book.field("longitude", row))), float(str(book.field("latitude", row))))
        for row in {book.place_row(entry) for entry in book.with_key(fold_key(name))}
        if book.field("country", row) == country and int(str(book.field("where_prec", row))) <= 5
    }
    return np.array(sorted(found)).reshape(-1, 2)


def _nearest_km(
    lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64], spots: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    east, north = np.radians(lon)[:, None], np.radians(lat)[:, None]
    there_east, there_north = np.radians(spots[:, 0]), np.radians(spots[:, 1])
    half = (
        np.sin((there_north - north) / 2) ** 2
        + np.cos(north) * np.cos(there_north) * np.sin((there_east - east) / 2) ** 2
    )
    return (2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half))).min(axis=1)


def _day(day: dt.date) -> int:
    return int(np.datetime64(day).astype(int))
