"""Names on a printed map: placed greedily by rank, clear of symbols and of each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely

from layers.drawing import Drawing, Scene
from maps.static_canvas import Canvas
from maps.static_projection import MapFrame
from maps.static_room import Rect, Room
from maps.static_text import Face, clean, text_width
from maps.static_vectors import Palette, holds_in

# What a name is called in the language of the sheet: text, kind, longitude, latitude -> text.
Naming = Callable[[str, str, float, float], str]
THIN, HAIR = "\N{THIN SPACE}", "\N{HAIR SPACE}"
EN = "\N{EN SPACE}"
MOST = 260
COUNTRY_CELL_PX = 30.0
CHIP_PX = 27.0


@dataclass(frozen=True)
class Look:
    """How names of one kind are set; `between` stands between the letters of a spaced name."""

    face: Face
    size: float
    token: str
    dot: float | Literal["ring"] = 0.0
    between: str = ""
    upper: bool = False
    centred: bool = False
    besides: float = 7.0


LOOKS: dict[str, Look] = {
    "country": Look("semibold", 17, "country-label", between=EN, upper=True, centred=True),
    "province": Look("semibold", 12, "province-label", between=HAIR, upper=True, centred=True),
    "capital": Look("bold", 17, "town", dot="ring", besides=10),
    "city": Look("semibold", 15.5, "town", dot=3.3, besides=8),
    "town": Look("regular", 14, "town", dot=2.5),
    "village": Look("regular", 12.5, "town", dot=2.0),
    "enclave": Look("semibold-italic", 13.5, "enclave", besides=9),
    "water": Look("italic", 13, "water-label", centred=True),
    "base": Look("regular", 13, "base", besides=12),
}
PRIORITY = ("country", "capital", "city", "enclave", "base", "town", "province", "water", "village")


def from_zoom(kind: str, rank: int) -> float:
    """The zoom from which a name of that kind and rank may stand; between, only as many as fit."""
    if kind == "city":
        return 5.6 if rank <= 2 else 6.6
    if kind == "town":
        return 7.5 if rank <= 3 else 8.6
    if kind == "enclave":
        return 7.0 if rank <= 2 else 8.3
    if kind == "base":
        return 6.6 if rank <= 3 else 8.4
    return {"province": 6.3, "water": 6.8, "village": 9.4}.get(kind, 0.0)


@dataclass(frozen=True)
class Label:
    """A name that wants to stand on the map."""

    text: str
    kind: str
    rank: int
    x: float
    y: float
    source: str = ""


@dataclass(frozen=True)
class Placed:
    """A name with the place found for it: the left end and the middle of its line."""

    label: Label
    x: float
    y: float
    dot: bool


def gather(
    drawings: Sequence[Drawing], scene: Scene, frame: MapFrame, naming: Naming, unit: float, room: Room
) -> list[Label]:
    """The names of the drawings that hold on the day and may stand at this scale, the first ones first."""
    found: list[Label] = []
    box = frame.box
    for drawing in drawings:
        labels = drawing.labels
        if not len(labels):
            continue
        overlap = drawing.settings.get("validity") == "overlap"
        ranks = labels["rank"].to_numpy()
        kinds = labels["kind"].to_numpy(dtype=object)
        zoomed = np.array(
            [frame.zoom >= from_zoom(kind, rank) for kind, rank in zip(kinds, ranks, strict=True)]
        )
        shown = labels[zoomed]
        if not len(shown):
            continue
        x, y = frame.to_px(shown["longitude"].to_numpy(dtype=float), shown["latitude"].to_numpy(dtype=float))
        kind = shown["kind"].to_numpy(dtype=object)
        seen = (x > box.x) & (x < box.right) & (y > box.y) & (y < box.bottom)
        near = seen | (kind == "country")
        shown, x, y = shown[near], x[near], y[near]
        held = holds_in(shown, scene, overlap)
        for row, px, py in zip(shown[held].to_dict("records"), x[held], y[held], strict=True):
            text = clean(naming(row["text"], row["kind"], row["longitude"], row["latitude"]))
            label = Label(_styled(text, row["kind"]), row["kind"], int(row["rank"]), px, py, row["text"])
            if label.kind == "country":
                moved = _country(label, drawing, scene, frame, unit, room)
                if moved is not None:
                    found.append(moved)
            elif text:
                found.append(label)
    return sorted(found, key=lambda label: (PRIORITY.index(label.kind), label.rank))


def _styled(text: str, kind: str) -> str:
    look = LOOKS[kind]
    text = text.upper() if look.upper else text
    return look.between.join(text) if look.between else text


def _country(
    label: Label, drawing: Drawing, scene: Scene, frame: MapFrame, unit: float, room: Room
) -> Label | None:
    """A country's name moved to where its visible part is widest and clear of what stands there."""
    areas = drawing.label_areas
    if areas is None:
        return label
    held = areas[(areas["name"] == label.source).to_numpy() & holds_in(areas, scene, False)]
    box = frame.box
    if not len(held):
        inside = box.x < label.x < box.right and box.y < label.y < box.bottom
        return label if inside else None
    look = LOOKS["country"]
    half = text_width(label.text, look.face, look.size * unit) / 2 + 6 * unit
    step = COUNTRY_CELL_PX
    columns = np.arange(box.x + step / 2, box.right, step)
    rows = np.arange(box.y + step / 2, box.bottom, step)
    x, y = np.meshgrid(columns, rows)
    lon, lat = frame.to_degrees(x.ravel(), y.ravel())
    good = np.isfinite(lon) & np.isfinite(lat)
    land = shapely.union_all(held.geometry.to_numpy())
    shapely.prepare(land)
    within: np.ndarray = np.zeros(x.size, dtype=bool)
    within[good] = shapely.contains_xy(land, lon[good], lat[good])
    held_cells: np.ndarray = within.reshape(x.shape)
    # How far each cell lies from the outside: sideways counted half, for names are wide and low.
    reach: np.ndarray = np.zeros(held_cells.shape, dtype=np.int64)
    shrunk: np.ndarray = held_cells.copy()
    while shrunk.any() and reach.max() < 7:
        reach += shrunk
        padded = np.pad(shrunk, ((1, 1), (2, 2)))
        shrunk = (
            shrunk & padded[:-2, 2:-2] & padded[2:, 2:-2] & padded[1:-1, :-4] & padded[1:-1, 4:]
            & padded[1:-1, 1:-3] & padded[1:-1, 3:-1]
        )  # fmt: skip
    middle_x, middle_y = box.x + box.width / 2, box.y + box.height / 2
    apart = np.hypot((x - middle_x) / box.width, (y - middle_y) / box.height)
    order = np.lexsort((apart.ravel(), -reach.ravel()))
    for cell in order[: int((reach.ravel() > 1).sum())]:
        px, py = float(x.ravel()[cell]), float(y.ravel()[cell])
        rect = (px - half, py - 11 * unit, px + half, py + (11 + CHIP_PX) * unit)
        if room.is_free(rect, edge=12):
            return Label(label.text, label.kind, label.rank, px, py, label.source)
    return None


def place_labels(
    labels: Sequence[Label], room: Room, unit: float, chips: Mapping[str, int], sizes: Mapping[str, float]
) -> list[Placed]:
    """Find a place for as many names as fit; `chips` are countries under whose name a count will stand.

    Args:
        sizes: How much larger than in `LOOKS` names of a kind are set; 1 where it is not named.
    """
    placed: list[Placed] = []
    for label in labels:
        if len(placed) >= MOST:
            break
        look = LOOKS[label.kind]
        size = look.size * unit * sizes.get(label.kind, 1.0)
        width, height = text_width(label.text, look.face, size), size * 1.16
        spot = _spot(room, label, look, width, height, unit, chips.get(label.source, 0) > 0)
        if spot is None:
            continue
        x, y, rect = spot
        dot = bool(look.dot)
        if dot:
            r = 4.0 * unit
            dot = room.is_free((label.x - r / 2, label.y - r / 2, label.x + r / 2, label.y + r / 2))
        room.take(rect)
        if dot:
            room.take_circle(label.x, label.y, 5 * unit)
        placed.append(Placed(label, x, y, dot))
    return placed


def _spot(
    room: Room, label: Label, look: Look, w: float, h: float, unit: float, chip: bool
) -> tuple[float, float, Rect] | None:
    px, py = label.x, label.y
    if look.centred:
        below = CHIP_PX * unit if chip else 0.0
        ways = (0.0,) if label.kind == "country" else (0.0, h + 9, -h - 9, 2 * h + 10, -2 * h - 10)
        for dy in ways:
            rect = (px - w / 2 - 4, py + dy - h / 2, px + w / 2 + 4, py + dy + h / 2 + below)
            if room.is_free(rect, edge=4):
                return px - w / 2, py + dy, rect
        return None
    air = 13.0 * unit if label.kind in ("town", "village") else 2.0
    gap = look.besides * unit
    spots = [
        (px + gap, py), (px - gap - w, py), (px - w / 2, py - gap - h / 2 + 1), (px - w / 2,
        py + gap + h / 2 - 1),
        (px + gap - 2, py - h * 0.66), (px + gap - 2, py + h * 0.66), (px - gap - w + 2, py - h * 0.66),
        (px - gap - w + 2, py + h * 0.66), (px + 2.3 * gap, py), (px - 2.3 * gap - w, py),
        (px - w / 2, py - 2.4 * gap - h / 2), (px - w / 2, py + 2.4 * gap + h / 2),
    ]  # fmt: skip
    for x, y in spots:
        rect = (x - 2, y - h / 2, x + w + 2, y + h / 2)
        roomy = (rect[0] - air, rect[1] - air * 0.6, rect[2] + air, rect[3] + air * 0.6)
        if room.is_free(roomy, edge=3):
            return x, y, rect
    return None


def draw_labels(
    canvas: Canvas, placed: Sequence[Placed], palette: Palette, unit: float, sizes: Mapping[str, float]
) -> None:
    """Draw names with their halos, and the dots of towns."""
    for name in placed:
        if name.dot:
            _dot(canvas, name.label, palette, unit)
    for name in placed:
        look = LOOKS[name.label.kind]
        canvas.text(
            name.x, name.y, name.label.text, size=look.size * unit * sizes.get(name.label.kind, 1.0),
            color=palette[look.token], face=look.face, base="middle", halo=palette["halo"],
            halo_width=3.4 * unit,
        )  # fmt: skip


def _dot(canvas: Canvas, label: Label, palette: Palette, unit: float) -> None:
    dot = LOOKS[label.kind].dot
    if dot == "ring":
        canvas.circle(label.x, label.y, 6.4 * unit, fill=palette["halo"], fill_alpha=0.9)
        canvas.circle(
            label.x, label.y, 4.0 * unit, fill=palette["panel"], stroke=palette["town"], width=2.6 * unit
        )
        return
    canvas.circle(label.x, label.y, (float(dot) + 1.3) * unit, fill=palette["halo"], fill_alpha=0.9)
    canvas.circle(label.x, label.y, float(dot) * unit, fill=palette["town"])
