"""Find places while their name is being typed."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from functools import lru_cache

import numpy as np

from geodata.context import EARTH_RADIUS_KM, distance_km
from geodata.gazetteer import Gazetteer, load_gazetteer
from geodata.geocode import Candidate, geocode
from geodata.score import (
    CAPITAL_POINTS,
    KIND_POINTS,
    OWN_NAME_POINTS,
    REGION_POINTS,
    REGION_SCALE_KM,
    VALLEY_CENTRE,
    ScorePart,
    standing_parts,
)
from geodata.transliterate import fold_key

PREFIX_POINTS = 20.0
MOST_PREFIX_PLACES = 60


@lru_cache(maxsize=2)
def _standing(book: Gazetteer) -> np.ndarray:
    """For each row of places the points that do not depend on the question."""
    points = np.zeros(len(book), dtype=np.float32)
    places = book.places()
    # The same parts as `standing_parts`, computed on columns since every place is asked for.
    points += places["kind"].astype(str).map(KIND_POINTS).to_numpy(dtype=np.float32)
    points += CAPITAL_POINTS * places["capital"].to_numpy(dtype=np.float32)
    below_country = (places["kind"] != "country").to_numpy()
    points += np.where(below_country, 1.5 * np.log10(places["population"].to_numpy() + 1.0), 0)
    lat, lon = np.radians(places["latitude"].to_numpy()), np.radians(places["longitude"].to_numpy())
    lat0, lon0 = (math.radians(value) for value in VALLEY_CENTRE)
    half = np.sin((lat - lat0) / 2) ** 2 + np.cos(lat) * math.cos(lat0) * np.sin((lon - lon0) / 2) ** 2
    apart = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    points += np.where(below_country, REGION_POINTS * np.exp(-apart / REGION_SCALE_KM), 0)
    return points


def search_places(
    text: str, limit: int = 10, on: date | None = None, *, gazetteer: Gazetteer | None = None
) -> list[Candidate]:
    """Places whose name begins with or is `text`, best first, for a search box.

    An empty text finds nothing. Spellings that geocoding understands are found as well ("Джиргаталь").
    """
    book = gazetteer or load_gazetteer()
    key = fold_key(text)
    if not key:
        return []
    found = {
        candidate.place.place_id: candidate for candidate in geocode(text, on=on, limit=limit, gazetteer=book)
    }
    for candidate in _beginning_with(book, key, text, on):
        known = found.get(candidate.place.place_id)
        if known is None or known.score < candidate.score:
            found[candidate.place.place_id] = candidate
    near = [_nearer(candidate) for candidate in found.values()]
    ranked = sorted(near, key=lambda candidate: (-candidate.score, candidate.place.place_id))
    return ranked[:limit]


def _nearer(candidate: Candidate) -> Candidate:
    """The candidate with its points for nearness doubled: who types into this map looks for its region."""
    place = candidate.place
    apart = distance_km(place.latitude, place.longitude, *VALLEY_CENTRE)
    # Countries have no such points of their own to double.
    times = 2 if place.kind == "country" else 1
    again = ScorePart("near", times * REGION_POINTS * math.exp(-apart / REGION_SCALE_KM), "")
    return replace(candidate, parts=(*candidate.parts, again))


def _beginning_with(book: Gazetteer, key: str, text: str, on: date | None) -> list[Candidate]:
    entries = book.with_prefix(key)
    rows = book.place_rows(entries)
    if not len(rows):
        return []
    order = np.argsort(-_standing(book)[rows], kind="stable")
    candidates: dict[int, Candidate] = {}
    for position in order:
        row = int(rows[position])
        if row in candidates:
            continue
        if len(candidates) == MOST_PREFIX_PLACES:
            break
        place, name = book.at(row), book.name(entries[int(position)])
        if not place.exists(on):
            continue
        share = len(key) / len(book.key(entries[int(position)]))
        parts = (
            ScorePart("match", PREFIX_POINTS * (0.5 + share / 2), f"“{name.text}” begins with “{text}”"),
            ScorePart("role", OWN_NAME_POINTS, "its own name")
            if name.role == "name"
            else ScorePart("role", 0, ""),
            *standing_parts(place, bool(book.field("capital", row))),
        )
        candidates[row] = Candidate(
            place, place.name_on(on), book.admin1_on(row, on), parts, place.where_prec, place.radius_km
        )
    return list(candidates.values())
