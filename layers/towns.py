"""Reference layer: towns with labels that thin out by zoom, by the name of the day."""

from __future__ import annotations

import pandas as pd

from geodata.towns import towns_for_labels
from layers.drawing import Drawing, Layer, LegendEntry, Scene, Symbol

KINDS = {1: "capital", 2: "city", 3: "town", 4: "town", 5: "village"}


def draw(scene: Scene) -> Drawing:
    """Labels only: the renderer places as many as fit, in order of rank."""
    towns = towns_for_labels()
    labels = pd.DataFrame(
        {
            "text": towns["name"],
            "kind": [KINDS[rank] for rank in towns["rank"]],
            "rank": towns["rank"],
            "longitude": towns["longitude"],
            "latitude": towns["latitude"],
            "valid_from": towns["valid_from"],
            "valid_to": towns["valid_to"],
        }
    )
    return Drawing(
        labels=labels,
        legend=(LegendEntry("Town", Symbol("dot", "town")),),
        attribution=("Towns: GeoNames (CC BY 4.0)",),
    )


LAYER = Layer(id="towns", title="Towns", group="Reference", order=51, listed=2, draw=draw)
