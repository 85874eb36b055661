"""Reference layer: railways."""

from __future__ import annotations

from geodata.bundle import attributions, read_layer
from layers.drawing import Drawing, Layer, LegendEntry, Scene, Stroke, Style, Symbol


def draw(scene: Scene) -> Drawing:
    """Main lines, generalised: right when zoomed out, off by kilometres when zoomed in."""
    return Drawing(
        features=read_layer("railways")[["geometry"]].assign(valid_from=None, valid_to=None),
        style=Style(strokes=(Stroke("railway", 1.1, 0.8),)),
        legend=(LegendEntry("Railway (generalised)", Symbol("line", "railway")),),
        attribution=(attributions()["railways"],),
    )


LAYER = Layer(
    id="railways",
    title="Railways",
    group="Reference",
    order=35,
    listed=4,
    draw=draw,
    shown=False,
    hint="Generalised main lines, for small scales",
)
