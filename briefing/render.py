"""Pictures of a brief: the map alone at any size, the sheet, its pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from PIL import Image

from briefing.brief import Brief
from briefing.content import NOTHING, SheetContent
from briefing.sheet import sheets, unit_of
from briefing.sheet_size import LEAST_PX, MOST_AREA_PX, MOST_PX
from errors import BriefError
from events.frame import EventFrame
from maps.static_canvas import Box, Canvas
from maps.static_map import DrawnMap, draw_map

__all__ = ["pages", "render_map", "render_sheet"]


@contextmanager
def _enough_memory(size: str) -> Iterator[None]:
    try:
        yield
    except MemoryError as error:
        raise BriefError(
            f"size: found {size}, expected one that fits into memory; choose a smaller one"
        ) from error


def map_canvas(
    brief: Brief, events: EventFrame, size: tuple[int, int], *, furniture: bool = True
) -> tuple[Canvas, DrawnMap]:
    """The map alone on a canvas of exactly `size` pixels, and what was drawn.

    Raises:
        BriefError: The size cannot be drawn.
    """
    width, height = size
    inside = min(size) >= LEAST_PX // 4 and max(size) <= MOST_PX and width * height <= MOST_AREA_PX
    if not inside:
        raise BriefError(
            f"size: found {width}x{height}, expected sides of {LEAST_PX // 4} to {MOST_PX} and at most "
            f"{MOST_AREA_PX // 1_000_000} million pixels"
        )
    scale = max(0.5, (width * height / (1236 * 800)) ** (0.5 if width * height > 1236 * 800 else 0.27))
    content = SheetContent(brief, events)
    canvas = Canvas(
        width / scale, height / scale, background=content.palette["page"], pixels_per_unit=scale,
        points_per_unit=0.75 * scale,
    )  # fmt: skip
    unit = 1.05 * unit_of(canvas.width * 1.4, canvas.height * 1.4)
    box = Box(0, 0, canvas.width, canvas.height)
    return canvas, draw_map(canvas, box, content.map_request(unit, furniture=furniture))


def render_map(
    brief: Brief, events: EventFrame, size: tuple[int, int], *, furniture: bool = True
) -> Image.Image:
    """The map alone, without title, legend or list, as a picture of exactly `size` pixels.

    Args:
        furniture: Whether scale bar, north arrow and the small map are on it.

    Raises:
        BriefError: The size cannot be drawn, or a numbered incident is not there.
    """
    with _enough_memory(f"{size[0]}x{size[1]}"):
        canvas, _ = map_canvas(brief, events, size, furniture=furniture)
        picture = canvas.image()
        canvas.close()
        return _exactly(picture, size)


def render_sheet(brief: Brief, events: EventFrame, terms: Mapping[str, str] = NOTHING) -> Image.Image:
    """The sheet (its first page) as a picture of exactly the brief's size.

    Raises:
        BriefError: A numbered incident is not there.
    """
    with _enough_memory(brief.size):
        content = SheetContent(brief, events, terms)
        canvas = next(sheets(content))
        picture = canvas.image()
        canvas.close()
        return _exactly(picture, (content.size.width_px, content.size.height_px))


def pages(
    brief: Brief, events: EventFrame, terms: Mapping[str, str] = NOTHING, *, several: bool
) -> Iterator[Canvas]:
    """The pages of a sheet as canvases, drawn as they are asked for."""
    return sheets(SheetContent(brief, events, terms), several=several)


def _exactly(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    # Rounding of the figure's size in inches may take or leave a pixel.
    if image.size == size:
        return image
    return image.resize(size, Image.Resampling.BICUBIC)
