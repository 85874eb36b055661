"""Pages to print, with lines and letters as such; a long list goes on over further pages."""

from __future__ import annotations

import io

from briefing.brief import Brief
from briefing.content import SheetContent
from briefing.manifest import MAKER, Manifest
from briefing.render import pages
from events.frame import EventFrame
from maps.static_canvas import write_pdf

NAME = "pdf"
SUFFIXES = (".pdf",)


def document(brief: Brief, events: EventFrame, manifest: Manifest) -> bytes:
    """The pages as PDF; the manifest is among its keywords, the time of its making is not in it."""
    about = {
        "Title": SheetContent(brief, events).title,
        "Author": brief.author,
        "Creator": MAKER,
        "Keywords": manifest.write(),
    }
    sink = io.BytesIO()
    write_pdf(sink, pages(brief, events, manifest.terms, several=True), about)
    return sink.getvalue()
