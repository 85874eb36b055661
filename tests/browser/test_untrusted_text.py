"""Texts from outside that look like markup are shown as text, wherever they are shown."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from app_server import AppServer
from map_page import MapPage
from playwright.sync_api import expect
from sample_incidents import PLACES, SCRIPT_PLACE, SCRIPT_TITLE

pytestmark = pytest.mark.browser

LATITUDE, LONGITUDE = (float(value or 0) for value in PLACES["script"][4:6])


@pytest.fixture
def at_script(sample_page: MapPage) -> MapPage:
    """The map over the place whose name is markup."""
    sample_page.set_view(LATITUDE, LONGITUDE, 9)
    return sample_page


def not_hacked(page: MapPage) -> bool:
    made = ".im script, .im img[src='x'], .im [onerror], .im [onload]"
    return bool(
        page.page.evaluate("made => window.hacked === undefined && !document.querySelector(made)", made)
    )


def test_a_title_with_a_script_is_text_on_the_card(at_script: MapPage) -> None:
    at_script.click_place(LONGITUDE, LATITUDE)
    expect(at_script.card.get_by_role("heading", level=2)).to_have_text(SCRIPT_TITLE)
    expect(at_script.card).to_contain_text(SCRIPT_PLACE)
    assert not_hacked(at_script)


def test_a_place_with_a_script_is_text_in_the_tooltip(at_script: MapPage) -> None:
    at_script.page.mouse.move(*at_script.pixel_of(LONGITUDE, LATITUDE))
    expect(at_script.page.get_by_role("tooltip").filter(has_text="Isfana")).to_contain_text(SCRIPT_PLACE)
    assert not_hacked(at_script)


def test_a_place_with_a_script_is_text_in_an_edge_chip(sample_page: MapPage) -> None:
    sample_page.set_view(LATITUDE, LONGITUDE - 3, 9)
    chip = sample_page.page.get_by_role("button", name=re.compile(r"Isfana <script>.*outside the view"))
    expect(chip.first).to_be_visible()
    assert not_hacked(sample_page)


IMAGE = "%3Cimg%20src%3Dx%20onerror%3Dwindow.hacked%3D1%3E"


def test_a_link_full_of_scripts_is_told_and_runs_none(
    open_page: Callable[..., MapPage], sample_app: AppServer
) -> None:
    keys = ("at", "layers", "fade", "type", "from", "area", IMAGE)
    page = open_page(sample_app, "?" + "&".join(f"{key}={IMAGE}" for key in keys) + f"&words={IMAGE}")
    assert page.total() == 40
    expect(page.page.locator(".im-notice").filter(has_text="<img")).to_have_count(len(keys))
    assert not_hacked(page)


def test_tiles_of_a_link_that_are_no_address_are_told_and_the_map_stays(
    open_page: Callable[..., MapPage], sample_app: AppServer
) -> None:
    page = open_page(sample_app, "?tiles=javascript:window.hacked%3D1")
    assert page.total() == 40
    expect(page.page.locator(".im-notice").filter(has_text="javascript:")).to_have_count(1)
    assert not_hacked(page)


def test_a_search_for_a_script_finds_nothing_and_says_so(sample_page: MapPage) -> None:
    sample_page.page.get_by_role("button", name=re.compile("^Search places")).click()
    sample_page.page.get_by_role("combobox", name="Search places").fill("<img src=x onerror=window.hacked=1>")
    expect(sample_page.page.get_by_role("search")).to_contain_text("<img src=x")
    assert not_hacked(sample_page)
