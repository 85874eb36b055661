"""The printed map: projections that come back, true scales, areas as claimed, nothing over another."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from errors import BriefError, LayerError
from events.filter import Filter
from events.frame import EventFrame
from events.shipped import shipped_frame
from layers.drawing import Scene
from layers.palette import PALETTE
from maps.static_canvas import Box, Canvas
from maps.static_counts import SizeScale, count_places
from maps.static_furniture import nice_length
from maps.static_legend import legend_sections, plan_legend
from maps.static_map import HOME_EXTENT, MapRequest, Numbered, draw_map
from maps.static_projection import GEOD, Azimuthal, EqualEarth, Extent, Mercator, checked_extent, frame_for
from maps.static_room import Room
from maps.static_text import BOX, clean, cut, fit, text_width, wrap

SHEET = Box(10, 10, 780, 520)


@pytest.fixture(scope="module")
def shipped() -> EventFrame:
    """The shipped incidents."""
    return shipped_frame()


def drawn_map(events: EventFrame, wanted: Filter, **fields: object):  # type: ignore[no-untyped-def]
    canvas = Canvas(800, 540, background="#FFFFFF")
    request = MapRequest(Scene(events, wanted), **fields)  # type: ignore[arg-type]
    return draw_map(canvas, SHEET, request), canvas


@given(
    lon=st.floats(-179, 179),
    lat=st.floats(-80, 80),
    lon0=st.floats(-180, 180),
    which=st.sampled_from(["mercator", "azimuthal", "world"]),
)
def test_degrees_come_back_from_the_plane(lon: float, lat: float, lon0: float, which: str) -> None:
    # On the edge itself a point has two places.
    assume(abs((lon - lon0 + 180) % 360 - 180) < 179.999)
    projection = {"mercator": Mercator(lon0), "azimuthal": Azimuthal(lon0, 40.0), "world": EqualEarth(lon0)}[
        which
    ]
    x, y = projection.forward(np.array([lon]), np.array([lat]))
    if not np.isfinite(x[0]):
        return
    back_lon, back_lat = projection.inverse(x, y)
    assert abs((back_lon[0] - lon + 180) % 360 - 180) < 1e-5
    assert back_lat[0] == pytest.approx(lat, abs=1e-5)


@pytest.mark.parametrize("projection", [Azimuthal(71.0, 40.0), EqualEarth(71.0)])
def test_equal_area_projections_keep_areas(projection: Azimuthal | EqualEarth) -> None:
    def area(lon: float, lat: float) -> float:
        lons = np.array([lon, lon + 1, lon + 1, lon])
        lats = np.array([lat, lat, lat + 1, lat + 1])
        x, y = projection.forward(lons, lats)
        return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2

    # The area of a degree square on the sphere goes with the difference of the sines of its latitudes.
    wanted = np.diff(np.sin(np.radians([60, 61])))[0] / np.diff(np.sin(np.radians([20, 21])))[0]
    assert area(100, 60) / area(40, 20) == pytest.approx(wanted, rel=2e-3)


@pytest.mark.parametrize(
    ("extent", "name"),
    [
        (HOME_EXTENT, "Web Mercator"),
        (Extent(40, 20, 110, 60), "Lambert azimuthal equal-area"),
        (Extent(170, 40, -160, 50), "Web Mercator"),
        (Extent(-180, -80, 180, 80), "Equal Earth"),
    ],
)
def test_a_large_extent_has_an_equal_area_projection(extent: Extent, name: str) -> None:
    assert frame_for(extent, SHEET).projection.name == name


@given(west=st.floats(-180, 180), east=st.floats(-180, 180), south=st.floats(-84, 84), tall=st.floats(0, 60))
def test_every_extent_is_wholly_in_view(west: float, east: float, south: float, tall: float) -> None:
    extent = checked_extent(Extent(west, south, east, min(84.0, south + tall)))
    frame = frame_for(extent, SHEET)
    lon0 = extent.middle[0]
    lon = lon0 + np.array([-0.5, 0, 0.5, -0.5, 0.5]) * min(extent.width, 359.0)
    lat = np.array([extent.south, extent.south, extent.south, extent.north, extent.north])
    x, y = frame.to_px(lon, lat)
    seen = np.isfinite(x)
    assert np.all((x[seen] > SHEET.x - 1) & (x[seen] < SHEET.right + 1))
    assert np.all((y[seen] > SHEET.y - 1) & (y[seen] < SHEET.bottom + 1))


@pytest.mark.parametrize("extent", [(0, 10, 1, 5), (0, -91, 1, 5), (200, 0, 210, 5), (0, 0, float("inf"), 5)])
def test_what_is_no_extent_is_told(extent: tuple[float, ...]) -> None:
    with pytest.raises(BriefError, match="expected W,S,E,N"):
        checked_extent(Extent(*extent))


@pytest.mark.parametrize("extent", [HOME_EXTENT, Extent(10, 60, 12, 61), Extent(40, 20, 110, 60)])
def test_the_scale_is_true_in_the_middle(extent: Extent) -> None:
    frame = frame_for(extent, SHEET)
    x, y = SHEET.x + SHEET.width / 2, SHEET.y + SHEET.height / 2
    per_px, latitude = frame.km_per_px(x, y)
    lon, lat = frame.to_degrees(np.array([x - 10, x + 10]), np.array([y, y]))
    assert GEOD.inv(lon[0], lat[0], lon[1], lat[1])[2] / 1000 == pytest.approx(20 * per_px, rel=2e-3)
    assert extent.south < latitude < extent.north


def test_lengths_of_scales_are_round() -> None:
    assert [nice_length(most) for most in (0.7, 1, 4.9, 5, 99, 100, 730)] == [0.5, 1, 2, 5, 50, 100, 500]


def test_counts_by_place_are_those_of_the_frame(shipped: EventFrame) -> None:
    wanted = Filter(start=date(1999, 1, 1), end=date(2006, 12, 31))
    counts = count_places(Scene(shipped, wanted))
    by_place = shipped.place_counts(wanted)
    assert np.array_equal(counts.definite, by_place[0])
    assert np.array_equal(counts.total, by_place[0] + by_place[1])
    statuses = shipped.codes("status")[0][shipped.rows_in(wanted)]
    assert counts.slots[:, :, 2:].sum() == np.count_nonzero(statuses)


def test_area_grows_with_the_count() -> None:
    settings: dict[str, object] = {"factor_px": 5.5, "smallest_px": 7.0, "largest_px": 28.0}
    scale = SizeScale.of(settings, 26, 1.0)
    assert scale.radius(16) / scale.radius(4) == pytest.approx(2.0)
    crowded = SizeScale.of(settings, 10_000, 1.0)
    assert crowded.radius(10_000) == pytest.approx(28.0)
    assert crowded.radius(2500) == pytest.approx(14.0)


def test_what_is_drawn_follows_the_window(shipped: EventFrame) -> None:
    wanted = Filter(start=date(1999, 8, 20), end=date(1999, 10, 31))
    drawn, _ = drawn_map(shipped, wanted)
    assert drawn.precision == {"disc", "district", "province"}
    assert drawn.country_level > 0
    empty, _ = drawn_map(shipped, Filter(start=date(1985, 1, 1), end=date(1985, 2, 1)))
    assert (empty.precision, empty.types, empty.country_level) == (set(), set(), 0)


def test_the_legend_explains_what_is_drawn_and_nothing_else(shipped: EventFrame) -> None:
    wanted = Filter(start=date(1998, 11, 1), end=date(1998, 11, 30), event_types=("Battles",))
    drawn, _ = drawn_map(shipped, wanted, layers=("plain", "national", "by_place", "precision"))
    sections = {s.title: [row.label for row in s.rows] for s in legend_sections(drawn, str)}
    assert sections["Event type"] == ["Battles"]
    assert sections["Map"] == ["National border"]
    assert sections["Place precision"] == ["Province, outlined"]
    empty, _ = drawn_map(shipped, Filter(start=date(1985, 1, 1), end=date(1985, 2, 1)), layers=("plain",))
    assert legend_sections(empty, str) == []


def test_a_legend_takes_the_rows_it_is_given(shipped: EventFrame) -> None:
    drawn, _ = drawn_map(shipped, Filter())
    sections = legend_sections(drawn, str)
    for width in (300.0, 700.0, 1400.0):
        plan = plan_legend(sections, width, (14.0, 12.0, 10.0), 5)
        assert plan.rows <= 5
        assert plan.width <= width or plan.size == 10.0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("way", ["by_place", "points", "heat", "by_district"])
def test_each_drawing_of_incidents_leaves_its_colours(shipped: EventFrame, way: str, theme: str) -> None:
    layers = ("plain", way)
    _, with_events = drawn_map(shipped, Filter(), layers=layers, theme=theme, furniture=False)
    _, without = drawn_map(
        shipped, Filter(words=("nosuchword",)), layers=layers, theme=theme, furniture=False
    )
    apart = np.abs(with_events.pixels().astype(int) - without.pixels().astype(int)).sum(axis=2)
    assert np.count_nonzero(apart > 60) > 400


def test_numbers_do_not_overlap_and_the_hidden_ones_are_known(shipped: EventFrame) -> None:
    rows = shipped.rows_in(Filter())
    numbered = tuple(Numbered(number, int(row)) for number, row in enumerate(rows, start=1))
    canvas = Canvas(800, 540, background="#FFFFFF")
    request = MapRequest(Scene(shipped, Filter()), numbered=numbered)
    drawn = draw_map(canvas, SHEET, request)
    assert 10 < len(drawn.on_map) < len(numbered)
    prec = shipped.places["where_prec"].to_numpy()[shipped.place_code[rows]]
    assert all(prec[number - 1] < 6 for number in drawn.on_map)


def test_an_unknown_layer_is_told(shipped: EventFrame) -> None:
    with pytest.raises(LayerError, match="no layer"):
        drawn_map(shipped, Filter(), layers=("nothing",))


@given(
    rects=st.lists(
        st.tuples(st.floats(0, 300), st.floats(0, 300), st.floats(1, 120), st.floats(1, 60)), max_size=30
    )
)
def test_room_is_given_once(rects: list[tuple[float, float, float, float]]) -> None:
    room = Room(Box(0, 0, 400, 400))
    taken: list[tuple[float, float, float, float]] = []
    for x, y, w, h in rects:
        rect = (x, y, x + w, y + h)
        if room.is_free(rect):
            for a, b, c, d in taken:
                assert not (a < rect[2] and c > rect[0] and b < rect[3] and d > rect[1])
            room.take(rect)
            taken.append(rect)


@given(text=st.text(max_size=80))
def test_clean_text_is_one_visible_line(text: str) -> None:
    shown = clean(text)
    assert shown.isprintable()
    assert shown == shown.strip()


def test_what_no_font_holds_is_a_box() -> None:
    assert clean("漢字 Ош") == f"{BOX}{BOX} Ош"


@given(text=st.text(alphabet="abc ЖЩ WWW.,", max_size=200), width=st.floats(20, 400))
def test_text_is_cut_and_wrapped_into_its_room(text: str, width: float) -> None:
    text = clean(text)
    assert text_width(cut(text, "regular", 14, width), "regular", 14) <= max(
        width, text_width("…", "regular", 14)
    )
    lines = wrap(text, "bold", 14, width, 3)
    assert len(lines) <= 3
    size, fitted = fit(text, "regular", (20, 14, 10), width, 2)
    assert size in (20, 14, 10)
    assert len(fitted) <= 2


def test_letters_of_all_five_languages_are_in_our_fonts() -> None:
    for letters in ("өүңӨҮҢ", "ғӣқӯҳҷҒӢҚӮҲҶ", "oʻgʻOʻGʻ", "ёъыэю", "±–—…·«»“”"):
        assert BOX not in clean(letters)


def test_every_colour_of_the_map_is_in_both_palettes() -> None:
    assert set(PALETTE["light"]) == set(PALETTE["dark"])
