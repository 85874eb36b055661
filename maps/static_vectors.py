"""Lines, areas and site symbols of the layers' drawings on a printed map."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.path import Path

from layers.drawing import Drawing, Scene
from maps.static_canvas import Canvas, is_empty
from maps.static_projection import Extent, MapFrame

Palette = Mapping[str, str]

# From this zoom (a logical pixel as on a web map) the fine lines are drawn, as on the interactive map's 8.6
# but earlier: paper has more dots.
FINE_FROM_ZOOM = 7.6
VIEW_MARGIN = 0.03
SITE_PX = 8.0
# A sheet is read at a glance: what the interactive map shows when zoomed in waits a little longer here.
SITE_ZOOM_SHIFT = 0.4


def holds_in(frame: pd.DataFrame, scene: Scene, overlap: bool) -> np.ndarray:
    """Which rows hold on the last day of the window; with `overlap`, at any time in it."""
    end = scene.on
    start = (scene.filter.start or scene.events.first_day or end) if overlap else end
    day = date.toordinal
    return np.array(
        [
            (pd.isna(first) or day(first) <= day(end)) and (pd.isna(last) or day(start) < day(last))
            for first, last in zip(frame["valid_from"], frame["valid_to"], strict=True)
        ],
        dtype=bool,
    )


def _unrolled(geometries: np.ndarray, lon0: float) -> np.ndarray:
    """Geometries with longitudes from lon0 - 180 to lon0 + 180; what crosses that seam is cut there."""
    west, _, east, _ = shapely.total_bounds(geometries)
    if west >= lon0 - 180 and east <= lon0 + 180:
        return geometries
    turned = [
        shapely.transform(geometries, lambda degrees, turn=turn: np.add(degrees, (turn, 0.0)))
        for turn in (-360.0, 0.0, 360.0)
    ]
    cut = shapely.clip_by_rect(np.concatenate(turned), lon0 - 180, -90, lon0 + 180, 90)
    return cut[~shapely.is_empty(cut)]


def _in_view(geometries: np.ndarray, frame: MapFrame) -> np.ndarray:
    """What a map shows of geometries in degrees, cut a little outside its edges where that is simple."""
    if not len(geometries):
        return geometries
    geometries = _unrolled(geometries, frame.projection.lon0)
    bounds = frame.bounds()
    if bounds is None or not len(geometries):
        return geometries
    west, south, east, north = _padded(bounds)
    box = shapely.bounds(geometries)
    seen = (box[:, 0] <= east) & (box[:, 2] >= west) & (box[:, 1] <= north) & (box[:, 3] >= south)
    cut = shapely.clip_by_rect(geometries[seen], west, south, east, north)
    return cut[~shapely.is_empty(cut)]


def _padded(bounds: Extent) -> tuple[float, float, float, float]:
    across, up = (
        (bounds.east - bounds.west) * VIEW_MARGIN + 0.05,
        (bounds.north - bounds.south) * VIEW_MARGIN + 0.05,
    )
    return bounds.west - across, bounds.south - up, bounds.east + across, bounds.north + up


def _path(pieces: np.ndarray, frame: MapFrame, closed: bool) -> Path:
    coordinates, piece = shapely.get_coordinates(pieces, return_index=True)
    if not len(coordinates):
        return Path(np.empty((0, 2)))
    x, y = frame.to_px(coordinates[:, 0], coordinates[:, 1])
    first = np.r_[True, piece[1:] != piece[:-1]]
    codes = np.where(first, Path.MOVETO, Path.LINETO).astype(Path.code_type)
    if closed:
        codes[np.r_[first[1:], True]] = Path.CLOSEPOLY
    good = np.isfinite(x) & np.isfinite(y)
    if not good.all():
        # Beyond the horizon of an azimuthal map: the line goes on at its next point in sight.
        keep = good | (codes == Path.CLOSEPOLY)
        restart = np.r_[False, ~good[:-1]] & good & (codes == Path.LINETO)
        codes[restart] = Path.LINETO if closed else Path.MOVETO
        x, y, codes = np.nan_to_num(x[keep]), np.nan_to_num(y[keep]), codes[keep]
        if len(codes):
            codes[0] = Path.MOVETO
    return Path(np.column_stack([x, y]), codes)


def line_path(geometries: np.ndarray, frame: MapFrame) -> Path:
    """Lines (degrees) as one path on the sheet."""
    return _path(shapely.get_parts(_in_view(geometries, frame)), frame, closed=False)


def area_path(geometries: np.ndarray, frame: MapFrame) -> Path:
    """Polygons (degrees) as one path on the sheet, holes left open."""
    parts = shapely.get_parts(_in_view(geometries, frame))
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return _path(shapely.get_rings(shapely.orient_polygons(parts)), frame, closed=True)


def split_kinds(geometries: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Areas, lines and points among geometries."""
    dimension = shapely.get_dimensions(geometries)
    return geometries[dimension == 2], geometries[dimension == 1], geometries[dimension == 0]


def held_features(drawing: Drawing, scene: Scene, frame: MapFrame, fine_shift: float) -> gpd.GeoDataFrame:
    """The features that hold now, in the detail that the scale asks for."""
    features = drawing.features
    if drawing.coarse is not None and frame.zoom + fine_shift < FINE_FROM_ZOOM:
        features = drawing.coarse
    overlap = drawing.settings.get("validity") == "overlap"
    held = features[holds_in(features, scene, overlap)]
    if "from_zoom" in held.columns:
        held = held[held["from_zoom"] <= frame.zoom - SITE_ZOOM_SHIFT]
    return held


def draw_features(
    canvas: Canvas,
    frame: MapFrame,
    drawing: Drawing,
    scene: Scene,
    palette: Palette,
    *,
    opacity: float = 1.0,
    line_scale: float = 1.0,
) -> bool:
    """Draw lines and areas of a drawing in its style; whether any of it is in view."""
    held = held_features(drawing, scene, frame, np.log2(canvas.pixels_per_unit))
    areas, lines, _ = split_kinds(held.geometry.to_numpy())
    style, seen = drawing.style, False
    area, line = area_path(areas, frame), line_path(lines, frame)
    if not is_empty(area) and style.fill_token:
        canvas.path(area, fill=palette[style.fill_token], fill_alpha=style.fill_opacity * opacity)
        seen = True
    for stroke in style.strokes:
        look: dict[str, Any] = {
            "stroke": palette[stroke.token],
            "alpha": stroke.opacity * opacity,
            "dash": stroke.dash,
        }
        width = stroke.width_px * line_scale
        if not is_empty(line):
            canvas.path(line, width=width, **look)
            seen = True
        if not is_empty(area):
            canvas.path(area, width=width if is_empty(line) else 0.6, **look)
            seen = True
    return seen


# The marks on the diamond of a base, in its own pixels around (8, 8): a plane, a star.
SITE_MARKS = {
    "air": [(8, 3.4), (8.9, 6.6), (11.9, 8.2), (11.9, 9.1), (8.9, 8.5), (8.6, 10.5), (9.7, 11.4), (9.7, 12.0),
            (8, 11.6), (6.3, 12.0), (6.3, 11.4), (7.4, 10.5), (7.1, 8.5), (4.1, 9.1), (4.1, 8.2), (7.1, 6.6)],
    "ground": [(8, 4.1), (9.1, 6.6), (11.8, 6.9), (9.8, 8.7), (10.4, 11.4), (8, 10), (5.6, 11.4), (6.2, 8.7),
               (4.2, 6.9), (6.9, 6.6)],
}  # fmt: skip


def draw_site(
    canvas: Canvas,
    x: float,
    y: float,
    kind: str,
    palette: Palette,
    *,
    half: float = SITE_PX,
    alpha: float = 1.0,
) -> None:
    """The symbol of a base: a diamond with a plane or a star."""
    diamond = np.array([(0, -1), (1, 0), (0, 1), (-1, 0), (0, -1)], dtype=float)
    canvas.path(
        Path(diamond * (half + 1.6) + (x, y), closed=True), fill=palette["halo"], fill_alpha=0.9 * alpha
    )
    canvas.path(Path(diamond * half + (x, y), closed=True), fill=palette["base"], fill_alpha=alpha)
    mark = np.array(SITE_MARKS.get(kind, SITE_MARKS["ground"])) - (8, 8)
    canvas.path(
        Path(np.vstack([mark, mark[:1]]) * (half / 7.2) + (x, y), closed=True),
        fill=palette["panel"],
        fill_alpha=alpha,
    )
