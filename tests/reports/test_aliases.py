"""Spellings that an analyst has kept for places: found, inflected, first among the candidates."""

from __future__ import annotations

import pytest

from reports.annotate import annotate
from reports.read import read_report
from reports.toponyms import find_toponyms

VORUKH = "vorukh-village"


def best(text: str, *aliases: tuple[str, str]) -> dict[str, str]:
    return {t.text: t.best.place_id if t.best else "" for t in find_toponyms(text, (), aliases)}


@pytest.mark.parametrize(
    ("text", "alias", "written"),
    [
        ("Two men were hurt in Qozibog yesterday.", "Qozibog", "Qozibog"),
        ("He said Qozibog’s fields were dry.", "Qozibog", "Qozibog"),
        ("Стреляли в Козибаге.", "Козибаг", "Козибаге"),
        ("They met by the blue stone.", "blue stone", "blue stone"),
        ("Clashes in Old Qozi Bog again.", "Qozi Bog", "Qozi Bog"),
    ],
)
def test_an_alias_is_found_though_the_gazetteer_lacks_it(text: str, alias: str, written: str) -> None:
    assert written not in best(text) or best(text)[written] != VORUKH
    assert best(text, (alias, VORUKH))[written] == VORUKH


def test_an_alias_wins_over_every_other_place_of_that_name_and_the_others_stay() -> None:
    text = "In Osh, in Kyrgyzstan, the mayor of Osh spoke."
    assert best(text)["Osh"] == "osh"
    found = find_toponyms(text, (), (("Osh", VORUKH),))
    osh = [toponym for toponym in found if toponym.text == "Osh"]
    assert len(osh) == 2
    assert all(t.best is not None and t.best.place_id == VORUKH for t in osh)
    assert "osh" in [candidate.place_id for candidate in osh[0].candidates]
    assert osh[0].candidates[0].score == pytest.approx(
        sum(points for _, points, _ in osh[0].candidates[0].parts)
    )


def test_an_alias_of_a_village_does_not_take_the_province_of_that_name() -> None:
    assert best("Police searched Osh Region.", ("Osh", VORUKH))["Osh Region"] == "osh-region"


def test_an_alias_of_an_unknown_place_changes_nothing() -> None:
    text = "Two men were hurt in Osh."
    assert best(text, ("Osh", "no-such-place")) == best(text)


def test_annotate_hands_the_aliases_on() -> None:
    report = read_report(b"On 3 May 1999 gunmen attacked a post in Qozibog.", name="a.txt")
    places = [t.best.place_id for t in annotate(report, (("Qozibog", VORUKH),)).toponyms if t.best]
    assert places == [VORUKH]
