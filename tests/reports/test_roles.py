"""The part that a place plays in its sentence."""

from __future__ import annotations

import pytest
from toponym_passages import figures

from reports.roles import LEARNT, explain, mean_scores, role_scores, role_weights
from reports.roles_fit import fit_weights, read_marked
from reports.toponyms import find_toponyms, read_toponyms


def role_of(text: str, name: str) -> str:
    return next(toponym.role for toponym in find_toponyms(text) if toponym.text == name)


def test_places_of_events_in_unseen_passages_are_told() -> None:
    assert figures().event_f1 >= 0.77


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Gunmen killed two officers near Batken on Monday.", "Batken", "event"),
        ("A bomb exploded in Osh.", "Osh", "event"),
        ("The envoy arrived in Tashkent on Friday.", "Tashkent", "event"),
        ("After the Osh riots, many fled.", "Osh", "event"),
        ("Moscow offered its help.", "Moscow", "metonym"),
        ("Relations with Tashkent are bad.", "Tashkent", "metonym"),
        ("Kyrgyzstan's president resigned.", "Kyrgyzstan", "attribute"),
        ("The ambassador to Tajikistan spoke.", "Tajikistan", "attribute"),
        ("The road from Leilek to Osh is long.", "Leilek", "literal"),
        ("BISHKEK, May 3 (Agency) - A court met.", "BISHKEK", "dateline"),
        ("He fell ill (Dushanbe Radio, May 3).", "Dushanbe", "dateline"),
    ],
)
def test_plain_sentences(text: str, name: str, role: str) -> None:
    assert role_of(text, name) == role


def test_a_list_plays_one_part() -> None:
    toponyms = find_toponyms("Militants attacked posts in Osh, Batken and Isfara.")
    assert len({toponym.role_scores for toponym in toponyms}) == 1


def test_a_role_explains_itself() -> None:
    reading = read_toponyms("Gunmen killed two officers near Batken on Monday.")[0]
    told = explain(reading.features, "event")
    assert told
    assert [abs(weight) for _, weight in told] == sorted((abs(weight) for _, weight in told), reverse=True)
    assert all(weight == role_weights()[feature][LEARNT.index("event")] for feature, weight in told)


def test_likelihoods_add_up_to_one_and_begin_with_the_best() -> None:
    scores = role_scores(["kind:country", "subject of strong verb", "no such feature"])
    assert sum(score for _, score in scores) == pytest.approx(1)
    assert [score for _, score in scores] == sorted((score for _, score in scores), reverse=True)
    assert mean_scores([scores, scores])[0][0] == scores[0][0]


def test_weights_are_learnt_from_examples() -> None:
    examples = [(["at"], "event"), (["said"], "metonym")] * 6
    weights = fit_weights(examples, rounds=60)  # type: ignore[arg-type]
    assert role_scores(["at"], weights)[0][0] == "event"
    assert role_scores(["said"], weights)[0][0] == "metonym"


def test_marks_are_taken_off_a_passage() -> None:
    text, marks = read_marked("In {Osh|osh|e}, {Moscow|moscow|m} said.")
    assert text == "In Osh, Moscow said."
    assert [(text[mark.start : mark.end], mark.place, mark.role) for mark in marks] == [
        ("Osh", "osh", "event"),
        ("Moscow", "moscow", "metonym"),
    ]
