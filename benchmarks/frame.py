"""Measure the frame of events beside plain pandas: `python -m benchmarks.frame [N]`, by default a million.

Each way runs in a process of its own, so that its memory can be told; times are medians of nine.
"""

from __future__ import annotations

import datetime as dt
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from events.filter import Filter, box_area
from events.open_file import open_file
from events.synth import write_synth

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


def main(n: int) -> None:
    """Print the table for `n` invented events."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "events.parquet"
        began = time.perf_counter()
        write_synth(n, file)
        print(f"{n:,} events invented and written in {time.perf_counter() - began:.1f} s, ", end="")
        print(f"{file.stat().st_size / 1e6:.0f} MB")
        ours, theirs = (_in_a_process(way, file) for way in ("frame", "pandas"))
    print(f"\n{'':28}{'frame':>12}{'pandas':>12}{'ratio':>9}")
    for name in ours:
        (here, count), (there, count_there) = ours[name], theirs[name]
        if count != count_there:
            raise SystemExit(f"{name}: the frame counts {count}, pandas {count_there}")
        unit = "MB" if name.startswith("memory") else "ms"
        print(f"{name:28}{here:>9.2f} {unit}{there:>9.1f} {unit}{there / here:>8.1f}x")


def measure_frame(file: Path) -> Measured:
    """The frame: open it, count under each filter anew, then move the window under a kept mask."""
    before = _memory_mb()
    began = time.perf_counter()
    frame = open_file(file)
    measured: Measured = {"open": ((time.perf_counter() - began) * 1000, frame.n)}
    measured["memory after opening"] = (_memory_mb() - before, 0)
    for name, wanted in CASES.items():
        measured[name] = _median(lambda wanted=wanted: sum(frame.count(wanted)[:2]), frame.forget_masks)
    kept = CASES["window, word"]
    measured["window moved, word kept"] = _median(lambda: sum(frame.count(kept)[:2]))
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
        measured[name] = _median(lambda mask=mask: int(mask().sum()), rounds=rounds)
    kept = any_holds(texts, "fire")
    measured["window moved, word kept"] = _median(lambda: int((in_window() & kept).sum()))
    return measured


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
    if sys.argv[1:2] in (["frame"], ["pandas"]):
        measure = measure_frame if sys.argv[1] == "frame" else measure_pandas
        print(json.dumps(measure(Path(sys.argv[2]))))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
