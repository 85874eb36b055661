"""Bringing data in and looking after it: import, the table of events, one event, data sets, saved views."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from app_server import AppServer
from map_page import MapPage
from playwright.sync_api import expect

from events.store import open_store

pytestmark = pytest.mark.browser

TABLE = """Дата;Место;Широта;Долгота;Тип;Погибло;Описание
03/10/1999;Баткен;40,06;70,82;бой;2;Перестрелка у моста
14.05.2010;Джалал-Абад;40,93;73,00;беспорядки;от 3 до 5;=1+1
;Ош;40,5;72,8;протест;0;Без даты
"""
INPUT = '[data-testid="stFileUploaderDropzoneInput"]'

Open = Callable[..., MapPage]


@pytest.fixture
def store_file(tmp_path: Path) -> Path:
    return tmp_path / "incidents.sqlite"


@pytest.fixture
def app(start_app: Callable[..., AppServer], store_file: Path) -> AppServer:
    """An app with a store of the test's own."""
    return start_app(INCIDENTS_DB=str(store_file))


def import_table(opened: MapPage, path: Path, text: str | bytes) -> None:
    """Drop a file in and press its button."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    page = opened.page
    page.wait_for_selector(INPUT, state="attached")
    page.set_input_files(INPUT, str(path))
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    opened.wait_run()


def metric(opened: MapPage, name: str) -> str:
    one = opened.page.get_by_test_id("stMetric").filter(has_text=name)
    return one.get_by_test_id("stMetricValue").inner_text()


def test_a_table_of_ones_own_is_matched_imported_and_on_the_map(
    open_page: Open, app: AppServer, store_file: Path, tmp_path: Path
) -> None:
    opened = open_page(app, "import", wait=False)
    import_table(opened, tmp_path / "own.csv", TABLE)
    assert (metric(opened, "Imported"), metric(opened, "Refused")) == ("2", "1")
    expect(opened.page.get_by_text(re.compile("refused: line 4: Дата: found nothing"))).to_be_visible()
    with opened.page.expect_download() as coming:
        opened.page.get_by_role("button", name="Download the refused rows").click()
    refused = Path(coming.value.path()).read_text(encoding="utf-8-sig")
    assert "Без даты" in refused

    on_map = open_page(app)
    assert on_map.page.evaluate("incidentMap.total()") == 127
    again = open_page(app, "import", wait=False)
    import_table(again, tmp_path / "own.csv", TABLE)
    assert (metric(again, "Imported"), metric(again, "Unchanged")) == ("0", "2")
    store = open_store(store_file)
    assert len(store.events(dataset="own")) == 2
    store.close()


def test_a_file_that_is_no_table_is_told_in_one_line(open_page: Open, app: AppServer, tmp_path: Path) -> None:
    opened = open_page(app, "import", wait=False)
    page = opened.page
    page.wait_for_selector(INPUT, state="attached")
    path = tmp_path / "noise.csv"
    path.write_bytes(bytes(range(256)) * 40)
    page.set_input_files(INPUT, str(path))
    expect(page.get_by_text(re.compile("expected a first line of names and rows of events"))).to_be_visible()
    assert page.get_by_test_id("stException").count() == 0


def test_a_view_is_saved_under_a_name_and_comes_back(open_page: Open, app: AppServer) -> None:
    opened = open_page(app, "?from=1999-08-01&to=1999-12-31&type=battles")
    page = opened.page
    counted = page.evaluate("incidentMap.count()")
    page.get_by_test_id("stSidebar").get_by_role("button", name=re.compile("Save this view")).click()
    page.get_by_label("Name", exact=True).fill("Batken <b>autumn</b>")
    page.get_by_label("Name", exact=True).press("Enter")
    opened.wait_run()
    page.get_by_role("button", name="Save", exact=True).click()
    opened.wait_run()
    other = open_page(app)
    link = other.page.get_by_role("navigation", name="Saved views").get_by_role("link")
    expect(link).to_have_text("Batken <b>autumn</b>")
    link.click()
    other.page.wait_for_url(re.compile("from=1999-08-01"))
    other.wait_ready()
    assert other.page.evaluate("incidentMap.count()") == counted
    assert list(other.page.evaluate("[...incidentMap.window()]")) == ["1999-08-01", "1999-12-31"]


def test_a_data_set_is_switched_off_and_its_removal_undone(open_page: Open, app: AppServer) -> None:
    opened = open_page(app, "data_sets", wait=False)
    page = opened.page
    expect(page.get_by_text("125 events")).to_be_visible()
    page.get_by_test_id("stMain").get_by_text("On the map").click()
    opened.wait_run()
    assert open_page(app).page.evaluate("incidentMap.total()") == 0
    page.get_by_role("button", name="Remove").click()
    opened.wait_run()
    expect(page.get_by_text(re.compile("remove reports with 125 events"))).to_be_visible()
    page.get_by_role("button", name="Undo").first.click()
    opened.wait_run()
    expect(page.get_by_text("· 125 events")).to_be_visible()


def test_an_event_has_its_page_with_sources_and_history(
    open_page: Open, app: AppServer, store_file: Path
) -> None:
    open_page(app)
    store = open_store(store_file)
    stored = store.events()[0]
    with store.change("edit", who="ana", why="a better headline") as change:
        changed = stored.event.model_copy(update={"title": "Headline <script>1</script> by Ana"})
        change.update(changed, expected_version=stored.version)
    card = open_page(app, f"?sel={stored.event.event_id}").page
    link = card.get_by_role("dialog").get_by_role("link", name="History")
    expect(link).to_have_attribute("href", re.compile(rf"/event\?sel={stored.event.event_id}$"))
    opened = open_page(app, f"event?sel={stored.event.event_id}", wait=False)
    page = opened.page
    expect(page.get_by_role("heading", level=1)).to_contain_text("Headline <script>1</script> by Ana")
    expect(page.get_by_text("a better headline")).to_be_visible()
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(stored.event.title)
    assert store.event(stored.event.event_id).event.title == stored.event.title
    store.close()


def test_the_table_shows_what_the_filter_leaves(open_page: Open, app: AppServer) -> None:
    opened = open_page(app, "events?from=1999-08-01&to=1999-12-31", wait=False)
    expect(opened.page.get_by_text(re.compile(r"^\d+ of 125 events"))).to_be_visible()
    opened.wait_run()
    shown = int(opened.page.get_by_text(re.compile(r"^\d+ of 125 events")).inner_text().split()[0])
    on_map = open_page(app, "?from=1999-08-01&to=1999-12-31").page
    assert shown == on_map.evaluate("incidentMap.count() + incidentMap.possible()")
