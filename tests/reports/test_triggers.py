"""Triggers: which words tell of an event, in which form, and which only look like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.vocabulary import SUB_EVENT_TYPES
from reports.triggers import Trigger, find_triggers
from reports.triggers_lexicon import verb_forms
from reports.words import words_of


def triggers(sentence: str, *, historic: bool = False) -> dict[str, Trigger]:
    """The triggers of a sentence by the words in the text."""
    found = find_triggers(words_of(sentence, 0, len(sentence)), historic=historic)
    return {trigger.text: trigger for trigger in found}


@pytest.mark.parametrize(
    ("sentence", "word", "event_type", "sub_event_type"),
    [
        ("Gunmen ambushed a convoy.", "ambushed", "Battles", "Armed clash"),
        (
            "A bomb exploded in the bazaar.",
            "exploded",
            "Explosions/Remote violence",
            "Remote explosive/landmine/IED",
        ),
        ("Planes bombed the gorge.", "bombed", "Explosions/Remote violence", "Air/drone strike"),
        (
            "They kidnapped two geologists.",
            "kidnapped",
            "Violence against civilians",
            "Abduction/forced disappearance",
        ),
        ("Hundreds rallied outside parliament.", "rallied", "Protests", "Peaceful protest"),
        ("Crowds looted the shops.", "looted", "Riots", "Mob violence"),
        ("The ministers signed a treaty.", "signed", "Strategic developments", "Agreement"),
        ("Police arrested nine men.", "arrested", "Strategic developments", "Arrests"),
        (
            "Russia opened a base at Kant.",
            "opened",
            "Strategic developments",
            "Headquarters or base established",
        ),
        ("The customs post opened fire on smugglers.", "opened", "Battles", "Armed clash"),
    ],
)
def test_a_sense_is_chosen_by_the_words_around(
    sentence: str, word: str, event_type: str, sub_event_type: str
) -> None:
    sense = triggers(sentence)[word].sense
    assert (sense.event_type, sense.sub_event_type) == (event_type, sub_event_type)


@pytest.mark.parametrize(
    ("sentence", "word", "form"),
    [
        ("Troops attacked the camp.", "attacked", "past"),
        ("Troops have attacked the camp.", "attacked", "perfect"),
        ("The camp was attacked.", "attacked", "passive"),
        ("Troops will attack the camp.", "attack", "modal"),
        ("Troops are preparing to attack the camp.", "attack", "infinitive"),
        ("The attack began at dawn.", "attack", "noun"),
    ],
)
def test_the_form_is_told_by_auxiliaries(sentence: str, word: str, form: str) -> None:
    assert triggers(sentence)[word].form == form


def test_the_plain_present_counts_only_where_it_tells_a_story() -> None:
    sentence = "Rebels attack the post at dawn."
    assert "attack" in triggers(sentence, historic=True)
    assert triggers(sentence, historic=True)["attack"].form == "present"
    assert all(trigger.form != "present" for trigger in triggers(sentence).values())


@pytest.mark.parametrize(
    "sentence",
    [
        "Talks are due in March 2004.",
        "The president (left) smiled.",
        "He lives near the Open Society office.",
    ],
)
def test_months_captions_and_names_are_no_triggers(sentence: str) -> None:
    assert not {"March", "left", "Open"} & set(triggers(sentence))


def test_a_participle_before_its_noun_only_describes() -> None:
    assert triggers("The ousted president visited Minsk.")["visited"].modifier is False
    assert "ousted" not in {
        t.text for t in triggers("The ousted president smiled.").values() if not t.modifier
    }


def test_negation_is_noticed() -> None:
    assert triggers("The army did not attack.")["attack"].negated
    assert triggers("No group claimed responsibility.")["claimed"].negated


@pytest.mark.parametrize(
    ("lemma", "expected"),
    [
        ("meet", {"met", "meets", "meeting", "meet"}),
        ("deny", {"denied", "denies", "denying", "deny"}),
        ("clash", {"clashed", "clashes", "clashing", "clash"}),
        ("stab", {"stabbed", "stabs", "stabbing", "stab"}),
    ],
)
def test_verbs_are_inflected(lemma: str, expected: set[str]) -> None:
    irregular = {"meet": ("met", "met"), "stab": ("stabbed", "stabbed")}
    assert set(verb_forms(lemma, *irregular.get(lemma, ()))) == expected


@given(st.text(max_size=300))
def test_any_text_gives_triggers_with_true_offsets(text: str) -> None:
    for trigger in find_triggers(words_of(text, 0, len(text)), historic=True):
        assert text[trigger.start : trigger.end].split()[0] == trigger.text.split()[0]
        assert trigger.sense.sub_event_type in SUB_EVENT_TYPES[trigger.sense.event_type]
