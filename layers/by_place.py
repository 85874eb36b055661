"""Incident layer: a circle a place, its area by the count in the window, its ring by type."""

from __future__ import annotations

from events.vocabulary import EVENT_TYPES
from layers.drawing import Drawing, Layer, LegendEntry, Scene, Style, Symbol
from layers.marks import count_column, place_marks
from layers.palette import TYPE_TOKENS

# Radius in pixels of a place with n incidents: clamp(5.5 sqrt(n), 7, 28), so that area grows with n;
# where one place has so many that it would pass the largest circle, all shrink alike.
RADIUS = {"factor_px": 5.5, "smallest_px": 7.0, "largest_px": 28.0}


def draw(scene: Scene) -> Drawing:
    """Places whose precision allows a symbol: everything finer than a country."""
    marks = place_marks(scene)
    return Drawing(
        features=marks[marks["where_prec"] < 6],
        style=Style(),
        popup_fields=(
            "place",
            "definite",
            "possible",
            *(count_column(event_type) for event_type in EVENT_TYPES),
        ),
        legend=tuple(
            LegendEntry(event_type, Symbol("dot", TYPE_TOKENS[event_type])) for event_type in EVENT_TYPES
        ),
        live="places",
        settings=dict(RADIUS),
    )


LAYER = Layer(
    id="by_place",
    title="Places",
    group="Incidents",
    order=90,
    listed=1,
    draw=draw,
    exclusive="incidents",
    hint="A circle a place: area by count, ring by type",
)
