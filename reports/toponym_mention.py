"""A run of words that may name a place, as the search found it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.toponym_words import Token


@dataclass(slots=True)
class Mention:
    """A run of tokens that may name a place.

    Attributes:
        first, last: indices of its tokens, `last` included; `head` the last token of the name itself.
        start, end: its span in the text.
        name: the name to look up, in its base form; `key` its folded form.
        strength: STRONG, WEAK or UNKNOWN (no name of the gazetteer, but written where a place would be).
        unit: the word for the kind next to it, in English, or "".
        organisation: whether it is part of the name of an organisation.
        broadcaster: whether a radio or a newspaper of that place is meant.
    """

    first: int
    last: int
    head: int
    start: int
    end: int
    name: str
    key: str
    strength: int
    unit: str = ""
    organisation: bool = False
    broadcaster: bool = False
    spelt_loosely: bool = False
    others: tuple[str, ...] = ()


def listed(tokens: Sequence[Token], one: Mention, other: Mention) -> bool:
    """Whether only a comma or an "and" stands between two mentions."""
    between = tokens[one.last + 1 : other.first]
    if len(between) > 1 or any(
        token.low not in ("and", "or", "и", "и", "va", "менен", "жана") for token in between
    ):
        return False
    gap = tokens[one.last].gap + "".join(token.gap for token in between)
    return gap.strip(" ,\n/–—-") == "" and len(gap) <= 5 and bool(between or "," in gap or "/" in gap)
