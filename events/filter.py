"""What a reader wants to see: a window of days and the conditions on the events in it, as one frozen value.

A filter travels through the page's address. The keys there are short and can be typed by hand:
`?from=1999-08-01&to=1999-10-31&type=battles,civilians&country=KG&words=hostages`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Annotated, Any, Self

import shapely
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    field_validator,
    model_validator,
)

from errors import FilterError
from events.complaint import complaint, shown
from events.event import FIRST_DAY, LAST_DAY, read_day
from events.vocabulary import EVENT_TYPE_SLUGS, EVENT_TYPES, STATUSES

Ring = tuple[tuple[float, float], ...]
Query = dict[str, str | list[str]]

QUERY_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "from": "start",
        "to": "end",
        "type": "event_types",
        "status": "statuses",
        "country": "countries",
        "admin1": "admin1",
        "actor": "actors",
        "dataset": "datasets",
        "words": "words",
        "prec": "worst_where_prec",
        "dprec": "worst_date_prec",
        "deaths": "fatalities_min",
        "area": "area",
    }
)
"""Key in an address -> field of `Filter`."""

_KEY_OF = {field: key for key, field in QUERY_KEYS.items()}
_TYPES_BY_SLUG = {slug: event_type for event_type, slug in EVENT_TYPE_SLUGS.items()}
_MAX_TEXTS = 200
_MAX_CORNERS = 5000

_EXPECTED: Mapping[str, str] = MappingProxyType(
    {
        "start": "a day like 1999-10-27 between 1800 and 2199",
        "end": "a day like 1999-10-27, not before the window's start",
        "event_types": f"some of {', '.join(_TYPES_BY_SLUG)}",
        "statuses": f"some of {', '.join(STATUSES)}",
        "countries": "two-letter codes such as KG",
        "admin1": "names of provinces",
        "actors": "names of actors or parts of them",
        "datasets": "names of data sets",
        "words": "words to look for",
        "worst_where_prec": "a code from 1 (the place itself) to 7 (international)",
        "worst_date_prec": "a code from 1 (the day) to 5 (the year)",
        "fatalities_min": "a whole number from 0 to 10000000",
        "area": "corners lon,lat;lon,lat;lon,lat of a polygon that does not cross itself",
    }
)


def _day(value: object) -> object:
    return None if value is None or value == "" else read_day(value)


def _event_types(value: object) -> object:
    return tuple(_TYPES_BY_SLUG.get(text.casefold(), text) for text in _texts(value))


def _upper(value: object) -> object:
    return _texts([text.upper() for text in _texts(value)])


def _lower(value: object) -> object:
    return _texts([text.casefold() for text in _texts(value)])


def _texts(value: object) -> tuple[str, ...]:
    """The texts in `value`, each once, in order of the alphabet, so that equal filters are equal."""
    if value is None:
        return ()
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, Iterable):
        raise ValueError("texts")
    listed = list(texts)
    if len(listed) > _MAX_TEXTS or not all(isinstance(text, str) and len(text) <= 300 for text in listed):
        raise ValueError("at most 200 texts of at most 300 characters")
    return tuple(sorted({text.strip() for text in listed} - {""}))


def _words(value: object) -> object:
    """Words as typed into one box, `"in quotes"` a phrase; a list is taken as it is."""
    if isinstance(value, str):
        value = [quoted or bare for quoted, bare in re.findall(r'"([^"]*)"|(\S+)', value)]
    return _texts(value)


def _corner(corner: object) -> tuple[float, float]:
    if not isinstance(corner, (list, tuple)) or len(corner) != 2:
        raise ValueError("longitude and latitude")
    lon, lat = (round(float(degrees), 5) for degrees in corner)
    # Adding zero turns -0.0 into 0.0, so that equal polygons are written alike.
    return lon + 0.0, lat + 0.0


def _rings(value: object) -> object:
    """A polygon's rings in (longitude, latitude): closed, rounded to 5 decimals (about 1 m)."""
    if value is None or value == ():
        return None
    if not isinstance(value, (list, tuple)) or not all(isinstance(ring, (list, tuple)) for ring in value):
        raise ValueError("rings")
    rings = []
    for ring in value:
        corners = [_corner(corner) for corner in ring]
        if corners and corners[0] != corners[-1]:
            corners.append(corners[0])
        if len(corners) < 4:
            raise ValueError("at least three corners")
        if not all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in corners):
            raise ValueError("degrees")
        rings.append(tuple(corners))
    if sum(map(len, rings)) > _MAX_CORNERS:
        raise ValueError("at most 5000 corners")
    if not shapely.is_valid(shapely.Polygon(rings[0], rings[1:])):
        raise ValueError("a polygon that does not cross itself")
    return tuple(rings)


class Filter(BaseModel):
    """A window and conditions; an empty field asks for nothing. Equal filters are equal and hash equal.

    Making one that cannot be meant raises `FilterError` with one line.

    Attributes:
        start, end: First and last day of the window, both included; None leaves that side open.
        event_types, statuses: Any of these. All of them is the same as none, and is kept as none.
        countries: ISO alpha-2 codes, any of these.
        admin1, datasets: Exact names, any of these.
        actors: Parts of names, any of them in any of the three actor fields, without regard to case.
        words: Words or phrases, all of them, each in the title, the summary, a place or an actor.
        worst_where_prec, worst_date_prec: The vaguest precision code still shown; None for all.
        fatalities_min: The fewest deaths (best figure; the low one where there is no best); None for all.
        area: Rings of one polygon (the outer one, then holes) of (longitude, latitude) as in GeoJSON. An
            event is inside when its point is, whatever its precision: a province's event goes by the
            province's point.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: Annotated[dt.date | None, BeforeValidator(_day)] = None
    end: Annotated[dt.date | None, BeforeValidator(_day)] = None
    event_types: Annotated[tuple[str, ...], BeforeValidator(_event_types)] = ()
    statuses: Annotated[tuple[str, ...], BeforeValidator(_lower)] = ()
    countries: Annotated[tuple[str, ...], BeforeValidator(_upper)] = ()
    admin1: Annotated[tuple[str, ...], BeforeValidator(_texts)] = ()
    actors: Annotated[tuple[str, ...], BeforeValidator(_texts)] = ()
    datasets: Annotated[tuple[str, ...], BeforeValidator(_texts)] = ()
    words: Annotated[tuple[str, ...], BeforeValidator(_words)] = ()
    worst_where_prec: Annotated[int, Field(ge=1, le=7)] | None = None
    worst_date_prec: Annotated[int, Field(ge=1, le=5)] | None = None
    fatalities_min: Annotated[int, Field(ge=0, le=10_000_000)] | None = None
    area: Annotated[tuple[Ring, ...] | None, BeforeValidator(_rings)] = None

    @field_validator("event_types", "statuses")
    @classmethod
    def _in_vocabulary(cls, values: tuple[str, ...], info: Any) -> tuple[str, ...]:
        known = EVENT_TYPES if info.field_name == "event_types" else STATUSES
        for value in values:
            if value not in known:
                raise ValueError(f"{value} is unknown")
        chosen = tuple(value for value in known if value in values)
        return () if len(chosen) == len(known) else chosen

    @field_validator("countries")
    @classmethod
    def _codes(cls, countries: tuple[str, ...]) -> tuple[str, ...]:
        if not all(re.fullmatch(r"[A-Z]{2}", country) for country in countries):
            raise ValueError("two-letter codes")
        return countries

    @field_validator("worst_where_prec", "worst_date_prec", "fatalities_min")
    @classmethod
    def _none_when_it_bars_nothing(cls, value: int | None, info: Any) -> int | None:
        bars_nothing = {"worst_where_prec": 7, "worst_date_prec": 5, "fatalities_min": 0}
        return None if value == bars_nothing[info.field_name] else value

    @model_validator(mode="after")
    def _window_runs_forward(self) -> Self:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(
                f"window: found to={self.end} before from={self.start}, expected an end on or after the start"
            )
        return self

    @model_validator(mode="wrap")
    @classmethod
    def _in_one_line(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(data)
        except ValidationError as error:
            raise FilterError(complaint(error, _EXPECTED)) from None

    @property
    def window_days(self) -> tuple[int, int]:
        """First and last day of the window as whole days since 1970-01-01; an open side is far outside."""
        start, end = self.start or FIRST_DAY - dt.timedelta(1), self.end or LAST_DAY + dt.timedelta(1)
        return start.toordinal() - _EPOCH, end.toordinal() - _EPOCH

    def with_window(self, start: dt.date | None, end: dt.date | None) -> Filter:
        """This filter over another window."""
        return Filter.model_validate({**self.model_dump(), "start": start, "end": end})

    def without_window(self) -> Filter:
        """This filter over all time: what `EventFrame.mask` depends on."""
        return self.with_window(None, None)

    def to_query(self) -> Query:
        """The keys and values of an address, without the fields that ask for nothing."""
        query: Query = {}
        for key, field in QUERY_KEYS.items():
            value = getattr(self, field)
            if value is not None and value != ():
                query[key] = _WRITERS.get(field, str)(value)
        return query

    @classmethod
    def from_query(cls, query: Mapping[str, object], *, also_known: Collection[str] = ()) -> Filter:
        """The filter that an address asks for.

        Args:
            query: Key -> text, or a list of texts where a key is given more than once.
            also_known: Keys that belong to others (the map's zoom, say) and are passed over.

        Raises:
            FilterError: A key is unknown or its value cannot be read; the line names the key.
        """
        made, problems = cls.from_query_lenient(query, also_known=also_known)
        if problems:
            raise FilterError(problems[0])
        return made

    @classmethod
    def from_query_lenient(
        cls, query: Mapping[str, object], *, also_known: Collection[str] = ()
    ) -> tuple[Filter, list[str]]:
        """As `from_query`, but what can be read is kept: the filter, and one line for each problem."""
        fields: dict[str, Any] = {}
        problems = []
        for key, raw in query.items():
            if key in also_known:
                continue
            if key not in QUERY_KEYS:
                problems.append(f"link: found the key {shown(key)}, expected one of {', '.join(QUERY_KEYS)}")
                continue
            field = QUERY_KEYS[key]
            try:
                value = _READERS.get(field, _read_one)(_raw_texts(raw))
                cls.model_validate({field: value})
            except (ValueError, FilterError):
                problems.append(f"link: found {key}={shown(raw)}, expected {_EXPECTED[field]}")
                continue
            fields[field] = value
        try:
            return cls.model_validate(fields), problems
        except FilterError as error:
            problems.append(f"link: {error}")
            del fields["end"]
            return cls.model_validate(fields), problems


def box_area(west: float, south: float, east: float, north: float) -> tuple[Ring, ...]:
    """The `Filter.area` of a box in degrees.

    Raises:
        FilterError: The box is empty or off the globe.
    """
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise FilterError(
            f"bbox: found {west},{south},{east},{north}, expected W,S,E,N in degrees with W < E and S < N"
        )
    return (((west, south), (east, south), (east, north), (west, north), (west, south)),)


_EPOCH = dt.date(1970, 1, 1).toordinal()


def _raw_texts(raw: object) -> list[str]:
    texts = [raw] if isinstance(raw, str) else raw
    if not isinstance(texts, (list, tuple)) or not all(isinstance(text, str) for text in texts):
        raise ValueError("text")
    return list(texts)


def _read_one(texts: list[str]) -> object:
    if len(texts) != 1:
        raise ValueError("the key once")
    return texts[0].strip() or None


def _read_commas(texts: list[str]) -> object:
    return [part for text in texts for part in text.split(",")]


def _read_list(texts: list[str]) -> object:
    return texts


def _read_area(texts: list[str]) -> object:
    if len(texts) != 1:
        raise ValueError("the key once")
    return [
        [tuple(map(float, corner.split(","))) for corner in ring.split(";")] for ring in texts[0].split("|")
    ]


def _write_area(rings: tuple[Ring, ...]) -> str:
    # The closing corner is left out: it repeats the first.
    return "|".join(";".join(f"{_degrees(lon)},{_degrees(lat)}" for lon, lat in ring[:-1]) for ring in rings)


def _degrees(value: float) -> str:
    return f"{value:.5f}".rstrip("0").rstrip(".")


_READERS: Mapping[str, Callable[[list[str]], object]] = MappingProxyType(
    {
        "event_types": _read_commas,
        "statuses": _read_commas,
        "countries": _read_commas,
        "admin1": _read_list,
        "actors": _read_list,
        "datasets": _read_list,
        "words": _read_list,
        "area": _read_area,
    }
)

_WRITERS: Mapping[str, Callable[[Any], str | list[str]]] = MappingProxyType(
    {
        "event_types": lambda types: ",".join(EVENT_TYPE_SLUGS[event_type] for event_type in types),
        "statuses": ",".join,
        "countries": ",".join,
        "admin1": list,
        "actors": list,
        "datasets": list,
        "words": list,
        "area": _write_area,
    }
)
