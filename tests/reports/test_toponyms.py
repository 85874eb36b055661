"""Which words of a report are found as places, and which are not."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toponym_passages import figures, passages

from geodata.gazetteer import load_gazetteer
from reports.annotation import ROLES, Post, Span
from reports.roles_fit import one_post
from reports.toponyms import find_toponyms


def found(text: str) -> list[str]:
    return [toponym.text for toponym in find_toponyms(text) if toponym.role != "name"]


def test_toponyms_of_unseen_passages_are_found() -> None:
    result = figures()
    assert result.recall >= 0.95, result.missed
    assert result.precision >= 0.95


def test_the_passages_are_many_enough_and_name_places_that_exist() -> None:
    kept = [passage for passage in passages() if passage.use == "test"]
    assert len(kept) >= 30
    assert sum(len(passage.marks) for passage in kept) >= 250
    gazetteer = load_gazetteer()
    for passage in passages():
        for mark in passage.marks:
            if mark.place and not re.fullmatch(r"[A-Z]{2}|[\d., ]+", mark.place):
                assert gazetteer.row_of(mark.place) is not None, (passage.passage_id, mark.place)


@pytest.mark.parametrize(
    "text",
    [
        "The Reading of the bill was Nice. March and May were Mobile.",
        "The Kyrgyz, Tajik and Uzbek officers spoke Russian.",
        "Defence Minister Igor Sergeev and Vladimir Kulov agreed with Akaev.",
        "UTO commanders met SCO officials. We told us nothing.",
        "The judge, Manas Bekov, was absent.",
        "Jamestown Foundation analysts wrote to The Guardian.",
    ],
)
def test_words_peoples_and_persons_are_no_places(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Troops left Batken Oblast for the Fergana Valley.", ["Batken Oblast", "Fergana Valley"]),
        ("Bishkek's streets and Osh’s bazaar were calm.", ["Bishkek", "Osh"]),
        ("Shots on the Kyrgyz-Tajik border were heard.", ["Kyrgyz-Tajik border"]),
        ("The Jirgatal-Karamyk road is closed.", ["Jirgatal", "Karamyk"]),
        ("В Баткенской области и Оше тихо.", ["Баткенской области", "Оше"]),
        ("Баткенде жаңжал чыкты.", ["Баткенде"]),
        ("Gunmen hid in the village of Qoztepalik for days.", ["Qoztepalik"]),
        ("He went from Osh to Qoztepalik on foot.", ["Osh", "Qoztepalik"]),
        ("He flew to the US and the U.S. again.", ["US", "U.S."]),
    ],
)
def test_names_are_found_with_the_words_that_belong_to_them(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_an_organisation_keeps_its_place_as_a_name() -> None:
    roles = {
        toponym.text: toponym.role
        for toponym in find_toponyms("The Islamic Movement of Uzbekistan and the Bank of Asia met in Osh.")
    }
    assert roles["Uzbekistan"] == "name"
    assert roles["Asia"] == "name"
    assert roles["Osh"] != "name"


def test_what_stands_outside_the_body_is_boilerplate() -> None:
    text = "Shelling hit Batken on Monday.\nWrite to us: 14 Elm Street, Washington."
    post = Post(Span(0, len(text)), (Span(0, text.index("\n")),))
    roles = {toponym.text: toponym.role for toponym in find_toponyms(text, [post])}
    assert roles["Washington"] == "boilerplate"
    assert roles["14 Elm Street"] == "boilerplate"
    assert roles["Batken"] != "boilerplate"


def test_a_title_outside_the_body_is_no_boilerplate() -> None:
    text = "Tashkent Blames Dushanbe\nBy a reporter\nThe dispute goes on."
    start = text.index("The dispute")
    post = Post(Span(0, len(text)), (Span(start, len(text)),), title="Tashkent Blames Dushanbe")
    assert {toponym.role for toponym in find_toponyms(text, [post])}.isdisjoint({"boilerplate"})


PIECES = st.sampled_from(
    ["Osh", "osh", "БИШКЕК", "Ошской области", "’s", " and ", ", ", " in ", "\n", " - ", "(", "region",
     "U.S.",
     "Kyrgyz-Tajik border", "\x00", "🏔", "و", "Ak-", "Radio", " of ", "1999", "Movement", "İ", "ﬁ"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_is_read_and_every_span_is_its_text(text: str) -> None:
    posts = [one_post(text, date(2010, 6, 15))]
    end = 0
    for toponym in find_toponyms(text, posts):
        assert end <= toponym.start < toponym.end <= len(text)
        assert text[toponym.start : toponym.end] == toponym.text
        assert toponym.role in ROLES
        assert sum(score for _, score in toponym.role_scores) == pytest.approx(1)
        end = toponym.end


def test_reading_twice_gives_the_same() -> None:
    text = "Fighting near Batken and Isfara. Osh and Jalalabad regions were calm, Tashkent said."
    assert find_toponyms(text) == find_toponyms(text)
