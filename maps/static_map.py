"""The printed map: the same layers' drawings as the interactive map, on a sheet of paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from errors import IncidentMapError, LayerError
from layers.catalog import all_layers, layer_by_id
from layers.drawing import Drawing, Layer, Scene
from layers.palette import PALETTE, Theme
from maps.interactive import HOME_BOUNDS
from maps.static_base import relief_picture
from maps.static_callouts import Group, Numbered, draw_callouts, place_callouts
from maps.static_canvas import Box, Canvas
from maps.static_chips import (
    countries_alone,
    country_counts,
    draw_alone,
    draw_country_chips,
    draw_outside,
    outside_groups,
)
from maps.static_counts import PlaceCounts, SizeScale, count_places
from maps.static_furniture import LOCATOR_FROM_ZOOM, draw_locator, draw_scale, scale_box
from maps.static_incidents import draw_districts, draw_heat, draw_places, draw_points, draw_precision
from maps.static_labels import Naming, draw_labels, gather, place_labels
from maps.static_projection import Extent, MapFrame, ProjectionName, frame_for
from maps.static_room import Room
from maps.static_vectors import draw_features, draw_site, held_features

__all__ = ["HOME_EXTENT", "DrawnMap", "MapRequest", "Numbered", "draw_map", "usual_layers"]

HOME_EXTENT = Extent(HOME_BOUNDS[0][1], HOME_BOUNDS[0][0], HOME_BOUNDS[1][1], HOME_BOUNDS[1][0])
LABEL_SIZES: Mapping[str, float] = {}
Palette = Mapping[str, str]


def usual_layers() -> tuple[str, ...]:
    """The layers that a new map shows, in drawing order."""
    return tuple(layer.id for layer in all_layers() if layer.shown)


def same_name(text: str, kind: str, longitude: float, latitude: float) -> str:
    """A name as the layers give it."""
    return text


def same_words(text: str) -> str:
    """Words as they stand."""
    return text


@dataclass(frozen=True)
class MapRequest:
    """What a printed map shows.

    Attributes:
        scene: The events with their filter and window.
        extent: What must be in view (degrees).
        layers: Ids of the layers shown; of the bases and of the drawings of incidents one at most.
        fade: Opacity (0 to 1) of layers that are not at full strength, by id.
        theme: 'light' or 'dark'.
        numbered: Incidents with a number.
        projection: 'auto', 'mercator' or 'equal-area'.
        naming: The name of a place in the language of the sheet.
        words: The map's own few words in that language.
        furniture: Whether scale bar, north arrow and small map are drawn on it.
        unit: Size of symbols and text on the map; 1 is that of a page of 1240 x 1754.
    """

    scene: Scene
    extent: Extent = HOME_EXTENT
    layers: tuple[str, ...] = field(default_factory=usual_layers)
    fade: Mapping[str, float] = field(default_factory=dict)
    theme: Theme = "light"
    numbered: tuple[Numbered, ...] = ()
    projection: ProjectionName = "auto"
    naming: Naming = same_name
    words: Callable[[str], str] = same_words
    furniture: bool = True
    unit: float = 1.0


@dataclass
class DrawnMap:
    """What was drawn, for the legend, the sources and the list beside the map.

    Attributes:
        frame: Where the map stands and how it was projected.
        counts: The incidents by place.
        drawings: Layer and drawing of each layer shown, in drawing order.
        seen: Ids of the layers of which something is in view.
        scale: Sizes of circles; None where the drawing has none.
        most: The most incidents at a place in view.
        precision: Kinds of areas drawn ('disc', 'district', 'province').
        hidden_areas: Vague places whose area was left out because there are too many.
        types: Codes of the event types in view (on the map, in chips, as numbers).
        unreal, possible: Whether planned or alleged ones, and merely possible ones, are in view.
        on_map: Numbers that stand on the map.
        rings: Whether circles with counts are drawn.
        leaders: Whether a number stands apart from its place.
        exact: Whether a place that is known exactly is in view.
        country_level: Incidents counted at a country's name.
        notices: One line for each layer that could not be drawn.
    """

    frame: MapFrame
    counts: PlaceCounts
    drawings: list[tuple[Layer, Drawing]]
    palette: Palette
    seen: set[str] = field(default_factory=set)
    scale: SizeScale | None = None
    most: int = 0
    precision: set[str] = field(default_factory=set)
    hidden_areas: int = 0
    types: set[int] = field(default_factory=set)
    unreal: bool = False
    possible: bool = False
    on_map: set[int] = field(default_factory=set)
    rings: bool = False
    leaders: bool = False
    exact: bool = False
    country_level: int = 0
    notices: list[str] = field(default_factory=list)

    def drawing(self, layer_id: str) -> Drawing | None:
        """The drawing of a layer shown."""
        return next((drawing for layer, drawing in self.drawings if layer.id == layer_id), None)

    @property
    def attributions(self) -> list[str]:
        """Whose data the layers in view are, each line once."""
        lines = [line for _, drawing in self.drawings for line in drawing.attribution]
        return list(dict.fromkeys(lines))


def chosen_layers(ids: tuple[str, ...]) -> list[Layer]:
    """The layers of these ids in drawing order, of exclusive ones the first asked for.

    Raises:
        LayerError: There is no such layer.
    """
    taken: set[str] = set()
    chosen = []
    for layer_id in ids:
        layer = layer_by_id(layer_id)
        if layer.exclusive is not None:
            if layer.exclusive in taken:
                continue
            taken.add(layer.exclusive)
        chosen.append(layer)
    return sorted(set(chosen), key=lambda layer: layer.order)


def draw_map(canvas: Canvas, box: Box, request: MapRequest) -> DrawnMap:
    """Draw the map into `box` of the canvas; says what was drawn.

    A layer that cannot be drawn is left out with a notice.

    Raises:
        LayerError: A layer is asked for that does not exist.
        BriefError: The extent is none.
    """
    layers = chosen_layers(request.layers)
    theme: Theme = "dark" if any(layer.id == "dark" for layer in layers) else request.theme
    palette = PALETTE[theme]
    frame = frame_for(request.extent, box, request.projection)
    drawn = DrawnMap(frame, count_places(request.scene), [], palette)
    for layer in layers:
        try:
            drawn.drawings.append((layer, layer.draw(request.scene)))
        except LayerError:
            raise
        except IncidentMapError as error:
            drawn.notices.append(f"{layer.title}: {error}")
    with canvas.clipped(box):
        canvas.rectangle(box, fill=palette["sea"])
        _draw_ground(canvas, drawn, request, theme)
        _draw_incidents(canvas, drawn, request, layers)
    canvas.rectangle(box, stroke=palette["line2"], width=1.0)
    return drawn


def _draw_ground(canvas: Canvas, drawn: DrawnMap, request: MapRequest, theme: str) -> None:
    """Bases, borders and reference layers, below the incidents; districts and provinces below the borders."""
    areas_drawn = False
    for layer, drawing in drawn.drawings:
        opacity = request.fade.get(layer.id, 1.0)
        if layer.group == "Borders" and not areas_drawn:
            _draw_precision(canvas, drawn, request, ("province", "district"))
            areas_drawn = True
        if layer.group == "Base":
            draw_features(canvas, drawn.frame, drawing, request.scene, drawn.palette, opacity=opacity)
            drawn.seen.add(layer.id)
            if drawing.tiles is not None and layer.id == "relief":
                picture = relief_picture(drawn.frame, theme, canvas.pixels_per_unit)
                if picture is not None:
                    canvas.picture(picture, drawn.frame.box, alpha=opacity)
            elif drawing.tiles is not None:
                drawn.notices.append(f"{layer.title}: tiles of the network are not printed, only plain land")
        elif layer.group == "Incidents":
            continue
        elif drawing.live is None and drawing.style.icon_field is None:
            in_view = draw_features(
                canvas, drawn.frame, drawing, request.scene, drawn.palette, opacity=opacity,
                line_scale=1.1 * request.unit,
            )  # fmt: skip
            if in_view:
                drawn.seen.add(layer.id)

    if not areas_drawn:
        _draw_precision(canvas, drawn, request, ("province", "district"))


def _draw_precision(canvas: Canvas, drawn: DrawnMap, request: MapRequest, kinds: tuple[str, ...]) -> None:
    drawing = drawn.drawing("precision")
    if drawing is None:
        return
    numbered_places = {int(request.scene.events.place_code[one.row]) for one in request.numbered}
    found, hidden = draw_precision(
        canvas, drawn.frame, drawing, drawn.palette, unit=request.unit, kinds_wanted=kinds,
        opacity=request.fade.get("precision", 1.0), keep=numbered_places,
    )  # fmt: skip
    drawn.precision |= found
    drawn.hidden_areas += hidden


def _draw_incidents(canvas: Canvas, drawn: DrawnMap, request: MapRequest, layers: list[Layer]) -> None:
    frame, counts, unit, palette = drawn.frame, drawn.counts, request.unit, drawn.palette
    events = request.scene.events
    room = Room(frame.box)
    way = next((layer.id for layer in layers if layer.exclusive == "incidents"), None)
    opacity = {layer.id: request.fade.get(layer.id, 1.0) for layer in layers}
    symbol_unit = 1.12 * unit
    # Areas and fields first: they lie below every symbol.
    circles: list[tuple[float, float, float]] = []
    if way == "by_district" and (drawing := drawn.drawing(way)) is not None and len(drawing.features):
        circles = draw_districts(canvas, frame, drawing, palette, unit=unit, opacity=opacity[way])
        drawn.seen.add(way)
    if way == "heat" and (drawing := drawn.drawing(way)) is not None:
        draw_heat(
            canvas, frame, request.scene, counts, drawing.settings, palette, unit=unit, opacity=opacity[way]
        )
        drawn.seen.add(way)
    _draw_precision(canvas, drawn, request, ("disc",))
    if request.furniture:
        _take_furniture(drawn, request, room)
    for x, y, r in circles:
        room.take_circle(x, y, r)
    groups = _draw_symbols(canvas, drawn, request, way, room, symbol_unit, opacity)
    sites = _draw_sites(canvas, drawn, request, room)
    by_country = country_counts(events, counts) if way is not None else {}
    chips = {name: int(by_type.sum()) for name, by_type in by_country.items()}
    named = [
        drawing for layer, drawing in drawn.drawings if len(drawing.labels) and (layer.id != "bases" or sites)
    ]
    placed = place_labels(
        gather(named, request.scene, frame, request.naming, unit, room), room, unit, chips, LABEL_SIZES
    )
    if any(name.dot for name in placed):
        drawn.seen.add("towns")
    standing = {name.label.source for name in placed if name.label.kind == "country"}
    if way is not None:
        _mark_off_map(canvas, drawn, request, by_country, standing, room)
    draw_labels(canvas, placed, palette, unit, LABEL_SIZES)
    draw_country_chips(canvas, placed, by_country, request.words("country-level"), palette, unit)
    draw_callouts(canvas, groups, events, palette, unit)
    if request.furniture:
        draw_scale(canvas, frame, palette, unit)
        if (inset := _locator_box(drawn, request)) is not None:
            draw_locator(canvas, frame, inset, request.scene, request.naming, palette, unit)
    _note_view(drawn, request, groups, way)


def _take_furniture(drawn: DrawnMap, request: MapRequest, room: Room) -> None:
    for box in (scale_box(drawn.frame, request.unit), _locator_box(drawn, request)):
        if box is not None:
            room.take((box.x - 5, box.y - 5, box.right + 5, box.bottom + 5))


def _locator_box(drawn: DrawnMap, request: MapRequest) -> Box | None:
    """The corner for the small map: of the two upper ones that with fewer incidents under it."""
    frame, unit, box = drawn.frame, request.unit, drawn.frame.box
    width, height, gap = 190 * unit, 138 * unit, 10 * unit
    if frame.zoom < LOCATOR_FROM_ZOOM or box.width < 3.2 * width or box.height < 3.2 * height:
        return None
    counts = drawn.counts
    shown = counts.has_point & (counts.total > 0)
    x, y = frame.to_px(counts.longitude[shown], counts.latitude[shown])
    corners = [
        Box(box.right - width - gap, box.y + gap, width, height),
        Box(box.x + gap, box.y + gap, width, height),
    ]

    def covered(corner: Box) -> int:
        margin = 16 * unit
        inside = (x > corner.x - margin) & (x < corner.right + margin)
        return int(np.count_nonzero(inside & (y > corner.y - margin) & (y < corner.bottom + margin)))

    return min(corners, key=covered)


def _draw_symbols(
    canvas: Canvas,
    drawn: DrawnMap,
    request: MapRequest,
    way: str | None,
    room: Room,
    symbol_unit: float,
    opacity: Mapping[str, float],
) -> list[Group]:
    """Circles or dots, and the room for numbers; the numbers themselves are drawn last."""
    frame, counts, events = drawn.frame, drawn.counts, request.scene.events
    drawing = drawn.drawing(way) if way is not None else None
    if way == "by_place" and drawing is not None:
        drawn.most = counts.most
        drawn.scale = SizeScale.of(drawing.settings, counts.most, symbol_unit)
        others = np.flatnonzero(counts.has_point & (counts.total > 0))
        numbered: dict[int, int] = {}
        for one in request.numbered:
            place = int(events.place_code[one.row])
            numbered[place] = numbered.get(place, 0) + 1
        x, y = frame.to_px(counts.longitude[others], counts.latitude[others])
        radii = drawn.scale.radius(counts.total[others])
        for other, px, py, r in zip(others, x, y, radii, strict=True):
            if np.isfinite(px) and numbered.get(int(other)) != int(counts.total[other]):
                room.take_circle(float(px), float(py), float(r) + 2 * request.unit)
        groups = place_callouts(frame, events, counts, drawn.scale, request.numbered, room, request.unit)
        without = {group.place for group in groups if group.replaces}
        circles = draw_places(
            canvas, frame, counts, drawn.scale, drawn.palette, without=without, unit=symbol_unit,
            opacity=opacity[way],
        )  # fmt: skip
        drawn.rings = bool(circles)
        for px, py, r in circles:
            room.take_circle(px, py, r + 2 * request.unit)
        drawn.seen.add(way)
        return groups
    if way == "points" and drawing is not None:
        circles = draw_points(
            canvas, frame, request.scene, counts, drawing.settings, drawn.palette, unit=symbol_unit,
            opacity=opacity[way],
        )  # fmt: skip
        drawn.rings = False
        for px, py, r in circles:
            room.take_circle(px, py, r + 1)
        drawn.seen.add(way)
    return place_callouts(frame, events, counts, None, request.numbered, room, request.unit)


def _draw_sites(canvas: Canvas, drawn: DrawnMap, request: MapRequest, room: Room) -> bool:
    """Symbols of bases; one that would lie under an incident stands beside it."""
    any_seen = False
    for layer, drawing in drawn.drawings:
        icon = drawing.style.icon_field
        if icon is None:
            continue
        held = held_features(drawing, request.scene, drawn.frame, 0.0)
        points = held.geometry
        x, y = drawn.frame.to_px(points.x.to_numpy(), points.y.to_numpy())
        half, box = 7.5 * request.unit, drawn.frame.box
        for kind, px, py in zip(held[icon], x, y, strict=True):
            if not (box.x < px < box.right and box.y < py < box.bottom):
                continue
            spot = _aside(room, float(px), float(py), half)
            if spot is None:
                continue
            room.take((spot - half, float(py) - half, spot + half, float(py) + half))
            draw_site(
                canvas, spot, float(py), kind, drawn.palette, half=half,
                alpha=request.fade.get(layer.id, 1.0),
            )  # fmt: skip
            drawn.seen.add(layer.id)
            any_seen = True
    return any_seen


def _aside(room: Room, x: float, y: float, half: float) -> float | None:
    for shift in (0.0, 2.4, -2.4, 4.4, -4.4):
        at = x + shift * half
        if room.is_free((at - half, y - half, at + half, y + half)):
            return at
    return None


def _mark_off_map(
    canvas: Canvas,
    drawn: DrawnMap,
    request: MapRequest,
    by_country: Mapping[str, np.ndarray],
    standing: set[str],
    room: Room,
) -> None:
    frame, unit = drawn.frame, request.unit
    unplaced = {name: by_type for name, by_type in by_country.items() if name not in standing}
    alone = countries_alone(frame, unplaced, request.naming, room, unit)
    away = {name: by_type for name, by_type in unplaced.items() if name not in alone}
    groups = outside_groups(frame, request.scene.events, drawn.counts, away, request.naming, room, unit)
    draw_alone(canvas, alone, drawn.palette, unit)
    draw_outside(canvas, groups, drawn.palette, unit)
    shown = [name for name in by_country if name in standing or name in alone]
    drawn.country_level = sum(int(by_country[name].sum()) for name in shown)


def _note_view(drawn: DrawnMap, request: MapRequest, groups: list[Group], way: str | None) -> None:
    """What the legend must explain."""
    counts, events = drawn.counts, request.scene.events
    drawn.on_map = {one.number for group in groups for one in group.numbers}
    drawn.leaders = any(group.centre != group.anchor for group in groups)
    if way is not None:
        drawn.types = {int(code) for code in np.flatnonzero(counts.by_type.sum(axis=0))}
    types = events.codes("event_type")[0]
    drawn.types |= {int(types[one.row]) for one in request.numbered}
    here = np.flatnonzero((counts.kind == "dot") & (counts.total > 0))
    x, y = drawn.frame.to_px(counts.longitude[here], counts.latitude[here])
    box = drawn.frame.box
    in_view = (x > box.x) & (x < box.right) & (y > box.y) & (y < box.bottom)
    drawn.exact = way is not None and bool(in_view.any())
    drawn.unreal = bool(counts.slots[:, :, 2:].any())
    drawn.possible = bool(counts.slots[:, :, 1::2].any())
