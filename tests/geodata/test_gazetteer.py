"""The gazetteer as shipped: its places are sound, ids lead somewhere, names hold on their days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import BundleError, GazetteerError
from geodata.gazetteer import Gazetteer, load_gazetteer
from geodata.place import KINDS, holds_on
from geodata.place_search import search_places
from geodata.towns import towns_for_labels

DAYS = st.dates(min_value=date(1930, 1, 1), max_value=date(2035, 12, 31))

UNITS = {
    "KG": {
        "Batken Region",
        "Osh Region",
        "Jalal-Abad Region",
        "Chuy Region",
        "Issyk-Kul Region",
        "Naryn Region",
        "Talas Region",
        "Bishkek City",
        "Osh City",
    },
    "TJ": {
        "Sughd Region",
        "Districts of Republican Subordination",
        "Khatlon Region",
        "Gorno-Badakhshan",
        "Dushanbe",
    },
    "UZ": {
        "Fergana Region",
        "Andijan Region",
        "Namangan Region",
        "Tashkent Region",
        "Tashkent City",
        "Sirdaryo Region",
        "Jizzakh Region",
        "Samarkand Region",
        "Kashkadarya Region",
        "Surkhandarya Region",
        "Bukhara Region",
        "Navoiy Region",
        "Khorezm Region",
        "Karakalpakstan",
    },
}


@pytest.fixture(scope="module")
def book() -> Gazetteer:
    return load_gazetteer()


def test_every_place_has_a_sound_point_kind_and_precision(book: Gazetteer) -> None:
    places = book.places()
    assert places["place_id"].is_unique
    assert set(places["kind"]) <= set(KINDS)
    assert places["latitude"].between(-90, 90).all()
    assert places["longitude"].between(-180, 180).all()
    assert places["where_prec"].between(1, 7).all()
    assert (places["radius_km"] > 0).all()
    assert (places["name"].str.len() > 0).all()
    countries = places[places["kind"] == "country"]
    assert (countries["where_prec"] == 6).all()
    assert len(countries) > 190


@pytest.mark.parametrize("country", UNITS)
def test_units_of_the_three_countries_bear_one_name_each(book: Gazetteer, country: str) -> None:
    places = book.places()
    named = set(places[(places["country"] == country) & (places["admin1"] != "")]["admin1"])
    assert named <= UNITS[country]


def test_the_breadth_that_reports_need(book: Gazetteer) -> None:
    places = book.places()
    kinds = places.groupby(["country", "kind"], observed=True).size()
    assert kinds["KG", "district"] >= 40
    assert kinds["TJ", "district"] >= 50
    assert kinds["UZ", "district"] >= 125
    assert kinds["AF", "province"] >= 34
    assert (places["kind"] == "enclave").sum() == 8
    assert (places["capital"]).sum() > 150


@pytest.mark.parametrize(
    ("old", "place_id"),
    [
        ("jalal-abad-city-old", "manas-city"),
        ("jirgatol-district-old", "lakhsh-district"),
        ("isfana-old", "razzakov"),
        ("leninabad-oblast", "sughd-region"),
        ("nur-sultan", "astana"),
    ],
)
def test_ids_of_former_names_lead_to_the_place(book: Gazetteer, old: str, place_id: str) -> None:
    assert book.place(old).place_id == place_id


def test_an_unknown_id_names_the_nearest(book: Gazetteer) -> None:
    with pytest.raises(GazetteerError, match="batken"):
        book.place("batkenn")


def test_a_folder_without_the_gazetteer_says_how_to_mend_it(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="make data"):
        load_gazetteer(tmp_path)


def test_a_broken_table_says_how_to_mend_it(tmp_path: Path) -> None:
    (tmp_path / "places.parquet").write_bytes(b"no parquet at all")
    with pytest.raises(BundleError, match="make data"):
        load_gazetteer(tmp_path)


@pytest.mark.parametrize(
    ("place_id", "day", "name"),
    [
        ("manas-city", date(2010, 6, 15), "Jalal-Abad"),
        ("manas-city", date(2026, 1, 1), "Manas"),
        ("vahdat-lakhsh", date(1999, 8, 23), "Jirgatol"),
        ("vahdat-lakhsh", date(2017, 6, 26), "Vahdat (Lakhsh)"),
        ("lakhsh-district", date(1999, 8, 23), "Jirgatol District"),
        ("lakhsh-district", date(2017, 6, 26), "Lakhsh District"),
        ("razzakov", date(2000, 8, 1), "Isfana"),
        ("bishkek", date(1985, 1, 1), "Frunze"),
        ("khujand", date(1985, 1, 1), "Leninabad"),
        ("astana", date(2020, 1, 1), "Nur-Sultan"),
        ("astana", date(2023, 1, 1), "Astana"),
        ("sughd-region", date(1998, 11, 5), "Leninabad Oblast"),
        ("manas-air-base", date(2006, 8, 1), "Manas Air Base"),
        ("manas-air-base", date(2010, 6, 1), "Transit Center at Manas"),
    ],
)
def test_the_name_of_the_day(book: Gazetteer, place_id: str, day: date, name: str) -> None:
    assert book.place(place_id).name_on(day) == name


@pytest.mark.parametrize(
    ("place_id", "day", "admin1"),
    [
        ("batken", date(1999, 8, 23), "Osh Region"),
        ("batken", date(1999, 10, 13), "Batken Region"),
        ("manas-city", date(1989, 1, 1), "Osh Region"),
        ("manas-city", date(2010, 1, 1), "Jalal-Abad Region"),
        ("osh", date(1999, 1, 1), "Osh City"),
    ],
)
def test_the_province_of_the_day(book: Gazetteer, place_id: str, day: date, admin1: str) -> None:
    row = book.row_of(place_id)
    assert row is not None
    assert book.admin1_on(row, day) == admin1


@given(day=DAYS)
def test_a_renamed_place_never_bears_two_shown_names_at_once(day: date) -> None:
    book = load_gazetteer()
    for place_id in (
        "manas-city",
        "vahdat-lakhsh",
        "bishkek",
        "khujand",
        "astana",
        "sughd-region",
        "taraz",
        "bokhtar",
    ):
        shown = [name.text for name in book.place(place_id).names if name.role == "name" and name.holds(day)]
        assert len(shown) <= 1


@given(start=st.none() | DAYS, end=st.none() | DAYS, day=DAYS)
def test_a_period_includes_its_first_day_and_not_its_last(
    start: date | None, end: date | None, day: date
) -> None:
    assert holds_on(day, start, end) == ((start or date.min) <= day < (end or date.max))
    assert holds_on(None, start, end) == (end is None)


def test_names_at_a_day_leave_out_names_of_other_days(book: Gazetteer) -> None:
    of_city = lambda names: set(names[names["place_id"] == "manas-city"]["text"])  # noqa: E731
    assert "Manas" not in of_city(book.names_at(date(2010, 1, 1)))
    assert "Манас" not in of_city(book.names_at(date(2010, 1, 1)))
    assert "Manas" in of_city(book.names_at(None))


def test_points_of_central_asia_lie_in_the_country_they_name(book: Gazetteer) -> None:
    places = book.places()
    boxes = {"KG": (69.2, 39.1, 80.4, 43.4), "TJ": (67.3, 36.6, 75.3, 41.2), "UZ": (55.9, 37.1, 73.4, 45.7)}
    for country, (west, south, east, north) in boxes.items():
        own = places[(places["country"] == country) & (places["kind"] != "country")]
        assert own["longitude"].between(west, east).all(), country
        assert own["latitude"].between(south, north).all(), country


@pytest.mark.parametrize(
    ("typed", "place_id"),
    [("bat", "batken"), ("jirg", "vahdat-lakhsh"), ("Исф", "isfara"), ("kyrg", "kyrgyzstan"), ("osh", "osh")],
)
def test_the_search_box_finds_a_place_while_it_is_typed(typed: str, place_id: str) -> None:
    assert search_places(typed, 5)[0].place.place_id == place_id


@pytest.mark.parametrize("nothing", ["", "   ", "-", "?!"])
def test_the_search_box_finds_nothing_for_nothing(nothing: str) -> None:
    assert search_places(nothing) == []


@given(st.text(max_size=12))
def test_the_search_box_takes_any_text(text: str) -> None:
    found = search_places(text, 6)
    assert len(found) <= 6
    scores = [candidate.score for candidate in found]
    assert scores == sorted(scores, reverse=True)


def test_labels_are_ranked_and_dated() -> None:
    labels = towns_for_labels()
    assert set(labels.loc[labels["rank"] == 1, "place_id"]) == {"tashkent", "bishkek", "dushanbe"}
    assert (np.diff(labels["rank"]) >= 0).all()
    manas = labels[labels["place_id"] == "manas-city"].set_index("name")
    assert manas.loc["Jalal-Abad", "valid_to"] == manas.loc["Manas", "valid_from"] == date(2025, 9, 17)
    assert "Osh" in set(labels.loc[labels["rank"] == 2, "name"])
