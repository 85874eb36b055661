"""Incidents opened from the map: the card with its evidence, lists of places, chips of what has no point."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from app_server import AppServer
from map_page import MapPage
from playwright.sync_api import Locator, expect
from sample_incidents import PLACES, SCRIPT_TITLE

from events.filter import Filter
from events.frame import EventFrame
from layers.areas import place_areas

pytestmark = pytest.mark.browser


def point(frame: EventFrame, key: str) -> tuple[float, float]:
    """Where the symbol of a place stands: longitude, latitude."""
    row = frame.places.index[frame.places["place_id"] == key][0]
    area = place_areas(frame).iloc[row]
    return area["symbol_longitude"], area["symbol_latitude"]


def title(page: MapPage) -> Locator:
    return page.card.get_by_role("heading", level=2)


@pytest.fixture
def near(sample_page: MapPage, sample: EventFrame) -> Callable[[str], tuple[float, float]]:
    """Bring a place of the small world into the middle; returns its point."""

    def move(key: str) -> tuple[float, float]:
        longitude, latitude = point(sample, key)
        sample_page.set_view(latitude, longitude, 9.5)
        return longitude, latitude

    return move


Near = Callable[[str], tuple[float, float]]


def test_a_circle_opens_the_card_with_its_evidence(
    sample_page: MapPage, sample: EventFrame, near: Near
) -> None:
    sample_page.click_place(*near("zardaly"))
    expect(title(sample_page)).to_have_text("Shots at a bridge")
    card = sample_page.card
    expect(card).to_contain_text("Battles")
    expect(card).to_contain_text("Occurred")
    expect(card).to_contain_text("between 25 and 27 Aug 1999")
    expect(card).to_contain_text("near Zardaly")
    expect(card).to_contain_text("Near this place, ±12 km")
    expect(card).to_contain_text("39.75, 71.45")
    expect(card).to_contain_text("Single source")
    expect(card).to_contain_text("Test Gazette, 27 Oct 1999, paragraph 2")
    link = card.get_by_role("link", name=re.compile("Column"))
    assert link.get_attribute("href") == "https://example.org/gazette"
    assert "noopener" in str(link.get_attribute("rel"))
    sample_page.wait_query(sel="sample-24")


def test_the_card_turns_pages_at_its_place(sample_page: MapPage, near: Near) -> None:
    sample_page.click_place(*near("zardaly"))
    card = sample_page.card
    expect(card).to_contain_text("1 of 3 here")
    expect(card.get_by_role("button", name="Previous incident here")).to_be_disabled()
    card.get_by_role("button", name="Next incident here").click()
    expect(title(sample_page)).to_have_text("Aircraft over the gorge")
    expect(card).to_contain_text("2 of 3 here")
    sample_page.page.keyboard.press("PageDown")
    expect(title(sample_page)).to_have_text("Return announced")
    expect(card).to_contain_text("Threatened")
    expect(card.get_by_role("button", name="Next incident here")).to_be_disabled()
    card.get_by_role("button", name=re.compile("Shots at a bridge")).click()
    expect(title(sample_page)).to_have_text("Shots at a bridge")


def test_the_card_closes_by_escape_by_its_button_and_by_the_map(sample_page: MapPage, near: Near) -> None:
    at = near("zardaly")
    sample_page.click_place(*at)
    sample_page.card.get_by_role("button", name="Close").focus()
    sample_page.page.keyboard.press("Escape")
    expect(sample_page.card).to_be_hidden()
    sample_page.wait_query(sel=None)
    sample_page.click_place(*at)
    sample_page.card.get_by_role("button", name="Close").click()
    expect(sample_page.card).to_be_hidden()
    sample_page.click_place(*at)
    expect(title(sample_page)).to_have_text("Shots at a bridge")
    sample_page.click_place(at[0] + 0.3, at[1] + 0.12)
    expect(sample_page.card).to_be_hidden()


def test_escape_closes_a_card_that_a_click_opened(sample_page: MapPage, near: Near) -> None:
    sample_page.click_place(*near("zardaly"))
    expect(title(sample_page)).to_have_text("Shots at a bridge")
    sample_page.page.keyboard.press("Escape")
    expect(sample_page.card).to_be_hidden()


def test_all_incidents_of_a_place_are_listed(sample_page: MapPage, sample: EventFrame, near: Near) -> None:
    sample_page.click_place(*near("batken"))
    here = int((sample.places["place_id"].to_numpy()[sample.place_code] == "batken").sum())
    sample_page.card.get_by_role("button", name=f"Show all {here} here").click()
    rows = sample_page.card.get_by_role("listbox")
    expect(rows.get_by_role("option")).to_have_count(here)
    expect(rows).to_contain_text("Villagers ask for water")
    sample_page.page.keyboard.press("End")
    sample_page.page.keyboard.press("Enter")
    expect(title(sample_page)).to_have_text("Villagers ask for water")


def test_a_vague_date_is_told_as_possible(sample_page: MapPage, near: Near) -> None:
    sample_page.set_window("2000-08-13", "2000-12-31")
    at = near("batken")
    sample_page.page.mouse.move(*sample_page.pixel_of(*at))
    tip = sample_page.page.get_by_role("tooltip").filter(has_text="Batken")
    expect(tip).to_contain_text("+1 possible")
    sample_page.click_place(*at)
    expect(sample_page.card).to_contain_text("between 11 and 16 Aug 2000")
    expect(sample_page.card).to_contain_text("May lie outside the window")
    sample_page.set_window("2001-01-01", "2001-12-31")
    expect(sample_page.card).to_contain_text("Outside the window")


def test_the_tooltip_names_the_place_and_counts_by_type(
    sample_page: MapPage, sample: EventFrame, near: Near
) -> None:
    at = near("batken")
    sample_page.page.mouse.move(*sample_page.pixel_of(*at))
    tip = sample_page.page.get_by_role("tooltip").filter(has_text="Batken")
    expect(tip).to_be_visible()
    rows = sample.place_code == sample.places.index[sample.places["place_id"] == "batken"][0]
    types, names = sample.codes("event_type")
    for code, name in enumerate(names):
        number = int((types[rows] == code).sum())
        if number:
            expect(tip).to_contain_text(f"{name}{number}")
        else:
            expect(tip).not_to_contain_text(name)
    expect(tip).to_contain_text(f"{int(rows.sum())} incidents")
    sample_page.page.mouse.move(*sample_page.pixel_of(at[0] + 0.3, at[1] + 0.1))
    expect(tip).to_be_hidden()


@pytest.mark.parametrize(
    ("key", "first"),
    [("province", "Reserve called up in the region"), ("district", "Bombs fall on pastures")],
)
def test_the_symbol_of_an_area_opens_its_list(sample_page: MapPage, near: Near, key: str, first: str) -> None:
    sample_page.click_place(*near(key))
    expect(title(sample_page)).to_have_text(first)
    words = {"province": "Province level", "district": "District level"}[key]
    expect(sample_page.card).to_contain_text(f"{words}, ±{PLACES[key][7]:.0f} km")
    expect(sample_page.card).to_contain_text("1 of 2 here")


def test_what_is_known_of_a_country_only_is_a_chip_at_its_name(sample_page: MapPage) -> None:
    chip = sample_page.page.get_by_role("button", name=re.compile("^Kyrgyzstan: 2 coded to the country only"))
    chip.click()
    expect(title(sample_page)).to_have_text("Parliament votes on funds")
    expect(sample_page.card).to_contain_text("Kyrgyzstan, country level")
    expect(sample_page.card).to_contain_text("Country only: no point is claimed")
    expect(sample_page.card.get_by_role("button", name="Zoom to place")).to_be_hidden()
    sample_page.card.get_by_role("button", name="Next incident here").click()
    expect(title(sample_page)).to_have_text("Ministers agree on aid")
    sample_page.set_window("2000-01-01", "2000-12-31")
    expect(
        sample_page.page.get_by_role("button", name=re.compile("^Kyrgyzstan: 1 coded to the country only"))
    ).to_be_visible()


def test_an_arrow_at_the_edge_goes_to_what_is_outside(sample_page: MapPage, sample: EventFrame) -> None:
    sample_page.page.get_by_role("button", name=re.compile("^Moscow 3: outside the view")).click()
    sample_page.wait_until("Math.abs(incidentMap.map.getCenter().lng - 37.6173) < 0.2")
    sample_page.wait_still()
    assert sample_page.view()[0] == pytest.approx(PLACES["moscow"][4], abs=0.2)
    sample_page.click_place(*point(sample, "moscow"))
    expect(title(sample_page)).to_have_text("Help is promised")


def test_what_has_no_point_leads_to_no_false_one(sample_page: MapPage) -> None:
    # Neither the country without a point nor the sea lies at 0 N, 0 E.
    sample_page.set_view(35.7, 139.7, 8)
    for name in ("Kyrgyzstan", "Caspian Sea"):
        for chip in sample_page.page.get_by_role("button", name=re.compile(rf"\b{name} \d")).all():
            chip.click()
            sample_page.wait_still()
            latitude, longitude, _ = sample_page.view()
            assert abs(latitude) > 15 or abs(longitude) > 15, f"{name} led to {latitude}, {longitude}"
            sample_page.set_view(35.7, 139.7, 8)


def test_an_incident_of_the_link_is_open(open_page: Callable[..., MapPage], sample_app: AppServer) -> None:
    page = open_page(sample_app, "?sel=sample-23")
    expect(title(page)).to_have_text(SCRIPT_TITLE)
    page.wait_still()
    assert page.query()["sel"] == ["sample-23"]


def test_details_that_do_not_arrive_can_be_asked_for_again(sample_page: MapPage, near: Near) -> None:
    sample_page.watch.allow("Failed to load resource")
    at = near("zardaly")
    sample_page.page.route("**/map/events/**", lambda route: route.abort())
    sample_page.click_place(*at)
    expect(title(sample_page)).to_have_text("This incident could not be loaded")
    sample_page.page.unroute("**/map/events/**")
    sample_page.card.get_by_role("button", name="Try again").click()
    expect(title(sample_page)).to_have_text("Shots at a bridge")


def test_the_citation_is_copied_as_plain_text(
    open_page: Callable[..., MapPage], sample_app: AppServer
) -> None:
    page = open_page(sample_app, "?sel=sample-15", permissions=["clipboard-read", "clipboard-write"])
    page.card.get_by_role("button", name="Copy citation").click()
    expect(page.card.get_by_role("button", name="Copied")).to_be_visible()
    text = page.page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("A driver is taken. 24 Oct 1999. Jirgatol")
    assert "Test Gazette, 27 Oct 1999, paragraph 2, https://example.org/gazette" in text
    assert "[sample-15]" in text


def test_the_card_follows_the_filter(sample_page: MapPage, near: Near) -> None:
    sample_page.click_place(*near("batken"))
    expect(sample_page.card).to_contain_text("1 of 8 here")
    sample_page.sidebar.get_by_test_id("stCheckbox").filter(has_text="Battles").locator("label").click()
    expect(sample_page.card).to_contain_text("1 of 5 here")
    sample_page.sidebar.get_by_test_id("stCheckbox").filter(has_text="Battles").locator("label").click()
    expect(sample_page.card).to_contain_text("1 of 8 here")


def test_zoom_to_place_goes_there(open_page: Callable[..., MapPage], sample_app: AppServer) -> None:
    page = open_page(sample_app, "?sel=sample-37")
    page.card.get_by_role("button", name="Zoom to place").click()
    page.wait_until("Math.abs(incidentMap.map.getCenter().lng - 37.6173) < 0.2")


def test_an_empty_window_leads_to_the_next_incident(sample_page: MapPage, sample: EventFrame) -> None:
    sample_page.set_window("1998-04-01", "1998-05-31")
    heading = sample_page.root.get_by_role("heading", name="No incidents in this window")
    expect(heading).to_be_visible()
    sample_page.root.get_by_role("button", name=re.compile("^Go to next: Jul 1998")).click()
    sample_page.wait_query(from_="1998-07-01", to="1998-08-31")
    expect(heading).to_be_hidden()
    assert sample_page.count() == 1
    sample_page.set_window("2005-01-01", "2005-12-31")
    sample_page.root.get_by_role("button", name=re.compile("^Go to last: 31 Dec 2001")).click()
    sample_page.wait_until("incidentMap.count() === 1")
    sample_page.set_window("1998-04-01", "1998-05-31")
    expect(heading).to_be_visible()
    heading.locator("..").get_by_role("button", name="All dates").click()
    sample_page.wait_count(sample.count(Filter()).definite)
