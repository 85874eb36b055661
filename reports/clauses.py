"""Which clause or phrase of a sentence a word stands in: relative clauses, phrases of time, openings."""

from __future__ import annotations

from reports.triggers import is_past
from reports.words import MARKS, Words, word_set

_RELATIVES = word_set("which who whose where")
_TIME_OPENERS = word_set("after before since following until amid during despite")
_FRAMES = word_set("in at near outside inside")
_AUXILIARIES = word_set("is are was were has have had will would")
GRAVEST = word_set("worst deadliest bloodiest biggest largest gravest fiercest heaviest greatest most first")
_LONGEST_RELATIVE = 14
_LONGEST_PHRASE = 12
_LONGEST_FRAME = 6
_LONGEST_ORIGIN = 3


def in_relative(words: Words, first: int, last: int, index: int) -> bool:
    """Whether words before a verb lie in a clause of their own: "X, which keeps troops in Y, offered"."""
    if last >= index or "," not in words.lower[last + 1 : index]:
        return False
    for at in range(first - 1, max(0, first - _LONGEST_RELATIVE), -1):
        if words.lower[at] == ",":
            return words.lower[at + 1] in _RELATIVES
    return False


def time_phrase(words: Words, first: int) -> int | None:
    """Where the phrase of time begins that holds a word: "after the stabbing of a general at …".

    None when none holds it; a clause with a verb ("after they had left …") is no such phrase.
    """
    for at in range(first - 1, max(-1, first - 1 - _LONGEST_PHRASE), -1):
        word = words.lower[at]
        if word in MARKS:
            return None
        if word in _TIME_OPENERS or (word == "to" and words.lower[at - 1 : at] == ["prior"]):
            # "after the talks in X": at least a noun stands between the word of time and the place
            return at if first - at > 2 else None
        if word in _AUXILIARIES or is_past(words, at, historic=False):
            return None
    return None


def opens_as_frame(words: Words, first: int, last: int) -> bool:
    """Whether a place sets the scene of the whole sentence: "At Astana, on July 5, …", "In Osh, …"."""
    if first > _LONGEST_FRAME or words.lower[0] not in _FRAMES or last + 1 >= len(words):
        return False
    if any(word in MARKS for word in words.lower[1:first]):
        return False
    return words.lower[last + 1] == "," or words.lower[last + 1] in ("on", "in")


def told_between(words: Words, low: int, high: int) -> list[int]:
    """The numbers of the words between two words that look like verbs that tell."""
    return [at for at in range(low + 1, high) if is_past(words, at, historic=False)]


def is_origin(words: Words, first: int, last: int, index: int) -> bool:
    """Whether "from" before a place tells of where the doers come from: "police from X sealed the road"."""
    if first < 2 or last >= index or index - last > _LONGEST_ORIGIN:
        return False
    doers = words.lower[first - 2]
    if not doers.isalpha() or doers.endswith("ed") or is_past(words, first - 2, historic=False):
        return False
    return not any(word in MARKS for word in words.lower[last + 1 : index])
