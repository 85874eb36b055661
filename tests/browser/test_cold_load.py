"""The app from a cold start without a network: everything is there, and nothing is asked of another host."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from app_server import AppServer
from map_page import MapPage
from playwright.sync_api import expect

from events.filter import Filter
from events.frame import EventFrame
from layers.catalog import all_layers
from settings import ROOT

pytestmark = pytest.mark.browser


def test_a_cold_browser_gets_the_whole_map(
    open_page: Callable[..., MapPage], shipped_app: AppServer, shipped: EventFrame
) -> None:
    # A context of its own: nothing is in its cache. That no other host is asked, the fixture checks.
    page = open_page(shipped_app, locale="en-GB")
    assert page.total() == shipped.n == 125
    assert page.count() == shipped.count(Filter()).definite
    assert page.window() == ("1992-01-01", "2017-12-31")
    assert page.shown_layers() == {layer.id for layer in all_layers() if layer.shown}
    expect(page.map).to_be_visible()
    expect(page.root.get_by_text(f"{page.count()} of 125 incidents")).to_be_visible()
    assert page.page.evaluate("[...document.fonts].some(font => font.status === 'loaded')")
    assert page.page.evaluate(
        "[...document.querySelectorAll('.leaflet-tile')].filter(tile => tile.naturalWidth > 0).length"
    )


WINDOWS = (
    ("1999-08-01", "1999-10-31"),
    ("1999-10-25", "1999-10-25"),
    ("1992-01-01", "1992-01-01"),
    ("2000-02-03", "2010-06-11"),
    ("1980-01-01", "2030-12-31"),
)


def test_the_map_counts_as_the_server_does(page: MapPage, shipped: EventFrame) -> None:
    for start, end in WINDOWS:
        page.set_window(start, end)
        count = shipped.count(Filter(start=dt.date.fromisoformat(start), end=dt.date.fromisoformat(end)))
        assert (page.count(), page.possible()) == (count.definite, count.possible)
        assert page.window() == (start, end)
        status = page.page.locator(".im-status")
        expect(status).to_contain_text(f"{count.definite} of {shipped.n} incidents")


def test_possible_incidents_are_counted_apart(sample_page: MapPage, sample: EventFrame) -> None:
    sample_page.set_window("1999-09-10", "2000-08-15")
    count = sample.count(Filter(start=dt.date(1999, 9, 10), end=dt.date(2000, 8, 15)))
    assert count.possible > 2
    assert (sample_page.count(), sample_page.possible()) == (count.definite, count.possible)
    expect(sample_page.page.locator(".im-status")).to_contain_text(f"{count.possible} more possible")


def test_a_window_that_ends_before_it_starts_is_refused(page: MapPage) -> None:
    page.set_window("1999-08-01", "1999-10-31")
    told = page.page.evaluate(
        """() => {
          try { incidentMap.setWindow('2000-01-01', '1999-01-01'); return null; }
          catch (error) { return [error.name, error.message]; }
        }"""
    )
    name, message = told
    assert name == "RangeError"
    assert "1999-01-01" in message
    assert "2000-01-01" in message
    assert page.window() == ("1999-08-01", "1999-10-31")
    page.set_window("2000-01-01", "2000-12-31")
    assert page.window() == ("2000-01-01", "2000-12-31")


def test_a_window_of_no_days_is_refused(page: MapPage) -> None:
    before = page.window()
    for start, end in (("soon", "1999-01-01"), ("1999-02-30", "1999-03-01"), ("", "")):
        name = page.page.evaluate(
            """([start, end]) => {
              try { incidentMap.setWindow(start, end); return null; } catch (error) { return error.name; }
            }""",
            [start, end],
        )
        assert name == "RangeError"
        assert page.window() == before


def test_a_mangled_link_is_told_and_the_map_stays(
    open_page: Callable[..., MapPage], shipped_app: AppServer
) -> None:
    page = open_page(shipped_app, "?at=nowhere&layers=relief,by_place,moon&type=earthquakes&from=1999-13-01")
    assert page.total() == 125
    assert page.shown_layers() == {"relief", "by_place"}
    notices = page.page.locator(".im-notice")
    expect(notices).to_have_count(4)
    for words in ("at=nowhere", "moon", "earthquakes", "1999-13-01"):
        expect(notices.filter(has_text=words)).to_have_count(1)
    notices.filter(has_text="moon").get_by_role("button", name="Dismiss").click()
    expect(notices).to_have_count(3)


def test_a_notice_of_the_link_outlives_a_rerun(
    open_page: Callable[..., MapPage], shipped_app: AppServer
) -> None:
    page = open_page(shipped_app, "?at=nowhere")
    expect(page.page.locator(".im-notice")).to_have_count(1)
    page.page.evaluate("incidentMap.setLayer('by_district', { visible: true })")
    page.wait_run()
    expect(page.page.locator(".im-notice")).to_have_count(1)


def test_an_old_selection_in_a_link_is_told(
    open_page: Callable[..., MapPage], shipped_app: AppServer
) -> None:
    page = open_page(shipped_app, "?sel=no-such-event", wait=False)
    page.watch.allow("400 .Bad Request")
    page.wait_ready()
    expect(page.page.locator(".im-notice").filter(has_text="no-such-event")).to_have_count(1)
    expect(page.card).to_be_hidden()


def test_an_online_base_without_a_network_leaves_the_plain_land(page: MapPage) -> None:
    page.watch.allow(r"tile\.openstreetmap\.org")
    page.page.evaluate("incidentMap.setLayer('online', { visible: true })")
    notice = page.page.locator(".im-notice").filter(has_text="Online")
    expect(notice).to_contain_text("cannot be reached")
    page.page.evaluate("incidentMap.setLayer('relief', { visible: true })")
    assert page.shown_layers() >= {"relief", "by_place"}
    assert "online" not in page.shown_layers()


def test_a_broken_bundle_costs_a_layer_and_not_the_map(
    open_page: Callable[..., MapPage],
    start_app: Callable[..., AppServer],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    bundle = tmp_path_factory.mktemp("bundle")
    source = ROOT / "geodata" / "data"
    for path in source.rglob("*"):
        if path.is_file() and path.name not in ("railways.parquet", "water.parquet"):
            copy = bundle / path.relative_to(source)
            copy.parent.mkdir(exist_ok=True)
            copy.symlink_to(path)
    (bundle / "water.parquet").write_bytes(b"not water")
    page = open_page(start_app(INCIDENTS_BUNDLE=str(bundle)))
    assert page.total() == 125
    notices = page.page.locator(".im-notice")
    expect(notices).to_have_count(2)
    expect(notices.filter(has_text="railways.parquet")).to_contain_text("make data")
    expect(notices.filter(has_text="water.parquet")).to_contain_text("make data")
    ids = page.page.evaluate("incidentMap.layers().map(layer => layer.id)")
    assert {"railways", "water"}.isdisjoint(ids)
    assert len(ids) == len(all_layers()) - 2


def test_a_data_file_that_is_missing_is_told_in_one_line(
    open_page: Callable[..., MapPage],
    start_app: Callable[..., AppServer],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("none") / "missing.parquet"
    app = start_app(INCIDENTS_DATA=str(path))
    page = open_page(app, wait=False)
    alert = page.page.get_by_test_id("stAlert")
    expect(alert).to_have_count(1)
    expect(alert).to_contain_text("missing.parquet")
    expect(page.page.get_by_test_id("stException")).to_have_count(0)
    assert not re.search(r"Traceback", app.said())
