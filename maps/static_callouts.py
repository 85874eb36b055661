"""Numbered incidents on a printed map: discs in a row at their place, or beside it with a line to it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from events.frame import EventFrame
from events.vocabulary import EVENT_TYPES
from maps.static_canvas import Canvas
from maps.static_counts import TOKENS, PlaceCounts, SizeScale
from maps.static_projection import MapFrame
from maps.static_room import Room

Palette = Mapping[str, str]
RADIUS = 13.0
IN_A_ROW = 5
MOST_AT_ONE_PLACE = 15
MOST_GROUPS = 160
TURNS = 16


@dataclass(frozen=True)
class Numbered:
    """One numbered incident: its number, its row in the frame of events."""

    number: int
    row: int


@dataclass(frozen=True)
class Group:
    """The numbers of one place: where it is, where the numbers stand, whether they replace its circle."""

    place: int
    numbers: tuple[Numbered, ...]
    anchor: tuple[float, float]
    centre: tuple[float, float]
    replaces: bool
    ring: float


def place_callouts(
    frame: MapFrame,
    events: EventFrame,
    counts: PlaceCounts,
    scale: SizeScale | None,
    numbered: Sequence[Numbered],
    room: Room,
    unit: float,
) -> list[Group]:
    """Find a place for the numbers of each place in view, those of the lowest numbers first.

    Args:
        scale: The sizes of circles; None where places have none (points, heat, districts).
    """
    by_place: dict[int, list[Numbered]] = defaultdict(list)
    for one in numbered:
        by_place[int(events.place_code[one.row])].append(one)
    # Circles of places without numbers stand where they must; so do those of places with more incidents.
    groups: list[tuple[int, tuple[Numbered, ...], float, float, bool, float]] = []
    box = frame.box
    for place, ones in by_place.items():
        if not counts.has_point[place]:
            continue
        x, y = (float(part) for part in frame.to_px(counts.longitude[place], counts.latitude[place]))
        if not (math.isfinite(x) and box.x < x < box.right and box.y < y < box.bottom):
            continue
        shown = tuple(ones[:MOST_AT_ONE_PLACE])
        replaces = scale is not None and len(ones) == int(counts.total[place]) and len(shown) == len(ones)
        ring = 0.0 if scale is None or replaces else float(scale.radius(int(counts.total[place])))
        groups.append((place, shown, x, y, replaces, ring))
    placed: list[Group] = []
    for place, shown, x, y, replaces, ring in groups[:MOST_GROUPS]:
        centre = _spot(room, x, y, len(shown), replaces, ring, unit)
        if centre is None:
            continue
        left, top, right, bottom = _rect(*centre, len(shown), unit)
        room.take((left, top, right, bottom))
        placed.append(Group(place, shown, (x, y), centre, replaces, ring))
    return placed


def _rect(x: float, y: float, count: int, unit: float) -> tuple[float, float, float, float]:
    radius = (RADIUS + 2.2) * unit
    columns, rows = min(count, IN_A_ROW), math.ceil(count / IN_A_ROW)
    half_width = (columns - 1) * (RADIUS + 0.5) * unit + radius
    half_height = (rows - 1) * (RADIUS + 0.5) * unit + radius
    return x - half_width, y - half_height, x + half_width, y + half_height


def _spot(
    room: Room, x: float, y: float, count: int, replaces: bool, ring: float, unit: float
) -> tuple[float, float] | None:
    if replaces and room.is_free(_rect(x, y, count, unit), edge=2):
        return x, y
    left, top, right, bottom = _rect(0, 0, count, unit)
    for step in range(9):
        for turn in range(TURNS):
            # East first, then north-east, south-east and so on around to the west.
            angle = (-1) ** turn * math.ceil(turn / 2) * 2 * math.pi / TURNS
            across, up = math.cos(angle), math.sin(angle)
            reach = ring + (5 + 13 * step) * unit
            centre = (x + across * (reach + (right - left) / 2), y - up * (reach + (bottom - top) / 2))
            if room.is_free(_rect(*centre, count, unit), edge=3):
                return centre
    return None


def positions(group: Group, unit: float) -> list[tuple[float, float]]:
    """The middle of each disc of a group."""
    step = (2 * RADIUS + 1) * unit
    count = len(group.numbers)
    rows = math.ceil(count / IN_A_ROW)
    found = []
    for index in range(count):
        row, column = divmod(index, IN_A_ROW)
        in_row = min(IN_A_ROW, count - row * IN_A_ROW)
        found.append(
            (
                group.centre[0] + (column - (in_row - 1) / 2) * step,
                group.centre[1] + (row - (rows - 1) / 2) * step,
            )
        )
    return found


def draw_badge(
    canvas: Canvas,
    x: float,
    y: float,
    number: int,
    type_code: int,
    palette: Palette,
    *,
    radius: float,
    unreal: bool = False,
    halo: bool = True,
) -> None:
    """A numbered disc in the colour of its type; hollow where the incident is planned, alleged or denied."""
    token = TOKENS[type_code]
    if halo:
        canvas.circle(x, y, radius * 1.16, fill=palette["halo"], fill_alpha=0.96)
    if unreal:
        canvas.circle(x, y, radius, fill=palette["panel"])
        dash = (radius * 0.3, radius * 0.2)
        canvas.circle(
            x, y, radius * 0.91, fill=palette[token], fill_alpha=0.12, stroke=palette[token],
            width=radius * 0.17, dash=dash,
        )  # fmt: skip
        color = palette["ink"]
    else:
        canvas.circle(
            x, y, radius, fill=palette[token], stroke=palette["symbol-line"], width=0.07 * radius, alpha=0.75
        )
        color = palette[f"on-{token}"]
    text = str(number)
    size = radius * {1: 1.2, 2: 1.14, 3: 0.94, 4: 0.76}.get(len(text), 0.6)
    canvas.text(x, y, text, size=size, color=color, face="bold", align="center", base="middle")


def draw_callouts(
    canvas: Canvas, groups: Sequence[Group], events: EventFrame, palette: Palette, unit: float
) -> None:
    """Draw the numbers of each group, with a line to its place where they stand apart from it."""
    types, statuses = (events.codes(column)[0] for column in ("event_type", "status"))
    assert len(TOKENS) == len(EVENT_TYPES)
    for group in groups:
        (ax, ay), (cx, cy) = group.anchor, group.centre
        apart = math.hypot(cx - ax, cy - ay)
        if apart > 1:
            share = min(1.0, (group.ring + 1.5 * unit) / apart)
            line = [(ax + (cx - ax) * share, ay + (cy - ay) * share), (cx, cy)]
            canvas.line(line, stroke=palette["halo"], width=3.4 * unit, alpha=0.9, cap="round")
            canvas.line(line, stroke=palette["ink"], width=1.2 * unit, alpha=0.85, cap="round")
            if not group.ring:
                canvas.circle(ax, ay, 4.4 * unit, fill=palette["halo"], fill_alpha=0.95)
                canvas.circle(ax, ay, 3.0 * unit, fill=palette["ink"])
    for group in groups:
        for one, (x, y) in zip(group.numbers, positions(group, unit), strict=True):
            draw_badge(
                canvas, x, y, one.number, int(types[one.row]), palette, radius=RADIUS * unit,
                unreal=bool(statuses[one.row]),
            )  # fmt: skip
