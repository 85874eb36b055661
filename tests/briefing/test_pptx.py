"""Presentations, opened with python-pptx: native parts in their places, decks, templates, what goes wrong."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from briefing.brief import Brief
from briefing.content import SheetContent
from briefing.formats import write_brief
from briefing.manifest import manifest_of, parse_manifest
from briefing.slides.build import build_deck
from errors import BriefError
from events.filter import Filter
from events.frame import EventFrame
from events.synth import synth
from layers.palette import PALETTE
from maps.static_text import text_width

SLIDE_RATIO = 16 / 9


def deck_of(brief: Brief, events: EventFrame, **options: Any) -> Any:
    """The presentation of a brief as python-pptx reads it."""
    body = build_deck(SheetContent(brief, events), manifest_of(brief, events), **options)
    return Presentation(io.BytesIO(body))


def texts_of(slide: Any) -> str:
    """Every native text of a slide."""
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def tables_of(slide: Any) -> list[Any]:
    return [shape for shape in slide.shapes if shape.has_table]


def pictures_of(slide: Any) -> list[Any]:
    return [shape for shape in slide.shapes if hasattr(shape, "image")]


def assert_inside(deck: Any) -> None:
    """Nothing stands outside its slide."""
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= -2 and shape.top >= -2, shape.name
            assert shape.left + shape.width <= deck.slide_width + Inches(0.02), shape.name
            assert shape.top + shape.height <= deck.slide_height + Inches(0.02), shape.name


def test_one_slide_is_native_and_complete(autumn: Brief, shipped: EventFrame) -> None:
    deck = deck_of(autumn, shipped)
    assert len(deck.slides) == 1
    assert deck.slide_width / deck.slide_height == pytest.approx(SLIDE_RATIO, abs=0.01)
    (slide,) = deck.slides
    assert slide.shapes.title.text_frame.text == "Autumn 1999"
    (picture,) = pictures_of(slide)
    assert picture.is_placeholder
    assert "Autumn 1999" in picture._element.xpath(".//p:cNvPr")[0].get("descr")
    image = Image.open(io.BytesIO(picture.image.blob))
    assert image.width >= 1600
    assert image.width / image.height == pytest.approx(picture.width / picture.height, abs=0.01)
    (table,) = tables_of(slide)
    assert [row.cells[0].text for row in table.table.rows] == [str(n) for n in range(1, 7)]
    content = SheetContent(autumn, shipped)
    for row, one in zip(table.table.rows, content.numbered, strict=True):
        assert shipped.event(one.row).title.split()[0] in row.cells[1].text
    told = texts_of(slide)
    assert content.window_line in told
    assert told.count("FOR INTERNAL USE") == 2
    assert "As of 21\N{NO-BREAK SPACE}Nov 2026" in told
    assert "OpenStreetMap" in told and "GEBCO" in told
    assert_inside(deck)


def test_the_notes_hold_every_incident_with_its_sources(autumn: Brief, shipped: EventFrame) -> None:
    (slide,) = deck_of(autumn, shipped).slides
    notes = slide.notes_slide.notes_text_frame.text
    for one in SheetContent(autumn, shipped).numbered:
        event = shipped.event(one.row)
        assert f"[{event.event_id}]" in notes
        assert all(source.url in notes for source in event.sources)


def test_colours_are_those_of_the_theme_and_of_the_types(autumn: Brief, shipped: EventFrame) -> None:
    for theme in ("light", "dark"):
        body = build_deck(SheetContent(autumn.changed(theme=theme), shipped), manifest_of(autumn, shipped))
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            colours = archive.read("ppt/theme/theme1.xml").decode()
        for token in ("page", "ink", "battles", "strategic"):
            assert PALETTE[theme][token].lstrip("#").upper() in colours  # type: ignore[index]


def test_the_same_brief_makes_the_same_bytes_and_carries_its_manifest(
    autumn: Brief, shipped: EventFrame, tmp_path: Path
) -> None:
    first, second = tmp_path / "a.pptx", tmp_path / "b.pptx"
    manifest = write_brief(autumn, shipped, first)
    write_brief(autumn, shipped, second)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        kept = Xml.fromstring(archive.read("customXml/item1.xml")).text or ""
    assert parse_manifest(kept, "pptx").brief == autumn == manifest.brief
    assert json.loads((tmp_path / "a.pptx.json").read_text())["data"]["digest"] == shipped.digest
    about = Presentation(str(first)).core_properties
    assert (about.title, about.created.date()) == ("Autumn 1999", date(2026, 11, 21))


def test_a_deck_by_month_has_an_overview_each_month_and_the_sources(
    autumn: Brief, shipped: EventFrame
) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in deck_of(autumn, shipped, slides="month").slides]
    assert titles[0] == "Autumn 1999"
    assert titles[-1] == "Sources"
    rows = shipped.rows_in(autumn.filter)
    begun = {shipped.event(int(row)).date_start for row in rows}
    months = sorted({(day.year, day.month) for day in begun if day >= date(1999, 8, 1)})
    assert len(titles) == len(months) + 2
    assert all("1999" in title for title in titles[1:-1])


def test_a_deck_by_place_shows_every_incident_once(autumn: Brief, shipped: EventFrame) -> None:
    brief = autumn.changed(number="all")
    deck = deck_of(brief, shipped, slides="place")
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides if slide.has_notes_slide]
    for row in shipped.rows_in(brief.filter):
        event_id = shipped.event(int(row)).event_id
        parts = [text for text in notes[1:] if f"[{event_id}]" in text]
        assert parts, event_id
    assert_inside(deck)
    links = [
        run.hyperlink.address
        for shape in deck.slides[-1].shapes if shape.has_table
        for row in shape.table.rows for cell in row.cells
        for paragraph in cell.text_frame.paragraphs for run in paragraph.runs
        if run.hyperlink.address
    ]  # fmt: skip
    assert links and all(link.startswith("http") for link in links)


@pytest.mark.parametrize("title", ["Ы" * 500, "word " * 100, "<b>&amp; \x01\u202e</b>", "Бои в горах", ""])
def test_titles_fit_and_are_text(title: str, autumn: Brief, shipped: EventFrame) -> None:
    deck = deck_of(autumn.changed(title=title, subtitle=title[:300], author=title[:300]), shipped)
    (slide,) = deck.slides
    shown = slide.shapes.title.text_frame.text
    frame = slide.shapes.title.text_frame
    points = frame.paragraphs[0].runs[0].font.size.pt
    assert shown and text_width(shown, "bold", points) < 2 * slide.shapes.title.width.pt
    assert (
        2 * 1.2 * points <= slide.shapes.title.height.pt
        or text_width(shown, "bold", points) <= slide.shapes.title.width.pt
    )
    assert "\u202e" not in shown
    if title.startswith("<b>"):
        assert shown.startswith("<b>&amp;")
    assert_inside(deck)


def test_an_empty_window_says_so(autumn: Brief, shipped: EventFrame) -> None:
    empty = autumn.changed(filter=Filter(start=date(1950, 1, 1), end=date(1950, 2, 1)))
    for slides in ("one", "month", "place"):
        (slide,) = deck_of(empty, shipped, slides=slides).slides
        assert "No incidents in this period" in texts_of(slide)
        assert not tables_of(slide)


def test_thousands_of_numbered_incidents_are_counted_not_lost() -> None:
    events = EventFrame(synth(5_000, seed=3))
    brief = Brief(number="all", title="All of them")
    (slide,) = deck_of(brief, events).slides
    (table,) = tables_of(slide)
    shown = len(table.table.rows)
    assert f"and {5_000 - shown:,} more incidents" in texts_of(slide)
    assert len(slide.notes_slide.notes_text_frame.text) < 200_000


# -- the user's own template


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template of another make: 4:3, with slides that must not stay."""
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text_frame.text = "Sample slide"
    path = tmp_path / "house.pptx"
    deck.save(str(path))
    return path


@pytest.mark.parametrize("slides", ["one", "month"])
def test_a_template_of_the_user_keeps_its_layouts_and_loses_its_slides(
    slides: str, template: Path, autumn: Brief, shipped: EventFrame
) -> None:
    deck = deck_of(autumn, shipped, slides=slides, template=template)
    assert (deck.slide_width, deck.slide_height) == (9144000, 6858000)
    assert all("Sample slide" not in texts_of(slide) for slide in deck.slides)
    first = deck.slides[0]
    assert first.shapes.title.text_frame.text == "Autumn 1999"
    assert len(pictures_of(first)) == len(tables_of(first)) == 1
    assert "FOR INTERNAL USE" in texts_of(first)
    picture, table = pictures_of(first)[0], tables_of(first)[0]
    assert picture.left + picture.width <= table.left
    assert_inside(deck)


def test_a_potx_is_a_template_too(template: Path, autumn: Brief, shipped: EventFrame, tmp_path: Path) -> None:
    potx = tmp_path / "house.potx"
    with zipfile.ZipFile(template) as source, zipfile.ZipFile(potx, "w") as target:
        for member in source.infolist():
            body = source.read(member)
            if member.filename == "[Content_Types].xml":
                body = body.replace(b"presentation.main+xml", b"template.main+xml")
            target.writestr(member, body)
    out = tmp_path / "out.pptx"
    write_brief(autumn, shipped, out, template=potx)
    assert len(Presentation(str(out)).slides) == 1


def test_a_deck_made_here_is_a_template_with_one_manifest(
    autumn: Brief, shipped: EventFrame, tmp_path: Path
) -> None:
    first, second = tmp_path / "a.pptx", tmp_path / "b.pptx"
    write_brief(autumn, shipped, first)
    write_brief(autumn.changed(title="Next"), shipped, second, template=first)
    with zipfile.ZipFile(second) as archive:
        manifests = [name for name in archive.namelist() if name.startswith("customXml/item")]
    assert len(manifests) == 1


@pytest.mark.parametrize("kind", ["missing", "text", "other zip", "cut", "folder"])
def test_a_broken_template_is_one_clear_line(
    kind: str, template: Path, autumn: Brief, shipped: EventFrame, tmp_path: Path
) -> None:
    path = tmp_path / "broken.pptx"
    if kind == "text":
        path.write_text("no presentation")
    elif kind == "other zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.txt", "a")
    elif kind == "cut":
        path.write_bytes(template.read_bytes()[:9_000])
    elif kind == "folder":
        path.mkdir()
    with pytest.raises(BriefError) as caught:
        deck_of(autumn, shipped, template=path)
    assert str(path) in str(caught.value)
    assert "expected" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_template_for_another_format_is_refused(
    template: Path, autumn: Brief, shipped: EventFrame, tmp_path: Path
) -> None:
    with pytest.raises(BriefError, match="pptx"):
        write_brief(autumn, shipped, tmp_path / "a.csv", template=template)
    assert not (tmp_path / "a.csv").exists()
