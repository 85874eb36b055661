"""Incident layer: intensity of incidents by place; a vague place spreads wider, never sharper."""

from __future__ import annotations

from layers.drawing import Drawing, Layer, LegendEntry, Scene, Symbol
from layers.marks import place_marks

# A Gaussian a place; its width is the larger of a reading width on the screen and the place's own radius.
SPREAD = {"width_px": 26.0, "strongest": 0.82}


def draw(scene: Scene) -> Drawing:
    """The places of the window with their counts; renderers blur them."""
    marks = place_marks(scene)
    return Drawing(
        features=marks[marks["where_prec"] < 6],
        popup_fields=("place", "definite", "possible"),
        legend=(
            LegendEntry(
                "Incidents nearby",
                Symbol(
                    "ramp",
                    "ramp-4",
                    colors=("ramp-1", "ramp-2", "ramp-3", "ramp-4"),
                    labels=("few", "", "", "many"),
                ),
            ),
        ),
        live="heat",
        settings=dict(SPREAD),
    )


LAYER = Layer(
    id="heat",
    title="Heat",
    group="Incidents",
    order=92,
    listed=3,
    draw=draw,
    shown=False,
    exclusive="incidents",
    hint="Intensity by place; precision widens the spread",
)
