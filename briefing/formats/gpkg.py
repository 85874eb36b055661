"""The incidents for QGIS: points, areas of vague places, styles."""

from __future__ import annotations

from briefing.brief import Brief
from briefing.manifest import Manifest
from briefing.window_events import events_file
from events.frame import EventFrame

NAME = "gpkg"
SUFFIXES = (".gpkg",)


def document(brief: Brief, events: EventFrame, manifest: Manifest) -> bytes:
    """The file as `events.formats.gpkg` writes it; the manifest lies beside it."""
    return events_file(brief, events, manifest, NAME, SUFFIXES[0])
