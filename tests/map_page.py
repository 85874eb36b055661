"""The map page as a test drives it: what a reader sees and does, and the page's `incidentMap` for figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from app_server import AppServer
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, WebSocket, expect

Point = tuple[float, float]

# What the browser itself says of the page, not a fault of it.
# And what Streamlit tries first on a page that is opened by its own address.
HARMLESS = (
    re.compile(r"^\[?Violation"),
    re.compile(r"404 \(Not Found\) \S+/_stcore/(health|host-config)$"),
)


class Watch:
    """Collects what a page must not do: ask another host, throw an error, write one to the console."""

    def __init__(self, page: Page, origin: str) -> None:
        self.origin = origin
        self.outside: list[str] = []
        self.errors: list[str] = []
        self._allowed: list[re.Pattern[str]] = list(HARMLESS)
        page.on("request", self._request)
        page.on("websocket", self._websocket)
        page.on("pageerror", lambda error: self.errors.append(f"error in the page: {error}"))
        page.on("console", self._console)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "data:", "blob:")):
            self.outside.append(request.url)

    def _websocket(self, socket: WebSocket) -> None:
        if urlsplit(socket.url).netloc != urlsplit(self.origin).netloc:
            self.outside.append(socket.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"console: {message.text} {message.location.get('url', '')}")

    def allow(self, pattern: str) -> None:
        """Pass over addresses and errors that a test brings about on purpose."""
        self._allowed.append(re.compile(pattern))

    def complaints(self) -> list[str]:
        """A line for each thing that the page must not have done."""
        lines = [f"asked another host: {url}" for url in self.outside] + self.errors
        return [line for line in lines if not any(pattern.search(line) for pattern in self._allowed)]


class MapPage:
    """A page of the app with its map."""

    def __init__(self, page: Page, app: AppServer, watch: Watch) -> None:
        self.page = page
        self.app = app
        self.watch = watch

    # ---- waiting ----

    def wait_ready(self) -> None:
        """Wait until the map is drawn and the app's run is over."""
        self.page.wait_for_function("window.incidentMap")
        self.page.evaluate("incidentMap.ready")
        self.wait_run()

    def wait_run(self) -> None:
        """Wait until the app's script does not run."""
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")

    def wait_until(self, condition: str, argument: Any = None) -> None:
        """Wait for a condition in JavaScript."""
        self.page.wait_for_function(condition, arg=argument)

    def wait_query(self, **wanted: str | None) -> None:
        """Wait until keys of the address have these values; None waits until a key is gone."""
        self.wait_until(
            "wanted => Object.entries(wanted).every(([key, value]) =>"
            " new URLSearchParams(location.search).get(key) === value)",
            {key.removesuffix("_"): value for key, value in wanted.items()},
        )

    def wait_still(self) -> None:
        """Wait until the map neither moves nor zooms and its link is written."""
        self.page.evaluate(
            """async () => {
              const { map } = incidentMap;
              const view = () => [map.getCenter(), map.getZoom(), location.href].join();
              let [before, since] = [view(), performance.now()];
              while (performance.now() - since < 450) {
                await new Promise(requestAnimationFrame);
                if (view() !== before) [before, since] = [view(), performance.now()];
              }
            }"""
        )

    def wait_count(self, count: int) -> None:
        """Wait until that many incidents are definite in the window."""
        self.wait_until("count => incidentMap.count() === count", count)

    # ---- figures ----

    def count(self) -> int:
        """Definite incidents in the window."""
        return int(self.page.evaluate("incidentMap.count()"))

    def possible(self) -> int:
        """Possible incidents in the window."""
        return int(self.page.evaluate("incidentMap.possible()"))

    def total(self) -> int:
        """Incidents of the open data."""
        return int(self.page.evaluate("incidentMap.total()"))

    def window(self) -> tuple[str, str]:
        """First and last day of the window."""
        first, last = self.page.evaluate("[...incidentMap.window()]")
        return first, last

    def shown_layers(self) -> set[str]:
        """Ids of the layers that are shown."""
        return set(self.page.evaluate("incidentMap.layers().filter(l => l.visible).map(l => l.id)"))

    def opacity(self, layer_id: str) -> float:
        """How strong a layer is, 0 to 1."""
        return float(
            self.page.evaluate("id => incidentMap.layers().find(l => l.id === id).opacity", layer_id)
        )

    def view(self) -> tuple[float, float, float]:
        """Latitude and longitude of the centre, and the zoom."""
        lat, lng, zoom = self.page.evaluate(
            "[incidentMap.map.getCenter().lat, incidentMap.map.getCenter().lng, incidentMap.map.getZoom()]"
        )
        return lat, lng, zoom

    def query(self) -> dict[str, list[str]]:
        """The keys of the address."""
        return parse_qs(urlsplit(self.page.url).query)

    # ---- doing ----

    def set_window(self, start: str, end: str) -> None:
        """Move the window and wait until the app knows of it."""
        self.page.evaluate("([start, end]) => { incidentMap.setWindow(start, end) }", [start, end])
        self.wait_query(from_=start, to=end)
        self.wait_run()

    def set_view(self, latitude: float, longitude: float, zoom: float) -> None:
        """Move the map at once and wait until it is drawn."""
        self.page.evaluate(
            "([lat, lng, zoom]) => { incidentMap.map.setView([lat, lng], zoom, {animate: false}) }",
            [latitude, longitude, zoom],
        )
        self.wait_still()

    def pixel_of(self, longitude: float, latitude: float) -> Point:
        """Where a place is on the screen."""
        x, y = self.page.evaluate(
            """([lng, lat]) => {
              const box = incidentMap.map.getContainer().getBoundingClientRect();
              const at = incidentMap.map.latLngToContainerPoint([lat, lng]);
              return [box.left + at.x, box.top + at.y];
            }""",
            [longitude, latitude],
        )
        return x, y

    def click_place(self, longitude: float, latitude: float) -> None:
        """Click the map at a place."""
        self.page.mouse.click(*self.pixel_of(longitude, latitude))

    def drag(self, start: Point, end: Point, *, steps: int = 8) -> None:
        """Press at one point, move and let go at another."""
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move(*end, steps=steps)
        mouse.up()

    def open_layers(self) -> Locator:
        """Show the tab of layers; returns the panel."""
        panel = self.page.get_by_role("region", name="Legend and layers")
        panel.get_by_role("tab", name="Layers").click()
        return panel

    def go_to_page(self, name: str) -> None:
        """Follow a link of the top navigation."""
        self.page.get_by_role("navigation", name="App pages").get_by_role("link", name=name).click()

    # ---- parts ----

    @property
    def root(self) -> Locator:
        """The map with its panels and the player."""
        return self.page.locator(".im").first

    @property
    def map(self) -> Locator:
        """The map itself."""
        return self.page.get_by_role("application", name="Map of incidents")

    @property
    def card(self) -> Locator:
        """The detail card."""
        return self.page.get_by_role("dialog")

    @property
    def sidebar(self) -> Locator:
        """The app's sidebar."""
        return self.page.get_by_test_id("stSidebar")

    @property
    def slider(self) -> dict[str, Locator]:
        """The player's slider: its body and both of its ends."""
        names = {
            "body": "Move the window",
            "start": "First day of the window",
            "end": "Last day of the window",
        }
        return {part: self.page.get_by_role("slider", name=name) for part, name in names.items()}

    def middle_of(self, part: Locator) -> Point:
        """The middle of an element on the screen."""
        box = part.bounding_box()
        assert box is not None, "the element is not shown"
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def sidebar_day(self, label: str) -> str:
        """The day in a date field of the sidebar, ISO."""
        parts = [
            self.sidebar.get_by_role("spinbutton", name=f"{part}, {label}").get_attribute("aria-valuenow")
            for part in ("year", "month", "day")
        ]
        year, month, day = (int(part or 0) for part in parts)
        return f"{year:04}-{month:02}-{day:02}"

    def wait_sidebar(self, start: str, end: str) -> None:
        """Wait until the sidebar's dates are these."""
        for label, wanted in (("From", start), ("To", end)):
            for part, number in zip(("year", "month", "day"), wanted.split("-"), strict=True):
                field = self.sidebar.get_by_role("spinbutton", name=f"{part}, {label}")
                expect(field).to_have_attribute("aria-valuenow", str(int(number)))

    @contextmanager
    def same_map(self) -> Iterator[None]:
        """Nothing in this block mounts the map anew: its element stays the same node."""
        self.page.evaluate("document.querySelector('.im-map').dataset.mark = 'kept'")
        yield
        assert self.page.evaluate("document.querySelector('.im-map').dataset.mark") == "kept"
