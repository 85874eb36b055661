"""Numbers of people killed: words and digits, lists, bounds, and who is only wounded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.fatalities import find_fatalities, read_number


@pytest.mark.parametrize(
    ("sentence", "low", "best", "high"),
    [
        ("At least 26 people died in the fire.", 26, 26, None),
        ("Between 10 and 15 rebels were killed near the pass.", 10, 12, 15),
        ("Two soldiers and a civilian were killed when a mine went off.", 3, 3, 3),
        ("The summer's raids cost twenty-six lives.", 26, 26, 26),
        ("Dozens of people were killed.", 24, 24, None),
        ("More than 1,200 people perished.", 1200, 1200, None),
        ("Up to 30 militants were killed, the ministry said.", None, None, 30),
        ("The blast killed a woman and her two children.", 3, 3, 3),
        ("Nobody was killed.", 0, 0, 0),
        ("No fatalities were reported.", 0, 0, 0),
        ("The death toll rose to 42.", 42, 42, 42),
        ("Estimates of the dead range from 187 to 745.", 187, 466, 745),
        ("OSH, May 14 -- Two guards were killed.", 2, 2, 2),
        ("In 2010 ten people were killed.", 10, 10, 10),
        ("Police shot dead five protesters.", 5, 5, 5),
    ],
)
def test_the_killed_are_counted(sentence: str, low: int | None, best: int | None, high: int | None) -> None:
    deaths = find_fatalities(sentence)
    assert deaths is not None
    assert (deaths.low, deaths.best, deaths.high) == (low, best, high)


@pytest.mark.parametrize(
    ("sentence", "best"),
    [
        ("The bomb killed seven people and wounded twenty.", 7),
        ("Twenty people were wounded and two killed.", 2),
        ("Guards killed four militants and arrested seven others.", 4),
    ],
)
def test_the_wounded_and_arrested_are_not_dead(sentence: str, best: int) -> None:
    deaths = find_fatalities(sentence)
    assert deaths is not None
    assert deaths.best == best


@pytest.mark.parametrize(
    "sentence",
    [
        "Forty people were injured.",
        "The ministers met for two hours.",
        "Sources spoke of those killed in the raid.",
    ],
)
def test_a_sentence_without_a_toll_gives_none(sentence: str) -> None:
    assert find_fatalities(sentence) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("twenty-six", 26),
        ("1,200", 1200),
        ("a dozen", 12),
        ("two hundred", 200),
        ("dozens", 24),
        ("grey", None),
    ],
)
def test_numbers_are_read_in_words_and_digits(text: str, number: int | None) -> None:
    assert read_number(text) == number


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_gives_ordered_numbers_or_none(text: str) -> None:
    deaths = find_fatalities(text)
    if deaths is not None:
        given_numbers = [n for n in (deaths.low, deaths.best, deaths.high) if n is not None]
        assert given_numbers == sorted(given_numbers)
        assert 0 <= deaths.start <= deaths.end <= len(text)
