"""Incidents without a point on the map: counts at their country's name, and arrows at the map's edges."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from matplotlib.path import Path

from events.frame import EventFrame
from geodata.countries import country_names, country_points
from maps.static_canvas import Box, Canvas
from maps.static_counts import TOKENS, PlaceCounts
from maps.static_incidents import sector, short
from maps.static_labels import Placed
from maps.static_projection import MapFrame
from maps.static_room import Room
from maps.static_text import clean, cut, text_width

Palette = Mapping[str, str]
MOST_CHIPS = 7
HEIGHT, PAD, ICON = 24.0, 10.0, 15.0
SIZE = 12.5
MOST_NAME_PX = 150.0


@dataclass
class Outside:
    """Places that are not in view, gathered at one point of the map's edge."""

    names: list[str]
    by_type: np.ndarray
    x: float
    y: float
    side: str
    rect: tuple[float, float, float, float] = field(default=(0.0, 0.0, 0.0, 0.0))
    named: int = 0  # how many names its room was measured for; 0 before

    @property
    def total(self) -> int:
        """Incidents behind this arrow."""
        return int(self.by_type.sum())


def country_counts(events: EventFrame, counts: PlaceCounts) -> dict[str, np.ndarray]:
    """Country (English name) -> incidents by type that are known by country only."""
    names = country_names()
    found: dict[str, np.ndarray] = {}
    for place in np.flatnonzero((counts.kind == "country") & (counts.total > 0)):
        row = events.places.iloc[int(place)]
        name = names.get(row["country"], "") or row["place"]
        found[name] = found.get(name, np.zeros(len(TOKENS), np.int64)) + counts.by_type[place]
    return found


def chip_width(text: str, count: str, arrow: bool, unit: float) -> float:
    """The width of a chip with its ring, text and count."""
    inner = text_width(text, "regular", SIZE * unit) + text_width(count, "bold", SIZE * unit)
    return inner + (2 * PAD + ICON + 5 + 6 + (13 if arrow else 0)) * unit


def outside_groups(
    frame: MapFrame,
    events: EventFrame,
    counts: PlaceCounts,
    unplaced_countries: Mapping[str, np.ndarray],
    name_of: Callable[[str, str, float, float], str],
    room: Room,
    unit: float,
) -> list[Outside]:
    """Arrows for what lies off the map, the fullest first, near ones gathered; they take their room."""
    box = frame.box
    items: list[tuple[str, np.ndarray, float, float]] = []
    elsewhere = (counts.total > 0) & (counts.has_point | (counts.kind == "international"))
    for place in np.flatnonzero(elsewhere):
        lon, lat = counts.longitude[place], counts.latitude[place]
        x, y = (float(part) for part in frame.to_px(lon, lat))
        if math.isfinite(x) and box.x + 2 < x < box.right - 2 and box.y + 2 < y < box.bottom - 2:
            continue
        name = str(events.places["place"].iloc[int(place)])
        items.append((name_of(name, "place", float(lon), float(lat)), counts.by_type[place], x, y))
    points, names = country_points(), {name: code for code, name in country_names().items()}
    for name, by_type in unplaced_countries.items():
        lon, lat = points.get(names.get(name, ""), (frame.projection.lon0, 0.0))
        x, y = (float(part) for part in frame.to_px(np.array(lon), np.array(lat)))
        items.append((name_of(name, "country", lon, lat), by_type, x, y))
    items.sort(key=lambda item: -int(item[1].sum()))
    groups: list[Outside] = []
    for name, by_type, x, y in items:
        ex, ey, side = _exit(frame, x, y, unit)
        near = [
            group for group in groups
            if group.side == side and math.hypot(group.x - ex, group.y - ey) < 130 * unit
        ]  # fmt: skip
        if not near and len(groups) >= MOST_CHIPS:
            near = sorted(groups, key=lambda group: math.hypot(group.x - ex, group.y - ey))[:1]
        if near:
            near[0].names.append(name)
            near[0].by_type = near[0].by_type + by_type
        else:
            groups.append(Outside([name], by_type, ex, ey, side))
    placed = []
    for group in groups:
        if _settle(group, room, unit):
            placed.append(group)
        elif placed:
            near = sorted(placed, key=lambda other: math.hypot(other.x - group.x, other.y - group.y))
            near[0].names.extend(group.names)
            near[0].by_type = near[0].by_type + group.by_type
    return placed


@dataclass(frozen=True)
class Alone:
    """A count at a country whose name found no place on the map, though the country is in view."""

    text: str
    by_type: np.ndarray
    rect: tuple[float, float, float, float]


def countries_alone(
    frame: MapFrame,
    unplaced: Mapping[str, np.ndarray],
    name_of: Callable[[str, str, float, float], str],
    room: Room,
    unit: float,
) -> dict[str, Alone]:
    """Chips with their country's name near its point, for those in view; they take their room."""
    points, codes = country_points(), {name: code for code, name in country_names().items()}
    found: dict[str, Alone] = {}
    for name, by_type in sorted(unplaced.items(), key=lambda item: -int(item[1].sum())):
        if codes.get(name) not in points:
            continue
        lon, lat = points[codes[name]]
        x, y = (float(part) for part in frame.to_px(np.array(lon), np.array(lat)))
        box = frame.box
        if not (math.isfinite(x) and box.x < x < box.right and box.y < y < box.bottom):
            continue
        text = cut(clean(name_of(name, "country", lon, lat)), "regular", SIZE * unit, MOST_NAME_PX * unit)
        width, height = chip_width(text, short(int(by_type.sum())), False, unit), HEIGHT * unit
        for step in range(25):
            ring, turn = divmod(step + 7, 8)
            angle, reach = turn * math.pi / 4, ring * 34 * unit if step else 0.0
            cx = min(max(x + 2 * reach * math.cos(angle), box.x + width / 2 + 8), box.right - width / 2 - 8)
            cy = y - reach * math.sin(angle)
            rect = (cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2)
            if room.is_free(rect, edge=4):
                room.take(rect)
                found[name] = Alone(text, by_type, rect)
                break
    return found


def draw_alone(canvas: Canvas, chips: Mapping[str, Alone], palette: Palette, unit: float) -> None:
    """The chips of countries without a name on the map."""
    for chip in chips.values():
        _pill(canvas, chip.rect, palette, unit)
        middle = (chip.rect[1] + chip.rect[3]) / 2
        count = short(int(chip.by_type.sum()))
        _entry(canvas, chip.rect[0] + PAD * unit, middle, chip.text, count, chip.by_type, palette, unit)


def _exit(frame: MapFrame, x: float, y: float, unit: float) -> tuple[float, float, str]:
    """Where the line from the middle of the map to a point leaves the map, and over which side."""
    box = frame.box
    cx, cy = box.x + box.width / 2, box.y + box.height / 2
    if not (math.isfinite(x) and math.isfinite(y)):
        x, y = cx, box.bottom + 1
    dx, dy = x - cx, y - cy
    inset = 10 * unit
    half_w, half_h = box.width / 2 - inset, box.height / 2 - inset
    if abs(dx) < 1e-9 and abs(dy) < 1e-9:
        dy = 1.0
    share = min(half_w / abs(dx) if dx else math.inf, half_h / abs(dy) if dy else math.inf)
    ex, ey = cx + dx * share, cy + dy * share
    if abs(abs(ex - cx) - half_w) < 1e-6:
        return ex, ey, "right" if dx > 0 else "left"
    return ex, ey, "bottom" if dy > 0 else "top"


def chip_text(group: Outside, unit: float) -> str:
    """The names of the fullest places behind an arrow, as many as fit."""
    shown = group.named or min(2, len(group.names))
    text = ", ".join(clean(name) for name in group.names[:shown])
    if not group.named and text_width(text, "regular", SIZE * unit) > MOST_NAME_PX * unit:
        shown, text = 1, clean(group.names[0])
    rest = len(group.names) - shown
    return cut(text, "regular", SIZE * unit, MOST_NAME_PX * unit) + (f" +{rest}" if rest else "")


def _settle(group: Outside, room: Room, unit: float) -> bool:
    """Move a chip along its side until it is free."""
    text = chip_text(group, unit)
    group.named = 2 if len(group.names) > 1 and not text.startswith(clean(group.names[0]) + " +") else 1
    width = chip_width(text + "  +99", short(group.total) + "0", True, unit)
    height = HEIGHT * unit
    upright = group.side in ("left", "right")
    for step in range(40):
        away = math.ceil(step / 2) * (-1) ** step * (height + 6) * (1 if upright else 1.6)
        x, y = (group.x, group.y + away) if upright else (group.x + away, group.y)
        left = {"left": x, "right": x - width}.get(group.side, x - width / 2)
        left = min(max(left, room.inside.x + 8 * unit), room.inside.right - width - 8 * unit)
        top = {"top": y, "bottom": y - height}.get(group.side, y - height / 2)
        rect = (left, top, left + width, top + height)
        if room.is_free(rect, edge=4):
            group.rect = rect
            room.take(rect)
            return True
    return False


def _ring(canvas: Canvas, x: float, y: float, by_type: np.ndarray, palette: Palette, unit: float) -> None:
    total, start = max(1, int(by_type.sum())), 0.0
    outer, inner = ICON / 2 * unit, ICON / 2 * unit * 0.5
    for code in np.flatnonzero(by_type):
        stop = start + 2 * math.pi * float(by_type[code]) / total
        canvas.path(sector(x, y, inner, outer, start, stop), fill=palette[TOKENS[code]])
        start = stop


def _pill(canvas: Canvas, rect: tuple[float, float, float, float], palette: Palette, unit: float) -> None:
    box = Box(rect[0], rect[1], rect[2] - rect[0], rect[3] - rect[1])
    canvas.rectangle(
        box, radius=HEIGHT / 2 * unit, fill=palette["panel"], fill_alpha=0.95, stroke=palette["line2"],
        width=0.9 * unit,
    )  # fmt: skip


ARROWS = {"left": (-1, 0), "right": (1, 0), "top": (0, -1), "bottom": (0, 1)}


def draw_outside(canvas: Canvas, groups: Sequence[Outside], palette: Palette, unit: float) -> None:
    """The arrows at the edges with their names and counts."""
    for group in groups:
        text, count = chip_text(group, unit), short(group.total)
        width = chip_width(text, count, True, unit)
        left, top, right, _ = group.rect
        if group.side == "right":
            left = right - width
        elif group.side != "left":
            left = (left + right - width) / 2
        rect = (left, top, left + width, top + HEIGHT * unit)
        _pill(canvas, rect, palette, unit)
        middle = top + HEIGHT / 2 * unit
        x = left + PAD * unit
        arrow_x = rect[2] - PAD * unit - 4 * unit if group.side == "right" else x + 4 * unit
        _arrow(canvas, arrow_x, middle, group.side, palette, unit)
        x += 0 if group.side == "right" else 13 * unit
        _entry(canvas, x, middle, text, count, group.by_type, palette, unit)


def _arrow(canvas: Canvas, x: float, y: float, side: str, palette: Palette, unit: float) -> None:
    across, down = ARROWS[side]
    tip = np.array([(-2.0, -4.5), (2.5, 0.0), (-2.0, 4.5)]) * unit
    turn = np.array([[across, down], [-down, across]])
    canvas.path(Path(tip @ turn + (x, y)), stroke=palette["muted"], width=1.8 * unit, cap="round")


def _entry(
    canvas: Canvas,
    x: float,
    y: float,
    text: str,
    count: str,
    by_type: np.ndarray,
    palette: Palette,
    unit: float,
) -> None:
    _ring(canvas, x + ICON / 2 * unit, y, by_type, palette, unit)
    x += (ICON + 5) * unit
    canvas.text(x, y, text, size=SIZE * unit, color=palette["ink"], base="middle")
    x += text_width(text, "regular", SIZE * unit) + 6 * unit
    canvas.text(x, y, count, size=SIZE * unit, color=palette["ink"], face="bold", base="middle")


def draw_country_chips(
    canvas: Canvas,
    placed: Sequence[Placed],
    counts: Mapping[str, np.ndarray],
    words: str,
    palette: Palette,
    unit: float,
) -> None:
    """Under the name of each country the count of what is known by country only; `words` say so."""
    for name in placed:
        if name.label.kind != "country" or name.label.source not in counts:
            continue
        by_type = counts[name.label.source]
        count = short(int(by_type.sum()))
        width = chip_width(words, count, False, unit)
        left, top = name.label.x - width / 2, name.label.y + 13 * unit
        _pill(canvas, (left, top, left + width, top + HEIGHT * unit), palette, unit)
        x, y = left + PAD * unit, top + HEIGHT / 2 * unit
        _ring(canvas, x + ICON / 2 * unit, y, by_type, palette, unit)
        x += (ICON + 5) * unit
        canvas.text(x, y, count, size=SIZE * unit, color=palette["ink"], face="bold", base="middle")
        x += text_width(count, "bold", SIZE * unit) + 5 * unit
        canvas.text(x, y, words, size=SIZE * unit, color=palette["muted"], base="middle")
