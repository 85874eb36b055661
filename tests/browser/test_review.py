"""Reports reviewed in a browser: from a pasted text to pins on the map, by keyboard and by mouse."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from app_server import AppServer
from map_page import MapPage
from playwright.sync_api import Locator, Page, expect

from events.store import Store, open_store
from reports import desk

pytestmark = pytest.mark.browser

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "reports" / "review"
GAZETTE = (SAMPLES / "valley_gazette.txt").read_text(encoding="utf-8")
WIRE = (SAMPLES / "mountain_wire.txt").read_text(encoding="utf-8")
HOSTILE = """Note <script>window.stolen = 1</script>

Bad Wire <img src=x onerror="window.stolen = 2">
27 October 1999

Troops attacked "><script>window.stolen = 3</script> gunmen near Zardaly on 26 August 1999.
"""


class Review:
    """The page of reports as a test drives it."""

    def __init__(self, map_page: MapPage) -> None:
        self.map_page = map_page
        self.page: Page = map_page.page
        # Streamlit itself looks for its own addresses below the page's path first.
        map_page.watch.allow(r"/reports/_stcore/")

    def wait_ready(self) -> None:
        """Wait until the page is drawn."""
        self.page.wait_for_function("window.reviewDesk")
        self.page.evaluate("reviewDesk.ready")
        self.map_page.wait_run()

    def settled(self) -> None:
        """Wait until every decision is answered."""
        self.page.wait_for_function("reviewDesk.waiting() === 0")
        self.map_page.wait_run()

    def paste(self, text: str) -> None:
        """Paste a report and wait for its desk."""
        self.page.get_by_role("textbox", name="Text of the report").fill(text)
        self.page.get_by_role("button", name="Read the report").click()
        self.page.wait_for_function("reviewDesk.screen() === 'desk'")
        self.settled()

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each answered before the next."""
        for key in keys:
            self.page.keyboard.press(key)
            self.settled()

    def drafts(self) -> list[dict[str, Any]]:
        """The drafts that the page shows."""
        found: list[dict[str, Any]] = self.page.evaluate("reviewDesk.drafts()")
        return found

    def draft_at(self, place: str) -> dict[str, Any]:
        """The first draft at a place."""
        return next(draft for draft in self.drafts() if draft["place"] == place)

    def selected(self) -> dict[str, Any]:
        """The draft that is selected."""
        chosen = self.page.evaluate("reviewDesk.selected()")
        return next(draft for draft in self.drafts() if draft["event_id"] == chosen)

    def pins(self) -> list[dict[str, Any]]:
        """The symbols on the map."""
        found: list[dict[str, Any]] = self.page.evaluate("reviewDesk.pins()")
        return found

    def choose(self, place: str) -> Locator:
        """Select the first draft at a place; returns its card."""
        card = self.card(self.draft_at(place)["event_id"])
        card.click(position={"x": 60, "y": 14})
        expect(card).to_have_attribute("aria-current", "true")
        return card

    def card(self, event_id: str) -> Locator:
        """The card of a draft."""
        return self.page.locator(f'[data-id="{event_id}"]')

    @property
    def text(self) -> Locator:
        """The report's text."""
        return self.page.get_by_role("document", name="Text of the report")


OpenReview = Callable[..., Review]


@pytest.fixture(scope="module")
def shared_app(start_app: Callable[..., AppServer]) -> AppServer:
    """An app whose store several tests fill, each with a report of its own."""
    return start_app()


@pytest.fixture
def desk_page(
    open_page: Callable[..., MapPage], shared_app: AppServer, request: pytest.FixtureRequest
) -> Review:
    """The page of reports with a text that no other test has, its drafts ready."""
    opened = Review(open_page(shared_app, "reports", wait=False))
    opened.wait_ready()
    opened.paste(GAZETTE + f"\nEdition: {request.node.name}.\n")
    return opened


@pytest.fixture
def app(start_app: Callable[..., AppServer], tmp_path: Path) -> AppServer:
    """An app with a store of its own."""
    return start_app(INCIDENTS_DB=str(tmp_path / "incidents.sqlite"))


@pytest.fixture
def other_hand(app: AppServer, tmp_path: Path) -> Iterator[Store]:
    """The same store in another process's hand: this one's."""
    store = open_store(tmp_path / "incidents.sqlite")
    yield store
    store.close()


@pytest.fixture
def review(open_page: Callable[..., MapPage], app: AppServer) -> Review:
    """The page of reports of that app, ready."""
    opened = Review(open_page(app, "reports", wait=False))
    opened.wait_ready()
    return opened


def test_from_a_pasted_report_to_pins_on_the_map_and_through_a_reload(review: Review) -> None:
    page = review.page
    review.paste(GAZETTE)
    # The text with its marks, the cards and the pins belong together.
    expect(review.text.locator("p.rv-title")).to_have_text("Gunmen leave the high villages")
    places = set(review.text.locator(".rv-role-event").all_inner_texts())
    assert {"Zardaly", "Kan", "Sokh"} <= places
    assert "26 August 1999" in review.text.locator(".rv-date").all_inner_texts()
    drafts = review.drafts()
    assert len(drafts) > 5
    assert {draft["review"] for draft in drafts} == {"draft"}
    pins = {pin["id"]: pin for pin in review.pins()}
    assert set(pins) == {draft["event_id"] for draft in drafts if draft["where_prec"] < 6}
    zardaly = review.draft_at("Zardaly")
    assert pins[zardaly["event_id"]]["number"] == zardaly["number"]
    assert pins[zardaly["event_id"]]["latitude"] == pytest.approx(zardaly["latitude"], abs=0.001)

    # Accept with the keyboard alone: the card changes at once, the next open one follows.
    assert review.selected()["number"] == 1
    first = review.selected()
    page.keyboard.press("a")
    assert review.drafts()[0]["review"] == "accepted"
    review.settled()
    assert review.selected()["number"] == 2
    review.press("r")
    assert [draft["review"] for draft in review.drafts()[:3]] == ["accepted", "rejected", "draft"]
    review.press("u")
    assert [draft["review"] for draft in review.drafts()[:3]] == ["accepted", "draft", "draft"]

    # A place from the candidates, other days, numbers: all in the card's form.
    card = review.choose("Kan")
    event_id = review.selected()["event_id"]
    review.press("e")
    form = card.get_by_role("form")
    form.get_by_role("searchbox", name="Search another place").fill("Karamyk")
    form.get_by_role("radio", name=re.compile("Karamyk")).first.check()
    form.get_by_role("textbox", name="First day").fill("1999-08-20")
    form.get_by_role("textbox", name="Last day").fill("1999-08-24")
    expect(form).to_contain_text("5 days: within two to six days")
    form.get_by_role("spinbutton", name="Killed, best").fill("2")
    form.get_by_role("button", name="Save", exact=True).click()
    review.settled()
    edited = next(draft for draft in review.drafts() if draft["event_id"] == event_id)
    assert edited["place"].startswith("Karamyk")
    assert (edited["date_start"], edited["date_end"], edited["date_prec"]) == ("1999-08-20", "1999-08-24", 2)
    assert edited["fatalities_best"] == 2
    expect(card).to_contain_text("Between 20 and 24 Aug 1999")
    review.press("a")

    # The map page has what was accepted, at once.
    shipped = page.evaluate("reviewDesk.revision()")
    assert shipped > 0
    review.map_page.go_to_page("Map")
    page.wait_for_function("window.incidentMap")
    page.evaluate("incidentMap.ready")
    review.map_page.wait_run()
    store_total = review.map_page.total()
    review.map_page.set_window("1999-08-26", "1999-08-26")
    assert page.evaluate("incidentMap.count()") >= 1

    # And after a reload all is as it was left.
    review.map_page.go_to_page("Reports")
    page.wait_for_function("new URLSearchParams(location.search).has('report')")
    review.settled()
    page.reload()
    review.wait_ready()
    page.wait_for_function("reviewDesk.screen() === 'desk'")
    by_id = {draft["event_id"]: draft for draft in review.drafts()}
    assert by_id[first["event_id"]]["review"] == "accepted"
    assert by_id[event_id]["review"] == "accepted"
    assert by_id[event_id]["place"].startswith("Karamyk")
    review.choose(edited["place"])
    expect(review.card(event_id)).to_contain_text("decisions on this draft")
    review.press("a")  # back to a draft
    review.map_page.go_to_page("Map")
    page.wait_for_function(
        "total => window.incidentMap && incidentMap.total() === total - 1", arg=store_total
    )


def test_a_click_on_the_map_is_a_place_with_its_precision(desk_page: Review) -> None:
    review = desk_page
    card = review.choose("Zardaly")
    event_id = review.selected()["event_id"]
    review.press("e")
    form = card.get_by_role("form")
    form.get_by_role("button", name="Click the map").click()
    expect(review.page.get_by_text("Click where it happened")).to_be_visible()
    wanted = (39.8, 71.9)
    x, y = review.page.evaluate(
        """([lat, lng]) => {
          const map = reviewDesk.map();
          map.setView([lat, lng], 8, {animate: false});
          const box = map.getContainer().getBoundingClientRect();
          const at = map.latLngToContainerPoint([lat, lng]);
          return [box.left + at.x, box.top + at.y];
        }""",
        list(wanted),
    )
    review.page.mouse.click(x, y)
    form.get_by_role("textbox", name="Name of the point").fill("A ford below the pass")
    form.get_by_role("spinbutton", name="Radius in km").fill("4")
    form.get_by_role("button", name="Save", exact=True).click()
    review.settled()
    draft = next(one for one in review.drafts() if one["event_id"] == event_id)
    assert draft["latitude"] == pytest.approx(wanted[0], abs=0.02)
    assert draft["longitude"] == pytest.approx(wanted[1], abs=0.02)
    assert (draft["place"], draft["place_id"]) == ("A ford below the pass", "")
    assert (draft["where_prec"], draft["radius_km"]) == (2, 4)
    assert draft["country"] == "KG"
    pin = next(pin for pin in review.pins() if pin["id"] == event_id)
    assert pin["latitude"] == pytest.approx(wanted[0], abs=0.02)


def test_split_mark_merge_and_undo_with_the_keyboard(desk_page: Review) -> None:
    review = desk_page
    before = [draft["event_id"] for draft in review.drafts()]
    review.press("s")
    expect(review.page.get_by_role("form")).to_be_visible()
    review.press("Escape")
    assert len(review.drafts()) == len(before) + 1
    review.press("x", "k", "x", "m")
    assert len(review.drafts()) == len(before)
    assert any(draft["merged"] == 1 for draft in review.drafts())
    review.press("u", "u")
    assert [draft["event_id"] for draft in review.drafts()] == before
    # Without marks the next one is merged.
    review.press("m")
    assert len(review.drafts()) == len(before) - 1
    # The list of decisions undoes any of them.
    review.page.get_by_role("button", name="Last decisions").click()
    dialog = review.page.get_by_role("dialog", name="Last decisions")
    expect(dialog).to_contain_text("Merged")
    dialog.get_by_role("button", name=re.compile("^Undo Merged")).first.click()
    review.settled()
    assert [draft["event_id"] for draft in review.drafts()] == before


def test_what_is_selected_is_selected_everywhere(desk_page: Review) -> None:
    review = desk_page
    review.page.emulate_media(reduced_motion="reduce")  # a text that still moves has no mark to point at
    kan = review.draft_at("Sokh exclave")
    review.page.get_by_role("button", name=re.compile(f"^{kan['number']}: ")).click()
    expect(review.card(kan["event_id"])).to_have_attribute("aria-current", "true")
    lit = review.text.locator(".rv-said.is-on")
    assert "aircraft" in "".join(lit.all_inner_texts())
    review.text.get_by_text("The hostages were").click()
    assert "25 October" in "".join(review.text.locator(".rv-said.is-on").all_inner_texts())
    review.page.keyboard.press("k")
    assert "25 October" not in "".join(lit.all_inner_texts())
    review.text.locator(".rv-role-event", has_text="Zardaly").hover()
    tip = review.page.get_by_role("tooltip")
    expect(tip).to_contain_text("Batken Region")
    expect(tip).to_contain_text("the name “Zardaly”")
    review.text.locator(".rv-date", has_text="26 August 1999").focus()
    expect(tip).to_contain_text("26 Aug 1999")


def test_a_remembered_spelling_is_known_at_the_next_paste(review: Review) -> None:
    review.paste(GAZETTE)
    draft = next(draft for draft in review.drafts() if draft["place_text"] == "Tash Kungey")
    review.card(draft["event_id"]).click(position={"x": 60, "y": 14})
    review.press("e")
    form = review.card(draft["event_id"]).get_by_role("form")
    form.get_by_role("searchbox", name="Search another place").fill("Karamyk")
    form.get_by_role("radio", name=re.compile("Karamyk")).first.check()
    form.get_by_role("checkbox", name=re.compile("Remember “Tash Kungey” as Karamyk")).check()
    form.get_by_role("button", name="Save and accept").click()
    review.settled()
    review.page.get_by_role("button", name="All reports").click()
    review.settled()
    review.paste(
        "Hill Post\n\n3 November 1999\n\nTroops attacked gunmen at Tash Kungey on 1 November 1999.\n"
    )
    (fresh,) = review.drafts()
    assert fresh["place"].startswith("Karamyk")
    assert fresh["place_text"] == "Tash Kungey"


def test_mistakes_are_told_in_the_card_and_nothing_typed_is_lost(desk_page: Review) -> None:
    review = desk_page
    card = review.choose("Zardaly")
    review.press("e")
    form = card.get_by_role("form")
    form.get_by_role("textbox", name="Title").fill("A camp is stormed")
    form.get_by_role("textbox", name="Last day").fill("1999-08-01")
    expect(form).to_contain_text("The last day is before the first")
    form.get_by_role("button", name="Save", exact=True).click()
    review.settled()
    expect(form.get_by_role("alert")).to_contain_text("1999-08-01")
    expect(form.get_by_role("textbox", name="Title")).to_have_value("A camp is stormed")
    form.get_by_role("textbox", name="Last day").fill("1999-08-26")
    form.get_by_role("button", name="Save", exact=True).click()
    review.settled()
    expect(card.get_by_role("heading")).to_have_text("A camp is stormed")


def test_an_empty_paste_and_a_broken_file_are_one_line(review: Review) -> None:
    page = review.page
    page.get_by_role("button", name="Read the report").click()
    expect(page.get_by_role("alert")).to_contain_text("empty")
    page.get_by_label("Upload a report").set_input_files(
        {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 nothing here"}
    )
    expect(page.get_by_role("alert").filter(has_text="scan.pdf")).to_be_visible()
    review.settled()
    page.get_by_label("Upload a report").set_input_files(SAMPLES / "mountain_wire.txt")
    page.wait_for_function("reviewDesk.screen() === 'desk'")
    expect(review.text).to_contain_text("Soldiers storm a camp")


def test_hostile_text_stays_text(review: Review) -> None:
    review.paste(HOSTILE)
    expect(review.text).to_contain_text("<script>window.stolen = 3</script>")
    assert review.page.evaluate("window.stolen") is None
    assert review.page.locator(".im-review script, .im-review img[src='x']").count() == 0
    card = review.choose("Zardaly")
    review.press("e")
    card.get_by_role("textbox", name="Title").fill("<b onclick=stolen>bold</b>")
    card.get_by_role("button", name="Save", exact=True).click()
    review.settled()
    expect(card.get_by_role("heading")).to_have_text("<b onclick=stolen>bold</b>")
    review.page.get_by_role("button", name="Duplicates").click()
    review.settled()
    review.page.get_by_role("button", name="All reports").click()
    review.settled()
    expect(review.page.get_by_role("button", name=re.compile("Note <script>"))).to_be_visible()


def test_another_persons_change_is_shown_and_the_analyst_chooses(review: Review, other_hand: Store) -> None:
    review.paste(GAZETTE)
    card = review.choose("Zardaly")
    draft = review.selected()
    review.press("e")
    title = card.get_by_role("textbox", name="Title")
    title.fill("Mine")
    desk.edit(other_hand, draft["event_id"], {"title": "Theirs"}, draft["version"], who="Bob")
    card.get_by_role("button", name="Save", exact=True).click()
    review.settled()
    clash = card.get_by_role("alert")
    expect(clash).to_contain_text("Bob changed this draft first")
    expect(clash).to_contain_text("Theirs")
    expect(clash).to_contain_text("Mine")
    clash.get_by_role("button", name="Use mine").click()
    review.settled()
    expect(card.get_by_role("heading")).to_have_text("Mine")
    stored = other_hand.event(draft["event_id"])
    assert stored is not None
    assert stored.event.title == "Mine"


def test_what_others_decide_is_seen_without_a_reload(review: Review, other_hand: Store) -> None:
    review.paste(GAZETTE)
    draft = review.draft_at("Zardaly")
    desk.set_review(other_hand, {draft["event_id"]: draft["version"]}, "accepted", who="Bob")
    expect(review.card(draft["event_id"])).to_have_attribute("data-review", "accepted")
    review.map_page.go_to_page("Map")
    review.page.wait_for_function("window.incidentMap")
    review.page.evaluate("incidentMap.ready")
    total = review.map_page.total()
    with review.map_page.same_map():
        other = next(
            one
            for one in other_hand.events(report_id=other_hand.reports()[0].report_id)
            if one.event.review == "draft"
        )
        desk.set_review(other_hand, {other.event.event_id: other.version}, "accepted", who="Bob")
        review.map_page.wait_until("total => incidentMap.total() === total + 1", total)


def test_duplicates_of_two_reports_are_merged_kept_apart_and_undone(review: Review) -> None:
    page = review.page
    review.paste(GAZETTE)
    page.get_by_role("button", name="All reports").click()
    review.settled()
    review.paste(WIRE)
    page.get_by_role("button", name="Duplicates").click()
    review.settled()
    expect(page.get_by_role("heading", name="Duplicates")).to_be_visible()
    pairs = page.get_by_role("list", name="Possible duplicates").locator("> li")
    expect(pairs.first).to_contain_text("both at")
    count = pairs.count()
    assert count >= 2
    text = page.locator(".rv-duplicates .rv-sums").inner_text()
    told = int(re.search(r"2 reports, (\d+) events", text).group(1))  # type: ignore[union-attr]
    pairs.first.get_by_role("button", name="Not the same").click()
    review.settled()
    expect(pairs).to_have_count(count - 1)
    pairs.first.get_by_role("button", name="Merge").click()
    review.settled()
    expect(page.locator(".rv-duplicates .rv-sums")).to_contain_text(f"2 reports, {told - 1} events")
    review.press("u", "u")
    expect(pairs).to_have_count(count)
    expect(page.locator(".rv-duplicates .rv-sums")).to_contain_text(f"2 reports, {told} events")


def test_a_file_of_events_is_only_looked_at(open_page: Callable[..., MapPage], sample_app: AppServer) -> None:
    review = Review(open_page(sample_app, "reports", wait=False))
    review.wait_ready()
    expect(review.page.get_by_role("alert")).to_contain_text("decisions need the store")
    expect(review.page.get_by_role("button", name="Read the report")).to_be_disabled()
