"""Railway lines of the area, from the edges of a routing graph."""

from __future__ import annotations

import ast
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from errors import BundleError
from geodata.recipe.countries import AREA, EAST, NORTH, SOUTH, WEST
from geodata.recipe.fetch import member

# Longer edges are straight jumps across country that the graph did not trace.
LONGEST_EDGE_DEG = 0.35


def build(cache: Path) -> gpd.GeoDataFrame:
    """Rows of joined lines (geometry only); good for maps of a whole country, not for single stations."""
    text = member("railways", "scgraph_data/world_railways.py", cache).decode()
    literals: dict[str, object] = {}
    for line in text.splitlines():
        name, _, value = line.partition("=")
        if name.strip() in ("graph", "nodes"):
            literals[name.strip()] = ast.literal_eval(value)
    graph, nodes = literals.get("graph"), literals.get("nodes")
    if not isinstance(graph, list) or not isinstance(nodes, list):
        raise BundleError(
            "The railway package no longer holds the lists `graph` and `nodes`; check its version."
        )
    places = np.array([(node[1], node[0]) for node in nodes], dtype=float)
    lon, lat = places[:, 0], places[:, 1]
    inside = (lon >= WEST - 1) & (lon <= EAST + 1) & (lat >= SOUTH - 1) & (lat <= NORTH + 1)
    pairs = {
        (min(a, b), max(a, b))
        for a, ends in enumerate(graph)
        if inside[a]
        for b in ends
        if inside[b] and a != b
    }
    edges = np.array(sorted(pairs))
    length = np.hypot(*(places[edges[:, 0]] - places[edges[:, 1]]).T)
    lines = shapely.linestrings(places[edges[length <= LONGEST_EDGE_DEG]])
    cut = shapely.intersection(shapely.union_all(lines), AREA)
    parts = shapely.get_parts(shapely.line_merge(cut))
    return gpd.GeoDataFrame(geometry=parts, crs="EPSG:4326")
