"""Keys of names: the same place in other letters and spellings, and what must stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.transliterate import fold_key, loose_key, script_of, skeleton_key, to_latin

CYRILLIC = st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяңөүўқғҳҷӣӯАБВГДЕЁЖЗИЙҚҒҲҶ -", min_size=1)


@given(st.text())
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert fold_key(fold_key(text)) == fold_key(text)


@given(CYRILLIC)
def test_cyrillic_of_the_region_becomes_plain_lower_case_letters(text: str) -> None:
    key = fold_key(text)
    assert key.isascii()
    assert key == key.lower()
    assert to_latin(text).isascii()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz -'’ʻ", min_size=1))
def test_gaps_apostrophes_and_case_do_not_change_a_key(text: str) -> None:
    plain = "".join(letter for letter in text if letter.isascii() and letter.isalpha())
    assert fold_key(text.upper()) == plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Жалал-Абад", "Zhalal-Abad"),
        ("Qoʻqon", "Qo'qon"),
        ("Özgön", "Ozgon"),
        ("Kara Suu", "Karasuu"),
        ("İstanbul", "Istanbul"),
        ("كابل", "کابل"),
    ],
)
def test_one_name_in_two_letters_has_one_key(one: str, other: str) -> None:
    assert fold_key(one) == fold_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dzhalal-Abad", "Jalalobod"),
        ("Худжанд", "Xujand"),
        ("Khujand", "Хуҷанд"),
        ("Ferghana", "Fergana"),
        ("Қарши", "Karshi"),
        ("Kyzyl-Kyya", "Kizil-Kia"),
        ("Taschkent", "Tashkent"),
        ("Andidjan", "Andizhan"),
    ],
)
def test_the_usual_transliterations_share_a_loose_key(one: str, other: str) -> None:
    assert loose_key(one) == loose_key(other)


@pytest.mark.parametrize(
    "spelling", ["Jirgatal", "Джиргаталь", "Жерге-Тал", "Dzhirgatal", "Jergetal", "Ҷиргатол"]
)
def test_spellings_that_differ_in_vowels_share_a_skeleton(spelling: str) -> None:
    assert skeleton_key(spelling) == skeleton_key("Jirgatol")


@pytest.mark.parametrize(("one", "other"), [("Isfara", "Isfana"), ("Osh", "Ashu"), ("Batken", "Bishkek")])
def test_different_places_keep_different_loose_keys(one: str, other: str) -> None:
    assert loose_key(one) != loose_key(other)


@pytest.mark.parametrize("short", ["Osh", "Kant", "Kan", "Pop", "Sokh"])
def test_short_names_have_no_skeleton(short: str) -> None:
    assert skeleton_key(short) == ""


@pytest.mark.parametrize(
    ("text", "script"),
    [("Osh", "Latn"), ("Ош", "Cyrl"), ("اوش", "Arab"), ("奥什", "Hani"), ("12-34", "Zyyy")],
)
def test_the_script_of_a_name(text: str, script: str) -> None:
    assert script_of(text) == script
