"""Find the places a name may mean on a day, best first, each with the parts of its score and the reasons."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date

from geodata.context import rules_for, surroundings
from geodata.gazetteer import Gazetteer, load_gazetteer
from geodata.name_match import is_known, matches_or_plainer, near_names
from geodata.place import Place
from geodata.score import BARE_POINTS, ScorePart, context_parts, country_parts, date_parts, standing_parts
from geodata.transliterate import fold_key
from geodata.unit_words import kind_words_near

NEAR_RADIUS_KM = 25.0

_HEAD = re.compile(r"^([^,(;]*[^\W\d_][^,(;]*?)\s*[,(;]")
_AFTER_BRACKET = re.compile(r"^\s*\([^)]*\)|^\s*[,(;].*$", re.DOTALL)
_NEAR = re.compile(r"\b(?:near|outside|around)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Candidate:
    """A place that a name may mean.

    Attributes:
        place: The place.
        name: Its name on the day asked for.
        admin1: Its first-order unit on that day.
        parts: The parts of the score; they add up to `score`.
        where_prec, radius_km: Those of the place, widened when the text says "near".
    """

    place: Place
    name: str
    admin1: str
    parts: tuple[ScorePart, ...]
    where_prec: int
    radius_km: float

    @property
    def score(self) -> float:
        """The sum of the parts."""
        return math.fsum(part.points for part in self.parts)

    @property
    def why(self) -> list[str]:
        """One line for each part that has words."""
        return [f"{part.words} ({part.points:+.1f})" for part in self.parts if part.words]


@dataclass(frozen=True)
class Answer:
    """The candidates for a name, best first; when there are none, why not and which names come near."""

    candidates: list[Candidate]
    reason: str = ""
    near: tuple[str, ...] = ()


def geocode(
    text: str,
    *,
    on: date | None = None,
    country: str | None = None,
    context: str | None = None,
    limit: int = 10,
    gazetteer: Gazetteer | None = None,
) -> list[Candidate]:
    """The places that `text` may mean, best first; an empty list when it means none.

    Args:
        text: A name in any script or spelling, with or without a word for the kind ("Osh oblast").
        on: The day of the event; names and units hold between days. None means the present.
        country: ISO alpha-2 code of the country expected; others stay in the list, lower down.
        context: Text around the name, in which words for kinds, countries and other places are looked for.
        limit: The most candidates to return.
        gazetteer: Another gazetteer than the bundle's own.
    """
    return resolve(text, on=on, country=country, context=context, limit=limit, gazetteer=gazetteer).candidates


def resolve(
    text: str,
    *,
    on: date | None = None,
    country: str | None = None,
    context: str | None = None,
    limit: int = 10,
    gazetteer: Gazetteer | None = None,
) -> Answer:
    """As `geocode`, but an answer without candidates says why and names what comes near."""
    book = gazetteer or load_gazetteer()
    asked = " ".join(text.split()).strip(' "“”«»„.,;:()[]')
    if not fold_key(asked):
        return Answer([], "the name holds no letter")
    rules = rules_for(book, asked, context, on)
    if rules.no_place:
        return Answer([], f"no place is meant: {rules.no_place}")
    head = _HEAD.match(asked)
    if head is not None and not is_known(book, asked, on):
        # "Osh, Kyrgyzstan" and "Denov (Denau) District": the rest of the text becomes context.
        rest = f"{asked[head.end(1) :]} {context or ''}"
        return resolve(
            head.group(1) + _AFTER_BRACKET.sub("", asked[head.end(1) :]),
            on=on,
            country=country,
            context=rest,
            limit=limit,
            gazetteer=book,
        )
    matches, plain = matches_or_plainer(book, asked, on)
    if not matches:
        return Answer([], "the gazetteer holds no such name", near_names(book, plain))
    rules = rules if plain == asked else rules_for(book, plain, context, on)
    if rules.no_place:
        return Answer([], f"no place is meant: {rules.no_place}")
    around = surroundings(book, context, plain) if context else None
    told = kind_words_near(context, plain) if context else frozenset()
    candidates = []
    for row, found in matches.items():
        place = book.at(row)
        parts = [
            *found,
            *standing_parts(place, bool(book.field("capital", row))),
            *date_parts(place, on),
            *country_parts(place, country),
        ]
        if around is not None:
            parts += context_parts(
                place, around, told, plain, bare=any(part.points == -BARE_POINTS for part in found)
            )
        for rule in rules.points:
            # A word for the kind outweighs the rule: "Jalal-Abad region" is not the city.
            if rule.place_id == place.place_id and (not told or place.kind in told):
                parts.append(ScorePart("rule", rule.points, rule.because))
        candidates.append(
            _candidate(book, row, place, parts, on, near=bool(_NEAR.search(asked[: -len(plain)])))
        )
    candidates.sort(key=lambda candidate: (-candidate.score, candidate.place.place_id))
    return Answer(candidates[:limit])


def _candidate(
    book: Gazetteer, row: int, place: Place, parts: list[ScorePart], on: date | None, *, near: bool = False
) -> Candidate:
    return Candidate(
        place=place,
        name=place.name_on(on),
        admin1=book.admin1_on(row, on),
        parts=tuple(parts),
        where_prec=max(2, place.where_prec) if near else place.where_prec,
        radius_km=place.radius_km + NEAR_RADIUS_KM if near else place.radius_km,
    )
