"""Exports of a million events beside geopandas: GeoParquet and GeoPackage, each in a process of its own.

Only the writing is timed: both hold all events in memory before the clock starts. Ours writes styles and the
areas of vague places into the GeoPackage besides.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd

from benchmarks.figure import Figure, shown
from benchmarks.synthetic import synthetic_file
from events.formats import format_named
from events.open_file import open_file

PART = "exports"
ROOT = Path(__file__).resolve().parent.parent
# Format -> the most seconds that a million events may take, and how often it is measured.
TARGETS = {"geoparquet": (5.0, 3), "gpkg": (40.0, 1)}


def measure(quick: bool) -> Iterator[Figure]:
    """Each format by us and by geopandas; both files must hold the same number of events."""
    n = 100_000 if quick else 1_000_000
    for name, (target, rounds) in TARGETS.items():
        (here, ours), (there, theirs) = (
            _in_a_process(way, name, synthetic_file(n), rounds) for way in ("ours", "geopandas")
        )
        if ours != theirs:
            raise SystemExit(f"error: {name}: we wrote {ours} events, geopandas {theirs}")
        yield Figure(
            PART,
            f"export of {n:,} events as {name}",
            here,
            "s",
            target,
            beside=f"geopandas {shown(there, 's')}, {there / here:.1f}x",
        )


def write_ours(file: Path, name: str, folder: Path) -> Callable[[], Path]:
    """What writes the events of `file` in one of our formats."""
    table = open_file(file).table
    chosen = format_named(name)
    out = folder / f"ours{chosen.SUFFIXES[0]}"

    def write() -> Path:
        out.unlink(missing_ok=True)
        chosen.write(table, out)
        return out

    return write


def write_theirs(file: Path, name: str, folder: Path) -> Callable[[], Path]:
    """What writes the same events by geopandas as its documentation shows."""
    events = pd.read_parquet(file)
    points = gpd.points_from_xy(events.pop("longitude"), events.pop("latitude"))
    features = gpd.GeoDataFrame(events, geometry=points, crs=4326)
    out = folder / f"theirs{format_named(name).SUFFIXES[0]}"

    def write() -> Path:
        out.unlink(missing_ok=True)
        if name == "geoparquet":
            features.to_parquet(out)
        else:
            features.to_file(out, layer="events", driver="GPKG")
        return out

    return write


def _in_a_process(way: str, name: str, file: Path, rounds: int) -> tuple[float, int]:
    command = [sys.executable, "-m", "benchmarks.exports", way, name, str(file), str(rounds)]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    seconds, count = json.loads(answer.stdout)
    return seconds, count


def _median(write: Callable[[], Path], name: str, rounds: int) -> tuple[float, int]:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        out = write()
        times.append(time.perf_counter() - began)
    counted = gpd.read_parquet(out, columns=["geometry"]) if name == "geoparquet" else gpd.read_file(
        out, layer="events", columns=[], use_arrow=True
    )  # fmt: skip
    return statistics.median(times), len(counted)


if __name__ == "__main__":
    made = {"ours": write_ours, "geopandas": write_theirs}[sys.argv[1]]
    with tempfile.TemporaryDirectory() as folder:
        writer = made(Path(sys.argv[3]), sys.argv[2], Path(folder))
        print(json.dumps(_median(writer, sys.argv[2], int(sys.argv[4]))))
