"""Which slides a deck has: one, or an overview, a slide a month or a place, and the sources at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

import numpy as np
import pyarrow as pa

from briefing.brief import Brief
from briefing.content import SheetContent, extent_of_events
from briefing.place_names import place_name
from events.event import Source
from events.frame import EventFrame
from layers.drawing import Scene
from maps.static_counts import PlaceCounts, count_places
from maps.static_map import HOME_EXTENT
from maps.static_projection import Extent
from maps.static_text import clean

Slides = Literal["one", "month", "place"]
SLIDES: tuple[str, ...] = get_args(Slides)
MOST_PARTS = 36
"""Parts of a deck at most: with more months than that it has a slide a year, with more years the latest."""
MOST_PLACES = 12
NEAR_KM = 60.0
EARTH_KM = 6371.0
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Part:
    """A slide with a map: what it shows and what it is called; an empty heading leaves the brief's title."""

    content: SheetContent
    heading: str = ""


def parts(content: SheetContent, slides: str) -> list[Part]:
    """The slides with maps: the overview first."""
    if slides == "one" or content.is_empty:
        return [Part(content)]
    found = by_month(content) if slides == "month" else by_place(content)
    return [Part(content), *found]


# -- a slide a month


def by_month(content: SheetContent) -> list[Part]:
    """A part for each month (or year, where there are too many) in which an incident of the window begins."""
    events, wanted = content.events, content.brief.filter
    first, last = wanted.window_days
    starts = events.start_day[events.rows_in(wanted)]
    starts = starts[(starts >= first) & (starts <= last)].astype("datetime64[D]")
    for unit in ("M", "Y"):
        begun = np.unique(starts.astype(f"datetime64[{unit}]"))
        if len(begun) <= MOST_PARTS:
            break
    found = []
    for number in begun[-MOST_PARTS:]:
        start = number.astype("datetime64[D]").astype(date)
        end = (number + 1).astype("datetime64[D]").astype(date) - timedelta(days=1)
        start, end = max(start, wanted.start or start), min(end, wanted.end or end)
        brief = content.brief.changed(filter=wanted.with_window(start, end))
        part = SheetContent(_own_picks(brief, events), events, content.terms)
        found.append(Part(part, content.words.period(start, end)))
    return found


def _own_picks(brief: Brief, events: EventFrame) -> Brief:
    """The brief with those incidents chosen by hand that are among its own."""
    if not brief.incidents:
        return brief
    rows = events.rows_in(brief.filter)
    held = set(events.table.column("event_id").take(pa.array(rows)).to_pylist())
    return brief.changed(incidents=tuple(picked for picked in brief.incidents if picked in held))


# -- a slide a place


def by_place(content: SheetContent) -> list[Part]:
    """A part for each gathering of places within `NEAR_KM`, the fullest first, then for the rest."""
    counts = count_places(content.scene)
    groups = _gatherings(counts)
    rows = content.events.rows_in(content.brief.filter)
    place_of = content.events.place_code[rows]
    found, taken = [], np.zeros(len(counts.total), bool)
    for seed, members in groups[:MOST_PLACES]:
        taken[members] = True
        heading = _name(content, seed)
        if len(members) > 1:
            heading = content.words("Around {place}").format(place=heading)
        found.append(_part_of(content, rows[np.isin(place_of, members)], heading))
    rest = rows[~taken[place_of]]
    if len(rest):
        found.append(_part_of(content, rest, content.words("Other places")))
    return found


def _gatherings(counts: PlaceCounts) -> list[tuple[int, np.ndarray]]:
    """Places about the fullest place that is left, again and again: (that place, all places about it)."""
    left = np.flatnonzero(counts.has_point & (counts.total > 0))
    lon, lat = np.radians(counts.longitude), np.radians(counts.latitude)
    groups: list[tuple[int, np.ndarray]] = []
    while len(left) and len(groups) < MOST_PLACES:
        seed = int(left[np.argmax(counts.total[left])])
        half = (
            np.sin((lat[left] - lat[seed]) / 2) ** 2
            + np.cos(lat[left]) * np.cos(lat[seed]) * np.sin((lon[left] - lon[seed]) / 2) ** 2
        )
        near = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, half))) <= NEAR_KM
        groups.append((seed, left[near]))
        left = left[~near]
    return groups


def _name(content: SheetContent, place: int) -> str:
    row = content.events.places.iloc[place]
    name = place_name(row["place"], row["place_id"], content.brief.lang)
    return clean(name) or content.words("unnamed place")


def _with_surroundings(extent: Extent) -> Extent:
    """An extent with enough around it to be told where it is: far from home more, for less is drawn there."""
    lon, lat = extent.middle
    home = HOME_EXTENT
    is_home = home.west < lon < home.east and home.south < lat < home.north
    across, down = (1.8, 1.0) if is_home else (18.0, 9.0)
    if extent.width > across or extent.north - extent.south > down:
        return extent
    south = max(-84.0, min(lat - down / 2, 84.0 - down))
    west, east = ((lon + side + 180) % 360 - 180 for side in (-across / 2, across / 2))
    return Extent(west, south, east, south + down)


def _part_of(content: SheetContent, rows: np.ndarray, heading: str) -> Part:
    events = EventFrame(content.events.table.take(pa.array(rows)))
    scene = Scene(events, content.brief.filter)
    brief = content.brief.changed(extent=tuple(_with_surroundings(extent_of_events(scene))))
    return Part(SheetContent(_own_picks(brief, events), events, content.terms), heading)


# -- the sources


@dataclass(frozen=True)
class SourceLine:
    """A source with the incidents that name it."""

    publisher: str
    title: str
    published: str
    url: str
    incidents: int


def source_lines(contents: Sequence[SheetContent], most: int) -> tuple[list[SourceLine], int]:
    """The sources of the numbered incidents by publisher and date, and how many more there are."""
    found: dict[tuple[str, str, str, str], set[str]] = {}
    for event_id, sources in _numbered_sources(contents):
        for source in sources:
            key = (
                clean(source.publisher),
                clean(source.title),
                source.published or "",
                source.url or "",
            )
            found.setdefault(key, set()).add(event_id)
    keys = sorted(found, key=lambda key: (key[0].casefold(), key[2], key[1].casefold(), key[3]))
    return [SourceLine(*key, len(found[key])) for key in keys[:most]], max(0, len(keys) - most)


def _numbered_sources(contents: Sequence[SheetContent]) -> Iterator[tuple[str, tuple[Source, ...]]]:
    seen: set[str] = set()
    for content in contents:
        for one in content.numbered:
            event = content.events.event(one.row)
            if event.event_id not in seen:
                seen.add(event.event_id)
                yield event.event_id, event.sources
