"""Incident layer: how far a place may be off, drawn as its area: disc, district or province."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from layers.areas import area_polygons
from layers.drawing import Drawing, Layer, LegendEntry, Scene, Stroke, Style, Symbol
from layers.marks import place_marks

ELLIPSOID = pyproj.Geod(ellps="WGS84")
CORNERS = 72


def geodesic_discs(longitude: np.ndarray, latitude: np.ndarray, radius_km: np.ndarray) -> np.ndarray:
    """Polygons of 72 corners, each at its true distance from the centre on the ellipsoid (degrees)."""
    if not len(longitude):
        return np.empty(0, dtype=object)
    azimuth = np.linspace(0.0, 360.0, CORNERS, endpoint=False)
    shape = (len(longitude), CORNERS)
    lon, lat, _ = ELLIPSOID.fwd(
        np.broadcast_to(longitude[:, None], shape),
        np.broadcast_to(latitude[:, None], shape),
        np.broadcast_to(azimuth, shape),
        np.broadcast_to(radius_km[:, None] * 1000.0, shape),
    )
    return shapely.polygons(np.stack([lon, lat], axis=-1))


def draw(scene: Scene) -> Drawing:
    """The area of every place in the window whose place is not exact."""
    marks = place_marks(scene)
    discs = marks[(marks["area_kind"] == "disc") & (marks["radius_km"] > 0)].copy()
    discs["geometry"] = geodesic_discs(
        discs.geometry.x.to_numpy(), discs.geometry.y.to_numpy(), discs["radius_km"].to_numpy(dtype=float)
    )
    units = marks[marks["area_id"].notna()].copy()
    if len(units):
        units["geometry"] = area_polygons(list(units["area_id"])).geometry.to_numpy()
    features = gpd.GeoDataFrame(pd.concat([units, discs], ignore_index=True), geometry="geometry", crs=4326)
    return Drawing(
        features=features,
        style=Style(strokes=(Stroke("muted", 1.0, 0.65, (2.0, 3.0)),), fill_token="muted", fill_opacity=0.15),
        popup_fields=("place", "area_kind", "radius_km"),
        legend=(
            LegendEntry("Near or area: disc to scale", Symbol("disc", "battles")),
            LegendEntry("District or province: outlined", Symbol("outline", "battles")),
        ),
        live="precision",
    )


LAYER = Layer(
    id="precision",
    title="Precision areas",
    group="Incidents",
    order=61,
    listed=5,
    draw=draw,
    hint="The area within which an incident with a vague place lies",
)
