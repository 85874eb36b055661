"""Status: what occurred, what is planned, threatened, denied or alleged, and what is no event at all."""

from __future__ import annotations

import pytest

from reports.status import Standing, status_of
from reports.triggers import find_triggers
from reports.words import words_of


def standing(sentence: str, word: str) -> Standing:
    words = words_of(sentence, 0, len(sentence))
    trigger = next(trigger for trigger in find_triggers(words) if trigger.text == word)
    return status_of(words, trigger, question=sentence.endswith("?"))


@pytest.mark.parametrize(
    ("sentence", "word", "status"),
    [
        ("Rebels attacked the post.", "attacked", "occurred"),
        ("The minister will visit Khujand in May.", "visit", "planned"),
        ("The president plans to visit Khujand.", "visit", "planned"),
        ("The two sides agreed to hold talks in June.", "hold", "planned"),
        ("The mission is expected to arrive in Osh on Monday.", "arrive", "planned"),
        ("The warlord threatened to attack the dam.", "threatened", "threatened"),
        ("The secretary issued an ultimatum to the rebels.", "issued", "threatened"),
        ("Officials fear that rebels will attack again.", "attack", "threatened"),
        (
            "Dushanbe denied that its troops had crossed the border and attacked villages.",
            "attacked",
            "denied",
        ),
        ("The group reportedly attacked a convoy.", "attacked", "alleged"),
        ("The commander is said to have offered money.", "offered", "alleged"),
        ("The party claimed that police had beaten its members in jail severely.", "beaten", "alleged"),
    ],
)
def test_the_status_follows_the_words(sentence: str, word: str, status: str) -> None:
    found = standing(sentence, word)
    assert (found.status, found.real) == (status, True)


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("The army did not attack.", "attack"),
        ("Rebels may attack in spring.", "attack"),
        ("Did the army attack the village?", "attack"),
        ("The governor refused to resign.", "resign"),
        ("If rebels attack, the army will close the border.", "close"),
    ],
)
def test_what_did_not_happen_is_no_event(sentence: str, word: str) -> None:
    assert not standing(sentence, word).real


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("The talks were postponed until May.", "talks"),
        ("The fourth round of talks was due to start in January but was postponed.", "start"),
        ("The visit was cancelled by the host.", "visit"),
    ],
)
def test_a_postponed_event_stays_a_plan(sentence: str, word: str) -> None:
    words = words_of(sentence, 0, len(sentence))
    trigger = next(t for t in find_triggers(words) if word in t.text)
    found = status_of(words, trigger)
    assert (found.status, found.called_off) == ("planned", True)


def test_a_second_meeting_put_off_does_not_undo_the_first() -> None:
    sentence = "The third round opened in Almaty, but the next one was postponed."
    assert not standing(sentence, "opened").called_off
