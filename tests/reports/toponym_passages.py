"""The marked passages of tests/data/reports/toponyms.jsonl, and how well the search does on them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from geodata.context import distance_km
from geodata.gazetteer import load_gazetteer
from reports.annotation import PlaceCandidate, Toponym
from reports.roles_fit import Mark, one_post, read_marked
from reports.toponyms import find_toponyms

PASSAGES = Path(__file__).parents[1] / "data" / "reports" / "toponyms.jsonl"
FOOTER = "\nThe Weekly Digest is"
POINT_KM, UNIT_KM = 20.0, 70.0
UNITS = frozenset(
    {
        "province",
        "district",
        "valley",
        "region",
        "river",
        "mountains",
        "sea",
        "border",
        "lake",
        "enclave",
        "road",
    }
)


@dataclass(frozen=True)
class Passage:
    """One passage without its marks, and the marks."""

    passage_id: str
    use: str
    published: date
    text: str
    marks: tuple[Mark, ...]


@dataclass
class Figures:
    """Counts over passages; `missed` and `wrong` tell which mentions, for the message of a failing test."""

    found: int = 0
    extra: int = 0
    placed: int = 0
    misplaced: int = 0
    event: list[int] = field(default_factory=lambda: [0, 0, 0])
    told: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / (self.found + len(self.missed))

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.extra)

    @property
    def right_place(self) -> float:
        return self.placed / (self.placed + self.misplaced)

    @property
    def event_f1(self) -> float:
        both, said, meant = self.event
        return 2 * both / (said + meant)


@lru_cache(maxsize=1)
def passages() -> tuple[Passage, ...]:
    """All passages; those with use "fit" have taught the weights of the roles and are never measured."""
    read = []
    for line in PASSAGES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text, marks = read_marked(row["marked"])
        read.append(Passage(row["id"], row["use"], date.fromisoformat(row["published"]), text, tuple(marks)))
    return tuple(read)


@lru_cache(maxsize=1)
def figures() -> Figures:
    """How the search does on the passages kept for testing."""
    result = Figures()
    for passage in passages():
        if passage.use == "test":
            _count(passage, result)
    return result


def found_in(passage: Passage) -> list[Toponym]:
    """The toponyms of a passage, its footer being boilerplate."""
    footer = passage.text.find(FOOTER)
    post = one_post(passage.text, passage.published, footer if footer >= 0 else None)
    return find_toponyms(passage.text, [post])


def _count(passage: Passage, result: Figures) -> None:
    toponyms = [toponym for toponym in found_in(passage) if toponym.role != "name"]
    places = [mark for mark in passage.marks if mark.role != "name"]
    for mark in places:
        hit = next((t for t in toponyms if t.start < mark.end and mark.start < t.end), None)
        words = f"{passage.passage_id} {passage.text[mark.start : mark.end]}"
        result.event[2] += mark.role == "event"
        if hit is None:
            result.missed.append(words)
            continue
        result.found += 1
        result.told += hit.role == mark.role
        result.event[1] += hit.role == "event"
        result.event[0] += hit.role == "event" == mark.role
        if mark.place and not re.fullmatch("[A-Z]{2}", mark.place):
            right = hit.best is not None and _is_right(mark.place, hit.best)
            result.placed += right
            result.misplaced += not right
            if not right:
                result.wrong.append(f"{words} -> {hit.best and hit.best.place_id}")
    for toponym in toponyms:
        if not any(toponym.start < mark.end and mark.start < toponym.end for mark in places):
            result.extra += 1
            result.event[1] += toponym.role == "event"


def _is_right(meant: str, best: PlaceCandidate) -> bool:
    """Within 20 km, or within 70 km where both are areas, whose middles are a convention."""
    if "," in meant:
        latitude, longitude = (float(part) for part in meant.split(","))
        kind = "town"
    else:
        place = load_gazetteer().place(meant)
        latitude, longitude, kind = place.latitude, place.longitude, place.kind
    reach = UNIT_KM if kind in UNITS and best.kind in UNITS else POINT_KM
    return distance_km(latitude, longitude, best.latitude, best.longitude) <= reach
