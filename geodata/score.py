"""The named parts of a candidate's score: the points and the words that explain them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date

from geodata.context import Surroundings, distance_km
from geodata.gazetteer import Gazetteer
from geodata.place import Place, PlaceName
from geodata.transliterate import fold_key
from geodata.unit_words import split_unit

VALLEY_CENTRE = (40.7, 71.5)  # latitude, longitude of the middle of the Fergana Valley
REGION_POINTS = 14.0  # for a place in the middle of the valley
REGION_SCALE_KM = 600.0
NEAR_SCALE_KM = 80.0

# Points for the kind alone: what a bare name means more often when nothing else decides.
KIND_POINTS: dict[str, float] = {
    "country": 26,
    "city": 10,
    "town": 8,
    "province": 6,
    "valley": 6,
    "region": 5,
    "enclave": 5,
    "district": 4,
    "mountains": 4,
    "sea": 4,
    "air base": 4,
    "airport": 3,
    "village": 3,
    "river": 3,
    "lake": 3,
    "pass": 3,
    "suburb": 2,
    "dam": 2,
    "market": 2,
    "border crossing": 2,
    "military base": 2,
    "mine": 2,
    "road": 2,
    "border": 3,
}
CAPITAL_POINTS = 6.0
OWN_NAME_POINTS = 8.0
BARE_POINTS = 14.0  # taken off when only part of the name was given


@dataclass(frozen=True)
class ScorePart:
    """One named part of a score: how many points, and the words that explain them."""

    name: str
    points: float
    words: str


def name_parts(
    name: PlaceName, on: date | None, points: float, words: str, *, whole: bool
) -> list[ScorePart]:
    """The parts for a name that agrees with the text: how well, in which role, and whether on its days.

    `whole` says that a bare unit name was asked for with the word for its kind, so that nothing is missing.
    """
    parts = [ScorePart("match", points, words)]
    if name.role == "core" and not whole:
        parts.append(ScorePart("role", -BARE_POINTS, "only part of its name"))
    elif name.role == "name" and name.holds(on):
        parts.append(ScorePart("role", OWN_NAME_POINTS, "its own name"))
    if name.holds(on):
        dated = name.valid_from is not None or name.valid_to is not None
        parts.append(ScorePart("name date", 3, f"so called {_period(name)}" if dated else ""))
    elif on is not None and name.valid_from is not None and on < name.valid_from:
        parts.append(ScorePart("name date", -32, f"so called only from {name.valid_from.isoformat()}"))
    else:
        parts.append(ScorePart("name date", -2, f"an older name, {_period(name)}"))
    return parts


def _period(name: PlaceName) -> str:
    words = [
        f"from {name.valid_from.isoformat()}" if name.valid_from else "",
        f"until {name.valid_to.isoformat()}" if name.valid_to else "",
    ]
    return " ".join(word for word in words if word)


def standing_parts(place: Place, capital: bool) -> list[ScorePart]:
    """The parts that do not depend on the question: the kind, the people and the distance to the region."""
    kind = "capital" if capital else place.kind
    parts = [ScorePart("kind", KIND_POINTS[place.kind] + (CAPITAL_POINTS if capital else 0), f"kind: {kind}")]
    if place.population and place.kind != "country":
        points = 1.5 * math.log10(place.population + 1)
        parts.append(ScorePart("population", points, f"{place.population:,} people"))
    if place.kind != "country":
        apart = distance_km(place.latitude, place.longitude, *VALLEY_CENTRE)
        points = REGION_POINTS * math.exp(-apart / REGION_SCALE_KM)
        parts.append(ScorePart("region", points, f"{apart:.0f} km from the middle of the Fergana Valley"))
    return parts


def region_points(book: Gazetteer, row: int) -> float:
    """The points for nearness of the place in one row, without building the place."""
    latitude, longitude = float(str(book.field("latitude", row))), float(str(book.field("longitude", row)))
    return REGION_POINTS * math.exp(-distance_km(latitude, longitude, *VALLEY_CENTRE) / REGION_SCALE_KM)


def date_parts(place: Place, on: date | None) -> list[ScorePart]:
    """The part for a place that does not exist on the day; none for one that does."""
    if place.exists(on):
        return []
    if on is None and place.valid_to is not None:
        # Without a day the question may well be about the past.
        return [ScorePart("place date", -12, f"no longer exists since {place.valid_to.isoformat()}")]
    if on is not None and place.valid_from is not None and on < place.valid_from:
        return [ScorePart("place date", -25, f"did not exist before {place.valid_from.isoformat()}")]
    return [ScorePart("place date", -25, f"no longer existed after {place.valid_to}")]


def country_parts(place: Place, country: str | None) -> list[ScorePart]:
    """The part for lying in the country asked for, or in another."""
    if country is None or not place.country:
        return []
    wanted = country.upper()
    if place.country == wanted:
        return [ScorePart("country", 20, f"in {wanted} as asked")]
    return [ScorePart("country", -20, f"in {place.country}, not in {wanted}")]


def context_parts(
    place: Place, around: Surroundings, told: frozenset[str], name: str, *, bare: bool
) -> list[ScorePart]:
    """The parts for what the text says besides the name: its kind, country, unit and places near by.

    `told` are the kinds named next to it; `bare` says that the place matched by part of its name only, which
    is no fault when the text adds the word that is missing ("Osh" in "Osh and Batken regions").
    """
    parts = []
    if told:
        fits = place.kind in told
        words = f"the text says {' or '.join(sorted(told))}"
        parts.append(ScorePart("kind in text", 16 + BARE_POINTS * bare if fits else -10, words))
    if place.kind not in ("country", "region") and place.country and around.countries:
        if place.country in around.countries:
            parts.append(ScorePart("country in text", 8, f"the text speaks of {place.country}"))
        else:
            others = ", ".join(sorted(around.countries))
            parts.append(
                ScorePart("country in text", -4, f"the text speaks of {others}, not of {place.country}")
            )
    nearest = around.nearest(place.latitude, place.longitude)
    if nearest is not None and place.kind not in ("country", "region", "sea"):
        points = 8 * math.exp(-nearest[0] / NEAR_SCALE_KM)
        if points >= 0.5:
            parts.append(
                ScorePart("near in text", points, f"{nearest[0]:.0f} km from {nearest[1]}, also named")
            )
    unit = _unit_named(place, around.text, name)
    if unit:
        parts.append(ScorePart("unit in text", 6, f"the text names {unit}, which holds it"))
    return parts


def _unit_named(place: Place, text: str, name: str) -> str:
    asked = fold_key(name)
    for unit in (place.admin2, place.admin1):
        parted = split_unit(unit)
        core = parted.core if parted else unit
        if len(core) >= 4 and fold_key(core) != asked and re.search(rf"(?<!\w){re.escape(core)}", text):
            return unit
    return ""
