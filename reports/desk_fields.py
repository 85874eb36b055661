"""What an analyst changed in a draft, field by field, as an event whose fields agree with each other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from errors import EventError
from events.event import Event, read_day
from events.vocabulary import NEEDS_RADIUS, date_prec_of
from geodata.gazetteer import load_gazetteer
from geodata.locate import admin_of
from reports.desk_aliases import known_place
from reports.told_twice import distance_km

TEXT_FIELDS = ("title", "summary", "actor1", "actor2", "place_text", "sub_event_type", "event_type", "status")
NUMBER_FIELDS = ("fatalities_low", "fatalities_best", "fatalities_high")
UNITS = ("country", "admin1", "admin2")
SETTLEMENTS = ("city", "town", "village")
PLACE_FIELDS = ("place_id", "place", "latitude", "longitude", "where_prec", "radius_km")
GROUPS: dict[str, tuple[str, ...]] = {
    "place": (*PLACE_FIELDS, *UNITS, "place_text"),
    "dates": ("date_start", "date_end", "date_prec"),
    "type": ("event_type", "sub_event_type"),
    "actors": ("actor1", "actor2", "other_actors"),
    "numbers": NUMBER_FIELDS,
}
"""What an analyst calls the fields that change together; others go by their own name."""
FIELDS = (*TEXT_FIELDS, *NUMBER_FIELDS, *PLACE_FIELDS, "date_start", "date_end", "other_actors", "review")

_NEAR_DEG = 0.6


def changed_event(event: Event, fields: Mapping[str, Any]) -> Event:
    """The event with those fields changed, and with them what follows from them.

    New days give a new `date_prec`. A `place_id` brings the place's name, units, point and precision, unless
    these are given too; a point without a place lies in the units around it.

    Args:
        event: The event as it is.
        fields: New values by name, out of `FIELDS`: days as 1999-10-27, absent numbers as None.

    Raises:
        EventError: A field is none of these, or the event would break the rules of its fields.
        GazetteerError: There is no place of that id.
    """
    unknown = sorted(set(fields) - set(FIELDS))
    if unknown:
        raise EventError(
            f"{', '.join(unknown)}: found no such field of a draft, expected {', '.join(FIELDS)}"
        )
    merged: dict[str, Any] = {**dict(event), **fields}
    start, end = _days(merged)
    if "date_start" in fields or "date_end" in fields:
        merged["date_prec"] = date_prec_of(max(1, (end - start).days + 1))
    if fields.get("place_id"):
        merged.update(_of_gazetteer(known_place(str(fields["place_id"])), end))
        merged.update({name: fields[name] for name in ("where_prec", "radius_km") if name in fields})
    elif "latitude" in fields or "longitude" in fields:
        merged.update(_of_point(merged, fields, end))
    if merged["where_prec"] not in NEEDS_RADIUS and "radius_km" not in fields and "where_prec" in fields:
        merged["radius_km"] = merged["radius_km"] if merged["where_prec"] in (3, 4) else None
    if "event_type" in fields and "sub_event_type" not in fields:
        merged["sub_event_type"] = ""
    return Event(**merged)


def changed_words(before: Event, after: Event) -> str:
    """What differs between two versions of an event, as an analyst calls it: "place, dates"."""
    old, new = dict(before), dict(after)
    changed = [name for name in Event.model_fields if old[name] != new[name]]
    words = [next((group for group, names in GROUPS.items() if name in names), name) for name in changed]
    return ", ".join(dict.fromkeys(words))


def _days(merged: Mapping[str, Any]) -> tuple[date, date]:
    days = []
    for name in ("date_start", "date_end"):
        try:
            days.append(read_day(merged[name]))
        except ValueError as error:
            raise EventError(f"{name}: found {str(merged[name])[:40]!r}, expected {error}") from None
    return days[0], days[1]


def _of_gazetteer(place_id: str, on: date) -> dict[str, Any]:
    book = load_gazetteer()
    row = book.row_of(place_id)
    assert row is not None  # `known_place` has looked it up
    place = book.at(row)
    return {
        "place_id": place.place_id,
        "place": place.name_on(on),
        "admin2": str(book.field("admin2", row) or ""),
        "admin1": book.admin1_on(row, on),
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "where_prec": place.where_prec,
        "radius_km": place.radius_km if place.radius_km > 0 else None,
    }


def _of_point(merged: Mapping[str, Any], fields: Mapping[str, Any], on: date) -> dict[str, Any]:
    """The units around a point that was set by hand; its name stays only where one is given with it."""
    latitude, longitude = merged["latitude"], merged["longitude"]
    out: dict[str, Any] = {"place_id": "", "place": str(fields.get("place") or "")}
    if latitude is None or longitude is None:
        return out | {"admin1": "", "admin2": ""}
    try:
        point = (np.array([float(longitude)]), np.array([float(latitude)]))
    except (TypeError, ValueError):
        raise EventError(
            f"latitude, longitude: found {latitude!r}, {longitude!r}, expected degrees"
        ) from None
    units = admin_of(*point, on).iloc[0]
    named = {name: str(units[name]) if isinstance(units[name], str) else "" for name in UNITS}
    out["place"] = out["place"] or near_words(float(latitude), float(longitude))
    return out | named


def near_words(latitude: float, longitude: float) -> str:
    """A point in words: the settlement it lies in or near ("7 km from Sary-Mogol"), else its degrees."""
    places = load_gazetteer().places()
    box = (
        places["kind"].isin(SETTLEMENTS)
        & (np.abs(places["latitude"] - latitude) < _NEAR_DEG)
        & (np.abs(places["longitude"] - longitude) < _NEAR_DEG)
    )
    near = places[box]
    apart = [
        (distance_km(latitude, longitude, row.latitude, row.longitude), str(row.name_shown))
        for row in near.rename(columns={"name": "name_shown"}).itertuples()
    ]
    if not apart:
        return f"{latitude:.3f}, {longitude:.3f}"
    km, name = min(apart)
    return name if km < 1.5 else f"{km:.0f} km from {name}"
