"""Lakes and reservoirs of the area, the larger ones with their names."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from errors import BundleError
from geodata.recipe.countries import AREA, EAST, NORTH, SOUTH, WEST
from geodata.recipe.fetch import member
from geodata.recipe.units import EQUAL_AREA

SMALLEST_KM2 = 0.1
SIMPLIFY_DEG = 1.5e-4
# A nameless body with fewer corners, or more drawn out (a disc has compactness 1), is a piece of river bed.
LEAST_COMPACTNESS = 0.3
LEAST_CORNERS = 12

# Water bodies told by a point inside them: name, longitude, latitude.
NAMES = (
    ("Issyk-Kul", 77.2, 42.45),
    ("Son-Kul", 75.13, 41.84),
    ("Chatyr-Kul", 75.3, 40.62),
    ("Toktogul Reservoir", 72.9, 41.8),
    ("Kayrakkum Reservoir", 69.97, 40.31),
    ("Andijan (Kempir-Abad) Reservoir", 73.13, 40.77),
    ("Karakul", 73.49, 39.01),
    ("Sarez Lake", 72.75, 38.22),
    ("Nurek Reservoir", 69.3, 38.33),
    ("Charvak Reservoir", 70.03, 41.63),
    ("Aydarkul", 67.0, 40.9),
    ("Sary-Chelek", 71.97, 41.87),
    ("Orto-Tokoy Reservoir", 75.9, 42.33),
    ("Kirov Reservoir", 71.63, 42.63),
    ("Chardara Reservoir", 68.1, 41.15),
    ("Yashilkul", 72.9, 37.75),
    ("Zorkul", 73.71, 37.445),
    ("Tudakul", 64.85, 39.85),
    ("Kapchagay Reservoir", 77.63, 43.83),
    ("Balkhash", 74.34, 44.86),
    ("Iskanderkul", 68.37, 39.07),
    ("Kattakurgan Reservoir", 66.26, 39.81),
    ("Tuzkan", 67.56, 40.8),
)
# A named body must lie within this distance of its point and be at least a square kilometre.
NAME_REACH_DEG = 0.08


def build(cache: Path) -> gpd.GeoDataFrame:
    """Rows name ("" where not told), area_km2, geometry; at least SMALLEST_KM2, largest first."""
    document = json.loads(member("water", "package/map.geo.json", cache))
    geometries = [f["geometry"] for f in document.get("features", [])] or document.get(
        "geometries", [document]
    )
    found = []
    for geometry in geometries:
        rings_lists = geometry["coordinates"]
        for rings in rings_lists if geometry["type"] == "MultiPolygon" else [rings_lists]:
            x, y = rings[0][0][:2]
            # Four points are a triangle: what is left of a body that was cut away, not a lake.
            if WEST - 1 < x < EAST + 1 and SOUTH - 1 < y < NORTH + 1 and len(rings[0]) > 4:
                found.append(shapely.make_valid(shapely.Polygon(rings[0], rings[1:])))
    shapes = shapely.intersection(np.array(found, dtype=object), AREA)
    frame = gpd.GeoDataFrame(geometry=shapes, crs="EPSG:4326")
    frame = frame[~frame.is_empty].reset_index(drop=True)
    frame["area_km2"] = (frame.to_crs(EQUAL_AREA).area / 1e6).round(2)
    frame = frame[frame.area_km2 >= SMALLEST_KM2].sort_values("area_km2", ascending=False, ignore_index=True)
    frame.geometry = shapely.make_valid(shapely.simplify(frame.geometry.to_numpy(), SIMPLIFY_DEG))
    frame.insert(0, "name", "")
    for name, lon, lat in NAMES:
        distance = shapely.distance(frame.geometry.to_numpy(), shapely.Point(lon, lat))
        near = np.flatnonzero((distance < NAME_REACH_DEG) & (frame.area_km2 >= 1).to_numpy())
        if not len(near):
            raise BundleError(f"No water body lies at {name} ({lon}, {lat}); correct its point in water.py.")
        inside = near[distance[near] == 0]
        frame.loc[inside[0] if len(inside) else near[np.argmin(distance[near])], "name"] = name
    return frame[(frame["name"] != "") | _is_lake(frame)][["name", "area_km2", "geometry"]].reset_index(
        drop=True
    )


def _is_lake(frame: gpd.GeoDataFrame) -> np.ndarray:
    """Whether a nameless body looks like a lake: the source cuts braided rivers into few-cornered blocks."""
    metric = frame.to_crs(EQUAL_AREA)
    compactness = 4 * np.pi * metric.area / metric.length**2
    corners = shapely.get_num_coordinates(frame.geometry.to_numpy())
    return ((compactness >= LEAST_COMPACTNESS) & (corners >= LEAST_CORNERS)).to_numpy()
