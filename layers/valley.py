"""Border layer: the outline of the Fergana Valley's floor."""

from __future__ import annotations

from geodata.boundaries import valley_outline
from geodata.bundle import attributions
from layers.drawing import Drawing, Layer, LegendEntry, Scene, Stroke, Style, Symbol


def draw(scene: Scene) -> Drawing:
    """The valley floor as one outline."""
    dash = (2.0, 4.0)
    return Drawing(
        features=valley_outline()[["geometry"]].assign(valid_from=None, valid_to=None),
        style=Style(strokes=(Stroke("valley", 1.6, 0.8, dash),)),
        legend=(LegendEntry("Fergana Valley", Symbol("line", "valley", dash)),),
        attribution=(attributions()["valley"],),
    )


LAYER = Layer(
    id="valley",
    title="Valley",
    group="Borders",
    order=33,
    listed=5,
    draw=draw,
    shown=False,
    hint="The floor of the Fergana Valley",
)
