"""Text, tables and pictures on slides: everything native, so that it can be edited."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from briefing.slides.stage import EMU_PER_INCH
from maps.static_canvas import Box
from maps.static_text import Face, cut, fit, wrap

NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
POINTS_PER_INCH = 72
# Text is measured in the font of the maps, which runs a little narrower than the slides' may.
WIDER = 1.06
PICTURE_QUALITY = 90


@dataclass(frozen=True)
class Run:
    """Text of one look; a `token` is 'ink' or 'muted' of the theme, a `link` an http(s) address."""

    text: str
    points: float
    bold: bool = False
    token: str = "ink"
    link: str = ""


def emu(inches: float) -> Emu:
    """Inches as a length of a slide."""
    return Emu(round(inches * EMU_PER_INCH))


def fitting(text: str, points: float, inches: float, *, bold: bool = False) -> str:
    """`text`, shortened so that it stays on one line."""
    face: Face = "bold" if bold else "regular"
    return cut(text, face, points * WIDER, inches * POINTS_PER_INCH)


def title_lines(text: str, box: Box, scale: float) -> tuple[float, str]:
    """The largest size at which a title fits into its box in two lines, and what of it fits."""
    sizes = tuple(points * scale * WIDER for points in (26, 23, 20, 17, 15, 13.5))
    one, width = sizes[0], box.width * POINTS_PER_INCH
    size, lines = fit(text, "bold", (one,), width, 1)
    if len(lines) > 1 or (lines and lines[0] != text):
        size, lines = fit(text, "bold", sizes[2:], width, 2)
    return size / WIDER, " ".join(lines)


def credit_lines(lines: Sequence[str], box: Box, scale: float) -> tuple[float, list[str]]:
    """Whose data are shown, in the largest type in which all of it fits into the box."""
    for points in (8.0, 7.5, 7.0, 6.5, 6.0):
        size, width = points * scale * WIDER, box.width * POINTS_PER_INCH
        most = max(1, int(box.height * POINTS_PER_INCH / (size * 1.16)))
        wrapped = [part for line in lines for part in wrap(line, "regular", size, width, 4)]
        if len(wrapped) <= most:
            break
    return points * scale, wrapped[:most]


def set_text(frame: Any, paragraphs: Sequence[Sequence[Run]], *, align: Any = None) -> None:
    """Put paragraphs of runs into a text frame, instead of what it holds."""
    frame.clear()
    for number, runs in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        if align is not None:
            paragraph.alignment = align
        for run in runs:
            if not run.text:
                continue
            made = paragraph.add_run()
            made.text = run.text
            made.font.size = Pt(round(run.points * 2) / 2)
            made.font.bold = run.bold
            made.font.color.theme_color = (
                MSO_THEME_COLOR.TEXT_2 if run.token == "muted" else MSO_THEME_COLOR.TEXT_1
            )
            if run.link:
                made.hyperlink.address = run.link


def add_text(slide: Any, box: Box, paragraphs: Sequence[Sequence[Run]], name: str) -> Any:
    """A text box."""
    shape = slide.shapes.add_textbox(*(emu(side) for side in box))
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    set_text(frame, paragraphs)
    return shape


def add_picture(slide: Any, image: Image.Image, box: Box, placeholder: Any, told: str) -> Any:
    """A picture in its placeholder, or on the slide where there is none; `told` says what it shows."""
    sink = io.BytesIO()
    # The relief is a photograph of a kind: as JPEG a slide is a tenth as large, and text on it stays sharp.
    image.convert("RGB").save(sink, "JPEG", quality=PICTURE_QUALITY, subsampling=0, optimize=True)
    sink.seek(0)
    if placeholder is not None:
        picture = placeholder.insert_picture(sink)
    else:
        picture = slide.shapes.add_picture(sink, *(emu(side) for side in box))
    properties = picture._element.xpath(".//p:cNvPr")[0]
    properties.set("descr", told)
    properties.set("name", "Map")
    return picture


@dataclass(frozen=True)
class Cell:
    """A cell of a table: paragraphs, and a fill as RRGGBB with the text on it in `text_color`."""

    paragraphs: Sequence[Sequence[Run]]
    fill: str = ""
    text_color: str = ""
    align: Any = None


def add_table(
    slide: Any,
    box: Box,
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float],
    row_height: float,
    rule: str,
    placeholder: Any,
    told: str,
) -> Any:
    """A table with thin rules between its rows; the widths are shares of the box, the height is inches."""
    if placeholder is not None:
        made = placeholder.insert_table(len(rows), len(widths))
    else:
        made = slide.shapes.add_table(len(rows), len(widths), *(emu(side) for side in box))
    frame_name = made._element.xpath(".//p:cNvPr")[0]
    frame_name.set("name", "Incidents")
    frame_name.set("descr", told)
    table = made.table
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = NO_STYLE
    table.first_row = table.horz_banding = False
    made.left, made.top, made.width = emu(box.x), emu(box.y), emu(box.width)
    for column, share in zip(table.columns, widths, strict=True):
        column.width = emu(box.width * share)
    for number, cells in enumerate(rows):
        table.rows[number].height = emu(row_height)
        for column, cell in enumerate(cells):
            _fill_cell(table.cell(number, column), cell, rule)
    made.height = emu(row_height * len(rows))
    return made


def _fill_cell(target: Any, cell: Cell, rule: str) -> None:
    target.margin_left, target.margin_right = emu(0.06), emu(0.03)
    target.margin_top = target.margin_bottom = emu(0.02)
    target.vertical_anchor = 3  # the middle
    set_text(target.text_frame, cell.paragraphs, align=cell.align)
    target.text_frame.word_wrap = True
    if cell.fill:
        target.fill.solid()
        target.fill.fore_color.rgb = RGBColor.from_string(cell.fill)
        for paragraph in target.text_frame.paragraphs:
            for run in paragraph.runs:
                run.font.color.rgb = RGBColor.from_string(cell.text_color)
    properties = target._tc.get_or_add_tcPr()
    line = parse_xml(
        f'<a:lnB {nsdecls("a")} w="6350"><a:solidFill><a:srgbClr val="{rule}"/></a:solidFill></a:lnB>'
    )
    properties.insert(0, line)


def hex_of(color: str) -> str:
    """#rrggbb as slides write it."""
    return color.lstrip("#").upper()


CENTRE = PP_ALIGN.CENTER
RIGHT = PP_ALIGN.RIGHT
