"""The incidents of a brief as files for other programs: exactly those of the window, read back by others."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree as Xml

import openpyxl
import pyogrio
import pytest

from briefing.brief import Brief
from briefing.formats import write_brief
from briefing.manifest import KEY, parse_manifest, read_manifest
from errors import BriefError
from events.filter import Filter
from events.formats import read_table
from events.frame import EventFrame

KML = "{http://www.opengis.net/kml/2.2}"


def wanted_ids(brief: Brief, events: EventFrame) -> set[str]:
    return {events.event(int(row)).event_id for row in events.rows_in(brief.filter)}


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "kml", "kmz", "gpkg"])
def test_the_incidents_of_the_window_come_back(
    suffix: str, autumn: Brief, shipped: EventFrame, tmp_path: Path
) -> None:
    path = tmp_path / f"autumn.{suffix}"
    write_brief(autumn, shipped, path)
    found = set(read_table(path).column("event_id").to_pylist())
    assert found == wanted_ids(autumn, shipped)
    assert read_manifest(tmp_path / f"autumn.{suffix}.json").brief == autumn
    assert read_manifest(path).brief == autumn


def test_csv_and_workbook_are_read_by_others(autumn: Brief, shipped: EventFrame, tmp_path: Path) -> None:
    write_brief(autumn, shipped, tmp_path / "a.csv")
    write_brief(autumn, shipped, tmp_path / "a.xlsx")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8-sig"))))
    assert {row["event_id"] for row in rows} == wanted_ids(autumn, shipped)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True).worksheets[0]
    assert sum(1 for _ in sheet.iter_rows(min_row=2)) >= len(rows)


@pytest.mark.parametrize("suffix", ["kml", "kmz"])
def test_kml_has_times_and_the_manifest(
    suffix: str, autumn: Brief, shipped: EventFrame, tmp_path: Path
) -> None:
    path = tmp_path / f"a.{suffix}"
    brief = autumn.changed(title="Бои & <b>")
    write_brief(brief, shipped, path)
    body = path.read_bytes()
    if suffix == "kmz":
        with zipfile.ZipFile(path) as archive:
            body = archive.read("doc.kml")
    document = Xml.fromstring(body).find(f"{KML}Document")
    assert document is not None
    data = document.find(f"{KML}ExtendedData/{KML}Data")
    assert data is not None and data.get("name") == KEY
    assert parse_manifest(data.findtext(f"{KML}value") or "", "kml").brief == brief
    marks = list(document.iter(f"{KML}Placemark"))
    assert len(marks) == len(wanted_ids(brief, shipped))
    timed = [
        mark
        for mark in marks
        if mark.find(f"{KML}TimeStamp") is not None or mark.find(f"{KML}TimeSpan") is not None
    ]
    assert len(timed) == len(marks)


def test_a_geopackage_has_layers_and_styles(autumn: Brief, shipped: EventFrame, tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    write_brief(autumn, shipped, path)
    layers = {name for name, _ in pyogrio.list_layers(path)}
    assert {"events", "areas", "layer_styles"} <= layers
    assert len(pyogrio.read_dataframe(path, layer="events")) == len(wanted_ids(autumn, shipped))


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "kml", "gpkg", "html"])
def test_an_empty_window_is_an_empty_file_and_no_failure(
    suffix: str, autumn: Brief, shipped: EventFrame, tmp_path: Path
) -> None:
    path = tmp_path / f"none.{suffix}"
    empty = Filter.model_validate({"start": "1950-01-01", "end": "1950-02-01"})
    write_brief(autumn.changed(filter=empty), shipped, path)
    assert path.stat().st_size > 0


@pytest.mark.parametrize("suffix", ["pptx", "html", "kml", "csv"])
def test_a_path_that_cannot_be_written_is_one_clear_line(
    suffix: str, autumn: Brief, shipped: EventFrame, tmp_path: Path
) -> None:
    with pytest.raises(BriefError) as caught:
        write_brief(autumn, shipped, tmp_path / "nowhere" / f"a.{suffix}")
    assert "\n" not in str(caught.value)
