"""Sizes of sheets: screens in pixels, paper in dots, and how large text is on them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from errors import BriefError

MM_OF_INCH = 25.4
PAPER_MM: dict[str, tuple[float, float]] = {
    "a5": (148, 210),
    "a4": (210, 297),
    "a3": (297, 420),
    "a2": (420, 594),
    "letter": (215.9, 279.4),
}
SCREENS: dict[str, tuple[int, int]] = {
    "hd": (1280, 720),
    "fullhd": (1920, 1080),
    "4k": (3840, 2160),
    "square": (1440, 1440),
}
LEAST_PX, MOST_PX, MOST_AREA_PX = 320, 16_384, 80_000_000
# A page of paper is laid out as one of 150 dots an inch, a screen as one of 1920 x 1080.
PAPER_DPI, SCREEN_PX = 150, 1920 * 1080
DEFAULT_DPI = 150
POINTS_OF_PX = 0.75  # a pixel of a screen on paper: 96 to the inch
EXPECTED = (
    "WIDTHxHEIGHT in pixels such as 1920x1080, or one of "
    f"{', '.join((*SCREENS, *PAPER_MM))}, paper also with -landscape and @dpi such as a4-landscape@300"
)


@dataclass(frozen=True)
class SheetSize:
    """A sheet of exactly `width_px` x `height_px`, laid out in logical pixels.

    Attributes:
        pixels_per_unit: Device pixels to a logical pixel.
        points_per_unit: Points of paper to a logical pixel, in PDF and SVG.
        is_paper: Whether it is a page to print.
    """

    width_px: int
    height_px: int
    pixels_per_unit: float
    points_per_unit: float
    is_paper: bool

    @property
    def width(self) -> float:
        """Logical pixels across."""
        return self.width_px / self.pixels_per_unit

    @property
    def height(self) -> float:
        """Logical pixels down."""
        return self.height_px / self.pixels_per_unit


def read_size(text: str) -> SheetSize:
    """The sheet that `text` names; see `EXPECTED`.

    Raises:
        BriefError: It names none, or one too small or too large to draw.
    """
    asked = text.strip().lower()
    found = re.fullmatch(r"(\d{1,6})\s*[x×]\s*(\d{1,6})", asked)
    if found:
        return _screen(int(found[1]), int(found[2]), text)
    if asked in SCREENS:
        return _screen(*SCREENS[asked], text)
    found = re.fullmatch(r"([a-z]\w*?)(-landscape|-portrait)?(?:@(\d{2,4}))?", asked)
    if found and found[1] in PAPER_MM:
        across, down = PAPER_MM[found[1]]
        if found[2] == "-landscape":
            across, down = down, across
        return _paper(across, down, int(found[3] or DEFAULT_DPI), text)
    raise BriefError(f"size: found {text[:60]!r}, expected {EXPECTED}")


def _checked(width: int, height: int, text: str) -> None:
    if not (
        LEAST_PX <= width <= MOST_PX and LEAST_PX <= height <= MOST_PX and width * height <= MOST_AREA_PX
    ):
        raise BriefError(
            f"size: found {text[:60]!r} ({width} x {height} pixels), expected sides of {LEAST_PX} to "
            f"{MOST_PX} pixels and at most {MOST_AREA_PX // 1_000_000} million pixels"
        )


def _screen(width: int, height: int, text: str) -> SheetSize:
    _checked(width, height, text)
    share = width * height / SCREEN_PX
    # Larger screens show the same, sharper; on smaller ones text shrinks less than the sheet does.
    scale = share**0.5 if share >= 1 else max(0.5, share**0.27)
    return SheetSize(width, height, scale, POINTS_OF_PX * scale, False)


def _paper(across: float, down: float, dpi: int, text: str) -> SheetSize:
    width, height = round(across / MM_OF_INCH * dpi), round(down / MM_OF_INCH * dpi)
    if not 50 <= dpi <= 1200:
        raise BriefError(f"size: found {text[:60]!r}, expected 50 to 1200 dots an inch")
    _checked(width, height, text)
    return SheetSize(width, height, dpi / PAPER_DPI, 72 / PAPER_DPI, True)
