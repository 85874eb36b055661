"""The window moving, as a picture that plays wherever pictures are shown."""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image

from briefing.animation import FRAME_S, frame_size, frames
from briefing.brief import Brief
from briefing.content import SheetContent
from briefing.manifest import Manifest
from errors import BriefError
from events.frame import EventFrame
from layers.palette import PALETTE
from maps.static_counts import TOKENS

NAME = "gif"
SUFFIXES = (".gif",)
MOST_PX = (960, 540)
COLOURS = 255  # one is left for what has not changed since the frame before
KEPT = ("page", "panel", "ink", "muted", "accent", "accent-tint", "line", *TOKENS)


def document(brief: Brief, events: EventFrame, manifest: Manifest) -> bytes:
    """The animation, repeated for ever; the manifest is its comment."""
    content = SheetContent(brief, events, manifest.terms)
    pictures = frames(content, frame_size(content, MOST_PX))
    first = next(pictures, None)
    if first is None:
        raise BriefError("gif: found a window without a day, expected one")
    table = _table(first, PALETTE[brief.theme])
    sink = io.BytesIO()
    rest = _with_table(pictures, table)
    _quantized(first, table).save(
        sink, "GIF", save_all=True, append_images=rest, loop=0, optimize=True,
        duration=round(FRAME_S * 1000), comment=manifest.write().encode(),
    )  # fmt: skip
    return sink.getvalue()


def _with_table(pictures: Iterator[Image.Image], table: Image.Image) -> Iterator[Image.Image]:
    for picture in pictures:
        yield _quantized(picture, table)


def _quantized(picture: Image.Image, table: Image.Image) -> Image.Image:
    # One table for all frames and no dithering: what stands still stays the same, and takes no room.
    return picture.quantize(palette=table, dither=Image.Dither.NONE)


def _table(first: Image.Image, palette: dict[str, str]) -> Image.Image:
    """The colours of the first frame and those of every event type, though none is in view yet."""
    kept = [tuple(int(palette[name][at : at + 2], 16) for at in (1, 3, 5)) for name in KEPT]
    ground = first.quantize(COLOURS - len(kept), method=Image.Quantize.MEDIANCUT)
    colours = (ground.getpalette() or [])[: 3 * (COLOURS - len(kept))]
    table = Image.new("P", (1, 1))
    table.putpalette([*colours, *(channel for colour in kept for channel in colour)])
    return table
