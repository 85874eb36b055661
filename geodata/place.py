"""A place: where it is, what it is, and the names it bears with the days on which they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

# Every kind that the gazetteer knows, the words being those shown to the reader.
KINDS: tuple[str, ...] = (
    "country",
    "region",
    "province",
    "district",
    "city",
    "town",
    "village",
    "suburb",
    "enclave",
    "valley",
    "mountains",
    "pass",
    "river",
    "lake",
    "sea",
    "dam",
    "road",
    "border",
    "market",
    "mine",
    "border crossing",
    "airport",
    "air base",
    "military base",
)

Role = Literal["name", "alias", "core"]


def holds_on(on: date | None, valid_from: date | None, valid_to: date | None) -> bool:
    """Whether a period (first day inclusive, last day exclusive, None open) holds on a day.

    With no day asked for, the period must reach to the present, that is, have no end.
    """
    if on is None:
        return valid_to is None
    return (valid_from is None or valid_from <= on) and (valid_to is None or on < valid_to)


@dataclass(frozen=True)
class PlaceName:
    """One name of a place.

    Attributes:
        text: The name as written.
        script: ISO 15924 code of its script (Latn, Cyrl, Arab, …).
        role: `name` is shown to the reader on its days; `alias` is another spelling or an older name;
            `core` is what is left without the word for the kind ("Osh" of "Osh Region").
        valid_from: First day on which it holds, None when not known or always.
        valid_to: First day on which it no longer holds, None when it still does.
    """

    text: str
    script: str
    role: Role
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, on: date | None) -> bool:
        """Whether the name is in use on `on` (None: at present)."""
        return holds_on(on, self.valid_from, self.valid_to)


@dataclass(frozen=True)
class Place:
    """One place of the gazetteer.

    Attributes:
        place_id: Stable id; ids of former separate rows lead to the same place.
        name: The name at present.
        kind: One of `KINDS`.
        country: ISO alpha-2, or "" for a feature of several countries or none.
        admin1, admin2: Names of the units that hold it at present, "" where there are none.
        latitude, longitude: A point of it in WGS 84 degrees.
        where_prec: UCDP precision of that point (1 exact … 7 international waters).
        radius_km: Radius of the disc that surely holds the place.
        population: Inhabitants, 0 when not known.
        valid_from, valid_to: The days between which the place itself exists; None where open.
        source: Where the row comes from; `basis` what the position rests on; `note` what to know.
        names: All its names.
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
    population: int
    valid_from: date | None
    valid_to: date | None
    source: str
    basis: str
    note: str
    names: tuple[PlaceName, ...] = ()

    def exists(self, on: date | None) -> bool:
        """Whether the place exists on `on` (None: at present)."""
        return holds_on(on, self.valid_from, self.valid_to)

    def name_on(self, on: date | None) -> str:
        """The name shown to the reader on `on` (None: at present)."""
        for name in self.names:
            if name.role == "name" and name.holds(on):
                return name.text
        return self.name
