"""Reference layer: military bases and airfields in use within the window (Manas only 2001-2014)."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from geodata.bases import all_bases
from geodata.bundle import attributions
from layers.drawing import Drawing, Layer, LegendEntry, Scene, Style, Symbol

# A country's own airfields are drawn from this zoom on; foreign bases always.
HOME_ZOOM = 8.5


def years_of(first: date | None, last: date | None) -> str:
    """The years of use in words: '2001-2014', 'from 2003', 'until 2005'; '' where neither is known."""
    if first is None and last is None:
        return ""
    if first is None or last is None:
        return f"from {first.year}" if first else f"until {last.year}" if last else ""
    return f"{first.year}\N{EN DASH}{last.year}"


def draw(scene: Scene) -> Drawing:
    """Every base with a known point; a renderer shows those whose use overlaps the window."""
    bases = all_bases()
    # A base that was only ever proposed is no base.
    bases = bases[~bases["status"].isin(["proposed"])]
    bases = bases.assign(
        # A base's last day is still a day of use; a feature's `valid_to` is the day after.
        valid_to=[day + timedelta(days=1) if day else None for day in bases["valid_to"]],
        years=[years_of(*row) for row in zip(bases["valid_from"], bases["valid_to"], strict=True)],
        from_zoom=[0.0 if foreign else HOME_ZOOM for foreign in bases["foreign"]],
    )
    points = bases.geometry
    labels = pd.DataFrame(
        {
            "text": bases["short_name"],
            "kind": "base",
            "rank": [3 if foreign else 5 for foreign in bases["foreign"]],
            "longitude": points.x,
            "latitude": points.y,
            "valid_from": bases["valid_from"],
            "valid_to": bases["valid_to"],
        }
    )
    return Drawing(
        features=bases,
        style=Style(icon_field="kind"),
        labels=labels,
        popup_fields=("name", "operator", "kind", "years", "from_zoom"),
        legend=(
            LegendEntry("Air base in use", Symbol("icon", "base", icon="air")),
            LegendEntry("Ground base in use", Symbol("icon", "base", icon="ground")),
        ),
        attribution=(attributions()["bases"],),
        settings={"validity": "overlap"},
    )


LAYER = Layer(
    id="bases",
    title="Bases",
    group="Reference",
    order=50,
    listed=1,
    draw=draw,
    hint="Military bases and airfields, drawn while in use within the window",
)
