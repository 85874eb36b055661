"""Points find their units, enclave, border and base, on the right day."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from errors import BundleError
from geodata import boundaries
from geodata.locate import admin_of, distance_to_border_km, enclave_of, nearest_base

TODAY = date(2020, 1, 1)
DAYS = st.sampled_from([date(1988, 1, 1), date(1995, 1, 1), date(2010, 1, 1), date(2026, 1, 1)])
LONS = st.floats(62, 82, allow_nan=False)
LATS = st.floats(35, 46, allow_nan=False)


@pytest.mark.parametrize(
    ("lon", "lat", "country", "admin1", "admin2"),
    [
        (72.80, 40.53, "KG", "Osh Region", "Kara-Suu"),
        (74.59, 42.87, "KG", "Bishkek City", "Bishkek City"),
        (70.82, 40.06, "KG", "Batken Region", "Batken"),
        (71.73, 40.12, "KG", "Batken Region", "Kadamjay"),
        (69.62, 40.28, "TJ", "Sughd Region", "Bobojon Ghafurov"),
        (68.78, 38.56, "TJ", "Districts of Republican Subordination", "Rudaki"),
        (69.25, 41.30, "UZ", "Tashkent City", "Tashkent City"),
        (72.34, 40.78, "UZ", "Andijan Region", "Andijan city"),
        (71.78, 39.97, "UZ", "Fergana Region", "Fergana"),
        (71.08, 40.04, "UZ", "Fergana Region", "Sokh"),
        (70.65, 39.835, "TJ", "Sughd Region", "Isfara"),
    ],
)
def test_known_points(lon: float, lat: float, country: str, admin1: str, admin2: str) -> None:
    row = admin_of([lon], [lat], TODAY).iloc[0]
    assert (row.country, row.admin1, row.admin2) == (country, admin1, admin2)


def test_neighbour_countries_have_no_units_and_far_points_nothing() -> None:
    rows = admin_of([76.9, 75.99, 37.6, np.nan], [43.24, 39.47, 55.75, 40.0], TODAY)
    assert rows.country.tolist() == ["KZ", "CN", None, None]
    assert rows.admin1.tolist() == [None] * 4 and rows.admin2_id.tolist() == [None] * 4


def test_batken_town_changes_its_province_with_the_day() -> None:
    def province(on: date) -> str:
        return str(admin_of([70.82], [40.06], on).admin1[0])

    assert province(date(1999, 10, 1)) == "Osh Region"
    assert province(date(1999, 10, 13)) == "Batken Region"
    assert admin_of([72.99], [40.93], date(1990, 12, 13)).admin1_id[0] == "KG-O"
    assert admin_of([72.99], [40.93], date(1990, 12, 14)).admin1_id[0] == "KG-J"


def test_enclaves_are_found_while_they_hold() -> None:
    lons, lats = [71.08, 70.65, 72.767, 72.8], [40.04, 39.835, 40.668, 40.53]
    assert enclave_of(lons, lats, date(1999, 8, 1)).tolist() == ["sokh", "vorukh", "barak", None]
    assert enclave_of(lons, lats, date(2024, 5, 1)).tolist() == ["sokh", "vorukh", None, None]


@settings(max_examples=60, deadline=None)
@given(points=st.lists(st.tuples(LONS, LATS), min_size=1, max_size=30), on=DAYS)
def test_country_is_that_of_the_polygon_around_the_point(points: list[tuple[float, float]], on: date) -> None:
    lons, lats = np.array(points).T
    found = admin_of(lons, lats, on)
    countries, provinces = boundaries.countries(on), boundaries.provinces(on)
    assert len(found) == len(points)
    for row, point in zip(found.itertuples(), shapely.points(lons, lats), strict=True):
        touching = countries.country[countries.intersects(point)].tolist()
        assert (row.country in touching) if touching else row.country is None
        if row.admin1_id is not None:
            assert row.admin1_id in provinces.admin1_id[provinces.intersects(point)].tolist()


@settings(max_examples=40, deadline=None)
@given(points=st.lists(st.tuples(LONS, LATS), min_size=2, max_size=20), on=DAYS)
def test_many_points_at_once_answer_like_one_by_one(points: list[tuple[float, float]], on: date) -> None:
    lons, lats = np.array(points).T
    together = admin_of(lons, lats, on).country.tolist()
    assert together == [admin_of([x], [y], on).country[0] for x, y in points]
    distances = distance_to_border_km(lons, lats, on)
    alone = np.array([distance_to_border_km([x], [y], on)[0] for x, y in points])
    np.testing.assert_allclose(distances, alone, rtol=1e-9)


def test_distance_is_true_kilometres_on_the_ground() -> None:
    # A point moved straight off a border by a known way cannot be farther from it than that way.
    line = boundaries.border_lines("countries", on=TODAY)
    sample = shapely.line_interpolate_point(line.geometry.to_numpy(), 0.37, normalized=True)
    lons, lats = shapely.get_x(sample), shapely.get_y(sample)
    assert (distance_to_border_km(lons, lats, TODAY) < 0.02).all()
    # One hundredth of a degree of latitude is 1.11 km.
    moved = distance_to_border_km(lons, lats + 0.01, TODAY)
    assert (moved[np.isfinite(moved)] <= 1.115).all() and moved[np.isfinite(moved)].max() > 0.5


def test_distance_agrees_with_a_search_over_all_vertices() -> None:
    from pyproj import Geod

    coords = shapely.get_coordinates(
        shapely.segmentize(boundaries.border_lines("countries", on=TODAY).geometry.to_numpy(), 0.002)
    )
    for lon, lat in ((71.0, 40.7), (74.6, 42.87), (66.0, 43.0), (73.0, 38.5), (79.0, 41.0)):
        n = len(coords)
        metres = Geod(ellps="WGS84").inv(np.full(n, lon), np.full(n, lat), coords[:, 0], coords[:, 1])[2]
        found = distance_to_border_km([lon], [lat], TODAY)[0]
        assert found == pytest.approx(metres.min() / 1000, abs=0.02, rel=0.004)


def test_distance_is_unknown_outside_the_area() -> None:
    assert np.isnan(distance_to_border_km([37.6, 63.9, np.nan], [55.75, 40.0, 40.0], TODAY)).all()


def test_nearest_base_on_the_day() -> None:
    bishkek = ([74.60], [43.00])
    assert nearest_base(*bishkek, date(2010, 1, 1)).base_id[0] == "manas-tc"
    later = nearest_base(*bishkek, date(2016, 1, 1)).iloc[0]
    assert later.base_id == "kant" and later.distance_km == pytest.approx(26.0, abs=0.7)


def test_nearest_base_is_great_circle_and_leaves_out_what_was_never_built() -> None:
    # One degree along a meridian is 111.2 km on the sphere.
    row = nearest_base([74.8465], [42.8532 + 1], date(2016, 1, 1)).iloc[0]
    assert row.base_id == "kant" and row.distance_km == pytest.approx(111.19, abs=0.05)
    found = nearest_base([72.7985, 70.8193], [40.5283, 40.0604], date(2015, 1, 1))
    assert not found.base_id.str.contains("proposed").any()
    unknown = nearest_base([np.nan], [40.0], date(2015, 1, 1)).iloc[0]
    assert unknown.base_id is None and np.isnan(unknown.distance_km)


def test_empty_lists_give_empty_answers() -> None:
    empty = np.empty(0)
    assert len(admin_of(empty, empty, TODAY)) == 0 and len(enclave_of(empty, empty, TODAY)) == 0
    assert (
        len(distance_to_border_km(empty, empty, TODAY)) == 0 and len(nearest_base(empty, empty, TODAY)) == 0
    )


def test_lists_of_different_length_are_refused() -> None:
    with pytest.raises(BundleError, match="2 longitudes and 1 latitudes"):
        admin_of([70, 71], [40], TODAY)
