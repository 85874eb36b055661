"""A small picture of a sheet, laid out exactly as the large one will be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from PIL import Image

from briefing.brief import Brief
from briefing.content import SheetContent
from briefing.manifest import NOTHING
from briefing.sheet import sheets
from briefing.sheet_size import SheetSize, read_size
from events.frame import EventFrame

LONGEST_PX = 1100


class _SmallContent(SheetContent):
    @cached_property
    def size(self) -> SheetSize:
        full = read_size(self.brief.size)
        share = min(1.0, LONGEST_PX / max(full.width_px, full.height_px))
        return replace(
            full,
            width_px=round(full.width_px * share),
            height_px=round(full.height_px * share),
            pixels_per_unit=full.pixels_per_unit * share,
        )


def preview(brief: Brief, events: EventFrame, terms: Mapping[str, str] = NOTHING) -> Image.Image:
    """The first page with its longer side of at most `LONGEST_PX` pixels.

    Raises:
        BriefError: A numbered incident is not there.
    """
    return next(sheets(_SmallContent(brief, events, terms))).image()
