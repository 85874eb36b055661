"""Common knowledge: when a happening with a name was, and in which part of a country a campaign was."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from reports.annotation import Interval, PlaceCandidate, Toponym
from reports.draft_regions import candidate_of
from reports.triggers_lexicon import LEXICON
from reports.words import Words

KNOWN_TAG = "placed where the campaign was"
_ANNIVERSARY_REACH = 9
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_CONJUNCTIONS = frozenset({"and", "but", "which", "that", "when"})
_LONGEST_DAYS = 420  # a vaguer date does not tell of which campaign an event is


@dataclass(frozen=True, slots=True)
class _Known:
    names: frozenset[str]
    words: tuple[str, ...]
    start: date
    end: date
    country: str
    place_id: str
    what: str


@cache
def _known(use: str) -> tuple[_Known, ...]:
    with (LEXICON / "known.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            _Known(
                frozenset(row["names"].split("|")),
                tuple(row["words"].split("|")),
                date.fromisoformat(row["date_start"]),
                date.fromisoformat(row["date_end"]),
                row["country"],
                row["place_id"],
                row["what"],
            )
            for row in csv.DictReader(stream)
            if row["use"] == use
        )


def known_happening(
    words: Words, trigger_text: str, published: Interval | None
) -> tuple[Interval, PlaceCandidate | None] | None:
    """When and where a happening was that a sentence only names ("after the overthrow of X"), else None.

    What lies after publication is not meant; the trigger must be one of the words that name it.
    """
    lower = set(words.lower)
    told = trigger_text.lower()
    for known in _known("date"):
        if not lower & known.names or told not in known.words:
            continue
        if published is None or known.start <= published.end:
            where = candidate_of(known.place_id, known.start, known.what) if known.place_id else None
            return Interval(known.start, known.end, known.what), where
    return None


def anniversary_of(words: Words, index: int, when: Interval | None) -> Interval | None:
    """When a happening was whose anniversary is told of: "marks the 20th anniversary of the signing of …".

    Args:
        index: The number of the word that names the happening.
        when: The day of the anniversary.

    Returns: `when` so many years earlier; None when no anniversary stands before the word.
    """
    if when is None or "anniversary" not in words.lower[max(0, index - _ANNIVERSARY_REACH) : index]:
        return None
    at = index - 1
    while words.lower[at] != "anniversary":
        if words.lower[at] in (";", ":") or words.lower[at] in _CONJUNCTIONS:
            return None
        at -= 1
    number = _ORDINAL.fullmatch(words.lower[at - 1]) if at else None
    if number is None or words.lower[at + 1 : at + 2] != ["of"]:
        return None
    years = int(number.group(1))
    rule = f"{years} years before the anniversary"
    return Interval(_years_before(when.start, years), _years_before(when.end, years), rule)


def _years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February for a leap day."""
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def campaign_place(toponym: Toponym, when: Interval | None, on: date | None) -> Toponym | None:
    """A whole country or a province around it narrowed to where its violence of those days was; else None."""
    best = toponym.best
    if best is None or when is None or (when.end - when.start).days > _LONGEST_DAYS:
        return None
    valley = best.place_id == "fergana-valley"
    if best.kind not in ("country", "province") and not valley:
        return None
    near = [
        known
        for known in _known("place")
        if (known.country == best.country or (valley and known.country == "KG"))
        and known.start <= when.end
        and when.start <= known.end
    ]
    where = candidate_of(near[0].place_id, on, near[0].what) if len(near) == 1 else None
    if where is None or where.place_id == best.place_id:
        return None
    part = best.kind == "province" and any(other.kind == "country" for other in toponym.candidates)
    if best.kind == "province" and not part and not _held(best.place_id, where.place_id):
        return None
    return replace(toponym, candidates=(where, *toponym.candidates))


def _held(province: str, place_id: str) -> bool:
    """Whether a province of those days held the place: Batken was part of Osh until October 1999."""
    return province.startswith("osh") and place_id.startswith("batken")
