"""The place of each row of a mapped table, with honest precision: its coordinates, or what its names mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from errors import BundleError
from events.areas import UNIT_EPOCHS
from events.mapping_points import Degrees, in_region, read_degrees, read_pair
from events.vocabulary import NEEDS_RADIUS
from geodata.gazetteer import load_gazetteer
from geodata.geocode import Candidate, geocode
from geodata.locate import admin_of

# Coordinates without decimals or with one are rounded: half a degree and half a tenth of one, in kilometres
# along the meridian.
_ROUNDED_KM = {0: 55.7, 1: 5.6}
# What UCDP means by code 2, and for 5 an area as wide as a small province.
_USUAL_RADIUS_KM = {2: 25.0, 5: 50.0}
_MOST_KM = 5000.0
# Kind of a unit -> its code of precision, and the radius where the gazetteer has no such unit.
_UNITS = {"district": (3, 25.0), "province": (4, 80.0)}


@dataclass(frozen=True)
class Where:
    """Where a row's event happened.

    Attributes:
        latitude, longitude, where_prec, radius_km, place_id: As in `Event`.
        place, admin1, country: As the gazetteer has them, "" where the row's own words hold.
        flag: What is doubtful, or "".
    """

    latitude: float | None
    longitude: float | None
    where_prec: int
    radius_km: float | None = None
    place: str = ""
    place_id: str = ""
    admin1: str = ""
    country: str = ""
    flag: str = ""


@dataclass(frozen=True)
class Names:
    """The names that a row gives its place, and the day of which they are names."""

    place: str
    admin2: str
    admin1: str
    country: str
    on: dt.date


def by_coordinates(
    lat_text: str,
    lon_text: str,
    *,
    swapped: bool,
    prec: str = "",
    radius: str = "",
    usual_region: bool = True,
) -> Where | None:
    """Where two cells of coordinates are, None where they hold none.

    Args:
        swapped: Whether the cells hold each other's values.
        prec: The row's own code of precision, "" for none.
        radius: The row's own radius in kilometres, "" for none.
        usual_region: Whether the table's other points lie in the region: then a point that does so only
            with latitude and longitude exchanged was mistyped.
    """
    first, second = read_degrees(lat_text), read_degrees(lon_text)
    if first is None or second is None:
        return None
    if swapped or (first.axis == "lon" and second.axis == "lat"):
        first, second = second, first
    return _placed(first, second, prec, radius, usual_region)


def by_pair(
    text: str, *, swapped: bool, prec: str = "", radius: str = "", usual_region: bool = True
) -> Where | None:
    """Where a cell with both coordinates is, None where it holds none; see `by_coordinates`."""
    pair = read_pair(text)
    if pair is None:
        return None
    first, second = (pair.second, pair.first) if swapped and not pair.known else (pair.first, pair.second)
    return _placed(first, second, prec, radius, usual_region and not pair.known)


def by_names(names: Names) -> Where | None:
    """Where the names of a row lead: the place, else its district, province or country; None for nowhere."""
    around = ", ".join(filter(None, (names.admin2, names.admin1)))
    for text, context, kind in (
        (names.place, around, ""),
        (names.admin2, names.admin1, "district"),
        (names.admin1, "", "province"),
    ):
        found = _candidates(text, context, names.country, names.on) if text else []
        if found:
            return _found(text, found, names, kind)
    if names.country:
        return Where(None, None, 6, country=names.country, flag="only the country is known")
    return None


@lru_cache(maxsize=4096)
def province_name(text: str, country: str, on: dt.date) -> str:
    """The gazetteer's name on a day of the province that a cell names, or the cell's own words."""
    found = _candidates(text, "", country, on)
    return next((candidate.name for candidate in found if candidate.place.kind == "province"), text)


def units_at(
    lats: Sequence[float | None], lons: Sequence[float | None], days: Sequence[dt.date]
) -> list[tuple[str, str, str]]:
    """Country, province and district at points, each on its day, "" outside the land of the bundle."""
    lat, lon = (np.array([np.nan if value is None else value for value in values]) for values in (lats, lons))
    when = np.array(days, "datetime64[D]")
    epochs = np.searchsorted(UNIT_EPOCHS, when, "right")
    units: list[tuple[str, str, str]] = [("", "", "")] * len(lat)
    try:
        for epoch in np.unique(epochs):
            rows = np.flatnonzero(epochs == epoch)
            found = admin_of(lon[rows], lat[rows], when[rows].max().astype(dt.date))
            for row, *values in zip(rows, found["country"], found["admin1"], found["admin2"], strict=True):
                units[row] = tuple(value if isinstance(value, str) else "" for value in values)  # type: ignore[assignment]
    except BundleError:
        # Without the bundle's borders a table can still be read; its units stay as they are.
        return units
    return units


def _placed(lat: Degrees, lon: Degrees, prec: str, radius: str, usual_region: bool) -> Where | None:
    latitude, longitude, flag = lat.value, lon.value, ""
    if latitude == 0 and longitude == 0:
        return None
    crossed = abs(latitude) > 90 >= abs(longitude) or (
        usual_region and not in_region(longitude, latitude) and in_region(latitude, longitude)
    )
    if crossed:
        latitude, longitude = longitude, latitude
        flag = "latitude and longitude of this row were exchanged"
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    decimals = max(lat.decimals, lon.decimals)
    km = _kilometres(radius)
    if prec in ("1", "2", "3", "4", "5", "6", "7"):
        code = int(prec)
        km = km or _USUAL_RADIUS_KM.get(code) if code in NEEDS_RADIUS else km
        return Where(latitude, longitude, code, km, flag=flag)
    if km is not None:
        return Where(latitude, longitude, 2, km, flag=flag)
    if decimals in _ROUNDED_KM:
        rounded = "coordinates are rounded, so the place is known within a radius only"
        return Where(latitude, longitude, 2, _ROUNDED_KM[decimals], flag=flag or rounded)
    return Where(latitude, longitude, 1, flag=flag)


def _candidates(text: str, context: str, country: str, on: dt.date) -> list[Candidate]:
    return geocode(
        text,
        on=on,
        country=country or None,
        context=context or None,
        limit=8,
        gazetteer=load_gazetteer(),
    )


def _found(text: str, found: list[Candidate], names: Names, kind: str) -> Where:
    """Where the best candidate is; the name of a unit means all of the unit, never its chief town."""
    own_kind = [candidate for candidate in found if candidate.place.kind == kind]
    found = own_kind or found
    best = found[0]
    place = best.place
    coarsest, widest = _UNITS.get(kind, (1, 0.0))
    told = text if text == names.place else f"{text} (of {names.place!r})" if names.place else text
    flag = f"the place was found by its name {told!r}"
    if len(found) > 1 and found[1].score > best.score - 1:
        flag = f"the name {text!r} means several places; {best.name} ({place.country}) was taken"
    no_point = place.latitude is None or place.longitude is None
    code = max(best.where_prec, 6 if no_point else coarsest)
    return Where(
        None if no_point else place.latitude,
        None if no_point else place.longitude,
        code,
        round(max(best.radius_km, widest if not own_kind else 0.0), 1) or None,
        place=best.name,
        place_id=place.place_id,
        admin1=best.admin1,
        country=place.country if len(place.country) == 2 else "",
        flag=flag[:200],
    )


def _kilometres(text: str) -> float | None:
    try:
        km = float(text.replace(",", "."))
    except ValueError:
        return None
    return km if 0 < km <= _MOST_KM else None
