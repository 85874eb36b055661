"""Serve the tiles of the shaded relief from the bundle's MBTiles files."""

from __future__ import annotations

import sqlite3
import threading
from functools import lru_cache
from pathlib import Path

from errors import BundleError
from geodata.bundle import MEND, bundle_path

THEMES = ("light", "dark")


class _Tiles:
    """One MBTiles file, open for reading; a lock guards the single connection."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        try:
            self._base = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False
            )
            self.metadata = dict(self._base.execute("select name, value from metadata").fetchall())
            self.zooms = (int(self.metadata["minzoom"]), int(self.metadata["maxzoom"]))
            west, south, east, north = (float(side) for side in self.metadata["bounds"].split(","))
            self.bounds = (west, south, east, north)
        except (sqlite3.Error, KeyError, ValueError) as error:
            raise BundleError(f"{path} is no readable MBTiles file ({error}); {MEND}.") from error

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """The picture, or None where the file has no such tile; y counts from the north."""
        query = "select tile_data from tiles where zoom_level = ? and tile_column = ? and tile_row = ?"
        try:
            with self._lock:
                row = self._base.execute(query, (z, x, 2**z - 1 - y)).fetchone()
        except sqlite3.Error as error:
            raise BundleError(f"{self.path} broke off while reading ({error}); {MEND}.") from error
        return bytes(row[0]) if row else None


@lru_cache(maxsize=8)
def _open(path: Path, modified_ns: int) -> _Tiles:
    return _Tiles(path)


def _tiles(theme: str, bundle_dir: Path | None = None) -> _Tiles:
    if theme not in THEMES:
        raise BundleError(f"There is no relief theme {theme!r}; choose one of {', '.join(THEMES)}.")
    path = bundle_path(f"relief_{theme}.mbtiles", bundle_dir)
    return _open(path, path.stat().st_mtime_ns)


def relief_tile(theme: str, z: int, x: int, y: int, *, bundle_dir: Path | None = None) -> bytes | None:
    """One 256 x 256 WebP tile of the theme ("light" or "dark"), or None where there is no data.

    z, x, y count as in web maps: x from 180 W eastwards, y from the north. Safe to call from many threads.
    Raises BundleError for an unknown theme and for a missing or broken file.
    """
    tiles = _tiles(theme, bundle_dir)
    first, last = tiles.zooms
    if not first <= z <= last or not (0 <= x < 2**z and 0 <= y < 2**z):
        return None
    return tiles.tile(z, x, y)


def relief_bounds(*, bundle_dir: Path | None = None) -> tuple[float, float, float, float]:
    """West, south, east, north of the relief in degrees; it fades out over the last half degree or so."""
    return _tiles(THEMES[0], bundle_dir).bounds


def relief_zooms(*, bundle_dir: Path | None = None) -> tuple[int, int]:
    """The smallest and the largest zoom that has tiles; a larger one is to be stretched from the largest."""
    return _tiles(THEMES[0], bundle_dir).zooms
