"""Bytes that go over the wire: all events and their places, once."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Browser

from benchmarks.browser import first_map_s, new_context, open_browser
from benchmarks.figure import Figure
from benchmarks.server import ROOT, serve
from benchmarks.synthetic import synthetic_file

PART = "wire"
TARGET = 10


DATA = """
(() => {
  const { events, places } = document.querySelector('.incident-map-host').incidentMap.data;
  return { events, places };
})()
"""


def measure(quick: bool) -> Iterator[Figure]:
    """The encoded bytes of the packed columns and of the places, as the browser counts them."""
    with open_browser() as browser:
        for n in (100_000,) if quick else (100_000, 1_000_000):
            with serve(ROOT / "dashboard.py", {"INCIDENTS_DATA": str(synthetic_file(n))}) as ours:
                events, places = _sizes(browser, ours.url)
            beside = f"columns {events / n:.1f}, places and their areas {places / 1000:,.0f} kB in all"
            what = f"an event over the wire, {n:,} events"
            yield Figure(PART, what, (events + places) / n, "bytes", TARGET, beside, headline=n > 100_000)


def _sizes(browser: Browser, url: str) -> tuple[float, float]:
    context = new_context(browser)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    urls: dict[str, str] = {}
    sizes: dict[str, float] = {}
    wire.on(
        "Network.requestWillBeSent", lambda said: urls.update({said["requestId"]: said["request"]["url"]})
    )
    wire.on(
        "Network.loadingFinished", lambda said: sizes.update({said["requestId"]: said["encodedDataLength"]})
    )
    first_map_s(page, url)
    page.wait_for_timeout(500)
    data = page.evaluate(DATA)
    context.close()
    by_url = {urls[key]: size for key, size in sizes.items() if key in urls}
    return by_url[f"{url}/{data['events']}"], by_url[f"{url}/{data['places']}"]
