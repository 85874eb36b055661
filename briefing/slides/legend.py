"""The legend of a slide: a native sign and a line of text for each thing that the map shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.util import Pt

from briefing.slides.setting import POINTS_PER_INCH, WIDER, Run, emu, fitting, hex_of, set_text
from maps.static_canvas import Box
from maps.static_legend import LegendRow, LegendSection
from maps.static_text import text_width

Palette = Mapping[str, str]
POINTS, LEAST_POINTS = 9.0, 6.5
SIGN_IN, GAP_IN, COLUMN_GAP_IN = 0.2, 0.06, 0.14
LINE_IN = 0.165


def add_legend(
    slide: Any, box: Box, sections: Sequence[LegendSection], palette: Palette, scale: float
) -> None:
    """Draw the entries in as many columns as the box holds, in type that shrinks until they fit."""
    rows = [row for section in sections for row in section.rows if not _is_scale(row)]
    if not rows:
        return
    points = POINTS * scale
    while True:
        lines = max(1, int(box.height / (LINE_IN * points / POINTS)))
        widths = _widths(rows, lines, points)
        if sum(widths) <= box.width or points <= LEAST_POINTS * scale:
            break
        points -= 0.5 * scale
    squeeze = min(1.0, box.width / sum(widths))
    step = LINE_IN * points / POINTS
    x = box.x
    shapes = []
    for column, width in enumerate(widths):
        for line, row in enumerate(rows[column * lines : (column + 1) * lines]):
            y = box.y + (line + 0.5) * step
            shapes += _entry(slide, x, y, row, palette, points, width * squeeze)
        x += width * squeeze
    group = slide.shapes.add_group_shape(shapes)
    group.name = "Legend"


def _is_scale(row: LegendRow) -> bool:
    # Sizes of circles and ramps of counts are part of the picture's own numbers.
    return row.mark == "size" or (row.symbol is not None and row.symbol.kind == "ramp")


def _widths(rows: Sequence[LegendRow], lines: int, points: float) -> list[float]:
    found = []
    for start in range(0, len(rows), lines):
        longest = max(text_width(row.label, "regular", points * WIDER) for row in rows[start : start + lines])
        found.append(SIGN_IN + GAP_IN + longest / POINTS_PER_INCH + COLUMN_GAP_IN)
    return found


def _entry(
    slide: Any, x: float, y: float, row: LegendRow, palette: Palette, points: float, width: float
) -> list[Any]:
    sign = _sign(slide, x + SIGN_IN / 2, y, row, palette, points / POINTS)
    left = x + SIGN_IN + GAP_IN
    room = width - SIGN_IN - GAP_IN
    height = LINE_IN * points / POINTS
    text = slide.shapes.add_textbox(emu(left), emu(y - height / 2), emu(room), emu(height))
    frame = text.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = 3  # the middle
    frame.word_wrap = False
    set_text(frame, [[Run(fitting(row.label, points, room), points)]])
    return [sign, text]


def _sign(slide: Any, cx: float, y: float, row: LegendRow, palette: Palette, scale: float) -> Any:
    symbol = row.symbol
    if row.mark == "badge":
        made = _oval(slide, cx, y, 0.062 * scale, palette["battles"])
        set_text(made.text_frame, [[Run("1", 6 * scale, bold=True)]], align=2)
        made.text_frame.paragraphs[0].runs[0].font.color.rgb = _rgb(palette["on-battles"])
        return made
    if row.mark == "chip":
        return _box(slide, MSO_SHAPE.ROUNDED_RECTANGLE, cx, y, 0.19, 0.11, palette["panel"], palette["line2"])
    if row.mark == "pale":
        return _oval(slide, cx, y, 0.058 * scale, palette["line2"])
    if symbol is None:
        return _oval(slide, cx, y, 0.058 * scale, palette["strategic"])
    color = palette[symbol.token]
    if symbol.kind == "line":
        line = slide.shapes.add_connector(
            MSO_CONNECTOR.STRAIGHT, emu(cx - 0.095), emu(y), emu(cx + 0.095), emu(y)
        )
        line.line.color.rgb, line.line.width = _rgb(color), Pt(1.5)
        if symbol.dash:
            line.line.dash_style = MSO_LINE.DASH
        return line
    if symbol.kind == "area":
        return _box(slide, MSO_SHAPE.RECTANGLE, cx, y, 0.17, 0.1, _pale(color, palette), color)
    if symbol.kind in ("hollow", "disc", "outline"):
        made = _oval(slide, cx, y, 0.062 * scale, None)
        made.line.color.rgb, made.line.width = _rgb(color), Pt(1.2)
        made.line.dash_style = MSO_LINE.ROUND_DOT if symbol.kind == "outline" else MSO_LINE.SQUARE_DOT
        return made
    if symbol.kind == "icon":
        return _box(slide, MSO_SHAPE.DIAMOND, cx, y, 0.14, 0.14, color, palette["panel"])
    radius = 0.03 if symbol.token == "town" else 0.058
    return _oval(slide, cx, y, radius * scale, color)


def _oval(slide: Any, cx: float, y: float, radius: float, color: str | None) -> Any:
    return _box(slide, MSO_SHAPE.OVAL, cx, y, 2 * radius, 2 * radius, color, None)


def _box(
    slide: Any,
    kind: Any,
    cx: float,
    y: float,
    width: float,
    height: float,
    fill: str | None,
    line: str | None,
) -> Any:
    made = slide.shapes.add_shape(kind, emu(cx - width / 2), emu(y - height / 2), emu(width), emu(height))
    made.shadow.inherit = False
    frame = made.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    if fill is None:
        made.fill.background()
    else:
        made.fill.solid()
        made.fill.fore_color.rgb = _rgb(fill)
    if line is None:
        made.line.fill.background()
    else:
        made.line.color.rgb, made.line.width = _rgb(line), Pt(0.75)
    return made


def _pale(color: str, palette: Palette) -> str:
    """The colour as an area lets the ground shine through."""
    channels = (
        round(0.3 * int(color[at : at + 2], 16) + 0.7 * int(palette["page"][at : at + 2], 16))
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02X}" for channel in channels)


def _rgb(color: str) -> RGBColor:
    return RGBColor.from_string(hex_of(color))
