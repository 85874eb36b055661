"""Read the hand-made lists (places, countries) and fold old names into the places that bear them."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from datetime import date
from pathlib import Path

from errors import BundleError
from geodata.place import KINDS
from geodata.recipe.gazetteer_rows import RawPlace, first_day

CURATED = Path(__file__).resolve().parent.parent / "data" / "curated"


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a csv file with a header line."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def curated_places(folder: Path = CURATED) -> list[RawPlace]:
    """The curated places; rows with `same_as` become dated names of the place they point to.

    `dates_of` says what a row's valid_from and valid_to bound: the `place` itself or only its `name`.
    Raises BundleError for an unknown kind, a wrong `same_as` or an id given twice.
    """
    places: dict[str, RawPlace] = {}
    old: list[dict[str, str]] = []
    for row in read_rows(folder / "places.csv"):
        if row["same_as"]:
            old.append(row)
            continue
        if row["kind"] not in KINDS:
            raise BundleError(
                f"places.csv gives {row['place_id']} the kind {row['kind']!r}; use one of {KINDS}."
            )
        if row["place_id"] in places:
            raise BundleError(f"places.csv holds {row['place_id']} twice; give each place one row.")
        places[row["place_id"]] = _place(row)
    for row in old:
        if row["same_as"] not in places:
            raise BundleError(
                f"places.csv: {row['place_id']} is the same as {row['same_as']}, which has no row."
            )
        _fold(row, places[row["same_as"]])
    return list(places.values())


def _place(row: dict[str, str]) -> RawPlace:
    start, end = first_day(row["valid_from"]), first_day(row["valid_to"])
    of_place = row["dates_of"] == "place"
    place = RawPlace(
        place_id=row["place_id"],
        name=row["name"],
        kind=row["kind"],
        country=row["country"],
        admin1=row["admin1"],
        admin2=row["admin2"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        where_prec=int(row["where_prec"]),
        radius_km=float(row["radius_km"]),
        source="curated",
        valid_from=start if of_place else None,
        valid_to=end if of_place else None,
        basis=row["basis"],
        note=row["note"],
        geonames_id=_geonames_id(row["basis"]),
    )
    place.add(row["name"], "name", None if of_place else start, None if of_place else end)
    for alias in row["aliases"].split("|"):
        place.add(alias)
    return place


def _fold(row: dict[str, str], place: RawPlace) -> None:
    """Give a place one of its former names with the period in which it held."""
    start, end = first_day(row["valid_from"]), first_day(row["valid_to"])
    texts = [row["name"], *row["aliases"].split("|")]
    # The present-day row may list the old name as a plain alias; the dated one takes its place.
    place.names = [name for name in place.names if name.text not in texts or name.role == "name"]
    for index, text in enumerate(texts):
        shown = index == 0 and end is not None
        if shown and place.valid_to == end:
            # The former name is the last one the place had; the row's own name held before it.
            place.names = [
                replace(name, valid_to=start) if name.role == "name" and name.valid_to is None else name
                for name in place.names
            ]
        place.add(text, "name" if shown else "alias", start, end)
    place.old_ids.append(row["place_id"])


def _geonames_id(basis: str) -> int:
    _, found, rest = basis.partition("GeoNames ")
    digits = rest.split(" ")[0] if found else ""
    return int(digits) if digits.isdigit() else 0


def country_places(countries: list[dict[str, object]], folder: Path = CURATED) -> list[RawPlace]:
    """One place for each country of GeoNames' list that has a point in countries.csv.

    A country is known no better than as itself: where_prec is 6 and the radius that of a disc of its area.
    """
    names_en = {str(country["iso"]): country for country in countries}
    places = []
    for row in read_rows(folder / "countries.csv"):
        country = names_en[row["country"]]
        name = str(country["name"]).strip().removeprefix("The ")
        area_km2 = float(str(country["areakm2"] or 0))
        place = RawPlace(
            place_id=name.casefold().replace(" ", "-"),
            name=name,
            kind="country",
            country=row["country"],
            admin1="",
            admin2="",
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            where_prec=6,
            radius_km=round(max(5.0, math.sqrt(area_km2 / math.pi))),
            source="GeoNames",
            population=int(str(country["population"] or 0)),
            words=row["words"],
            basis="name, area and population GeoNames (CC BY 4.0); point and other names general knowledge",
        )
        place.add(name, "name")
        for alias in row["aliases"].split("|"):
            # Soviet republics ended with the Soviet Union.
            place.add(alias, "alias", None, date(1991, 12, 26) if "SSR" in alias or "SFSR" in alias else None)
        places.append(place)
    return places
