"""The frame of events beside plain pandas: opening, memory, counting under filters.

Each way runs in a process of its own, so that its memory can be told; times are medians of nine.
"""

from __future__ import annotations

import datetime as dt
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pandas as pd

from benchmarks.figure import Figure, shown
from benchmarks.synthetic import synthetic_file
from events.filter import Filter, box_area
from events.frame import EventFrame
from events.open_file import open_file

PART = "frame"
ROOT = Path(__file__).resolve().parent.parent
WINDOW = (dt.date(1999, 8, 1), dt.date(2000, 10, 31))
TYPES = ("Battles", "Riots")
BOX = (70.0, 39.5, 72.0, 41.0)
ROUNDS = 9

CASES: dict[str, Filter] = {
    "window": Filter(start=WINDOW[0], end=WINDOW[1]),
    "window, 2 types": Filter(start=WINDOW[0], end=WINDOW[1], event_types=TYPES),
    "window, actor": Filter(start=WINDOW[0], end=WINDOW[1], actors=("guards",)),
    "window, word": Filter(start=WINDOW[0], end=WINDOW[1], words=("fire",)),
    "window, area": Filter(start=WINDOW[0], end=WINDOW[1], area=box_area(*BOX)),
}

Measured = dict[str, tuple[float, int]]


def measure(quick: bool) -> Iterator[Figure]:
    """Opening, memory and counting in the frame, each beside pandas; both must count the same."""
    n = 100_000 if quick else 1_000_000
    ours, theirs = compare(n)
    for name, (here, _) in ours.items():
        there = theirs[name][0]
        unit = "MB" if name.startswith("memory") else "ms"
        what = name if unit == "MB" or name == "open" else f"count in {name}"
        yield Figure(
            PART,
            f"frame of {n:,} events: {what}",
            here,
            unit,
            beside=f"pandas {shown(there, unit)}, {there / here:.0f}x",
        )


def compare(n: int) -> tuple[Measured, Measured]:
    """What the frame and what pandas take for `n` invented events."""
    ours, theirs = (_in_a_process(way, synthetic_file(n)) for way in ("frame", "pandas"))
    for name, (_, count) in ours.items():
        if count != theirs[name][1]:
            raise SystemExit(f"error: {name}: the frame counts {count}, pandas {theirs[name][1]}")
    return ours, theirs


def measure_frame(file: Path) -> Measured:
    """The frame: open it, count under each filter anew, then move the window under a kept mask."""
    before = _memory_mb()
    began = time.perf_counter()
    frame = open_file(file)
    measured: Measured = {"open": ((time.perf_counter() - began) * 1000, frame.n)}
    measured["memory after opening"] = (_memory_mb() - before, 0)
    for name, wanted in CASES.items():
        measured[name] = _median(partial(_counted, frame, wanted), frame.forget_masks)
    kept = CASES["window, word"]
    measured["window moved, word kept"] = _median(partial(_counted, frame, kept))
    return measured


def measure_pandas(file: Path) -> Measured:
    """The plain way: `read_parquet`, then boolean masks over columns."""
    before = _memory_mb()
    began = time.perf_counter()
    events = pd.read_parquet(file)
    for column in ("date_start", "date_end"):
        events[column] = pd.to_datetime(events[column])
    measured: Measured = {"open": ((time.perf_counter() - began) * 1000, len(events))}
    measured["memory after opening"] = (_memory_mb() - before, 0)
    start, end = map(pd.Timestamp, WINDOW)
    west, south, east, north = BOX

    def in_window() -> pd.Series:
        return (events["date_start"] <= end) & (events["date_end"] >= start)

    def any_holds(columns: list[str], text: str) -> pd.Series:
        found = [events[name].astype(str).str.contains(text, case=False, regex=False) for name in columns]
        return pd.concat(found, axis=1).any(axis=1)

    actors = ["actor1", "actor2", "other_actors"]
    texts = ["title", "summary", "place", "place_text", "admin2", "admin1", *actors, "tags"]
    masks: dict[str, Callable[[], pd.Series]] = {
        "window": in_window,
        "window, 2 types": lambda: in_window() & events["event_type"].isin(TYPES),
        "window, actor": lambda: in_window() & any_holds(actors, "guards"),
        "window, word": lambda: in_window() & any_holds(texts, "fire"),
        "window, area": lambda: (
            in_window() & events["longitude"].between(west, east) & events["latitude"].between(south, north)
        ),
    }
    for name, mask in masks.items():
        rounds = 1 if name in ("window, actor", "window, word") else ROUNDS
        measured[name] = _median(partial(_summed, mask), rounds=rounds)
    kept = any_holds(texts, "fire")
    measured["window moved, word kept"] = _median(lambda: int((in_window() & kept).sum()))
    return measured


def _counted(frame: EventFrame, wanted: Filter) -> int:
    return sum(frame.count(wanted)[:2])


def _summed(mask: Callable[[], pd.Series]) -> int:
    return int(mask().sum())


def _median(
    counted: Callable[[], int], before: Callable[[], None] | None = None, rounds: int = ROUNDS
) -> tuple[float, int]:
    times = []
    for _ in range(rounds):
        if before is not None:
            before()
        began = time.perf_counter()
        count = counted()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), count


def _memory_mb() -> float:
    """Resident memory of this process."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def _in_a_process(way: str, file: Path) -> Measured:
    command = [sys.executable, "-m", "benchmarks.frame", way, str(file)]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return {name: (value, count) for name, (value, count) in json.loads(answer.stdout).items()}


if __name__ == "__main__":
    way = measure_frame if sys.argv[1] == "frame" else measure_pandas
    print(json.dumps(way(Path(sys.argv[2]))))
