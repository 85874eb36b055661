"""Build a deck from a brief: slides with map and list, the rest of long lists, the sources, notes."""

from __future__ import annotations

import gc
import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part as PackagePart
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from briefing.content import SheetContent
from briefing.incident_rows import IncidentRow, incident_rows
from briefing.manifest import MAKER, Manifest
from briefing.render import map_canvas
from briefing.slides.legend import add_legend
from briefing.slides.notes import list_notes, map_notes
from briefing.slides.own_layouts import own_deck
from briefing.slides.plan import Part, SourceLine, parts, source_lines
from briefing.slides.setting import (
    CENTRE,
    RIGHT,
    Cell,
    Run,
    add_picture,
    add_table,
    add_text,
    credit_lines,
    fitting,
    hex_of,
    set_text,
    title_lines,
)
from briefing.slides.stage import Stage, new_stage
from briefing.slides.template import open_template
from maps.static_canvas import Box
from maps.static_counts import TOKENS
from maps.static_furniture import scale_latitude
from maps.static_legend import legend_sections
from maps.static_map import DrawnMap
from maps.static_text import clean

MAP_PX = 1640
ROW_IN, MORE_IN = 0.43, 0.26
MOST_LIST_SLIDES = 4
MOST_SOURCES, SOURCES_A_SLIDE = 72, 18
MANIFEST_NAMESPACE = "urn:fergana-incident-map:manifest"
ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def build_deck(
    content: SheetContent, manifest: Manifest, *, slides: str = "one", template: Path | None = None
) -> bytes:
    """A presentation of the brief.

    Args:
        slides: 'one' slide, or an overview with a slide a 'month' or a 'place' and the sources at the end.
        template: A file of the user's whose layouts, colours and fonts are taken instead of ours.

    Raises:
        BriefError: The template is broken, or a numbered incident is not there.
    """
    deck: Any = own_deck(content.palette) if template is None else open_template(template)
    deck_parts = parts(content, slides)
    for number, part in enumerate(deck_parts):
        _add_part(deck, content, part, is_overview=number == 0, goes_on=slides != "one")
    if slides != "one":
        _add_sources(deck, content, deck_parts)
    _describe(deck, content, manifest)
    return _packed(deck)


# -- slides


def _add_part(deck: Any, whole: SheetContent, part: Part, *, is_overview: bool, goes_on: bool) -> None:
    content = part.content
    has_table = bool(content.numbered)
    stage = new_stage(deck, has_map=True, has_table=has_table)
    heading = part.heading or content.title
    _head(stage, whole, heading, [] if part.heading else [clean(content.brief.subtitle)], content.window_line)
    drawn = _add_map(stage, content, f"{heading}: {content.window_line}")
    if stage.legend_box.height > 0:
        add_legend(
            stage.slide, stage.legend_box, legend_sections(drawn, content.words), content.palette, stage.scale
        )
    fits = max(1, int((stage.table_box.height - MORE_IN * stage.scale) / (ROW_IN * stage.scale)))
    total = len(content.numbered)
    if total <= int(stage.table_box.height / (ROW_IN * stage.scale)):
        fits = total
    left = total - fits
    if has_table:
        rows = list(islice(incident_rows(content.numbered, content.events, content.words), fits))
        more = 0 if goes_on and is_overview else max(0, left)
        _add_list(stage, stage.table_box, rows, content, drawn.on_map, more)
    if content.is_empty:
        lines = [[Run(line, 12 * stage.scale)] for line in content.empty_lines()]
        head = [Run(content.words("No incidents in this period"), 16 * stage.scale, bold=True)]
        box = stage.map_box
        add_text(stage.slide, Box(box.x + 0.3, box.y + 0.3, 4.2, 1.2), [head, *lines], "No incidents")
    credited = content.footer(drawn, scale_latitude(drawn.frame))
    _foot(stage, credited)
    _finish(stage, map_notes(content, heading, credited))
    if goes_on and is_overview and left > 0:
        _add_rest(deck, whole, content, fits)


def _head(stage: Stage, whole: SheetContent, heading: str, lines: Sequence[str], window: str) -> None:
    handling = clean(whole.brief.handling).upper()
    for edge in stage.edges:
        set_text(edge.text_frame, [[Run(fitting(handling, 10 * stage.scale, 12.5), 10 * stage.scale, True)]])
    if handling and not stage.edges:
        lines = [handling, *lines]
    if stage.title is not None:
        is_own = bool(stage.edges)
        box = Box(*(side / 914_400 for side in (
            stage.title.left, stage.title.top, stage.title.width, stage.title.height
        )))  # fmt: skip
        points, text = title_lines(heading, box, stage.scale)
        stage.title.text_frame.text = text
        if is_own or points < 26 * stage.scale:
            for run in stage.title.text_frame.paragraphs[0].runs:
                run.font.size = int(points * 12_700)
    else:
        lines = [heading, *lines]
    points = 13 * stage.scale
    told = [line for line in lines if line][:1]
    width = stage.subtitle_box.width
    paragraphs = [[Run(fitting(line, points, width), points)] for line in told]
    paragraphs.append([Run(fitting(window, points, width), points, token="muted")])
    if stage.subtitle is not None:
        set_text(stage.subtitle.text_frame, paragraphs)
    else:
        add_text(stage.slide, stage.subtitle_box, paragraphs, "Period")
    aside = [whole.as_of_line, whole.author_line]
    shown = [[Run(fitting(line, 12 * stage.scale, 2.4), 12 * stage.scale, number == 0)]
             for number, line in enumerate(aside) if line]  # fmt: skip
    if stage.aside is not None and shown:
        set_text(stage.aside.text_frame, shown)
    elif shown:
        box = stage.subtitle_box
        side = add_text(stage.slide, Box(box.right - 2.5, box.y, 2.5, box.height), shown, "As of")
        for paragraph in side.text_frame.paragraphs:
            paragraph.alignment = RIGHT


def _add_map(stage: Stage, content: SheetContent, told: str) -> DrawnMap:
    box = stage.map_box
    height = max(200, round(MAP_PX * box.height / box.width))
    canvas, drawn = map_canvas(content.brief, content.events, (MAP_PX, height))
    add_picture(stage.slide, canvas.image(), box, stage.picture, told)
    # Drawings refer to themselves: without this those of a whole deck would wait for the collector.
    canvas.figure.clear()
    gc.collect()
    return drawn


def _add_list(
    stage: Stage,
    box: Box,
    rows: Sequence[IncidentRow],
    content: SheetContent,
    on_map: set[int] | None,
    more: int,
    *,
    columns: int = 1,
) -> None:
    """Numbers in the colour of their type, then date and place above the headline."""
    points, palette = 10 * stage.scale, content.palette
    number_in = 0.36 * stage.scale
    column_in = box.width / columns
    text_in = column_in - number_in - 0.12
    per_column = -(-len(rows) // columns)
    blank = Cell([[Run("", points)]])
    lines: list[list[Cell]] = []
    for line in range(per_column):
        cells: list[Cell] = []
        for column in range(columns):
            at = column * per_column + line
            if at >= len(rows):
                cells += [blank, blank]
                continue
            cells += _row_cells(rows[at], text_in, points, palette, on_map)
        lines.append(cells)
    shares = [number_in / box.width, (column_in - number_in) / box.width] * columns
    told = content.words("Incidents in date order")
    add_table(
        stage.slide, box, lines, shares, ROW_IN * stage.scale, hex_of(palette["line"]), stage.table, told
    )
    if more:
        said = content.words.many("and {count} more incident", "and {count} more incidents", more)
        y = box.y + ROW_IN * stage.scale * per_column + 0.04
        add_text(
            stage.slide,
            Box(box.x, y, box.width, 0.22),
            [[Run(said, points, True, "muted")]],
            "More incidents",
        )


def _row_cells(
    row: IncidentRow, text_in: float, points: float, palette: dict[str, str], on_map: set[int] | None
) -> list[Cell]:
    token = TOKENS[row.type_code]
    is_on_map = on_map is None or row.number in on_map
    number = Cell(
        [[Run(str(row.number), points, True, "ink" if is_on_map else "muted")]],
        hex_of(palette[token]) if is_on_map else "",
        hex_of(palette[f"on-{token}"]),
        CENTRE,
    )
    date = fitting(row.date, points, text_in * 0.6, bold=True)
    rest = " · ".join(part for part in (row.status, row.place) if part)
    first = fitting(f"{date}  {rest}", points - 0.5, text_in * 0.97)
    head = [Run(date, points, True), Run(first[len(date) :], points - 1, token="muted")]
    told = " · ".join(part for part in (row.headline, row.deaths) if part)
    return [number, Cell([head, [Run(fitting(told, points, text_in), points)]])]


def _add_rest(deck: Any, whole: SheetContent, content: SheetContent, first: int) -> None:
    """What of the overview's list had no room beside the map."""
    total = len(content.numbered)
    for number in range(MOST_LIST_SLIDES):
        if first >= total:
            return
        stage = new_stage(deck, has_map=False, has_table=True)
        height = stage.table_box.height - MORE_IN * stage.scale
        columns = 3 if stage.table_box.width > 11 else 2
        fits = max(1, int(height / (ROW_IN * stage.scale))) * columns
        chosen = content.numbered[first : first + fits]
        more = total - first - len(chosen) if number == MOST_LIST_SLIDES - 1 else 0
        _head(
            stage, whole, content.words("Incidents in date order, continued"), [content.title],
            content.window_line,
        )  # fmt: skip
        rows = list(incident_rows(chosen, content.events, content.words))
        _add_list(stage, stage.table_box, rows, content, None, more, columns=columns)
        _finish(stage, list_notes(content, chosen))
        first += len(chosen)


def _add_sources(deck: Any, content: SheetContent, deck_parts: Sequence[Part]) -> None:
    lines, more = source_lines([part.content for part in deck_parts], MOST_SOURCES)
    for start in range(0, len(lines), SOURCES_A_SLIDE):
        stage = new_stage(deck, has_map=False, has_table=True)
        is_last = start + SOURCES_A_SLIDE >= len(lines)
        said = content.words.many("{count} source", "{count} sources", len(lines) + more)
        _head(stage, content, content.words("Sources"), [content.title], said)
        _source_table(stage, content, lines[start : start + SOURCES_A_SLIDE], more if is_last else 0)
        _finish(stage, "")


def _source_table(stage: Stage, content: SheetContent, lines: Sequence[SourceLine], more: int) -> None:
    points, box = 10 * stage.scale, stage.table_box
    shares = (0.24, 0.47, 0.11, 0.18)
    rows = []
    for line in lines:
        named = content.words.many("{count} incident", "{count} incidents", line.incidents)
        title = fitting(line.title or line.url, points, box.width * shares[1] - 0.15)
        texts = (
            Run(fitting(line.publisher, points, box.width * shares[0] - 0.15, bold=True), points, True),
            Run(title, points, link=line.url),
            Run(line.published, points),
            Run(named, points, token="muted"),
        )
        rows.append([Cell([[run]]) for run in texts])
    height = min(0.29 * stage.scale, box.height / max(1, len(rows)))
    told = content.words("Sources")
    add_table(stage.slide, box, rows, shares, height, hex_of(content.palette["line"]), stage.table, told)
    if more:
        said = content.words.many("and {count} more source", "and {count} more sources", more)
        y = box.y + height * len(rows) + 0.04
        add_text(
            stage.slide, Box(box.x, y, box.width, 0.22), [[Run(said, points, True, "muted")]], "More sources"
        )


def _foot(stage: Stage, lines: Sequence[str]) -> None:
    points, text = credit_lines(lines, stage.credits_box, stage.scale)
    paragraphs = [[Run(line, points, token="muted")] for line in text]
    if stage.credits is not None:
        set_text(stage.credits.text_frame, paragraphs)
    else:
        add_text(stage.slide, stage.credits_box, paragraphs, "Sources")


def _finish(stage: Stage, notes: str) -> None:
    _number_slide(stage)
    stage.clear()
    if notes:
        stage.slide.notes_slide.notes_text_frame.text = notes


def _number_slide(stage: Stage) -> None:
    """The number of the slide, which a new slide does not take from its layout by itself."""
    for shape in stage.slide.slide_layout.placeholders:
        if shape.placeholder_format.type == 13:
            tree = stage.slide.shapes._spTree
            idx = shape.placeholder_format.idx
            tree.append(
                parse_xml(
                    f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{900 + len(tree)}" name="Number"/>'
                    '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
                    f'<p:ph type="sldNum" sz="quarter" idx="{idx}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody>'
                    '<a:bodyPr/><a:lstStyle/><a:p><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" '
                    'type="slidenum"><a:rPr lang="en-GB"/><a:t>‹#›</a:t></a:fld></a:p></p:txBody></p:sp>'
                )
            )
            return


# -- the file


def _describe(deck: Any, content: SheetContent, manifest: Manifest) -> None:
    about = deck.core_properties
    about.title, about.author = content.title[:255], clean(content.brief.author)[:255] or MAKER
    about.subject, about.comments = content.window_line[:255], clean(content.brief.notes)[:255]
    about.last_modified_by, about.keywords, about.category = MAKER, "", clean(content.brief.handling)[:255]
    day = content.brief.as_of
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else datetime(2000, 1, 1, tzinfo=UTC)
    about.created = about.modified = moment.replace(tzinfo=None)
    about.revision = 1
    body = manifest.write().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="{MANIFEST_NAMESPACE}">{body}</manifest>'
    for key, there in list(deck.part.rels.items()):
        # A template that was made here itself brings the manifest of its own making.
        if (
            there.reltype == RELATIONSHIP_TYPE.CUSTOM_XML
            and MANIFEST_NAMESPACE.encode() in there.target_part.blob
        ):
            deck.part.rels.pop(key)
    package = deck.part.package
    name = PackURI(package.next_partname("/customXml/item%d.xml"))
    part = PackagePart(name, "application/xml", package, xml.encode("utf-8", "replace"))
    deck.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


def _packed(deck: Any) -> bytes:
    """The file with one fixed day on all its parts: the same brief gives the same bytes."""
    raw, sink = io.BytesIO(), io.BytesIO()
    deck.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(sink, "w") as target:
        for member in source.infolist():
            info = zipfile.ZipInfo(member.filename, ZIP_DAY)
            packed = not member.filename.endswith((".jpg", ".png"))
            info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            target.writestr(info, source.read(member))
    return sink.getvalue()
