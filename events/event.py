"""One incident and its sources, checked field by field, and the id that outlives a corrected place."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)

from errors import EventError
from events.complaint import complaint, shown
from events.vocabulary import (
    DATE_PREC,
    EVENT_TYPE_SLUGS,
    EVENT_TYPES,
    MAX_DAYS,
    NEEDS_NO_POINT,
    NEEDS_RADIUS,
    REVIEWS,
    STATUSES,
    SUB_EVENT_TYPES,
    WHERE_PREC,
    date_prec_of,
)

__all__ = [
    "DATE_PREC",
    "EVENT_TYPES",
    "EVENT_TYPE_SLUGS",
    "EXPECTED",
    "FIRST_DAY",
    "LAST_DAY",
    "STATUSES",
    "SUB_EVENT_TYPES",
    "WHERE_PREC",
    "Event",
    "Source",
    "make_event_id",
    "read_day",
    "read_sources",
    "write_sources",
]

FIRST_DAY = dt.date(1800, 1, 1)
LAST_DAY = dt.date(2199, 12, 31)

EXPECTED: Mapping[str, str] = MappingProxyType(
    {
        "event_id": "an id without blanks of 1 to 120 characters",
        "date_start": "a day like 1999-10-27 between 1800 and 2199",
        "date_end": "a day like 1999-10-27, not before date_start",
        "date_prec": "a code from 1 (the day) to 5 (the year)",
        "event_type": f"one of {', '.join(EVENT_TYPES)}",
        "sub_event_type": "nothing or a sub-event type of the event's type",
        "actor1": "text",
        "actor2": "text",
        "other_actors": "names parted by semicolons",
        "title": "text",
        "place": "text",
        "place_text": "text",
        "place_id": "text",
        "admin2": "text",
        "admin1": "text",
        "country": "two upper-case letters such as KG, or nothing",
        "latitude": "degrees from -90 to 90 (absent only with where_prec 6 or 7)",
        "longitude": "degrees from -180 to 180 (absent only with where_prec 6 or 7)",
        "where_prec": "a code from 1 (the place itself) to 7 (international)",
        "radius_km": "kilometres above 0 and up to 5000 (needed with where_prec 2 and 5)",
        "fatalities_low": "a whole number from 0, not above fatalities_best",
        "fatalities_best": "a whole number from 0, between fatalities_low and fatalities_high",
        "fatalities_high": "a whole number from 0, not below fatalities_best",
        "status": f"one of {', '.join(STATUSES)}",
        "summary": "text",
        "sources": "a list of {publisher, title, url, published, paragraph, start, end, quote}",
        "tags": "words parted by semicolons",
        "confidence": "a number from 0 to 1, or nothing",
        "review": f"one of {', '.join(REVIEWS)}",
        "dataset": "the name of the data set",
    }
)
"""Field -> what it should hold, in the words of an error line. Also the fields and their order."""

_SOURCE_EXPECTED: Mapping[str, str] = MappingProxyType(
    {
        "publisher": "text",
        "title": "text",
        "url": "an address that starts with http:// or https://, or nothing",
        "published": "a day, month or year like 1999-10-27, 1999-10 or 1999, or nothing",
        "paragraph": "a number from 1, or nothing",
        "start": "a character offset from 0, or nothing",
        "end": "a character offset not below start, or nothing",
        "quote": "text",
    }
)


def read_day(value: object) -> dt.date:
    """`value` as a day: a date, or text like 1999-10-27; ValueError for anything else."""
    if isinstance(value, dt.datetime):
        raise ValueError("a day without a time of day")
    if isinstance(value, str):
        text = value.strip()
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise ValueError("a day like 1999-10-27")
        value = dt.date.fromisoformat(text)
    if not isinstance(value, dt.date):
        raise ValueError("a day like 1999-10-27")
    if not FIRST_DAY <= value <= LAST_DAY:
        raise ValueError("a day between 1800 and 2199")
    return value


def _parts(value: object) -> object:
    """The parts of `a; b; c`, or of a list of such, without blanks around or between."""
    if value is None:
        return ()
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, (list, tuple)) or not all(isinstance(text, str) for text in texts):
        raise ValueError("words parted by semicolons")
    return tuple(part.strip() for text in texts for part in text.split(";") if part.strip())


def _text(value: object) -> object:
    return "" if value is None else value


Day = Annotated[dt.date, BeforeValidator(read_day)]
Text = Annotated[str, BeforeValidator(_text)]
Parts = Annotated[tuple[str, ...], BeforeValidator(_parts)]
Count = Annotated[int, Field(ge=0, le=10_000_000)]


class Source(BaseModel):
    """Where an event was read: who published it, under which title, where and when.

    Attributes:
        publisher, title: As the publisher writes them.
        url: http(s) address, or "".
        published: Day, month or year of publication as ISO text, or "".
        paragraph: Number of the paragraph, from 1.
        start, end: Span of characters in the report's text.
        quote: The sentence itself; only in a user's own store, never in shipped data.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    publisher: Text = ""
    title: Text = ""
    url: Annotated[str, BeforeValidator(_text), Field(pattern=r"^(https?://\S+)?$")] = ""
    published: Annotated[str, BeforeValidator(_text), Field(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")] = ""
    paragraph: Annotated[int, Field(ge=1)] | None = None
    start: Annotated[int, Field(ge=0)] | None = None
    end: Annotated[int, Field(ge=0)] | None = None
    quote: Text = ""

    @field_validator("published")
    @classmethod
    def _a_real_day(cls, published: str) -> str:
        if published:
            dt.date.fromisoformat(f"{published}-01-01"[:10])
        return published

    @model_validator(mode="after")
    def _span_runs_forward(self) -> Source:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(f"end: found {self.end}, expected an offset not below start {self.start}")
        return self

    @model_validator(mode="wrap")
    @classmethod
    def _in_one_line(cls, data: Any, handler: ModelWrapValidatorHandler[Source]) -> Source:
        try:
            return handler(data)
        except ValidationError as error:
            raise EventError(f"source: {complaint(error, _SOURCE_EXPECTED)}") from None


class Event(BaseModel):
    """One incident: what happened, when between two days, where and how well that is known, who says so.

    Making one that breaks a rule raises `EventError` with one line naming each field at fault, the value
    found and the one expected. Text that is absent is "", a number that is absent is None.

    Attributes:
        event_id: Stable under re-geocoding, see `make_event_id`.
        date_start, date_end: First and last day on which it can have happened, both included.
        date_prec: UCDP code of `DATE_PREC`; it limits the days between (`MAX_DAYS`).
        latitude, longitude: Degrees, WGS 84.
        where_prec: UCDP code of `WHERE_PREC`; 2 and 5 need `radius_km`, 6 and 7 may lack the point.
        confidence: From 0 to 1, how sure the maker of the data is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    event_id: Annotated[str, Field(pattern=r"^\S{1,120}$")]
    date_start: Day
    date_end: Day
    date_prec: Annotated[int, Field(ge=1, le=5)]
    event_type: str
    sub_event_type: Text = ""
    actor1: Text = ""
    actor2: Text = ""
    other_actors: Parts = ()
    title: Text = ""
    place: Text = ""
    place_text: Text = ""
    place_id: Text = ""
    admin2: Text = ""
    admin1: Text = ""
    country: Annotated[str, BeforeValidator(_text), Field(pattern=r"^([A-Z]{2})?$")] = ""
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    where_prec: Annotated[int, Field(ge=1, le=7)]
    radius_km: Annotated[float, Field(ge=1e-6, le=5000)] | None = None
    fatalities_low: Count | None = None
    fatalities_best: Count | None = None
    fatalities_high: Count | None = None
    status: str = "occurred"
    summary: Text = ""
    sources: tuple[Source, ...] = ()
    tags: Parts = ()
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    review: str = "accepted"
    dataset: Text = ""

    @field_validator("event_type", "status", "review")
    @classmethod
    def _in_vocabulary(cls, value: str, info: Any) -> str:
        known = {"event_type": EVENT_TYPES, "status": STATUSES, "review": REVIEWS}[info.field_name]
        if value not in known:
            raise ValueError(EXPECTED[info.field_name])
        return value

    @model_validator(mode="after")
    def _fields_agree(self) -> Event:
        faults = []
        days = (self.date_end - self.date_start).days + 1
        limit = MAX_DAYS[self.date_prec]
        if days < 1:
            faults.append(
                f"date_end: found {self.date_end}, expected a day not before date_start {self.date_start}"
            )
        elif limit is not None and days > limit:
            faults.append(
                f"date_prec: found {self.date_prec} with {days} days from {self.date_start} to "
                f"{self.date_end}, expected {date_prec_of(days)} or an interval of at most {limit} days"
            )
        if self.sub_event_type and self.sub_event_type not in SUB_EVENT_TYPES[self.event_type]:
            faults.append(
                f"sub_event_type: found {shown(self.sub_event_type)}, expected nothing or one of "
                f"{', '.join(SUB_EVENT_TYPES[self.event_type])}"
            )
        for field, value in (("latitude", self.latitude), ("longitude", self.longitude)):
            other = self.longitude if field == "latitude" else self.latitude
            if value is None and (self.where_prec not in NEEDS_NO_POINT or other is not None):
                faults.append(f"{field}: found nothing, expected {EXPECTED[field]}")
        if self.radius_km is None and self.where_prec in NEEDS_RADIUS:
            faults.append(f"radius_km: found nothing, expected {EXPECTED['radius_km']}")
        counts = [self.fatalities_low, self.fatalities_best, self.fatalities_high]
        given = [count for count in counts if count is not None]
        if given != sorted(given):
            faults.append(
                f"fatalities: found low {counts[0]}, best {counts[1]}, high {counts[2]}, "
                "expected low <= best <= high"
            )
        if faults:
            raise ValueError("; ".join(faults))
        return self

    @model_validator(mode="wrap")
    @classmethod
    def _in_one_line(cls, data: Any, handler: ModelWrapValidatorHandler[Event]) -> Event:
        try:
            return handler(data)
        except ValidationError as error:
            raise EventError(complaint(error, EXPECTED)) from None


_SOURCES = TypeAdapter(tuple[Source, ...])


def read_sources(cell: str) -> tuple[Source, ...]:
    """The sources in a table's cell: a JSON array of objects, or nothing.

    Raises:
        EventError: The cell is no such array, or a source breaks its rules.
    """
    if not cell.strip():
        return ()
    try:
        return _SOURCES.validate_json(cell)
    except ValidationError:
        raise EventError(
            f"sources: found {shown(cell)}, expected a JSON array of objects with publisher, title, url, "
            "published and paragraph"
        ) from None


def write_sources(sources: tuple[Source, ...]) -> str:
    """`sources` as a table's cell: a JSON array without what is absent, "" for none."""
    if not sources:
        return ""
    return _SOURCES.dump_json(sources, exclude_defaults=True).decode()


def make_event_id(dataset: str, *key: object) -> str:
    """An id that stays the same when the event's place is found anew.

    Args:
        dataset: The data set's name; it opens the id.
        key: What tells this event from the others in its source: the source's own id, or the report with
            the sentence's number, the day and the place's name as written. Never coordinates or a
            gazetteer id: these change when a place is corrected.

    Returns:
        The data set's name in lower case and 16 hexadecimal digits of a BLAKE2 hash of all parts, compared
        without regard to case, Unicode form or blanks at the ends.
    """
    if not key:
        raise EventError("event_id: found no source key, expected at least one part that names the event")
    parts = [unicodedata.normalize("NFKC", str(part)).casefold().strip() for part in (dataset, *key)]
    written = "".join(f"{len(part)}:{part}" for part in parts).encode("utf-8", "surrogatepass")
    slug = re.sub(r"[^a-z0-9]+", "-", dataset.casefold()).strip("-") or "event"
    return f"{slug[:40]}-{hashlib.blake2b(written, digest_size=8).hexdigest()}"
