"""A picture of exactly so many pixels, for a slide, a page or a post."""

from __future__ import annotations

import io

from PIL.PngImagePlugin import PngInfo

from briefing.brief import Brief
from briefing.content import SheetContent
from briefing.manifest import KEY, MAKER, Manifest
from briefing.render import render_sheet
from briefing.sheet_size import PAPER_DPI, read_size
from events.frame import EventFrame

NAME = "png"
SUFFIXES = (".png",)


def document(brief: Brief, events: EventFrame, manifest: Manifest) -> bytes:
    """The sheet as PNG with title, author and manifest in its texts; without the time of its making."""
    about = PngInfo()
    about.add_itxt("Title", SheetContent(brief, events).title)
    about.add_itxt("Author", brief.author)
    about.add_text("Software", MAKER)
    about.add_itxt(KEY, manifest.write(), zip=True)
    size = read_size(brief.size)
    dots = PAPER_DPI * size.pixels_per_unit if size.is_paper else 96.0
    sink = io.BytesIO()
    render_sheet(brief, events, manifest.terms).save(
        sink, "PNG", pnginfo=about, dpi=(dots, dots), compress_level=5
    )
    return sink.getvalue()
