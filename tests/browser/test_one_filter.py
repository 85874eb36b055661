"""One filter for the sidebar, the map and the address, and one map that every rerun leaves in place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from app_server import AppServer
from map_page import MapPage
from playwright.sync_api import Locator, expect

from events.filter import Filter
from events.frame import EventFrame

pytestmark = pytest.mark.browser

STATE = """() => ({
  window: [...incidentMap.window()], count: incidentMap.count(), possible: incidentMap.possible(),
  layers: incidentMap.layers().map(({ id, visible, opacity }) => [id, visible, opacity]),
})"""


def state(page: MapPage) -> dict[str, object]:
    """What the map shows, but for where it looks."""
    return dict(page.page.evaluate(STATE))


def same_view(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    """The same zoom, and the same centre but for two pixels."""
    pixel = 360 / (256 * 2 ** one[2])
    return one[2] == other[2] and all(abs(one[i] - other[i]) < 2 * pixel for i in (0, 1))


def tick(page: MapPage, label: str) -> Locator:
    """The checkbox of an event type, by its words."""
    return page.sidebar.get_by_test_id("stCheckbox").filter(has_text=label).locator("label")


def test_the_settled_window_reaches_the_sidebar_and_the_address(page: MapPage) -> None:
    page.set_window("1999-08-06", "1999-10-25")
    page.wait_sidebar("1999-08-06", "1999-10-25")
    thumbs = page.sidebar.get_by_role("slider", name=re.compile("^Period"))
    expect(thumbs.nth(0)).to_have_attribute("aria-valuetext", "Aug 1999")
    expect(thumbs.nth(1)).to_have_attribute("aria-valuetext", "Oct 1999")
    expect(page.root.get_by_text("Borders as of 25 Oct 1999")).to_be_visible()


def test_the_sidebars_slider_moves_the_map(page: MapPage) -> None:
    page.set_window("1999-08-01", "1999-10-31")
    page.wait_sidebar("1999-08-01", "1999-10-31")
    with page.same_map():
        page.sidebar.get_by_role("slider", name="Period — start").focus()
        page.page.keyboard.press("ArrowRight")
        page.wait_until("incidentMap.window()[0] === '1999-08-02'")
        page.wait_query(from_="1999-08-02", to="1999-10-31")


def test_the_sidebars_dates_move_the_map(page: MapPage, shipped: EventFrame) -> None:
    with page.same_map():
        page.sidebar.get_by_role("spinbutton", name="year, From").click()
        page.page.keyboard.type("19990801")
        page.page.keyboard.press("Tab")
        page.wait_until("incidentMap.window()[0] === '1999-08-01'")
        page.wait_query(from_="1999-08-01")
    wanted = Filter(start=dt.date(1999, 8, 1))
    assert page.count() == shipped.count(wanted).definite


def test_a_window_that_ends_before_it_starts_is_told_on_the_map(page: MapPage) -> None:
    page.set_window("1999-08-01", "1999-10-31")
    page.wait_sidebar("1999-08-01", "1999-10-31")
    page.sidebar.get_by_role("spinbutton", name="year, From").click()
    page.page.keyboard.type("20050101")
    page.page.keyboard.press("Tab")
    notice = page.page.locator(".im-notice")
    expect(notice).to_have_count(1)
    expect(notice).to_contain_text("2005-01-01")
    assert page.window() == ("1999-08-01", "1999-10-31")
    page.set_window("2000-01-01", "2000-12-31")
    expect(notice).to_have_count(0)


def test_a_type_is_unticked_without_the_map_being_made_anew(page: MapPage, shipped: EventFrame) -> None:
    page.page.evaluate(
        """() => {
          incidentMap.setLayer('railways', { visible: true });
          incidentMap.setLayer('relief', { opacity: 0.4 });
          incidentMap.map.setView([40.1, 71.2], 8.5, { animate: false });
        }"""
    )
    before, view = state(page), page.view()
    rest = shipped.n - shipped.type_counts(Filter())["Strategic developments"].total
    with page.same_map():
        tick(page, "Strategic").click()
        page.wait_count(rest)
        page.wait_query(type="battles,explosions,civilians,protests,riots")
        assert state(page) == {**before, "count": rest}
        assert page.view() == view
        expect(page.root.get_by_role("region", name="Legend and layers")).to_contain_text(
            re.compile(r"Strategic developments\s*0")
        )
        tick(page, "Strategic").click()
        page.wait_count(shipped.n)
        page.wait_query(type=None)


def test_filters_of_the_sidebar_reach_the_map(page: MapPage, shipped: EventFrame) -> None:
    page.sidebar.get_by_role("button", name=re.compile("^Planned")).click()
    page.wait_count(shipped.count(Filter(statuses=("planned",))).definite)
    page.wait_query(status="planned")
    page.sidebar.get_by_role("textbox", name="Words").fill("hostages")
    page.page.keyboard.press("Enter")
    page.wait_query(words="hostages")
    page.wait_count(shipped.count(Filter(statuses=("planned",), words=("hostages",))).definite)
    page.sidebar.get_by_role("button", name="Clear filters").click()
    page.wait_count(shipped.n)
    page.wait_query(words=None, status=None)


def test_filters_that_let_nothing_through_are_told_and_cleared(page: MapPage, shipped: EventFrame) -> None:
    page.sidebar.get_by_role("textbox", name="Words").fill("zebra crossing on the moon")
    page.page.keyboard.press("Enter")
    page.wait_count(0)
    expect(page.root.get_by_role("heading", name="No incidents match the filters")).to_be_visible()
    page.root.get_by_role("button", name="Clear filters").click()
    page.wait_count(shipped.n)
    expect(page.root.get_by_role("heading", name="No incidents match the filters")).to_be_hidden()


def test_a_mask_that_the_server_no_longer_keeps_is_made_anew(page: MapPage, shipped: EventFrame) -> None:
    page.watch.allow("404")
    page.watch.allow("no longer kept")
    lost: list[str] = []

    def lose_once(route: object) -> None:
        lost.append("mask")
        if len(lost) == 1:
            route.fulfill(status=404, json={"error": "this part of the map is no longer kept"})  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.page.route(re.compile(r"/map/assets/\w+\.bin$"), lose_once)
    tick(page, "Strategic").click()
    page.wait_until("() => new URLSearchParams(location.search).has('type')")
    page.wait_count(shipped.n - shipped.type_counts(Filter())["Strategic developments"].total)
    assert lost


def test_a_copied_link_restores_the_whole_view(
    open_page: Callable[..., MapPage], shipped_app: AppServer, shipped: EventFrame
) -> None:
    page = open_page(shipped_app, permissions=["clipboard-read", "clipboard-write"])
    page.set_window("1999-01-01", "2000-12-31")
    tick(page, "Strategic").click()
    page.wait_query(type="battles,explosions,civilians,protests,riots")
    page.page.evaluate(
        """() => {
          incidentMap.setLayer('plain', { visible: true, opacity: 0.55 });
          incidentMap.setLayer('railways', { visible: true });
          incidentMap.setLayer('enclaves', { visible: false });
          incidentMap.setLayer('national', { opacity: 0.3 });
        }"""
    )
    row = int(
        shipped.rows_in(
            Filter(end=dt.date(2000, 12, 31), start=dt.date(1999, 1, 1), event_types=("Battles",))
        )[0]
    )
    place = shipped.places.iloc[shipped.place_code[row]]
    page.set_view(place["latitude"], place["longitude"], 9.25)
    page.click_place(place["longitude"], place["latitude"])
    title = page.card.get_by_role("heading", level=2)
    expect(title).not_to_have_text(" ")
    page.wait_still()
    page.page.get_by_role("button", name="Share view").click()
    expect(page.page.get_by_role("button", name="Link copied")).to_be_visible()
    link = page.page.evaluate("navigator.clipboard.readText()")
    assert link == page.page.url
    told, view = state(page), page.view()

    other = open_page(shipped_app, link.removeprefix(f"{shipped_app.url}/"), locale="en-GB")
    assert state(other) == told
    assert same_view(other.view(), view)
    expect(other.card.get_by_role("heading", level=2)).to_have_text(title.inner_text())
    other.wait_sidebar("1999-01-01", "2000-12-31")
    expect(other.page.locator(".im-notice")).to_have_count(0)
    other.wait_still()
    assert {**other.query(), "at": None} == {**page.query(), "at": None}
    ticks = other.sidebar.get_by_role("checkbox")
    assert [ticks.nth(i).is_checked() for i in range(6)] == [True] * 5 + [False]


def test_another_page_and_back_keeps_filter_and_view(page: MapPage, shipped: EventFrame) -> None:
    page.set_window("1999-08-01", "2000-10-31")
    tick(page, "Strategic").click()
    page.wait_query(type="battles,explosions,civilians,protests,riots")
    page.page.evaluate("incidentMap.setLayer('railways', { visible: true })")
    page.set_view(40.1, 71.2, 8.5)
    before, view, count = state(page), page.view(), page.count()
    page.go_to_page("Sources")
    expect(page.page.get_by_role("heading", name="Sources and licences")).to_be_visible()
    expect(page.page.locator(".im-map")).to_have_count(0)
    page.page.evaluate("delete window.incidentMap")
    page.go_to_page("Map")
    page.wait_ready()
    page.wait_count(count)
    assert state(page) == before
    assert same_view(page.view(), view)
    page.wait_sidebar("1999-08-01", "2000-10-31")
    page.set_window("1999-08-01", "1999-10-31")
    assert page.count() < count


def test_the_map_can_go_back_to_a_window_that_the_sidebar_left(page: MapPage) -> None:
    page.set_window("1999-08-01", "1999-10-31")
    page.wait_sidebar("1999-08-01", "1999-10-31")
    page.sidebar.get_by_role("slider", name="Period — start").focus()
    page.page.keyboard.press("ArrowRight")
    page.wait_until("incidentMap.window()[0] === '1999-08-02'")
    page.wait_query(from_="1999-08-02")
    page.set_window("1999-08-01", "1999-10-31")
    page.wait_sidebar("1999-08-01", "1999-10-31")
    assert page.window() == ("1999-08-01", "1999-10-31")


def test_the_window_survives_quick_changes_from_both_sides(page: MapPage) -> None:
    page.page.evaluate(
        """() => {
          for (let year = 1993; year < 2013; year++) incidentMap.setWindow(`${year}-01-01`, `${year}-12-31`);
        }"""
    )
    page.wait_query(from_="2012-01-01", to="2012-12-31")
    page.wait_sidebar("2012-01-01", "2012-12-31")
    page.wait_run()
    assert page.window() == ("2012-01-01", "2012-12-31")
