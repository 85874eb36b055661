"""From events and a filter to what the browser must know: pure, and cheap enough for every rerun."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from errors import BundleError
from events.filter import Filter
from events.frame import EventFrame
from events.vocabulary import EVENT_TYPES, STATUSES
from geodata.boundaries import districts
from geodata.locate import admin_of
from layers.by_district import class_breaks, class_labels
from layers.drawing import Scene
from layers.palette import PALETTE, TYPE_TOKENS
from maps.assets import AssetStore
from maps.interactive import HOME_BOUNDS, Adapt, InteractiveMap, build_map
from maps.packing import pack_events, pack_mask, pack_places, pack_plain_places

NOTHING = Filter(start=date(1800, 1, 1), end=date(1800, 1, 1))


@dataclass(frozen=True)
class OpenMap:
    """A frame of events made ready for the browser, once: the map's script and the packed data."""

    events: EventFrame
    script: str
    columns: str
    places: str
    notices: tuple[str, ...]
    district_of_place: np.ndarray
    n_districts: int


@dataclass(frozen=True)
class MapData:
    """What the browser needs to know after a rerun; big things are named by address.

    Attributes:
        script: the address of the folium map's script.
        digest: the digest of the open events.
        events, places: addresses of the packed columns and the places.
        mask: the address of the filter's bit mask, or None when the filter lets everything through.
        window: first and last day shown, ISO.
        extent: first and last day of the time axis, ISO.
        breaks: class bounds of the district drawing in the settled window.
        ramp_labels: its classes in words.
        area: the drawn area as `{type: 'polygon', coordinates: [[lon, lat], …]}`, or None.
        notices: one clear line for each thing that went wrong.
        config: types, colour tokens, statuses, palettes, home bounds.
        turn: how often the browser had lost something: data that differ in nothing would not reach it.
    """

    script: str
    digest: str
    events: str
    places: str
    mask: str | None
    window: tuple[str, str]
    extent: tuple[str, str]
    breaks: list[int]
    ramp_labels: tuple[str, ...]
    area: dict[str, Any] | None
    notices: list[str]
    config: dict[str, Any]
    turn: int


CONFIG: dict[str, Any] = {
    "types": list(EVENT_TYPES),
    "tokens": [TYPE_TOKENS[event_type] for event_type in EVENT_TYPES],
    "statuses": list(STATUSES),
    "palettes": PALETTE,
    "home": HOME_BOUNDS,
}


def open_map(
    events: EventFrame, store: AssetStore, adapt: Adapt = lambda description: description
) -> OpenMap:
    """Build the map and pack the events; a layer that fails is left out with a notice.

    `adapt` may change what the browser is told of a layer, see `maps.interactive.build_map`.
    """
    # The browser draws the incidents itself from the packed columns: what the layers add is their legends
    # and settings, so they are handed a window with nothing in it.
    rendered: InteractiveMap = build_map(Scene(events, NOTHING), store, adapt)
    columns = store.put(pack_events(events), "application/octet-stream", "bin", dated=True)
    notices = list(rendered.notices)
    try:
        packed = pack_places(events)
        district_of_place, n_districts = _districts_of_places(events)
    except BundleError as error:
        notices.append(f"Districts and provinces of the incidents: {error}")
        packed = pack_plain_places(events)
        district_of_place, n_districts = np.full(len(events.places), -1), 0
    body = json.dumps(packed, separators=(",", ":"), ensure_ascii=False).encode()
    places = store.put(body, "application/json", "json", dated=True)
    return OpenMap(
        events=events,
        script=rendered.script,
        columns=f"map/assets/{columns}",
        places=f"map/assets/{places}",
        notices=tuple(notices),
        district_of_place=district_of_place,
        n_districts=n_districts,
    )


def _districts_of_places(events: EventFrame) -> tuple[np.ndarray, int]:
    """The district of each place that has one, as a number; -1 for the others."""
    units = districts(events.last_day or date.today(), detail="coarse")
    number = {admin2_id: row for row, admin2_id in enumerate(units["admin2_id"])}
    places = events.places
    at = admin_of(
        places["longitude"].to_numpy(dtype=float),
        places["latitude"].to_numpy(dtype=float),
        events.last_day or date.today(),
    )["admin2_id"]
    found = np.array([number.get(key, -1) for key in at], dtype=np.int64)
    found[places["where_prec"].to_numpy() > 3] = -1
    return found, len(units)


def time_axis(events: EventFrame) -> tuple[date, date]:
    """The whole years that hold all events: first and last day of the time player."""
    if events.first_day is None or events.last_day is None:
        return date(1990, 1, 1), date.today()
    return date(events.first_day.year, 1, 1), date(events.last_day.year, 12, 31)


@lru_cache(maxsize=64)
def _classes(counts: bytes) -> tuple[tuple[int, ...], tuple[str, ...]]:
    numbers = np.frombuffer(counts, dtype=np.int64)
    breaks = class_breaks(numbers)
    return tuple(breaks), class_labels(breaks, int(numbers.max(initial=0)))


def district_classes(opened: OpenMap, wanted: Filter) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Class bounds of the incidents by district in the window, and the classes in words."""
    by_place = opened.events.place_counts(wanted)[:2].sum(axis=0)
    known = opened.district_of_place >= 0
    by_district = np.bincount(
        opened.district_of_place[known], weights=by_place[known], minlength=opened.n_districts
    ).astype(np.int64)
    return _classes(by_district.tobytes())


def map_data(
    opened: OpenMap,
    wanted: Filter,
    store: AssetStore,
    notices: list[str],
    *,
    classed: bool = False,
    turn: int = 0,
) -> MapData:
    """What the map needs for the filter `wanted`; `notices` are lines of the page's own.

    With `classed`, districts are being drawn by count and get their class bounds; else these stay empty.
    """
    events = opened.events
    first, last = time_axis(events)
    start, end = wanted.start or first, wanted.end or last
    bare = wanted.without_window()
    mask = None
    if bare != Filter():
        mask = "map/assets/" + store.put(
            pack_mask(events.mask(bare)), "application/octet-stream", "bin", passing=True
        )
    breaks, ramp_labels = district_classes(opened, wanted) if classed else ((), ())
    return MapData(
        script=opened.script,
        digest=events.digest,
        events=opened.columns,
        places=opened.places,
        mask=mask,
        window=(start.isoformat(), end.isoformat()),
        extent=(first.isoformat(), last.isoformat()),
        breaks=list(breaks),
        ramp_labels=ramp_labels,
        area=_area(wanted),
        notices=[*opened.notices, *notices],
        config=CONFIG,
        turn=turn,
    )


def _area(wanted: Filter) -> dict[str, Any] | None:
    if wanted.area is None:
        return None
    return {"type": "polygon", "coordinates": [list(corner) for corner in wanted.area[0][:-1]]}
