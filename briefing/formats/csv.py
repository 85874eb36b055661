"""The incidents as a table of text, every column of each."""

from __future__ import annotations

from briefing.brief import Brief
from briefing.manifest import Manifest
from briefing.window_events import events_file
from events.frame import EventFrame

NAME = "csv"
SUFFIXES = (".csv",)


def document(brief: Brief, events: EventFrame, manifest: Manifest) -> bytes:
    """The file as `events.formats.csv` writes it; the manifest lies beside it."""
    return events_file(brief, events, manifest, NAME, SUFFIXES[0])
