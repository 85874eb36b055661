"""The interactive map as one file: time player, layers and details, with no network and no server."""

from __future__ import annotations

from typing import Any

from briefing.brief import Brief
from briefing.content import SheetContent
from briefing.credits import data_set_lines
from briefing.manifest import Manifest
from briefing.map_link import query_of
from briefing.window_events import window_frame
from events.filter import Filter
from events.frame import EventFrame
from maps.standalone import NEEDS_NETWORK, Words, standalone_page
from maps.static_projection import Extent

NAME = "html"
SUFFIXES = (".html", ".htm")
# A map on a screen is not as wide as the sheet's: one step of zoom less would lose too much, half keeps all.
ZOOM_OUT = 0.25


def document(brief: Brief, events: EventFrame, manifest: Manifest) -> bytes:
    """The page with the incidents of the window; the manifest is its script of the id `manifest`."""
    content = SheetContent(brief, events, manifest.terms)
    start, end = content.window
    return standalone_page(
        window_frame(brief, events),
        Filter(start=start, end=end),
        Words(
            title=content.title,
            subtitle=" · ".join(part for part in (brief.subtitle, content.window_line) if part),
            handling=brief.handling,
            foot=_foot(content),
        ),
        view=view_of(brief, content.extent),
        theme=brief.theme,
        manifest=manifest.to_dict(),
    )


def view_of(brief: Brief, extent: Extent) -> dict[str, Any]:
    """The brief's extent and layers as the map's view; a base that needs the network becomes the relief."""
    query = query_of(brief.changed(extent=tuple(extent)))
    lat, lon, zoom = (float(part) for part in str(query["at"]).split(","))
    layers = [layer for layer in brief.map_layers if layer not in NEEDS_NETWORK]
    if brief.base in NEEDS_NETWORK:
        layers.insert(0, "relief")
    return {
        "center": [lat, lon],
        "zoom": max(2.0, zoom - ZOOM_OUT),
        "layers": layers,
        "fade": {layer: opacity for layer, opacity in brief.fade.items() if layer in layers},
    }


def _foot(content: SheetContent) -> tuple[str, ...]:
    rows = content.events.rows_in(content.brief.filter)
    sets = data_set_lines(content.events, rows, content.words, content.terms)
    incidents = f"{content.words('Incidents')}: {'; '.join(sets)}" if sets else ""
    said = (content.brief.notes, incidents, content.as_of_line, content.author_line)
    return tuple(" ".join(line.split()) for line in said if line.strip())
