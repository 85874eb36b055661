"""Paragraphs and sentences as spans: abbreviations, initials, quotes, bullets, wrapped lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.annotation import Span
from reports.sentences import paragraph_spans, sentence_spans


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentence_spans(text)]


@pytest.mark.parametrize(
    "whole",
    [
        "Maj.-Gen. A. Shamkeyev met Col. B. Ivanov near St. Peter's church.",
        "The U.S. Army and Lt. Gen. J. Smith came on Oct. 25 at 5 p.m. to see him.",
        "See No. 199 and Art. 155 of the code, vol. 2, p. 14.",
        "The group, i.e. the rebels, paid approx. 40 men, e.g. Mr. Rahimov and Dr. Aliev.",
        "“We are ready,” he said, “and so are they.”",
        'He asked, "Why now?" and left.',
        "Президент А. Акаев прибыл в г. Ош в 1999 г. и уехал.",
        "Losses stood at 3.5 percent in 2.1.3.",
    ],
)
def test_one_sentence_stays_whole(whole: str) -> None:
    assert sentences(whole) == [whole]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("He came. She left.", ["He came.", "She left."]),
        ("He said: “We won.” The crowd left!", ["He said: “We won.”", "The crowd left!"]),
        ("They live in the U.S. The rest stayed.", ["They live in the U.S.", "The rest stayed."]),
        ("It ended in 1999. 25 men fled.", ["It ended in 1999.", "25 men fled."]),
        ("Бой окончен. Потерь нет.", ["Бой окончен.", "Потерь нет."]),
        (
            "Is it over? No.\nNew line without a stop\nLast",
            ["Is it over?", "No.", "New line without a stop", "Last"],
        ),
        ("- A shot fell.\n• Two men died. One fled.", ["A shot fell.", "Two men died.", "One fled."]),
    ],
)
def test_sentences_are_parted(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_wrapped_lines_are_one_paragraph() -> None:
    line = "the patrol went up the valley and came back with two of the men"
    text = (
        "\n".join([f"On Monday {line}", line, f"{line}."])
        + "\n\n"
        + "\n".join([f"Later {line}", line, f"{line}.", "- one", "- two"])
    )
    found = [text[span.start : span.end] for span in paragraph_spans(text)]
    assert [words[:9] for words in found] == ["On Monday", "Later the", "- one", "- two"]
    assert len(sentence_spans(text)) == 4


def test_spans_limit_the_paragraphs() -> None:
    text = "One two.\nThree four.\nFive."
    assert paragraph_spans(text, [Span(9, len(text))]) == [Span(9, 20), Span(21, 26)]


@given(st.text(alphabet='Aab.!? \n\r"”)(-•1\u2028', max_size=200))
def test_sentences_keep_every_letter_in_order(text: str) -> None:
    position = 0
    kept = []
    for span in sentence_spans(text):
        assert position <= span.start < span.end
        position = span.end
        kept.append(text[span.start : span.end])
    letters = [letter for letter in text if letter in "Ab?!"]
    assert [letter for letter in "".join(kept) if letter in "Ab?!"] == letters
