"""Drafts: parts of countries, borders, seats, pronouns, lists, gaps, Russian, and what is no event."""

from __future__ import annotations

from datetime import date

import pytest

from reports.annotate import annotate
from reports.annotation import Annotation
from reports.calibrate import fit
from reports.draft import Draft
from reports.read import read_report


def read(text: str, published: str = "2012-03-20") -> Annotation:
    return annotate(
        read_report(f"{text}\n".encode(), name="story.txt", published=date.fromisoformat(published))
    )


def drafts(text: str, published: str = "2012-03-20") -> list[Draft]:
    return [draft for draft in read(text, published).events if isinstance(draft, Draft)]


def places(text: str, published: str = "2012-03-20") -> list[str]:
    return [
        draft.where[0].best.place for draft in drafts(text, published) if draft.where and draft.where[0].best
    ]


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Gunmen attacked a convoy in northern Tajikistan on 4 March 2012.", "Sughd Region"),
        ("Two policemen were killed in the south of Kyrgyzstan on 4 March 2012.", "Osh Region"),
        ("A bomb exploded in Uzbekistan's southern provinces on 4 March 2012.", "Surkhandarya Region"),
        ("Drones struck Kyrgyz villages on 4 March 2012.", "Kyrgyzstan"),
        ("A crowd clashed with police in the Tajik capital on 4 March 2012.", "Dushanbe"),
    ],
)
def test_a_part_of_a_country_is_placed_there(sentence: str, place: str) -> None:
    assert places(sentence) == [place]


def test_a_part_of_a_country_is_the_province_that_the_report_speaks_of() -> None:
    text = (
        "Herders in Batken Region complain of raids, and schools in Batken Region stay shut.\n\n"
        "Gunmen attacked a post in southern Kyrgyzstan on 4 March 2012."
    )
    assert places(text)[-1] == "Batken Region"


def test_a_border_is_placed_at_the_stretch_that_is_told_of() -> None:
    text = (
        "Guards exchanged fire on the Kyrgyz-Uzbek border on 4 March 2012. "
        "Shops in Kerben, not far away, stayed shut."
    )
    best = drafts(text)[0].where[0].best
    assert best is not None and best.kind == "border"
    assert abs(best.latitude - 41.5) < 0.4 and abs(best.longitude - 71.75) < 0.5
    assert best.radius_km < 100


def test_the_campaign_of_a_year_tells_which_part_of_the_country() -> None:
    found = drafts("Rebels attacked army posts in Kyrgyzstan in August 1999.", "1999-11-20")
    best = found[0].where[0].best
    assert best is not None and best.place == "Batken District"
    assert "placed where the campaign was" in found[0].tags


def test_a_happening_with_a_name_has_its_date() -> None:
    found = drafts("Relations cooled after the massacre in Andijan.")
    when = next(draft.when for draft in found if draft.trigger == "massacre")
    assert when is not None and (when.start.year, when.start.month) == (2005, 5)


def test_organisations_and_embassies_speak_at_their_seats() -> None:
    assert places("The OSCE condemned the arrests on 4 March 2012.") == ["Vienna"]
    text = (
        "Tajikistan closed two schools in Dushanbe on 4 March 2012. "
        "Tajikistan also jailed a teacher in Khujand.\n\n"
        "The U.S. embassy warned its citizens of attacks on 5 March 2012."
    )
    assert places(text)[-1] == "Dushanbe"


def test_refugees_have_no_seat() -> None:
    text = "Police in Almaty detained forty men on 4 March 2012. Uzbek refugees appealed for help."
    assert places(text)[-1] == "Almaty"


def test_it_stands_for_the_state_told_last() -> None:
    text = "Uzbekistan signed the protocol on 2 March 2012 in Minsk. A week later it condemned the arrests."
    last = drafts(text)[-1]
    assert last.actor1 == "Government of Uzbekistan"
    assert places(text)[-1] == "Tashkent"


def test_who_travels_speaks_where_they_are() -> None:
    text = "General John Brook visited Khujand on 4 March 2012. Brook praised the guards."
    assert places(text) == ["Khujand", "Khujand"]


def test_a_place_in_an_inserted_clause_is_not_that_of_the_verb() -> None:
    assert "Tajikistan" not in places("Moscow, which keeps troops in Tajikistan, offered condolences.")


def test_a_list_of_places_is_an_event_each() -> None:
    text = "Mobs burned houses in Osh, Kerben and Batken on 11 June 2010."
    assert sorted(places(text)) == ["Batken", "Kerben", "Osh"]


def test_villages_side_by_side_are_one_place() -> None:
    assert len(places("Mobs burned houses in Kok-Tash and Ak-Sai on 11 June 2010.")) == 1


def test_a_place_that_no_known_word_explains_still_makes_a_draft() -> None:
    found = drafts("On 4 March 2012 the engineers photographed a new crater in Vorukh.")
    assert [draft.sense for draft in found] == ["happening"]
    assert places("On 4 March 2012 the engineers photographed a new crater in Vorukh.") == ["Vorukh"]


def test_a_denied_report_is_one_event_and_denied() -> None:
    found = drafts("The ministry denied reports that rebels had attacked a post near Isfara on 4 March 2012.")
    assert [(draft.trigger, draft.status) for draft in found] == [("attacked", "denied")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Parliament spoke of the possibility of an attack on Isfara.",
        "Uzbekistan has no pretext for attacking Isfara.",
        "The general demonstrated his skill in Isfara.",
    ],
)
def test_what_is_only_thought_of_is_no_violence(sentence: str) -> None:
    assert not [draft for draft in drafts(sentence) if draft.event_type != "Strategic developments"]


def test_a_toll_after_an_attack_is_the_same_event() -> None:
    text = "Gunmen attacked a post near Isfara on 4 March 2012. Two conscripts were killed on the spot."
    (found,) = drafts(text)
    assert found.fatalities_best == 2
    assert found.also


def test_the_year_of_another_noun_does_not_date_the_verb() -> None:
    (found,) = drafts("His rival in the 1994 vote had founded a party in Khujand in spring 1996.")
    assert found.when is not None and found.when.start.year == 1996


def test_a_deadline_is_not_the_day_of_the_ultimatum() -> None:
    found = drafts(
        "On 4 March 2012 the secretary issued an ultimatum to the rebels to leave Isfara by 9 March."
    )
    assert found[0].when is not None and found[0].when.start == date(2012, 3, 4)


def test_an_item_of_a_chronology_does_not_take_its_place_from_the_one_before() -> None:
    text = (
        "3 March 2012\nGunmen storm a post in Andijan.\n\n"
        "9 March 2012\nA gang shoots at a customs hut near Isfara. "
        "Four raiders are killed the same afternoon."
    )
    assert "Andijan" in places(text)
    assert places(text)[-1] == "Isfara"


def test_a_russian_report_makes_drafts() -> None:
    text = (
        "БИШКЕК, 30 апреля. В четверг в Баткене произошла перестрелка, два человека погибли. "
        "Президент должен вылететь в Душанбе."
    )
    found = drafts(text, "2021-04-30")
    assert ("Batken", "Battles", "occurred") in [
        (draft.where[0].best.place, draft.event_type, draft.status)
        for draft in found
        if draft.where and draft.where[0].best
    ]
    assert "planned" in [draft.status for draft in found]
    assert not drafts("Солдаты не стреляли в Баткене.", "2021-04-30")


def test_the_title_is_not_told_as_an_event_of_its_own() -> None:
    text = "Gunmen kill officers in valley ambush\n\nGunmen ambushed a convoy near Isfara on 4 March 2012."
    assert [draft.trigger for draft in drafts(text)] == ["ambushed"]


def test_the_fitted_confidence_never_falls_with_points() -> None:
    rows = [(step / 10, step % 3 != 0) for step in range(5, 50)] + [(4.5, False)] * 6
    shares = [share for _, share in fit(rows)]
    assert shares == sorted(shares)
    assert all(0 < share < 1 for share in shares)
