"""Shaded relief with a height tint as Web Mercator tiles, one MBTiles file a theme.

Each zoom is shaded from heights smoothed to its own pixel size, so ridges stay crisp and valleys calm at
every scale instead of being a shrunken picture of the largest one. The shading sums four lights around the
north-west (after Imhof's practice of adjusting the light to the land), mixes a fine with a generalised
surface, and is measured against flat ground so that plains keep their pure tint.
"""

from __future__ import annotations

import io
import json
import math
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from PIL import Image, ImageDraw, ImageFilter

from geodata.recipe.elevation import Grid

TILE = 256
ZOOMS = range(4, 10)
EARTH_RADIUS_M = 6378137.0
# Longitude and latitude of the shown data; outside the inner box it fades to nothing at the outer one.
OUTER = (66.16, 36.34, 80.9, 44.69)
INNER = (66.75, 36.75, 80.1, 44.3)
# Azimuth of each light in degrees and its weight; all stand 42 degrees high.
LIGHTS = ((315, 0.46), (0, 0.22), (270, 0.20), (225, 0.12))
ALTITUDE_DEG = 42.0
# Heights are exaggerated where the land is low, so that hills of the valley floor show.
EXAGGERATION = ((300.0, 4.2), (900.0, 3.0), (1800.0, 2.15), (3000.0, 1.75), (4500.0, 1.5))
# More at small scales, where smoothing has flattened the slopes.
ZOOM_GAIN = {4: 3.6, 5: 2.9, 6: 2.2, 7: 1.6, 8: 1.25, 9: 1.1}
QUALITY = {"light": 88, "dark": 94}
OWN_COUNTRIES = ("KG", "UZ", "TJ")


@dataclass(frozen=True)
class Theme:
    """Colours of one theme: tint by height (m), shadow, light, lowland haze, wash of other countries."""

    stops: tuple[tuple[float, str], ...]
    shadow: str
    shadow_share: float
    glow: str
    glow_share: float
    haze: str
    wash: str
    wash_share: float


THEMES = {
    "light": Theme(
        (
            (150, "#D9E4CF"),
            (450, "#DFE8D5"),
            (800, "#E8ECDA"),
            (1300, "#EBE7D5"),
            (2000, "#E4DAC6"),
            (2800, "#DBCFBE"),
            (3500, "#D8D0C5"),
            (4300, "#E2DFDA"),
            (5200, "#F6F6F6"),
        ),
        "#474D69",
        0.80,
        "#FFFDF2",
        0.50,
        "#EBF0E2",
        "#EEEFEF",
        0.52,
    ),
    "dark": Theme(
        (
            (150, "#1C2629"),
            (450, "#1F2A2C"),
            (800, "#242E2F"),
            (1300, "#2A3232"),
            (2000, "#303636"),
            (2800, "#373B3B"),
            (3500, "#404445"),
            (4300, "#4C5153"),
            (5200, "#5B6164"),
        ),
        "#05090C",
        0.66,
        "#8FA3A6",
        0.32,
        "#1D2729",
        "#12181B",
        0.42,
    ),
}
HAZE_SHARE = 0.30


def _rgb(code: str) -> np.ndarray:
    return np.array([int(code[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.float32) / 255


def _column(lon: float, zoom: int) -> float:
    return (lon + 180) / 360 * 2**zoom


def _row(lat: float, zoom: int) -> float:
    return (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**zoom


@dataclass(frozen=True)
class Canvas:
    """The whole tiles of one zoom that hold data, as one picture."""

    zoom: int
    first_column: int
    first_row: int
    columns: int
    rows: int

    @classmethod
    def of(cls, zoom: int) -> Canvas:
        """The canvas that covers OUTER at a zoom."""
        west, south, east, north = OUTER
        left, top = int(_column(west, zoom)), int(_row(north, zoom))
        return cls(zoom, left, top, int(_column(east, zoom)) - left + 1, int(_row(south, zoom)) - top + 1)

    def longitudes(self) -> np.ndarray:
        """Of the pixel centres, degrees."""
        pixels = np.arange(self.columns * TILE) + 0.5
        return (pixels / TILE + self.first_column) / 2**self.zoom * 360 - 180

    def latitudes(self) -> np.ndarray:
        """Of the pixel centres, degrees, from north to south."""
        pixels = np.arange(self.rows * TILE) + 0.5
        y = math.pi * (1 - 2 * (pixels / TILE + self.first_row) / 2**self.zoom)
        return np.degrees(np.arctan(np.sinh(y)))

    def pixel(self, lonlat: np.ndarray) -> list[tuple[float, float]]:
        """Pixel coordinates of points for drawing."""
        lon, lat = lonlat[:, 0], np.radians(lonlat[:, 1])
        x = ((lon + 180) / 360 * 2**self.zoom - self.first_column) * TILE
        y = ((1 - np.arcsinh(np.tan(lat)) / math.pi) / 2 * 2**self.zoom - self.first_row) * TILE
        return list(zip(x.tolist(), y.tolist(), strict=True))


def _heights(grid: Grid, canvas: Canvas) -> np.ndarray:
    from scipy.ndimage import gaussian_filter, map_coordinates

    lat, lon = canvas.latitudes(), canvas.longitudes()
    per_cell = grid.step / (lon[1] - lon[0])
    # Smooth the grid itself first when a pixel is larger than a cell, or small scales would alias.
    metres = gaussian_filter(grid.metres, 0.5 / per_cell) if per_cell < 1 else grid.metres
    row, column = grid.rows_columns(lon, lat)
    where = np.meshgrid(row.astype(np.float32), column.astype(np.float32), indexing="ij")
    return map_coordinates(metres, where, order=3, mode="nearest").astype(np.float32)


def _light(heights: np.ndarray, cell_m: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """Brightness against flat ground (0), about -1 to 1."""
    down, right = np.gradient(heights)
    east, north = right / cell_m * factor, -down / cell_m * factor
    norm = np.sqrt(1 + east * east + north * north)
    high = math.radians(ALTITUDE_DEG)
    total = np.zeros_like(heights)
    for azimuth, weight in LIGHTS:
        angle = math.radians(azimuth)
        facing = -east * math.sin(angle) - north * math.cos(angle)
        total += weight * (facing * math.cos(high) + math.sin(high)) / norm
    return total - math.sin(high)


def _shading(heights: np.ndarray, canvas: Canvas) -> np.ndarray:
    from scipy.ndimage import gaussian_filter

    pixel_m = 2 * math.pi * EARTH_RADIUS_M / (TILE * 2**canvas.zoom)
    cell_m = (pixel_m * np.cos(np.radians(canvas.latitudes())))[:, None].astype(np.float32)
    metres, factors = zip(*EXAGGERATION, strict=True)
    factor = np.interp(heights, metres, factors).astype(np.float32) * ZOOM_GAIN[canvas.zoom]
    # The generalised surface keeps about the same size on the ground at every scale.
    broad_sigma = 12.0 * 2.0 ** (canvas.zoom - 9) + 1.5
    fine = _light(gaussian_filter(heights, 0.55), cell_m, factor)
    broad = _light(gaussian_filter(heights, broad_sigma), cell_m, factor * 1.6)
    ridge = heights - gaussian_filter(heights, broad_sigma * 2)
    return np.tanh(1.8 * (0.68 * fine + 0.32 * broad + 0.12 * np.tanh(ridge / 350)))


def _own_share(canvas: Canvas, countries: gpd.GeoDataFrame) -> np.ndarray:
    mask = Image.new("L", (canvas.columns * TILE, canvas.rows * TILE), 0)
    pen = ImageDraw.Draw(mask)
    for outline in countries[countries.country.isin(OWN_COUNTRIES)].geometry:
        for part in shapely.get_parts(outline):
            pen.polygon(canvas.pixel(shapely.get_coordinates(part.exterior)), fill=255)
    blur = max(1.0, 4.0 * 2.0 ** (canvas.zoom - 9))
    return np.asarray(mask.filter(ImageFilter.GaussianBlur(blur)), dtype=np.float32)[..., None] / 255


def _alpha(canvas: Canvas) -> np.ndarray:
    def ramp(values: np.ndarray, low: float, inner_low: float, inner_high: float, high: float) -> np.ndarray:
        share = np.interp(values, [low, inner_low, inner_high, high], [0, 1, 1, 0])
        return share * share * (3 - 2 * share)

    lon = ramp(canvas.longitudes(), OUTER[0], INNER[0], INNER[2], OUTER[2])
    lat = ramp(canvas.latitudes(), OUTER[1], INNER[1], INNER[3], OUTER[3])
    return (lat[:, None] * lon[None, :]).astype(np.float32)


def _coloured(
    theme: Theme, heights: np.ndarray, smooth: np.ndarray, shading: np.ndarray, own: np.ndarray
) -> np.ndarray:
    metres = [stop for stop, _ in theme.stops]
    colours = np.array([_rgb(code) for _, code in theme.stops])
    base = np.stack([np.interp(smooth, metres, colours[:, band]) for band in range(3)], axis=-1).astype(
        np.float32
    )
    dark = np.clip(-shading, 0, 1)[..., None] * theme.shadow_share
    bright = np.clip(shading, 0, 1)[..., None] * theme.glow_share
    shadow = _rgb(theme.shadow)
    picture = base * (1 - dark) + (base * shadow * 0.45 + shadow * 0.55) * dark
    picture = picture * (1 - bright) + _rgb(theme.glow) * bright
    haze = np.interp(heights, [300, 1400], [HAZE_SHARE, 0]).astype(np.float32)[..., None]
    picture = picture * (1 - haze) + _rgb(theme.haze) * haze
    wash = (1 - own) * theme.wash_share
    return picture * (1 - wash) + _rgb(theme.wash) * wash


def _encoded(tile: np.ndarray, quality: int) -> bytes:
    opaque = bool((tile[..., 3] == 255).all())
    picture = Image.fromarray(tile[..., :3] if opaque else tile)
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=quality, method=6, alpha_quality=70)
    return out.getvalue()


def _store(path: Path, theme: str) -> sqlite3.Connection:
    path.unlink(missing_ok=True)
    base = sqlite3.connect(path)
    base.executescript(
        "create table metadata (name text, value text);"
        "create table tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);"
        "create unique index tile_index on tiles (zoom_level, tile_column, tile_row);"
    )
    metadata = {
        "name": f"Relief of the Fergana Valley and its mountains, {theme}",
        "format": "webp",
        "type": "baselayer",
        "bounds": ",".join(str(side) for side in OUTER),
        "minzoom": str(ZOOMS[0]),
        "maxzoom": str(ZOOMS[-1]),
        "attribution": "Relief: GEBCO 2023 Grid",
        "json": json.dumps({"inner": INNER}),
    }
    base.executemany("insert into metadata values (?, ?)", metadata.items())
    return base


def build(grid: Grid, countries: gpd.GeoDataFrame, out: Path, tell: Callable[[str], None]) -> list[Path]:
    """Write relief_light.mbtiles and relief_dark.mbtiles into `out`; `countries` are rows of one day."""
    from scipy.ndimage import gaussian_filter

    paths = {theme: out / f"relief_{theme}.mbtiles" for theme in THEMES}
    bases = {theme: _store(path, theme) for theme, path in paths.items()}
    noise = np.random.default_rng(2023)
    for zoom in ZOOMS:
        canvas = Canvas.of(zoom)
        tell(f"relief, zoom {zoom} of {ZOOMS[-1]}: {canvas.columns * canvas.rows} tiles")
        heights = _heights(grid, canvas)
        shading, own, alpha = _shading(heights, canvas), _own_share(canvas, countries), _alpha(canvas)
        smooth = gaussian_filter(heights, max(1.0, 5.0 * 2.0 ** (zoom - 9)))
        for name, theme in THEMES.items():
            picture = _coloured(theme, heights, smooth, shading, own) * 255
            # A half step of noise keeps slow gradients from breaking into bands when cut to 8 bits.
            picture += noise.uniform(-0.5, 0.5, picture.shape[:2])[..., None]
            pixels = np.dstack([np.clip(picture, 0, 255), alpha * 255]).round().astype(np.uint8)
            for row in range(canvas.rows):
                for column in range(canvas.columns):
                    tile = pixels[row * TILE : (row + 1) * TILE, column * TILE : (column + 1) * TILE]
                    if tile[..., 3].any():
                        # MBTiles count rows from the south.
                        south_row = 2**zoom - 1 - (canvas.first_row + row)
                        place = (zoom, canvas.first_column + column, south_row)
                        bases[name].execute(
                            "insert into tiles values (?, ?, ?, ?)", (*place, _encoded(tile, QUALITY[name]))
                        )
    for base in bases.values():
        base.commit()
        base.execute("vacuum")
        base.close()
    return list(paths.values())
