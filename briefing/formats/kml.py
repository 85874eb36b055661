"""The incidents for Google Earth, with their times, coloured by type."""

from __future__ import annotations

import re

from briefing.brief import Brief
from briefing.manifest import KEY, Manifest
from briefing.window_events import events_file
from errors import BriefError
from events.frame import EventFrame

NAME = "kml"
SUFFIXES = (".kml",)
# The document's own data stand behind its styles and before its first folder.
_BEFORE = re.compile(rb"<Folder>|</Document>")


def document(brief: Brief, events: EventFrame, manifest: Manifest) -> bytes:
    """The file as `events.formats.kml` writes it, with the manifest as extended data of the document."""
    return with_manifest(events_file(brief, events, manifest, NAME, SUFFIXES[0]), manifest)


def with_manifest(kml: bytes, manifest: Manifest) -> bytes:
    """KML with the manifest among the data of its document.

    Raises:
        BriefError: It is no KML document.
    """
    found = _BEFORE.search(kml)
    if found is None:
        raise BriefError("kml: found no document in what was written, expected one")
    value = manifest.write().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    data = f'<ExtendedData><Data name="{KEY}"><value>{value}</value></Data></ExtendedData>\n'
    return kml[: found.start()] + data.encode("utf-8", "replace") + kml[found.start() :]
