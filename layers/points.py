"""Incident layer: one dot an incident; those that share a place stand in a spiral around it."""

from __future__ import annotations

import numpy as np

from events.vocabulary import EVENT_TYPES
from layers.drawing import Drawing, Layer, LegendEntry, Scene, Symbol
from layers.marks import place_marks
from layers.palette import TYPE_TOKENS

# Vogel's sunflower (1979): the i-th dot at angle 137.5 degrees times i, radius by the root of i.
SPIRAL = {"angle_deg": 137.508, "spacing_px": 6.6, "widest_px": 44.0, "radius_px": 4.0}


def draw(scene: Scene) -> Drawing:
    """One row an incident, at the point of its place's symbol."""
    events = scene.events
    rows = events.rows_in(scene.filter)
    marks = place_marks(scene)
    at = marks.geometry.reindex(range(len(events.places)))
    codes = events.place_code[rows]
    prec = events.places["where_prec"].to_numpy()[codes]
    rows, codes = rows[prec < 6], codes[prec < 6]
    type_codes, types = events.codes("event_type")
    features = marks.iloc[:0][["geometry"]].assign(event_row=np.empty(0, dtype=int))
    if len(rows):
        features = at.iloc[codes].to_frame("geometry").assign(event_row=rows).reset_index(drop=True)
    features["token"] = [TYPE_TOKENS[types[code]] for code in type_codes[rows]]
    return Drawing(
        features=features.assign(valid_from=None, valid_to=None),
        legend=tuple(
            LegendEntry(event_type, Symbol("dot", TYPE_TOKENS[event_type])) for event_type in EVENT_TYPES
        ),
        live="points",
        settings=dict(SPIRAL),
    )


LAYER = Layer(
    id="points",
    title="Points",
    group="Incidents",
    order=91,
    listed=2,
    draw=draw,
    shown=False,
    exclusive="incidents",
    hint="A dot an incident, spread where many share a place",
)
