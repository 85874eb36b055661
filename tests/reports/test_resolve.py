"""Which place a mention means, with the rest of its document in view."""

from __future__ import annotations

import math
from datetime import date

import pytest
from toponym_passages import figures

from reports.annotation import PlaceCandidate
from reports.roles_fit import one_post
from reports.toponyms import find_toponyms


def meant(text: str, on: date) -> dict[str, PlaceCandidate | None]:
    """The best place of each toponym of a text; of those written alike, the last."""
    return {toponym.text: toponym.best for toponym in find_toponyms(text, [one_post(text, on)])}


def place_id(text: str, name: str, on: date = date(2012, 5, 1)) -> str:
    best = meant(text, on)[name]
    assert best is not None
    return best.place_id


def test_places_of_unseen_passages_are_right() -> None:
    assert figures().right_place >= 0.93, figures().wrong


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Taliban fighters attacked Jalalabad and Kabul.", "Jalalabad", "jalalabad-af"),
        ("Crowds in Osh and Jalalabad burned houses, Kyrgyz police said.", "Jalalabad", "manas-city"),
        ("Clashes in the Osh and Jalalabad regions of Kyrgyzstan.", "Jalalabad", "jalal-abad-region"),
        ("Clashes in the Osh and Jalalabad regions of Kyrgyzstan.", "Osh", "osh-region"),
        ("Refugees crossed the Panj into Afghanistan.", "Panj", "panj-river"),
        ("Talks were held in Geneva and Vienna.", "Geneva", "geneva"),
    ],
)
def test_context_decides(text: str, name: str, expected: str) -> None:
    assert place_id(text, name) == expected


def test_the_day_decides_what_manas_is() -> None:
    text = "Planes land at the Manas base, and the coalition pays for it."
    best = meant(text, date(2006, 7, 1))
    assert [place.place_id for place in best.values() if place] == ["manas-air-base"]
    assert place_id("The mayor of Manas city spoke.", "Manas", date(2026, 2, 1)) == "manas-city"


def test_osh_region_of_1999_is_the_oblast_of_that_time() -> None:
    assert (
        place_id("They were seized in Osh region.", "Osh region", date(1999, 8, 25)) == "osh-oblast-1990-1999"
    )


def test_a_bare_name_follows_its_full_form() -> None:
    text = "A base may open in Batken Province. Uzbekistan has a border with Batken."
    assert place_id(text, "Batken") == "batken-region"


def test_a_country_that_stands_for_its_government_is_the_country() -> None:
    best = meant("Kyrgyzstan accused Tajikistan of shelling.", date(2021, 5, 1))
    assert [place.kind for place in best.values() if place] == ["country", "country"]


def test_the_parts_of_a_score_add_up_and_say_why() -> None:
    text = "Gunmen in Jalalabad, Nangarhar, fled to Kunduz. Kabul and Islamabad talk. Jalalabad is calm."
    for toponym in find_toponyms(text, [one_post(text, date(2009, 1, 1))]):
        scores = [candidate.score for candidate in toponym.candidates]
        assert scores == sorted(scores, reverse=True)
        for candidate in toponym.candidates:
            assert math.isclose(candidate.score, math.fsum(points for _, points, _ in candidate.parts))


def test_an_unknown_name_has_no_place_but_is_kept() -> None:
    toponyms = find_toponyms("They slept in the village of Qoztepalik.")
    assert [(toponym.text, toponym.best) for toponym in toponyms] == [("Qoztepalik", None)]


def test_a_province_named_after_the_comma_speaks_for_its_town() -> None:
    toponyms = find_toponyms("Gunmen struck in Jalalabad, Nangarhar province, on Monday.")
    best = toponyms[0].best
    assert best is not None
    assert best.place_id == "jalalabad-af"
    assert "holds" in {name for name, _, _ in best.parts}
