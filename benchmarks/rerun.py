"""A move of the sidebar until the map has drawn it, beside an empty rerun in the same run.

Pages of an empty app and of ours at several sizes are open side by side and take turns, so that whatever
else the machine does falls on all alike.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial

from playwright.sync_api import Page

from benchmarks.browser import change_s, first_map_s, new_context, open_browser
from benchmarks.figure import Figure
from benchmarks.server import APPS, ROOT, serve
from benchmarks.synthetic import synthetic_file

PART = "rerun"
TARGET = 1.3
EMPTY, LARGEST, MAPLESS = "empty", "1,000,000 events", "page without a map, 1,000,000 events"
SIZES = {"shipped incidents": None, "100,000 events": 100_000, LARGEST: 1_000_000}
EACH_TURN = 4
REST_MS = 400


@dataclass
class Taken:
    """What one page took: seconds of each slider move and each tick, bytes of each slider move."""

    slides: list[float] = field(default_factory=list)
    ticks: list[float] = field(default_factory=list)
    bytes_moved: list[int] = field(default_factory=list)


def measure(quick: bool) -> Iterator[Figure]:
    """Slider and tick, key press or click to paint, as a ratio to the empty page's."""
    with ExitStack() as stack:
        pages = _open_pages(stack)
        taken = _take_turns(pages, 2 if quick else 6)
    for words, of in (("slider", lambda one: one.slides), ("tick of a type", lambda one: one.ticks)):
        floor = statistics.median(of(taken[EMPTY]))
        for name, one in taken.items():
            if name == EMPTY:
                continue
            took = statistics.median(of(one))
            beside = f"{took * 1000:.0f} ms beside {floor * 1000:.0f} ms for an empty rerun"
            what = f"sidebar {words} to the {'address' if name == MAPLESS else 'map'}, {name}"
            target = None if name == MAPLESS else TARGET
            yield Figure(PART, what, took / floor, "times", target, beside, headline=name == LARGEST)
    for name in SIZES:
        moved = statistics.median(taken[name].bytes_moved)
        yield Figure(PART, f"sent at a slider move, {name}", moved, "bytes")


def _open_pages(stack: ExitStack) -> dict[str, Page]:
    context = new_context(stack.enter_context(open_browser()))
    pages = {EMPTY: context.new_page()}
    pages[EMPTY].goto(stack.enter_context(serve(APPS / "empty.py")).url)
    pages[EMPTY].wait_for_selector("#bench-shown")
    for name, n in SIZES.items():
        events = {} if n is None else {"INCIDENTS_DATA": str(synthetic_file(n))}
        url = stack.enter_context(serve(ROOT / "dashboard.py", events)).url
        pages[name] = context.new_page()
        first_map_s(pages[name], url)
    pages[MAPLESS] = context.new_page()
    pages[MAPLESS].goto(f"{url}/sources")
    pages[MAPLESS].wait_for_selector("[data-testid=stCheckbox]")
    return pages


def _take_turns(pages: dict[str, Page], turns: int) -> dict[str, Taken]:
    taken = {name: Taken() for name in pages}
    for _ in range(turns):
        for name, page in pages.items():
            # The first move after a tab has come to the front pays for that, too: it is not counted.
            page.bring_to_front()
            page.wait_for_timeout(REST_MS)
            change_s(page, partial(slide, page))
            for _ in range(EACH_TURN):
                page.wait_for_timeout(REST_MS)
                taken[name].slides.append(change_s(page, partial(slide, page)))
                page.wait_for_timeout(REST_MS)
                taken[name].bytes_moved.append(page.evaluate("bench.received + bench.sent"))
            for _ in range(EACH_TURN):
                taken[name].ticks.append(change_s(page, partial(tick, page)))
                page.wait_for_timeout(REST_MS)
    return taken


def slide(page: Page) -> None:
    """Press the right arrow on the sidebar slider's first handle: one day on."""
    handle = page.locator("[data-testid=stSlider] input[type=range]").first
    handle.focus()
    page.keyboard.press("ArrowRight")


def tick(page: Page) -> None:
    """Tick or untick the sidebar's checkbox of riots."""
    page.locator("[data-testid=stCheckbox]").filter(has_text="Riots").locator("label").click()
