"""Find the names of the gazetteer that agree with a text: as written, transliterated, dressed or misspelt."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz, process

from geodata.gazetteer import Gazetteer
from geodata.score import ScorePart, name_parts, region_points
from geodata.transliterate import fold_key, loose_key
from geodata.unit_words import UnitName, split_unit

MIN_FUZZY_LETTERS = 5
MIN_FUZZY_SIMILARITY = 84.0
FUZZY_POPULATION = 300_000

_MODIFIERS = re.compile(
    r"^(?:(?:the|a|far|rural|central|greater|downtown|near|outside|around|southern|south|northern|north|eastern|east"
    r"|western|west|southwestern|southeastern|northwestern|northeastern|neighbou?ring)(?:\s+of)?[\s-]+)+",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"[’']s?$")


@dataclass(frozen=True)
class Match:
    """How a name of the gazetteer agrees with the text asked for; `whole` as in `name_parts`."""

    entry: int
    points: float
    words: str
    whole: bool = False


def matches_or_plainer(
    book: Gazetteer, asked: str, on: date | None
) -> tuple[dict[int, list[ScorePart]], str]:
    """The matches of the text, or else those of the text without "southern", "near" or a possessive."""
    exact = matches(book, asked, on, fuzzy=False)
    if exact:
        return exact, asked
    plain = _POSSESSIVE.sub("", _MODIFIERS.sub("", asked))
    if plain and plain != asked:
        found = matches(book, plain, on, fuzzy=False)
        if found:
            return found, plain
    return matches(book, plain or asked, on, fuzzy=True), plain or asked


def is_known(book: Gazetteer, text: str, on: date | None) -> bool:
    """Whether some name of the gazetteer agrees with the whole text, misspellings aside."""
    return bool(matches(book, text, on, fuzzy=False))


def matches(book: Gazetteer, text: str, on: date | None, *, fuzzy: bool) -> dict[int, list[ScorePart]]:
    """For each place that fits, its best match: parts for the spelling, the role of the name and its days."""
    unit = split_unit(text)
    found = _direct(book, text)
    if unit is not None:
        found += _by_unit(book, unit, on)
    if not any(region_points(book, book.place_row(match.entry)) > 2 for match in found):
        found += [
            Match(entry, 24, f"agrees in its consonants with “{book.name(entry).text}”")
            for entry in book.with_skeleton(text)
            if not found or region_points(book, book.place_row(entry)) > 2
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
        parts = name_parts(book.name(match.entry), on, match.points, match.words, whole=match.whole)
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
            found.append(
                Match(entry, points, f"“{book.name(entry).text}” read as {book.field('kind', row)}", True)
            )
            standing = standing or book.at(row).exists(on)
    if "province" in unit.kinds and not standing:
        found += [
            Match(
                entry,
                points,
                f"no province “{unit.core}” existed on that day: the district of that name",
                True,
            )
            for entry, points in spellings
            if book.field("kind", book.place_row(entry)) == "district"
        ]
    return found


@lru_cache(maxsize=2)
def _fuzzy_keys(book: Gazetteer) -> dict[str, list[int]]:
    """Folded names that a misspelling may be measured against: those of the region and of large places."""
    keys: dict[str, list[int]] = {}
    for row in range(len(book)):
        large = int(str(book.field("population", row))) >= FUZZY_POPULATION
        if not (large or region_points(book, row) >= 3 or book.field("kind", row) in ("province", "region")):
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
