"""Base layer: online tiles of OpenStreetMap, offered and never needed."""

from __future__ import annotations

import xyzservices.providers as providers

from layers.drawing import Drawing, Layer, Scene
from layers.plain import plain_land


def draw(scene: Scene) -> Drawing:
    """Tiles by URL over plain land, which stays where a tile fails or there is no network."""
    provider = providers.OpenStreetMap.Mapnik
    land = plain_land()
    return Drawing(
        features=land.features,
        style=land.style,
        tiles=provider.build_url(scale_factor=""),
        tile_zooms=(0, int(provider.get("max_zoom", 19))),
        attribution=("Map tiles: OpenStreetMap contributors (ODbL)", *land.attribution),
    )


LAYER = Layer(
    id="online",
    title="Online",
    group="Base",
    order=13,
    listed=4,
    draw=draw,
    shown=False,
    exclusive="base",
    hint="OpenStreetMap's own tiles; needs the network",
)
