"""Incident layer: incidents in each district, in classes of equal colour (choropleth)."""

from __future__ import annotations

import geopandas as gpd
import numpy as np

from geodata.boundaries import districts
from geodata.locate import admin_of
from layers.drawing import Drawing, Layer, LegendEntry, Scene, Stroke, Style, Symbol
from layers.marks import place_marks

RAMP = ("ramp-1", "ramp-2", "ramp-3", "ramp-4")


def class_breaks(counts: np.ndarray) -> list[int]:
    """The upper bound of each class but the last, at most three, by head/tail breaks (Jiang 2013).

    The method splits at the mean, then the part above it at its own mean, and so on: made for counts of
    which many are small and few large. `counts` are incidents a district; districts without any are left
    uncoloured and out of the classes.
    """
    present = counts[counts > 0]
    if len(np.unique(present)) < 2:
        return []
    # Loaded when first needed: it brings 80 MB of other packages along.
    import mapclassify

    bounds = mapclassify.HeadTailBreaks(present).bins[: len(RAMP) - 1]
    largest = int(present.max())
    return sorted({int(bound) for bound in bounds if int(bound) < largest})


def class_labels(breaks: list[int], largest: int) -> tuple[str, ...]:
    """The classes in words: '1', '2-3', '4-5', '6 or more'."""
    lows = [1, *(upper + 1 for upper in breaks)]
    highs = [*breaks, max(largest, lows[-1])]
    return tuple(
        str(low) if low == high else f"{low}\N{EN DASH}{high}" for low, high in zip(lows, highs, strict=True)
    )


def district_counts(scene: Scene) -> gpd.GeoDataFrame:
    """Every district of the day with the incidents placed in it: `n`; province-level ones are not in it."""
    marks = place_marks(scene)
    # An event coded to a province or a vague area lies in no known district.
    marks = marks[marks["where_prec"] <= 3]
    units = admin_of(marks.geometry.x.to_numpy(), marks.geometry.y.to_numpy(), scene.on)
    totals = (marks["definite"] + marks["possible"]).groupby(units["admin2_id"].to_numpy()).sum()
    counted = districts(scene.on, detail="coarse")
    return counted.assign(n=counted["admin2_id"].map(totals).fillna(0).astype(int))


def draw(scene: Scene) -> Drawing:
    """Districts with at least one incident, classed by count."""
    counted = district_counts(scene)
    breaks = class_breaks(counted["n"].to_numpy())
    labels = class_labels(breaks, int(counted["n"].max()) if len(counted) else 0)
    return Drawing(
        features=counted[counted["n"] > 0].assign(valid_from=None, valid_to=None),
        style=Style(strokes=(Stroke("panel", 1.2),), fill_token=RAMP[-1], fill_opacity=0.82),
        popup_fields=("admin2", "admin1", "n"),
        legend=(
            LegendEntry(
                "Incidents in the district",
                Symbol("ramp", RAMP[-1], colors=RAMP[: len(labels)], labels=labels),
            ),
        ),
        live="districts",
        settings={"breaks": breaks, "ramp": RAMP},
    )


LAYER = Layer(
    id="by_district",
    title="District",
    group="Incidents",
    order=60,
    listed=4,
    draw=draw,
    shown=False,
    exclusive="incidents",
    hint="Counts by district; province-level incidents are kept apart",
)
