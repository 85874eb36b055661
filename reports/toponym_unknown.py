"""Find names that the gazetteer lacks or spells otherwise, where only a place would stand."""

from __future__ import annotations

from geodata.transliterate import fold_key
from reports.toponym_cues import is_abbreviation, is_person, locative_cue
from reports.toponym_mention import Mention, listed
from reports.toponym_names import PLURALS, STRONG, UNKNOWN, WEAK, NameBook, unit_word
from reports.toponym_words import Token, words


def unknown_name(tokens: list[Token], index: int, starts: frozenset[int], book: NameBook) -> Mention | None:
    """A capitalised word that stands where a place would: "the village of Xyz", "near Xyz"."""
    last = index
    while (
        last + 1 < len(tokens)
        and last - index < 2
        and not tokens[last].possessive
        and tokens[last].gap in (" ", "-")
        and (tokens[last + 1].capital or tokens[last].gap == "-")
        and unit_word(tokens[last + 1]) is None
    ):
        last += 1
    if not all(_may_be_name(tokens[run]) for run in range(index, last + 1)):
        return None
    name = " ".join(tokens[run].word for run in range(index, last + 1))
    hyphened = all(tokens[run].gap == "-" for run in range(index, last))
    if hyphened and last > index:
        name = name.replace(" ", "-")
    if last > index and not hyphened and is_person(tokens, index, last, book):
        return None
    cue = locative_cue(tokens, index, last)
    loosely = book.near_spelling(name)
    after = tokens[last + 1] if last + 1 < len(tokens) and tokens[last].gap == " " else None
    unit = unit_word(after) if after is not None else None
    if (
        unit is not None
        and unit[0] in ("area", "base", "market", "bazaar", "city", "road", "highway")
        and not loosely
    ):
        unit = None
    if last > index and not hyphened and not loosely and cue != "head":
        return None
    suspicious = tokens[last].low.endswith(tuple(words("person_suffix"))) and len(tokens[last].low) > 5
    if (
        (unit is not None and index not in starts and cue)
        or cue == "head"
        or (cue in ("in", "near", "motion") and loosely)
        or (cue == "direction" and loosely and not suspicious and index not in starts)
        or (cue in ("near", "motion") and not suspicious)
    ):
        return Mention(
            index, last, last, 0, 0, name, fold_key(name), WEAK if loosely else UNKNOWN, spelt_loosely=True
        )
    return None


def ends_list(tokens: list[Token], index: int, mentions: list[Mention], book: NameBook) -> Mention | None:
    """An unknown name at the end of a list of places: "in Osh, Uzgen and Xyz", "the road from Osh to Xyz"."""
    if not mentions or not _may_be_name(tokens[index]) or tokens[index].possessive:
        return None
    before, token = mentions[-1], tokens[index]
    if before.last != index - 2 or book.is_country(before.key) or before.strength != STRONG:
        return None
    if token.low.endswith(tuple(words("person_suffix"))) or tokens[before.last].gap != " ":
        return None
    link = tokens[index - 1].low
    cue = locative_cue(tokens, before.first, before.last)
    after = tokens[index + 1] if index + 1 < len(tokens) and token.gap == " " else None
    if after is not None and (after.capital or after.low in ("said", "says", "told")):
        return None
    listing = len(mentions) > 1 and listed(tokens, mentions[-2], before)
    joined = link in ("and", "и") and (listing or cue in ("in", "near", "head"))
    road = link == "to" and before.first > 0 and tokens[before.first - 1].low == "from"
    if not (joined or road):
        return None
    return Mention(index, index, index, 0, 0, token.word, fold_key(token.word), UNKNOWN)


def _may_be_name(token: Token) -> bool:
    return (
        len(token.word) > 2
        and not is_abbreviation(token.word)
        and token.low not in words("stop")
        and token.low not in words("ordinary")
        and token.low not in words("demonym")
        and token.low not in words("month")
        and token.low not in words("title")
        and token.low not in words("given_name")
        and token.low not in words("organisation")
        and token.low not in words("government")
        and token.low not in PLURALS
    )
