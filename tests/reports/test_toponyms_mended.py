"""Names once taken for others: another district, an organisation's seat, villages abroad, streets."""

from __future__ import annotations

from datetime import date

import pytest

from reports.annotation import Toponym
from reports.roles_fit import one_post
from reports.toponyms import find_toponyms


def found(text: str) -> dict[str, Toponym]:
    return {toponym.text: toponym for toponym in find_toponyms(text, [one_post(text, date(2014, 1, 12))])}


@pytest.mark.parametrize(
    ("text", "written", "place_id"),
    [
        ("Two guards were hurt in Ak-Sai district of Batken.", "Ak-Sai district", "ak-say-batken"),
        ("In the Afghan city of Jalalabad, Kyrgyz traders met.", "Jalalabad", "jalalabad-af"),
        ("I went to Jalal-Abad, not to Afghanistan.", "Jalal-Abad", "manas-city"),
        ("Стычки на кыргызско-таджикской границе.", "кыргызско-таджикской границе", "border-kyrgyz-tajik"),
    ],
)
def test_a_name_means_the_place_that_its_words_tell(text: str, written: str, place_id: str) -> None:
    best = found(text)[written].best
    assert best is not None and best.place_id == place_id


def test_a_village_is_not_sought_abroad_when_its_province_is_named() -> None:
    toponym = found("An explosion shook Karabulak, Naryn region.")["Karabulak"]
    assert toponym.best is None


def test_the_town_in_which_an_organisation_meets_is_no_part_of_its_name() -> None:
    mentions = found("Leaders of the Shanghai Cooperation Organization in Bishkek signed a pact.")
    assert mentions["Shanghai"].role == "name"
    assert mentions["Bishkek"].role != "name"


def test_a_street_is_in_the_city_next_to_it_and_no_town() -> None:
    address = found("Write to 160 Chuy Avenue, Bishkek.")["160 Chuy Avenue"]
    assert address.best is not None and address.best.place_id == "bishkek"
    street = found("In Osh the office moved to Lenin Street.")["Lenin Street"]
    assert street.role == "literal" and street.best is not None and street.best.place_id == "osh"
