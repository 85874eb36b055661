"""A move of the sidebar until the map has drawn it, beside an empty rerun in the same run.

Pages of an empty app and of ours at several sizes are open side by side and take turns, so that whatever
else the machine does falls on all alike.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack

from playwright.sync_api import Page

from benchmarks.browser import change_s, first_map_s, new_context, open_browser
from benchmarks.figure import Figure
from benchmarks.server import APPS, ROOT, serve
from benchmarks.synthetic import synthetic_file

PART = "rerun"
TARGET = 1.3
LARGEST = "1,000,000"
SIZES = {"125 shipped": None, "100,000": 100_000, LARGEST: 1_000_000}
MAPLESS = "page without a map"


def measure(quick: bool) -> Iterator[Figure]:
    """Slider and checkbox, key press or click to paint, as a ratio to the empty page's."""
    rounds = 4 if quick else 15
    slider: dict[str, list[float]] = defaultdict(list)
    ticked: dict[str, list[float]] = defaultdict(list)
    bytes_: dict[str, list[int]] = defaultdict(list)
    with ExitStack() as stack:
        browser = stack.enter_context(open_browser())
        context = new_context(browser)
        pages: dict[str, Page] = {}
        empty = stack.enter_context(serve(APPS / "empty.py"))
        pages["empty"] = context.new_page()
        pages["empty"].goto(empty.url)
        pages["empty"].wait_for_selector("#bench-shown")
        for name, n in SIZES.items():
            events = {} if n is None else {"INCIDENTS_DATA": str(synthetic_file(n))}
            ours = stack.enter_context(serve(ROOT / "dashboard.py", events))
            pages[name] = context.new_page()
            first_map_s(pages[name], ours.url)
        pages[MAPLESS] = context.new_page()
        pages[MAPLESS].goto(f"{ours.url}/sources")
        pages[MAPLESS].wait_for_selector("[data-testid=stCheckbox]")
        for turn in range(rounds + 1):
            for name, page in pages.items():
                page.bring_to_front()
                moved = change_s(page, lambda page=page: slide(page))
                page.wait_for_timeout(400)
                received = page.evaluate("bench.received + bench.sent")
                clicked = change_s(page, lambda page=page: tick(page))
                page.wait_for_timeout(400)
                if turn > 0:
                    slider[name].append(moved)
                    ticked[name].append(clicked)
                    bytes_[name].append(received)
    for words, times in (("sidebar slider", slider), ("sidebar tick of a type", ticked)):
        floor = statistics.median(times["empty"])
        for name in SIZES:
            took = statistics.median(times[name])
            beside = f"{took * 1000:.0f} ms beside {floor * 1000:.0f} ms for an empty rerun"
            what = f"{words} to the map, {name} events"
            yield Figure(PART, what, took / floor, "times", TARGET, beside, headline=name == LARGEST)
        took = statistics.median(times[MAPLESS])
        beside = f"{took * 1000:.0f} ms beside {floor * 1000:.0f} ms for an empty rerun"
        yield Figure(
            PART, f"{words} to the address, {MAPLESS}, {LARGEST} events", took / floor, "times", None, beside
        )
    for name in SIZES:
        yield Figure(PART, f"sent at a slider move, {name} events", statistics.median(bytes_[name]), "bytes")


def slide(page: Page) -> None:
    """Press the right arrow on the sidebar slider's first handle: one day on."""
    handle = page.locator("[data-testid=stSlider] input[type=range]").first
    handle.focus()
    page.keyboard.press("ArrowRight")


def tick(page: Page) -> None:
    """Tick or untick the sidebar's checkbox of riots."""
    page.locator("[data-testid=stCheckbox]").filter(has_text="Riots").locator("label").click()
