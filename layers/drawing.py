"""What a layer hands to every renderer: features, a declarative style, labels and legend entries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

import geopandas as gpd
import pandas as pd

from events.filter import Filter
from events.frame import EventFrame

Group = Literal["Base", "Borders", "Reference", "Incidents"]
GROUPS: tuple[Group, ...] = ("Base", "Borders", "Reference", "Incidents")

SymbolKind = Literal["line", "area", "dot", "hollow", "disc", "outline", "icon", "ramp"]


@dataclass(frozen=True)
class Symbol:
    """How a legend shows one thing: its kind and the token of its colour in `layers.palette`."""

    kind: SymbolKind
    token: str
    dash: tuple[float, ...] = ()
    icon: str = ""
    colors: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class LegendEntry:
    """One line of the legend."""

    label: str
    symbol: Symbol


@dataclass(frozen=True)
class Stroke:
    """A line drawn along each feature: colour token, width in pixels, opacity, dash lengths in pixels."""

    token: str
    width_px: float
    opacity: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Style:
    """How features look. Strokes are drawn in order, so a glow comes before its line.

    `icon_field` names a column whose value picks a point symbol ('air', 'ground').
    """

    strokes: tuple[Stroke, ...] = ()
    fill_token: str | None = None
    fill_opacity: float = 1.0
    icon_field: str | None = None


LABEL_COLUMNS = ("text", "kind", "rank", "longitude", "latitude", "valid_from", "valid_to")


def no_labels() -> pd.DataFrame:
    """An empty table of labels (see `Drawing.labels`)."""
    return pd.DataFrame({name: pd.Series(dtype=object) for name in LABEL_COLUMNS})


def no_features() -> gpd.GeoDataFrame:
    """An empty frame of features in EPSG:4326."""
    return gpd.GeoDataFrame({"valid_from": [], "valid_to": []}, geometry=[], crs=4326)


@dataclass(frozen=True)
class Drawing:
    """One layer, drawn.

    Attributes:
        features: EPSG:4326, one row a feature. Columns `valid_from` and `valid_to` (datetime.date or
            None, the second exclusive) say when a feature holds; a renderer draws those that hold on the
            last day of the window.
        coarse: the same features with fewer vertices for small scales, or None.
        style: how they look.
        labels: one row a label: text, kind ('country', 'province', 'capital', 'city', 'town', 'village',
            'enclave', 'water', 'base'), rank (1 is placed first), longitude, latitude, valid_from, valid_to.
        label_areas: polygons with a column `name`: a label of kind 'country' may stand anywhere inside the
            polygon of its name, so that a renderer can move it to what is in view.
        popup_fields: the columns of `features` that a popup or an export shows.
        legend: what the legend says of the layer.
        attribution: whose data it is, for every map and export.
        tiles: a raster base: the path of its tiles, with `{theme}`, `{z}`, `{x}` and `{y}`.
        tile_zooms: the lowest and highest zoom that `tiles` holds.
        live: the drawing of events that the interactive map makes itself from the packed columns.
        settings: figures of a live drawing (radii, breaks …), the same for every renderer.
    """

    features: gpd.GeoDataFrame = field(default_factory=no_features)
    coarse: gpd.GeoDataFrame | None = None
    style: Style = Style()
    labels: pd.DataFrame = field(default_factory=no_labels)
    label_areas: gpd.GeoDataFrame | None = None
    popup_fields: tuple[str, ...] = ()
    legend: tuple[LegendEntry, ...] = ()
    attribution: tuple[str, ...] = ()
    tiles: str | None = None
    tile_zooms: tuple[int, int] = (0, 0)
    live: str | None = None
    settings: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """What a layer may draw from: the events, and the filter with its window.

    Reference data (boundaries, bases, places) is asked of `geodata` by the layers themselves.
    """

    events: EventFrame
    filter: Filter

    @cached_property
    def rows(self) -> pd.Series:
        """Row numbers of the events that the filter and its window let through, possible ones included."""
        return pd.Series(self.events.rows_in(self.filter))

    @property
    def on(self) -> date:
        """The last day of the window: the day whose borders are drawn."""
        return self.filter.end or self.events.last_day or date.today()


@dataclass(frozen=True)
class Layer:
    """One thing that can be drawn, and where the layer panel shows it.

    Attributes:
        id: the name in links and on the command line; the file's name too.
        title: the name on the screen.
        group: the heading of the layer panel.
        order: drawn from low to high.
        listed: its position among the others of its group in the layer panel.
        draw: the pure function from a scene to a drawing.
        shown: whether a new map shows it.
        exclusive: layers of one such set exclude each other ('base', 'incidents').
        hint: one line that explains it.
    """

    id: str
    title: str
    group: Group
    order: int
    listed: int
    draw: Callable[[Scene], Drawing]
    shown: bool = True
    exclusive: str | None = None
    hint: str = ""
