"""Layers of dated things: a renderer that follows the validity columns draws what held in the window."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from sample_incidents import sample_frame

from events.filter import Filter
from geodata.boundaries import provinces
from layers.bases import years_of
from layers.catalog import layer_by_id
from layers.drawing import Drawing, Scene

Window = tuple[dt.date, dt.date]


def drawing_of(layer_id: str) -> Drawing:
    return layer_by_id(layer_id).draw(Scene(sample_frame(), Filter()))


def held(rows: pd.DataFrame, window: Window, *, overlap: bool = False) -> pd.DataFrame:
    """The rows that a renderer draws: those that hold on the last day, or anywhere in the window."""
    start, end = window
    day = start if overlap else end
    chosen = [
        (pd.isna(first) or first <= end) and (pd.isna(stop) or day < stop)
        for first, stop in zip(rows["valid_from"], rows["valid_to"], strict=True)
    ]
    return rows[chosen]


def year(number: int) -> Window:
    return dt.date(number, 1, 1), dt.date(number, 12, 31)


@pytest.mark.parametrize(
    ("window", "is_drawn"),
    [
        (year(2000), False),
        (year(2001), True),
        (year(2010), True),
        (year(2014), True),
        (year(2016), False),
        ((dt.date(1998, 1, 1), dt.date(2017, 12, 31)), True),
    ],
)
def test_manas_is_drawn_only_where_the_window_meets_its_years(window: Window, is_drawn: bool) -> None:
    drawing = drawing_of("bases")
    assert drawing.settings["validity"] == "overlap"
    foreign = drawing.features[drawing.features["foreign"]]
    names = set(held(foreign, window, overlap=True)["name"])
    assert any("Manas" in name for name in names) == is_drawn, sorted(names)


def test_a_base_is_drawn_on_its_last_day_and_not_on_the_next() -> None:
    features = drawing_of("bases").features
    manas = features[features["foreign"] & features["name"].str.contains("Manas")].iloc[0]
    last = manas["valid_to"] - dt.timedelta(days=1)
    assert (last.year, last.month) == (2014, 6)
    rows = features.loc[[manas.name]]
    assert len(held(rows, (last, last), overlap=True)) == 1
    after = last + dt.timedelta(days=1)
    assert len(held(rows, (after, after), overlap=True)) == 0


def test_a_base_has_its_label_as_long_as_its_symbol() -> None:
    drawing = drawing_of("bases")
    columns = ["valid_from", "valid_to"]
    assert (
        drawing.labels[columns]
        .reset_index(drop=True)
        .equals(drawing.features[columns].reset_index(drop=True))
    )


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (dt.date(2001, 12, 16), dt.date(2014, 6, 3), "2001–2014"),
        (dt.date(2003, 10, 23), None, "from 2003"),
        (None, dt.date(2005, 11, 21), "until 2005"),
        (None, None, ""),
    ],
)
def test_years_of_use_are_said_in_words(first: dt.date | None, last: dt.date | None, words: str) -> None:
    assert years_of(first, last) == words


def batken_border() -> shapely.Geometry:
    """The border between the regions of Batken and Osh after 1999, without its ends."""
    units = provinces(dt.date(2000, 1, 1), detail="fine").set_index("admin1")
    batken, osh = (units.geometry[name] for name in ("Batken Region", "Osh Region"))
    shared = batken.boundary.intersection(osh.buffer(0.002))
    return shared.interpolate(0.5, normalized=True)


def near(lines: gpd.GeoDataFrame, point: shapely.Geometry) -> bool:
    return bool((shapely.distance(lines.geometry.to_numpy(), point) < 0.02).any())


def test_before_october_1999_no_border_parts_batken_from_osh() -> None:
    drawing = drawing_of("provinces")
    point = batken_border()
    before, after = dt.date(1999, 10, 12), dt.date(1999, 10, 13)
    for lines in (drawing.features, drawing.coarse):
        assert lines is not None
        assert near(held(lines, (after, after)), point)
        assert not near(held(lines, (before, before)), point)
    assert "Batken" not in set(held(drawing.labels, (before, before))["text"])
    assert "Batken" in set(held(drawing.labels, (after, after))["text"])


def test_the_kyrgyz_tajik_border_changes_with_the_treaty_of_2025() -> None:
    lines = drawing_of("national").coarse
    assert lines is not None
    treaty = dt.date(2025, 3, 13)
    former = lines[lines["valid_to"] == treaty].geometry.union_all()
    present = lines[lines["valid_from"] == treaty].geometry.union_all()
    assert former.length > 1
    assert present.length > 1
    assert former.hausdorff_distance(present) > 0.005


@pytest.mark.parametrize("day", [dt.date(1995, 6, 1), dt.date(2005, 6, 1), dt.date(2026, 6, 1)])
def test_enclaves_have_their_labels_inside_them(day: dt.date) -> None:
    drawing = drawing_of("enclaves")
    shapes = held(drawing.features, (day, day))
    labels = held(drawing.labels, (day, day))
    assert 0 < len(shapes) == len(labels)
    points = gpd.points_from_xy(labels["longitude"], labels["latitude"])
    assert all(shapes.geometry.contains(point).any() for point in points)


def test_each_place_has_one_name_a_day_on_the_map() -> None:
    labels = drawing_of("towns").labels
    for day in (dt.date(1985, 1, 1), dt.date(1999, 10, 27), dt.date(2020, 1, 1)):
        now = held(labels, (day, day))
        assert len(now) > 50
        assert not now.duplicated(["longitude", "latitude"]).any()
