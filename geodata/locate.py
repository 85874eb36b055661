"""What lies at a point on a day: units, enclave, distance to the nearest national border, nearest base."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from errors import BundleError
from geodata.bases import bases
from geodata.boundaries import border_lines, countries, dated, districts, enclaves
from geodata.bundle import bundle_path

# The land that the bundle holds finely: west, south, east, north in degrees.
AREA = (64.0, 36.0, 80.0, 45.0)
# A conic projection of Central Asia. Inside AREA its scale is off by less than 0.3 percent, enough to pick
# the nearest point; the distance itself is then measured on the ellipsoid.
_PLANE = pyproj.Transformer.from_crs(
    "EPSG:4326",
    "+proj=lcc +lat_1=37.5 +lat_2=43.5 +lat_0=40.5 +lon_0=72 +datum=WGS84 +units=m",
    always_xy=True,
)
_ELLIPSOID = pyproj.Geod(ellps="WGS84")
EARTH_RADIUS_KM = 6371.0088

UNIT_COLUMNS = ("country", "admin1_id", "admin1", "admin2_id", "admin2")


def _coordinates(lons: object, lats: object) -> tuple[np.ndarray, np.ndarray]:
    lon, lat = np.atleast_1d(np.asarray(lons, dtype=float)), np.atleast_1d(np.asarray(lats, dtype=float))
    if lon.shape != lat.shape or lon.ndim != 1:
        raise BundleError(
            f"Found {lon.size} longitudes and {lat.size} latitudes; expected two lists of one length."
        )
    return lon, lat


def _period(on: date) -> date:
    """The first day of the span around `on` in which no boundary changes, so that caches are few."""
    provinces, exclaves = dated("provinces"), dated("enclaves")
    columns = (provinces.valid_from, exclaves.valid_from, exclaves.valid_to)
    days = {day for column in columns for day in column if day is not None and day <= on}
    return max(days, default=date.min)


def _stamp(name: str) -> tuple[Path, int]:
    """What the caches are kept by besides the day: the layer's file and when it was written."""
    path = bundle_path(f"{name}_fine.parquet")
    return path, path.stat().st_mtime_ns


class _Areas:
    """Polygons prepared for asking which of many points they hold."""

    def __init__(self, frame: gpd.GeoDataFrame) -> None:
        # Single parts have tight boxes, so far fewer points are looked at than with whole countries.
        parts, self.row = shapely.get_parts(frame.geometry.to_numpy(), return_index=True)
        self.parts = parts
        shapely.prepare(self.parts)

    def holding(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """The row of the polygon that holds each point, -1 for none; on a shared edge the first row."""
        found = np.full(len(lon), len(self.parts), dtype=np.int64)
        known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
        if len(known):
            tree = shapely.STRtree(shapely.points(lon[known], lat[known]))
            part, point = tree.query(self.parts, predicate="intersects")
            np.minimum.at(found, known[point], part)
        row = np.append(self.row, -1)
        return row[found]


@lru_cache(maxsize=8)
def _unit_areas(on: date, stamp: tuple[Path, int]) -> tuple[_Areas, pd.DataFrame]:
    units = districts(on)
    others = countries(on)
    others = others[~others.country.isin(units.country.unique())]
    frame = pd.concat(
        [units[[*UNIT_COLUMNS, "geometry"]], others[["country", "geometry"]]], ignore_index=True
    )
    table = pd.DataFrame(frame[list(UNIT_COLUMNS)]).astype(object)
    return _Areas(frame), table.where(table.notna(), None)


@lru_cache(maxsize=8)
def _enclave_areas(on: date, stamp: tuple[Path, int]) -> tuple[_Areas, np.ndarray]:
    frame = enclaves(on)
    # The last one answers for -1, no enclave.
    return _Areas(frame), np.array([*frame.enclave_id, None], dtype=object)


def admin_of(lons: object, lats: object, on: date) -> pd.DataFrame:
    """The country, province and district of each point (degrees) on a day.

    One row a point, in order: country, admin1_id, admin1, admin2_id, admin2; None where nothing is known.
    Outside Kyrgyzstan, Uzbekistan and Tajikistan only the country is given, outside 64-80 E, 36-45 N nothing.
    """
    lon, lat = _coordinates(lons, lats)
    areas, table = _unit_areas(_period(on), _stamp("districts"))
    row = areas.holding(lon, lat)
    values = np.vstack([table.to_numpy(dtype=object), np.full((1, len(UNIT_COLUMNS)), None, dtype=object)])
    return pd.DataFrame(values[row], columns=list(UNIT_COLUMNS), dtype=object)


def enclave_of(lons: object, lats: object, on: date) -> np.ndarray:
    """The enclave_id that each point (degrees) lies in on a day, None for most; an array of objects."""
    lon, lat = _coordinates(lons, lats)
    areas, ids = _enclave_areas(_period(on), _stamp("enclaves"))
    return ids[areas.holding(lon, lat)]


@lru_cache(maxsize=4)
def _border_tree(on: date, stamp: tuple[Path, int]) -> tuple[shapely.STRtree, np.ndarray]:
    """The national border's segments in the plane (metres) and their ends as two rows of points."""
    lines = border_lines("countries", on=on).geometry.to_numpy()
    coords, line = shapely.get_coordinates(shapely.get_parts(lines), return_index=True)
    plane = np.column_stack(_PLANE.transform(coords[:, 0], coords[:, 1]))
    same = line[1:] == line[:-1]
    ends = np.stack([plane[:-1][same], plane[1:][same]], axis=1)
    # Small nodes: measured more than twice as fast for nearest-segment queries as the default of 10.
    return shapely.STRtree(shapely.linestrings(ends), node_capacity=4), ends


def distance_to_border_km(lons: object, lats: object, on: date) -> np.ndarray:
    """Kilometres on the ellipsoid from each point (degrees) to the nearest national border on a day.

    NaN outside 64-80 E, 36-45 N, where the bundle holds no borders; near the rim of that area a border just
    outside it cannot be seen.
    """
    lon, lat = _coordinates(lons, lats)
    result = np.full(len(lon), np.nan)
    west, south, east, north = AREA
    known = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
    if not len(known):
        return result
    tree, ends = _border_tree(_period(on), _stamp("border_lines"))
    plane = np.column_stack(_PLANE.transform(lon[known], lat[known]))
    # Neighbouring points one after the other find the same branches of the tree still warm.
    cell = np.floor(plane / 20_000)
    order = np.lexsort((cell[:, 0], cell[:, 1]))
    known, plane = known[order], plane[order]
    point, segment = tree.query_nearest(shapely.points(plane), all_matches=False)
    start, along = ends[segment, 0], ends[segment, 1] - ends[segment, 0]
    length2 = np.maximum((along**2).sum(axis=1), 1e-9)
    share = np.clip(((plane[point] - start) * along).sum(axis=1) / length2, 0, 1)
    foot = start + along * share[:, None]
    foot_lon, foot_lat = _PLANE.transform(foot[:, 0], foot[:, 1], direction="INVERSE")
    chosen = known[point]
    result[chosen] = _ELLIPSOID.inv(lon[chosen], lat[chosen], foot_lon, foot_lat)[2] / 1000
    return result


def _on_sphere(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    lam, phi = np.radians(lon), np.radians(lat)
    return np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


def nearest_base(lons: object, lats: object, on: date) -> pd.DataFrame:
    """The nearest base or airfield in use on a day: base_id, name, distance_km (great circle), a row a point.

    None and NaN where a point is unknown or nothing was in use. Proposed bases that were never built do not
    count.
    """
    lon, lat = _coordinates(lons, lats)
    frame = bases(on, on)
    frame = frame[frame.status != "proposed"].reset_index(drop=True)
    result = pd.DataFrame(
        {"base_id": None, "name": None, "distance_km": np.nan}, index=range(len(lon)), dtype=object
    ).astype({"distance_km": float})
    known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    if frame.empty or not len(known):
        return result
    sites = _on_sphere(frame.geometry.x.to_numpy(), frame.geometry.y.to_numpy())
    # In blocks, so that a million points do not ask for gigabytes at once.
    best = np.empty(len(known), dtype=np.int64)
    distance = np.empty(len(known))
    for start in range(0, len(known), 100_000):
        block = known[start : start + 100_000]
        cosine = _on_sphere(lon[block], lat[block]) @ sites.T
        near = cosine.argmax(axis=1)
        chord = np.linalg.norm(_on_sphere(lon[block], lat[block]) - sites[near], axis=1)
        best[start : start + len(block)] = near
        distance[start : start + len(block)] = 2 * EARTH_RADIUS_KM * np.arcsin(np.clip(chord / 2, 0, 1))
    result.loc[known, "base_id"] = frame.base_id.to_numpy(dtype=object)[best]
    result.loc[known, "name"] = frame.name.to_numpy(dtype=object)[best]
    result.loc[known, "distance_km"] = distance
    return result
