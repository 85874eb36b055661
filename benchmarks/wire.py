"""Bytes that go over the wire: all events and their places, once."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.browser import first_map_s, new_context, open_browser
from benchmarks.figure import Figure
from benchmarks.server import ROOT, serve
from benchmarks.synthetic import synthetic_file

PART = "wire"
TARGET = 10


def measure(quick: bool) -> Iterator[Figure]:
    """The encoded bytes of the packed columns and of the places, as the browser counts them."""
    with open_browser() as browser:
        for n in (100_000,) if quick else (100_000, 1_000_000):
            with serve(ROOT / "dashboard.py", INCIDENTS_DATA=str(synthetic_file(n))) as ours:
                context = new_context(browser)
                page = context.new_page()
                wire = context.new_cdp_session(page)
                wire.send("Network.enable")
                urls: dict[str, str] = {}
                sizes: dict[str, float] = {}
                wire.on(
                    "Network.requestWillBeSent", lambda e: urls.update({e["requestId"]: e["request"]["url"]})
                )
                wire.on(
                    "Network.loadingFinished",
                    lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}),
                )
                first_map_s(page, ours.url)
                page.wait_for_timeout(500)
                data = page.evaluate(
                    "(({ events, places }) => ({ events, places }))(document.querySelector('.incident-map-host').incidentMap.data)"
                )
                by_url = {urls[key]: size for key, size in sizes.items() if key in urls}
                events, places = (by_url[f"{ours.url}/{data[name]}"] for name in ("events", "places"))
                context.close()
            beside = f"columns {events / n:.1f}, places and their areas {places / 1000:,.0f} kB in all"
            yield Figure(
                PART, f"an event over the wire, {n:,} events", (events + places) / n, "bytes", TARGET, beside
            )
