"""Packed columns, places and features: read as the browser reads them, they are what the frame holds."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_incidents import PLACES, sample_events, sample_frame, sample_table

from events.filter import Filter
from events.frame import EventFrame
from events.synth import synth
from events.vocabulary import EVENT_TYPES, STATUSES, date_prec_of
from maps.packing import day_number, pack_events, pack_features, pack_mask, pack_places

EPOCH = dt.date(1970, 1, 1)
WIDTHS = {1: "u1", 2: "<u2", 4: "<u4"}


class Decoded:
    """The columns of a packed file, by its own header: what `maps/web/columns.js` does."""

    def __init__(self, packed: bytes) -> None:
        length = int.from_bytes(packed[:4], "little")
        self.header: dict[str, Any] = json.loads(packed[4 : 4 + length])
        self.columns: dict[str, np.ndarray] = {}
        offset = 4 + length
        for column in self.header["columns"]:
            size = column["bytes"]
            offset += -offset % size
            self.columns[column["name"]] = np.frombuffer(packed, WIDTHS[size], column["count"], offset)
            offset += size * column["count"]
        assert offset == len(packed)
        self.start = self.header["day0"] + self.columns["day"].astype(np.int64)
        self.end = self.start.copy()
        self.end[self.header["classes"][1]["from"] :] += self.columns["length"]

    def count(self, window: tuple[int, int], mask: np.ndarray) -> tuple[int, int]:
        """Definite and possible events of a window, by looking at each."""
        first, last = window
        inside = (self.start >= first) & (self.end <= last)
        touches = (self.start <= last) & (self.end >= first)
        return int((inside & mask).sum()), int((touches & ~inside & mask).sum())


@st.composite
def frames(draw: st.DrawFn) -> EventFrame:
    pool = sample_events()
    events = []
    for number in range(draw(st.integers(0, 14))):
        start = draw(st.dates(dt.date(1996, 1, 1), dt.date(2003, 12, 31)))
        days = draw(st.sampled_from((1, 1, 2, 6, 7, 8, 30, 31, 32, 365, 366, 367, 1500)))
        events.append(
            draw(st.sampled_from(pool)).model_copy(
                update={
                    "event_id": f"drawn-{number}",
                    "date_start": start,
                    "date_end": start + dt.timedelta(days - 1),
                    "date_prec": date_prec_of(days),
                    "event_type": draw(st.sampled_from(EVENT_TYPES)),
                    "sub_event_type": "",
                    "status": draw(st.sampled_from(STATUSES)),
                }
            )
        )
    return EventFrame(sample_table(events))


days = st.dates(dt.date(1995, 1, 1), dt.date(2005, 12, 31))


@settings(deadline=None, max_examples=80)
@given(frames(), days, days, st.sampled_from((*EVENT_TYPES, None)))
def test_counts_of_the_packed_columns_are_those_of_the_frame(
    frame: EventFrame, one: dt.date, other: dt.date, event_type: str | None
) -> None:
    start, end = sorted((one, other))
    wanted = Filter(start=start, end=end, event_types=(event_type,) if event_type else ())
    decoded = Decoded(pack_events(frame))
    count = frame.count(wanted)
    window = ((start - EPOCH).days, (end - EPOCH).days)
    assert decoded.count(window, frame.mask(wanted)) == (count.definite, count.possible)


@settings(deadline=None, max_examples=40)
@given(frames())
def test_every_column_comes_back(frame: EventFrame) -> None:
    decoded = Decoded(pack_events(frame))
    assert decoded.header["n"] == frame.n
    assert np.array_equal(decoded.start, frame.start_day)
    assert np.array_equal(decoded.end, frame.end_day)
    assert np.array_equal(decoded.columns["place"], frame.place_code)
    types, type_names = frame.codes("event_type")
    statuses, status_names = frame.codes("status")
    assert type_names == list(EVENT_TYPES)
    assert status_names == list(STATUSES)
    assert np.array_equal(decoded.columns["kind"] & 7, types)
    assert np.array_equal(decoded.columns["kind"] >> 3, statuses)
    for span in decoded.header["classes"]:
        rows = slice(span["from"], span["to"])
        assert (np.diff(decoded.start[rows]) >= 0).all()
        assert (decoded.end[rows] - decoded.start[rows] <= span["longest"]).all()


def test_deaths_are_kept_up_to_what_one_byte_holds() -> None:
    event = sample_events()[9]
    events = [
        event.model_copy(update={"event_id": f"d-{best}", "fatalities_best": best})
        for best in (None, 0, 7, 255, 9000)
    ]
    frame = EventFrame(sample_table(events))
    told = dict(
        zip(
            frame.table.column("event_id").to_pylist(),
            Decoded(pack_events(frame)).columns["deaths"],
            strict=True,
        )
    )
    assert told == {"d-None": 0, "d-0": 0, "d-7": 7, "d-255": 255, "d-9000": 255}


@pytest.mark.parametrize("number", [1000, 30_000])
def test_an_event_costs_at_most_ten_bytes(number: int) -> None:
    frame = EventFrame(synth(number, 3))
    packed = pack_events(frame)
    assert len(packed) / frame.n <= 10
    assert Decoded(packed).header["n"] == number


def test_many_places_are_told_apart() -> None:
    number = 70_000
    table = sample_table([sample_events()[0]])
    columns = {
        name: pa.concat_arrays([table.column(name).combine_chunks()] * number) for name in table.column_names
    }
    columns["event_id"] = pa.array([f"many-{row}" for row in range(number)])
    columns["place_id"] = pa.array([f"place-{row}" for row in range(number)])
    frame = EventFrame(pa.table(columns))
    assert np.array_equal(Decoded(pack_events(frame)).columns["place"], frame.place_code)
    assert len(frame.places) == number


def test_no_events_pack_as_none() -> None:
    decoded = Decoded(pack_events(EventFrame(sample_table([]))))
    assert decoded.header["n"] == 0
    assert all(len(column) == 0 for column in decoded.columns.values())


@settings(deadline=None, max_examples=60)
@given(st.lists(st.booleans(), max_size=70))
def test_a_mask_is_one_bit_an_event_the_first_lowest(bits: list[bool]) -> None:
    packed = pack_mask(np.array(bits, dtype=bool))
    assert len(packed) == -(-len(bits) // 8)
    assert [bool(packed[row >> 3] >> (row & 7) & 1) for row in range(len(bits))] == bits


def unpacked(packed: dict[str, Any]) -> list[list[np.ndarray]]:
    """The rings of each packed feature in degrees: what `maps/web/geometry.js` does."""
    return [
        [np.cumsum(np.array(part).reshape(-1, 2), axis=0) * packed["scale"] for part in feature["parts"]]
        for feature in packed["features"]
    ]


corners = st.tuples(st.floats(-179, 179), st.floats(-84, 84))
shapes = st.one_of(
    st.lists(corners, min_size=2, max_size=9).map(shapely.LineString),
    corners.map(shapely.Point),
    st.tuples(corners, st.floats(0.2, 4)).map(lambda disc: shapely.Point(disc[0]).buffer(disc[1])),
    st.tuples(corners, st.floats(0.2, 1)).map(
        lambda disc: shapely.Point(disc[0]).buffer(2).difference(shapely.Point(disc[0]).buffer(disc[1]))
    ),
    st.lists(st.lists(corners, min_size=2, max_size=5), min_size=1, max_size=3).map(shapely.MultiLineString),
)


@settings(deadline=None, max_examples=80)
@given(st.lists(shapes, min_size=1, max_size=4), st.integers(2, 5))
def test_features_come_back_within_half_of_the_last_decimal(
    geometries: list[shapely.Geometry], decimals: int
) -> None:
    features = gpd.GeoDataFrame(
        {"name": [f"n{i}" for i in range(len(geometries))]}, geometry=geometries, crs=4326
    )
    packed = json.loads(json.dumps(pack_features(features, ("name",), decimals=decimals)))
    assert [feature["props"]["name"] for feature in packed["features"]] == list(features["name"])
    grid = 10.0**-decimals
    for geometry, rings in zip(geometries, unpacked(packed), strict=True):
        drawn = shapely.multipoints(np.concatenate(rings))
        given_points = shapely.multipoints(shapely.get_coordinates(geometry))
        assert shapely.hausdorff_distance(drawn, given_points) <= 0.7072 * grid + 1e-9
        number = shapely.get_num_interior_rings(geometry) if geometry.geom_type == "Polygon" else 0
        if geometry.geom_type == "Polygon":
            assert len(rings) == 1 + number


def test_features_carry_their_days_and_plain_properties() -> None:
    features = gpd.GeoDataFrame(
        {
            "valid_from": [dt.date(1999, 10, 13), None],
            "valid_to": [None, dt.date(2014, 6, 4)],
            "count": np.array([3, 4]),
            "size": [1.5, float("nan")],
            "day": [dt.date(2001, 1, 1), None],
        },
        geometry=[shapely.Point(71, 40), shapely.Point()],
        crs=4326,
    )
    packed = pack_features(features, ("count", "size", "day"))
    assert json.loads(json.dumps(packed))["features"] == [
        {
            "type": "point",
            "parts": [[710000, 400000]],
            "from": day_number(dt.date(1999, 10, 13)),
            "to": None,
            "props": {"count": 3, "size": 1.5, "day": "2001-01-01"},
        }
    ]


def test_places_go_with_the_frame_row_by_row() -> None:
    frame = sample_frame()
    packed = json.loads(json.dumps(pack_places(frame)))
    table = packed["table"]
    assert table["name"] == frame.places["place"].tolist()
    assert table["wherePrec"] == frame.places["where_prec"].tolist()
    by_id = {key: row for row, key in enumerate(frame.places["place_id"])}
    for key, place in PLACES.items():
        row = by_id[key]
        if place[6] in (1, 2, 3, 5):
            assert (table["longitude"][row], table["latitude"][row]) == pytest.approx(place[5:3:-1], abs=1e-5)
    assert table["countryName"][by_id["osh"]] == "Kyrgyzstan"
    assert table["radiusKm"][by_id["alay"]] == 45.0
    area_ids = {feature["props"]["area_id"] for feature in packed["areas"]["features"]}
    assert area_ids == {area_id for area_id in table["areaId"] if area_id}


def test_a_place_is_in_one_district_a_day_and_vague_ones_in_none() -> None:
    frame = sample_frame()
    packed = pack_places(frame)
    districts = packed["districts"]["features"]
    by_id = {key: row for row, key in enumerate(frame.places["place_id"])}
    vintages = packed["table"]["districts"]
    assert [vintage["from"] for vintage in vintages[1:]] == [vintage["to"] for vintage in vintages[:-1]]
    for vintage in vintages:
        index = vintage["index"]
        assert districts[index[by_id["district"]]]["props"]["admin2"].startswith("Kadamjay")
        for key, place in PLACES.items():
            assert (index[by_id[key]] == -1) or place[6] <= 3, key


def test_names_that_look_like_markup_stay_text(tmp_path: Path) -> None:
    text = json.dumps(pack_places(sample_frame()), ensure_ascii=False)
    assert "Isfana <script>window.hacked=1</script>" in text
