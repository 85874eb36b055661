"""The incidents for Google Earth, packed, with the picture of their dots."""

from __future__ import annotations

import io
import zipfile

from briefing.brief import Brief
from briefing.formats.kml import with_manifest
from briefing.manifest import Manifest
from briefing.window_events import events_file
from events.frame import EventFrame

NAME = "kmz"
SUFFIXES = (".kmz",)
ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def document(brief: Brief, events: EventFrame, manifest: Manifest) -> bytes:
    """The file as `events.formats.kml` packs it, with the manifest in its document."""
    packed, sink = events_file(brief, events, manifest, "kml", SUFFIXES[0]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(sink, "w") as target:
        for member in source.infolist():
            body = source.read(member)
            if member.filename.endswith(".kml"):
                body = with_manifest(body, manifest)
            info = zipfile.ZipInfo(member.filename, ZIP_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, body)
    return sink.getvalue()
