"""Read coordinates of a user's table: decimal with point or comma, degrees with minutes, both in a cell."""

from __future__ import annotations

import re
from typing import NamedTuple

# Central Asia with its neighbours: west, south, east, north. Where a table's points mostly lie in it when
# latitude and longitude change places, and not as they are, they were swapped.
REGION = (46.0, 34.0, 92.0, 56.0)

_NUMBER = r"\d{1,3}(?:[.,]\d+)?"
_LETTERS = {
    "n": ("lat", 1), "s": ("lat", -1), "e": ("lon", 1), "w": ("lon", -1),
    "с": ("lat", 1), "ю": ("lat", -1), "в": ("lon", 1), "з": ("lon", -1),
}  # fmt: skip
_HALF = r"(?:с\.?\s*ш\.?|ю\.?\s*ш\.?|в\.?\s*д\.?|з\.?\s*д\.?|north|south|east|west|[nsew])"
_ONE = re.compile(
    rf"(?P<before>{_HALF})?\s*(?P<sign>[+\-−])?\s*(?P<deg>{_NUMBER})\s*"
    r"(?:[°ºd*\s]\s*(?:(?P<min>\d{1,2}(?:[.,]\d+)?)\s*(?:['′’‘`m\s]\s*(?:(?P<sec>\d{1,2}(?:[.,]\d+)?)\s*"
    rf"(?:[\"″”“s]|''|′′|’’)?)?)?)?)?\s*(?P<after>{_HALF})?",
    re.IGNORECASE,
)
_WKT = re.compile(
    r"(?:SRID=4326;)?\s*POINT\s*Z?\s*\(\s*([-\d.eE+]+)\s+([-\d.eE+]+)(?:\s+[-\d.eE+]+)?\s*\)", re.IGNORECASE
)
_LONGEST = 80


class Degrees(NamedTuple):
    """A coordinate: its value, the axis that a letter names ("lat", "lon" or ""), decimals as written."""

    value: float
    axis: str
    decimals: int


class Pair(NamedTuple):
    """Two coordinates in the order of the cell; `known` when letters or the notation tell which is which.

    With `known`, `first` is the latitude.
    """

    first: Degrees
    second: Degrees
    known: bool


def read_degrees(text: str) -> Degrees | None:
    """A coordinate in one of the usual ways to write it, or None."""
    plain = text.replace("\xa0", " ").strip()
    if not plain or len(plain) > _LONGEST:
        return None
    found = _ONE.fullmatch(plain)
    if found is None:
        return None
    parts = [_float(found[name]) for name in ("deg", "min", "sec")]
    degrees, minutes, seconds = parts
    if degrees is None or (minutes or 0) >= 60 or (seconds or 0) >= 60:
        return None
    value = degrees + (minutes or 0) / 60 + (seconds or 0) / 3600
    letters = found["before"] or found["after"] or ""
    axis, sign = _LETTERS[letters[0].casefold()] if letters else ("", 1)
    if found["sign"] in ("-", "−"):
        sign = -sign
    decimals = _decimals(found["deg"])
    if minutes is not None:
        # A minute is about as fine as two decimals of a degree, a second as four.
        decimals = 4 if seconds is not None else 2 + _decimals(found["min"])
    return Degrees(sign * value, axis, decimals)


def read_pair(text: str) -> Pair | None:
    """Two coordinates in one cell: "39.86, 71.01", "39,86; 71,01", POINT(71.01 39.86), with N and E …"""
    plain = text.replace("\xa0", " ").strip().strip("()[]")
    if len(plain) > _LONGEST:
        return None
    wkt = _WKT.fullmatch(text.strip())
    if wkt:
        lon, lat = (Degrees(float(part), "", _decimals(part)) for part in wkt.groups())
        return Pair(lat, lon, True)
    for parts in _splits(plain):
        first, second = (read_degrees(part) for part in parts)
        if first is None or second is None:
            continue
        if first.axis == "lat" and second.axis == "lon":
            return Pair(first, second, True)
        if first.axis == "lon" and second.axis == "lat":
            return Pair(second, first, True)
        if not first.axis and not second.axis:
            return Pair(first, second, False)
    return None


def _splits(text: str) -> list[tuple[str, str]]:
    """The ways to part a cell in two: at a semicolon, a slash, a comma with a blank, a comma, a blank."""
    found = []
    for parting in (r"\s*[;|/]\s*", r"\s*,\s+", r"\s*,\s*", r"\s+"):
        parts = re.split(parting, text)
        if len(parts) == 2:
            found.append((parts[0], parts[1]))
    # Between degrees with letters there may be blanks everywhere; the letter ends the first half.
    letters = re.fullmatch(rf"(.*\d.*?{_HALF})[\s,;]+(.*\d.*{_HALF})", text, re.IGNORECASE)
    if letters:
        found.append((letters[1], letters[2]))
    return found


def in_region(lon: float, lat: float) -> bool:
    """Whether a point lies in Central Asia or next to it (`REGION`)."""
    west, south, east, north = REGION
    return west <= lon <= east and south <= lat <= north


def _float(text: str | None) -> float | None:
    return None if text is None else float(text.replace(",", "."))


def _decimals(text: str) -> int:
    parts = re.split(r"[.,]", text)
    return len(parts[1]) if len(parts) == 2 else 0
