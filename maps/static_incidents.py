"""The incidents of a printed map: circles by place, dots, heat, districts, and how far a place may be off."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.path import Path

from layers.drawing import Drawing, Scene
from maps.static_canvas import Canvas, circle_path, is_empty
from maps.static_counts import KINDS, POSSIBLE, SURE, TOKENS, UNREAL, PlaceCounts, SizeScale, dominant
from maps.static_projection import MapFrame
from maps.static_vectors import area_path

Palette = Mapping[str, str]
Color = tuple[float, float, float]
MOST_NUMBERS = 400
MOST_AREAS = 60  # as on the interactive map: more discs or districts at once would hide it
FULL_FILL_PX = 55.0
SECTOR_STEP = math.radians(9)
HEAT_CELL_PX = 4.0


def mix(color: str, other: str, share: float) -> Color:
    """`share` of a colour in another."""
    first, second = np.array(to_rgb(color)), np.array(to_rgb(other))
    return tuple(first * share + second * (1 - share))


def is_dark(palette: Palette) -> bool:
    """Whether a palette is made for a dark ground."""
    return sum(to_rgb(palette["page"])) < 1.5


def kind_looks(palette: Palette) -> list[list[tuple[Color, Color]]]:
    """Fill and rim of each kind of each type: solid, pale where only possible, hollow where not real."""
    panel = palette["panel"]
    return [
        [
            (to_rgb(palette[token]), to_rgb(palette[token])),
            (mix(palette[token], panel, 0.42), mix(palette[token], panel, 0.42)),
            (mix(palette[token], panel, 0.15), to_rgb(palette[token])),
            (mix(palette[token], panel, 0.07), mix(palette[token], panel, 0.55)),
        ]
        for token in TOKENS
    ]


def sector(x: float, y: float, inner: float, outer: float, start: float, stop: float) -> Path:
    """A part of a ring, or of a disc where `inner` is 0; angles clockwise from the top, in radians."""
    steps = max(2, math.ceil((stop - start) / SECTOR_STEP) + 1)
    angle = np.linspace(start, stop, steps) - math.pi / 2
    arc = np.column_stack([np.cos(angle), np.sin(angle)])
    ring = np.vstack([arc * outer, arc[::-1] * inner if inner > 0 else [(0.0, 0.0)], arc[:1] * outer])
    return Path(np.add(ring, (x, y)), closed=True)


def draw_places(
    canvas: Canvas,
    frame: MapFrame,
    counts: PlaceCounts,
    scale: SizeScale,
    palette: Palette,
    *,
    without: Collection[int] = (),
    unit: float = 1.0,
    opacity: float = 1.0,
) -> list[tuple[float, float, float]]:
    """A circle a place, large below small; returns the circles (x, y, radius) for what must keep clear.

    Args:
        without: Places whose incidents are all drawn as numbers instead.
        unit: Logical pixels to a pixel of the layer's settings.
    """
    shown = counts.has_point & (counts.total > 0)
    shown[list(without)] = False
    rows = np.flatnonzero(shown)
    x, y = frame.to_px(counts.longitude[rows], counts.latitude[rows])
    r = scale.radius(counts.total[rows])
    box = frame.box
    seen = (x > box.x - r) & (x < box.right + r) & (y > box.y - r) & (y < box.bottom + r)
    rows, x, y, r = rows[seen], x[seen], y[seen], r[seen]
    order = np.argsort(-r, kind="stable")
    looks = kind_looks(palette)
    panel, line = to_rgba(palette["panel"], opacity), to_rgba(palette["symbol-line"], 0.52 * opacity)
    halo = to_rgba(palette["halo"], 0.9 * opacity)
    paths: list[Path] = []
    fills: list[object] = []
    strokes: list[object] = []
    widths: list[float] = []

    def add(path: Path, fill: object, stroke: object, width: float) -> None:
        paths.append(path)
        fills.append(fill)
        strokes.append(stroke)
        widths.append(width)

    nothing = (0.0, 0.0, 0.0, 0.0)
    for i in order:
        place, cx, cy, radius = rows[i], float(x[i]), float(y[i]), float(r[i])
        slots = counts.slots[place].ravel()
        present = np.flatnonzero(slots)
        total = int(slots.sum())
        small = radius < 6 * unit
        solid = small or (total == 1)
        add(circle_path(cx, cy, radius + (1.0 if small else 1.9) * unit), halo, nothing, 0)
        width = radius if solid else max(3.2 * unit, 0.36 * radius)
        if len(present) == 1:
            kind = int(present[0])
            fill, rim = (to_rgba(color, opacity) for color in looks[kind // KINDS][kind % KINDS])
            unreal = kind % KINDS >= UNREAL
            add(circle_path(cx, cy, radius), fill, line, 0.8 * unit)
            if unreal and not small:
                add(circle_path(cx, cy, radius - 1.1 * unit), nothing, rim, 2.2 * unit)
        else:
            start = 0.0
            for kind in map(int, present):
                stop = start + 2 * math.pi * float(slots[kind]) / total
                fill, rim = (to_rgba(color, opacity) for color in looks[kind // KINDS][kind % KINDS])
                add(sector(cx, cy, 0 if solid else radius - width, radius, start, stop), fill, nothing, 0)
                if kind % KINDS >= UNREAL and not small:
                    inner = sector(
                        cx, cy, radius - width + 0.7 * unit, radius - 0.7 * unit, start + 0.04, stop - 0.04
                    )
                    add(inner, nothing, rim, 1.4 * unit)
                start = stop
            add(circle_path(cx, cy, radius), nothing, line, 0.8 * unit)
        if not solid:
            add(circle_path(cx, cy, radius - width), panel, line, 0.6 * unit)
    canvas.paths(paths, fills=fills, strokes=strokes, widths=widths)
    _numbers(canvas, counts, rows[order], x[order], y[order], r[order], palette, unit)
    return [(float(x[i]), float(y[i]), float(r[i])) for i in order]


def short(count: int) -> str:
    """A count in at most four signs: 950, 1.2k, 31k."""
    if count < 1000:
        return str(count)
    thousands = count / 1000
    return f"{thousands:.1f}k".replace(".0k", "k") if thousands < 10 else f"{thousands:.0f}k"


def _numbers(
    canvas: Canvas,
    counts: PlaceCounts,
    places: np.ndarray,
    x: np.ndarray,
    y: np.ndarray,
    r: np.ndarray,
    palette: Palette,
    unit: float,
) -> None:
    written = 0
    for k in range(len(places)):
        total, definite = int(counts.total[places[k]]), int(counts.definite[places[k]])
        radius = float(r[k])
        if total < 2 or radius < 7 * unit or written >= MOST_NUMBERS:
            continue
        text = short(definite) if definite else f"{short(total)}?"
        inner = radius - max(3.2 * unit, 0.36 * radius)
        largest = (13 if radius > 12 * unit else 11 if radius > 9 * unit else 9.5) * unit
        size = min(largest, 2.3 * inner / max(1.0, len(text) * 0.56))
        if size < 7 * unit or _covered(k, x, y, r):
            continue
        color = palette["ink"] if definite else palette["muted"]
        canvas.text(
            float(x[k]), float(y[k]), text, size=size, color=color, face="bold", align="center", base="middle"
        )
        written += 1


def _covered(k: int, x: np.ndarray, y: np.ndarray, r: np.ndarray) -> bool:
    """Whether a circle drawn later lies over the middle of this one."""
    later = slice(k + 1, None)
    return bool(np.any((x[later] - x[k]) ** 2 + (y[later] - y[k]) ** 2 < (r[later] + 4) ** 2))


def draw_points(
    canvas: Canvas,
    frame: MapFrame,
    scene: Scene,
    counts: PlaceCounts,
    settings: Mapping[str, object],
    palette: Palette,
    *,
    unit: float = 1.0,
    opacity: float = 1.0,
) -> list[tuple[float, float, float]]:
    """A dot an incident, in a spiral where several share a place; returns circles to keep clear of."""
    events = scene.events
    rows = np.sort(np.concatenate([counts.definite_rows, counts.possible_rows]))
    codes = events.place_code[rows]
    pointed = counts.has_point[codes]
    rows, codes = rows[pointed], codes[pointed]
    x, y = frame.to_px(counts.longitude[codes], counts.latitude[codes])
    # A dot's turn in its spiral is its rank among all incidents of its place, so that it stays in time.
    by_place = np.argsort(events.place_code, kind="stable")
    sizes = np.bincount(events.place_code, minlength=len(events.places))
    rank = np.empty(events.n, np.int64)
    rank[by_place] = np.arange(events.n) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    angle = rank[rows] * math.radians(float(str(settings["angle_deg"])))
    spacing = np.minimum(
        float(str(settings["spacing_px"])), float(str(settings["widest_px"])) / np.sqrt(sizes[codes])
    )
    away = np.where(sizes[codes] > 1, spacing * np.sqrt(rank[rows] + 0.35), 0.0) * unit
    x, y = x + away * np.cos(angle), y + away * np.sin(angle)
    box = frame.box
    seen = (x > box.x - 8) & (x < box.right + 8) & (y > box.y - 8) & (y < box.bottom + 8)
    rows, x, y = rows[seen], x[seen], y[seen]
    types, statuses = events.codes("event_type")[0][rows], events.codes("status")[0][rows]
    possible = np.isin(rows, counts.possible_rows, assume_unique=True)
    many = len(rows) > 6000
    radius = float(str(settings["radius_px"])) * unit * (0.55 if many else 1.0)
    looks = kind_looks(palette)
    if not many:
        canvas.stamps(x, y, radius + 1.2 * unit, fill=palette["halo"], stroke="none", width=0, alpha=0.9)
    for code in range(len(TOKENS) - 1, -1, -1):
        for kind in (POSSIBLE, SURE) if many else (POSSIBLE, UNREAL + 1, UNREAL, SURE):
            unreal = statuses != 0
            chosen = (types == code) & (possible == (kind % 2 == 1))
            if not many:
                chosen &= unreal == (kind >= UNREAL)
            fill, rim = looks[code][kind]
            edge = rim if kind >= UNREAL else mix(palette[TOKENS[code]], palette["symbol-line"], 0.5)
            canvas.stamps(
                x[chosen], y[chosen], radius, fill=_hex(fill), stroke=_hex(edge),
                width=(0.35 if many else 0.8) * unit, alpha=opacity,
            )  # fmt: skip
    return [] if many else [(float(px), float(py), radius) for px, py in zip(x, y, strict=True)]


def _hex(color: Color) -> str:
    return "#" + "".join(f"{round(255 * part):02X}" for part in to_rgb(color))


def draw_heat(
    canvas: Canvas,
    frame: MapFrame,
    scene: Scene,
    counts: PlaceCounts,
    settings: Mapping[str, object],
    palette: Palette,
    *,
    unit: float = 1.0,
    opacity: float = 1.0,
) -> None:
    """Intensity by place: a Gaussian each, as wide as the place is vague; possible incidents count half."""
    box, cell = frame.box, HEAT_CELL_PX
    columns, rows = math.ceil(box.width / cell), math.ceil(box.height / cell)
    certain = counts.slots[:, :, ::2].sum(axis=(1, 2)) + 0.5 * counts.slots[:, :, 1::2].sum(axis=(1, 2))
    places = np.flatnonzero(counts.has_point & (certain > 0))
    x, y = frame.to_px(counts.longitude[places], counts.latitude[places])
    km, _ = frame.km_per_px(box.x + box.width / 2, box.y + box.height / 2)
    radius_km = scene.events.places["radius_km"].to_numpy(dtype=float)[places]
    vague = scene.events.places["where_prec"].to_numpy()[places] > 1
    wide = np.where(vague, np.nan_to_num(radius_km) / 2 / max(km, 1e-6), 0.0)
    sigma = np.clip(wide, float(str(settings["width_px"])) * unit, 160 * unit) / cell
    grid = np.zeros((rows, columns), np.float32)
    for i, place in enumerate(places):
        cx, cy, s = (x[i] - box.x) / cell, (y[i] - box.y) / cell, sigma[i]
        if not (math.isfinite(cx) and -4 * s < cx < columns + 4 * s and -4 * s < cy < rows + 4 * s):
            continue
        x0, x1 = max(0, int(cx - 3.4 * s)), min(columns, int(cx + 3.4 * s) + 2)
        y0, y1 = max(0, int(cy - 3.4 * s)), min(rows, int(cy + 3.4 * s) + 2)
        across = np.exp(-((np.arange(x0, x1) - cx) ** 2) / (2 * s * s))
        down = np.exp(-((np.arange(y0, y1) - cy) ** 2) / (2 * s * s)) * (certain[place] / (s * s))
        grid[y0:y1, x0:x1] += np.outer(down, across)
    if grid.max() <= 0:
        return
    level = np.sqrt(grid / grid.max())
    stops = np.array([to_rgb(palette[f"ramp-{number}"]) for number in (1, 2, 3, 4)])
    color = np.stack([np.interp(level, np.linspace(0, 1, 4), stops[:, part]) for part in range(3)], axis=-1)
    rise = np.minimum(1, level * 255 / 110)
    alpha = float(str(settings["strongest"])) * opacity * rise * rise * (3 - 2 * rise)
    canvas.picture((np.dstack([color, alpha]) * 255 + 0.5).astype(np.uint8), box, smooth=True)


def draw_districts(
    canvas: Canvas,
    frame: MapFrame,
    drawing: Drawing,
    palette: Palette,
    *,
    unit: float = 1.0,
    opacity: float = 1.0,
) -> list[tuple[float, float, float]]:
    """Districts in classes of their counts, each with its number."""
    breaks = [int(str(value)) for value in drawing.settings["breaks"]]  # type: ignore[attr-defined]
    features: gpd.GeoDataFrame = drawing.features
    classes = np.searchsorted(breaks, features["n"].to_numpy(), side="left")
    shapes = features.geometry.to_numpy()
    for number in range(len(breaks) + 1):
        path = area_path(shapes[classes == number], frame)
        fill = palette[f"ramp-{min(number, 3) + 1}"]
        canvas.path(
            path, fill=fill, fill_alpha=drawing.style.fill_opacity * opacity, stroke=palette["panel"],
            width=1.2 * unit, alpha=opacity,
        )  # fmt: skip
    points = shapely.point_on_surface(shapes)
    x, y = frame.to_px(shapely.get_x(points), shapely.get_y(points))
    bounds = shapely.bounds(shapes)
    left, _ = frame.to_px(bounds[:, 0], bounds[:, 1])
    right, _ = frame.to_px(bounds[:, 2], bounds[:, 3])
    circles = []
    for i, count in enumerate(features["n"]):
        if right[i] - left[i] < 20 * unit:
            continue
        strong = classes[i] >= len(breaks) and len(breaks) >= 2
        canvas.text(
            float(x[i]), float(y[i]), short(int(count)), size=13 * unit, face="bold", align="center",
            base="middle", color=palette["on-accent"] if strong else palette["ink"],
            halo=None if strong else palette["halo"], halo_width=2.6 * unit,
        )  # fmt: skip
        circles.append((float(x[i]), float(y[i]), 11 * unit))
    return circles


def draw_precision(
    canvas: Canvas,
    frame: MapFrame,
    drawing: Drawing,
    palette: Palette,
    *,
    unit: float = 1.0,
    opacity: float = 1.0,
    kinds_wanted: Collection[str] = ("province", "district", "disc"),
    keep: Collection[int] = (),
) -> tuple[set[str], int]:
    """Discs, districts and provinces within which vague places lie; which were drawn, and how many not.

    Args:
        kinds_wanted: Which of 'province', 'district', 'disc' are drawn now.
        keep: Rows of the frame's places that are drawn however many there are.
    """
    features = drawing.features
    if not len(features):
        return set(), 0
    box, dark = frame.box, is_dark(palette)
    by_type = features[[f"n_{token}" for token in TOKENS]].to_numpy()
    kinds = features["area_kind"].to_numpy(dtype=object)
    shapes = features.geometry.to_numpy()
    bounds = shapely.bounds(shapes)
    left, low = frame.to_px(bounds[:, 0], bounds[:, 1])
    right, high = frame.to_px(bounds[:, 2], bounds[:, 3])
    with np.errstate(invalid="ignore"):
        seen = (right > box.x) & (left < box.right) & (low > box.y) & (high < box.bottom)
    drawn: set[str] = set()
    hidden = 0
    chosen = features.index.isin(list(keep))
    for kind in kinds_wanted:
        of_kind = np.flatnonzero(seen & (kinds == kind))
        ids = features["area_id"].to_numpy(dtype=object)
        groups: dict[object, list[int]] = {}
        for row in of_kind:
            groups.setdefault(ids[row] if kind != "disc" else int(row), []).append(int(row))
        if kind != "province" and len(groups) > MOST_AREAS:
            kept = {key: rows for key, rows in groups.items() if chosen[rows].any()}
            hidden += len(groups) - len(kept)
            groups = kept
        for rows in groups.values():
            token = TOKENS[int(dominant(by_type[rows].sum(axis=0)))]
            path = area_path(shapes[rows[:1]], frame)
            if is_empty(path):
                continue
            drawn.add(kind)
            radius = (right[rows[0]] - left[rows[0]]) / 2
            _draw_area(canvas, path, kind, palette[token], dark, float(radius), unit, opacity)
    return drawn, hidden


def _draw_area(
    canvas: Canvas, path: Path, kind: str, color: str, dark: bool, radius: float, unit: float, opacity: float
) -> None:
    if kind == "disc":
        # A wide disc says little about each of its points: the wider, the fainter.
        faint = min(1.0, max(0.22, FULL_FILL_PX * unit / max(radius, 1)))
        canvas.path(
            path, fill=color, fill_alpha=(0.17 if dark else 0.15) * faint * opacity, stroke=color,
            alpha=0.75 * opacity, width=1.1 * unit, dash=(2 * unit, 3 * unit),
        )  # fmt: skip
        return
    province = kind == "province"
    fill = (0.09 if dark else 0.07) if province else (0.16 if dark else 0.13)
    canvas.path(
        path, fill=color, fill_alpha=fill * opacity, stroke=color, alpha=0.9 * opacity,
        width=(1.9 if province else 1.5) * unit, dash=(0.2 * unit, 4.4 * unit), cap="round",
    )  # fmt: skip
