"""Spellings that an analyst has remembered as names of places, applied to the toponyms of a report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from errors import GazetteerError
from geodata.gazetteer import Gazetteer, load_gazetteer
from geodata.transliterate import fold_key
from reports.annotation import PlaceCandidate, Post, Role, Toponym

# More than any sum of a place's own points: what a person has decided comes first.
DECIDED_POINTS = 60.0

_LOCATIVE = re.compile(
    r"\b(?:in|at|near|outside|around|from|to|towards?|into|of|under|above|over|village|town|city)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Remembered:
    """One spelling: the text as written, the place it means, and the days between which it holds."""

    text: str
    place_id: str
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, on: date | None) -> bool:
        """Whether the spelling holds on a day; on an unknown day every spelling does."""
        if on is None:
            return True
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on < self.valid_to
        )


def apply_aliases(
    text: str, toponyms: Sequence[Toponym], posts: Sequence[Post], aliases: Iterable[Remembered]
) -> list[Toponym]:
    """The toponyms with the remembered place first wherever one of the spellings stands.

    A spelling that was not taken for a place at all becomes a toponym; upper and lower case must agree in
    its first letter, so that a name is not found in a word. An alias whose place the gazetteer no longer
    holds changes nothing.
    """
    gazetteer = load_gazetteer()
    found = list(toponyms)
    for alias in aliases:
        row = gazetteer.row_of(alias.place_id)
        written = alias.text.strip()
        if row is None or not written:
            continue
        for start, end in _stands(text, written):
            on = _day_at(start, posts)
            if not alias.holds(on):
                continue
            decided = _candidate(gazetteer, row, on, written)
            at = _covering(found, start, end)
            if at is None:
                found.append(_new(text, start, end, decided, posts))
            elif fold_key(found[at].text) == fold_key(written) or not found[at].candidates:
                known = found[at]
                others = tuple(other for other in known.candidates if other.place_id != decided.place_id)
                role: Role = "event" if known.role == "name" and not known.candidates else known.role
                found[at] = replace(known, candidates=(decided, *others), role=role)
    return sorted(found, key=lambda toponym: (toponym.start, toponym.end))


def _stands(text: str, written: str) -> list[tuple[int, int]]:
    """Where a spelling stands as words of its own, with any blanks between its words."""
    words = r"\s+".join(re.escape(part) for part in written.split())
    pattern = re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
    return [
        (match.start(), match.end())
        for match in pattern.finditer(text)
        if text[match.start()] == written[0] or text[match.start() : match.end()].isupper()
    ]


def _covering(toponyms: Sequence[Toponym], start: int, end: int) -> int | None:
    return next(
        (at for at, toponym in enumerate(toponyms) if toponym.start < end and start < toponym.end), None
    )


def _day_at(start: int, posts: Sequence[Post]) -> date | None:
    for post in posts:
        if post.span.start <= start < post.span.end and post.published is not None:
            return post.published.end
    return None


def _new(text: str, start: int, end: int, decided: PlaceCandidate, posts: Sequence[Post]) -> Toponym:
    inside = not posts or any(span.start <= start < span.end for post in posts for span in post.body)
    role: Role = "boilerplate"
    if inside:
        role = "event" if _LOCATIVE.search(text, max(0, start - 30), start) else "literal"
    return Toponym(start, end, text[start:end], role, ((role, 1.0),), (decided,))


def _candidate(gazetteer: Gazetteer, row: int, on: date | None, written: str) -> PlaceCandidate:
    place = gazetteer.at(row)
    return PlaceCandidate(
        place_id=place.place_id,
        place=place.name_on(on),
        kind=place.kind,
        country=place.country,
        admin1=gazetteer.admin1_on(row, on),
        latitude=place.latitude,
        longitude=place.longitude,
        where_prec=place.where_prec,
        radius_km=place.radius_km,
        score=DECIDED_POINTS,
        parts=(("alias", DECIDED_POINTS, f"remembered: “{written}” is this place"),),
    )


def known_place(place_id: str) -> str:
    """The gazetteer's own id of a place.

    Raises:
        GazetteerError: There is no such place; the line names the nearest ids.
    """
    gazetteer = load_gazetteer()
    row = gazetteer.row_of(place_id)
    if row is None:
        gazetteer.place(place_id)
        raise GazetteerError(f"The gazetteer holds no place {place_id!r}.")
    return str(gazetteer.field("place_id", row))
