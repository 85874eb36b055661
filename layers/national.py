"""Border layer: national borders as they held on the last day of the window, with country names."""

from __future__ import annotations

import pandas as pd

from geodata.boundaries import border_lines, dated
from geodata.bundle import attributions
from layers.drawing import Drawing, Layer, LegendEntry, Scene, Stroke, Style, Symbol

# Where a reader looks for a country's name around the Fergana Valley: a country's own label point may
# lie far outside the first view.
COUNTRY_LABELS: tuple[tuple[str, float, float], ...] = (
    ("Kyrgyzstan", 74.45, 41.72),
    ("Uzbekistan", 67.1, 40.35),
    ("Tajikistan", 69.95, 38.93),
    ("Kazakhstan", 71.3, 43.7),
    ("China", 77.3, 39.9),
    ("Afghanistan", 68.6, 36.6),
    ("Turkmenistan", 64.6, 38.4),
)


def draw(scene: Scene) -> Drawing:
    """Each national border once, both vintages: up to the treaty of March 2025, and after."""
    labels = pd.DataFrame(
        [
            {"text": name, "kind": "country", "rank": 1, "longitude": lon, "latitude": lat}
            for name, lon, lat in COUNTRY_LABELS
        ]
    ).assign(valid_from=None, valid_to=None)
    return Drawing(
        features=border_lines("countries", detail="fine"),
        coarse=border_lines("countries", detail="coarse"),
        style=Style(strokes=(Stroke("national-glow", 6.5, 0.2), Stroke("national", 1.7, 0.95))),
        labels=labels,
        label_areas=dated("countries", "coarse"),
        legend=(LegendEntry("National border", Symbol("line", "national")),),
        attribution=(attributions()["countries"], "Boundary lines are not an endorsement"),
    )


LAYER = Layer(
    id="national",
    title="National",
    group="Borders",
    order=40,
    listed=1,
    draw=draw,
    hint="National borders on the last day of the window",
)
