"""Layers, bases and drawings by the panel; searching, measuring and drawing areas by the tools."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyproj
import pytest
from app_server import AppServer
from map_page import MapPage, Point
from playwright.sync_api import Locator, expect
from sample_incidents import PLACES

from events.filter import Filter
from events.frame import EventFrame
from geodata.bases import all_bases

pytestmark = pytest.mark.browser

GEOD = pyproj.Geod(ellps="sphere")


def radio(panel: Locator, name: str) -> Locator:
    """A base or a drawing of incidents."""
    return panel.get_by_role("radio", name=name, exact=True)


def test_layers_are_ticked_and_unticked(page: MapPage) -> None:
    panel = page.open_layers()
    before = page.shown_layers()
    with page.same_map():
        panel.get_by_role("checkbox", name="Railways").check()
        panel.get_by_role("checkbox", name="Enclaves").uncheck()
        assert page.shown_layers() == (before | {"railways"}) - {"enclaves"}
        expect(panel.get_by_role("checkbox", name="Railways")).to_be_checked()
    page.wait_until("() => /layers=[^&]*railways/.test(location.search)")
    attribution = page.root.get_by_role("button", name=re.compile("^Sources of the map"))
    expect(attribution).to_have_attribute("aria-label", re.compile("Railways"))
    panel.get_by_role("button", name="Reset layers").click()
    assert page.shown_layers() == before
    page.wait_query(layers=None)


def test_of_bases_and_of_drawings_one_is_shown(page: MapPage) -> None:
    panel = page.open_layers()
    for name, layer in (("Plain", "plain"), ("Dark", "dark"), ("Relief", "relief")):
        radio(panel, name).check()
        assert page.shown_layers() & {"relief", "plain", "dark", "online"} == {layer}
    for name, layer in (
        ("Points", "points"),
        ("Heat", "heat"),
        ("District", "by_district"),
        ("Places", "by_place"),
    ):
        radio(panel, name).check()
        assert page.shown_layers() & {"by_place", "points", "heat", "by_district"} == {layer}
        assert page.count() == 125
    page.page.get_by_role("tab", name="Legend").click()
    expect(page.root.get_by_role("tabpanel")).to_contain_text("Violence against civilians")


def test_strength_survives_a_rerun_and_a_reload(
    open_page: Callable[..., MapPage], shipped_app: AppServer
) -> None:
    page = open_page(shipped_app)
    panel = page.open_layers()
    panel.get_by_role("button", name="How strong: National").click()
    fader = panel.get_by_role("slider", name="Strength of National")
    expect(fader).to_be_focused()
    for _ in range(8):
        page.page.keyboard.press("ArrowLeft")
    assert page.opacity("national") == pytest.approx(0.6)
    page.set_window("1999-08-01", "1999-10-31")
    assert page.opacity("national") == pytest.approx(0.6)
    expect(fader).to_have_attribute("aria-valuetext", "60%")
    page.wait_query(fade="national:60")
    page.page.reload()
    page.wait_ready()
    assert page.opacity("national") == pytest.approx(0.6)


def test_own_tiles_are_added_and_what_is_no_address_is_told(page: MapPage) -> None:
    page.watch.allow(r"tiles\.example")
    panel = page.open_layers()
    panel.get_by_text("Add your own tiles").click()
    box = panel.get_by_role("textbox", name="Address of the tiles")
    for wrong in ("", "not an address", "ftp://tiles.example/{z}/{x}/{y}", "https://tiles.example/1/2/3.png"):
        box.fill(wrong)
        panel.get_by_role("button", name="Add", exact=True).click()
        expect(panel.get_by_role("alert")).to_contain_text("{z}/{x}/{y}")
    assert "relief" in page.shown_layers()
    box.fill("https://tiles.example/{z}/{x}/{y}.png")
    panel.get_by_role("button", name="Add", exact=True).click()
    expect(radio(panel, "Own")).to_be_checked()
    assert "own" in page.shown_layers()
    page.wait_query(tiles="https://tiles.example/{z}/{x}/{y}.png")


def test_manas_is_on_the_map_while_the_window_meets_its_years(page: MapPage) -> None:
    bases = all_bases()
    manas = bases[bases["foreign"] & bases["name"].str.contains("Manas")].iloc[0]["name"]
    symbol = page.page.locator(f'.im-site-box[title^="{manas}"]')
    for window, number in (
        (("2010-01-01", "2010-12-31"), 1),
        (("2016-01-01", "2016-12-31"), 0),
        (("2000-01-01", "2000-12-31"), 0),
        (("1999-01-01", "2017-12-31"), 1),
    ):
        page.set_window(*window)
        expect(symbol).to_have_count(number)


def test_the_day_of_the_borders_is_the_windows_last(page: MapPage) -> None:
    expect(page.root.get_by_text("Borders as of 31 Dec 2017")).to_be_visible()
    page.set_window("1999-01-01", "1999-10-12")
    expect(page.root.get_by_text("Borders as of 12 Oct 1999")).to_be_visible()


def test_a_district_of_the_choropleth_opens_its_list(sample_page: MapPage) -> None:
    radio(sample_page.open_layers(), "District").check()
    latitude, longitude = PLACES["district"][4:6]
    sample_page.set_view(latitude, longitude, 8.5)
    sample_page.wait_run()
    # A spot of the district beside its number.
    sample_page.page.mouse.move(*sample_page.pixel_of(longitude + 0.04, latitude - 0.04))
    tip = sample_page.page.get_by_role("tooltip").filter(has_text="Kadamjay")
    expect(tip).to_contain_text("in the district")
    sample_page.click_place(longitude + 0.04, latitude - 0.04)
    expect(sample_page.card).to_contain_text("Kadamjay")
    expect(sample_page.card).to_contain_text(re.compile(r"1 of \d here"))
    sample_page.page.get_by_role("tab", name="Legend").click()
    expect(sample_page.root.get_by_role("tabpanel")).to_contain_text("Incidents in the district")


def test_a_dot_of_the_points_opens_its_incident(sample_page: MapPage) -> None:
    radio(sample_page.open_layers(), "Points").check()
    latitude, longitude = PLACES["script"][4:6]
    sample_page.set_view(latitude, longitude, 9)
    sample_page.click_place(longitude, latitude)
    expect(sample_page.card.get_by_role("heading", level=2)).to_contain_text("Fuel depot")


def test_a_place_is_found_and_flown_to(page: MapPage) -> None:
    page.page.keyboard.press("/")
    box = page.page.get_by_role("combobox", name="Search places")
    box.fill("Batken")
    options = page.page.get_by_role("listbox", name="Places found").get_by_role("option")
    expect(options.first).to_contain_text("Batken")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.page.keyboard.press("ArrowUp")
    page.page.keyboard.press("Enter")
    page.wait_until("Math.abs(incidentMap.map.getCenter().lat - 40.06) < 0.35")
    page.wait_still()
    latitude, longitude, zoom = page.view()
    assert (latitude, longitude) == (pytest.approx(40.06, abs=0.35), pytest.approx(70.82, abs=0.6))
    assert zoom > 7
    expect(box).to_be_hidden()


def test_a_search_that_fails_can_be_tried_again(page: MapPage) -> None:
    page.watch.allow("Failed to load resource")
    page.page.route("**/map/places**", lambda route: route.abort())
    page.page.get_by_role("button", name=re.compile("^Search places")).click()
    page.page.get_by_role("combobox", name="Search places").fill("Osh")
    found = page.page.get_by_role("search")
    expect(found).to_contain_text("The search failed")
    page.page.unroute("**/map/places**")
    found.get_by_role("button", name="Try again").click()
    expect(found.get_by_role("option").first).to_contain_text("Osh")
    page.page.keyboard.press("Escape")
    page.page.get_by_role("button", name="Close the search").click()
    expect(page.page.get_by_role("combobox", name="Search places")).to_be_hidden()


@pytest.fixture
def clear_view(sample_page: MapPage) -> MapPage:
    """The small world around Batken, where the middle of the map is free of panels."""
    sample_page.set_view(40.0, 70.9, 8.5)
    return sample_page


def corners(page: MapPage, *places: Point) -> None:
    """Click places one after another."""
    for place in places:
        page.click_place(*place)


def test_a_distance_is_measured(clear_view: MapPage) -> None:
    page = clear_view
    page.page.get_by_role("button", name="Measure a distance").click()
    ends = ((70.5, 40.25), (71.5, 40.25))
    corners(page, *ends)
    page.page.keyboard.press("Enter")
    remove = page.page.get_by_role("button", name="Remove the measurement")
    label = remove.locator("..").inner_text()
    told = re.fullmatch(r"([\d.,]+)\s*km", label.strip())
    assert told, label
    _, _, metres = GEOD.inv(*ends[0], *ends[1])
    assert float(told[1].replace(",", "")) == pytest.approx(metres / 1000, rel=0.01)
    expect(page.card).to_be_hidden()
    remove.click()
    expect(remove).to_have_count(0)


SQUARE = ((70.55, 40.3), (71.25, 40.3), (71.25, 39.9), (70.55, 39.9))


def test_a_drawn_area_filters_and_is_cleared(clear_view: MapPage, sample: EventFrame) -> None:
    page = clear_view
    page.page.get_by_role("button", name="Draw an area").click()
    corners(page, *SQUARE)
    page.page.keyboard.press("Enter")
    page.wait_until("() => new URLSearchParams(location.search).has('area')")
    wanted = Filter.from_query({"area": page.query()["area"][0]})
    expected = sample.count(wanted)
    assert 0 < expected.definite < sample.n
    page.wait_count(expected.definite)
    clear = page.root.get_by_role("button", name="Clear the area")
    expect(clear).to_have_count(2)
    clear.first.click()
    page.wait_count(sample.n)
    page.wait_query(area=None)
    expect(clear.first).to_be_hidden()


def test_an_area_of_the_link_filters_and_is_cleared(
    open_page: Callable[..., MapPage], sample_app: AppServer, sample: EventFrame
) -> None:
    query = ";".join(f"{longitude},{latitude}" for longitude, latitude in SQUARE)
    page = open_page(sample_app, f"?area={query}")
    assert page.count() == sample.count(Filter.from_query({"area": query})).definite < sample.n
    page.root.get_by_role("button", name="Clear the area").first.click()
    page.wait_query(area=None)
    page.wait_count(sample.n)


def test_an_outline_that_crosses_itself_is_not_taken(clear_view: MapPage, sample: EventFrame) -> None:
    page = clear_view
    page.page.get_by_role("button", name="Draw an area").click()
    corners(page, SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3])
    page.page.keyboard.press("Enter")
    expect(page.root.get_by_text("The outline crosses itself")).to_be_visible()
    page.page.keyboard.press("Escape")
    expect(page.root.get_by_text("The outline crosses itself")).to_be_hidden()
    assert page.count() == sample.n
    assert "area" not in page.query()


def test_a_circle_of_a_typed_radius_filters(clear_view: MapPage, sample: EventFrame) -> None:
    page = clear_view
    longitude, latitude = PLACES["batken"][5], PLACES["batken"][4]
    assert longitude is not None
    assert latitude is not None
    page.page.get_by_role("button", name="Draw a circle").click()
    page.click_place(longitude, latitude)
    page.page.get_by_role("spinbutton", name="Radius in kilometres").fill("40")
    page.page.get_by_role("button", name="Set", exact=True).click()
    page.wait_until("() => new URLSearchParams(location.search).has('area')")
    expected = sample.count(Filter.from_query({"area": page.query()["area"][0]})).definite
    page.wait_count(expected)
    near = [
        GEOD.inv(longitude, latitude, place[5], place[4])[2] < 40_000
        for place in PLACES.values()
        if place[4] is not None
    ]
    assert sum(near) > 1
    located = sample.places["latitude"].notna().to_numpy()
    inside = [
        bool(located[row])
        and GEOD.inv(longitude, latitude, place["longitude"], place["latitude"])[2] < 40_000
        for row, place in sample.places.iterrows()
    ]
    assert expected == sum(inside[code] for code in sample.place_code)


def test_tools_are_worked_by_keys_alone(clear_view: MapPage, sample: EventFrame) -> None:
    page = clear_view
    page.page.get_by_role("button", name="Draw an area").focus()
    page.page.keyboard.press("Enter")
    expect(page.root.get_by_text("Arrows move the map, Enter sets a point at the cross")).to_be_visible()
    for key in ("Enter", "ArrowRight", "Enter", "ArrowDown", "Enter", "ArrowLeft", "Enter"):
        page.page.keyboard.press(key)
    page.page.get_by_role("button", name="Done").click()
    page.wait_until("() => new URLSearchParams(location.search).has('area')")
    wanted = Filter.from_query({"area": page.query()["area"][0]})
    page.wait_count(sample.count(wanted).definite)


def test_zoom_buttons_and_home(page: MapPage) -> None:
    before = page.view()
    page.page.get_by_role("button", name="Zoom in").click()
    page.wait_until("zoom => incidentMap.map.getZoom() > zoom", before[2])
    page.wait_still()
    page.page.get_by_role("button", name="Zoom out").click()
    page.wait_still()
    assert page.view()[2] == pytest.approx(before[2])
    page.set_view(35.0, 60.0, 10)
    page.page.get_by_role("button", name="Show the whole valley").click()
    page.wait_until("lat => Math.abs(incidentMap.map.getCenter().lat - lat) < 0.2", before[0])


def test_presentation_shows_only_the_map(page: MapPage) -> None:
    page.page.get_by_role("button", name="Present").click()
    expect(page.sidebar).to_be_hidden()
    expect(page.page.get_by_role("navigation", name="App pages")).to_be_hidden()
    expect(page.map).to_be_visible()
    expect(page.page.get_by_role("button", name="Play")).to_be_visible()
    box = page.map.bounding_box()
    assert box is not None
    assert box["width"] > 1200
    page.page.keyboard.press("Escape")
    expect(page.sidebar).to_be_visible()
    page.page.keyboard.press("p")
    expect(page.sidebar).to_be_hidden()
    page.page.keyboard.press("p")
    expect(page.sidebar).to_be_visible()


def test_the_theme_is_switched_and_the_view_stays(
    open_page: Callable[..., MapPage], shipped_app: AppServer
) -> None:
    page = open_page(shipped_app, color_scheme="light")
    page.set_window("1999-08-01", "1999-10-31")
    page.set_view(40.1, 71.2, 8)
    light = page.root.evaluate("root => getComputedStyle(root).getPropertyValue('--panel')")
    with page.page.expect_navigation():
        page.page.get_by_role("button", name="Dark", exact=True).click()
    page.wait_ready()
    assert page.page.evaluate("document.querySelector('.im').dataset.theme") == "dark"
    assert page.root.evaluate("root => getComputedStyle(root).getPropertyValue('--panel')") != light
    color = page.page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert sum(map(int, re.findall(r"\d+", color)[:3])) < 200
    assert page.window() == ("1999-08-01", "1999-10-31")
    assert page.view() == (pytest.approx(40.1, abs=0.02), pytest.approx(71.2, abs=0.02), 8)
    with page.page.expect_navigation():
        page.page.get_by_role("button", name="Light", exact=True).click()
    page.wait_ready()
    assert page.page.evaluate("document.querySelector('.im').dataset.theme") == "light"
