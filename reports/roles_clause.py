"""What happens in the sentence and in the clause around a mention, as named features for its role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.toponym_mention import Mention
from reports.toponym_words import Token, belongs, words

REACH = 9  # words on either side that count as near
QUOTE_REACH = 60  # words back to which a quotation mark is looked for
PLACED = frozenset({"in", "at", "near", "outside", "around", "inside", "across"})


@dataclass(frozen=True)
class Sentences:
    """For each token, the index of the first and last token of its sentence."""

    first: tuple[int, ...]
    last: tuple[int, ...]


def clause_features(
    tokens: Sequence[Token],
    sentences: Sentences,
    mention: Mention,
    prep: str,
    kind: str,
    head: int,
    found: list[str],
) -> None:
    """Add the features of the triggers, occasions, tenses and modals around a mention to `found`."""
    first, last = sentences.first[mention.first], sentences.last[mention.last]
    before = [token.low for token in tokens[max(first, mention.first - REACH) : mention.first]]
    after = [token.low for token in tokens[mention.last + 1 : min(last, mention.last + REACH) + 1]]
    sentence = [
        token.low for token in tokens[max(first, mention.first - 40) : min(last, mention.last + 40) + 1]
    ]
    placed = prep in PLACED
    for name in ("trigger", "occasion"):
        if any(belongs(word, name) for word in before):
            found.append(f"{name} before")
        if any(belongs(word, name) for word in after):
            found.append(f"{name} after")
        if any(belongs(word, name) for word in sentence):
            found.append(f"{name} with {prep}")
            if placed:
                found.append(f"{name} at {kind}")
        else:
            found.append(f"no {name}")
    clause = _clause(tokens, mention, first, last)
    for name in ("trigger", "occasion", "stative", "office", "motion", "speech"):
        if any(belongs(word, name) for word in clause):
            found.append(f"{name} in the clause")
            if placed:
                found.append(f"{name} in the clause, placed")
    if placed and not any(belongs(word, name) for word in clause for name in ("trigger", "occasion")):
        found.append("nothing happens in the clause")
    if placed and any(is_past(word) for word in clause):
        found.append("past clause, placed")
    past = sum(is_past(word) for word in sentence)
    if placed:
        found.append(f"placed, {'past' if past else 'not past'}")
        if any(word in words("modal") for word in sentence):
            found.append("placed, modal")
    if not past:
        found.append("no past verb")
    if any(token.low in words("modal") for token in tokens[max(first, mention.first - 12) : mention.first]):
        found.append("modal before")
        found.append(f"modal before {prep}")
    elif any(word in words("modal") for word in sentence):
        found.append("modal")
    if any(word in words("month") for word in sentence):
        found.append("date in sentence")
    if last - first < 3:
        found.append("short line")
    lead_in = tokens[first - 1].gap if first else "\n"
    if "\n" in lead_in and "\n" in tokens[last].gap and tokens[last].gap[0] not in ".!?…":
        found.append("headline")
        found.append(f"headline, {'placed' if placed else kind}")
        if ":" in "".join(token.gap for token in tokens[mention.last : min(mention.last + 3, last)]):
            found.append("headline, before a colon")
    _layout_features(tokens, sentences, first, mention, placed, found)


def _layout_features(
    tokens: Sequence[Token],
    sentences: Sentences,
    first: int,
    mention: Mention,
    placed: bool,
    found: list[str],
) -> None:
    """Whether the sentence is a bullet, an item of a chronology, or in quotation marks here."""
    lead = tokens[first - 1].gap if first else ""
    if "\n" in lead and any(sign in lead for sign in "•–—*·▪"):
        found.append("bullet")
    opening = tokens[first : first + 2]
    dated = any(token.low in words("month") for token in opening) and any(
        sign.isdigit() for sign in lead + "".join(token.gap for token in opening)
    )
    if not dated and first and "\n" in lead:
        above = tokens[sentences.first[first - 1] : first]
        dated = len(above) <= 3 and any(token.low in words("month") for token in above)
    if dated or ("\n" in lead and sum(sign.isdigit() for sign in lead) >= 6):
        found.append("chronicle")
        found.append("chronicle, placed" if placed else "chronicle, not placed")
    if first == mention.first or (first == 0 and mention.first <= 1):
        found.append("opens the sentence")
    marks = "".join(
        token.gap for token in tokens[max(first - 1, mention.first - QUOTE_REACH, 0) : mention.first]
    )
    if marks.count("“") + marks.count("«") > marks.count("”") + marks.count("»") or marks.count('"') % 2:
        found.append("quoted")


def _clause(tokens: Sequence[Token], mention: Mention, first: int, last: int) -> list[str]:
    """The words around a mention up to the next sign or the word that links a clause, either way."""
    start = mention.first
    while start > first and mention.first - start < 14:
        gap, low = tokens[start - 1].gap, tokens[start - 1].low
        if (
            any(sign in gap for sign in ";:—()")
            or ("," in gap and mention.first - start > 2)
            or low in words("clause_link")
        ):
            break
        start -= 1
    end = mention.last
    while end < last and end - mention.last < 14:
        gap = tokens[end].gap
        if any(sign in gap for sign in ";:—()") or ("," in gap and end > mention.last):
            break
        if tokens[end + 1].low in words("clause_link"):
            break
        end += 1
    return [token.low for token in tokens[start : end + 1]]


def is_past(word: str) -> bool:
    """Whether a word looks like a past tense, English or Russian."""
    return (len(word) > 4 and word.endswith(_PAST_ENDINGS)) or word in words("past")


_PAST_ENDINGS = ("ed", "ли", "ла", "ло", "лся", "лись", "лась", "лось", "ён", "ены", "ты", "но")
