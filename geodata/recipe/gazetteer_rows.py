"""The row the gazetteer is built from, before duplicates are merged and keys are made."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date

from geodata.place import PlaceName, Role
from geodata.transliterate import script_of

EARTH_RADIUS_KM = 6371.0088


@dataclass
class RawPlace:
    """A place as one source gives it; merging adds the names of other sources to it.

    Fields mean what they mean in `geodata.place.Place`; `old_ids` are ids of rows folded into this one;
    `words` are words, split by "|", that tell of a country without naming it ("Kyrgyz");
    `admin1_by_code` is the unit after the source's own code, for places that no polygon holds.
    """

    place_id: str
    name: str
    kind: str
    country: str
    admin1: str
    admin2: str
    latitude: float
    longitude: float
    where_prec: int
    radius_km: float
    source: str
    population: int = 0
    capital: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    basis: str = ""
    note: str = ""
    geonames_id: int = 0
    words: str = ""
    admin1_by_code: str = ""
    names: list[PlaceName] = field(default_factory=list)
    old_ids: list[str] = field(default_factory=list)

    def add(
        self, text: str, role: Role = "alias", valid_from: date | None = None, valid_to: date | None = None
    ) -> None:
        """Add a name unless it is there already, a dated one unless it is there with the same days."""
        text = " ".join(text.split())
        periods = [(name.valid_from, name.valid_to) for name in self.names if name.text == text]
        dated = valid_from is not None or valid_to is not None
        if text and (not periods or (dated and (valid_from, valid_to) not in periods)):
            self.names.append(PlaceName(text, script_of(text), role, valid_from, valid_to))


def distance_km(one: RawPlace, other: RawPlace) -> float:
    """Great-circle distance between the points of two places."""
    lat1, lat2 = math.radians(one.latitude), math.radians(other.latitude)
    dlon = math.radians(other.longitude - one.longitude)
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(dlon / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))


def first_day(text: str) -> date | None:
    """The first day of "2016", "2016-02" or "2016-02-17"; None for an empty cell."""
    if not text:
        return None
    year, month, day = [*(int(part) for part in text.split("-")), 1, 1][:3]
    return date(year, month, day)
