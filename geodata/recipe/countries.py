"""The seven countries' outlines in two vintages, read from the time zone polygons of two packages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geodata.recipe.fetch import member, unpacked
from geodata.recipe.geobuf import polygons

# Longitude and latitude in degrees: west, south, east, north of everything that the bundle holds finely.
WEST, SOUTH, EAST, NORTH = 64.0, 36.0, 80.0, 45.0
AREA = shapely.box(WEST, SOUTH, EAST, NORTH)

COUNTRY_NAMES = {
    "KG": "Kyrgyzstan",
    "UZ": "Uzbekistan",
    "TJ": "Tajikistan",
    "KZ": "Kazakhstan",
    "CN": "China",
    "AF": "Afghanistan",
    "TM": "Turkmenistan",
}
# The order of the countries is also the order in which they win a place that two zones claim.
COUNTRIES = tuple(COUNTRY_NAMES)

ZONE_COUNTRY = {
    "Asia/Bishkek": "KG",
    "Asia/Tashkent": "UZ",
    "Asia/Samarkand": "UZ",
    "Asia/Dushanbe": "TJ",
    "Asia/Almaty": "KZ",
    "Asia/Qyzylorda": "KZ",
    "Asia/Urumqi": "CN",
    "Asia/Shanghai": "CN",
    "Asia/Kabul": "AF",
    "Asia/Ashgabat": "TM",
}

# Closes the seams between the cells that the 2023 package cuts the zones into (0.4 m).
SEAM_DEG = 4e-6


def outlines_2023(cache: Path) -> dict[str, shapely.Geometry]:
    """Country outlines of about 2023: all cells of the quad tree that touch the area, joined per country."""
    index = json.loads(member("borders_2023", "package/data/index.json", cache))
    packed = member("borders_2023", "package/data/geo.dat", cache)
    pieces: dict[str, list[shapely.Geometry]] = {country: [] for country in COUNTRIES}
    zones: list[str] = index["timezones"]

    def walk(node: Any, west: float, south: float, east: float, north: float) -> None:
        if east < WEST - 1 or west > EAST + 1 or north < SOUTH - 1 or south > NORTH + 1:
            return
        if isinstance(node, list):
            for zone in node:
                if zones[zone] in ZONE_COUNTRY:
                    pieces[ZONE_COUNTRY[zones[zone]]].append(shapely.box(west, south, east, north))
        elif node.get("len"):
            start = node["pos"]
            for properties, geometry in polygons(packed[start : start + node["len"]]):
                country = ZONE_COUNTRY.get(properties.get("tzid", ""))
                if country:
                    pieces[country].append(shapely.make_valid(geometry))
        else:
            x, y = (west + east) / 2, (south + north) / 2
            cells = {
                "a": (x, y, east, north),
                "b": (west, y, x, north),
                "c": (west, south, x, y),
                "d": (x, south, east, y),
            }
            for name, cell in cells.items():
                if name in node:
                    walk(node[name], *cell)

    walk(index["lookup"], -180.0, -90.0, 180.0, 90.0)
    joined: dict[str, shapely.Geometry] = {}
    for country, found in pieces.items():
        grown = shapely.union_all(shapely.buffer(np.array(found, dtype=object), SEAM_DEG, join_style="mitre"))
        joined[country] = shapely.intersection(shapely.buffer(grown, -SEAM_DEG, join_style="mitre"), AREA)
    return joined


def outlines_2026(cache: Path) -> dict[str, shapely.Geometry]:
    """Country outlines of 2026: the zones of the package, joined per country and cut to the area."""
    from timezonefinder import TimezoneFinder

    folder = unpacked("borders_2026", "timezonefinder_data/data/", cache)
    finder = TimezoneFinder(bin_file_location=folder / "timezonefinder_data" / "data")
    joined: dict[str, shapely.Geometry] = {}
    for country in COUNTRIES:
        pieces = []
        for zone, owner in ZONE_COUNTRY.items():
            if owner != country:
                continue
            for rings in finder.get_geometry(tz_name=zone):
                outer, *holes = (np.column_stack(ring) for ring in rings)
                polygon = shapely.make_valid(shapely.Polygon(outer, holes))
                pieces.append(shapely.intersection(polygon, AREA))
        joined[country] = shapely.union_all(pieces)
    return joined
