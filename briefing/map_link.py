"""From the address of a map view to what a brief shows: its filter, extent, layers and selection."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from briefing.brief import Brief, base_ids
from errors import BriefError
from events.filter import QUERY_KEYS, Filter, Query
from layers.catalog import all_layers

VIEW_KEYS = ("at", "layers", "fade", "sel", "cum", "tiles")
# Keys of the page that say nothing about the map.
OTHER_KEYS = ("page", "embed", "embed_options", "theme")
# How large the map is on a screen, in pixels: an address holds centre and zoom, not the window's size.
SCREEN = (1340, 780)
MOST_LINK = 60_000


@dataclass(frozen=True)
class LinkedView:
    """What an address asks for: fields of a `Brief`, and one line for each part that cannot be read."""

    fields: Mapping[str, Any]
    notices: tuple[str, ...]


def read_link(link: str) -> LinkedView:
    """The view of an address, or of its query alone (`?from=…&at=…`).

    Raises:
        BriefError: It has no query, or its filter cannot be read.
    """
    if len(link) > MOST_LINK:
        raise BriefError(f"link: found {len(link)} characters, expected at most {MOST_LINK}")
    try:
        query_text = urlsplit(link.strip()).query or (link.strip().lstrip("?") if "=" in link else "")
        found = parse_qs(query_text, keep_blank_values=True, max_num_fields=500)
    except ValueError as error:
        raise BriefError(f"link: found no address ({error}), expected the address of a map view") from None
    query: Query = {key: values if len(values) > 1 else values[0] for key, values in found.items()}
    if not any(key in QUERY_KEYS or key in VIEW_KEYS for key in query):
        raise BriefError(
            f"link: found {link[:60]!r}, expected the address of a map view with keys such as from, type, at"
        )
    wanted, notices = Filter.from_query_lenient(query, also_known=(*VIEW_KEYS, *OTHER_KEYS))
    fields: dict[str, Any] = {"filter": wanted, "link": link.strip()}
    view = {key: values[-1] for key, values in found.items() if key in VIEW_KEYS}
    _read_extent(view, fields, notices)
    _read_layers(view, fields, notices)
    if view.get("sel", "").strip():
        fields["incidents"] = (view["sel"].strip(),)
    if view.get("cum") == "1":
        fields["filter"] = wanted.with_window(None, wanted.end)
    if view.get("tiles"):
        notices.append("link: the reader's own tiles need the network and are not printed")
    return LinkedView(fields, tuple(notices))


def brief_from_link(link: str, **fields: object) -> tuple[Brief, tuple[str, ...]]:
    """The brief of a map view, with other fields set as given; and what could not be read of the address.

    Raises:
        BriefError: The address or a field cannot be meant.
    """
    view = read_link(link)
    return Brief.model_validate({**view.fields, **fields}), view.notices


def _read_extent(view: Mapping[str, str], fields: dict[str, Any], notices: list[str]) -> None:
    if "at" not in view:
        return
    try:
        lat, lon, zoom = (float(part) for part in view["at"].split(","))
        if not (abs(lat) <= 85 and abs(lon) <= 180 and 2 <= zoom <= 16):
            raise ValueError("out of range")
    except ValueError:
        notices.append(
            f"link: found at={view['at'][:60]}, expected latitude,longitude,zoom such as 40.5,71.5,8"
        )
        return
    fields["extent"] = extent_at(lat, lon, zoom)


def extent_at(latitude: float, longitude: float, zoom: float) -> tuple[float, float, float, float]:
    """West, south, east, north of a web map of the usual size at a centre and zoom."""
    world = 256 * 2**zoom
    half = min(179.9, SCREEN[0] / world * 180)
    middle = math.atanh(math.sin(math.radians(latitude)))
    reach = SCREEN[1] / world * math.pi
    south, north = (math.degrees(math.atan(math.sinh(middle + step))) for step in (-reach, reach))
    west, east = ((side + 180) % 360 - 180 for side in (longitude - half, longitude + half))
    return round(west, 5), round(max(south, -85.0), 5), round(east, 5), round(min(north, 85.0), 5)


def _read_layers(view: Mapping[str, str], fields: dict[str, Any], notices: list[str]) -> None:
    known = [layer.id for layer in all_layers()]
    if "layers" in view:
        asked = [part for part in view["layers"].split(",") if part]
        unknown = [part for part in asked if part not in known]
        if unknown:
            notices.append(
                f"link: found layers={','.join(unknown)[:60]}, expected some of {', '.join(known)}"
            )
        shown = [part for part in asked if part in known]
        bases = [part for part in shown if part in base_ids()]
        fields["base"] = bases[0] if bases else "none"
        fields["layers"] = tuple(part for part in shown if part not in base_ids())
    if "fade" in view:
        fade: dict[str, float] = {}
        for pair in filter(None, view["fade"].split(",")):
            layer_id, _, percent = pair.partition(":")
            if layer_id in known and percent.isascii() and percent.isdecimal() and int(percent) <= 100:
                fade[layer_id] = int(percent) / 100
            else:
                notices.append(f"link: found fade={pair[:60]}, expected layer:percent such as relief:60")
        fields["fade"] = fade


def query_of(brief: Brief) -> Query:
    """The keys and values with which the map shows a brief's incidents and layers."""
    query = dict(brief.filter.to_query())
    extent = brief.fixed_extent
    if extent is not None:
        lon, _ = extent.middle
        # The middle of the picture, which in Mercator is not that of the degrees.
        low, high = (
            math.atanh(math.sin(math.radians(min(85.0, max(-85.0, side)))))
            for side in (extent.south, extent.north)
        )
        lat = math.degrees(math.atan(math.sinh((low + high) / 2)))
        zoom = math.log2(SCREEN[0] * 360 / 256 / max(extent.width, 1e-6))
        query["at"] = f"{lat:.4f},{lon:.4f},{min(16.0, max(2.0, zoom)):.2f}"
    query["layers"] = ",".join(brief.map_layers)
    return query
