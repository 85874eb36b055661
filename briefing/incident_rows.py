"""The list of incidents: date, place and how well both are known, headline and source of each, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from briefing.place_names import place_name
from briefing.words import Words
from events.event import Event, Source
from events.frame import EventFrame
from events.vocabulary import EVENT_TYPES
from maps.static_callouts import Numbered
from maps.static_text import clean

DOT = " · "


@dataclass(frozen=True)
class IncidentRow:
    """One incident of the list; every text is on one line and shown as it is.

    Attributes:
        number: Its number on the map.
        event_id: Its id.
        type_code: Place of its type in `EVENT_TYPES`.
        unreal: Whether it was only planned, threatened, alleged or denied.
        date: When, never more exact than known.
        status: What it was if it did not occur, in words; else empty.
        place_name: Where.
        precision: How exactly that is known.
        headline: Its title, or the beginning of its summary, or its type.
        deaths: How many, with the range where there is one; empty where not reported.
        source: Publisher, date and paragraph of the first source, and how many more.
    """

    number: int
    event_id: str
    type_code: int
    unreal: bool
    date: str
    status: str
    place_name: str
    precision: str
    headline: str
    deaths: str
    source: str

    @property
    def place(self) -> str:
        """Where and how exactly, as one text."""
        return f"{self.place_name}, {self.precision}"


def incident_rows(numbered: Iterable[Numbered], events: EventFrame, words: Words) -> Iterator[IncidentRow]:
    """The rows of the list, one a numbered incident, as they are asked for."""
    for one in numbered:
        yield incident_row(one.number, events.event(one.row), words)


def incident_row(number: int, event: Event, words: Words) -> IncidentRow:
    """One row of the list."""
    subtype = words(event.sub_event_type or event.event_type)
    return IncidentRow(
        number=number,
        event_id=event.event_id,
        type_code=EVENT_TYPES.index(event.event_type),
        unreal=event.status != "occurred",
        date=words.event_date(event.date_start, event.date_end, event.date_prec),
        status="" if event.status == "occurred" else words(event.status),
        place_name=place_of(event, words),
        precision=precision_words(event, words),
        headline=clean(event.title) or clean(event.summary) or subtype,
        deaths=death_words(event, words),
        source=source_words(event.sources, event.dataset, words),
    )


def place_words(event: Event, words: Words) -> str:
    """Where, and how exactly: 'Andijan, exact place', 'Batken Region, province level'."""
    return f"{place_of(event, words)}, {precision_words(event, words)}"


def place_of(event: Event, words: Words) -> str:
    """The name of the place in the language of the sheet."""
    name = place_name(event.place or event.place_text or event.country, event.place_id, words.language)
    return clean(name) or words("unnamed place")


def precision_words(event: Event, words: Words) -> str:
    """How well the place is known: 'exact place', 'within ±80 km', 'province level'."""
    radius = "" if event.radius_km is None else f"±{event.radius_km:,.0f}".replace(",", "\N{THIN SPACE}")
    return {
        1: words("exact place"),
        2: words("within {radius} km").format(radius=radius),
        3: words("district level"),
        4: words("province level"),
        5: words("within {radius} km").format(radius=radius),
        6: words("country level"),
        7: words("international"),
    }[event.where_prec]


def death_words(event: Event, words: Words) -> str:
    """'26 killed', '12-30 killed'; empty where no number is reported."""
    low, best, high = event.fatalities_low, event.fatalities_best, event.fatalities_high
    if best is None and low is None and high is None:
        return ""
    if best is None or (low is not None and high is not None and low != high):
        ends = [count for count in (low, best, high) if count is not None]
        if ends[0] != ends[-1]:
            return words("{range} killed").format(
                range=f"{words.number(ends[0])}\N{EN DASH}{words.number(ends[-1])}"
            )
        best = ends[0]
    return words.many("{count} killed", "{count} killed", best)


def source_words(sources: tuple[Source, ...], dataset: str, words: Words) -> str:
    """'Monitor, 27 Oct 1999, par. 4, and 2 more'; the data set where no source is named."""
    if not sources:
        return clean(dataset)
    first = sources[0]
    parts = [clean(first.publisher or first.title)]
    if first.published:
        parts.append(_published(first.published, words))
    if first.paragraph is not None:
        parts.append(words("par. {number}").format(number=first.paragraph))
    said = ", ".join(part for part in parts if part)
    if len(sources) > 1:
        more = words.many("and {count} more source", "and {count} more sources", len(sources) - 1)
        said = f"{said}, {more}"
    return said


def _published(text: str, words: Words) -> str:
    if len(text) == 4:
        return text
    if len(text) == 7:
        return words.month(date.fromisoformat(f"{text}-01"))
    return words.day(date.fromisoformat(text))
