"""Where things are: a million points to their units, and names to places."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.figure import Figure
from geodata.gazetteer import load_gazetteer
from geodata.geocode import geocode
from geodata.locate import admin_of

PART = "places"
ON = dt.date(2010, 6, 1)
WEST, SOUTH, EAST, NORTH = 69.0, 38.5, 75.5, 42.5


def measure(quick: bool) -> Iterator[Figure]:
    """Units of random points, the first call left out; geocoding of the gazetteer's own names."""
    n = 100_000 if quick else 1_000_000
    draw = np.random.default_rng(1)
    lons, lats = draw.uniform(WEST, EAST, n), draw.uniform(SOUTH, NORTH, n)
    admin_of(lons[:10], lats[:10], ON)
    took = statistics.median(_time(lambda: admin_of(lons, lats, ON)) for _ in range(3))
    yield Figure(PART, f"units of {n:,} points", took, "s", beside=f"{n / took / 1e6:.1f} million a second")
    names = draw.choice(load_gazetteer().places()["name"].to_numpy(dtype=object), 50 if quick else 300)
    geocode(str(names[0]), on=ON)
    took = _time(lambda: [geocode(str(name), on=ON) for name in names])
    yield Figure(
        PART,
        "names geocoded",
        len(names) / took,
        "per second",
        beside=f"{took / len(names) * 1000:.1f} ms a name",
    )


def _time(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
