"""Fonts of the printed maps: faces, widths, and text cut and wrapped to fit.

Text from outside is data: mathematics and markup are never parsed, what cannot be printed is shown by a sign.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font, LoadFlags

Face = Literal["regular", "semibold", "bold", "italic", "semibold-italic"]

FONTS = Path(__file__).resolve().parent / "fonts"
FILES: dict[Face, str] = {
    "regular": "IncidentSans.ttf",
    "semibold": "IncidentSansSemibold.ttf",
    "bold": "IncidentSansBold.ttf",
    "italic": "IncidentSansItalic.ttf",
    "semibold-italic": "IncidentSansSemiboldItalic.ttf",
}
# What our own fonts lack (Arabic, Georgian …) is taken from the font that comes along with
# matplotlib; what that lacks too is shown as an empty box.
FALLBACKS: dict[Face, str] = {
    "regular": "DejaVuSans.ttf",
    "semibold": "DejaVuSans-Bold.ttf",
    "bold": "DejaVuSans-Bold.ttf",
    "italic": "DejaVuSans-Oblique.ttf",
    "semibold-italic": "DejaVuSans-BoldOblique.ttf",
}
BOX = "\N{WHITE SQUARE}"
MEASURED_AT = 100.0
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


@cache
def _paths(face: Face) -> tuple[Path, Path]:
    own = FONTS / FILES[face]
    other = Path(font_manager.__file__).parent / "mpl-data" / "fonts" / "ttf" / FALLBACKS[face]
    for path in (own, other):
        font_manager.fontManager.addfont(path)
    return own, other


@cache
def _families(face: Face) -> tuple[tuple[str, str], str]:
    own, other = (FT2Font(path) for path in _paths(face))
    return (own.family_name, other.family_name), "bold" if "Bold" in FALLBACKS[face] else "normal"


@lru_cache(maxsize=512)
def font_properties(face: Face, size: float) -> font_manager.FontProperties:
    """What matplotlib needs to set text in a face at `size` points, with the fallback behind it."""
    families, weight = _families(face)
    style: Literal["normal", "italic"] = "italic" if "italic" in face else "normal"
    return font_manager.FontProperties(family=list(families), weight=weight, style=style, size=size)


def font_file(face: Face) -> Path:
    """The file of a face's own font."""
    return _paths(face)[0]


def family_name(face: Face) -> str:
    """The family by which the face's own font is named in a document."""
    return _families(face)[0][0]


@cache
def _covered(face: Face) -> frozenset[int]:
    return frozenset(code for path in _paths(face) for code in FT2Font(path).get_charmap())


@lru_cache(maxsize=32768)
def clean(text: str) -> str:
    """`text` on one line with everything in it visible: control signs by their number, breaks as blanks."""
    out = []
    for character in unicodedata.normalize("NFC", text):
        code = ord(character)
        category = unicodedata.category(character)
        if character in "\n\r\t\v\f\x85\u2028\u2029" or category == "Zs":
            out.append(" ")
        elif category in ("Cc", "Cf", "Cs", "Co", "Cn"):
            # Signs that turn or hide text are named instead of obeyed; a soft hyphen hides nothing.
            out.append("" if code == 0xAD else f"[U+{code:04X}]")
        else:
            out.append(character if code in _covered("regular") else BOX)
    return "".join(out).strip()


@lru_cache(maxsize=16384)
def _width(text: str, face: Face) -> float:
    font = font_manager.get_font(list(map(str, _paths(face))))
    font.set_size(MEASURED_AT, 72)
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0] / 64)


def text_width(text: str, face: Face, size: float) -> float:
    """The width of `text` on one line, in the unit of `size`."""
    return _width(text, face) * size / MEASURED_AT if text else 0.0


def cut(text: str, face: Face, size: float, width: float) -> str:
    """`text`, shortened with an ellipsis where it is wider than `width`."""
    if text_width(text, face, size) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle].rstrip() + ELLIPSIS, face, size) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip(" ,;:.\N{EN DASH}-") + ELLIPSIS if low else ELLIPSIS


def wrap(text: str, face: Face, size: float, width: float, most_lines: int) -> list[str]:
    """`text` in at most `most_lines` lines of `width`; a word too long for a line is broken, the rest cut."""
    lines: list[str] = []
    line = ""
    words = text.split()
    for number, word in enumerate(words):
        longer = f"{line} {word}" if line else word
        if text_width(longer, face, size) <= width:
            line = longer
            continue
        if len(lines) == most_lines - 1:
            rest = " ".join(words[number:])
            return [*lines, cut(f"{line} {rest}" if line else rest, face, size, width)]
        if line:
            lines.append(line)
        line = word
        while text_width(line, face, size) > width and len(lines) < most_lines - 1:
            fits = max(1, _fitting(line, face, size, width))
            lines.append(line[:fits])
            line = line[fits:]
        if text_width(line, face, size) > width:
            rest = " ".join([line, *words[number + 1 :]])
            return [*lines, cut(rest, face, size, width)]
    return [*lines, line] if line else lines


def _fitting(text: str, face: Face, size: float, width: float) -> int:
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle], face, size) <= width:
            low = middle
        else:
            high = middle - 1
    return low


def fit(
    text: str, face: Face, sizes: tuple[float, ...], width: float, most_lines: int
) -> tuple[float, list[str]]:
    """The first of `sizes` (large to small) at which `text` fits in the lines, and the lines.

    At the smallest size what does not fit is cut.
    """
    for size in sizes[:-1]:
        lines = wrap(text, face, size, width, most_lines)
        if not lines or not lines[-1].endswith(ELLIPSIS) or text.endswith(ELLIPSIS):
            return size, lines
    return sizes[-1], wrap(text, face, sizes[-1], width, most_lines)
