"""A printed map that moves in time: its ground is drawn once, the incidents of each window anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from events.filter import Filter
from layers.catalog import layer_by_id
from layers.drawing import Layer, Scene
from layers.palette import PALETTE
from maps.static_canvas import LOCK, SETTINGS, Box, Canvas
from maps.static_chips import country_counts, draw_country_chips
from maps.static_counts import PlaceCounts, SizeScale, count_places
from maps.static_furniture import draw_scale, scale_box
from maps.static_incidents import draw_heat, draw_places, draw_points, draw_precision
from maps.static_labels import Placed, draw_labels, gather, place_labels
from maps.static_map import DrawnMap, MapRequest, draw_map
from maps.static_room import Room

CLEAR = "none"
WAYS = ("by_place", "points", "heat")
SYMBOLS = 1.12  # as on the printed map


class MovingMap:
    """The map of a request over the windows of its frames.

    Args:
        request: What the map shows; its scene spans all windows.
        windows: The filters of the frames, in order.
        size: Logical pixels across and down, and device pixels to one of them.
        box: Where on the sheet the map stands.
        around: Draws what stands around the map and stays.
    """

    def __init__(
        self,
        request: MapRequest,
        windows: Sequence[Filter],
        size: tuple[float, float, float],
        box: Box,
        around: Callable[[Canvas, DrawnMap], None],
    ) -> None:
        self._request, self._box, self._size = request, box, size
        self._theme = "dark" if "dark" in request.layers else request.theme
        self._palette = PALETTE[self._theme]
        way = next((name for name in request.layers if name in WAYS), "")
        districts = "by_district" in request.layers
        self._way: Layer | None = layer_by_id(way or "by_place") if way or districts else None
        self._precision = layer_by_id("precision") if "precision" in request.layers else None
        self._whole = count_places(request.scene)
        self._most = max((self._counts(wanted).most for wanted in windows), default=1)
        self.drawn, self._ground, self._placed = self._draw_ground(around)

    def _counts(self, wanted: Filter) -> PlaceCounts:
        return count_places(Scene(self._request.scene.events, wanted))

    def _canvas(self, background: str) -> Canvas:
        width, height, ratio = self._size
        return Canvas(width, height, background=background, pixels_per_unit=ratio)

    def _draw_ground(
        self, around: Callable[[Canvas, DrawnMap], None]
    ) -> tuple[DrawnMap, Image.Image, list[Placed]]:
        request = self._request
        canvas = self._canvas(self._palette["page"])
        below = tuple(name for name in request.layers if layer_by_id(name).group != "Incidents")
        # Names come later, when it is known where the incidents of all windows stand.
        bare = replace(
            request,
            layers=below,
            numbered=(),
            furniture=False,
            naming=lambda text, kind, longitude, latitude: "",
        )
        drawn = draw_map(canvas, self._box, bare)
        room = Room(drawn.frame.box)
        corner = scale_box(drawn.frame, request.unit)
        if corner is not None:
            room.take((corner.x - 5, corner.y - 5, corner.right + 5, corner.bottom + 5))
        self._keep_clear(drawn, room)
        named = [drawing for layer, drawing in drawn.drawings if len(drawing.labels) and layer.id != "bases"]
        chips = {
            name: int(by_type.sum())
            for name, by_type in country_counts(request.scene.events, self._whole).items()
        }
        labels = gather(named, request.scene, drawn.frame, request.naming, request.unit, room)
        placed = place_labels(labels, room, request.unit, chips, {})
        with canvas.clipped(self._box):
            draw_labels(canvas, placed, self._palette, request.unit, {})
            draw_scale(canvas, drawn.frame, self._palette, request.unit)
        canvas.rectangle(self._box, stroke=self._palette["line2"], width=1.0)
        around(canvas, drawn)
        return drawn, canvas.image().convert("RGBA"), placed

    def _scale(self) -> SizeScale:
        layer = layer_by_id("by_place")
        settings = layer.draw(self._request.scene).settings
        return SizeScale.of(settings, self._most, SYMBOLS * self._request.unit)

    def _keep_clear(self, drawn: DrawnMap, room: Room) -> None:
        shown = self._whole.has_point & (self._whole.total > 0)
        x, y = drawn.frame.to_px(self._whole.longitude[shown], self._whole.latitude[shown])
        self._radii = self._scale()
        for px, py in zip(x, y, strict=True):
            if np.isfinite(px):
                room.take_circle(float(px), float(py), float(self._radii.radius(1)) + 3)

    def off_map(self, wanted: Filter) -> int:
        """How many incidents of a window are neither in view nor counted at a country's name."""
        counts = self._counts(wanted)
        box = self._box
        x, y = self.drawn.frame.to_px(counts.longitude, counts.latitude)
        with np.errstate(invalid="ignore"):
            seen = (x > box.x) & (x < box.right) & (y > box.y) & (y < box.bottom) & counts.has_point
        total = int(counts.total[~seen].sum())
        standing = {name.label.source for name in self._placed if name.label.kind == "country"}
        by_country = country_counts(self._request.scene.events, counts)
        return total - sum(int(by_country[name].sum()) for name in standing & set(by_country))

    def frame(self, wanted: Filter, over: Callable[[Canvas], None]) -> Image.Image:
        """The sheet with the incidents of a window; `over` draws what changes besides."""
        request, palette, frame = self._request, self._palette, self.drawn.frame
        scene = Scene(request.scene.events, wanted)
        counts = count_places(scene)
        canvas = self._canvas(CLEAR)
        with canvas.clipped(self._box):
            if self._precision is not None and self._way is not None:
                drawing = self._precision.draw(scene)
                draw_precision(canvas, frame, drawing, palette, unit=request.unit)
            self._draw_way(canvas, scene, counts)
            if self._way is not None:
                by_country = country_counts(scene.events, counts)
                word = request.words("country-level")
                draw_country_chips(canvas, self._placed, by_country, word, palette, request.unit)
        over(canvas)
        picture = self._ground.copy()
        picture.alpha_composite(_transparent(canvas))
        return picture.convert("RGB")

    def _draw_way(self, canvas: Canvas, scene: Scene, counts: PlaceCounts) -> None:
        if self._way is None:
            return
        frame, palette, unit = self.drawn.frame, self._palette, SYMBOLS * self._request.unit
        opacity = self._request.fade.get(self._way.id, 1.0)
        if self._way.id == "by_place":
            draw_places(canvas, frame, counts, self._radii, palette, unit=unit, opacity=opacity)
            return
        settings = self._way.draw(scene).settings
        if self._way.id == "points":
            draw_points(canvas, frame, scene, counts, settings, palette, unit=unit, opacity=opacity)
        else:
            draw_heat(canvas, frame, scene, counts, settings, palette, unit=unit, opacity=opacity)


def _transparent(canvas: Canvas) -> Image.Image:
    """What was drawn on a clear canvas, with nothing behind it."""
    with LOCK, mpl.rc_context(SETTINGS):
        agg = FigureCanvasAgg(canvas.figure)
        agg.draw()
        return Image.fromarray(np.asarray(agg.buffer_rgba()).copy(), "RGBA")
