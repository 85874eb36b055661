"""The sheet: title, map, legend, list, strip of time, sources; on a screen, a page, or several pages."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.content import SheetContent
from briefing.incident_list import HEADING, ListPlan, draw_list, plan_list
from briefing.incident_rows import IncidentRow, incident_rows
from maps.static_canvas import Box, Canvas
from maps.static_furniture import scale_latitude
from maps.static_legend import LINE, draw_legend, legend_sections, plan_legend
from maps.static_map import DrawnMap, draw_map
from maps.static_text import clean, cut, fit, text_width, wrap
from maps.static_timeline import draw_timeline

# The most pages of a document; what is beyond is counted on the last.
MOST_PAGES = 100
# Lines of the legend that are kept free for it, on a wide and on a tall sheet.
LEGEND_ROWS = {True: 5, False: 6}
FOOT_LINES = 4


@dataclass(frozen=True)
class Layout:
    """Where things stand on the first page, in logical pixels."""

    unit: float
    map_unit: float
    margin: float
    bar: float
    top: float
    map: Box
    timeline: Box | None
    legend: Box
    list: Box | None
    footer_top: float


def unit_of(width: float, height: float) -> float:
    """The size of text on a sheet of so many logical pixels; 1 from a short side of 900 on."""
    return max(0.5, min(1.0, min(width, height) / 900, max(width, height) / 1240))


def lay_out(content: SheetContent, head: float, foot: float) -> Layout:
    """Divide the sheet below a head and above a foot of these heights."""
    size = content.size
    width, height = size.width, size.height
    u = unit_of(width, height)
    bar = 26 * u if content.brief.handling.strip() else 0.0
    margin = max(20 * u, min(64 * u, 0.023 * width if width > height else 0.045 * width))
    top, bottom = bar + head, height - bar - foot
    inner = Box(margin, top, width - 2 * margin, bottom - top)
    rows = LEGEND_ROWS[width > 1.15 * height]
    legend_height = (rows + 1) * 14.0 * LINE * u + 4 * u
    strip = 84 * u
    has_list = bool(content.numbered) and not content.is_empty
    has_strip = content.timeline is not None and inner.height > 420 * u
    map_unit = (1.0 if size.is_paper else 1.1) * u
    if width > 1.15 * height:
        return _landscape(u, map_unit, margin, bar, top, inner, legend_height, strip, has_list, has_strip)
    return _portrait(content, u, map_unit, margin, bar, top, inner, legend_height, strip, has_list, has_strip)


def _landscape(
    u: float,
    map_unit: float,
    margin: float,
    bar: float,
    top: float,
    inner: Box,
    legend_height: float,
    strip: float,
    has_list: bool,
    has_strip: bool,
) -> Layout:
    """The map on the left with its legend below; list and strip on the right."""
    gap = 30 * u
    left = inner.width * 0.662 if has_list else inner.width
    legend = Box(inner.x, inner.bottom - legend_height, left, legend_height)
    map_bottom = legend.y - 14 * u
    list_box = timeline = None
    if has_list:
        right = Box(inner.x + left + gap, inner.y, inner.width - left - gap, inner.height)
        list_height = right.height - (strip + 14 * u if has_strip else 0)
        list_box = Box(right.x, right.y, right.width, list_height)
        if has_strip:
            timeline = Box(right.x, right.bottom - strip, right.width, strip)
    elif has_strip:
        timeline = Box(inner.x, map_bottom - strip, left, strip)
        map_bottom -= strip + 10 * u
    map_box = Box(inner.x, inner.y, left, map_bottom - inner.y)
    return Layout(u, map_unit, margin, bar, top, map_box, timeline, legend, list_box, inner.bottom)


def _portrait(
    content: SheetContent,
    u: float,
    map_unit: float,
    margin: float,
    bar: float,
    top: float,
    inner: Box,
    legend_height: float,
    strip: float,
    has_list: bool,
    has_strip: bool,
) -> Layout:
    """One below the other: map, strip, legend, list."""
    y = inner.bottom
    list_box = timeline = None
    if has_list:
        rows = -(-len(content.numbered) // max(1, min(2, int(inner.width / (430 * u)))))
        wanted = HEADING * u + rows * 66 * u + 8 * u
        list_height = min(wanted, inner.height * (0.42 if inner.height > 1.1 * inner.width else 0.3))
        list_box = Box(inner.x, y - list_height, inner.width, list_height)
        y -= list_height + 18 * u
    legend = Box(inner.x, y - legend_height, inner.width, legend_height)
    y = legend.y - 10 * u
    if has_strip:
        timeline = Box(inner.x, y - strip, inner.width, strip)
        y -= strip + 10 * u
    map_box = Box(inner.x, inner.y, inner.width, y - inner.y)
    return Layout(u, map_unit, margin, bar, top, map_box, timeline, legend, list_box, inner.bottom)


def new_canvas(content: SheetContent) -> Canvas:
    """An empty sheet in the paper colour of its theme."""
    size = content.size
    return Canvas(
        size.width,
        size.height,
        background=content.palette["page"],
        pixels_per_unit=size.pixels_per_unit,
        points_per_unit=size.points_per_unit,
    )


def sheets(content: SheetContent, *, several: bool = False) -> Iterator[Canvas]:
    """The pages as they are drawn: the sheet, and with `several` further pages with the rest of the list."""
    canvas = new_canvas(content)
    head = draw_head(canvas, content)
    u = unit_of(content.size.width, content.size.height)
    foot = (16.5 * FOOT_LINES + 22) * u
    layout = lay_out(content, head, foot)
    drawn = draw_map(canvas, layout.map, content.map_request(layout.map_unit))
    if content.is_empty:
        _draw_empty_card(canvas, layout, content)
    draw_legend_in(canvas, layout, content, drawn)
    if layout.timeline is not None and content.timeline is not None:
        draw_timeline(canvas, layout.timeline, content.timeline, content.palette, layout.unit)
    total, plan = len(content.numbered), None
    if layout.list is not None:
        inside = layout.list.height - HEADING * u
        plan = plan_list(total, layout.list.width, inside, u)
    shown = plan.shown if plan is not None else 0
    page_plan = _page_plan(content, total - shown)
    pages = 1
    if several and total > shown:
        pages = min(MOST_PAGES, 1 + -(-(total - shown) // max(1, page_plan.shown)))
    rows = incident_rows(content.numbered, content.events, content.words)
    if layout.list is not None and plan is not None:
        first = list(itertools.islice(rows, plan.shown))
        more = 0 if pages > 1 else total - plan.shown
        _draw_first_list(canvas, layout, content, first, plan, drawn, more)
    draw_foot(canvas, layout.margin, content, 1, pages, content.footer(drawn, scale_latitude(drawn.frame)))
    yield canvas
    left = total - shown
    for page in range(2, pages + 1):
        canvas = new_canvas(content)
        batch = list(itertools.islice(rows, page_plan.shown))
        left -= len(batch)
        more = left if page == pages else 0
        _draw_list_page(canvas, content, batch, page_plan, page, pages, more)
        yield canvas


def draw_legend_in(canvas: Canvas, layout: Layout, content: SheetContent, drawn: DrawnMap) -> None:
    """The legend of what was drawn, in its box."""
    sections = legend_sections(drawn, content.words)
    u = layout.unit
    sizes = tuple(size * u for size in (14.0, 13.5, 13.0, 12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5))
    wide = content.size.width > 1.15 * content.size.height
    plan = plan_legend(sections, layout.legend.width, sizes, LEGEND_ROWS[wide])
    scale = drawn.scale
    draw_legend(
        canvas, layout.legend, plan, content.palette,
        (lambda count: float(scale.radius(count))) if scale is not None else (lambda count: 7.0 * u),
    )  # fmt: skip


def draw_head(canvas: Canvas, content: SheetContent, *, title_share: float = 1.0) -> float:
    """Handling line, title, subtitle, window and as-of day; the height they take below the handling line."""
    size, palette = content.size, content.palette
    u = unit_of(size.width, size.height)
    margin = max(20 * u, min(64 * u, 0.023 * size.width if size.width > size.height else 0.045 * size.width))
    bar = _draw_handling(canvas, content, u)
    right = size.width - margin
    side = max(
        (text_width(line, "semibold", 17 * u) for line in (content.as_of_line, content.author_line) if line),
        default=0.0,
    )
    side = min(side, size.width * 0.3)
    width = right - margin - (side + 30 * u if side else 0)
    y = bar + 14 * u
    sizes = tuple(value * u * title_share for value in (37, 33, 29, 25, 22, 19))
    title_size, lines = fit(content.title, "bold", sizes, width, 2)
    for line in lines:
        y += title_size * 1.12
        canvas.text(margin, y, line, size=title_size, color=palette["ink"], face="bold")
    asof_y = bar + 14 * u + 34 * u
    for line in (content.as_of_line, content.author_line):
        if line:
            face = "semibold" if line == content.as_of_line else "regular"
            shown = cut(line, face, 17 * u, side)  # type: ignore[arg-type]
            canvas.text(right, asof_y, shown, size=17 * u, color=palette["ink"], face=face, align="right")  # type: ignore[arg-type]
            asof_y += 23 * u
    beside = side + 30 * u if content.author_line else 0.0
    subtitle = wrap(clean(content.brief.subtitle), "regular", 18 * u, right - margin - beside, 2)
    for line in subtitle:
        y += 26 * u
        canvas.text(margin, y, line, size=18 * u, color=palette["ink"])
    y += (27 if not subtitle else 25) * u
    line = cut(content.window_line, "regular", 17 * u, right - margin - (side + 20 * u if asof_y > y else 0))
    canvas.text(margin, y, line, size=17 * u, color=palette["muted"])
    return y + 16 * u - bar


def _draw_handling(canvas: Canvas, content: SheetContent, u: float) -> float:
    text = clean(content.brief.handling)
    if not text:
        return 0.0
    height, palette, size = 26 * u, content.palette, content.size
    shown = cut(text.upper(), "bold", 13.5 * u, size.width * 0.94)
    for y in (0.0, size.height - height):
        canvas.rectangle(Box(0, y, size.width, height), fill=palette["accent-tint"])
        canvas.text(
            size.width / 2, y + height / 2, shown, size=13.5 * u, color=palette["ink"], face="bold",
            align="center", base="middle",
        )  # fmt: skip
    return height


def draw_foot(
    canvas: Canvas, margin: float, content: SheetContent, page: int, pages: int, lines: list[str]
) -> None:
    """Sources and licences above the lower edge, and the number of the page."""
    size, palette, words = content.size, content.palette, content.words
    u = unit_of(size.width, size.height)
    bar = 26 * u if content.brief.handling.strip() else 0.0
    text = words("Page {page} of {pages}").format(page=page, pages=pages)
    width = size.width - 2 * margin - text_width(text, "semibold", 13 * u) - 30 * u
    text_size, wrapped = _fitted(lines, width, u)
    step = 16.5 * u * min(1.0, FOOT_LINES / max(1, len(wrapped)))
    y = size.height - bar - 12 * u - step * (len(wrapped) - 1)
    for line in wrapped:
        canvas.text(margin, y, line, size=text_size, color=palette["muted"])
        y += step
    canvas.text(
        size.width - margin, size.height - bar - 12 * u, text, size=13 * u, color=palette["muted"],
        face="semibold", align="right",
    )  # fmt: skip


def _fitted(lines: list[str], width: float, u: float) -> tuple[float, list[str]]:
    """Lines wrapped at the largest size at which nothing of them is cut; licences must be read whole."""
    for size, most in ((12.5, 4), (11.5, 4), (10.5, 4), (9.5, 5), (8.5, 6)):
        wrapped = [part for line in lines for part in wrap(line, "regular", size * u, width, 99)]
        if len(wrapped) <= most:
            return size * u, wrapped
    return size * u, [*wrapped[:5], cut(" ".join(wrapped[5:]), "regular", size * u, width)]


def _draw_first_list(
    canvas: Canvas,
    layout: Layout,
    content: SheetContent,
    rows: list[IncidentRow],
    plan: ListPlan,
    drawn: DrawnMap,
    more: int,
) -> None:
    assert layout.list is not None
    u, box, words = layout.unit, layout.list, content.words
    canvas.text(
        box.x, box.y + 17 * u, words("Incidents in date order"), size=19 * u, color=content.palette["ink"],
        face="bold",
    )  # fmt: skip
    note = list_note(content, drawn)
    if note:
        canvas.text(
            box.right, box.y + 17 * u, cut(note, "regular", 13.5 * u, box.width - 240 * u), size=13.5 * u,
            color=content.palette["muted"], align="right",
        )  # fmt: skip
    inside = Box(box.x, box.y + HEADING * u - 6 * u, box.width, box.height - HEADING * u)
    draw_list(canvas, inside, rows, plan, words, content.palette, u, on_map=drawn.on_map, more=more)


def list_note(content: SheetContent, drawn: DrawnMap) -> str:
    """How many of how many are numbered, and that some are not on the map; empty where all are listed."""
    words, total = content.words, content.count.definite + content.count.possible
    numbered = len(content.numbered)
    said = []
    if numbered < total:
        said.append(
            words("{count} of {total}").format(count=words.number(numbered), total=words.number(total))
        )
    missing = numbered - len(drawn.on_map)
    if missing:
        said.append(words.many("{count} not on the map", "{count} not on the map", missing))
    return ", ".join(said)


def _page_plan(content: SheetContent, total: int) -> ListPlan:
    size = content.size
    u = unit_of(size.width, size.height)
    height = size.height - (52 * u if content.brief.handling.strip() else 0) - 150 * u
    return plan_list(max(1, total), size.width - 100 * u, height, u, is_page=True)


def _draw_list_page(
    canvas: Canvas,
    content: SheetContent,
    rows: list[IncidentRow],
    plan: ListPlan,
    page: int,
    pages: int,
    more: int,
) -> None:
    size, palette, words = content.size, content.palette, content.words
    u = unit_of(size.width, size.height)
    margin = max(20 * u, min(64 * u, 0.023 * size.width if size.width > size.height else 0.045 * size.width))
    bar = _draw_handling(canvas, content, u)
    width = size.width - 2 * margin
    canvas.text(
        margin, bar + 40 * u, cut(content.title, "bold", 22 * u, width * 0.8), size=22 * u,
        color=palette["ink"],
        face="bold",
    )  # fmt: skip
    canvas.text(
        size.width - margin, bar + 40 * u, cut(content.as_of_line, "semibold", 15 * u, width * 0.19),
        size=15 * u, color=palette["ink"], face="semibold", align="right",
    )  # fmt: skip
    said = words("Incidents in date order, continued")
    canvas.text(margin, bar + 66 * u, said, size=15 * u, color=palette["muted"])
    box = Box(margin, bar + 86 * u, width, size.height - 2 * bar - 150 * u)
    draw_list(canvas, box, rows, plan, words, palette, u, more=more)
    draw_foot(canvas, margin, content, page, pages, [])


def _draw_empty_card(canvas: Canvas, layout: Layout, content: SheetContent) -> None:
    """Over the map: that there is nothing, and where the nearest incidents are."""
    u, palette, box = layout.unit, content.palette, layout.map
    width = min(460 * u, box.width * 0.8)
    inner = width - 48 * u
    lines = [line for text in content.empty_lines() for line in wrap(text, "regular", 15.5 * u, inner, 3)]
    height = (66 + 21 * len(lines)) * u
    card = Box(box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height)
    canvas.rectangle(
        card, radius=10 * u, fill=palette["panel"], fill_alpha=0.97, stroke=palette["line2"], width=1.0
    )
    y = card.y + 36 * u
    heading = content.words("No incidents in this period")
    canvas.text(card.x + 24 * u, y, heading, size=19 * u, color=palette["ink"], face="bold")
    for line in lines:
        y += 22 * u
        canvas.text(card.x + 24 * u, y, line, size=15.5 * u, color=palette["muted"])
