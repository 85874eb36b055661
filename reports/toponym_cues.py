"""What stands next to a capitalised word: a preposition, a first name, the noun of an organisation."""

from __future__ import annotations

from reports.toponym_names import UNKNOWN, NameBook, unit_word
from reports.toponym_words import Token, words

_NEAR = frozenset({"near", "outside", "around", "nearby", "около", "близ", "возле", "под", "рядом"})
_IN = frozenset({"in", "at", "inside", "within", "throughout", "across", "в", "во", "дар", "from", "из"})
_MOTION_TO = frozenset({"to", "into", "toward", "towards", "via", "through", "в", "до", "ба"})
_BROADCAST_LIMIT = 4
_ORG_LIMIT = 9


def is_abbreviation(word: str) -> bool:
    """Whether a word is written in capitals throughout and short ("UTO", "U.S.")."""
    return word.isupper() and (len(word) <= 5 or "." in word)


def sentence_starts(tokens: list[Token]) -> frozenset[int]:
    """The indices of the tokens that begin a sentence or a line."""
    starts = {0}
    for index in range(1, len(tokens)):
        before = tokens[index - 1]
        gap = before.gap
        if "\n" in gap and (gap.count("\n") > 1 or gap.strip() != "" or tokens[index].capital):
            starts.add(index)
        elif gap[:1] in ".!?…" and len(gap) > 1 and not (len(before.word) == 1 and gap == ". "):
            if before.low not in (
                "mr",
                "mrs",
                "ms",
                "dr",
                "gen",
                "col",
                "lt",
                "maj",
                "st",
                "sen",
                "gov",
                "prof",
            ):
                starts.add(index)
        elif any(sign in gap for sign in '"“”«(:;•'):
            starts.add(index)
    return frozenset(starts)


def locative_cue(tokens: list[Token], first: int, last: int) -> str:
    """The word before (or the comma after) that makes a place likely.

    "head" for "the village of", "near", "in", "motion" for a verb of motion with its preposition,
    "direction" for other prepositions, "comma" for a comma and a capitalised word, "" for none.
    """
    before = first - 1
    if before >= 0 and tokens[before].gap.strip(' \n“"«') == "":
        while before > 0 and tokens[before].low in words("side") and tokens[before].gap == " ":
            before -= 1
        token = tokens[before]
        if token.low == "of" and before > 0:
            head = tokens[before - 1].low
            if head in words("place_head") and head not in (
                "region",
                "base",
                "station",
                "post",
                "port",
                "capital",
            ):
                return "head"
        if token.low in words("place_head") and unit_word(token) is None and not token.low.isascii():
            return "head"
        if (token.low == "village" and not token.capital) or (
            token.low in ("село", "айыл", "деревня", "кишлак") and not token.capital
        ):
            return "head"
        if token.low in _NEAR:
            return "near"
        if token.low in _MOTION_TO and _motion_before(tokens, before):
            return "motion"
        if (
            token.low == "for"
            and before > 0
            and tokens[before - 1].low in ("bound", "headed", "left", "destined")
        ):
            return "motion"
        if token.low in _IN:
            return "in"
        if (
            token.low in words("direction")
            or token.low in words("locative")
            or token.low in words("locative_cyrl")
        ):
            return "direction"
    if last + 1 < len(tokens) and tokens[last].gap == ", " and tokens[last + 1].capital:
        return "comma"
    return ""


def _motion_before(tokens: list[Token], index: int) -> bool:
    return any(token.low in words("motion") for token in tokens[max(0, index - 3) : index])


def is_person(tokens: list[Token], first: int, last: int, book: NameBook) -> bool:
    """Whether the words are, or belong to, the name of a person: "Igor Sergeev", "Judge Manas Bekov"."""
    suffixes = tuple(words("person_suffix"))
    before, after = first - 1, last + 1
    if (
        before >= 0
        and tokens[before].gap in (" ", "\n")
        and tokens[before].capital
        and not tokens[before].possessive
    ):
        low = tokens[before].low
        if low in words("given_name") and low not in ("said", "islam"):
            return True
        if (
            before > 0
            and tokens[before - 1].low in words("title")
            and tokens[before - 1].capital
            and tokens[before - 1].gap == " "
            and low not in words("demonym")
            and low not in words("title")
            and book.strength(low) == UNKNOWN
        ):
            # "General Abdorrahim Wardak": a title, an unknown first name, a surname that is also a place.
            return True
        if low in words("title") and tokens[last].low.endswith(suffixes) and len(tokens[last].low) > 4:
            return True
    if tokens[last].possessive or after >= len(tokens) or tokens[last].gap not in (" ", "\n"):
        return False
    follower = tokens[after]
    if first != last or not follower.capital:
        return False
    surname = len(follower.low) > 4 and follower.low.isascii() and follower.low.endswith(suffixes)
    return (surname and book.strength(follower.low) == UNKNOWN) or tokens[first].low in words("given_name")


def organisation_name(tokens: list[Token], first: int, last: int) -> str:
    """ "organisation" or "broadcaster" when the words are part of such a name, "" otherwise."""
    index, steps = last, 0
    while (
        index + 1 < len(tokens)
        and steps < _BROADCAST_LIMIT
        and tokens[index].gap in (" ", "-", " & ")
        and not tokens[index].possessive
        and (tokens[index + 1].capital or tokens[index + 1].low in ("of", "for", "and"))
    ):
        index += 1
        steps += 1
        if not tokens[index].capital:
            continue
        if tokens[index].low in words("radio") and tokens[index].low in ("radio", "television", "tv"):
            return "broadcaster"
        if tokens[index].low in words("organisation") or tokens[index].low in (
            "organization",
            "organisation",
        ):
            return "organisation"
    index, steps = first - 1, 0
    while index >= 0 and steps < _ORG_LIMIT and tokens[index].gap in (" ", "-", " & ", "\n"):
        token = tokens[index]
        if token.capital and token.low in words("organisation_of") and not token.possessive:
            # "Islamic Movement of Uzbekistan", "Bank of Asia": the noun needs its preposition.
            return "organisation" if tokens[index + 1].low in ("of", "for", "on") else ""
        if token.low in ("in", "on") and tokens[index - 1].low in words("organisation_of") | words(
            "organisation"
        ):
            # "The Shanghai Cooperation Organization in Bishkek": that is where, not what.
            return ""
        hyphened = index > 0 and tokens[index - 1].gap == "-"
        if not (token.capital or hyphened) and token.low not in ("of", "for", "and", "in", "the", "on"):
            return ""
        if token.low in words("title") or token.low in ("embassy", "republic", "government"):
            return ""
        index -= 1
        steps += 1
    return ""
