"""How far the place of an event may be from its point, as polygons: discs, districts and provinces."""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyproj
import shapely

from errors import BundleError
from events.features import degrees_of
from geodata.boundaries import districts, provinces
from geodata.locate import admin_of

# Between two of these days no unit or border changes: Jalal-Abad and Batken were split from Osh, then the
# treaty of March 2025.
UNIT_EPOCHS = np.array(["1990-12-14", "1999-10-13", "2025-03-13"], "datetime64[D]")
_CORNERS = 48
_ELLIPSOID = pyproj.Geod(ellps="WGS84")
_KEY = (
    "place_id",
    "place",
    "admin2",
    "admin1",
    "country",
    "latitude",
    "longitude",
    "where_prec",
    "radius_km",
)


def disc(lon: float, lat: float, radius_km: float, corners: int = _CORNERS) -> shapely.Polygon:
    """A circle on the ellipsoid around a point in degrees; its corners lie `radius_km` away."""
    azimuths = np.linspace(0, 360, corners, endpoint=False)
    lons, lats, _ = _ELLIPSOID.fwd(
        np.full(corners, lon), np.full(corners, lat), azimuths, np.full(corners, radius_km * 1000)
    )
    # A circle over the date line stays in one piece beside its point.
    lons = np.asarray(lons) + 360 * np.round((lon - np.asarray(lons)) / 360)
    return shapely.Polygon(np.column_stack([lons, lats])[::-1])


def place_areas(table: pa.Table) -> pa.Table:
    """The areas within which events lie, a row for each place that is no exact point.

    Returns:
        place_id, place, admin2, admin1, country, where_prec, radius_km, area ("disc", "district" or
        "province"), events (how many), first_day and last_day of them, geometry (WKB, MultiPolygon). Codes 2
        and 5 are discs of `radius_km`; 3 and 4 the unit around the point on the first day, or a disc where
        the bundle has no such unit. Places without either are left out.
    """
    lon, lat = degrees_of(table)
    prec = np.asarray(table.column("where_prec"))
    vague = np.flatnonzero((prec >= 2) & (prec <= 5) & ~np.isnan(lon) & ~np.isnan(lat))
    some = table.select([*_KEY, "date_start", "date_end"]).take(pa.array(vague))
    plain = {
        name: column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
        for name, column in zip(some.column_names, some.columns, strict=True)
    }
    grouped = (
        pa.table(plain)
        .group_by(list(_KEY), use_threads=False)
        .aggregate([("date_start", "min"), ("date_end", "max"), ("where_prec", "count")])
        .rename_columns([*_KEY, "first_day", "last_day", "events"])
    )
    places = grouped.to_pandas()
    shapes, kinds = _shapes(places)
    drawn = np.flatnonzero([shape is not None for shape in shapes])
    out = grouped.take(pa.array(drawn)).drop_columns(["latitude", "longitude"])
    out = out.append_column("area", pa.array([kinds[row] for row in drawn], pa.string()))
    multi = [
        shape if shape.geom_type == "MultiPolygon" else shapely.MultiPolygon([shape])
        for shape in shapes[drawn]
    ]
    wkb = shapely.to_wkb(np.array(multi, object)) if multi else []
    return out.append_column("geometry", pa.array(list(wkb), pa.binary()))


def _shapes(places: pd.DataFrame) -> tuple[npt.NDArray[np.object_], list[str]]:
    shapes = np.full(len(places), None, object)
    kinds = [""] * len(places)
    units = _units(places)
    for row, place in enumerate(places.itertuples(index=False)):
        if row in units:
            shapes[row], kinds[row] = units[row]
        elif place.radius_km and place.radius_km > 0:
            shapes[row] = disc(float(place.longitude), float(place.latitude), float(place.radius_km))
            kinds[row] = "disc"
    return shapes, kinds


def _units(places: pd.DataFrame) -> dict[int, tuple[shapely.Geometry, str]]:
    """Row of a place -> the district or province around it on its first day."""
    found: dict[int, tuple[shapely.Geometry, str]] = {}
    prec = places["where_prec"].to_numpy()
    wanted = np.flatnonzero((prec == 3) | (prec == 4))
    if not len(wanted):
        return found
    try:
        days = np.array(places["first_day"], "datetime64[D]")
        epochs = np.searchsorted(UNIT_EPOCHS, days, "right")
        for epoch in np.unique(epochs[wanted]):
            rows = wanted[epochs[wanted] == epoch]
            day = days[rows].max().astype(dt.date)
            at = places.iloc[rows]
            units = admin_of(at["longitude"].to_numpy(float), at["latitude"].to_numpy(float), day)
            outlines = {
                3: (districts(day, detail="coarse").set_index("admin2_id").geometry, "admin2_id", "district"),
                4: (provinces(day, detail="coarse").set_index("admin1_id").geometry, "admin1_id", "province"),
            }
            for number, row in enumerate(rows):
                shapes, column, kind = outlines[int(prec[row])]
                unit = units[column].iloc[number]
                if isinstance(unit, str) and unit in shapes.index:
                    found[int(row)] = (shapes.loc[unit], kind)
    except BundleError:
        # Without the bundle's units every area is a disc of its own radius.
        return {}
    return found
