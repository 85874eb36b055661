"""Base layer: plain land and sea in the colours of the theme, from the polygons of the world."""

from __future__ import annotations

from geodata.boundaries import world
from layers.drawing import Drawing, Layer, Scene, Stroke, Style


def plain_land() -> Drawing:
    """Land of the whole world, coarse: the ground on which every other layer lies."""
    return Drawing(
        features=world()[["geometry"]].assign(valid_from=None, valid_to=None),
        style=Style(strokes=(Stroke("line", 0.7),), fill_token="land"),
        attribution=("World: Natural Earth",),
    )


def draw(scene: Scene) -> Drawing:
    """The plain base of the theme in force."""
    return plain_land()


LAYER = Layer(
    id="plain",
    title="Plain",
    group="Base",
    order=11,
    listed=2,
    draw=draw,
    shown=False,
    exclusive="base",
    hint="Land without relief, for projectors and print",
)
