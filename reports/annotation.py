"""What is found in a report: toponyms, dates and draft events, each with offsets into the report's text.

Offsets count Python characters of the whole text of the file, `end` exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Role = Literal["event", "literal", "metonym", "attribute", "dateline", "boilerplate", "name"]
ROLES: tuple[Role, ...] = ("event", "literal", "metonym", "attribute", "dateline", "boilerplate", "name")
Status = Literal["occurred", "planned", "threatened", "denied", "alleged"]


@dataclass(frozen=True)
class Interval:
    """Days from `start` to `end`, both included, and the rule that made them."""

    start: date
    end: date
    rule: str


@dataclass(frozen=True)
class Span:
    """A piece of the text: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True)
class Post:
    """One report of a file: its part of the text, and what is known of its publication.

    Attributes:
        span: the part of the text that is this post, headers included.
        body: the parts of it that are running text, in order; what is left out is boilerplate.
        title, publisher, author: as found, or "".
        published: when it was published, always as an interval with the reason.
    """

    span: Span
    body: tuple[Span, ...]
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: Interval | None = None


@dataclass(frozen=True)
class Report:
    """A file read: its whole text, its posts in order, and the spans of boilerplate."""

    text: str
    posts: tuple[Post, ...]
    boilerplate: tuple[Span, ...] = ()
    source: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlaceCandidate:
    """A place that a toponym may mean; `parts` are named points that add up to `score`."""

    place_id: str
    place: str
    kind: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    where_prec: int
    radius_km: float
    score: float
    parts: tuple[tuple[str, float, str], ...]


@dataclass(frozen=True)
class Toponym:
    """A mention of a place, what it may mean (best first) and the part it plays in its sentence."""

    start: int
    end: int
    text: str
    role: Role
    role_scores: tuple[tuple[str, float], ...]
    candidates: tuple[PlaceCandidate, ...]

    @property
    def best(self) -> PlaceCandidate | None:
        """The best candidate; None for a name that is no place."""
        return self.candidates[0] if self.candidates else None


@dataclass(frozen=True)
class DateExpression:
    """An expression of time as an interval, with the rule and the anchor it was counted from."""

    start: int
    end: int
    text: str
    interval: Interval
    anchor: date | None = None


@dataclass(frozen=True)
class DraftEvent:
    """A proposal for the analyst, never published by itself.

    Attributes:
        start, end: the evidence sentence.
        trigger: the words that told of it, with their offsets.
        when: its date, and whether the sentence has it or an earlier one gave it.
        where: the toponym chosen, alternatives after it; `where_inherited` as for the date.
        confidence: calibrated share of such drafts that were right, 0 to 1.
    """

    start: int
    end: int
    trigger: str
    trigger_start: int
    trigger_end: int
    event_type: str
    sub_event_type: str
    actor1: str
    actor2: str
    other_actors: tuple[str, ...]
    fatalities_low: int | None
    fatalities_best: int | None
    fatalities_high: int | None
    status: Status
    when: Interval | None
    when_inherited: bool
    where: tuple[Toponym, ...]
    where_inherited: bool
    title: str
    confidence: float
    tags: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Annotation:
    """All that was found in a report, in the order of the text."""

    report: Report
    toponyms: tuple[Toponym, ...]
    dates: tuple[DateExpression, ...]
    events: tuple[DraftEvent, ...]
