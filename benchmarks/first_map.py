"""How long until the first map: at a warm navigation, and from `streamlit run`."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from playwright.sync_api import BrowserContext

from benchmarks.browser import first_map_s, new_context, open_browser, settled_page
from benchmarks.figure import Figure
from benchmarks.server import APPS, ROOT, await_port, serve
from benchmarks.synthetic import synthetic_file

PART = "first_map"
TARGETS_S = {100_000: 1.0, 1_000_000: 2.0}
START_TARGET_S = 5.0


def measure(quick: bool) -> Iterator[Figure]:
    """Warm navigations at two sizes beside an empty page, and the start of the app with the shipped data."""
    rounds = 3 if quick else 9
    with open_browser() as browser:
        for n, target in TARGETS_S.items():
            events = {"INCIDENTS_DATA": str(synthetic_file(n))}
            with serve(APPS / "empty.py") as empty, serve(ROOT / "dashboard.py", events) as ours:
                context = new_context(browser)
                _navigate(context, ours.url)
                _navigate_empty(context, empty.url)
                pairs = [
                    (_navigate(context, ours.url), _navigate_empty(context, empty.url)) for _ in range(rounds)
                ]
                context.close()
            first, floor = (statistics.median(times) for times in zip(*pairs, strict=True))
            beside = f"{first / floor:.1f}x an empty page ({floor:.2f} s)"
            yield Figure(PART, f"first map, {n:,} events, warm", first, "s", target, beside, headline=True)
        times = []
        for _ in range(2 if quick else 5):
            context = new_context(browser)
            page = settled_page(context)
            with serve(ROOT / "dashboard.py", wait=False) as ours:
                await_port(ours)
                first_map_s(page, ours.url)
                times.append(time.perf_counter() - ours.began)
            context.close()
        yield Figure(
            PART,
            "`streamlit run` to first map, shipped incidents",
            statistics.median(times),
            "s",
            START_TARGET_S,
            headline=True,
        )


def _navigate(context: BrowserContext, url: str) -> float:
    page = settled_page(context)
    took = first_map_s(page, url)
    page.close()
    return took


def _navigate_empty(context: BrowserContext, url: str) -> float:
    page = settled_page(context)
    page.goto(url, wait_until="commit")
    page.wait_for_function("document.getElementById('bench-shown') !== null")
    took = float(page.evaluate("new Promise((done) => requestAnimationFrame(() => done(performance.now())))"))
    page.close()
    return took / 1000
