"""The same move of the window in folium, in pydeck and in ours, in one run.

Each page shows the same events of the same file and has the same slider over the same dates; its first
handle is moved a day at a time, and the clock runs from the key press until the new window is painted.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.browser import change_s, first_map_s, new_context, open_browser
from benchmarks.figure import Figure
from benchmarks.rerun import slide
from benchmarks.server import APPS, ROOT, serve
from benchmarks.synthetic import synthetic_file

PART = "rivals"
FOLIUM_TARGET = 50
PYDECK_TARGET = 15
# Moves of our own window from the script, one at a time: the time until each is painted.
SCRUB = """
async (count) => {
  const { model, onFrame } = bench;
  const { start, end } = model.extent;
  const times = [];
  for (let i = 1; i <= count; i++) {
    const from = performance.now();
    model.setWindow(start + 5 * i, end);
    await new Promise((done) => onFrame(() => onFrame(done)));
    times.push(performance.now() - from);
    await new Promise((done) => setTimeout(done, 60));
  }
  return times;
}
"""


def measure(quick: bool) -> Iterator[Figure]:
    """folium at 10,000 events and pydeck at 100,000, ours beside them."""
    with open_browser() as browser:
        for way, n, target, rounds in (
            ("folium", 10_000, FOLIUM_TARGET, 3),
            ("pydeck", 100_000, PYDECK_TARGET, 5),
        ):
            yield from _beside(browser, way, n, target, 2 if quick else rounds)


def _beside(browser: Browser, way: str, n: int, target: float, rounds: int) -> Iterator[Figure]:
    environ = {"INCIDENTS_DATA": str(synthetic_file(n))}
    script = APPS / f"{way}_app.py"
    theirs: list[float] = []
    ours: list[float] = []
    sent: list[int] = []
    with ExitStack() as stack:
        context = new_context(browser)
        their_page = _open_rival(stack, context.new_page(), script, environ)
        our_page = context.new_page()
        first_map_s(our_page, stack.enter_context(serve(ROOT / "dashboard.py", environ)).url)
        our_page.wait_for_timeout(1000)
        for turn in range(rounds + 1):
            their_page.bring_to_front()
            moved = change_s(their_page, lambda: slide(their_page))
            received = their_page.evaluate("bench.received + bench.sent")
            their_page.wait_for_timeout(1500)
            our_page.bring_to_front()
            for _ in range(3):
                took = change_s(our_page, lambda: slide(our_page))
                our_page.wait_for_timeout(400)
                if turn > 0:
                    ours.append(took)
            if turn > 0:
                theirs.append(moved)
                sent.append(received)
        scrubbed = our_page.evaluate(SCRUB, 10 * rounds)
        context.close()
    slow, fast, inside = (
        statistics.median(theirs),
        statistics.median(ours),
        statistics.median(scrubbed) / 1000,
    )
    name = f"{way} at {n:,} events"
    beside = f"{slow * 1000:,.0f} ms beside {fast * 1000:.0f} ms"
    yield Figure(
        PART, f"faster than {name}, sidebar slider", slow / fast, "times", target, beside, True, True
    )
    beside = f"{slow * 1000:,.0f} ms beside {inside * 1000:.0f} ms"
    yield Figure(
        PART, f"faster than {name}, slider in the map", slow / inside, "times", target, beside, True, True
    )
    yield Figure(PART, f"sent at a move by {name}", statistics.median(sent), "bytes")


def _open_rival(stack: ExitStack, page: Page, script: Path, environ: dict[str, str]) -> Page:
    page.goto(stack.enter_context(serve(script, environ)).url)
    page.wait_for_function("bench.drawn !== null")
    page.wait_for_timeout(3000)
    return page
