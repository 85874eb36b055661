"""What stands on a sheet: its lines of text, its incidents and its strip of time, for every page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType

import numpy as np

from briefing.brief import Brief
from briefing.credits import data_set_lines
from briefing.numbering import numbered
from briefing.place_names import label_name
from briefing.sheet_size import SheetSize, read_size
from briefing.words import Words, words_for
from events.filter import Filter
from events.frame import EventFrame
from events.spans import Count
from layers.drawing import Scene
from layers.palette import PALETTE
from maps.static_callouts import Numbered
from maps.static_counts import count_places
from maps.static_map import HOME_EXTENT, DrawnMap, MapRequest
from maps.static_projection import Extent
from maps.static_text import clean
from maps.static_timeline import Timeline, timeline

DOT = " · "
NOTHING: Mapping[str, str] = MappingProxyType({})  # data sets of which nothing is known
# Around the incidents, when the extent is theirs, this share of its size stays free.
MARGIN = 0.12
EVENTS_LEAST_DEG = 0.8


@dataclass(frozen=True)
class SheetContent:
    """A brief over a frame of events, ready to be laid out; `terms` are by name of data set."""

    brief: Brief
    events: EventFrame
    terms: Mapping[str, str] = field(default_factory=lambda: NOTHING)

    @cached_property
    def size(self) -> SheetSize:
        """The sheet."""
        return read_size(self.brief.size)

    @cached_property
    def words(self) -> Words:
        """The words of its language."""
        return words_for(self.brief.lang)

    @property
    def palette(self) -> dict[str, str]:
        """The colours of its theme."""
        return PALETTE[self.brief.theme]

    @cached_property
    def scene(self) -> Scene:
        """What the layers draw from."""
        return Scene(self.events, self.brief.filter)

    @cached_property
    def numbered(self) -> tuple[Numbered, ...]:
        """The numbered incidents in order of date."""
        return numbered(self.brief, self.events)

    @cached_property
    def count(self) -> Count:
        """Definite and possible incidents of the window."""
        return self.events.count(self.brief.filter)

    @property
    def is_empty(self) -> bool:
        """Whether nothing lies in the window."""
        return self.count.definite + self.count.possible == 0

    @cached_property
    def timeline(self) -> Timeline | None:
        """The strip of time."""
        return timeline(self.events, self.brief.filter)

    @cached_property
    def window(self) -> tuple[date, date]:
        """First and last day of the window; an open side ends with the events."""
        wanted = self.brief.filter
        today = self.brief.as_of or date.today()
        start = wanted.start or self.events.first_day or wanted.end or today
        end = wanted.end or self.events.last_day or start
        return min(start, end), max(start, end)

    @cached_property
    def extent(self) -> Extent:
        """What the map shows."""
        fixed = self.brief.fixed_extent
        return fixed if fixed is not None else extent_of_events(self.scene)

    def map_request(self, unit: float, *, furniture: bool = True) -> MapRequest:
        """What the map is asked for; `unit` is the size of its symbols."""
        brief = self.brief
        language = brief.lang
        return MapRequest(
            scene=self.scene,
            extent=self.extent,
            layers=brief.map_layers,
            fade=brief.fade,
            theme=brief.theme,
            numbered=self.numbered,
            projection=brief.projection,
            naming=lambda text, kind, lon, lat: label_name(text, kind, lon, lat, language),
            words=self.words,
            furniture=furniture,
            unit=unit,
        )

    # -- lines of text

    @property
    def title(self) -> str:
        """The headline; made of the window's years where the brief has none."""
        given = clean(self.brief.title)
        if given:
            return given
        start, end = self.window
        years = str(start.year) if start.year == end.year else f"{start.year}\N{EN DASH}{end.year}"
        return self.words("Incidents around the Fergana Valley, {years}").format(years=years)

    @property
    def window_line(self) -> str:
        """The window with its definite and possible counts, and the filter in words."""
        words, count = self.words, self.count
        parts = [words.period(*self.window)]
        if self.is_empty:
            parts.append(words("no incidents"))
        else:
            said = words.many("{count} incident", "{count} incidents", count.definite)
            if count.possible:
                said += ", " + words.many("{count} more possible", "{count} more possible", count.possible)
            parts.append(said)
        conditions = filter_words(self.brief.filter, words)
        return DOT.join([*parts, conditions] if conditions else parts)

    @property
    def as_of_line(self) -> str:
        """The day of the data; empty where the brief has none."""
        day = self.brief.as_of
        return self.words("As of {date}").format(date=self.words.day(day)) if day else ""

    @property
    def author_line(self) -> str:
        """Who made it."""
        author = clean(self.brief.author)
        return self.words("Prepared by {name}").format(name=author) if author else ""

    def empty_lines(self) -> list[str]:
        """Why the sheet shows no incident, and where the nearest are."""
        words, events = self.words, self.events
        start, end = self.window
        said = words("Nothing was reported in {period} for the chosen filter.").format(
            period=words.period(start, end)
        )
        mask = events.mask(self.brief.filter)
        before = events.previous_event_day(start, mask)
        after = events.next_event_day(end, mask)
        lines = [said]
        if before is not None:
            lines.append(words("The last one before began in {month}.").format(month=words.month(before)))
        if after is not None:
            lines.append(words("The next one begins in {month}.").format(month=words.month(after)))
        return lines

    def footer(self, drawn: DrawnMap, scale_latitude: float) -> list[str]:
        """Sources and licences: of the incidents, of what the map shows, and how it is drawn."""
        words = self.words
        rows = self.events.rows_in(self.brief.filter)
        sets = data_set_lines(self.events, rows, words, self.terms)
        lines = []
        notes = clean(self.brief.notes)
        if notes:
            lines.append(notes)
        if sets:
            lines.append(f"{words('Incidents')}: {'; '.join(sets)}")
        terms = joined_credits([words(line) for line in drawn.attributions])
        hemisphere = "N" if scale_latitude >= 0 else "S"
        drawn_how = words("{projection}, scale true at {latitude}").format(
            projection=drawn.frame.projection.name, latitude=f"{abs(scale_latitude):.1f}° {hemisphere}"
        )
        lines.append(DOT.join([*terms, drawn_how]))
        remarks = [words("A vague place is drawn as its area, never as a point.")]
        if drawn.hidden_areas:
            remarks.append(
                words.many(
                    "The area of {count} vague place is left out.",
                    "The areas of {count} vague places are left out.",
                    drawn.hidden_areas,
                )
            )
        remarks += [clean(notice) for notice in drawn.notices]
        lines.append(" ".join(remarks))
        return lines


def joined_credits(lines: list[str]) -> list[str]:
    """Credits with those that name the same holder in one: 'Lakes, Borders © OpenStreetMap contributors'."""
    joined: dict[str, list[str]] = {}
    for line in lines:
        what, mark, holder = line.partition(" ©")
        if mark and "," not in what:
            joined.setdefault(mark + holder, []).append(what)
        else:
            joined.setdefault("\0" + line, [])
    return [key[1:] if key[0] == "\0" else ", ".join(what) + key for key, what in joined.items()]


def filter_words(wanted: Filter, words: Words) -> str:
    """The conditions of a filter, without its window, in words; empty for none."""
    parts: list[str] = [words(text) for text in wanted.event_types]
    parts += [words(text) for text in wanted.statuses]
    parts += [clean(text) for text in (*wanted.countries, *wanted.admin1, *wanted.actors, *wanted.datasets)]
    parts += [f"“{clean(text)}”" for text in wanted.words]
    if wanted.worst_where_prec is not None:
        parts.append(words("place known to precision {code} or better").format(code=wanted.worst_where_prec))
    if wanted.worst_date_prec is not None:
        parts.append(words("date known to precision {code} or better").format(code=wanted.worst_date_prec))
    if wanted.fatalities_min is not None:
        parts.append(words("at least {count} killed").format(count=words.number(wanted.fatalities_min)))
    if wanted.area is not None:
        parts.append(words("in the drawn area"))
    return ", ".join(parts)


def extent_of_events(scene: Scene) -> Extent:
    """The smallest extent with a margin around all incidents of the window that have a point.

    It crosses the antimeridian where that makes it smaller. Without any point it is the home extent.
    """
    counts = count_places(scene)
    shown = counts.has_point & (counts.total > 0)
    lon, lat = counts.longitude[shown], counts.latitude[shown]
    if not len(lon):
        return HOME_EXTENT
    # The widest gap between neighbours around the globe is what the map leaves out.
    ring = np.sort(lon % 360)
    gaps = np.diff(np.r_[ring, ring[0] + 360])
    widest = int(np.argmax(gaps))
    west, across = float(ring[(widest + 1) % len(ring)]), 360 - float(gaps[widest])
    south, north = float(lat.min()), float(lat.max())
    pad_lon = max(across * MARGIN, (EVENTS_LEAST_DEG - across) / 2, 0.1)
    pad_lat = max((north - south) * MARGIN, (EVENTS_LEAST_DEG - (north - south)) / 2, 0.1)
    if across + 2 * pad_lon >= 359:
        return Extent(-180.0, max(-85.0, south - pad_lat), 180.0, min(85.0, north + pad_lat))
    west, east = ((side + 180) % 360 - 180 for side in (west - pad_lon, west + across + pad_lon))
    return Extent(west, max(-85.0, south - pad_lat), east, min(85.0, north + pad_lat))
