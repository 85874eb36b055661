"""Base layer: shaded relief with a hypsometric tint, from the offline bundle."""

from __future__ import annotations

from geodata.relief import relief_zooms
from layers.drawing import Drawing, Layer, Scene
from layers.plain import plain_land


def draw(scene: Scene) -> Drawing:
    """The relief's tiles over plain land, which shows where the elevation data ends."""
    land = plain_land()
    return Drawing(
        features=land.features,
        style=land.style,
        tiles="map/relief/{theme}/{z}/{x}/{y}",
        tile_zooms=relief_zooms(),
        attribution=("Relief: GEBCO 2023", *land.attribution),
    )


LAYER = Layer(
    id="relief",
    title="Relief",
    group="Base",
    order=10,
    listed=1,
    draw=draw,
    exclusive="base",
    hint="Shaded relief of the Fergana Valley and the mountains around it",
)
