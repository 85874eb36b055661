"""The ground of a printed map: tiles of the shaded relief brought to its projection and size."""

from __future__ import annotations

import io
import math
from functools import lru_cache

import numpy as np
from PIL import Image

from geodata.relief import relief_bounds, relief_tile, relief_zooms
from maps.static_projection import EARTH_M, MERCATOR_LIMIT, MapFrame

TILE = 256
# The most device pixels of the ground; a larger map has it drawn at this size and stretched.
MOST_PIXELS = 24_000_000
WORLD_M = 2 * math.pi * EARTH_M


@lru_cache(maxsize=128)
def _tile(theme: str, z: int, x: int, y: int) -> Image.Image | None:
    picture = relief_tile(theme, z, x % 2**z, y)
    return None if picture is None else Image.open(io.BytesIO(picture)).convert("RGBA")


def _mosaic(theme: str, zoom: int, west: int, north: int, columns: int, rows: int) -> Image.Image | None:
    """Tiles side by side; None where there is none of them."""
    out = Image.new("RGBA", (columns * TILE, rows * TILE))
    found = False
    for column in range(columns):
        for row in range(rows):
            if not 0 <= north + row < 2**zoom:
                continue
            tile = _tile(theme, zoom, west + column, north + row)
            if tile is not None:
                out.paste(tile, (column * TILE, row * TILE))
                found = True
    return out if found else None


def relief_picture(frame: MapFrame, theme: str, pixels_per_unit: float) -> np.ndarray | None:
    """The relief under a map as an RGBA array (uint8); None where the view has none.

    Raises:
        BundleError: The bundle's tiles are missing or broken.
    """
    width = frame.box.width * pixels_per_unit
    height = frame.box.height * pixels_per_unit
    shrink = min(1.0, math.sqrt(MOST_PIXELS / (width * height)))
    columns, rows = max(1, round(width * shrink)), max(1, round(height * shrink))
    if frame.is_mercator:
        return _straight(frame, theme, columns, rows, pixels_per_unit * shrink)
    return _warped(frame, theme, columns, rows, pixels_per_unit * shrink)


def _zoom_for(pixels_of_world: float) -> int:
    lowest, highest = relief_zooms()
    return max(lowest, min(highest, math.ceil(math.log2(pixels_of_world / TILE) - 0.35)))


def _straight(frame: MapFrame, theme: str, columns: int, rows: int, ratio: float) -> np.ndarray | None:
    zoom = _zoom_for(WORLD_M / frame.metres_per_px * ratio)
    world = TILE * 2**zoom
    offset = math.radians(frame.projection.lon0) * EARTH_M
    left = (frame.left_m + offset + WORLD_M / 2) / WORLD_M * world
    top = (WORLD_M / 2 - frame.top_m) / WORLD_M * world
    right = left + frame.box.width * frame.metres_per_px / WORLD_M * world
    bottom = top + frame.box.height * frame.metres_per_px / WORLD_M * world
    west, north = math.floor(left / TILE), math.floor(top / TILE)
    across, down = math.ceil(right / TILE) - west, math.ceil(bottom / TILE) - north
    if across * down > 600:
        return None
    mosaic = _mosaic(theme, zoom, west, north, across, down)
    if mosaic is None:
        return None
    cut = (left - west * TILE, top - north * TILE, right - west * TILE, bottom - north * TILE)
    return np.asarray(mosaic.resize((columns, rows), Image.Resampling.BICUBIC, box=cut))


def _warped(frame: MapFrame, theme: str, columns: int, rows: int, ratio: float) -> np.ndarray | None:
    """Each pixel looked up in the tiles of the relief's own Mercator, between its four neighbours."""
    x = frame.box.x + (np.arange(columns) + 0.5) / columns * frame.box.width
    y = frame.box.y + (np.arange(rows) + 0.5) / rows * frame.box.height
    lon, lat = (
        part.reshape(rows, columns) for part in frame.to_degrees(*(a.ravel() for a in np.meshgrid(x, y)))
    )
    zoom = _zoom_for(256 * 2**frame.zoom * ratio)
    world = TILE * 2**zoom
    with np.errstate(invalid="ignore"):
        across = ((lon + 180) % 360) / 360 * world
        clipped = np.radians(np.clip(lat, -MERCATOR_LIMIT, MERCATOR_LIMIT))
        down = (0.5 - np.arctanh(np.sin(clipped)) / (2 * math.pi)) * world
    west, north, wide, tall = _tile_range(zoom)
    mosaic = _whole(theme, zoom)
    out = np.zeros((rows, columns, 4), dtype=np.uint8)
    inside = (across >= west * TILE + 1) & (across < (west + wide) * TILE - 2)
    inside &= (down >= north * TILE + 1) & (down < (north + tall) * TILE - 2)
    if not inside.any():
        return None
    u, v = across[inside] - west * TILE - 0.5, down[inside] - north * TILE - 0.5
    column, row = u.astype(int), v.astype(int)
    right, below = (u - column)[:, None].astype(np.float32), (v - row)[:, None].astype(np.float32)
    upper = mosaic[row, column] * (1 - right) + mosaic[row, column + 1] * right
    lower = mosaic[row + 1, column] * (1 - right) + mosaic[row + 1, column + 1] * right
    out[inside] = (upper * (1 - below) + lower * below + 0.5).astype(np.uint8)
    return out


@lru_cache(maxsize=16)
def _tile_range(zoom: int) -> tuple[int, int, int, int]:
    """First column, first row, columns and rows of the tiles around the relief at a zoom."""
    west, south, east, north = relief_bounds()
    side = 2**zoom
    x0, x1 = (int((lon + 180) / 360 * side) for lon in (west, east))
    y0, y1 = (
        int((0.5 - math.atanh(math.sin(math.radians(lat))) / (2 * math.pi)) * side) for lat in (north, south)
    )
    return x0, y0, x1 - x0 + 1, y1 - y0 + 1


@lru_cache(maxsize=2)
def _whole(theme: str, zoom: int) -> np.ndarray:
    tiles = _tile_range(zoom)
    mosaic = _mosaic(theme, zoom, *tiles)
    size = (tiles[3] * TILE, tiles[2] * TILE, 4)
    return np.zeros(size, np.uint8) if mosaic is None else np.asarray(mosaic)
