"""What QGIS, Google Earth and Excel find in files: styles, layers, times, folders, sheets, no formulas."""

from __future__ import annotations

import datetime as dt
import io
import re
import sqlite3
import zipfile
from pathlib import Path
from xml.etree import ElementTree as Xml

import geopandas as gpd
import openpyxl
import pytest
import xlsxwriter
from event_samples import row_table

from errors import FormatError
from events.about import About, with_about
from events.event import Event
from events.formats import read_file, read_table, write_table
from events.frame import EventFrame
from events.kml_text import DOT_FILE
from events.mapping_kept import read_mapped
from events.reading import DataSetInfo
from events.type_colors import TYPE_COLORS
from layers.palette import PALETTE, TYPE_TOKENS

KML = "{http://www.opengis.net/kml/2.2}"
ROWS = (
    {"title": "Exact & <b>bold</b>", "dataset": "mine"},
    {"where_prec": 2, "radius_km": 25.0, "event_type": "Protests", "date_end": dt.date(1999, 10, 27),
     "date_prec": 2},
    {"where_prec": 4, "radius_km": 80.0, "latitude": 40.53, "longitude": 72.8, "place": "Osh"},
    {"where_prec": 6, "latitude": None, "longitude": None},
)  # fmt: skip


def frame() -> EventFrame:
    return EventFrame(row_table(*({"date_end": dt.date(1999, 10, 25), **row} for row in ROWS)))


def test_the_colours_of_files_are_those_of_the_map() -> None:
    assert {kind: PALETTE["light"][TYPE_TOKENS[kind]] for kind in TYPE_TOKENS} == dict(TYPE_COLORS)


def test_a_geopackage_brings_styles_for_qgis(tmp_path: Path) -> None:
    path = tmp_path / "events.gpkg"
    write_table(frame().table, path)
    connection = sqlite3.connect(path)
    styles = dict(
        connection.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault = 1")
    )
    listed = {name for (name,) in connection.execute("SELECT table_name FROM gpkg_contents")}
    geometry = dict(connection.execute("SELECT table_name, column_name FROM gpkg_geometry_columns"))
    styled = dict(connection.execute("SELECT f_table_name, f_geometry_column FROM layer_styles"))
    connection.close()
    assert listed == {"events", "areas", "layer_styles"}
    assert styled == geometry
    root = Xml.fromstring(styles["events"])
    assert [item.get("value") for item in root.iter("category")] == list(TYPE_COLORS)
    symbols = root.findall("renderer-v2/symbols/symbol")
    red, green, blue = (int(TYPE_COLORS["Battles"][at : at + 2], 16) for at in (1, 3, 5))
    colors = [option.get("value") for option in symbols[0].iter("Option") if option.get("name") == "color"]
    assert colors == [f"{red},{green},{blue},255"]
    temporal = root.find("temporal")
    assert temporal is not None
    assert (temporal.get("startField"), temporal.get("endField")) == ("date_start", "date_end")
    assert Xml.fromstring(styles["areas"]).find("renderer-v2") is not None


def test_a_geopackage_draws_how_far_a_place_may_be(tmp_path: Path) -> None:
    path = tmp_path / "events.gpkg"
    write_table(frame().table, path)
    areas = gpd.read_file(path, layer="areas").set_index("where_prec")
    assert sorted(areas.index) == [2, 4]
    assert areas.loc[2, "area"] == "disc"
    disc = areas.loc[[2]].to_crs(32643)
    assert disc.area.iloc[0] / 1e6 == pytest.approx(3.1416 * 25**2, rel=0.01)
    assert areas.loc[4, "area"] == "province"
    assert areas.loc[4, "events"] == 1
    assert read_file(path).events.num_rows == 4
    only = tmp_path / "exact.gpkg"
    write_table(EventFrame(row_table({})).table, only)
    assert read_table(only).num_rows == 1


def test_two_columns_of_one_name_are_no_geopackage(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="Mood, mood"):
        write_table(EventFrame(row_table({"mood": "a", "Mood": "b"})).table, tmp_path / "events.gpkg")
    write_table(EventFrame(row_table({"fid": 7, "geom": "b"})).table, tmp_path / "events.gpkg")
    back = read_table(tmp_path / "events.gpkg")
    assert (back.column("fid").to_pylist(), back.column("geom").to_pylist()) == ([7], ["b"])


def test_kml_has_folders_styles_and_times(tmp_path: Path) -> None:
    path = tmp_path / "events.kml"
    write_table(with_about(frame().table, About(dt.date(2026, 1, 2), "type battles")), path)
    root = Xml.parse(path).getroot()
    folders = {folder.findtext(f"{KML}name"): folder for folder in root.iter(f"{KML}Folder")}
    assert list(folders) == ["Battles", "Protests"]
    assert folders["Battles"].findtext(f".//{KML}TimeStamp/{KML}when") == "1999-10-25"
    span = folders["Protests"].find(f".//{KML}TimeSpan")
    assert span is not None
    assert [part.text for part in span] == ["1999-10-25", "1999-10-27"]
    ids = {f"#{style.get('id')}" for style in root.iter(f"{KML}Style")}
    assert {mark.findtext(f"{KML}styleUrl") for mark in root.iter(f"{KML}Placemark")} <= ids
    battles = next(style for style in root.iter(f"{KML}Style") if style.get("id") == "battles")
    assert battles.findtext(f"{KML}IconStyle/{KML}color") == "ff173ac9"
    assert folders["Protests"].find(f".//{KML}Polygon") is not None
    titles = [mark.findtext(f"{KML}name") for mark in folders["Battles"].iter(f"{KML}Placemark")]
    assert "Exact & <b>bold</b>" in titles
    assert "As of: 2026-01-02" in (root.findtext(f"{KML}Document/{KML}description") or "")


def test_a_balloon_shows_markup_as_text(tmp_path: Path) -> None:
    path = tmp_path / "events.kml"
    write_table(EventFrame(row_table({"summary": "<script>alert(1)</script>"})).table, path)
    told = Xml.parse(path).getroot().findtext(f".//{KML}Placemark/{KML}description")
    assert told is not None
    assert told.startswith("&lt;script&gt;")


def test_kmz_carries_its_own_dot_and_asks_no_host(tmp_path: Path) -> None:
    path = tmp_path / "events.kmz"
    write_table(frame().table, path)
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["doc.kml", DOT_FILE]
        text = archive.read("doc.kml").decode()
        assert archive.read(DOT_FILE).startswith(b"\x89PNG")
    assert re.findall('http[^"<]*', text) == ["http://www.opengis.net/kml/2.2"]


def kml(body: str, head: str = "") -> str:
    return f'<?xml version="1.0"?>{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'


MARK = (
    "<Folder><name>Clashes</name><Placemark><name>Fight</name><description>By the bridge</description>"
    "<TimeSpan><begin>1999-10</begin><end>1999-11-02</end></TimeSpan>"
    "<Point><coordinates>72.8,40.53,900</coordinates></Point></Placemark></Folder>"
)


def test_kml_of_others_is_read(tmp_path: Path) -> None:
    path = tmp_path / "others.kml"
    path.write_text(kml(MARK), encoding="utf-8")
    events = read_file(path).events.to_pylist()
    assert (events[0]["title"], events[0]["summary"]) == ("Fight", "By the bridge")
    assert (events[0]["date_start"], events[0]["date_end"]) == (dt.date(1999, 10, 1), dt.date(1999, 11, 2))
    assert (events[0]["longitude"], events[0]["latitude"]) == (72.8, 40.53)
    packed = tmp_path / "others.kmz"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("anything.kml", kml(MARK))
    assert read_file(packed).events.num_rows == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (kml(MARK, '<!DOCTYPE kml [<!ENTITY a "b">]>'), "DOCTYPE"),
        (kml(MARK, '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "DOCTYPE"),
        (kml(MARK)[:-30], "broken KML"),
        (kml(""), "no placemark"),
        (kml(MARK.replace("Point", "LineString")), "found a LineString in placemark 1"),
        (kml(MARK.replace("72.8,40.53,900", "east")), "found the point 'east'"),
    ],
)  # fmt: skip
def test_bad_kml_is_told_in_one_line(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.kml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        read_file(path)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["bomb.kmz", "bomb.zip", "bomb.xlsx"])
def test_zip_bombs_are_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    inner = {"bomb.kmz": "doc.kml", "bomb.zip": "events.shp", "bomb.xlsx": "xl/workbook.xml"}[name]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(inner, "w") as member:
        for _ in range(100):
            member.write(b" " * (1 << 20))
    with pytest.raises(FormatError, match="times"):
        read_file(path)


def test_a_workbook_is_made_to_be_read(tmp_path: Path) -> None:
    path = tmp_path / "events.xlsx"
    told = About(dt.date(2026, 1, 2), "country KG", (DataSetInfo("mine", "My list", "CC BY 4.0", "Me"),))
    sources = '[{"publisher":"A","title":"B","published":"1999-10-27"},{"url":"https://example.org/c"}]'
    rows = row_table(
        {"sources": sources, "date_start": dt.date(1899, 1, 1), "date_end": dt.date(1899, 1, 1)}, {}
    )
    write_table(with_about(EventFrame(rows).table, told), path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Events", "Sources", "About"]
    sheet = book["Events"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref is not None
    names = [cell.value for cell in sheet[1]]
    column = names.index("date_start") + 1
    days = {sheet.cell(row, column).value for row in (2, 3)}
    assert days == {dt.datetime(1999, 10, 25), "1899-01-01"}
    assert sheet.column_dimensions["B"].width > 12
    assert [row[1].value for row in book["Sources"].iter_rows(min_row=2)] == ["A", None]
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["As of"] == "2026-01-02"
    assert (about["Licence"], about["Chosen by"]) == ("CC BY 4.0", "country KG")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_workbook_is_a_formula(start: str, tmp_path: Path) -> None:
    path = tmp_path / "events.xlsx"
    bad = f"{start}cmd|'/c calc'!A1"
    event = row_table({"title": bad, "summary": "-12.5", "tags": bad.strip(), "mood": bad})
    write_table(EventFrame(event).table, path)
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not (
                    isinstance(cell.value, str) and cell.value.startswith(("=", "+", "@", "\t", "\r"))
                )
    back = read_table(path)
    assert back.column("title").to_pylist() == [bad]
    assert back.column("summary").to_pylist() == ["-12.5"]


def workbook(path: Path, sheets: dict[str, list[list[object]]], merged: str = "") -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, dt.date):
                        sheet.write_datetime(number, column, dt.datetime.combine(value, dt.time()), day)
                    elif value is not None:
                        sheet.write(number, column, value)
            if merged:
                sheet.merge_range(merged, dt.datetime(1999, 10, 27), day)
    return path


def test_a_users_workbook_is_read_with_titles_blanks_merged_cells_and_sheets(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Incidents of the year", None, None], [], ["Date", "Place", "Deaths"],
        [dt.date(1999, 10, 27), "Osh", 3], [None, "Batken", "=1+1"], [], [36461, "Khujand", 0],
    ]  # fmt: skip
    path = workbook(tmp_path / "own.xlsx", {"Notes": [["only text"]], "Data": rows}, merged="")
    reading = read_mapped(path)
    assert "the sheet 'Data' was read" in reading.notes
    assert reading.events.column("date_start").to_pylist() == [dt.date(1999, 10, 27), dt.date(1999, 10, 28)]
    assert [row.line for row in reading.refused] == [5]
    assert reading.lines.tolist() == [4, 7]
    merged = workbook(tmp_path / "merged.xlsx", {"Data": rows[2:]}, merged="A2:A3")
    assert read_mapped(merged).events.column("date_start").to_pylist()[:2] == [dt.date(1999, 10, 27)] * 2
    other = workbook(tmp_path / "two.xlsx", {"A": rows[2:], "B": [["Date", "Place"], ["2000-01-01", "Osh"]]})
    assert read_mapped(other, sheet="B").events.num_rows == 1
    with pytest.raises(FormatError, match="found no sheet 'C', expected one of 'A', 'B'"):
        read_mapped(other, sheet="C")


def test_bad_workbooks_are_told(tmp_path: Path) -> None:
    twice = workbook(
        tmp_path / "twice.xlsx", {"A": [["Date", "Place", "Place"], ["1999-10-27", "Osh", "Osh"]]}
    )
    with pytest.raises(FormatError, match="the column Place twice in row 1"):
        read_mapped(twice)
    empty = workbook(tmp_path / "empty.xlsx", {"A": []})
    with pytest.raises(FormatError, match="found no table"):
        read_mapped(empty)
    far = workbook(tmp_path / "far.xlsx", {"A": [["Date", "Place"], ["1999-10-27", "Osh"]]})
    with zipfile.ZipFile(far) as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    lone = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    members["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", lone)
    with zipfile.ZipFile(far, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(FormatError, match="1,048,576 rows and 16,384 columns"):
        read_mapped(far)
    locked = tmp_path / "locked.xlsx"
    locked.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    )
    with pytest.raises(FormatError, match="an encrypted workbook"):
        read_file(locked)


def test_what_is_written_is_read_without_the_sheet_of_sources(tmp_path: Path) -> None:
    path = tmp_path / "events.xlsx"
    write_table(frame().table, path)
    book = openpyxl.load_workbook(path)
    del book["Sources"]
    kept = io.BytesIO()
    book.save(kept)
    path.write_bytes(kept.getvalue())
    found = EventFrame(read_table(path))
    assert sorted(event.title for event in map(found.event, range(found.n)))[-1] == "Exact & <b>bold</b>"
    assert all(isinstance(found.event(row), Event) for row in range(found.n))
