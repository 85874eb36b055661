"""The legend of a printed map: exactly what was drawn, in sections, laid out in as few rows as fit."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.path import Path

from events.vocabulary import EVENT_TYPES
from layers.drawing import LegendEntry, Symbol
from maps.static_callouts import draw_badge
from maps.static_canvas import Box, Canvas
from maps.static_chips import HEIGHT as CHIP_HEIGHT
from maps.static_counts import TOKENS
from maps.static_incidents import mix, sector, short
from maps.static_map import DrawnMap
from maps.static_text import cut, text_width
from maps.static_vectors import draw_site

Palette = Mapping[str, str]
Mark = Literal["symbol", "badge", "off-map", "ring", "pale", "chip", "size"]
SYMBOL_PX = 24.0
GAP_PX = 9.0
COLUMN_GAP_PX = 26.0
SECTION_GAP_PX = 34.0
LINE = 1.4  # height of a line in parts of the text's size
# A symbol for all kinds is shown in the colour of this type.
EXAMPLE = "battles"


@dataclass(frozen=True)
class LegendRow:
    """One line: what it says and what stands before it; `counts` are those of the circles of a size row."""

    label: str
    mark: Mark = "symbol"
    symbol: Symbol | None = None
    counts: tuple[int, ...] = ()


@dataclass(frozen=True)
class LegendSection:
    """A heading with its lines."""

    title: str
    rows: tuple[LegendRow, ...]


def legend_sections(drawn: DrawnMap, words: Callable[[str], str]) -> list[LegendSection]:
    """What must be explained of a map that was drawn, in the language of `words`."""
    sections: list[LegendSection] = []

    def add(title: str, rows: Sequence[LegendRow]) -> None:
        if rows:
            sections.append(LegendSection(words(title), tuple(rows)))

    def row(label: str, symbol: Symbol) -> LegendRow:
        return LegendRow(words(label), symbol=symbol)

    way = next((layer for layer, _ in drawn.drawings if layer.exclusive == "incidents"), None)
    dots = way is None or way.id in ("by_place", "points")
    if dots or drawn.on_map:
        add("Event type", [row(EVENT_TYPES[c], Symbol("dot", TOKENS[c])) for c in sorted(drawn.types)])
    incidents: list[LegendRow] = []
    if drawn.on_map:
        incidents.append(LegendRow(words("Numbered in the list"), "badge"))
    if way is not None and not dots:
        entries = [
            entry for layer, drawing in drawn.drawings if layer.id == way.id for entry in drawing.legend
        ]
        incidents += [_own(entry, words) for entry in entries]
    if drawn.rings and drawn.scale is not None:
        incidents.append(
            LegendRow(
                words("Incidents at one place"), "size", counts=tuple(drawn.scale.samples(drawn.most)[-3:])
            )
        )
    if drawn.unreal and dots:
        incidents.append(row("Planned, threatened, alleged or denied", Symbol("hollow", "strategic")))
    if drawn.possible and drawn.rings:
        incidents.append(LegendRow(words("Possibly in the period"), "pale", Symbol("dot", "strategic")))
    if drawn.country_level:
        incidents.append(LegendRow(words("Known by country only"), "chip"))
    add("Incidents", incidents)
    precision: list[LegendRow] = []
    if dots and drawn.exact:
        precision.append(row("Exact place", Symbol("dot", EXAMPLE)))
    for kind, label, symbol in (
        ("disc", "Near, within the disc", "disc"),
        ("district", "District, shaded", "outline"),
        ("province", "Province, outlined", "outline"),
    ):
        if kind in drawn.precision:
            precision.append(row(label, Symbol(symbol, EXAMPLE)))  # type: ignore[arg-type]
    add("Place precision", precision)
    reference = [
        _own(entry, words)
        for layer, drawing in drawn.drawings
        if layer.group in ("Borders", "Reference") and layer.id in drawn.seen
        for entry in drawing.legend
    ]
    add("Map", reference)
    return sections


def _own(entry: LegendEntry, words: Callable[[str], str]) -> LegendRow:
    return LegendRow(words(entry.label), symbol=entry.symbol)


@dataclass(frozen=True)
class LegendPlan:
    """A legend laid out: text size, rows, the columns of each section and their widths."""

    sections: tuple[LegendSection, ...]
    size: float
    rows: int
    columns: tuple[tuple[float, ...], ...]
    width: float

    @property
    def line(self) -> float:
        """The height of a line."""
        return self.size * LINE

    @property
    def height(self) -> float:
        """The height of the whole legend."""
        return self.line * (self.rows + 1) + 2


def _row_width(row: LegendRow, size: float, scale: float) -> float:
    extra = 16.0 if row.mark == "chip" else 0.0
    if row.mark == "size":
        extra = sum(34.0 + text_width(short(count), "regular", 11.5) for count in row.counts) - SYMBOL_PX
    if row.symbol is not None and row.symbol.kind == "ramp":
        extra = 30.0 * len(row.symbol.colors) - SYMBOL_PX + 6
    return (SYMBOL_PX + GAP_PX + extra) * scale + text_width(row.label, "regular", size)


def plan_legend(
    sections: Sequence[LegendSection], width: float, sizes: Sequence[float], most_rows: int
) -> LegendPlan:
    """Lay sections out side by side in as few rows as fit, at the first of `sizes` that does.

    At the smallest size the width may be passed; the lines are then cut when drawn.
    """
    plan = LegendPlan(tuple(sections), sizes[-1], 1, (), 0.0)
    for size in sizes:
        scale = size / 15.0
        for rows in range(1, most_rows + 1):
            columns = []
            for section in sections:
                starts = range(0, len(section.rows), rows)
                columns.append(
                    tuple(
                        max(_row_width(row, size, scale) for row in section.rows[start : start + rows])
                        for start in starts
                    )
                )
            total = sum(sum(own) + COLUMN_GAP_PX * scale * (len(own) - 1) for own in columns)
            total += SECTION_GAP_PX * scale * max(0, len(columns) - 1)
            plan = LegendPlan(tuple(sections), size, rows, tuple(columns), total)
            if total <= width:
                return plan
    return plan


def draw_legend(
    canvas: Canvas, box: Box, plan: LegendPlan, palette: Palette, radius: Callable[[int], float]
) -> None:
    """Draw a legend from the upper left corner of `box`; `radius` is that of a circle for a count."""
    scale = plan.size / 15.0
    squeeze = min(1.0, box.width / plan.width) if plan.width else 1.0
    spare = max(0.0, box.width - plan.width)
    gaps = sum(max(1, len(own)) for own in plan.columns) - 1
    stretch = min(28.0, spare / max(1, gaps))
    x = box.x
    for section, columns in zip(plan.sections, plan.columns, strict=True):
        heading = cut(section.title, "bold", plan.size, max(60.0, sum(columns) * squeeze + 40))
        canvas.text(x, box.y + plan.size * 0.8, heading, size=plan.size, color=palette["ink"], face="bold")
        for number, width in enumerate(columns):
            for line, row in enumerate(section.rows[number * plan.rows : (number + 1) * plan.rows]):
                y = box.y + plan.size * 0.8 + plan.line * (line + 1)
                _draw_row(canvas, x, y, row, width * squeeze, plan.size, palette, scale, radius)
            x += width * squeeze + COLUMN_GAP_PX * scale * squeeze + stretch
        x += (SECTION_GAP_PX - COLUMN_GAP_PX) * scale * squeeze


def _draw_row(
    canvas: Canvas,
    x: float,
    y: float,
    row: LegendRow,
    width: float,
    size: float,
    palette: Palette,
    scale: float,
    radius: Callable[[int], float],
) -> None:
    middle = y - 0.33 * size
    used = draw_mark(canvas, x, middle, row, palette, scale, radius)
    left = x + used + GAP_PX * scale
    room = width - (left - x) + 2
    canvas.text(left, y, cut(row.label, "regular", size, room), size=size, color=palette["ink"])


def draw_mark(
    canvas: Canvas,
    x: float,
    y: float,
    row: LegendRow,
    palette: Palette,
    scale: float,
    radius: Callable[[int], float],
) -> float:
    """The sign of a line with its left end at x and its middle at y; returns the width it took."""
    cx = x + SYMBOL_PX / 2 * scale
    if row.mark == "badge":
        draw_badge(canvas, cx, y, 1, 0, palette, radius=8.6 * scale, halo=False)
    elif row.mark == "pale":
        _disc(canvas, cx, y, 7.2 * scale, mix(palette["strategic"], palette["panel"], 0.42), palette)
    elif row.mark == "chip":
        _chip(canvas, x, y, palette, scale)
        return (SYMBOL_PX + 16) * scale
    elif row.mark == "size":
        return _sizes(canvas, x, y, row.counts, palette, scale, radius)
    elif row.symbol is not None:
        return _symbol(canvas, x, y, row.symbol, palette, scale)
    return SYMBOL_PX * scale


def _hex(color: object) -> str:
    return to_hex(color)  # type: ignore[arg-type]


def _disc(canvas: Canvas, x: float, y: float, r: float, color: object, palette: Palette) -> None:
    canvas.circle(x, y, r, fill=_hex(color), stroke=palette["symbol-line"], width=0.8, alpha=0.55)


def _chip(canvas: Canvas, x: float, y: float, palette: Palette, scale: float) -> None:
    height = CHIP_HEIGHT * 0.72 * scale
    box = Box(x, y - height / 2, 40 * scale, height)
    canvas.rectangle(
        box, radius=height / 2, fill=palette["panel"], stroke=palette["line2"], width=0.9 * scale
    )
    canvas.path(
        sector(x + 11 * scale, y, 2.6 * scale, 5.4 * scale, 0, 2 * math.pi), fill=palette["strategic"]
    )
    canvas.text(
        x + 27 * scale,
        y,
        "n",
        size=11.5 * scale,
        color=palette["ink"],
        face="bold",
        align="center",
        base="middle",
    )


def _sizes(
    canvas: Canvas,
    x: float,
    y: float,
    counts: Sequence[int],
    palette: Palette,
    scale: float,
    radius: Callable[[int], float],
) -> float:
    at = x
    for count in counts:
        r = min(11.0 * scale, radius(count))
        canvas.circle(
            at + r, y, r, fill=palette["panel"], stroke=palette["strategic"], width=max(1.6, r * 0.3)
        )
        text = short(count)
        canvas.text(
            at + 2 * r + 3.5 * scale, y, text, size=11.5 * scale, color=palette["muted"], base="middle"
        )
        at += 2 * r + 6 * scale + text_width(text, "regular", 11.5 * scale) + 6 * scale
    return max(SYMBOL_PX * scale, at - x - 4 * scale)


def _symbol(canvas: Canvas, x: float, y: float, symbol: Symbol, palette: Palette, scale: float) -> float:
    color, w = palette[symbol.token], SYMBOL_PX * scale
    cx = x + w / 2
    if symbol.kind == "line":
        if symbol.token == "national":
            glow = {"stroke": palette["national-glow"], "alpha": 0.22, "width": 6.5 * scale}
            canvas.line([(x, y), (x + w, y)], **glow)
        dash = tuple(length * scale for length in symbol.dash)
        canvas.line(
            [(x, y), (x + w, y)],
            stroke=color,
            width=(1.9 if symbol.token == "national" else 1.4) * scale,
            dash=dash,
        )
    elif symbol.kind == "area":
        box = Box(cx - 9.5 * scale, y - 6 * scale, 19 * scale, 12 * scale)
        canvas.rectangle(box, radius=2 * scale, fill=color, fill_alpha=0.3, stroke=color, width=1.4 * scale)
    elif symbol.kind == "hollow":
        canvas.circle(cx, y, 6.6 * scale, fill=color, fill_alpha=0.12, stroke=color, width=2.1 * scale,
                      dash=(3 * scale, 2.1 * scale))  # fmt: skip
    elif symbol.kind == "disc":
        canvas.circle(cx, y, 9.5 * scale, fill=color, fill_alpha=0.16, stroke=color, width=1.1 * scale,
                      dash=(2 * scale, 2.4 * scale))  # fmt: skip
        canvas.circle(cx, y, 4 * scale, fill=color)
    elif symbol.kind == "outline":
        shape = np.array([(-10, -4), (-1, -8.4), (10, -5), (9, 5.6), (-2, 8.4), (-9, 5.4), (-10, -4)]) * scale
        canvas.path(
            Path(np.add(shape, (cx, y)), closed=True), fill=color, fill_alpha=0.1, stroke=color,
            width=1.9 * scale,
            dash=(0.2 * scale, 3.7 * scale), cap="round",
        )  # fmt: skip
    elif symbol.kind == "icon":
        draw_site(canvas, cx, y, symbol.icon, palette, half=7.5 * scale)
    elif symbol.kind == "ramp":
        return _ramp(canvas, x, y, symbol, palette, scale)
    elif symbol.token == "town":
        canvas.circle(cx, y, 2.9 * scale, fill=color)
    else:
        _disc(canvas, cx, y, 7.2 * scale, color, palette)
    return w


def _ramp(canvas: Canvas, x: float, y: float, symbol: Symbol, palette: Palette, scale: float) -> float:
    step = 30 * scale
    for number, token in enumerate(symbol.colors):
        box = Box(x + number * step, y - 8 * scale, step, 16 * scale)
        canvas.rectangle(box, fill=palette[token], stroke=palette["panel"], width=0.8 * scale)
        label = symbol.labels[number] if number < len(symbol.labels) else ""
        strong = number >= 2
        canvas.text(
            box.x + step / 2, y, label, size=10.5 * scale, align="center", base="middle",
            color=palette["on-accent"] if strong else palette["ink"],
        )  # fmt: skip
    return step * len(symbol.colors) + 2 * scale
