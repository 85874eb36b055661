"""Briefings: how long a sheet takes and how much memory, beside a browser's picture of folium's page."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import folium

from benchmarks.apps.local_leaflet import LEAFLET
from benchmarks.browser import open_browser
from benchmarks.figure import Figure
from benchmarks.synthetic import synthetic_file
from events.open_file import open_file

PART = "briefing"
ROOT = Path(__file__).resolve().parent.parent
# Format, incidents, seconds allowed; the first run of a process, which loads everything, is not counted.
SHEETS = (("png", 1000, 1.5), ("png", 100_000, 2.5), ("pdf", 1000, 3.0), ("svg", 1000, None))
MOST_MB = 600
FOLIUM_EVENTS = 1000

# A process of its own for each figure, so that memory is that of the sheet alone.
OURS = """
import json, resource, sys, time
from benchmarks.synthetic import synthetic_file
from briefing.brief import Brief
from briefing.formats import brief_formats
from briefing.manifest import manifest_of
from events.open_file import open_file
name, n, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
events, brief, taken, cpu = open_file(synthetic_file(n)), Brief(size="1920x1080"), [], []
for _ in range(rounds + 1):
    began, busy = time.perf_counter(), time.process_time()
    body = brief_formats()[name].document(brief, events, manifest_of(brief, events))
    taken.append(time.perf_counter() - began)
    cpu.append(time.process_time() - busy)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
print(json.dumps({"first": taken[0], "taken": taken[1:], "cpu": cpu[1:], "mb": peak, "kb": len(body) / 1000}))
"""


def measure(quick: bool) -> Iterator[Figure]:
    """Warm times of a 1920x1080 sheet, its memory, and folium's page as a picture in the same run."""
    rounds = 2 if quick else 5
    theirs = _folium_png_s(rounds)
    for name, n, target in SHEETS:
        if quick and n > 1000:
            continue
        told = _ours(name, n, rounds)
        warm = statistics.median(told["taken"])
        beside = f"first {told['first']:.1f} s, {statistics.median(told['cpu']):.2f} s of processor"
        if name == "png" and n == FOLIUM_EVENTS:
            beside += f"; folium and a browser, the map alone: {theirs:.1f} s ({theirs / warm:.1f}x)"
        yield Figure(
            PART, f"{name} of 1920x1080, {n:,} events", warm, "s", target, beside, headline=name == "png"
        )
        yield Figure(PART, f"memory of it, {name}, {n:,} events", told["mb"], "MB", MOST_MB)


def _ours(name: str, n: int, rounds: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", OURS, name, str(n), str(rounds)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _folium_png_s(rounds: int) -> float:
    """Folium's page with as many circles, as a picture by a headless browser that is open already."""
    events = open_file(synthetic_file(FOLIUM_EVENTS))
    points = events.places.iloc[events.place_code][["latitude", "longitude"]].dropna()
    folium.Map.default_js = [("leaflet", (LEAFLET / "leaflet.js").as_uri())]
    folium.Map.default_css = [("leaflet_css", (LEAFLET / "leaflet.css").as_uri())]
    taken = []
    with tempfile.TemporaryDirectory() as folder, open_browser() as browser:
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        for _ in range(rounds):
            began = time.perf_counter()
            plain = folium.Map(location=[40.6, 71.9], zoom_start=8, tiles=None, prefer_canvas=True)
            for latitude, longitude in points.itertuples(index=False):
                folium.CircleMarker([latitude, longitude], radius=4, fill=True).add_to(plain)
            path = Path(folder) / "map.html"
            plain.save(path)
            page.goto(path.as_uri())
            page.screenshot(path=str(Path(folder) / "map.png"))
            taken.append(time.perf_counter() - began)
    return statistics.median(taken)
