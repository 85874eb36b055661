"""Imports of ACLED and UCDP files into a new store, beside pandas and geopandas that only read and write."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.conflict_files import acled_file, ucdp_file
from benchmarks.figure import Figure
from benchmarks.synthetic import ROOT

PART = "imports"
# Seconds for the whole import, and MB at the peak; from the size of a yearly release of each data set.
UCDP_S, UCDP_MB, ACLED_S = 20, 800, 60
TIMES = 3


def measure(quick: bool) -> Iterator[Figure]:
    """The first import, the same file again, and the peak of memory."""
    yield from _kind("UCDP", ucdp_file(30_000 if quick else 300_000), None if quick else UCDP_S, UCDP_MB)
    yield from _kind("ACLED", acled_file(100_000 if quick else 1_000_000), None if quick else ACLED_S, None)


def _kind(kind: str, file: Path, target_s: float | None, target_mb: float | None) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        theirs = _in_a_process("geopandas", file, Path(folder) / "theirs.gpkg")
        ours = _in_a_process("ours", file, Path(folder) / "ours.sqlite")
        again = _in_a_process("ours", file, Path(folder) / "ours.sqlite")
    rows = ours["rows"]
    if again["unchanged"] != rows:
        raise SystemExit(
            f"error: {kind}: the second import finds {again['unchanged']} of {rows} rows unchanged"
        )
    beside = f"pandas and geopandas, reading and writing only: {theirs['s']:.1f} s, {theirs['mb']:.0f} MB"
    name = f"{rows:,.0f} rows of {kind} csv"
    yield Figure(PART, f"import of {name}", ours["s"], "s", target_s, beside, headline=True)
    yield Figure(PART, f"import of {name}, beside geopandas", ours["s"] / theirs["s"], "times", TIMES)
    yield Figure(PART, f"import of {name}, memory at the peak", ours["mb"], "MB", target_mb)
    yield Figure(PART, f"the same {name} again: every row unchanged", again["s"], "s")


def import_ours(file: Path, out: Path) -> dict[str, float]:
    """The whole import: reading, checking, placing, storing with every original cell."""
    from events.importing import import_file
    from events.store import open_store

    store = open_store(out)
    began = time.perf_counter()
    report = import_file(store, file)
    took = time.perf_counter() - began
    store.close()
    return {"s": took, "rows": report.read, "unchanged": report.unchanged}


def read_and_write(file: Path, out: Path) -> dict[str, float]:
    """The plain way: `read_csv`, points, `to_file`; nothing is checked."""
    import geopandas as gpd
    import pandas as pd

    began = time.perf_counter()
    rows = pd.read_csv(file, low_memory=False)
    points = gpd.points_from_xy(rows["longitude"], rows["latitude"])
    gpd.GeoDataFrame(rows, geometry=points, crs="EPSG:4326").to_file(out, driver="GPKG")
    return {"s": time.perf_counter() - began, "rows": len(rows), "unchanged": 0}


def _in_a_process(way: str, file: Path, out: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.imports", way, str(file), str(out)]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    measured: dict[str, float] = json.loads(answer.stdout)
    return measured


if __name__ == "__main__":
    run = import_ours if sys.argv[1] == "ours" else read_and_write
    told = run(Path(sys.argv[2]), Path(sys.argv[3]))
    print(json.dumps({**told, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
