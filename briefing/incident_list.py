"""The list of numbered incidents on a sheet: rows with their discs, dates, places, headlines and sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.incident_rows import DOT, IncidentRow
from briefing.words import Words
from maps.static_callouts import draw_badge
from maps.static_canvas import Box, Canvas
from maps.static_text import cut, text_width, wrap

# Heights of a row: with headline and source, without the source, and on a page of nothing but the list.
FULL, ROOMY, BRIEF, LOOSE, TIGHT = 58.0, 68.0, 43.0, 52.0, 41.0
HEADING = 38.0


@dataclass(frozen=True)
class ListPlan:
    """How a list stands in its box.

    Attributes:
        shown: How many rows.
        columns: Of how many columns.
        per_column: Rows of a column.
        height: Of a row.
        has_source: Whether rows name their source.
    """

    shown: int
    columns: int
    per_column: int
    height: float
    has_source: bool


def plan_list(total: int, width: float, height: float, unit: float, *, is_page: bool = False) -> ListPlan:
    """How many of `total` rows a box holds, and how: with their sources if that fits, else without."""
    columns = max(1, min(3 if is_page else 2, int(width / (430 * unit))))
    for least, has_source in ((FULL, True), (BRIEF, False)):
        if is_page:
            least = FULL if has_source else TIGHT
        per_column = int(height / (least * unit))
        if is_page or per_column * columns >= total:
            per_column = min(per_column, -(-total // columns)) or 1
            most = least if is_page else ROOMY if has_source else LOOSE
            roomy = min(most * unit, height / per_column) if most > least else least * unit
            return ListPlan(min(total, per_column * columns), columns, per_column, roomy, has_source)
    # One line is kept for how many more there are.
    per_column = max(1, int((height - 24 * unit) / (BRIEF * unit)))
    return ListPlan(min(total, per_column * columns), columns, per_column, BRIEF * unit, False)


def draw_list(
    canvas: Canvas,
    box: Box,
    rows: Sequence[IncidentRow],
    plan: ListPlan,
    words: Words,
    palette: dict[str, str],
    unit: float,
    *,
    on_map: set[int] | None = None,
    more: int = 0,
) -> None:
    """Draw rows into a box, column by column.

    Args:
        on_map: Numbers that stand on the map; the discs of others are drawn as outlines. None for all.
        more: How many incidents there are beyond these, said behind the last row.
    """
    gap = 40 * unit
    width = (box.width - gap * (plan.columns - 1)) / plan.columns
    for index, row in enumerate(rows[: plan.shown]):
        column, line = divmod(index, plan.per_column)
        cell = Box(box.x + column * (width + gap), box.y + line * plan.height, width, plan.height)
        is_on_map = on_map is None or row.number in on_map
        _draw_row(canvas, cell, row, palette, unit, words, has_source=plan.has_source, is_on_map=is_on_map)
    if more:
        y = box.y + min(plan.per_column, plan.shown) * plan.height
        _rule(canvas, box.x, box.right, y, palette)
        said = words.many("and {count} more incident", "and {count} more incidents", more)
        canvas.text(box.x, y + 17 * unit, said, size=14.5 * unit, color=palette["muted"], face="semibold")


def _rule(canvas: Canvas, left: float, right: float, y: float, palette: dict[str, str]) -> None:
    canvas.line([(left, y), (right, y)], stroke=palette["line"], width=1.0)


def _draw_row(
    canvas: Canvas,
    cell: Box,
    row: IncidentRow,
    palette: dict[str, str],
    unit: float,
    words: Words,
    *,
    has_source: bool,
    is_on_map: bool,
) -> None:
    _rule(canvas, cell.x, cell.right, cell.y, palette)
    size = 15.5 * unit
    radius = 12.5 * unit
    first = cell.y + 19 * unit
    cx, cy = cell.x + radius + 1, cell.y + (22 if has_source else 21) * unit
    if is_on_map:
        draw_badge(
            canvas, cx, cy, row.number, row.type_code, palette, radius=radius, unreal=row.unreal, halo=False
        )
    else:
        # Not on the map: a number without a disc.
        text = str(row.number)
        fit = radius * {1: 1.2, 2: 1.14, 3: 0.94, 4: 0.76}.get(len(text), 0.6)
        canvas.circle(cx, cy, radius - 0.6, stroke=palette["line2"], width=1.2 * unit)
        canvas.text(
            cx, cy, text, size=fit, color=palette["muted"], face="bold", align="center", base="middle"
        )
    left = cell.x + 2 * radius + 12 * unit
    right = cell.right
    date_text = cut(row.date, "bold", size, (right - left) * 0.62)
    canvas.text(left, first, date_text, size=size, color=palette["ink"], face="bold")
    x = left + text_width(date_text, "bold", size) + 8 * unit
    if row.status:
        status = cut(row.status, "italic", size - unit, max(0.0, right - x - 60 * unit))
        canvas.text(x, first, status, size=size - unit, color=palette["muted"], face="italic")
        x += text_width(status, "italic", size - unit) + 8 * unit
    # Where there is little room the place's name is cut, never how well it is known.
    known = f", {row.precision}"
    room = right - x - 6 * unit
    place = (
        cut(row.place_name, "regular", size - unit, room - text_width(known, "regular", size - unit)) + known
    )
    place = cut(place, "regular", size - unit, max(20 * unit, room))
    canvas.text(right, first, place, size=size - unit, color=palette["muted"], align="right")
    second = first + 19 * unit
    extra = " · ".join(part for part in (row.deaths, row.source) if part)
    headline = wrap(row.headline, "regular", size + 0.5 * unit, right - left, 1)
    if not has_source and row.deaths:
        room = right - left - text_width(f"{DOT}{row.deaths}", "regular", size - unit)
        headline = wrap(row.headline, "regular", size + 0.5 * unit, room, 1)
    text = headline[0] if headline else ""
    canvas.text(left, second, text, size=size + 0.5 * unit, color=palette["ink"])
    if not has_source:
        if row.deaths:
            at = left + text_width(text, "regular", size + 0.5 * unit)
            canvas.text(at, second, f"{DOT}{row.deaths}", size=size - unit, color=palette["muted"])
        return
    canvas.text(
        left, second + 17 * unit, cut(extra, "regular", size - 2 * unit, right - left), size=size - 2 * unit,
        color=palette["muted"],
    )  # fmt: skip
