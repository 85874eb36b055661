"""Actors: states, forces, persons and groups, and which of them does and which undergoes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.actors import find_actors, roles_of
from reports.triggers import find_triggers
from reports.words import words_of


def roles(sentence: str, word: str) -> tuple[str, str]:
    words = words_of(sentence, 0, len(sentence))
    triggers = find_triggers(words)
    trigger = next(trigger for trigger in triggers if trigger.text == word)
    found = roles_of(words, trigger, find_actors(words), [t for t in triggers if t is not trigger])
    return (found.actor1.name if found.actor1 else "", found.actor2.name if found.actor2 else "")


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("Kyrgyz troops attacked the rebels.", "attacked", ("Military Forces of Kyrgyzstan", "rebels")),
        (
            "The rebels were attacked by Kyrgyz troops.",
            "attacked",
            ("Military Forces of Kyrgyzstan", "rebels"),
        ),
        ("Uzbek police arrested four men.", "arrested", ("Police Forces of Uzbekistan", "men")),
        ("Tajik border guards detained a shepherd.", "detained", ("Border Guards of Tajikistan", "shepherd")),
        ("Moscow condemned the attack.", "condemned", ("Government of Russia", "")),
        (
            "President Askar Akaev met Foreign Minister Igor Ivanov in May.",
            "met",
            ("Askar Akaev", "Igor Ivanov"),
        ),
        ("Unknown gunmen killed two villagers.", "killed", ("Unknown gunmen", "villagers")),
    ],
)
def test_who_does_and_who_undergoes(sentence: str, word: str, expected: tuple[str, str]) -> None:
    assert roles(sentence, word) == expected


def test_a_place_after_a_preposition_is_no_actor() -> None:
    sentence = "The delegation arrived in Tashkent."
    names = [actor.name for actor in find_actors(words_of(sentence, 0, len(sentence)))]
    assert names == ["delegation"]


def test_who_is_named_by_a_possessive_gives_the_state() -> None:
    sentence = "Rahmonov's secretary Amirkul Azimov resigned."
    actors = find_actors(words_of(sentence, 0, len(sentence)))
    assert [actor.country for actor in actors if "Azimov" in actor.name] == ["TJ"]


@given(st.text(max_size=200))
def test_any_text_has_actors_with_a_name(text: str) -> None:
    words = words_of(text, 0, len(text))
    for actor in find_actors(words):
        assert 0 <= actor.first <= actor.last < len(words)
        assert actor.name.strip()
