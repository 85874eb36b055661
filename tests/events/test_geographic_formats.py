"""Geographic files: events come back as they were, foreign files are read as meant, bad ones told."""

from __future__ import annotations

import json
import re
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from event_samples import row_table, some_events, table_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from errors import FormatError
from events.event import Event
from events.formats import format_named, format_of, read_file, read_table, write_table
from events.frame import EventFrame

WHOLE = ("flatgeobuf", "geojson", "geoparquet", "gpkg", "json", "xlsx")
GEOGRAPHIC = ("flatgeobuf", "geojson", "geoparquet", "gpkg", "kml", "shapefile")


def events_of(table: pa.Table) -> list[Event]:
    frame = EventFrame(table)
    return sorted((frame.event(row) for row in range(frame.n)), key=lambda event: event.event_id)


def changed(event: Event, change: Callable[[str], str], in_sources: Callable[[str], str]) -> Event:
    fields = {
        name: change(value) if isinstance(value, str) else value for name, value in event.model_dump().items()
    }
    for source in fields["sources"]:
        source.update({name: in_sources(value) for name, value in source.items() if isinstance(value, str)})
    return Event(**fields)


def without_controls(text: str) -> str:
    """What XML can hold of a text."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


def printable(text: str) -> str:
    return "".join(filter(str.isprintable, text)).strip()


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(events=some_events(max_size=5))
def test_a_format_that_holds_all_gives_all_back(name: str, events: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"events{format_named(name).SUFFIXES[0]}"
        write_table(EventFrame(table_of(events)).table, path)
        assert name == format_of(path).NAME
        assert events_of(read_table(path)) == sorted(events, key=lambda event: event.event_id)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(events=some_events(min_size=1, max_size=5), suffix=st.sampled_from([".kml", ".kmz"]))
def test_kml_gives_back_all_but_control_characters(events: list[Event], suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"events{suffix}"
        write_table(EventFrame(table_of(events)).table, path)
        # Sources are JSON, which spells control characters out.
        wanted = [
            changed(event, without_controls, lambda text: re.sub("[\ufffe\uffff]", "", text))
            for event in events
        ]
        assert events_of(read_table(path)) == sorted(wanted, key=lambda event: event.event_id)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(events=some_events(max_size=5))
def test_a_shapefile_gives_back_what_fits_into_it(events: list[Event]) -> None:
    short = [Event(**{**event.model_dump(), "sources": event.sources[:1]}) for event in events]
    fitting = [event for event in short if all(len(str(source).encode()) < 250 for source in event.sources)]
    plain = [changed(event, printable, printable) for event in fitting]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.shp.zip"
        write_table(EventFrame(table_of(plain)).table, path)
        back = events_of(read_table(path))
        wanted = sorted(plain, key=lambda event: event.event_id)
        assert [event.event_id for event in back] == [event.event_id for event in wanted]
        assert [event.model_dump(exclude={"sources"}) for event in back] == [
            event.model_dump(exclude={"sources"}) for event in wanted
        ]


@pytest.mark.parametrize("name", GEOGRAPHIC)
def test_an_event_without_a_point_has_no_geometry(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"events{format_named(name).SUFFIXES[0]}"
    write_table(EventFrame(row_table({}, {"latitude": None, "longitude": None, "where_prec": 6})).table, path)
    if name == "geoparquet":
        drawn = gpd.read_parquet(path)
    elif name == "kml":
        text = path.read_text(encoding="utf-8")
        assert (text.count("<Placemark>"), text.count("<Point>")) == (2, 1)
        return
    else:
        layer_of = {"layer": "events"} if name == "gpkg" else {}
        drawn = gpd.read_file(path, engine="pyogrio", use_arrow=False, **layer_of)
    assert sorted(drawn.geometry.isna()) == [False, True]
    assert drawn.crs.to_epsg() == 4326 or drawn.crs.to_authority() == ("OGC", "CRS84")
    at = drawn.geometry.dropna().iloc[0]
    assert (at.x, at.y) == (71.01, 39.86)


def layer(n: int = 3, **columns: Any) -> gpd.GeoDataFrame:
    given = {"date": ["1999-10-27"] * n, "kind": ["battle"] * n, **columns}
    return gpd.GeoDataFrame(given, geometry=gpd.points_from_xy([72.8] * n, [40.53] * n), crs=4326)


def written(frame: gpd.GeoDataFrame, name: str, folder: Path) -> Path:
    path = folder / f"foreign{format_named(name).SUFFIXES[0]}"
    if name == "geoparquet":
        frame.to_parquet(path)
    elif name == "shapefile":
        frame.to_file(path, driver="ESRI Shapefile", engine="pyogrio")
    else:
        driver = {"gpkg": "GPKG", "geojson": "GeoJSON", "flatgeobuf": "FlatGeobuf", "kml": "KML"}[name]
        frame.to_file(path, driver=driver, engine="pyogrio")
    return path


@pytest.mark.parametrize("name", ("flatgeobuf", "geojson", "geoparquet", "gpkg", "shapefile"))
def test_points_of_another_system_are_moved_and_it_is_said(name: str, tmp_path: Path) -> None:
    path = written(layer().to_crs(32643), name, tmp_path)
    reading = read_file(path)
    assert reading.events.column("longitude").to_pylist() == pytest.approx([72.8] * 3, abs=1e-6)
    assert reading.events.column("latitude").to_pylist() == pytest.approx([40.53] * 3, abs=1e-6)
    assert reading.events.column("event_type").to_pylist() == ["Battles"] * 3
    if name != "geojson":
        assert "UTM zone 43N" in " ".join(reading.notes)


@pytest.mark.parametrize("name", ("flatgeobuf", "geojson", "geoparquet", "gpkg", "shapefile"))
def test_heights_are_left_out_and_lines_refused(name: str, tmp_path: Path) -> None:
    high = layer().set_geometry(gpd.points_from_xy([72.8] * 3, [40.53] * 3, [900.0] * 3), crs=4326)
    assert read_file(written(high, name, tmp_path)).events.column("latitude").to_pylist() == [40.53] * 3
    lines = layer().set_geometry([shapely.LineString([(70, 40), (71, 41)])] * 3, crs=4326)
    (tmp_path / "lines").mkdir()
    with pytest.raises(FormatError, match=r"expected (points|one)") as caught:
        read_file(written(lines, name, tmp_path / "lines"))
    assert "\n" not in str(caught.value)
    assert "Line" in str(caught.value)


@pytest.mark.parametrize("name", (*GEOGRAPHIC, "xlsx", "json"))
def test_half_a_file_is_told_in_one_line(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"events{format_named(name).SUFFIXES[0]}"
    write_table(EventFrame(row_table(*({"title": f"t{i}" * 40} for i in range(400)))).table, path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(FormatError) as caught:
        read_file(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_no_number_is_no_point(tmp_path: Path) -> None:
    path = tmp_path / "nan.geojson"
    feature = {"type": "Feature", "properties": {"date": "1999-10-27", "country": "KG"}}
    points = [[float("nan"), 40.0], [], [72.8, 40.53, 900.0]]
    features = [{**feature, "geometry": {"type": "Point", "coordinates": point}} for point in points]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    reading = read_file(path)
    assert reading.events.column("latitude").to_pylist() == [None, None, 40.53]
    assert reading.events.column("where_prec").to_pylist() == [6, 6, 1]


@pytest.mark.parametrize(
    ("point", "said"),
    [([720.0, 40.0], "expected longitude and latitude"), (["a", "b"], "in feature 1"), ([1], "in feature 1")],
)
def test_an_impossible_point_of_geojson_is_told(point: list[Any], said: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.geojson"
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": point}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    with pytest.raises(FormatError, match=said):
        read_file(path)


def test_geoparquet_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "events.geoparquet"
    write_table(EventFrame(row_table({}, {"longitude": 72.0})).table, path)
    geo = json.loads(pq.read_schema(path).metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["encoding"] == "WKB"
    assert geo["columns"]["geometry"]["bbox"] == [71.01, 39.86, 72.0, 39.86]
    drawn = gpd.read_parquet(path)
    assert np.allclose(sorted(drawn.geometry.x), [71.01, 72.0])


def test_geojson_follows_its_standard(tmp_path: Path) -> None:
    path = tmp_path / "events.geojson"
    sources = '[{"publisher":"A","url":"https://example.org/a"}]'
    write_table(EventFrame(row_table({"tags": "a; b", "sources": sources})).table, path)
    collection = json.loads(path.read_text(encoding="utf-8"))
    (feature,) = collection["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [71.01, 39.86]}
    assert feature["id"] == feature["properties"]["event_id"] == "row-0"
    assert feature["properties"]["tags"] == ["a", "b"]
    assert feature["properties"]["sources"][0]["publisher"] == "A"
    assert feature["properties"]["date_start"] == "1999-10-25"
    assert collection["about"]["as_of"]


def test_a_shapefile_tells_its_long_names_and_keeps_ids_whole(tmp_path: Path) -> None:
    path = tmp_path / "events.shp.zip"
    rows = [
        {"event_id": "x" * 119 + str(i), "summary": "ы" * 400, "a rather long name": "kept"} for i in (1, 2)
    ]
    write_table(EventFrame(row_table(*rows)).table, path)
    back = read_table(path)
    assert sorted(back.column("event_id").to_pylist()) == ["x" * 119 + "1", "x" * 119 + "2"]
    assert back.column("a rather long name").to_pylist() == ["kept", "kept"]
    assert all(
        len(text.encode()) <= 254 and text.endswith("…") for text in back.column("summary").to_pylist()
    )
    seen = gpd.read_file(path, engine="pyogrio")
    assert {"event_id", "deaths_bst", "sub_type", "date_start"} <= set(seen.columns)
    assert max(map(len, seen.columns)) <= 10
    with pytest.raises(FormatError, match="event_id of more than 254 bytes"):
        write_table(EventFrame(row_table({"event_id": "\U00012000" * 100})).table, path)


def test_a_shapefile_with_a_part_missing_is_told(tmp_path: Path) -> None:
    path = tmp_path / "events.zip"
    write_table(EventFrame(row_table({})).table, path)
    poor = tmp_path / "poor.zip"
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(poor, "w") as archive:
        archive.writestr("events.shp", whole.read("events.shp"))
    with pytest.raises(FormatError, match=r"without \.shx and \.dbf"):
        read_file(poor)
