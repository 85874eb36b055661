"""One sheet of paper: shapes, text and pictures in logical pixels, written as PNG, SVG or PDF.

Coordinates are logical pixels from the sheet's upper left corner, y downwards; everything is drawn in the
order it is asked for. The same calls give pixels and vectors with real text.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal, NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf, PdfPages
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.image import BboxImage
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox
from PIL import Image

from maps.static_text import Face, font_properties

__all__ = ["Box", "Canvas", "circle_path", "is_empty", "write_pdf"]

# matplotlib keeps one set of settings and fonts for the whole process.
LOCK = threading.RLock()
SETTINGS: Any = {
    "pdf.fonttype": 42,
    "pdf.compression": 6,
    "svg.fonttype": "none",
    "svg.hashsalt": "fergana-incident-map",
    "text.hinting": "none",
    "text.parse_math": False,
    "path.simplify": True,
    "path.simplify_threshold": 0.1,
    "agg.path.chunksize": 0,
    "axes.unicode_minus": False,
}
Align = Literal["left", "center", "right"]
Base = Literal["baseline", "middle", "top"]
# How far below the middle of a line of capitals the baseline lies, in parts of the size.
CAP_MIDDLE = 0.33


class Box(NamedTuple):
    """A rectangle: left, top, width, height in logical pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


def is_empty(path: Path) -> bool:
    """Whether a path has no points."""
    return np.shape(path.vertices)[0] == 0


def circle_path(x: float, y: float, radius: float) -> Path:
    """A circle as a path."""
    unit = Path.unit_circle()
    return Path(np.add(np.multiply(unit.vertices, radius), (x, y)), unit.codes)


class Canvas:
    """A sheet of `width` x `height` logical pixels.

    Args:
        pixels_per_unit: Device pixels to a logical pixel, for PNG and for pictures in it.
        points_per_unit: Points of paper to a logical pixel, for PDF and SVG.
    """

    def __init__(
        self,
        width: float,
        height: float,
        *,
        background: str,
        pixels_per_unit: float = 1.0,
        points_per_unit: float = 1.0,
    ) -> None:
        self.width, self.height = width, height
        self.pixels_per_unit, self.points_per_unit = pixels_per_unit, points_per_unit
        size = (width * points_per_unit / 72, height * points_per_unit / 72)
        self.figure = Figure(figsize=size, dpi=72 * pixels_per_unit / points_per_unit, facecolor=background)
        self._place = Affine2D().scale(1 / width, -1 / height).translate(0, 1) + self.figure.transFigure
        self._clip: Path | None = None
        self._order = 0.0

    # -- drawing

    @contextmanager
    def clipped(self, box: Box) -> Iterator[None]:
        """Draw only inside `box`."""
        before = self._clip
        self._clip = Path(
            [
                (box.x, box.y),
                (box.right, box.y),
                (box.right, box.bottom),
                (box.x, box.bottom),
                (box.x, box.y),
            ],
            closed=True,
        )
        try:
            yield
        finally:
            self._clip = before

    def _add(self, artist: Any) -> None:
        self._order += 1
        artist.set_zorder(self._order)
        if self._clip is not None:
            artist.set_clip_path(self._clip, transform=self._place)
        self.figure.add_artist(artist, clip=False)

    def path(
        self,
        path: Path,
        *,
        fill: str | None = None,
        fill_alpha: float = 1.0,
        stroke: str | None = None,
        width: float = 1.0,
        alpha: float = 1.0,
        dash: Sequence[float] = (),
        cap: Literal["butt", "round", "projecting"] = "butt",
    ) -> None:
        """Fill and stroke one path; dash lengths in logical pixels."""
        if is_empty(path):
            return
        k = self.points_per_unit
        patch = PathPatch(
            path,
            facecolor=to_rgba(fill, fill_alpha) if fill else "none",
            edgecolor=to_rgba(stroke, alpha) if stroke else "none",
            linewidth=width * k if stroke else 0,
            capstyle=cap,
            joinstyle="round",
        )
        if dash and stroke:
            # matplotlib counts dashes in widths of the line.
            patch.set_linestyle((0, tuple(length / width for length in dash)))
        patch.set_transform(self._place)
        self._add(patch)

    def paths(
        self,
        paths: Sequence[Path],
        *,
        fills: Sequence[Any],
        strokes: Sequence[Any] | str = "none",
        widths: Sequence[float] | float = 0.0,
    ) -> None:
        """Many small paths, each with its own colour, drawn in order."""
        if not len(paths):
            return
        k = self.points_per_unit
        collection = PathCollection(
            list(paths), facecolors=fills, edgecolors=strokes, linewidths=np.asarray(widths) * k
        )
        collection.set_transform(self._place)
        self._add(collection)

    def stamps(
        self,
        x: np.ndarray,
        y: np.ndarray,
        radius: float,
        *,
        fill: str,
        stroke: str,
        width: float,
        alpha: float = 1.0,
    ) -> None:
        """The same disc at many points: thousands are as quick as one."""
        if not len(x):
            return
        k = self.points_per_unit
        at = np.column_stack([x, y])
        line = Line2D(
            at[:, 0], at[:, 1], linestyle="none", marker="o", markersize=2 * radius * k,
            markerfacecolor=to_rgba(fill, alpha), markeredgecolor=to_rgba(stroke, alpha),
            markeredgewidth=width * k,
            transform=self._place,
        )  # fmt: skip
        self._add(line)

    def rectangle(self, box: Box, *, radius: float = 0.0, **look: Any) -> None:
        """A rectangle, with round corners where `radius` is given; `look` as in `path`."""
        x, y, right, bottom = box.x, box.y, box.right, box.bottom
        r = min(radius, box.width / 2, box.height / 2)
        if r <= 0:
            self.path(Path([(x, y), (right, y), (right, bottom), (x, bottom), (x, y)], closed=True), **look)
            return
        c = r * 0.4477  # where a cubic curve follows a quarter of a circle
        points = [
            (x + r, y), (right - r, y), (right - c, y), (right, y + c), (right, y + r), (right, bottom - r),
            (right, bottom - c), (right - c, bottom), (right - r, bottom), (x + r, bottom), (x + c, bottom),
            (x, bottom - c), (x, bottom - r), (x, y + r), (x, y + c), (x + c, y), (x + r, y), (x + r, y),
        ]  # fmt: skip
        line, curve = Path.LINETO, [Path.CURVE4] * 3
        codes = [Path.MOVETO, line, *curve, line, *curve, line, *curve, line, *curve, Path.CLOSEPOLY]
        self.path(Path(points, codes), **look)

    def boxes(self, boxes: Sequence[Box], *, fill: str, alpha: float = 1.0) -> None:
        """Many rectangles of one colour as one shape."""
        if not boxes:
            return
        corners = [
            [(b.x, b.y), (b.right, b.y), (b.right, b.bottom), (b.x, b.bottom), (b.x, b.y)] for b in boxes
        ]
        codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(boxes)
        self.path(Path(np.concatenate(corners), codes), fill=fill, fill_alpha=alpha)

    def circle(self, x: float, y: float, radius: float, **look: Any) -> None:
        """A circle; `look` as in `path`."""
        self.path(circle_path(x, y, radius), **look)

    def line(self, points: Sequence[tuple[float, float]], **look: Any) -> None:
        """A line through points; `look` as in `path`."""
        self.path(Path(points), **look)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        color: str,
        face: Face = "regular",
        align: Align = "left",
        base: Base = "baseline",
        halo: str | None = None,
        halo_width: float = 3.0,
        halo_alpha: float = 0.92,
    ) -> None:
        """One line of text as it is; a halo is a wide outline below it."""
        if not text:
            return
        k = self.points_per_unit
        y += {"baseline": 0.0, "middle": CAP_MIDDLE * size, "top": 0.74 * size}[base]
        font = font_properties(face, size * k)
        if halo:
            self._halo(x, y, text, font, align, to_rgba(halo, halo_alpha), halo_width * k)
        artist = Text(
            x, y, text, fontproperties=font, color=color, horizontalalignment=align,
            verticalalignment="baseline", parse_math=False, transform=self._place,
        )  # fmt: skip
        self._add(artist)

    def _halo(self, x: float, y: float, text: str, font: Any, align: Align, color: Any, width: float) -> None:
        # Not a path effect: that would turn the text itself into shapes.
        outline = TextPath((0, 0), text, prop=font, usetex=False)
        if is_empty(outline):
            return
        # The corners alone: what the curves between them do is no matter to where a line of text stands.
        across = outline.vertices[outline.codes != Path.CLOSEPOLY, 0]
        left, right = float(across.min()), float(across.max())
        shift = {"left": 0.0, "center": -(left + right) / 2, "right": -right}[align]
        flipped = np.add(outline.vertices, (shift, 0)) / self.points_per_unit * (1, -1)
        vertices = np.add(flipped, (x, y))
        patch = PathPatch(
            Path(vertices, outline.codes), facecolor=color, edgecolor=color, linewidth=width,
            joinstyle="round",
        )  # fmt: skip
        patch.set_transform(self._place)
        self._add(patch)

    def picture(self, pixels: np.ndarray, box: Box, *, smooth: bool = False, alpha: float = 1.0) -> None:
        """An RGBA or RGB array (uint8, first row on top) stretched over `box`."""
        place = TransformedBbox(Bbox([[box.x, box.bottom], [box.right, box.y]]), self._place)
        image = BboxImage(place, interpolation="bilinear" if smooth else "nearest", origin="upper")
        image.set_data(pixels)
        image.set_alpha(alpha if alpha < 1 else None)
        self._add(image)

    # -- writing

    def pixels(self) -> np.ndarray:
        """The sheet as an RGB array (uint8)."""
        with LOCK, mpl.rc_context(SETTINGS):
            agg = FigureCanvasAgg(self.figure)
            agg.draw()
            return np.asarray(agg.buffer_rgba())[..., :3].copy()

    def image(self) -> Image.Image:
        """The sheet as a Pillow image."""
        return Image.fromarray(self.pixels())

    def close(self) -> None:
        """Give back the memory of what was drawn; the canvas is blank from then on."""
        _let_go(self.figure)

    def svg(self, metadata: Mapping[str, str]) -> str:
        """The sheet as SVG with text as text."""
        sink = io.StringIO()
        with LOCK, mpl.rc_context(SETTINGS):
            FigureCanvasSVG(self.figure).print_svg(sink, metadata={**metadata, "Date": None})
        return sink.getvalue()


def _let_go(figure: Figure) -> None:
    """Break the circle of a figure and its shapes, whose memory else waits for the collector of circles."""
    figure.clear()


def write_pdf(sink: io.BytesIO, canvases: Iterable[Canvas], metadata: Mapping[str, str]) -> int:
    """Write one page for each canvas; the number of pages. Text stays text, in subsets of our fonts."""
    pages = 0
    with LOCK, mpl.rc_context(SETTINGS):
        described = {**metadata, "CreationDate": None, "ModDate": None}
        with PdfPages(sink, metadata=described) as document:
            for canvas in canvases:
                FigureCanvasPdf(canvas.figure)
                document.savefig(canvas.figure, dpi=72 * canvas.pixels_per_unit / canvas.points_per_unit)
                _let_go(canvas.figure)
                pages += 1
    return pages
