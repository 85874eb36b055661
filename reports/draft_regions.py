"""Narrow broad places: "northern Tajikistan" to its province, a border to the stretch that is told of."""

from __future__ import annotations

import bisect
import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import shapely
from shapely.geometry import Point

from geodata.boundaries import border_lines
from geodata.gazetteer import load_gazetteer
from reports.actors import state_of, states
from reports.annotation import PlaceCandidate, Span, Toponym
from reports.told_twice import distance_km
from reports.triggers_lexicon import LEXICON

BORDER_REACH_KM = 70.0  # a place farther from a border does not tell which stretch of it is meant
STRETCH_CHARACTERS = 20_000  # how far off in a long report a place may be told that narrows a border
STRETCH_RADIUS_KM = 50.0
PART_POINTS = 0.5
_SIDES = "north|south|east|west"
_DIRECTION = (
    rf"(?:(?:north|south)[\s-]?(?:east|west)(?:ern)?|(?:{_SIDES})(?:ern)?(?:most)?|central|upper|lower)"
)
_BEFORE = re.compile(rf"\b({_DIRECTION})\s+(?:parts?\s+of\s+)?$", re.IGNORECASE)
_OF = re.compile(
    rf"\b({_DIRECTION})\s+(?:(?:parts?|areas?|regions?|provinces?|borders?)\s+)?of\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"['’]s?\s+({_DIRECTION})(?=\s+(?:borders?|parts?|regions?|areas?|provinces?|districts?|frontier)\b|[\s,.;])",
    re.IGNORECASE,
)
_OWN_COUNTRY = re.compile(
    rf"\b(?:in|to|across|throughout|of|from)\s+(?:the\s+({_DIRECTION})\s+(?:part\s+)?of\s+(?:the|his|her|their|its)"
    rf"\s+(?:country|republic)|(?:the|his|her|their|its)\s+country['’]s\s+({_DIRECTION}))\b",
    re.IGNORECASE,
)
_LOOK_BACK = 40
_LAND = re.compile(
    r"\b(?P<who>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\s+(?P<what>(?:(?:and|border|mountain|southern|northern)\s+)?"
    r"(?:territory|soil|airspace|villages?|side|capital|mountains|lands?))\b"
)
_CAPITAL = re.compile(
    r"\b(?:in|to|at|near|outside|through|of|on|into|from)\s+"
    r"(?P<what>the\s+(?:country['’]s\s+)?capital)\b(?!\s+(?:of|city of))"
)


@cache
def _parts() -> dict[tuple[str, str], tuple[str, ...]]:
    """(country, part) -> the provinces that it may mean, the usual one first."""
    with (LEXICON / "parts.csv").open(encoding="utf-8", newline="") as stream:
        return {
            (row["country"], row["part"]): tuple(row["place_ids"].split("|"))
            for row in csv.DictReader(stream)
        }


def _part_of(written: str, country: str) -> tuple[str, ...]:
    part = re.sub(r"[\s-]", "", written.lower())
    parts = _parts()
    if (country, part) in parts:
        return parts[country, part]
    plain = part.removesuffix("most").removesuffix("ern")
    return parts.get((country, plain), ())


def narrow(text: str, span: Span, toponyms: Sequence[Toponym], on: date | None, home: str) -> list[Toponym]:
    """The toponyms of a post, with parts of countries and stretches of borders set in place of the whole.

    Args:
        text: The report's text.
        span: The post's part of it.
        toponyms: The toponyms of the post in order.
        on: The day whose names of places hold.
        home: The country (ISO code) that "the country" means in this post, "" when none is clear.
    """
    provinces = Counter(t.best.admin1 for t in toponyms if t.best is not None and t.best.admin1)
    starts = [toponym.start for toponym in toponyms]
    out: list[Toponym] = []
    for toponym in toponyms:
        best = toponym.best
        if best is None:
            out.append(toponym)
        elif best.kind == "country":
            out.append(_part(text, toponym, best, provinces, on))
        elif best.kind == "border":
            low = bisect.bisect_left(starts, toponym.start - STRETCH_CHARACTERS)
            high = bisect.bisect_left(starts, toponym.end + STRETCH_CHARACTERS)
            out.append(_stretch(toponym, best, toponyms[low:high]))
        else:
            out.append(toponym)
    for found in _OWN_COUNTRY.finditer(text, span.start, span.end) if home else ():
        start = found.start(1) if found.group(1) else found.start(2)
        ids = _part_of(found.group(1) or found.group(2), home)
        if ids:
            where = candidate_of(_likeliest(ids, provinces), on, "the part of the country that is named")
            if where is not None:
                part = text[start : found.end()]
                out.append(Toponym(start, found.end(), part, "event", (("event", 1.0),), (where,)))
    out += _lands(text, span, out, on, home)
    out.sort(key=lambda toponym: (toponym.start, toponym.end))
    return out


def _lands(text: str, span: Span, toponyms: Sequence[Toponym], on: date | None, home: str) -> list[Toponym]:
    """What only an adjective names: "Kyrgyz villages", "the Uzbek capital", "in the capital"."""
    first, last = span.start, span.end
    found = []
    for match in _LAND.finditer(text, first, last):
        entry = states().get(match["who"].lower())
        if entry is None or entry[1] != "adjective":
            continue
        state = entry[0]
        place_id = (
            state.capital_id if match["what"].endswith("capital") else state.name.lower().replace(" ", "-")
        )
        found.append((match.start(), match.end(), place_id))
    own = state_of(home) if home else None
    if own is not None:
        found += [
            (m.start("what"), m.end("what"), own.capital_id) for m in _CAPITAL.finditer(text, first, last)
        ]
    lands = []
    starts = [toponym.start for toponym in toponyms]
    for start, end, place_id in found:
        where = candidate_of(place_id, on, text[start:end])
        near = toponyms[max(0, bisect.bisect_left(starts, start) - 3) : bisect.bisect_left(starts, end + 3)]
        taken = any(start < t.end and t.role != "name" for t in near)
        if where is not None and not taken:
            lands.append(Toponym(start, end, text[start:end], "event", (("event", 1.0),), (where,)))
    return lands


def _part(
    text: str, toponym: Toponym, best: PlaceCandidate, provinces: Counter[str], on: date | None
) -> Toponym:
    """The province meant by "northern X", "the north of X" or "X's northern border"; else the toponym."""
    before = text[max(0, toponym.start - _LOOK_BACK) : toponym.start]
    found = _BEFORE.search(before) or _OF.search(before)
    start = toponym.start - len(before) + found.start(1) if found else toponym.start
    if found is None:
        after = text[toponym.end - 2 : toponym.end + _LOOK_BACK]
        found = _AFTER.search(after)
        if found is None or found.start() > 2:
            return toponym
    ids = _part_of(found.group(1), best.country)
    where = candidate_of(_likeliest(ids, provinces), on, f"{found.group(1)} {best.place}") if ids else None
    if where is None:
        return toponym
    return replace(
        toponym, start=start, text=text[start : toponym.end], candidates=(where, *toponym.candidates)
    )


def _likeliest(ids: Sequence[str], provinces: Counter[str]) -> str:
    """Of the provinces that a part may mean, the one most spoken of; the usual one when none is."""
    book = load_gazetteer()

    def named(place_id: str) -> int:
        row = book.row_of(place_id)
        return provinces[book.at(row).name] if row is not None else 0

    return max(ids, key=named)


@cache
def candidate_of(place_id: str, on: date | None, why: str) -> PlaceCandidate | None:
    """A place of the gazetteer as a candidate, named as on that day; None when the gazetteer lacks it."""
    book = load_gazetteer()
    row = book.row_of(place_id)
    if row is None:
        return None
    place = book.at(row)
    return PlaceCandidate(
        place.place_id,
        place.name_on(on),
        place.kind,
        place.country,
        book.admin1_on(row, on),
        place.latitude,
        place.longitude,
        place.where_prec,
        place.radius_km,
        1.0,
        ((why, 1.0, why),),
    )


@cache
def _line(place_id: str) -> shapely.Geometry | None:
    """The line of a border of the gazetteer ("border-kyrgyz-tajik"), None outside the bundle's area."""
    codes = {
        "kyrgyz": "KG",
        "tajik": "TJ",
        "uzbek": "UZ",
        "kazakh": "KZ",
        "afghan": "AF",
        "chinese": "CN",
        "turkmen": "TM",
    }
    wanted = {codes.get(word, "") for word in place_id.removeprefix("border-").split("-")}
    lines = border_lines("countries", detail="coarse")
    rows = [
        geometry
        for first, second, geometry in zip(lines.unit_a, lines.unit_b, lines.geometry, strict=True)
        if {first, second} == wanted
    ]
    return shapely.union_all(rows) if rows else None


def _stretch(toponym: Toponym, best: PlaceCandidate, toponyms: Sequence[Toponym]) -> Toponym:
    """The border at the place near it that is spoken of most, the nearest mention first among equals."""
    line = _line(best.place_id)
    if line is None:
        return toponym
    worth: Counter[str] = Counter()
    spots: dict[str, tuple[PlaceCandidate, float, float, float]] = {}
    for other in toponyms:
        place = other.best
        if place is None or place.where_prec > 4 or other.role in ("name", "boilerplate", "metonym"):
            continue
        if place.place_id not in spots:
            near = line.interpolate(line.project(Point(place.longitude, place.latitude)))
            km = distance_km(place.latitude, place.longitude, near.y, near.x)
            spots[place.place_id] = (place, near.y, near.x, km)
        if spots[place.place_id][3] <= BORDER_REACH_KM:
            apart = abs(other.start - toponym.start)
            fine = 1.5 if place.where_prec < 4 else 1.0
            worth[place.place_id] += round(1000 * fine / (1 + apart / 1000))
    if not worth:
        return toponym
    place, latitude, longitude, _ = spots[max(worth, key=lambda place_id: worth[place_id])]
    stretch = replace(
        best,
        latitude=round(latitude, 4),
        longitude=round(longitude, 4),
        radius_km=STRETCH_RADIUS_KM,
        parts=(*best.parts, ("stretch", 0.0, f"the border at {place.place}, which the report names")),
    )
    return replace(toponym, candidates=(stretch, *toponym.candidates))
