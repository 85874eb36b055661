"""Find the places a name may mean on a day, best first, each with the parts of its score and the reasons."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz, process

from geodata.context import Surroundings, distance_km, rules_for, surroundings
from geodata.gazetteer import Gazetteer, load_gazetteer
from geodata.place import Place, PlaceName
from geodata.transliterate import fold_key, loose_key
from geodata.unit_words import UnitName, kind_words_near, split_unit

VALLEY_CENTRE = (40.7, 71.5)  # latitude, longitude of the middle of the Fergana Valley
REGION_SCALE_KM = 600.0
NEAR_SCALE_KM = 80.0
MIN_FUZZY_LETTERS = 5
MIN_FUZZY_SIMILARITY = 84.0
FUZZY_POPULATION = 300_000
NEAR_RADIUS_KM = 25.0

# Points for the kind alone: what a bare name means more often when nothing else decides.
KIND_POINTS: dict[str, float] = {
    "country": 26,
    "city": 10,
    "town": 8,
    "province": 6,
    "valley": 6,
    "region": 5,
    "enclave": 5,
    "district": 4,
    "mountains": 4,
    "sea": 4,
    "air base": 4,
    "airport": 3,
    "village": 3,
    "river": 3,
    "lake": 3,
    "pass": 3,
    "suburb": 2,
    "dam": 2,
    "market": 2,
    "border crossing": 2,
    "military base": 2,
    "mine": 2,
    "road": 2,
}
CAPITAL_POINTS = 6.0
OWN_NAME_POINTS = 8.0

_MODIFIERS = re.compile(
    r"^(?:(?:the|a|far|rural|central|greater|downtown|near|outside|around|southern|south|northern|north|eastern|east"
    r"|western|west|southwestern|southeastern|northwestern|northeastern|neighbou?ring)(?:\s+of)?[\s-]+)+",
    re.IGNORECASE,
)
_NEAR = re.compile(r"\b(?:near|outside|around)\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"[’']s?$")


@dataclass(frozen=True)
class ScorePart:
    """One named part of a score: how many points, and the words that explain them."""

    name: str
    points: float
    words: str


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


@dataclass(frozen=True)
class Match:
    """How a name of the gazetteer agrees with the text asked for."""

    entry: int
    points: float
    words: str


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
    asked = " ".join(text.split()).strip(" \"“”«»„.,;:()[]")
    if not fold_key(asked):
        return Answer([], "the name holds no letter")
    rules = rules_for(book, asked, context, on)
    if rules.no_place:
        return Answer([], f"no place is meant: {rules.no_place}")
    matches, plain = _matches_or_plainer(book, asked, on)
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
            *_date_of_place(place, on),
            *_country_part(place, country),
        ]
        if around is not None:
            parts += _context_parts(place, around, told, plain)
        for rule in rules.points:
            if rule.place_id == place.place_id:
                parts.append(ScorePart("rule", rule.points, rule.because))
        candidates.append(_candidate(book, row, place, parts, on, near=bool(_NEAR.search(asked[: -len(plain)]))))
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


def _matches_or_plainer(
    book: Gazetteer, asked: str, on: date | None
) -> tuple[dict[int, list[ScorePart]], str]:
    """The matches of the text, or else those of the text without "southern", "near" or a possessive."""
    exact = _matches(book, asked, on, fuzzy=False)
    if exact:
        return exact, asked
    plain = _POSSESSIVE.sub("", _MODIFIERS.sub("", asked))
    if plain and plain != asked:
        found = _matches(book, plain, on, fuzzy=False)
        if found:
            return found, plain
    return _matches(book, plain or asked, on, fuzzy=True), plain or asked


def _matches(book: Gazetteer, text: str, on: date | None, *, fuzzy: bool) -> dict[int, list[ScorePart]]:
    """For each place that fits, its best match: parts for the spelling, the role of the name and its days."""
    unit = split_unit(text)
    found = _direct(book, text)
    if unit is not None:
        found += _by_unit(book, unit, on)
    if not any(_region_points(book, book.place_row(match.entry)) > 2 for match in found):
        found += [
            Match(entry, 24, f"agrees in its consonants with “{book.name(entry).text}”")
            for entry in book.with_skeleton(text)
            if not found or _region_points(book, book.place_row(entry)) > 2
        ]
    if not found and fuzzy:
        found = _fuzzy(book, text)
        if not found and unit is not None:
            found = [
                match
                for match in _fuzzy(book, unit.core)
                if book.field("kind", book.place_row(match.entry)) in unit.kinds
            ]
    best: dict[int, tuple[float, list[ScorePart]]] = {}
    for match in found:
        row = book.place_row(match.entry)
        parts = _name_parts(match, book.name(match.entry), on)
        total = math.fsum(part.points for part in parts)
        if row not in best or total > best[row][0]:
            best[row] = (total, parts)
    return {row: parts for row, (_, parts) in best.items()}


def _direct(book: Gazetteer, text: str) -> list[Match]:
    found = []
    for entry in book.with_key(fold_key(text)):
        written = book.name(entry).text
        if written.casefold() == text.casefold():
            found.append(Match(entry, 40, f"the name “{written}”"))
        else:
            found.append(Match(entry, 38, f"another way of writing “{written}”"))
    exact = {match.entry for match in found}
    # A short loose key fits words of other languages; two letters of difference are too many there.
    if len(loose_key(text)) >= 3:
        found += [
            Match(entry, 32, f"another transliteration of “{book.name(entry).text}”")
            for entry in book.with_loose(text)
            if entry not in exact
        ]
    return found


def _by_unit(book: Gazetteer, unit: UnitName, on: date | None) -> list[Match]:
    """Places of the kind that the text's word tells, under the name without that word.

    Where no such place exists on the day, a district may stand for a province: before Batken had a region,
    "Batken region" was said of the land around it.
    """
    spellings = [(entry, 36.0) for entry in book.with_key(fold_key(unit.core))]
    spellings += [(entry, 32.0) for entry in book.with_loose(unit.core)]
    if not spellings:
        spellings = [(entry, 26.0) for entry in book.with_skeleton(unit.core)]
    found, standing = [], False
    for entry, points in spellings:
        row = book.place_row(entry)
        if book.field("kind", row) in unit.kinds:
            found.append(Match(entry, points, f"“{book.name(entry).text}” read as {book.field('kind', row)}"))
            standing = standing or book.at(row).exists(on)
    if "province" in unit.kinds and not standing:
        found += [
            Match(entry, points, f"no province “{unit.core}” existed on that day: the district of that name")
            for entry, points in spellings
            if book.field("kind", book.place_row(entry)) == "district"
        ]
    return found


@lru_cache(maxsize=2)
def _fuzzy_keys(book: Gazetteer) -> dict[str, list[int]]:
    """Folded names that a misspelling may be measured against: those of the region and of large places."""
    keys: dict[str, list[int]] = {}
    for row in range(len(book)):
        if _region_points(book, row) < 3 and int(str(book.field("population", row))) < FUZZY_POPULATION:
            continue
        for entry in book.entries_of(row):
            key = book.key(entry)
            if key.isascii() and len(key) >= MIN_FUZZY_LETTERS - 1:
                keys.setdefault(key, []).append(entry)
    return keys


def _fuzzy(book: Gazetteer, text: str) -> list[Match]:
    key = fold_key(text)
    if len(key) < MIN_FUZZY_LETTERS:
        return []
    keys = _fuzzy_keys(book)
    hits = process.extract(key, list(keys), scorer=fuzz.ratio, score_cutoff=MIN_FUZZY_SIMILARITY, limit=8)
    return [
        Match(entry, 22 * similarity / 100, f"{similarity:.0f} % like “{book.name(entry).text}”")
        for name, similarity, _ in hits
        for entry in keys[name]
    ]


def near_names(book: Gazetteer, text: str, limit: int = 3) -> tuple[str, ...]:
    """Names of the gazetteer that look like `text`, for a message about an unknown one."""
    keys = _fuzzy_keys(book)
    hits = process.extract(fold_key(text), list(keys), scorer=fuzz.ratio, score_cutoff=50, limit=limit * 3)
    names = [book.at(book.place_row(keys[key][0])).name for key, _, _ in hits]
    return tuple(dict.fromkeys(names))[:limit]


def _name_parts(match: Match, name: PlaceName, on: date | None) -> list[ScorePart]:
    parts = [ScorePart("match", match.points, match.words)]
    if name.role == "core" and " read as " not in match.words and "existed on" not in match.words:
        parts.append(ScorePart("role", -14, "only part of its name"))
    elif name.role == "name" and name.holds(on):
        parts.append(ScorePart("role", OWN_NAME_POINTS, "its own name"))
    if name.holds(on):
        dated = name.valid_from is not None or name.valid_to is not None
        parts.append(ScorePart("name date", 3, f"so called {_period(name)}" if dated else ""))
    elif on is not None and name.valid_from is not None and on < name.valid_from:
        parts.append(ScorePart("name date", -32, f"so called only from {name.valid_from.isoformat()}"))
    else:
        parts.append(ScorePart("name date", -2, f"an older name, {_period(name)}"))
    return parts


def _period(name: PlaceName) -> str:
    words = [
        f"from {name.valid_from.isoformat()}" if name.valid_from else "",
        f"until {name.valid_to.isoformat()}" if name.valid_to else "",
    ]
    return " ".join(word for word in words if word)


def standing_parts(place: Place, capital: bool) -> list[ScorePart]:
    """The parts that do not depend on the question: the kind, the people and the distance to the region."""
    kind = "capital" if capital else place.kind
    parts = [ScorePart("kind", KIND_POINTS[place.kind] + (CAPITAL_POINTS if capital else 0), f"kind: {kind}")]
    if place.population and place.kind != "country":
        points = 1.5 * math.log10(place.population + 1)
        parts.append(ScorePart("population", points, f"{place.population:,} people"))
    if place.kind != "country":
        apart = distance_km(place.latitude, place.longitude, *VALLEY_CENTRE)
        points = 12 * math.exp(-apart / REGION_SCALE_KM)
        parts.append(ScorePart("region", points, f"{apart:.0f} km from the middle of the Fergana Valley"))
    return parts


def _region_points(book: Gazetteer, row: int) -> float:
    latitude, longitude = float(str(book.field("latitude", row))), float(str(book.field("longitude", row)))
    return 12 * math.exp(-distance_km(latitude, longitude, *VALLEY_CENTRE) / REGION_SCALE_KM)


def _date_of_place(place: Place, on: date | None) -> list[ScorePart]:
    if place.exists(on):
        return []
    if on is None and place.valid_to is not None:
        return [ScorePart("place date", -25, f"no longer exists since {place.valid_to.isoformat()}")]
    if on is not None and place.valid_from is not None and on < place.valid_from:
        return [ScorePart("place date", -25, f"did not exist before {place.valid_from.isoformat()}")]
    return [ScorePart("place date", -25, f"no longer existed after {place.valid_to}")]


def _country_part(place: Place, country: str | None) -> list[ScorePart]:
    if country is None or not place.country:
        return []
    wanted = country.upper()
    if place.country == wanted:
        return [ScorePart("country", 20, f"in {wanted} as asked")]
    return [ScorePart("country", -20, f"in {place.country}, not in {wanted}")]


def _context_parts(
    place: Place, around: Surroundings, told: frozenset[str], name: str
) -> list[ScorePart]:
    parts = []
    if told:
        fits = place.kind in told
        words = f"the text says {' or '.join(sorted(told))}"
        parts.append(ScorePart("kind in text", 16 if fits else -8, words))
    if place.kind not in ("country", "region") and place.country and around.countries:
        if place.country in around.countries:
            parts.append(ScorePart("country in text", 8, f"the text speaks of {place.country}"))
        else:
            others = ", ".join(sorted(around.countries))
            parts.append(ScorePart("country in text", -4, f"the text speaks of {others}, not of {place.country}"))
    nearest = around.nearest(place.latitude, place.longitude)
    if nearest is not None and place.kind not in ("country", "region", "sea"):
        points = 8 * math.exp(-nearest[0] / NEAR_SCALE_KM)
        if points >= 0.5:
            parts.append(ScorePart("near in text", points, f"{nearest[0]:.0f} km from {nearest[1]}, also named"))
    unit = _unit_named(place, around.text, name)
    if unit:
        parts.append(ScorePart("unit in text", 6, f"the text names {unit}, which holds it"))
    return parts


def _unit_named(place: Place, text: str, name: str) -> str:
    asked = fold_key(name)
    for unit in (place.admin2, place.admin1):
        parted = split_unit(unit)
        core = parted.core if parted else unit
        if len(core) >= 4 and fold_key(core) != asked and re.search(rf"(?<!\w){re.escape(core)}", text):
            return unit
    return ""
