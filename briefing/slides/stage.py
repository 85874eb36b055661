"""A new slide with its parts told: by the placeholders of our own layouts, or by what a user's has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER

from briefing.slides import own_layouts as own
from maps.static_canvas import Box

EMU_PER_INCH = 914_400
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
TABLES = (PP_PLACEHOLDER.TABLE, PP_PLACEHOLDER.OBJECT)
FOOT = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
# Shares of the room below a title, where a layout has no seats of its own.
MAP_SHARE, GAP_SHARE = 0.66, 0.015
LEGEND_IN, CREDITS_IN, SUBTITLE_IN = 0.56, 0.48, 0.5


NOWHERE = Box(0, 0, 0, 0)


@dataclass
class Stage:
    """A slide with what may be filled; boxes are in inches.

    Attributes:
        scale: Size of text beside that of our own sheet, 7.5 inches high.
        title, subtitle, aside, credits, picture, table, edges: Placeholders; None (or fewer) where the layout
            has none.
        map_box, table_box, legend_box, subtitle_box, credits_box: Where each stands.
    """

    slide: Any
    scale: float
    title: Any = None
    subtitle: Any = None
    aside: Any = None
    credits: Any = None
    picture: Any = None
    table: Any = None
    edges: tuple[Any, ...] = ()
    map_box: Box = NOWHERE
    table_box: Box = NOWHERE
    legend_box: Box = NOWHERE
    subtitle_box: Box = NOWHERE
    credits_box: Box = NOWHERE

    def clear(self) -> None:
        """Take away placeholders that hold nothing: programs would show their prompts."""
        for shape in list(self.slide.placeholders):
            if shape.placeholder_format.type in FOOT:
                continue
            if shape.has_text_frame and not shape.text_frame.text.strip():
                shape.element.getparent().remove(shape.element)


def box_of(shape: Any) -> Box:
    """A shape's place in inches."""
    return Box(*(value / EMU_PER_INCH for value in (shape.left, shape.top, shape.width, shape.height)))


def new_stage(deck: Any, *, has_map: bool, has_table: bool) -> Stage:
    """Add a slide for a map, a table or both."""
    layout = _layout_for(deck, has_map, has_table)
    slide = deck.slides.add_slide(layout)
    scale = deck.slide_height / EMU_PER_INCH / own.HEIGHT
    if layout.name in own.SEATS and own.SUBTITLE in {p.placeholder_format.idx for p in layout.placeholders}:
        return _own_stage(slide, scale)
    width, height = (side / EMU_PER_INCH for side in (deck.slide_width, deck.slide_height))
    return _foreign_stage(slide, width, height, scale, has_map, has_table)


def _layout_for(deck: Any, has_map: bool, has_table: bool) -> Any:
    """The layout by its name in ours, else the one of the user's with the fitting placeholders."""
    wanted = own.LIST_LAYOUT if not has_map else own.MAP_LAYOUT if has_table else own.WIDE_LAYOUT
    named = next((layout for layout in deck.slide_layouts if layout.name == wanted), None)
    if named is not None:
        return named

    def fitness(layout: Any) -> float:
        kinds = [shape.placeholder_format.type for shape in layout.placeholders]
        score = 4.0 * any(kind in TITLES for kind in kinds)
        pictures = kinds.count(PP_PLACEHOLDER.PICTURE)
        tables = sum(kind in TABLES for kind in kinds)
        score += 3.0 * (pictures == 1) if has_map else -2.0 * pictures
        score += 2.0 * (tables == 1) if has_table else -1.0 * tables
        rest = [kind for kind in kinds if kind not in (*TITLES, *TABLES, *FOOT, PP_PLACEHOLDER.PICTURE)]
        return score - 0.6 * max(0, len(rest) - 1)

    return max(deck.slide_layouts, key=fitness)


def _own_stage(slide: Any, scale: float) -> Stage:
    seats = {shape.placeholder_format.idx: shape for shape in slide.placeholders}
    stage = Stage(
        slide,
        scale,
        title=seats[0],
        subtitle=seats.get(own.SUBTITLE),
        aside=seats.get(own.ASIDE),
        credits=seats.get(own.CREDITS),
        picture=seats.get(own.MAP),
        table=seats.get(own.TABLE),
        edges=tuple(seats[idx] for idx in (own.UPPER_EDGE, own.LOWER_EDGE) if idx in seats),
    )
    if stage.picture is not None:
        stage.map_box = box_of(stage.picture)
        box = stage.map_box
        stage.legend_box = Box(box.x, box.bottom + 0.06, box.width, LEGEND_IN)
    if stage.table is not None:
        stage.table_box = box_of(stage.table)
    stage.credits_box = box_of(stage.credits)
    stage.subtitle_box = box_of(stage.subtitle)
    return stage


def _foreign_stage(
    slide: Any, width: float, height: float, scale: float, has_map: bool, has_table: bool
) -> Stage:
    stage = Stage(slide, scale)
    by_kind: dict[Any, list[Any]] = {}
    for shape in slide.placeholders:
        by_kind.setdefault(shape.placeholder_format.type, []).append(shape)
    stage.title = next((shape for kind in TITLES for shape in by_kind.get(kind, [])), None)
    margin = 0.035 * width
    top = 0.05 * height
    if stage.title is not None:
        title = box_of(stage.title)
        # A title in the middle of a title slide leaves no room below: it is moved up.
        if title.bottom > 0.4 * height or title.height > 0.25 * height:
            title = Box(margin, 0.05 * height, width - 2 * margin, 0.11 * height)
            stage.title.left, stage.title.top, stage.title.width, stage.title.height = (
                int(inches * EMU_PER_INCH) for inches in title
            )
        margin, top = max(0.02 * width, min(title.x, 0.12 * width)), title.bottom
    feet = [box_of(shape) for kind in FOOT for shape in _of_layout(slide, kind)]
    bottom = min([0.96 * height, *(box.y for box in feet if box.y > 0.6 * height)])
    stage.subtitle_box = Box(margin, top + 0.04, width - 2 * margin, SUBTITLE_IN * scale)
    room_top = stage.subtitle_box.bottom + 0.06
    stage.credits_box = Box(margin, bottom - CREDITS_IN * scale, width - 2 * margin, CREDITS_IN * scale)
    room = Box(margin, room_top, width - 2 * margin, stage.credits_box.y - 0.05 - room_top)
    _share_out(stage, room, by_kind, scale, has_map, has_table)
    return stage


def _of_layout(slide: Any, kind: Any) -> list[Any]:
    return [shape for shape in slide.slide_layout.placeholders if shape.placeholder_format.type == kind]


def _share_out(
    stage: Stage, room: Box, by_kind: dict[Any, list[Any]], scale: float, has_map: bool, has_table: bool
) -> None:
    """The seats of the layout where they leave room for both, else the room below the title divided."""
    pictures = by_kind.get(PP_PLACEHOLDER.PICTURE, [])
    tables = [shape for kind in TABLES for shape in by_kind.get(kind, [])]
    if has_map and len(pictures) == 1 and (not has_table or len(tables) == 1):
        picture = box_of(pictures[0])
        if picture.width * picture.height > 0.3 * room.width * room.height:
            stage.picture, stage.map_box = pictures[0], picture
            stage.legend_box = Box(picture.x, picture.bottom + 0.05, picture.width, LEGEND_IN * scale)
            if has_table:
                stage.table, stage.table_box = _as_table(tables[0]), box_of(tables[0])
            return
    gap = GAP_SHARE * room.width
    if not has_map:
        stage.table_box = box_of(tables[0]) if len(tables) == 1 else room
        stage.table = _as_table(tables[0]) if len(tables) == 1 else None
        return
    across = room.width * MAP_SHARE if has_table else room.width
    legend = LEGEND_IN * scale
    stage.map_box = Box(room.x, room.y, across, room.height - legend - 0.06)
    stage.legend_box = Box(room.x, stage.map_box.bottom + 0.05, across, legend)
    if has_table:
        stage.table_box = Box(room.x + across + gap, room.y, room.width - across - gap, room.height)


def _as_table(shape: Any) -> Any:
    """A placeholder that takes a table; one for any object gives only its place."""
    return shape if shape.placeholder_format.type == PP_PLACEHOLDER.TABLE else None
