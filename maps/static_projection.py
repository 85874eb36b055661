"""From degrees to the paper: Web Mercator, equal-area projections for large extents, and the frame of a map.

Distances on the paper are measured on the ellipsoid, so that a scale bar is true where it says it is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, Protocol

import numpy as np
import pyproj

from errors import BriefError
from maps.static_canvas import Box

EARTH_M = 6378137.0
MERCATOR_LIMIT = 85.05
GEOD = pyproj.Geod(ellps="WGS84")
ProjectionName = Literal["auto", "mercator", "equal-area"]
PROJECTIONS: tuple[ProjectionName, ...] = ("auto", "mercator", "equal-area")
# Beyond these the sizes of places compared by eye would mislead in Mercator.
MERCATOR_MOST_LAT, MERCATOR_MOST_LON = 16.0, 34.0
# Beyond this half diagonal an azimuthal map shows more distortion than a map of the whole world.
AZIMUTHAL_MOST_DEG = 65.0
SMALLEST_DEG = 0.12


class Extent(NamedTuple):
    """West, south, east, north in degrees; east below west crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        """Degrees from west to east, always eastwards."""
        across = (self.east - self.west) % 360
        return 360.0 if across == 0 and self.east != self.west else across

    @property
    def middle(self) -> tuple[float, float]:
        """Longitude and latitude of the middle."""
        lon = self.west + self.width / 2
        return (lon + 180) % 360 - 180, (self.south + self.north) / 2


def checked_extent(extent: Extent) -> Extent:
    """An extent that can be drawn: one of no size is widened around its middle.

    Raises:
        BriefError: The numbers are no degrees, or south lies above north.
    """
    west, south, east, north = extent
    good = all(map(math.isfinite, extent)) and -180 <= west <= 180 and -180 <= east <= 180
    if not (good and -90 <= south <= north <= 90):
        raise BriefError(
            f"extent: found {','.join(f'{value:g}' for value in extent)}, expected W,S,E,N in degrees with "
            "S not above N; W above E crosses the antimeridian"
        )
    south, north = max(south, -MERCATOR_LIMIT), min(north, MERCATOR_LIMIT)
    if north < south:
        south = north = math.copysign(MERCATOR_LIMIT, south)
    lon, lat = Extent(west, south, east, north).middle
    if north - south < SMALLEST_DEG:
        south, north = (
            max(lat - SMALLEST_DEG / 2, -MERCATOR_LIMIT),
            min(lat + SMALLEST_DEG / 2, MERCATOR_LIMIT),
        )
    if Extent(west, south, east, north).width < SMALLEST_DEG:
        west = (lon - SMALLEST_DEG / 2 + 180) % 360 - 180
        east = (lon + SMALLEST_DEG / 2 + 180) % 360 - 180
    return Extent(west, south, east, north)


class Projection(Protocol):
    """Degrees to metres on a plane (y northwards) and back; longitudes are taken around `lon0`."""

    @property
    def name(self) -> str:
        """Its name for the reader."""

    @property
    def lon0(self) -> float:
        """The meridian in its middle (degrees)."""

    def forward(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Degrees to plane metres."""

    def inverse(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Plane metres to degrees; NaN off the map."""


def around(lon: np.ndarray, lon0: float) -> np.ndarray:
    """Longitudes as differences from `lon0` in [-180, 180]."""
    apart = np.asarray(lon, dtype=float) - lon0
    return np.where(np.abs(apart) <= 180, apart, (apart + 180) % 360 - 180)


@dataclass(frozen=True)
class Mercator:
    """Web Mercator (EPSG:3857) around a meridian."""

    lon0: float
    name: str = "Web Mercator"

    def forward(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Degrees to plane metres."""
        phi = np.radians(np.clip(lat, -MERCATOR_LIMIT, MERCATOR_LIMIT))
        return EARTH_M * np.radians(around(lon, self.lon0)), EARTH_M * np.arctanh(np.sin(phi))

    def inverse(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Plane metres to degrees."""
        return self.lon0 + np.degrees(x / EARTH_M), np.degrees(np.arctan(np.sinh(y / EARTH_M)))


@dataclass(frozen=True)
class Azimuthal:
    """Lambert's azimuthal equal-area projection (on the sphere) around a point."""

    lon0: float
    lat0: float
    name: str = "Lambert azimuthal equal-area"

    def forward(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Degrees to plane metres; NaN near the antipode."""
        apart, phi = np.radians(around(lon, self.lon0)), np.radians(np.asarray(lat, dtype=float))
        phi0 = math.radians(self.lat0)
        cosine = math.sin(phi0) * np.sin(phi) + math.cos(phi0) * np.cos(phi) * np.cos(apart)
        k = np.sqrt(2 / np.where(cosine > -0.98, 1 + cosine, np.nan))
        x = k * np.cos(phi) * np.sin(apart)
        y = k * (math.cos(phi0) * np.sin(phi) - math.sin(phi0) * np.cos(phi) * np.cos(apart))
        return EARTH_M * x, EARTH_M * y

    def inverse(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Plane metres to degrees; NaN off the disc."""
        rho = np.hypot(x, y) / EARTH_M
        c = 2 * np.arcsin(np.where(rho <= 2, rho / 2, np.nan))
        phi0 = math.radians(self.lat0)
        safe = np.where(rho == 0, 1.0, rho)
        lat = np.arcsin(
            np.clip(np.cos(c) * math.sin(phi0) + y / EARTH_M * np.sin(c) * math.cos(phi0) / safe, -1, 1)
        )
        lon = np.arctan2(
            x / EARTH_M * np.sin(c),
            safe * math.cos(phi0) * np.cos(c) - y / EARTH_M * math.sin(phi0) * np.sin(c),
        )
        return self.lon0 + np.degrees(lon), np.degrees(lat)


@dataclass(frozen=True)
class EqualEarth:
    """Equal Earth (Savric, Patterson and Jenny 2018; on the sphere) around a meridian."""

    lon0: float
    name: str = "Equal Earth"

    _A = (1.340264, -0.081106, 0.000893, 0.003796)

    def _polynomial(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        a1, a2, a3, a4 = self._A
        square = theta**2
        six = square**3
        y = theta * (a1 + a2 * square + six * (a3 + a4 * square))
        slope = a1 + 3 * a2 * square + six * (7 * a3 + 9 * a4 * square)
        return y, slope

    def forward(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Degrees to plane metres."""
        half = math.sqrt(3) / 2
        theta = np.arcsin(half * np.sin(np.radians(np.asarray(lat, dtype=float))))
        y, slope = self._polynomial(theta)
        x = np.radians(around(lon, self.lon0)) * np.cos(theta) / (half * slope)
        return EARTH_M * x, EARTH_M * y

    def inverse(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Plane metres to degrees; NaN off the map."""
        half = math.sqrt(3) / 2
        wanted = np.asarray(y, dtype=float) / EARTH_M
        theta = np.array(wanted, dtype=float)
        for _ in range(8):
            value, slope = self._polynomial(theta)
            theta = np.clip(theta - (value - wanted) / slope, -math.pi / 3, math.pi / 3)
        _, slope = self._polynomial(theta)
        lon = np.degrees(half * slope * np.asarray(x) / EARTH_M / np.cos(theta))
        lat = np.degrees(np.arcsin(np.clip(np.sin(theta) / half, -1, 1)))
        off = (np.abs(lon) > 180) | (np.abs(wanted) > self._polynomial(np.array(math.pi / 3))[0])
        return np.where(off, np.nan, self.lon0 + lon), np.where(off, np.nan, lat)


def projection_for(extent: Extent, wanted: ProjectionName) -> Projection:
    """The projection of a map of `extent`: Mercator, or an equal-area one where it is large or asked for."""
    lon, lat = extent.middle
    tall, wide = extent.north - extent.south, extent.width
    small = tall <= MERCATOR_MOST_LAT and wide <= MERCATOR_MOST_LON
    if wanted == "mercator" or (wanted == "auto" and small):
        return Mercator(lon)
    half_diagonal = math.hypot(tall, wide * math.cos(math.radians(lat))) / 2
    if half_diagonal > AZIMUTHAL_MOST_DEG or wide > 200:
        return EqualEarth(lon)
    return Azimuthal(lon, lat)


@dataclass(frozen=True)
class MapFrame:
    """A map's place on the sheet: its box, its projection and the metres of a logical pixel."""

    box: Box
    projection: Projection
    left_m: float
    top_m: float
    metres_per_px: float

    def to_px(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Degrees to logical pixels of the sheet."""
        x, y = self.projection.forward(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
        return (
            self.box.x + (x - self.left_m) / self.metres_per_px,
            self.box.y + (self.top_m - y) / self.metres_per_px,
        )

    def to_degrees(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Logical pixels of the sheet to degrees; NaN off the map."""
        across = self.left_m + (np.asarray(x, dtype=float) - self.box.x) * self.metres_per_px
        up = self.top_m - (np.asarray(y, dtype=float) - self.box.y) * self.metres_per_px
        return self.projection.inverse(across, up)

    @property
    def is_mercator(self) -> bool:
        return isinstance(self.projection, Mercator)

    @cached_property
    def zoom(self) -> float:
        """The zoom of a web map on which a logical pixel is as large as here."""
        metres = self.metres_per_px
        if not self.is_mercator:
            # Web Mercator stretches by the latitude, an equal-area map does not.
            _, lat = self.to_degrees(*self._middle)
            metres /= max(0.05, math.cos(math.radians(float(lat)))) if math.isfinite(float(lat)) else 1.0
        return math.log2(2 * math.pi * EARTH_M / 256 / metres)

    @property
    def _middle(self) -> tuple[np.ndarray, np.ndarray]:
        box = self.box
        return np.array(box.x + box.width / 2), np.array(box.y + box.height / 2)

    def bounds(self) -> Extent | None:
        """The degrees in view of a Mercator map; None for the others, whose corners say little."""
        if not self.is_mercator:
            return None
        box = self.box
        lon, lat = self.to_degrees(np.array([box.x, box.right]), np.array([box.bottom, box.y]))
        return Extent(float(lon[0]), float(lat[0]), float(lon[1]), float(lat[1]))

    def km_per_px(self, x: float, y: float) -> tuple[float, float]:
        """Kilometres on the ellipsoid of a logical pixel sideways at a point, and the point's latitude."""
        lon, lat = self.to_degrees(np.array([x - 40, x + 40, x]), np.array([y, y, y]))
        if not np.all(np.isfinite([*lon, *lat])):
            return self.metres_per_px / 1000, 0.0
        _, _, metres = GEOD.inv(lon[0], lat[0], lon[1], lat[1])
        return metres / 80 / 1000, float(lat[2])


def frame_for(extent: Extent, box: Box, wanted: ProjectionName = "auto") -> MapFrame:
    """The frame in which all of `extent` is seen in `box`, as large as fits."""
    extent = checked_extent(extent)
    projection = projection_for(extent, wanted)
    lon0 = extent.middle[0]
    share = np.linspace(-0.5, 0.5, 41)
    across, up = np.meshgrid(
        lon0 + share * min(extent.width, 359.99), np.linspace(extent.south, extent.north, 41)
    )
    x, y = projection.forward(across.ravel(), up.ravel())
    left, right, bottom, top = np.nanmin(x), np.nanmax(x), np.nanmin(y), np.nanmax(y)
    metres = max((right - left) / box.width, (top - bottom) / box.height)
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    return MapFrame(
        box=box,
        projection=projection,
        left_m=float(middle_x - metres * box.width / 2),
        top_m=float(middle_y + metres * box.height / 2),
        metres_per_px=float(metres),
    )
