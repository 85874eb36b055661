"""The files themselves, opened by other readers: exact sizes, real text, the manifest, the same bytes."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from pypdf import PdfReader

from briefing.brief import Brief
from briefing.formats import brief_formats, format_for, write_brief
from briefing.manifest import manifest_of, parse_manifest, read_manifest, sidecar_of
from cli import main
from errors import BriefError
from events.filter import Filter
from events.frame import EventFrame
from events.synth import synth

NASTY = 'Costs $x^2$ & <b>"bold"</b> \x07 \u202e \\frac{1}{2}'
NASTY_SHOWN = 'Costs $x^2$ & <b>"bold"</b> [U+0007] [U+202E] \\frac{1}{2}'


def document(brief: Brief, events: EventFrame, name: str) -> bytes:
    return brief_formats()[name].document(brief, events, manifest_of(brief, events))


@pytest.mark.parametrize("size", [(1280, 720), (901, 1203), (640, 640)])
def test_a_png_has_exactly_the_pixels_asked_for(
    autumn: Brief, shipped: EventFrame, size: tuple[int, int]
) -> None:
    body = document(autumn.changed(size=f"{size[0]}x{size[1]}"), shipped, "png")
    with Image.open(io.BytesIO(body)) as image:
        image.load()
        assert image.size == size
        assert image.info["Title"] == "Autumn 1999"


def test_a_page_of_paper_has_its_dots_and_its_measure(autumn: Brief, shipped: EventFrame) -> None:
    with Image.open(io.BytesIO(document(autumn.changed(size="a5@150"), shipped, "png"))) as image:
        assert image.size == (874, 1240)
        assert image.info["dpi"] == pytest.approx((150, 150), abs=0.5)
    page = PdfReader(io.BytesIO(document(autumn.changed(size="a4"), shipped, "pdf"))).pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((595.3, 841.9), abs=0.6)


@pytest.mark.parametrize("name", ["png", "svg", "pdf"])
def test_the_same_brief_makes_the_same_bytes(autumn: Brief, shipped: EventFrame, name: str) -> None:
    assert document(autumn, shipped, name) == document(autumn, shipped, name)


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_a_file_carries_its_manifest_and_is_made_anew_from_it(
    autumn: Brief, shipped: EventFrame, tmp_path: Path, suffix: str
) -> None:
    brief = autumn.changed(title="--> -- " + NASTY, notes="-->")
    path = tmp_path / f"one.{suffix}"
    written = write_brief(brief, shipped, path)
    assert read_manifest(path) == written
    assert read_manifest(sidecar_of(path)) == written
    again = tmp_path / f"two.{suffix}"
    write_brief(read_manifest(path).brief, shipped, again)
    assert again.read_bytes() == path.read_bytes()
    told = json.loads(sidecar_of(path).read_text(encoding="utf-8"))
    assert told["data"]["digest"] == shipped.digest
    assert "matplotlib" in told["versions"]
    assert told["link"].startswith("?from=1999-08-01&to=1999-10-31")


def test_text_is_text_in_a_pdf(autumn: Brief, shipped: EventFrame) -> None:
    reader = PdfReader(io.BytesIO(document(autumn.changed(title=NASTY, lang="ru"), shipped, "pdf")))
    text = reader.pages[0].extract_text()
    assert NASTY_SHOWN in text
    assert "Инциденты по датам" in text
    assert "Uzbek jets attack rebels inside Kyrgyzstan" in text
    assert "Страница 1 из 1" in text
    assert reader.metadata is not None
    assert reader.metadata.creation_date is None


def test_text_is_text_in_an_svg_and_its_fonts_are_inside(autumn: Brief, shipped: EventFrame) -> None:
    body = document(autumn.changed(title=NASTY), shipped, "svg").decode()
    tree = ElementTree.fromstring(body)
    texts = [node.text for node in tree.iter("{http://www.w3.org/2000/svg}text")]
    assert NASTY_SHOWN in texts
    assert 'font-family:"Incident Sans Bold"' in body
    assert "http://" not in body.replace("http://www.w3.org", "").replace("http://purl.org", "").replace(
        "http://creativecommons.org", ""
    )


def test_a_vague_date_is_no_day_on_the_sheet(shipped: EventFrame) -> None:
    brief = Brief(filter=Filter(start=date(1998, 11, 1), end=date(1998, 11, 30)), size="a4")
    text = PdfReader(io.BytesIO(document(brief, shipped, "pdf"))).pages[0].extract_text()
    assert "Nov 1998" in text
    assert "1 Nov 1998" not in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "province level" in text


def test_a_long_list_goes_on_over_pages_and_ends_with_how_many_more() -> None:
    events = EventFrame(synth(600, 3))
    brief = Brief(number="all", size="a4", layers=("by_place",), base="plain")
    reader = PdfReader(io.BytesIO(document(brief, events, "pdf")))
    pages = [page.extract_text() for page in reader.pages]
    assert 5 < len(pages) < 40
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
    assert "more incident" not in "".join(pages)
    assert "\n600\n" in pages[-1] or " 600 " in pages[-1] or pages[-1].count("600")
    svg = document(brief, events, "svg").decode()
    assert "more incidents" in svg


def test_an_empty_window_says_so_and_where_the_next_is(shipped: EventFrame) -> None:
    brief = Brief(filter=Filter(start=date(1985, 1, 1), end=date(1985, 12, 31)), size="a4")
    text = PdfReader(io.BytesIO(document(brief, shipped, "pdf"))).pages[0].extract_text()
    assert "No incidents in this period" in text
    assert "The next one begins in Jan 1992." in text
    assert "1985 · no incidents" in text


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Ж" * 500, "handling": "W " * 900, "author": "Q" * 300, "notes": "note " * 400},
        {"extent": (170, -10, -170, 10)},
        {"extent": (72.8, 40.5, 72.8, 40.5)},
        {"extent": (-180, -85, 180, 85), "projection": "mercator"},
        {"extent": (-180, -90, 180, 90)},
        {"extent": (10, 89, 20, 90)},
        {"extent": "events", "number": "places"},
        {"projection": "equal-area", "base": "relief"},
        {"layers": ("heat",), "base": "none"},
        {"layers": ("points", "precision"), "base": "dark"},
        {"layers": ("by_district",), "base": "online"},
        {"layers": (), "base": "none", "number": "none"},
        {"filter": Filter(start=date(2150, 1, 1), end=date(2150, 1, 1))},
    ],
    ids=str,
)
def test_odd_briefs_make_a_whole_sheet(shipped: EventFrame, fields: dict[str, object]) -> None:
    brief = Brief.model_validate({"size": "800x560", "filter": Filter(start=date(1999, 1, 1)), **fields})
    with Image.open(io.BytesIO(document(brief, shipped, "png"))) as image:
        image.load()
        assert image.size == (800, 560)
        assert len(set(image.convert("L").resize((80, 56)).tobytes())) > 20


def test_without_any_event_there_is_a_sheet(shipped: EventFrame) -> None:
    none = EventFrame(shipped.table.slice(0, 0))
    with Image.open(io.BytesIO(document(Brief(size="800x560", extent="events"), none, "png"))) as image:
        assert image.size == (800, 560)


@pytest.mark.parametrize("name", ["sheet.nothing", "sheet", "no/folder/sheet.png", "."])
def test_a_path_that_cannot_be_written_is_told(
    autumn: Brief, shipped: EventFrame, tmp_path: Path, name: str
) -> None:
    with pytest.raises(BriefError) as told:
        write_brief(autumn, shipped, tmp_path / name)
    assert "expected" in str(told.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[1]", b"\x89PNG", b'{"brief": {}, "data": {}, "versions": {}}']
)
@pytest.mark.parametrize("suffix", ["json", "png", "pdf", "svg"])
def test_a_file_without_a_manifest_is_refused(tmp_path: Path, body: bytes, suffix: str) -> None:
    path = tmp_path / f"other.{suffix}"
    path.write_bytes(body)
    with pytest.raises(BriefError) as told:
        read_manifest(path)
    assert "\n" not in str(told.value)


def test_a_manifest_tells_what_has_changed_since(autumn: Brief, shipped: EventFrame) -> None:
    then = manifest_of(autumn, shipped)
    fewer = manifest_of(autumn, EventFrame(shipped.table.slice(0, 5)))
    assert then.differences(manifest_of(autumn, shipped)) == []
    assert "the events are others" in then.differences(fewer)[0]
    told = json.loads(then.write())
    told["versions"]["matplotlib"] = "0.1"
    assert "matplotlib 0.1 is" in parse_manifest(json.dumps(told), "here").differences(then)[0]


def test_every_format_has_a_suffix_of_its_own() -> None:
    suffixes = [suffix for known in brief_formats().values() for suffix in known.SUFFIXES]
    assert len(suffixes) == len(set(suffixes))
    for suffix in suffixes:
        assert suffix in format_for(Path(f"a{suffix.upper()}")).SUFFIXES


def test_the_command_writes_a_sheet_and_makes_it_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "first.png", tmp_path / "second.png"
    link = "?from=1999-08-01&to=1999-10-31&at=40,71,8&layers=plain,by_place,national"
    asked = [
        "brief",
        str(first),
        "--link",
        link,
        "--size",
        "640x480",
        "--title",
        "Autumn",
        "--number",
        "top:3",
    ]
    assert main(asked) == 0
    assert main(["brief", str(second), "--from-manifest", str(sidecar_of(first))]) == 0
    assert first.read_bytes() == second.read_bytes()
    brief = read_manifest(first).brief
    assert (brief.title, brief.base, brief.number) == ("Autumn", "plain", "top:3")
    assert brief.as_of is not None
    capsys.readouterr()
    assert main(["brief", str(second), "--from-manifest", str(first), "--type", "riots"]) == 1
    assert main(["brief", str(second), "--number", "some"]) == 1
    assert main(["brief", str(tmp_path / "x.bmp")]) == 1
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 3
    assert all("expected" in line for line in told)
