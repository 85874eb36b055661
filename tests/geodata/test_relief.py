"""Relief tiles are pictures of the right size where there is data, and nothing elsewhere."""

from __future__ import annotations

import io
import math
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from errors import BundleError
from geodata.relief import THEMES, relief_bounds, relief_tile, relief_zooms

DATA = Path(__file__).resolve().parents[2] / "geodata" / "data"


def _tile_at(lon: float, lat: float, zoom: int) -> tuple[int, int, int]:
    x = (lon + 180) / 360 * 2**zoom
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**zoom
    return zoom, int(x), int(y)


def _picture(theme: str, z: int, x: int, y: int) -> Image.Image:
    data = relief_tile(theme, z, x, y)
    assert data is not None
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("zoom", range(4, 10))
def test_the_valley_has_tiles_at_every_zoom(theme: str, zoom: int) -> None:
    picture = _picture(theme, *_tile_at(71.8, 40.4, zoom))
    assert picture.format == "WEBP" and picture.size == (256, 256)


def test_zooms_and_bounds_hold_what_is_promised() -> None:
    assert relief_zooms() == (4, 9)
    west, south, east, north = relief_bounds()
    assert west < 66.5 and east >= 80 and south < 36.5 and north > 44.5


def test_light_is_light_and_dark_is_dark() -> None:
    place = _tile_at(71.8, 40.4, 8)
    light = np.asarray(_picture("light", *place).convert("L"), dtype=float).mean()
    dark = np.asarray(_picture("dark", *place).convert("L"), dtype=float).mean()
    assert light > 190 and dark < 80


def test_mountains_are_shaded_and_the_valley_floor_is_calm() -> None:
    mountains = np.asarray(_picture("light", *_tile_at(71.3, 39.6, 9)).convert("L"), dtype=float)
    floor = np.asarray(_picture("light", *_tile_at(71.5, 40.65, 9)).convert("L"), dtype=float)
    assert mountains.std() > 8 * floor.std()


def test_neighbouring_tiles_meet_without_a_seam() -> None:
    zoom, x, y = _tile_at(71.3, 39.6, 9)
    left = np.asarray(_picture("light", zoom, x, y).convert("L"), dtype=float)
    right = np.asarray(_picture("light", zoom, x + 1, y).convert("L"), dtype=float)
    across = np.abs(left[:, -1] - right[:, 0]).mean()
    inside = np.abs(np.diff(left, axis=1)).mean()
    assert across < 2.5 * inside


def test_the_rim_fades_to_nothing_and_the_middle_is_opaque() -> None:
    west, south, _, _ = relief_bounds()
    corner = _picture("light", *_tile_at(west + 0.02, south + 0.02, 8)).convert("RGBA")
    assert np.asarray(corner)[..., 3].min() == 0
    middle = _picture("light", *_tile_at(72, 40.5, 8)).convert("RGBA")
    assert np.asarray(middle)[..., 3].min() == 255


@pytest.mark.parametrize(
    "place", [(3, 5, 2), (10, 715, 385), (9, 0, 0), (9, 5000, 10), (9, -1, 10), (6, 44, 0)]
)
def test_nothing_where_there_is_no_data(place: tuple[int, int, int]) -> None:
    assert relief_tile("light", *place) is None


def test_unknown_theme_is_told_with_the_choices() -> None:
    with pytest.raises(BundleError, match="light, dark"):
        relief_tile("sepia", 7, 89, 48)


def test_missing_and_broken_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"relief_dark\.mbtiles.*make data"):
        relief_tile("dark", 7, 89, 48, bundle_dir=tmp_path)
    (tmp_path / "relief_dark.mbtiles").write_bytes(b"no database" * 1000)
    with pytest.raises(BundleError, match=r"relief_dark\.mbtiles.*make data"):
        relief_tile("dark", 7, 89, 48, bundle_dir=tmp_path)
    sqlite3.connect(tmp_path / "relief_light.mbtiles").close()
    with pytest.raises(BundleError, match=r"relief_light\.mbtiles.*make data"):
        relief_bounds(bundle_dir=tmp_path)


def test_many_threads_get_the_same_tiles() -> None:
    places = [(9, x, y) for x in range(352, 362) for y in range(188, 198)]
    alone = [relief_tile("dark", *place) for place in places]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda place: relief_tile("dark", *place), places * 3))
    assert together == alone * 3 and all(alone)


def test_both_themes_stay_small() -> None:
    assert sum((DATA / f"relief_{theme}.mbtiles").stat().st_size for theme in THEMES) <= 6_000_000
