"""What helps to read a printed map: scale bar, north arrow, and a small map of where it lies."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.path import Path

from geodata.boundaries import countries, world
from layers.drawing import Scene
from maps.static_canvas import Box, Canvas
from maps.static_labels import Naming
from maps.static_projection import Extent, MapFrame, frame_for
from maps.static_text import clean, text_width
from maps.static_vectors import area_path

Palette = Mapping[str, str]
NICE = (1.0, 2.0, 5.0)
# What the small map shows while the large one lies in our region, and the cities that orient a reader.
REGION = Extent(62.0, 36.2, 80.2, 44.0)
CITIES = (("Bishkek", 74.6, 42.875, 1), ("Tashkent", 69.28, 41.31, -1), ("Dushanbe", 68.79, 38.56, -1))
CODES = (("KG", 76.2, 41.6), ("UZ", 65.9, 40.0), ("TJ", 72.6, 38.2))
# A map of a zoom smaller than this shows so much that it needs no small one.
LOCATOR_FROM_ZOOM = 4.6


def nice_length(most: float) -> float:
    """The longest 1, 2 or 5 times a power of ten that is not over `most`."""
    power = 10.0 ** math.floor(math.log10(most))
    return max(step * power for step in NICE if step * power <= most * (1 + 1e-9))


def length_words(km: float) -> str:
    """A length as a scale bar says it: whole kilometres, or metres below one."""
    return f"{km:,.0f}".replace(",", "\N{THIN SPACE}") if km >= 1 else f"{km * 1000:.0f}"


def scale_box(frame: MapFrame, unit: float) -> Box:
    """Where the scale bar with the north arrow stands: in the lower left corner of the map."""
    half, per_px, _ = _scale(frame, unit)
    width = 2 * half / per_px + 98 * unit
    return Box(frame.box.x + 14 * unit, frame.box.bottom - 54 * unit, width, 40 * unit)


def _scale(frame: MapFrame, unit: float) -> tuple[float, float, float]:
    """Kilometres of half the bar, kilometres of a pixel where the bar stands, and the latitude there."""
    box = frame.box
    per_px, latitude = frame.km_per_px(box.x + box.width / 2, box.y + box.height / 2)
    most = min(300 * unit, box.width * 0.27)
    return nice_length(most / 2 * per_px), per_px, latitude


def scale_latitude(frame: MapFrame) -> float:
    """The latitude (degrees) at which the scale bar is true: that of the map's middle."""
    return _scale(frame, 1.0)[2]


def draw_scale(canvas: Canvas, frame: MapFrame, palette: Palette, unit: float) -> None:
    """The scale bar, measured on the ellipsoid in the middle of the map, and the north arrow."""
    half, per_px, _ = _scale(frame, unit)
    box = scale_box(frame, unit)
    canvas.rectangle(box, radius=6 * unit, fill=palette["panel"], fill_alpha=0.9)
    ink, length = palette["ink"], half / per_px
    x, y = box.x + 54 * unit, box.y + 25 * unit
    _draw_north(canvas, frame, box.x + 18 * unit, box.y + 20 * unit, palette, unit)
    for part in (0, 1):
        canvas.rectangle(
            Box(x + part * length, y, length, 6 * unit),
            fill=palette["panel"] if part else ink, stroke=ink, width=1.0 * unit,
        )  # fmt: skip
    unit_word = "km" if half >= 1 else "m"
    words = ("0", length_words(half), f"{length_words(2 * half)} {unit_word}")
    for part, text in enumerate(words):
        canvas.text(
            x + part * length, y - 6 * unit, text, size=13 * unit, color=ink, face="semibold", align="center"
        )


def _draw_north(canvas: Canvas, frame: MapFrame, x: float, y: float, palette: Palette, unit: float) -> None:
    lon, lat = frame.to_degrees(np.array([x]), np.array([y]))
    angle = 0.0
    if np.isfinite(lon[0]) and np.isfinite(lat[0]):
        nx, ny = frame.to_px(lon, np.minimum(lat + 0.1, 89.9))
        angle = math.atan2(float(nx[0]) - x, y - float(ny[0]))
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    whole = np.array([(0, -15), (7, 13), (0, 6.5), (-7, 13), (0, -15)]) * unit @ turn + (x, y)
    dark = np.array([(0, -15), (0, 6.5), (-7, 13), (0, -15)]) * unit @ turn + (x, y)
    ink = palette["ink"]
    canvas.path(Path(whole, closed=True), fill=palette["panel"], stroke=ink, width=1.2 * unit)
    canvas.path(Path(dark, closed=True), fill=ink)
    canvas.text(x + 13 * unit, y + 6 * unit, "N", size=13 * unit, color=ink, face="bold")


def draw_locator(
    canvas: Canvas, frame: MapFrame, box: Box, scene: Scene, naming: Naming, palette: Palette, unit: float
) -> None:
    """A small map with the large one's extent in it."""
    outline = np.array(
        [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)], dtype=float
    ) * (frame.box.width, frame.box.height) + (frame.box.x, frame.box.y)  # fmt: skip
    lon, lat = frame.to_degrees(outline[:, 0], outline[:, 1])
    view = Extent(float(lon[0]), float(lat[2]), float(lon[1]), float(lat[0]))
    in_region = view.west > REGION.west and view.east < REGION.east
    in_region = in_region and view.south > REGION.south - 1 and view.north < REGION.north + 1
    around = REGION if in_region else _wider(view)
    small = frame_for(around, box, "mercator")
    with canvas.clipped(box):
        canvas.rectangle(box, fill=palette["land-far"])
        shapes = world().geometry.to_numpy()
        look: dict[str, Any] = {"stroke": palette["line2"], "width": 0.7 * unit}
        canvas.path(area_path(shapes, small), fill=palette["land-far"], **look)
        own = countries(scene.on, detail="coarse")
        ours = own[own["country"].isin(["KG", "UZ", "TJ"])].geometry.to_numpy()
        canvas.path(
            area_path(ours, small),
            fill=palette["land"],
            stroke=palette["national"],
            width=0.9 * unit,
            alpha=0.8,
        )
        x, y = small.to_px(lon, lat)
        path = Path(np.column_stack([x, y]), closed=True)
        canvas.path(path, fill=palette["accent"], fill_alpha=0.16, stroke=palette["accent"], width=2.2 * unit)
        if in_region:
            _name_region(canvas, small, naming, palette, unit)
    canvas.rectangle(box, stroke=palette["line2"], width=1.0 * unit)


def _wider(view: Extent) -> Extent:
    lon, lat = view.middle
    if not math.isfinite(lon) or not math.isfinite(lat):
        return REGION
    lat = min(60.0, max(-60.0, lat))
    across = min(340.0, max(16.0, view.width * 4)) / 2
    up = min(80.0, max(8.0, (view.north - view.south) * 4)) / 2
    west, east = ((side + 180) % 360 - 180 for side in (lon - across, lon + across))
    return Extent(west, max(-80.0, lat - up), east, min(80.0, lat + up))


def _name_region(canvas: Canvas, small: MapFrame, naming: Naming, palette: Palette, unit: float) -> None:
    halo: dict[str, Any] = {"halo": palette["halo"], "halo_width": 2.4 * unit}
    for code, lon, lat in CODES:
        x, y = (float(part) for part in small.to_px(np.array(lon), np.array(lat)))
        canvas.text(
            x, y, code, size=13 * unit, color=palette["country-label"], face="bold", align="center", **halo
        )
    for city, lon, lat, side in CITIES:
        x, y = (float(part) for part in small.to_px(np.array(lon), np.array(lat)))
        canvas.circle(x, y, 2.2 * unit, fill=palette["ink"])
        text = clean(naming(city, "capital", lon, lat))
        align = "left" if side > 0 else "right"
        # Near the edge of the small map a name stands above its dot rather than cut off.
        width = text_width(text, "semibold", 11.5 * unit)
        end = x + side * (5 * unit + width)
        if not small.box.x + 2 < end < small.box.right - 2:
            align = "center"
            x = min(max(x, small.box.x + width / 2 + 3), small.box.right - width / 2 - 3)
        offset = 0.0 if align == "center" else side * 5 * unit
        canvas.text(
            x + offset, y - 5 * unit, text, size=11.5 * unit, color=palette["ink"], face="semibold",
            align=align, **halo,  # type: ignore[arg-type]
        )  # fmt: skip
