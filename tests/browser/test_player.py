"""The time player: by keys, by mouse, by finger and by itself; what it settles on is the app's window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from app_server import AppServer
from map_page import MapPage
from playwright.sync_api import expect

from events.event import Event
from events.filter import Filter
from events.frame import EventFrame

pytestmark = pytest.mark.browser

FIRST, LAST = "1992-01-01", "2017-12-31"


@pytest.fixture
def autumn(page: MapPage) -> MapPage:
    """The map over three months, with the keys at the window."""
    page.set_window("1999-08-01", "1999-10-31")
    page.slider["body"].focus()
    return page


def day(iso: str) -> dt.date:
    return dt.date.fromisoformat(iso)


def press(page: MapPage, key: str, window: tuple[str, str]) -> None:
    """Press a key; the window must become this one."""
    page.page.keyboard.press(key)
    page.wait_until("days => [...incidentMap.window()].join() === days.join()", list(window))


def test_arrows_step_and_shift_arrows_resize(autumn: MapPage) -> None:
    press(autumn, "ArrowRight", ("1999-09-01", "1999-11-30"))
    press(autumn, "ArrowRight", ("1999-10-01", "1999-12-31"))
    press(autumn, "ArrowLeft", ("1999-09-01", "1999-11-30"))
    press(autumn, "Shift+ArrowRight", ("1999-09-01", "1999-12-31"))
    press(autumn, "Shift+ArrowLeft", ("1999-09-01", "1999-11-30"))
    press(autumn, "Shift+ArrowLeft", ("1999-09-01", "1999-10-31"))


def test_home_and_end_go_to_the_first_and_the_last_dates(autumn: MapPage) -> None:
    press(autumn, "Home", (FIRST, "1992-03-31"))
    press(autumn, "ArrowLeft", (FIRST, "1992-03-31"))
    press(autumn, "End", ("2017-10-01", LAST))
    press(autumn, "ArrowRight", ("2017-10-01", LAST))


def test_keys_work_after_a_click_on_the_map(page: MapPage) -> None:
    page.set_window("1999-08-01", "1999-10-31")
    # A spot of China without a place.
    page.click_place(75.4, 40.9)
    press(page, "ArrowRight", ("1999-09-01", "1999-11-30"))


def test_keys_typed_into_a_field_are_the_fields_own(autumn: MapPage) -> None:
    autumn.page.keyboard.press("/")
    box = autumn.page.get_by_role("combobox", name="Search places")
    expect(box).to_be_focused()
    autumn.page.keyboard.type("a b")
    for key in ("ArrowLeft", "Home", "End", "Space"):
        autumn.page.keyboard.press(key)
    assert autumn.window() == ("1999-08-01", "1999-10-31")
    expect(box).to_have_value("a b ")


def test_space_plays_and_pauses(autumn: MapPage) -> None:
    button = autumn.page.get_by_role("button", name="Pause")
    autumn.page.keyboard.press("Space")
    expect(button).to_be_visible()
    autumn.wait_until("incidentMap.window()[0] > '1999-09-30'")
    autumn.page.keyboard.press("Space")
    expect(autumn.page.get_by_role("button", name="Play")).to_be_visible()
    start, end = autumn.window()
    assert (day(end) - day(start)).days in range(88, 93)
    autumn.wait_query(from_=start, to=end)
    autumn.wait_sidebar(start, end)
    assert autumn.window() == (start, end)


def test_playing_stops_at_the_end_and_tells_the_app_once(page: MapPage, shipped: EventFrame) -> None:
    page.set_window("2017-04-01", "2017-06-30")
    page.page.evaluate(
        """() => {
          window.seen = new Set();
          const replace = history.replaceState;
          history.replaceState = function (...args) {
            const query = new URL(args[2], location.href).searchParams;
            window.seen.add(`${query.get('from')} ${query.get('to')}`);
            return replace.apply(this, args);
          };
        }"""
    )
    page.page.get_by_role("combobox", name="Speed").select_option("4×")
    page.page.get_by_role("button", name="Play").click()
    page.wait_query(from_="2017-10-01", to=LAST)
    expect(page.page.get_by_role("button", name="Play")).to_be_visible()
    page.wait_sidebar("2017-10-01", LAST)
    assert set(page.page.evaluate("[...window.seen]")) <= {"2017-04-01 2017-06-30", f"2017-10-01 {LAST}"}
    count = shipped.count(Filter(start=day("2017-10-01"), end=day(LAST)))
    assert page.count() == count.definite


def test_play_at_the_end_begins_again(page: MapPage) -> None:
    page.set_window("2017-01-01", LAST)
    page.page.get_by_role("button", name="Play").click()
    page.wait_until("incidentMap.window()[0] < '1995'")
    page.page.get_by_role("button", name="Pause").click()
    start, end = page.window()
    assert (day(end) - day(start)).days in (364, 365)


def test_the_ends_and_the_body_of_the_window_are_dragged(page: MapPage) -> None:
    page.set_window("1999-01-01", "2001-12-31")
    x, y = page.middle_of(page.slider["end"])
    page.drag((x, y), (x + 150, y))
    start, end = page.window()
    assert start == "1999-01-01"
    assert end > "2004-01-01"
    assert (day(end) + dt.timedelta(1)).day == 1
    page.wait_query(from_=start, to=end)

    x, y = page.middle_of(page.slider["start"])
    page.drag((x, y), (x + 60, y))
    later, same_end = page.window()
    assert same_end == end
    assert later > "2000-01-01"
    assert day(later).day == 1
    page.wait_query(from_=later, to=end)

    length = (day(end).year - day(later).year) * 12 + day(end).month - day(later).month
    x, y = page.middle_of(page.slider["body"])
    page.drag((x, y), (x - 120, y))
    start, end = page.window()
    assert start < later
    assert day(start).day == 1
    assert (day(end).year - day(start).year) * 12 + day(end).month - day(start).month == length
    page.wait_query(from_=start, to=end)
    page.wait_sidebar(start, end)


def test_an_end_dragged_over_the_other_leaves_a_step(page: MapPage) -> None:
    page.set_window("1999-01-01", "2001-12-31")
    x, y = page.middle_of(page.slider["start"])
    page.drag((x, y), (x + 700, y))
    assert page.window() == ("2001-12-01", "2001-12-31")
    page.drag(page.middle_of(page.slider["end"]), (0, y))
    assert page.window()[0] == "2001-12-01" <= page.window()[1]


def test_a_drag_beyond_the_data_stops_at_its_ends(page: MapPage) -> None:
    page.set_window("1999-01-01", "2001-12-31")
    x, y = page.middle_of(page.slider["body"])
    page.drag((x, y), (1279, y))
    assert page.window() == ("2015-01-01", LAST)
    page.drag(page.middle_of(page.slider["body"]), (1, y))
    assert page.window() == (FIRST, "1994-12-31")


def test_the_window_is_dragged_by_finger(open_page: Callable[..., MapPage], shipped_app: AppServer) -> None:
    page = open_page(shipped_app, has_touch=True)
    page.set_window("1999-01-01", "2001-12-31")
    finger = page.page.context.new_cdp_session(page.page)
    x, y = page.middle_of(page.slider["body"])
    touches = [("touchStart", x)] + [("touchMove", x + 20 * step) for step in range(1, 8)]
    for kind, at in touches:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at, "y": y}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_until("incidentMap.window()[0] > '2000'")
    start, end = page.window()
    assert (day(end) - day(start)).days in range(1094, 1097)
    page.wait_query(from_=start, to=end)


def test_a_click_beside_the_window_brings_it_there(page: MapPage) -> None:
    page.set_window("1999-01-01", "1999-12-31")
    box = page.page.get_by_role("img", name="Incidents over time").bounding_box()
    assert box is not None
    page.page.mouse.click(box["x"] + 0.7 * box["width"], box["y"] + box["height"] / 2)
    page.wait_until("incidentMap.window()[0] > '2008'")
    start, end = page.window()
    assert start < "2012"
    assert (day(end) - day(start)).days in (364, 365)


def test_lengths_steps_and_cumulative(page: MapPage) -> None:
    page.set_window("1999-08-01", "1999-10-31")
    group = page.page.get_by_role("group", name="Length of the window")
    group.get_by_role("button", name="1 month").click()
    page.wait_query(from_="1999-08-01", to="1999-08-31")
    expect(group.get_by_role("button", name="1 month")).to_have_attribute("aria-pressed", "true")
    group.get_by_role("button", name="1 year").click()
    page.wait_query(from_="1999-08-01", to="2000-07-31")
    page.page.get_by_role("combobox", name="Step").select_option("1 year")
    page.page.get_by_role("button", name="Step forward").click()
    page.wait_query(from_="2000-08-01", to="2001-07-31")

    cumulative = page.page.get_by_role("switch", name="Cumulative")
    cumulative.click()
    page.wait_query(from_=FIRST, to="2001-07-31", cum="1")
    page.page.get_by_role("button", name="Step forward").click()
    page.wait_query(from_=FIRST, to="2002-07-31")
    cumulative.click()
    page.wait_query(from_="2000-08-01", to="2002-07-31", cum=None)
    group.get_by_role("button", name="All dates").click()
    page.wait_sidebar(FIRST, LAST)
    assert page.window() == (FIRST, LAST)


def test_the_slider_says_its_dates_to_those_who_cannot_see_it(autumn: MapPage) -> None:
    expect(autumn.slider["start"]).to_have_attribute("aria-valuetext", "1 Aug 1999")
    expect(autumn.slider["end"]).to_have_attribute("aria-valuetext", "31 Oct 1999")
    expect(autumn.slider["body"]).to_have_attribute("aria-valuetext", "1 Aug 1999 – 31 Oct 1999")
    autumn.slider["end"].focus()
    press(autumn, "ArrowLeft", ("1999-08-01", "1999-09-30"))
    expect(autumn.slider["end"]).to_have_attribute("aria-valuetext", "30 Sep 1999")
    autumn.slider["start"].focus()
    press(autumn, "Home", (FIRST, "1999-09-30"))


def test_without_incidents_the_player_rests(
    open_page: Callable[..., MapPage], start_app: Callable[..., AppServer], tmp_path: Path
) -> None:
    path = tmp_path / "none.csv"
    path.write_text(",".join(Event.model_fields) + "\n")
    page = open_page(start_app(INCIDENTS_DATA=str(path)))
    assert page.total() == 0
    expect(page.page.get_by_role("button", name="Play")).to_be_disabled()
    expect(page.page.get_by_role("heading", name="No incidents in this data set")).to_be_visible()
