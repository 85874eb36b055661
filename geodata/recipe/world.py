"""Countries of the whole world for the plain base map, from Natural Earth 1:50m."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geodata.recipe.fetch import member

SIMPLIFY_DEG = 0.15
# Numeric ISO 3166-1 codes of the countries that events name most; the others keep an empty code.
ALPHA2 = {
    "004": "AF",
    "156": "CN",
    "356": "IN",
    "364": "IR",
    "398": "KZ",
    "417": "KG",
    "586": "PK",
    "643": "RU",
    "762": "TJ",
    "795": "TM",
    "792": "TR",
    "860": "UZ",
    "840": "US",
}


def build(cache: Path) -> gpd.GeoDataFrame:
    """Rows country (ISO alpha-2 or ""), name, geometry; a coverage simplified with shared edges."""
    topology = json.loads(member("world", "package/countries-50m.json", cache))
    scale, shift = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]

    def ring(numbers: list[int]) -> np.ndarray:
        # A negative number means the arc backwards; each arc starts where the one before it ended.
        parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
        return np.vstack([parts[0], *(part[1:] for part in parts[1:])])

    rows = []
    for shape in topology["objects"]["countries"]["geometries"]:
        if shape.get("type") not in ("Polygon", "MultiPolygon"):
            continue
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        parts = [
            part
            for p in polygons
            for part in _within_180(shapely.Polygon(ring(p[0]), [ring(hole) for hole in p[1:]]))
        ]
        outline = shapely.MultiPolygon(parts)
        rows.append((ALPHA2.get(str(shape.get("id")), ""), shape["properties"]["name"], outline))
    frame = gpd.GeoDataFrame(
        rows, columns=["country", "name", "geometry"], geometry="geometry", crs="EPSG:4326"
    )
    frame.geometry = shapely.make_valid(shapely.coverage_simplify(frame.geometry.to_numpy(), SIMPLIFY_DEG))
    return frame


def _within_180(polygon: shapely.Polygon) -> list[shapely.Polygon]:
    """The parts of a polygon on each side of the antimeridian; else its sides would run around the world."""
    unrolled = [_unrolled(np.asarray(ring.coords)) for ring in (polygon.exterior, *polygon.interiors)]
    if any(ring[0, 0] != ring[-1, 0] for ring in unrolled):  # around a pole
        return [polygon]
    whole = shapely.Polygon(unrolled[0], unrolled[1:])
    if whole.bounds[0] >= -180 and whole.bounds[2] <= 180:
        return [polygon]
    parts = []
    for turn in (-360.0, 0.0, 360.0):
        cut = shapely.intersection(shapely.make_valid(whole), shapely.box(turn - 180, -90, turn + 180, 90))
        moved = shapely.transform(cut, lambda at, turn=turn: at - [turn, 0.0])
        parts += [part for part in shapely.get_parts(moved) if part.geom_type == "Polygon"]
    return parts


def _unrolled(ring: np.ndarray) -> np.ndarray:
    """A ring whose longitudes go on beyond 180 degrees instead of jumping to the other side."""
    jumps = np.diff(ring[:, 0])
    turns = np.cumsum(np.where(jumps > 180, -360.0, np.where(jumps < -180, 360.0, 0.0)))
    return np.column_stack([ring[:, 0] + np.concatenate([[0.0], turns]), ring[:, 1]])
