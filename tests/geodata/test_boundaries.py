"""Boundaries hold on their days, cover the land without gaps or overlaps, and nest."""

from __future__ import annotations

import itertools
from datetime import date

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from errors import BundleError
from geodata import boundaries

DETAILS = ("fine", "coarse")
# A day in each span between two changes.
DAYS = (date(1988, 6, 1), date(1995, 6, 1), date(2010, 6, 1), date(2024, 6, 1), date(2026, 6, 1))
OWN = ("KG", "UZ", "TJ")
EIGHT = {"sokh", "shohimardon", "chon-gara", "jani-ayil", "vorukh", "western-qalacha", "sarvan", "barak"}


def _area(frame: gpd.GeoDataFrame) -> float:
    return float(shapely.area(frame.geometry.to_numpy()).sum())


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("on", DAYS)
def test_no_gaps_and_no_overlaps_on_any_day(on: date, detail: str) -> None:
    countries = boundaries.countries(on, detail=detail)
    provinces = boundaries.provinces(on, detail=detail)
    districts = boundaries.districts(on, detail=detail)
    for layer in (countries, provinces, districts):
        assert shapely.coverage_is_valid(layer.geometry.to_numpy())
    # With equal areas and no overlaps, a unit that left its country would open a gap elsewhere.
    assert sorted(countries.country) == ["AF", "CN", "KG", "KZ", "TJ", "TM", "UZ"]
    for country in OWN:
        land = _area(countries[countries.country == country])
        assert _area(provinces[provinces.country == country]) == pytest.approx(land, rel=1e-9)
        assert _area(districts[districts.country == country]) == pytest.approx(land, rel=1e-9)
    joined = shapely.coverage_union_all(countries.geometry.to_numpy())
    assert not [p for part in shapely.get_parts(joined) for p in part.interiors]


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("on", DAYS)
def test_districts_make_up_their_province_and_provinces_their_country(on: date, detail: str) -> None:
    provinces = boundaries.provinces(on, detail=detail).set_index("admin1_id")
    districts = boundaries.districts(on, detail=detail)
    assert set(districts.admin1_id) == set(provinces.index)
    for admin1_id, group in districts.groupby("admin1_id"):
        joined = shapely.coverage_union_all(group.geometry.to_numpy())
        assert shapely.equals(joined, provinces.geometry[admin1_id])
        assert set(group.admin1) == {provinces.admin1[admin1_id]}
        assert set(group.country) == {provinces.country[admin1_id]}
    countries = boundaries.countries(on, detail=detail).set_index("country")
    for country, group in provinces.groupby("country"):
        joined = shapely.coverage_union_all(group.geometry.to_numpy())
        assert shapely.equals(joined, countries.geometry[country])


def test_batken_region_begins_on_its_day() -> None:
    before = set(boundaries.provinces(date(1999, 10, 1)).admin1)
    assert "Batken Region" not in before and "Osh Region" in before
    assert "Batken Region" not in set(boundaries.provinces(date(1999, 10, 12)).admin1)
    assert "Batken Region" in set(boundaries.provinces(date(1999, 10, 13)).admin1)
    assert "Batken Region" in set(boundaries.provinces(date(2000, 1, 1)).admin1)


def test_osh_oblast_held_its_later_neighbours() -> None:
    def osh(on: date) -> shapely.Geometry:
        return boundaries.provinces(on).set_index("admin1_id").geometry["KG-O"]

    batken, jalal_abad = shapely.Point(70.82, 40.06), shapely.Point(72.98, 40.95)
    assert osh(date(1990, 12, 13)).contains(jalal_abad) and osh(date(1990, 12, 13)).contains(batken)
    assert not osh(date(1990, 12, 14)).contains(jalal_abad) and osh(date(1990, 12, 14)).contains(batken)
    assert not osh(date(1999, 10, 13)).contains(batken)


def test_units_bear_the_name_of_the_day() -> None:
    def label(on: date) -> str:
        return str(boundaries.provinces(on).set_index("admin1_id").label["TJ-SU"])

    assert label(date(1999, 6, 1)) == "Leninabad Region" and label(date(2001, 6, 1)) == "Sughd Region"
    lakhsh = boundaries.districts(date(1999, 8, 1)).set_index("admin2_id").loc["tj-lakhsh"]
    assert lakhsh.label == "Jirgatol" and lakhsh.admin2 == "Lakhsh"
    assert boundaries.districts(date(2020, 1, 1)).set_index("admin2_id").label["tj-lakhsh"] == "Lakhsh"


def test_all_eight_enclaves_lie_with_their_owner_inside_the_other() -> None:
    on = date(1999, 8, 1)
    enclaves = boundaries.enclaves(on).set_index("enclave_id")
    assert set(enclaves.index) == EIGHT
    countries = boundaries.countries(on).set_index("country").geometry
    for enclave in enclaves.itertuples():
        inner = enclave.geometry.representative_point()
        assert countries[enclave.owner].contains(inner) and not countries[enclave.within].contains(inner)
        ring = shapely.boundary(enclave.geometry)
        assert countries[enclave.within].boundary.contains(ring), "surrounded by the other country alone"
    assert 170 < enclaves.area_km2["sokh"] < 240 and 90 < enclaves.area_km2["vorukh"] < 110
    assert enclaves.area_km2["jani-ayil"] < 1


def test_enclaves_end_on_their_days() -> None:
    def held(on: date) -> set[str]:
        return set(boundaries.enclaves(on).enclave_id)

    assert "barak" in held(date(2024, 4, 14)) and "barak" not in held(date(2024, 4, 15))
    assert held(date(2025, 3, 12)) == EIGHT - {"barak"}
    assert held(date(2025, 3, 13)) == {"sokh", "shohimardon", "vorukh", "sarvan"}


def test_national_borders_switch_with_the_treaty_of_2025() -> None:
    def country_at(on: date, point: shapely.Point) -> str:
        countries = boundaries.countries(on)
        return str(countries.country[countries.contains(point)].iloc[0])

    western_qalacha = shapely.Point(69.546, 40.070)
    assert country_at(date(2025, 3, 12), western_qalacha) == "TJ"
    assert country_at(date(2025, 3, 13), western_qalacha) == "KG"


@pytest.mark.parametrize("kind", boundaries.KINDS)
def test_dated_rows_have_days_in_order_and_do_not_overlap(kind: str) -> None:
    key = {
        "countries": "country",
        "provinces": "admin1_id",
        "districts": "admin2_id",
        "enclaves": "enclave_id",
    }[kind]
    rows = boundaries.dated(kind)  # type: ignore[arg-type]
    for _, group in rows.groupby(key):
        spans = sorted(
            (first or date.min, last or date.max)
            for first, last in zip(group.valid_from, group.valid_to, strict=True)
        )
        assert all(first < last for first, last in spans)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@given(on=st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_on_any_day_each_unit_is_there_once(on: date) -> None:
    assert boundaries.countries(on, detail="coarse").country.is_unique
    provinces = boundaries.provinces(on, detail="coarse")
    assert provinces.admin1_id.is_unique and provinces.admin1.is_unique
    assert boundaries.districts(on, detail="coarse").admin2_id.is_unique
    assert boundaries.enclaves(on, detail="coarse").enclave_id.is_unique


@pytest.mark.parametrize("detail", DETAILS)
def test_label_points_lie_inside(detail: str) -> None:
    rows = boundaries.dated("provinces", detail)  # type: ignore[arg-type]
    points = shapely.points(rows.label_lon.to_numpy(dtype=float), rows.label_lat.to_numpy(dtype=float))
    assert shapely.contains(rows.geometry.to_numpy(), points).all()


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("on", DAYS)
def test_every_edge_is_drawn_once_and_by_its_highest_kind(on: date, detail: str) -> None:
    lines = {
        kind: shapely.union_all(boundaries.border_lines(kind, detail=detail, on=on).geometry.to_numpy())
        for kind in boundaries.LINE_KINDS
    }
    for a, b in (("countries", "provinces"), ("countries", "districts"), ("provinces", "districts")):
        assert shapely.length(shapely.intersection(lines[a], lines[b])) == pytest.approx(0, abs=1e-9)
    # Together they are all edges of the districts, so nothing is left out.
    districts = boundaries.districts(on, detail=detail).geometry.to_numpy()
    edges = shapely.union_all(shapely.boundary(districts))
    drawn = shapely.union_all(list(lines.values()))
    rim = shapely.buffer(shapely.box(64, 36, 80, 45).exterior, 1e-5)
    assert shapely.length(edges.difference(drawn).difference(rim)) == pytest.approx(0, abs=1e-9)
    total = sum(shapely.length(line) for line in lines.values())
    assert total == pytest.approx(shapely.length(drawn), rel=1e-9)


def test_the_line_of_batken_is_a_district_line_before_1999() -> None:
    near = shapely.Point(72.3, 39.75).buffer(0.6)

    def length(kind: str, on: date) -> float:
        lines = boundaries.border_lines(kind, on=on)
        pair = lines[(lines.unit_a == "KG-B") & (lines.unit_b == "KG-O")] if kind == "provinces" else lines
        return float(shapely.length(shapely.intersection(pair.geometry.to_numpy(), near)).sum())

    assert length("provinces", date(1998, 1, 1)) == 0
    assert length("provinces", date(2001, 1, 1)) > 0.2
    assert length("districts", date(1998, 1, 1)) > length("districts", date(2001, 1, 1))


def test_coarse_is_much_lighter_than_fine() -> None:
    def vertices(detail: str) -> int:
        layer = boundaries.countries(date(2010, 1, 1), detail=detail)  # type: ignore[arg-type]
        return int(np.sum(shapely.get_num_coordinates(layer.geometry.to_numpy())))

    assert vertices("coarse") < 0.3 * vertices("fine")


def test_unknown_kind_and_detail_are_told_with_the_choices() -> None:
    with pytest.raises(BundleError, match="countries, provinces, districts, enclaves"):
        boundaries.dated("counties")  # type: ignore[arg-type]
    with pytest.raises(BundleError, match="fine, coarse"):
        boundaries.countries(date(2000, 1, 1), detail="medium")  # type: ignore[arg-type]
    with pytest.raises(BundleError, match="countries, provinces, districts"):
        boundaries.border_lines("enclaves")


def test_the_world_and_the_valley_are_there() -> None:
    world = boundaries.world()
    assert {"KG", "RU", "US", "CN"} <= set(world.country) and len(world) > 180
    assert boundaries.valley_outline().geometry.iloc[0].contains(shapely.Point(71.5, 40.7))
