"""What the words around a name tell of the place it means: rules, countries and places near by."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from geodata.gazetteer import Gazetteer
from geodata.place import holds_on
from geodata.transliterate import fold_key, loose_key

EARTH_RADIUS_KM = 6371.0088

# Runs of up to three capitalised words, the shape of a name in Latin and Cyrillic text.
_CAPITALISED = re.compile(r"(?<!\w)[A-ZА-ЯЁӨҮҚҒҲҶӢӮЎ][\w’'ʻ‘-]+(?:[ -][A-ZА-ЯЁӨҮҚҒҲҶӢӮЎ][\w’'ʻ‘-]+){0,2}")
_POINT_KINDS = frozenset(
    {"city", "town", "village", "district", "enclave", "border crossing", "air base", "airport", "province"}
)


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance between two points in degrees."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))


@lru_cache(maxsize=4096)
def _word_pattern(word: str) -> re.Pattern[str]:
    # Abbreviations must keep their case: "US" is a country, "us" is not.
    flags = re.NOFLAG if word.isupper() and len(word) <= 5 else re.IGNORECASE
    return re.compile(rf"(?<!\w){re.escape(word)}", flags)


def speaks_of(text: str, words: str) -> str:
    """The first of `words` (split by "|") that begins a word of `text`, "" when none does."""
    for word in words.split("|"):
        if word and _word_pattern(word).search(text):
            return word
    return ""


@dataclass(frozen=True)
class TrapPoints:
    """What a rule for an ambiguous name gives to one place."""

    place_id: str
    points: float
    because: str


@dataclass(frozen=True)
class Rules:
    """The rules that apply to a name in its context: points for places, or a reason for no place at all."""

    points: tuple[TrapPoints, ...]
    no_place: str


def rules_for(gazetteer: Gazetteer, text: str, context: str | None, on: date | None) -> Rules:
    """Apply the table of ambiguous names to a name.

    A rule holds on its days when one of its `words_for` is found (or it has none) and none of its
    `words_against`. A rule that only lists words against needs a context to look for them in, unless it gives
    points. A rule without a place says that no place is meant.
    """
    around = f"{context or ''} {text}"
    points: list[TrapPoints] = []
    by_key, by_loose = _rules_by_key(gazetteer)
    # Looser spellings have the same rules, unless the table has rules for them ("Barak" is not "Barack").
    for rule in by_key.get(fold_key(text), []) or by_loose.get(loose_key(text), []):
        if not holds_on(on, rule.valid_from, rule.valid_to):
            continue
        if rule.words_for and not speaks_of(around, rule.words_for):
            continue
        if rule.words_against and speaks_of(around, rule.words_against):
            continue
        if not rule.place_id:
            return Rules((), rule.because)
        points.append(TrapPoints(rule.place_id, rule.points, rule.because))
    return Rules(tuple(points), "")


@dataclass(frozen=True)
class _Rule:
    place_id: str
    points: float
    words_for: str
    words_against: str
    valid_from: date | None
    valid_to: date | None
    because: str


@lru_cache(maxsize=2)
def _rules_by_key(gazetteer: Gazetteer) -> tuple[dict[str, list[_Rule]], dict[str, list[_Rule]]]:
    """The rules by the folded and by the loose key of their pattern."""
    by_key: dict[str, list[_Rule]] = {}
    by_loose: dict[str, list[_Rule]] = {}
    for row in gazetteer.traps.to_dict("records"):
        fields = {name: row[name] for name in _Rule.__dataclass_fields__}
        rule = _Rule(**fields)
        by_key.setdefault(row["key"], []).append(rule)
        by_loose.setdefault(loose_key(row["pattern"]), []).append(rule)
    return by_key, by_loose


@dataclass(frozen=True)
class Surroundings:
    """What a text speaks of besides the name asked for.

    Attributes:
        text: The text.
        countries: ISO codes of the countries it names or whose people it names.
        points: Latitude and longitude of the places it names beyond doubt, with their names.
    """

    text: str
    countries: frozenset[str]
    points: tuple[tuple[float, float, str], ...]

    def nearest(self, latitude: float, longitude: float) -> tuple[float, str] | None:
        """Distance in km and name of the nearest of the points, None when there is none."""
        return min(
            ((distance_km(latitude, longitude, lat, lon), name) for lat, lon, name in self.points),
            default=None,
        )


@lru_cache(maxsize=512)
def surroundings(gazetteer: Gazetteer, context: str, name: str) -> Surroundings:
    """Read a context; places and countries that share the asked name do not count."""
    asked = fold_key(name)
    pattern, country_of = _country_words(gazetteer)
    countries = frozenset(country_of[match.group()] for match in pattern.finditer(context))
    points: dict[int, tuple[float, float, str]] = {}
    for match in _CAPITALISED.finditer(context):
        words = re.split(r"(?<=\w)[ ](?=\w)", match.group())
        for text in {
            match.group(),
            *words,
            *(" ".join(pair) for pair in pairwise(words)),
        }:
            key = fold_key(text)
            if len(key) < 3 or key in asked or asked in key:
                continue
            rows = {gazetteer.place_row(entry) for entry in gazetteer.with_key(key)}
            rows = {row for row in rows if gazetteer.field("kind", row) in _POINT_KINDS}
            if len(rows) == 1:
                row = rows.pop()
                latitude, longitude = gazetteer.field("latitude", row), gazetteer.field("longitude", row)
                points[row] = (float(str(latitude)), float(str(longitude)), text)
    return Surroundings(context, countries, tuple(points.values()))


@lru_cache(maxsize=2)
def _country_words(gazetteer: Gazetteer) -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern for all words that tell of a country (names, people, capital), and the ISO code of each."""
    places = gazetteer.places()
    country_of: dict[str, str] = {}
    for row in places.index[places["kind"] == "country"]:
        names = [name.text for name in gazetteer.names_of(row) if len(name.text) > 3]
        for word in (*names, *str(places.at[row, "words"]).split("|")):
            if word:
                country_of.setdefault(word, str(places.at[row, "country"]))
    # The longest first, so that "South Korean" is not read as another country's word.
    words = sorted(country_of, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})"), country_of
