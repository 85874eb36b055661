"""Border layer: districts of Kyrgyzstan, Uzbekistan and Tajikistan."""

from __future__ import annotations

from geodata.boundaries import border_lines
from geodata.bundle import attributions
from layers.drawing import Drawing, Layer, LegendEntry, Scene, Stroke, Style, Symbol


def draw(scene: Scene) -> Drawing:
    """District borders that are neither provincial nor national ones."""
    return Drawing(
        features=border_lines("districts", detail="fine"),
        coarse=border_lines("districts", detail="coarse"),
        style=Style(strokes=(Stroke("district", 0.7, 0.5),)),
        legend=(LegendEntry("District", Symbol("line", "district")),),
        attribution=(attributions()["districts"],),
    )


LAYER = Layer(
    id="districts",
    title="District",
    group="Borders",
    order=31,
    listed=3,
    draw=draw,
    hint="Second-order units",
)
