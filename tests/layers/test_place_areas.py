"""Precision is geometry: a dot, a disc of the true radius, a district, a province; a country has no point."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
from sample_incidents import PLACES, sample_events, sample_frame, sample_table

from events.filter import Filter
from events.frame import EventFrame
from layers.areas import area_polygons, place_areas
from layers.catalog import layer_by_id
from layers.drawing import Scene
from layers.marks import place_marks

GEOD = pyproj.Geod(ellps="WGS84")


def areas_by_place(events: EventFrame) -> pd.DataFrame:
    return place_areas(events).set_index(events.places["place_id"])


@pytest.mark.parametrize("key", PLACES)
def test_the_precision_of_a_place_decides_its_geometry(key: str) -> None:
    prec = PLACES[key][6]
    area = areas_by_place(sample_frame()).loc[key]
    kinds = {1: "dot", 2: "disc", 3: "district", 4: "province", 5: "disc", 6: "country", 7: "international"}
    assert area["area_kind"] == kinds[prec]
    assert (area["area_id"] is not None) == (prec in (3, 4))


def test_what_has_no_honest_point_has_no_mark_on_the_map() -> None:
    drawing = layer_by_id("by_place").draw(Scene(sample_frame(), Filter()))
    assert (drawing.features["where_prec"] < 6).all()
    assert set(drawing.features["place_id"]) == {key for key, place in PLACES.items() if place[6] < 6}


def test_a_district_is_the_polygon_around_its_point() -> None:
    area = areas_by_place(sample_frame()).loc["district"]
    polygon = area_polygons([area["area_id"]]).geometry.iloc[0]
    assert polygon.contains(shapely.Point(area["symbol_longitude"], area["symbol_latitude"]))


def test_a_province_has_its_symbol_inside_it_and_not_at_its_capital() -> None:
    area = areas_by_place(sample_frame()).loc["province"]
    polygon = area_polygons([area["area_id"]]).geometry.iloc[0]
    assert polygon.contains(shapely.Point(area["symbol_longitude"], area["symbol_latitude"]))
    _, _, away = GEOD.inv(
        area["symbol_longitude"], area["symbol_latitude"], PLACES["batken"][5], PLACES["batken"][4]
    )
    assert away > 10_000


def test_an_incident_before_the_split_lies_in_the_province_of_its_day() -> None:
    early, late = (
        event.model_copy(update={"date_start": day, "date_end": day, "date_prec": 1})
        for event in sample_events()
        if event.place_id == "province" and event.date_start.year == 1999
        for day in (dt.date(1999, 9, 1), dt.date(1999, 11, 1))
    )
    polygons = {}
    for event in (early, late):
        area = place_areas(EventFrame(sample_table([event]))).iloc[0]
        polygons[event.date_start] = area_polygons([area["area_id"]]).iloc[0]
    before, after = polygons.values()
    assert before["name"] != after["name"] == "Batken Region"
    assert before.geometry.area > 1.5 * after.geometry.area


def test_provinces_at_one_spot_stand_apart() -> None:
    event = next(event for event in sample_events() if event.place_id == "province")
    twins = [
        event.model_copy(
            update={"event_id": f"twin-{number}", "place": f"Name {number}", "place_id": str(number)}
        )
        for number in range(4)
    ]
    areas = place_areas(EventFrame(sample_table(twins)))
    points = areas[["symbol_longitude", "symbol_latitude"]].to_numpy()
    apart = np.abs(points[:, None] - points[None]).max(axis=2)[~np.eye(4, dtype=bool)]
    assert (apart > 0.19).all()


def test_a_place_outside_every_polygon_is_a_disc_of_its_own_radius() -> None:
    event = next(event for event in sample_events() if event.place_id == "district")
    far = event.model_copy(update={"latitude": 47.0, "longitude": 2.0})
    area = place_areas(EventFrame(sample_table([far]))).iloc[0]
    assert area["area_kind"] == "disc"
    assert (area["symbol_longitude"], area["symbol_latitude"]) == (2.0, 47.0)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(40.5, 71.5), (38.6, 68.8), (43.2, 76.9), (55.8, 37.6), (35.7, 139.7)],
    ids=["Fergana", "Dushanbe", "Almaty", "Moscow", "Tokyo"],
)
@pytest.mark.parametrize("radius_km", [5.0, 45.0, 250.0])
def test_a_disc_has_its_true_radius_on_the_ground(
    latitude: float, longitude: float, radius_km: float
) -> None:
    event = next(event for event in sample_events() if event.place_id == "alay")
    event = event.model_copy(update={"latitude": latitude, "longitude": longitude, "radius_km": radius_km})
    drawing = layer_by_id("precision").draw(Scene(EventFrame(sample_table([event])), Filter()))
    ring = shapely.get_coordinates(drawing.features.geometry.iloc[0].exterior)
    _, _, metres = GEOD.inv(
        np.full(len(ring), longitude), np.full(len(ring), latitude), ring[:, 0], ring[:, 1]
    )
    assert np.abs(metres / (1000 * radius_km) - 1).max() < 0.02


def test_areas_are_drawn_for_every_vague_place_in_the_window_and_for_no_other() -> None:
    scene = Scene(sample_frame(), Filter())
    drawing = layer_by_id("precision").draw(scene)
    assert sorted(drawing.features["place_id"]) == sorted(
        key for key, place in PLACES.items() if place[6] in (2, 3, 4, 5)
    )


def test_marks_count_each_place_of_the_window_once() -> None:
    frame = sample_frame()
    wanted = Filter(start=dt.date(1999, 8, 1), end=dt.date(1999, 9, 15))
    marks = place_marks(Scene(frame, wanted))
    count = frame.count(wanted)
    assert marks["definite"].sum() == count.definite
    assert marks["possible"].sum() == count.possible > 0
    by_type = marks[[name for name in marks.columns if name.startswith("n_")]]
    assert (by_type.sum(axis=1) == marks["definite"] + marks["possible"]).all()
