"""Base layer: plain land in the dark palette, whatever the theme of the interface."""

from __future__ import annotations

from dataclasses import replace

from layers.drawing import Drawing, Layer, Scene
from layers.plain import plain_land


def draw(scene: Scene) -> Drawing:
    """The plain base, with the map's own colours fixed to the dark theme."""
    return replace(plain_land(), settings={"theme": "dark"})


LAYER = Layer(
    id="dark",
    title="Dark",
    group="Base",
    order=12,
    listed=3,
    draw=draw,
    shown=False,
    exclusive="base",
    hint="A dark map in a light interface",
)
