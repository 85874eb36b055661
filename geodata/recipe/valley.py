"""The floor of the Fergana Valley as one smooth polygon, from the elevation grid."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geodata.recipe.coverage import polygons_of
from geodata.recipe.elevation import Grid

# The basin between the Chatkal, Fergana and Alay ranges; its western gate is the narrow at Khujand.
BASIN = shapely.Polygon(
    [
        (69.55, 40.1),
        (69.55, 40.5),
        (70.6, 41.3),
        (71.6, 41.5),
        (72.2, 41.36),
        (73.0, 41.3),
        (73.7, 40.75),
        (72.9, 39.95),
        (70.4, 39.8),
    ]
)
# Farmed floor and the low foothills; above it the slopes begin.
TOP_M = 1000.0
# Closes side valleys' mouths and hills of the floor (about 6 km), then rounds the outline.
CLOSE_DEG, ROUND_DEG, SIMPLIFY_DEG = 0.055, 0.09, 0.004


def build(grid: Grid) -> gpd.GeoDataFrame:
    """One row: name, geometry. Land of the basin below TOP_M, joined and smoothed."""
    from scipy.ndimage import gaussian_filter

    west, south, east, north = BASIN.bounds
    row, column = grid.rows_columns(np.array([west, east]), np.array([south, north]))
    rows, columns = slice(int(row[0]), int(row[1]) + 1), slice(int(column[0]), int(column[1]) + 1)
    smooth = gaussian_filter(grid.metres[rows, columns], 2.0)
    low = np.argwhere(smooth < TOP_M)
    lon = grid.west + (low[:, 1] + columns.start) * grid.step
    lat = grid.south + (low[:, 0] + rows.start) * grid.step
    half = grid.step / 2 + 1e-6
    floor = shapely.intersection(
        shapely.union_all(shapely.box(lon - half, lat - half, lon + half, lat + half)), BASIN
    )
    closed = shapely.buffer(shapely.buffer(floor, CLOSE_DEG), -CLOSE_DEG - ROUND_DEG)
    rounded = shapely.buffer(closed, ROUND_DEG)
    largest = max(polygons_of(rounded), key=lambda part: part.area)
    outline = shapely.simplify(shapely.Polygon(largest.exterior), SIMPLIFY_DEG)
    return gpd.GeoDataFrame({"name": ["Fergana Valley"]}, geometry=[outline], crs="EPSG:4326")
