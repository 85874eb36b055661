"""What stands around a mention, as named features for its role."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reports.annotation import PlaceCandidate
from reports.roles_clause import PLACED, Sentences, clause_features, is_past
from reports.toponym_mention import Mention, listed
from reports.toponym_words import Token, belongs, words

# Prepositions of Russian and Tajik under the English one that they mostly stand for.
_PREPOSITIONS: dict[str, str] = {
    **{word: word for word in ("in", "at", "near", "from", "to", "of", "with", "between", "on", "over")},
    **{word: word for word in ("through", "against", "by", "for", "into", "across", "toward", "via")},
    **{word: word for word in ("outside", "around", "within", "inside", "along")},
    "towards": "toward",
    "в": "in",
    "во": "in",
    "дар": "in",
    "у": "near",
    "около": "near",
    "близ": "near",
    "возле": "near",
    "из": "from",
    "от": "from",
    "к": "to",
    "с": "with",
    "со": "with",
    "между": "between",
    "на": "on",
    "через": "through",
    "по": "over",
}
DECISIVE = ("distance from", "holds the one before", "names a road")
_LOCAL = frozenset(
    {"village", "town", "suburb", "district", "enclave", "pass", "border crossing", "market", "mine"}
)
_AREAS = frozenset({"valley", "region", "mountains", "river", "lake", "sea", "road", "border"})
_BASES = frozenset({"air base", "airport", "military base", "dam"})
_DASHES = frozenset({"-", "–", "—", "‑"})
_SUFFIX_IN = re.compile(r"[дт][аеоө]$")
_SUFFIX_FROM = re.compile(r"[днт][аеоө]н$")


def sentences_of(tokens: Sequence[Token]) -> Sentences:
    """Split the tokens into sentences and lines."""
    ends: list[int] = []
    for index, token in enumerate(tokens):
        gap = token.gap
        final = index == len(tokens) - 1
        stop = gap[:1] in ".!?…" and len(gap) > 1 and not (len(token.word) == 1 and gap == ". ")
        if (
            final
            or "\n" in gap
            or (stop and tokens[index + 1].capital and token.low not in ("mr", "ms", "mrs", "dr"))
        ):
            ends.append(index)
    first: list[int] = []
    last: list[int] = []
    start = 0
    for end in ends:
        size = end - start + 1
        first += [start] * size
        last += [end] * size
        start = end + 1
    return Sentences(tuple(first), tuple(last))


def features_of(
    tokens: Sequence[Token],
    sentences: Sentences,
    mentions: Sequence[Mention],
    position: int,
    best: PlaceCandidate | None,
    holders: Sequence[bool],
) -> list[str]:
    """The features of one mention; `holders` says which mentions hold the place named just before them."""
    mention, holder = mentions[position], holders[position]
    start, end = list_bounds(tokens, mentions, position, holders)
    found = [f"kind:{_kind(best)}"]
    prep, head = _before(tokens, sentences, mentions[start], found)
    kind = found[0][5:]
    found.append(f"prep:{prep}")
    found.append(f"{prep}+{kind}")
    if start != end:
        found.append("in a list")
    nearness = _after(tokens, sentences, mention, mentions[end], prep, kind, found)
    clause_features(tokens, sentences, mention, prep, kind, head, found)
    _neighbours(tokens, mentions, position, holder, kind, found)
    if nearness:
        found.append(nearness)
    if _names_road(tokens, mentions, position):
        found.append("names a road")
    # These say enough by themselves, whatever happens in the sentence.
    return next(([name] for name in DECISIVE if name in found), found)


def _names_road(tokens: Sequence[Token], mentions: Sequence[Mention], position: int) -> bool:
    """ "The Osh–Bishkek highway", "the road Batken - Isfara": both ends of it are only its name."""
    for left in (position - 1, position):
        if not 0 <= left < len(mentions) - 1:
            continue
        one, other = mentions[left], mentions[left + 1]
        if one.last + 1 != other.first or tokens[one.last].gap.strip() not in _DASHES:
            continue
        around = [*tokens[max(0, one.first - 2) : one.first], *tokens[other.last + 1 : other.last + 3]]
        if any(token.low in words("road") for token in around):
            return True
    return False


def _kind(best: PlaceCandidate | None) -> str:
    if best is None:
        return "unknown"
    if best.kind == "country":
        return "country"
    if best.kind in _LOCAL:
        return "local"
    if best.kind in _AREAS:
        return "area"
    if best.kind in _BASES:
        return "base"
    if best.kind == "province":
        return "province"
    capital = any(name == "kind" and why == "kind: capital" for name, _, why in best.parts)
    return "capital" if capital or best.place_id in ("almaty", "nur-sultan", "astana") else "city"


def list_bounds(
    tokens: Sequence[Token], mentions: Sequence[Mention], position: int, holders: Sequence[bool]
) -> tuple[int, int]:
    """The first and the last mention of the list that a mention is in; "Ashgabat, Turkmenistan" is none."""

    def joined(left: int) -> bool:
        plain_comma = mentions[left].last + 1 == mentions[left + 1].first
        after = mentions[left + 1].last + 1
        # "Near Batken, Bishkek said": what speaks after a comma is no member of a list.
        speaks = plain_comma and after < len(tokens) and tokens[after].low in words("metonym_verb")
        apart = plain_comma and (holders[left + 1] or speaks)
        return not apart and listed(tokens, mentions[left], mentions[left + 1])

    start = end = position
    while start > 0 and position - start < 8 and joined(start - 1):
        start -= 1
    while end + 1 < len(mentions) and end - position < 8 and joined(end):
        end += 1
    return start, end


def _before(
    tokens: Sequence[Token], sentences: Sentences, mention: Mention, found: list[str]
) -> tuple[str, int]:
    """The preposition before a mention (or before its list), and features of what that hangs on."""
    first = sentences.first[mention.first]
    index = mention.first - 1
    while index >= first and tokens[index].low in words("before_name"):
        index -= 1
    # "in the town of X", "the village of X": what counts is the word before the noun.
    if (
        index - 1 >= first
        and tokens[index].low == "of"
        and tokens[index - 1].low in words("place_head")
        and tokens[index - 1].low not in ("capital", "border", "borders")
    ):
        found.append("head of")
        index -= 2
        while index >= first and (
            tokens[index].low in words("before_name") or tokens[index].low in ("a", "an", "its", "mountain")
        ):
            index -= 1
    low = tokens[mention.head].low
    if mention.key and not low.isascii() and index >= first - 1:
        if _SUFFIX_IN.search(low) and not mention.name.lower().endswith(low[-2:]):
            return "in", index
        if _SUFFIX_FROM.search(low) and not mention.name.lower().endswith(low[-3:]):
            return "from", index
    if index < first:
        return "start", index
    token = tokens[index]
    prep = _PREPOSITIONS.get(token.low)
    if prep is None:
        if (
            token.low in words("metonym_verb")
            and token.low not in words("weak_verb")
            and "," not in token.gap
        ):
            found.append("object of a verb of dealing")
        if any(belongs(token.low, name) for name in ("motion", "trigger", "occasion")):
            found.append("object of an event verb")
        elif is_past(token.low):
            found.append("object of a past verb")
        if token.low in words("border_word"):
            found.append("border before")
        if belongs(token.low, "government") or token.low in words("title"):
            found.append("office before")
        if token.gap.strip() in ("(", "[") or "(" in token.gap:
            return "bracket", index
        if any(sign in token.gap for sign in ";—–:"):
            return "clause", index
        if "," in token.gap:
            return "comma", index
        if token.low in (
            "and",
            "but",
            "while",
            "because",
            "that",
            "и",
            "as",
            "if",
            "when",
            "whether",
            "although",
        ):
            return "clause", index
        return "none", index
    nouns = [token.low for token in tokens[max(first, index - 3) : index]]
    noun = nouns[-1] if nouns else ""
    for name, wanted in (
        ("event noun", "event_noun"),
        ("trigger", "trigger"),
        ("occasion", "occasion"),
        ("stative", "stative"),
        ("road", "road"),
        ("office", "office"),
        ("speech", "speech"),
    ):
        if belongs(noun, wanted):
            found.append(f"{name} right before {'in' if prep in PLACED else 'prep'}")
        elif any(belongs(word, wanted) for word in nouns):
            found.append(f"{name} just before")
    if index > first and tokens[index - 1].capital and tokens[index - 1].low not in words("month"):
        found.append("name before prep")
    if prep in PLACED and index <= first:
        found.append("sentence opens in")
    elif prep in PLACED and index <= first + 3:
        eventful = any(
            belongs(word, name) for word in nouns for name in ("event_noun", "trigger", "occasion")
        )
        found.append("event opens" if eventful else "noun of the place opens")
    if prep in ("of", "to", "in", "with", "on", "from") and any(
        word in words("person_of") for word in nouns[-2:]
    ):
        found.append(f"office {prep}")
    if prep in ("with", "between", "to", "of", "against") and any(
        word in words("relation") for word in nouns
    ):
        found.append("relation")
    if noun in words("border_word"):
        found.append("border with")
    if prep in ("of", "from", "in") and noun in words("native_of"):
        found.append("native of")
    if prep == "from" and any(word in words("people") or word in words("native_of") for word in nouns):
        found.append("people from")
    if prep == "of" and noun in words("people"):
        found.append("people of")
    if prep == "from" and any(word in words("heard") for word in nouns):
        found.append("heard from")
    if placed_after_person(tokens, index):
        found.append("person in" if prep in PLACED else "person prep")
    if noun in words("distance") or any(word in words("distance") for word in nouns[-1:]):
        found.append("distance from")
    if any(belongs(word, "motion") for word in nouns):
        found.append(f"motion {prep}")
    if noun in words("metonym_verb"):
        found.append("verb before prep")
    return prep, index


def placed_after_person(tokens: Sequence[Token], index: int) -> bool:
    """Whether people or an office stand right before a preposition: "a doctor at", "prosecutors in"."""
    low = tokens[index - 1].low if index else ""
    return low in words("people") or low in words("title") or belongs(low, "office")


def _after(
    tokens: Sequence[Token],
    sentences: Sentences,
    mention: Mention,
    list_end: Mention,
    prep: str,
    kind: str,
    found: list[str],
) -> str:
    last = sentences.last[mention.last]
    index = mention.last + 1
    follower = tokens[index] if index <= last else None
    if tokens[mention.last].possessive:
        found.append("possessive")
        if follower is not None:
            near = [token.low for token in tokens[index : min(index + 3, last + 1)]]
            office = any(belongs(word, "government") or word in words("title") for word in near)
            found.append("possessive office" if office else "possessive other")
            if any(belongs(word, "event_noun") for word in near):
                found.append("possessive event")
            if any(token.capital for token in tokens[index : min(index + 3, last + 1)]):
                found.append("possessive name")
    elif follower is not None:
        gap = tokens[mention.last].gap
        if gap in ("-", "‑", "–") and (follower.low in words("modifier") or kind == "country"):
            found.append("modifier")
        elif gap in (" ", "\n"):
            after = _noun_phrase(tokens, index, last)
            if any(belongs(word, "event_noun") for word in after):
                found.append("event noun after")
            elif follower.low in words("government") or follower.low in words("title"):
                found.append("office after")
        if ":" in gap:
            found.append("colon after")
    if kind == "country" or prep == "none":
        nouns = tokens[max(sentences.first[mention.first], mention.first - 3) : mention.first]
        if any(not token.low.isascii() and belongs(token.low, "government") for token in nouns):
            found.append("office before a genitive")
        if any(token.low.startswith("границ") for token in nouns):
            found.append("border before")
    speaker = tokens[mention.last + 1 : min(mention.last + 3, last + 1)] if prep == "in" else []
    if any(
        belongs(token.low, "speech") or token.low in words("metonym_verb") for token in speaker[:1]
    ) or any(not token.low.isascii() and belongs(token.low, "speech") for token in speaker[1:]):
        found.append("speaks after, placed")
        if any(name.startswith("office right before") for name in found):
            found.append("office in, speaks after")
    if any(token.low in words("road") for token in tokens[max(0, mention.first - 4) : mention.first]):
        found.append("road before")
    road = tokens[mention.last + 1 : min(mention.last + 5, last + 1)]
    for token in road:
        if token.low in words("road"):
            found.append("road after")
        if token.gap not in (" ", "-", "–", "\n"):
            break
    index = list_end.last + 1
    if index <= last and not tokens[list_end.last].possessive:
        gap = tokens[list_end.last].gap
        verb = tokens[index].low
        if gap in (" ", "\n") or (gap == ", " and prep in ("start", "clause", "comma", "none")):
            skipped = tokens[index + 1].low if index + 1 <= last else ""
            adverb = verb.endswith("ly") or verb in (
                "also",
                "never",
                "now",
                "again",
                "itself",
                "still",
                "then",
            )
            verb = skipped if adverb else verb
            if verb in words("metonym_verb") and prep in ("start", "clause", "comma", "none", "bracket"):
                strong = "weak" if verb in words("weak_verb") else "strong"
                found.append(f"subject of {strong} verb")
                found.append(f"subject {kind}")
    if kind in ("country", "capital") and prep in ("none", "start", "clause"):
        return "bare actor"
    return ""


def _noun_phrase(tokens: Sequence[Token], index: int, last: int) -> list[str]:
    """The words right after a mention up to a sign, a preposition or the third of them."""
    phrase = []
    for token in tokens[index : min(index + 3, last + 1)]:
        if (
            token.low in _PREPOSITIONS
            or token.low in words("weak_verb")
            or token.low in ("and", "that", "which", "who")
        ):
            break
        phrase.append(token.low)
        if token.gap != " ":
            break
    return phrase


def _neighbours(
    tokens: Sequence[Token],
    mentions: Sequence[Mention],
    position: int,
    holder: bool,
    kind: str,
    found: list[str],
) -> None:
    mention = mentions[position]
    if position > 0:
        before = mentions[position - 1]
        between = tokens[before.last + 1 : mention.first]
        gap = tokens[before.last].gap
        if holder:
            found.append("holds the one before")
        if not between and "," in gap and kind in ("country", "province"):
            found.append("after a comma")
        small = [token.low for token in between]
        if len(small) <= 5 and small and small[-1] in ("of", "in") and not any(sign in gap for sign in ".;"):
            found.append(f"{small[-1]} after a place")
    if position + 1 < len(mentions):
        following = mentions[position + 1]
        if not tokens[mention.last + 1 : following.first] and tokens[mention.last].possessive:
            found.append("possessive of a place")
