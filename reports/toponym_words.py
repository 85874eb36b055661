"""The word lists of the search for toponyms, and the tokens of a text."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from errors import BundleError

LEXICON = Path(__file__).parent / "lexicon"

# A dot belongs to a word only between single capitals ("U.S.", "U.A.E."); an apostrophe between letters.
_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:[’'ʻʼ‘`´][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"[’'ʻʼ‘`´][sS]$")


@dataclass(slots=True)
class Token:
    """One word: its place in the text, the word without a possessive in lower case, and how it is written.

    Attributes:
        start, end: the word with a possessive s; `core_end` where the word without it ends.
        word: the word itself, as written, without the possessive.
        low: the same in lower case.
        capital: whether its first letter is a capital, or its script has none of them.
        gap: what stands between it and the next word.
    """

    start: int
    end: int
    core_end: int
    word: str
    low: str
    capital: bool
    possessive: bool
    gap: str = ""


def tokens_of(text: str) -> list[Token]:
    """The words of a text in their order, in time linear in its length."""
    tokens: list[Token] = []
    for match in _WORD.finditer(text):
        start, end, word = match.start(), match.end(), match.group()
        if tokens:
            tokens[-1].gap = text[tokens[-1].end : start]
        possessive = False
        core_end = end
        if len(word) > 2 and word[-1] in "sS" and _POSSESSIVE.search(word):
            possessive, core_end, word = True, end - 2, word[:-2]
        tokens.append(Token(start, end, core_end, word, word.lower(), word[0].isupper(), possessive))
    if tokens:
        tokens[-1].gap = text[tokens[-1].end :]
    return tokens


@lru_cache(maxsize=1)
def word_classes() -> dict[str, frozenset[str]]:
    """The words of each class of `lexicon/words.csv`, and the class `ordinary` of `ordinary_words.csv`."""
    classes: dict[str, set[str]] = {}
    for row in _rows("words.csv"):
        classes.setdefault(row["class"], set()).add(row["word"])
    classes["ordinary"] = {row["word"] for row in _rows("ordinary_words.csv")}
    return {name: frozenset(words) for name, words in classes.items()}


def words(name: str) -> frozenset[str]:
    """The words of one class."""
    return word_classes()[name]


@lru_cache(maxsize=1 << 15)
def belongs(word: str, name: str) -> bool:
    """Whether a word is of a class, or begins with one of its Cyrillic stems of 4 to 6 letters."""
    if word in word_classes()[name]:
        return True
    stems = word_classes().get(f"{name}_stem")
    return stems is not None and not word.isascii() and not stems.isdisjoint((word[:4], word[:5], word[:6]))


def _rows(name: str) -> list[dict[str, str]]:
    path = LEXICON / name
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))
    except FileNotFoundError as error:
        raise BundleError(f"{path} is missing; restore it from the repository.") from error
