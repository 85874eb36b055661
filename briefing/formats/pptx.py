"""Slides to be worked on: native title, text and table, the map in its placeholder, sources in the notes."""

from __future__ import annotations

from pathlib import Path

from briefing.brief import Brief
from briefing.content import SheetContent
from briefing.manifest import Manifest
from briefing.slides.build import build_deck
from events.frame import EventFrame

NAME = "pptx"
SUFFIXES = (".pptx",)
TEMPLATES = (".pptx", ".potx")


def document(brief: Brief, events: EventFrame, manifest: Manifest, *, template: Path | None = None) -> bytes:
    """The presentation, 16:9 or as the user's `template` has it; the manifest is a custom XML part of it."""
    content = SheetContent(brief, events, manifest.terms)
    return build_deck(content, manifest, slides=brief.slides, template=template)
