"""Handing a briefing over: slides, the map as one file, films, and the memory that all of them take."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure
from events.formats import write_table
from events.synth import synth

PART = "handover"
ROOT = Path(__file__).resolve().parent.parent
N_EVENTS = 1_000
N_FILM = 8_000
FILM_WINDOW = ("2008-01-01", "2012-12-31")
"""Five years by month: 60 frames with about a thousand of the events in them."""
# Each in an interpreter of its own, so that its peak of memory is its own; started, opened and warm at the
# first map, as a server is.
_CHILD = """
import json, resource, sys, time
from datetime import date
from pathlib import Path
from briefing.brief import Brief
from briefing.formats import write_brief
from briefing.render import render_map
from events.filter import Filter
from events.frame import EventFrame
from events.formats import read_table
source, out, start, end, slides, times = sys.argv[1:]
events = EventFrame(read_table(Path(source)))
brief = Brief(
    title="Handover", filter=Filter(start=date.fromisoformat(start), end=date.fromisoformat(end)),
    slides=slides, size="1280x720", as_of=date(2026, 1, 1),
)
render_map(brief, events, (640, 400))
took = []
for _ in range(int(times)):
    began, spent = time.perf_counter(), time.process_time()
    write_brief(brief, events, Path(out))
    took.append([time.perf_counter() - began, time.process_time() - spent])
status = Path("/proc/self/status")
if status.exists():  # of this program alone: getrusage also counts what the one that started it held
    peak = 1024 * int(status.read_text().split("VmHWM:")[1].split()[0])
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"took": took, "peak": peak, "bytes": Path(out).stat().st_size}))
"""


def measure(quick: bool) -> Iterator[Figure]:
    """Seconds, bytes and memory for a deck of ten slides, the HTML of 1,000 events, a film of 60 frames."""
    times = 1 if quick else 3
    whole = ("1990-01-01", "2026-12-31")
    with tempfile.TemporaryDirectory() as folder:
        deck = _made(Path(folder) / "deck.pptx", N_EVENTS, ("2012-01-01", "2012-08-31"), "month", times)
        page = _made(Path(folder) / "map.html", N_EVENTS, whole, "one", times)
        film = _made(Path(folder) / "film.mp4", N_FILM, FILM_WINDOW, "one", times)
        moving = _made(Path(folder) / "film.gif", N_FILM, FILM_WINDOW, "one", 1)
        slides = _slides(Path(folder) / "deck.pptx")
    yield Figure(
        PART,
        f"a deck of {slides} slides, {N_EVENTS:,} events",
        deck["seconds"],
        "s",
        target=15.0,
        beside=f"{deck['bytes'] / 1e6:.1f} MB, {deck['cpu']:.1f} s of one core",
        headline=True,
    )
    yield Figure(
        PART,
        f"the interactive map of {N_EVENTS:,} events as one HTML file",
        page["seconds"],
        "s",
        target=2.0,
        beside=f"{page['cpu']:.1f} s of one core",
        headline=True,
    )
    yield Figure(PART, "its size", page["bytes"] / 1e6, "MB", target=3.0)
    yield Figure(
        PART,
        "an MP4 of 60 frames at 1280 x 720",
        film["seconds"],
        "s",
        target=30.0,
        beside=f"{film['bytes'] / 1e6:.1f} MB, {film['cpu']:.1f} s of one core without the packing",
        headline=True,
    )
    yield Figure(
        PART,
        "a GIF of 60 frames at 960 x 540",
        moving["seconds"],
        "s",
        beside=f"{moving['bytes'] / 1e6:.1f} MB",
    )
    worst = max(one["peak"] for one in (deck, page, film, moving))
    yield Figure(PART, "most memory of any of them", worst / 1e6, "MB", target=600.0)


def _made(path: Path, n_events: int, window: tuple[str, str], slides: str, times: int) -> dict[str, float]:
    source = path.with_name(f"{n_events}.parquet")
    if not source.exists():
        write_table(synth(n_events, seed=11), source)
    arguments = [str(source), str(path), *window, slides, str(times)]
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=1200,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    return {
        "seconds": statistics.median(wall for wall, _ in found["took"]),
        "cpu": statistics.median(cpu for _, cpu in found["took"]),
        "peak": found["peak"],
        "bytes": found["bytes"],
    }


def _slides(path: Path) -> int:
    from pptx import Presentation

    return len(Presentation(str(path)).slides)
