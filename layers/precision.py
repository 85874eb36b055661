"""Incident layer: how far a place may be off, drawn as its area: disc, district or province."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from layers.areas import area_polygons
from layers.drawing import Drawing, Layer, LegendEntry, Scene, Stroke, Style, Symbol
from layers.marks import place_marks

# A metric grid centred on the Fergana Valley: discs are drawn there, so that their radius is true.
AEQD = "+proj=aeqd +lat_0=40.5 +lon_0=71.5 +datum=WGS84 +units=m"


def draw(scene: Scene) -> Drawing:
    """The area of every place in the window whose place is not exact."""
    marks = place_marks(scene)
    discs = marks[(marks["area_kind"] == "disc") & (marks["radius_km"] > 0)].copy()
    discs["geometry"] = (
        discs.geometry.to_crs(AEQD).buffer(discs["radius_km"].to_numpy() * 1000.0).to_crs(4326)
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
