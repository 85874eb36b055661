"""A drawing of lines and letters to be worked on, with the fonts it needs inside."""

from __future__ import annotations

from briefing.brief import Brief
from briefing.content import SheetContent
from briefing.manifest import MAKER, Manifest, svg_comment
from briefing.render import pages
from events.frame import EventFrame
from maps.static_svg import with_fonts

NAME = "svg"
SUFFIXES = (".svg",)


def document(brief: Brief, events: EventFrame, manifest: Manifest) -> bytes:
    """The sheet as SVG, text as text; the manifest stands in a comment."""
    title = SheetContent(brief, events).title
    canvas = next(pages(brief, events, manifest.terms, several=False))
    drawing = with_fonts(canvas.svg({"Title": title, "Creator": MAKER}))
    head, mark, rest = drawing.partition("<svg ")
    return f"{head}{svg_comment(manifest)}\n{mark}{rest}".encode()
