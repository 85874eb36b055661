"""Reference layer: lakes, reservoirs and rivers."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from geodata.bundle import attributions, read_layer
from layers.drawing import Drawing, Layer, LegendEntry, Scene, Stroke, Style, Symbol


def draw(scene: Scene) -> Drawing:
    """Water surfaces filled, rivers as lines; the large ones with their names."""
    lakes = read_layer("water")
    rivers = read_layer("rivers")
    features = gpd.GeoDataFrame(
        pd.concat([lakes[["name", "geometry"]], rivers[["name", "geometry"]]], ignore_index=True), crs=4326
    ).assign(valid_from=None, valid_to=None)
    named = lakes[lakes["name"] != ""]
    points = named.geometry.representative_point()
    labels = pd.DataFrame(
        {"text": named["name"], "kind": "water", "rank": 4, "longitude": points.x, "latitude": points.y}
    ).assign(valid_from=None, valid_to=None)
    return Drawing(
        features=features,
        style=Style(strokes=(Stroke("river", 1.0, 0.8),), fill_token="lake", fill_opacity=0.95),
        labels=labels,
        popup_fields=("name",),
        legend=(LegendEntry("River, lake", Symbol("line", "river")),),
        attribution=(attributions()["water"], attributions()["rivers"]),
    )


LAYER = Layer(id="water", title="Water", group="Reference", order=20, listed=3, draw=draw)
