"""Geocoding: the right place on the right day, in any spelling, with a score that explains itself."""

from __future__ import annotations

import csv
import math
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geodata
from geodata.gazetteer import load_gazetteer
from geodata.geocode import geocode, resolve
from geodata.unit_words import kind_words_near, split_unit

DAYS = {
    1999: date(1999, 8, 23),
    2006: date(2006, 8, 1),
    2010: date(2010, 6, 15),
    2017: date(2017, 6, 26),
    2026: date(2026, 2, 1),
}
MANAS = {
    1999: "manas-airport",
    2006: "manas-air-base",
    2010: "manas-air-base",
    2017: "manas-airport",
    2026: "manas-city",
}


def best(text: str, on: date | None = None, **how: str) -> str:
    """The id of the best candidate, "" when there is none."""
    found = geocode(text, on=on, **how)  # type: ignore[arg-type]
    return found[0].place.place_id if found else ""


@pytest.mark.parametrize("year", DAYS)
@pytest.mark.parametrize(
    ("name", "place_id"),
    [("Osh", "osh"), ("Batken", "batken"), ("Jirgatal", "vahdat-lakhsh"), ("Kant", "kant-town")],
)
def test_names_that_keep_their_place(name: str, place_id: str, year: int) -> None:
    assert best(name, DAYS[year]) == place_id


@pytest.mark.parametrize(("year", "place_id"), MANAS.items())
def test_manas_is_another_place_in_another_year(year: int, place_id: str) -> None:
    assert best("Manas", DAYS[year]) == place_id


@pytest.mark.parametrize(("year", "shown"), [(1999, "Jirgatol"), (2017, "Vahdat (Lakhsh)")])
def test_jirgatal_is_shown_under_the_name_of_the_day(year: int, shown: str) -> None:
    assert geocode("Jirgatal", on=DAYS[year])[0].name == shown


@pytest.mark.parametrize(
    ("name", "day", "context", "place_id"),
    [
        ("Manas", date(2010, 4, 7), "refuelling from the transit center at Manas", "manas-air-base"),
        ("Manas", date(2006, 8, 1), "a passenger plane took off from Manas", "manas-airport"),
        ("Manas", date(2026, 3, 1), "flights from Manas airport", "manas-airport"),
        ("Manas", date(2026, 3, 1), "the mayor of the city of Manas", "manas-city"),
        ("Manas", date(2017, 3, 1), "a school in Manas district of Talas", "manas-district-talas"),
        ("Kant", date(2006, 8, 1), "jets at the Russian air base at Kant", "kant-air-base"),
        ("Jalalabad", date(2010, 6, 1), "the Taliban in Nangarhar", "jalalabad-af"),
        ("Jalalabad", date(2010, 6, 1), "the road from Osh to Jalalabad", "manas-city"),
        ("Jalalabad", date(2010, 6, 1), "in the Osh and Jalalabad regions", "jalal-abad-region"),
        ("Osh", date(2010, 6, 1), "in Osh and Jalal-Abad oblasts", "osh-region"),
        ("Batken", date(2022, 9, 1), "across Batken region", "batken-region"),
        ("Khanabad", date(2002, 1, 1), "American troops left the Khanabad base", "k2-khanabad"),
        ("Khanabad", date(2009, 5, 26), "the police station of Khanabad in Andijan", "khonobod"),
        ("Badakhshan", date(2022, 5, 1), "protests in Khorog, Badakhshan", "gorno-badakhshan"),
        (
            "Badakhshan",
            date(2021, 7, 1),
            "the Taliban took districts of Badakhshan",
            "badakhshan-province-af",
        ),
        ("Dostuk", date(2021, 4, 1), "trucks from Osh to Andijan queue at Dostuk", "dostuk-crossing"),
        ("Ak-Sai", date(2014, 1, 11), "guards fired by Ak-Sai near Vorukh", "ak-say-batken"),
        ("Ayni", date(2007, 4, 1), "India rebuilt the runway at Ayni", "ayni-air-base"),
    ],
)
def test_the_words_around_a_name_decide(name: str, day: date, context: str, place_id: str) -> None:
    assert best(name, day, context=context) == place_id


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("Kant", "a lecture on Immanuel Kant"),
        ("Immanuel Kant", ""),
        ("Namangani", "Juma Namangani"),
        ("Barak", "President Barak Obama"),
        ("Manas", "recited the epic Manas"),
        ("Shanghai", "the Shanghai Cooperation Organisation"),
    ],
)
def test_a_name_that_means_no_place_gives_none_and_says_why(name: str, context: str) -> None:
    answer = resolve(name, context=context)
    assert answer.candidates == []
    assert answer.reason.startswith("no place is meant")


@pytest.mark.parametrize(
    "text", ["Osh Region", "Osh oblast", "Osh region", "Ошская область", "Osh viloyati", "oblast of Osh"]
)
@pytest.mark.parametrize(
    ("day", "place_id"),
    [
        (date(1985, 1, 1), "osh-oblast-1959-1990"),
        (date(1999, 8, 23), "osh-oblast-1990-1999"),
        (date(1999, 10, 13), "osh-region"),
        (date(2010, 6, 1), "osh-region"),
        (None, "osh-region"),
    ],
)
def test_the_province_of_osh_is_the_one_of_the_day(text: str, day: date | None, place_id: str) -> None:
    assert best(text, day) == place_id


def test_batken_region_before_it_existed_is_the_district_with_a_note() -> None:
    found = geocode("Batken region", on=date(1999, 8, 23))
    assert found[0].place.place_id == "batken-district"
    assert any("no province" in reason for reason in found[0].why)


@pytest.mark.parametrize(
    "text", ["Джиргаталь", "Жерге-Тал", "Jirgital", "Dzhirgatal", "Jergetal", "Jirgatol", "JIRGATAL"]
)
def test_one_town_in_many_spellings(text: str) -> None:
    assert best(text, DAYS[1999]) == "vahdat-lakhsh"


@pytest.mark.parametrize(
    ("text", "place_id"),
    [
        ("Fergana", "fergana"),
        ("Ferghana", "fergana"),
        ("Фарғона", "fergana"),
        ("Fergana Valley", "fergana-valley"),
        ("Ferghana valley", "fergana-valley"),
        ("Ферганская долина", "fergana-valley"),
        ("Ferghana region", "fergana-region"),
        ("Surkhondaryo", "surkhandarya-region"),
        ("Sogd region", "sughd-region"),
        ("Вилояти Суғд", "sughd-region"),
        ("Leninabad", "khujand"),
        ("Garm", "gharm"),
        ("Moskva", "moscow"),
        ("Issyk-Kul", "issyk-kul"),
        ("Issyk-Kul oblast", "issyk-kul-region"),
        ("Kofarnihon", "vahdat-city"),
        ("Tien-Shan", "tian-shan"),
        ("Kirgizia", "kyrgyzstan"),
        ("USSR", "soviet-union"),
        ("U.S.", "united-states"),
        ("Jordan", "jordan"),
        ("Khojai A’lo", "khojai-alo"),
        ("the Sokh enclave", "sokh-enclave"),
        ("near Osh", "osh"),
        ("Osh, Kyrgyzstan", "osh"),
        ("Jalalabad, Nangarhar Province", "jalalabad-af"),
        ("Gharm (Rasht Valley)", "gharm"),
        ("Denov (Denau) District", "district-uz-denov"),
        ("Tajik-Kyrgyz border", "border-kyrgyz-tajik"),
        ("Proletarsk", "mehrobod"),
        ("Kyrgyzstan’s", "kyrgyzstan"),
        ("Bishkeck", "bishkek"),
    ],
)
def test_names_as_reports_write_them(text: str, place_id: str) -> None:
    assert best(text) == place_id


def test_near_a_town_is_less_exact_than_the_town() -> None:
    near, town = geocode("near Osh")[0], geocode("Osh")[0]
    assert near.where_prec == 2
    assert near.radius_km > town.radius_km


@pytest.mark.parametrize(("country", "place_id"), [("AF", "jalalabad-af"), ("KG", "manas-city")])
def test_the_country_asked_for_comes_first_and_hides_nothing(country: str, place_id: str) -> None:
    found = geocode("Jalalabad", on=date(2010, 6, 1), country=country)
    assert found[0].place.place_id == place_id
    assert {"jalalabad-af", "manas-city"} <= {candidate.place.place_id for candidate in found}


@pytest.mark.parametrize("text", ["", "  ", "…", "'"])
def test_a_name_without_letters_is_no_place(text: str) -> None:
    assert resolve(text).candidates == []
    assert resolve(text).reason


def test_an_unknown_name_gives_near_ones_and_short_names_are_not_guessed() -> None:
    assert resolve("Qwertzuiopolis").candidates == []
    assert resolve("Qwertzuiopolis").near
    assert resolve("Bxk").candidates == []


@given(text=st.text(max_size=24), context=st.none() | st.text(max_size=60))
@settings(deadline=None)
def test_any_text_is_answered(text: str, context: str | None) -> None:
    answer = resolve(text, context=context)
    assert answer.candidates or answer.reason


ROWS = st.integers(min_value=0, max_value=len(load_gazetteer()) - 1)


@given(row=ROWS, data=st.data())
@settings(deadline=None, max_examples=150)
def test_every_name_of_a_place_leads_back_to_it_on_its_days(row: int, data: st.DataObject) -> None:
    book = load_gazetteer()
    place = book.at(row)
    name = data.draw(st.sampled_from(place.names))
    day = name.valid_from or (name.valid_to - timedelta(days=1) if name.valid_to else date(2026, 1, 1))
    answer = resolve(name.text, on=day, limit=1000)
    # A few names are words that the rules refuse; they must say so.
    found = {candidate.place.place_id for candidate in answer.candidates}
    assert place.place_id in found or answer.reason.startswith("no place is meant")


@given(row=ROWS)
@settings(deadline=None, max_examples=100)
def test_a_score_is_the_sum_of_its_parts_and_each_reason_shows_its_points(row: int) -> None:
    place = load_gazetteer().at(row)
    for candidate in geocode(place.name, on=date(2010, 1, 1), context=f"unrest in {place.name}, Kyrgyzstan"):
        assert candidate.score == pytest.approx(math.fsum(part.points for part in candidate.parts))
        assert all("(" in reason for reason in candidate.why)


@given(row=ROWS)
@settings(deadline=None, max_examples=100)
def test_candidates_come_best_first_and_each_place_once(row: int) -> None:
    found = geocode(load_gazetteer().at(row).name, limit=50)
    scores = [candidate.score for candidate in found]
    assert scores == sorted(scores, reverse=True)
    assert len({candidate.place.place_id for candidate in found}) == len(found)


@pytest.mark.parametrize(
    ("text", "core", "kind"),
    [
        ("Osh oblast", "Osh", "province"),
        ("Ошская область", "Ош", "province"),
        ("the city of Manas", "Manas", "city"),
        ("Manas air base", "Manas", "air base"),
        ("Lake Karakul", "Karakul", "lake"),
        ("Transit Center at Manas", "Manas", "air base"),
        ("Rishton tumani", "Rishton", "district"),
    ],
)
def test_the_word_for_the_kind_is_taken_off(text: str, core: str, kind: str) -> None:
    unit = split_unit(text)
    assert unit is not None
    assert unit.core == core
    assert kind in unit.kinds


@pytest.mark.parametrize("text", ["Osh", "Region", "the"])
def test_a_name_without_such_a_word_stays_whole(text: str) -> None:
    assert split_unit(text) is None


@pytest.mark.parametrize(
    ("context", "mention", "kind"),
    [
        ("in the village of Kan above Sokh", "Kan", "village"),
        ("Batken, Leilek and Kadamjay districts", "Batken", "district"),
        ("the Naryn river", "Naryn", "river"),
    ],
)
def test_the_text_tells_the_kind(context: str, mention: str, kind: str) -> None:
    assert kind in kind_words_near(context, mention)


def test_no_word_tells_no_kind() -> None:
    assert kind_words_near("talks in Osh on Monday", "Osh") == frozenset()


def test_strings_that_lead_to_several_places_offer_all_of_them() -> None:
    path = Path(geodata.__file__).parent / "data" / "curated" / "alias_collisions.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) > 100
    for row in rows:
        answer = resolve(row["string"], limit=500)
        found = {candidate.place.place_id for candidate in answer.candidates}
        assert set(row["place_ids"].split("|")) <= found or answer.reason.startswith("no place"), row[
            "string"
        ]
