"""The districts of Kyrgyzstan, Uzbekistan and Tajikistan, fitted into one vintage of the national borders."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from errors import BundleError
from geodata.recipe.countries import AREA, COUNTRIES
from geodata.recipe.coverage import covering, dissolve, faces, fill, neighbours, polygons_of
from geodata.recipe.fetch import unpacked

UNITS_CSV = Path(__file__).with_name("district_units.csv")

# Units that the source leaves open as holes, found by a point inside: (admin2, admin1_id, lon, lat).
# The lake belongs to the region but to none of the districts around it.
HOLES = (
    ("Bishkek City", "KG-GB", 74.58, 42.88),
    ("Issyk-Kul lake", "KG-Y", 77.02, 42.44),
)
# A place in no country is a seam, not land of another country, when it is thinner than twice this (30 m).
SEAM_WIDTH_DEG = 3e-4


def raw_districts(cache: Path) -> gpd.GeoDataFrame:
    """The listed units as the source draws them: shape_id, admin2, admin1_id, country, geometry."""
    units = pd.read_csv(UNITS_CSV, dtype=str)
    folder = unpacked("districts", "gazetteer/data/data.db", cache)
    connection = sqlite3.connect(folder / "gazetteer" / "data" / "data.db")
    shapes: list[shapely.Geometry] = []
    try:
        for unit in units.itertuples():
            row = connection.execute(
                "select coordinates from location_data where name = ? and shape_id = ?",
                (unit.source_name, unit.shape_id),
            ).fetchone()
            if row is None:
                raise BundleError(
                    f"The districts package has no unit {unit.source_name} ({unit.shape_id}); "
                    f"correct {UNITS_CSV.name} or the pinned version."
                )
            shapes.append(shapely.make_valid(shapely.from_wkb(row[0])))
    finally:
        connection.close()
    units["country"] = units.admin1_id.str[:2]
    return gpd.GeoDataFrame(units, geometry=shapes, crs="EPSG:4326")


def _country_of_faces(
    cut: np.ndarray, outlines: dict[str, shapely.Geometry], pairs: pd.DataFrame
) -> np.ndarray:
    """Index into COUNTRIES for each face, -1 for land of other countries; seams are closed."""
    inside = covering(cut, [outlines[country] for country in COUNTRIES])
    country = np.array([found[0] if found else -1 for found in inside])
    uncovered = np.flatnonzero(country < 0)
    seam = np.zeros(len(cut), dtype=bool)
    if len(uncovered):
        for region in polygons_of(shapely.union_all(cut[uncovered])):
            if shapely.is_empty(shapely.buffer(region, -SEAM_WIDTH_DEG)):
                shapely.prepare(region)
                seam[uncovered[shapely.intersects(region, shapely.point_on_surface(cut[uncovered]))]] = True
    # Open land keeps a group of its own, so that filling can only reach the seams.
    filled = fill(country, pairs, np.where((country < 0) & ~seam, 1, 0))
    return np.where((country < 0) & ~seam, -1, filled)


def fitted(outlines: dict[str, shapely.Geometry], raw: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """One vintage as a valid coverage: districts of KG, UZ, TJ and one piece for each neighbour country.

    A district keeps what lies in its own country. What a district does not cover goes to the district of the
    same country with the longest shared edge, and an exclave nobody drew to the nearest one. Columns admin2,
    admin1_id (both empty for neighbour countries), country, geometry.
    """
    cut = faces([*outlines.values(), *raw.geometry], AREA)
    pairs = neighbours(cut)
    country = _country_of_faces(cut, outlines, pairs)

    units = raw[["admin2", "admin1_id", "country"]].drop_duplicates(ignore_index=True)
    holes = pd.DataFrame([(a, b, b[:2]) for a, b, _, _ in HOLES], columns=units.columns)
    others = pd.DataFrame({"admin2": "", "admin1_id": "", "country": COUNTRIES[3:]})
    units = pd.concat([units, holes, others], ignore_index=True)
    number = {key: n for n, key in enumerate(zip(units.admin2, units.admin1_id, units.country, strict=True))}
    unit_of_raw = [number[key] for key in zip(raw.admin2, raw.admin1_id, raw.country, strict=True)]

    label = np.full(len(cut), -1)
    for face, found in enumerate(covering(cut, list(raw.geometry))):
        if country[face] < 0:
            continue
        home = COUNTRIES[country[face]]
        if country[face] >= 3:
            label[face] = number["", "", home]
            continue
        own = [unit_of_raw[r] for r in found if raw.country.iloc[r] == home]
        label[face] = own[0] if own else -1
    points = shapely.points([(lon, lat) for _, _, lon, lat in HOLES])
    for name, point in zip(holes.itertuples(index=False), points, strict=True):
        label[np.flatnonzero(shapely.contains(cut, point))] = number[tuple(name)]
    label = np.where(country >= 0, fill(label, pairs, country), -1)

    for face in np.flatnonzero((label < 0) & (country >= 0)).tolist():
        near = np.flatnonzero((country == country[face]) & (label >= 0))
        label[face] = label[near[np.argmin(shapely.distance(cut[near], cut[face]))]]
    pieces = dissolve(cut, label)
    result = units.iloc[list(pieces)].reset_index(drop=True)
    return gpd.GeoDataFrame(result, geometry=list(pieces.values()), crs="EPSG:4326")
