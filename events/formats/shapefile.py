"""Events as a zipped shapefile: names of columns cut to ten characters and texts to 254 bytes, ids whole."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from errors import FormatError
from events.about import about_of
from events.adopt import adopted
from events.columns import COLUMNS, one_chunk
from events.features import Features, free_name, read_with_gdal, with_geometry, write_with_gdal
from events.mapping import Mapping
from events.reading import Reading, events_of
from events.whole_file import whole_file
from events.workbooks import refuse_bomb

NAME = "shapefile"
SUFFIXES = (".shp.zip", ".zip")
# Long texts are cut.
KEEPS_ALL = False

MOST_TEXT_BYTES = 254
MOST_FILE_BYTES = (1 << 31) - (1 << 20)
_MOST_NAME = 10
# Our columns whose names do not fit.
_SHORT = {
    "sub_event_type": "sub_type",
    "other_actors": "oth_actors",
    "fatalities_low": "deaths_low",
    "fatalities_best": "deaths_bst",
    "fatalities_high": "deaths_hgh",
}
_LONG = {short: name for name, short in _SHORT.items()}
_SHORTER_AND_SHORTER = (
    ("publisher", "title", "url", "published", "paragraph"),
    ("publisher", "url", "published"),
    ("url", "published"),
    ("publisher", "published"),
)
_NAMES_FILE = "columns.csv"
_READ_ME = "README.txt"
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def sniff(path: Path) -> bool:
    """Whether it is a zip with a .shp in it."""
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            return False
    try:
        with zipfile.ZipFile(path) as archive:
            return _main_file(archive) is not None
    except (zipfile.BadZipFile, OSError):
        return False


def read(path: Path) -> pa.Table:
    """The events of a zipped shapefile; FormatError where it is broken or rows are no events."""
    return events_of(reading(path), path)


def reading(path: Path, dataset: str | None = None, *, mapping: Mapping | None = None) -> Reading:
    """The events of a zipped shapefile with our columns, their short names or others.

    Raises:
        FormatError: The file is broken, unpacks to too much or holds other geometry than points.
        MappingError: The columns are neither ours nor can be matched to them.
    """
    found = features(path)
    return adopted(found.cells, path, NAME, dataset, mapping=mapping, notes=found.notes)


def features(path: Path) -> Features:
    """The attributes and points of the first shapefile in a zip, under their long names."""
    with _unpacked(path) as (shp, longer):
        found = read_with_gdal(shp, "shapefile")
        notes = found.notes
        if not shp.with_suffix(".prj").exists():
            notes = (*notes, "the shapefile names no reference system; longitude and latitude were taken")
    known = {**_LONG, **longer}
    names = [known.get(name.casefold(), name) for name in found.cells.column_names]
    if len(set(names)) < len(names):
        names = found.cells.column_names
    return Features(found.cells.rename_columns(names), notes)


def write(table: pa.Table, path: Path) -> None:
    """Write events with all columns of the table.

    Texts longer than 254 bytes are cut; the zip's README names the columns where that was so.

    Raises:
        FormatError: The file cannot be written, an id is too long for it, or it grows beyond 2 GB.
    """
    ids = table.column("event_id").cast(pa.string())
    if (pc.max(pc.binary_length(ids)).as_py() or 0) > MOST_TEXT_BYTES:
        raise FormatError(
            f"{path}: found an event_id of more than {MOST_TEXT_BYTES} bytes, which a shapefile cannot hold; "
            "write a GeoPackage (.gpkg)"
        )
    if table.num_rows * 8000 > MOST_FILE_BYTES * 2:
        raise FormatError(
            f"{path}: found {table.num_rows:,} events, expected at most {MOST_FILE_BYTES * 2 // 8000:,} in a "
            "shapefile of 2 GB; write a GeoPackage (.gpkg)"
        )
    short = short_names(table.column_names)
    geometry = free_name("geometry", [*short.values(), *table.column_names])
    points = with_geometry(table, geometry)
    cut: list[str] = []
    columns = {
        short.get(name, name): _cut(one_chunk(points.column(name)), name, cut) if name != geometry else column
        for name, column in zip(points.column_names, points.columns, strict=True)
    }
    with (
        whole_file(path) as unfinished,
        tempfile.TemporaryDirectory(dir=path.parent, prefix=".shp.") as folder,
    ):
        shp = Path(folder) / "events.shp"
        write_with_gdal(pa.table(columns), shp, "ESRI Shapefile", geometry, encoding="UTF-8")
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in _PARTS:
                if shp.with_suffix(part).exists():
                    archive.write(shp.with_suffix(part), f"events{part}")
            archive.writestr(_NAMES_FILE, _names_csv(short))
            archive.writestr(_READ_ME, _read_me(about_of(table).text(), cut))


def short_names(names: list[str]) -> dict[str, str]:
    """Each name of a column -> its name of at most ten ASCII characters, no two alike in any case."""
    short: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(names, key=lambda name: name not in COLUMNS):
        plain = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name)
        wanted = _SHORT.get(name, plain[:_MOST_NAME]) or "column"
        number = 1
        unique = wanted
        while unique.casefold() in taken:
            number += 1
            unique = f"{wanted[: _MOST_NAME - len(str(number))]}{number}"
        taken.add(unique.casefold())
        short[name] = unique
    return short


def _cut(array: pa.Array, name: str, cut: list[str]) -> pa.Array:
    """A column as it fits: texts at most 254 bytes, cut between characters."""
    if pa.types.is_boolean(array.type):
        return array.cast(pa.int16())
    if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
        return array
    long = np.flatnonzero(np.asarray(pc.greater(pc.fill_null(pc.binary_length(array), 0), MOST_TEXT_BYTES)))
    if not len(long):
        return array
    cut.append(name)
    if name == "sources":
        # Half a JSON array is none; what fits of it is whole sources.
        shorter = [_whole_sources(text) for text in array.take(pa.array(long)).to_pylist()]
    else:
        shorter = [_first_bytes(text) for text in array.take(pa.array(long)).to_pylist()]
    chosen = np.zeros(len(array), bool)
    chosen[long] = True
    return pc.replace_with_mask(array, pa.array(chosen), pa.array(shorter, array.type))


def _first_bytes(text: str) -> str:
    return text.encode()[: MOST_TEXT_BYTES - 3].decode("utf-8", "ignore") + "…"


def _whole_sources(cell: str) -> str:
    """As many of a cell's sources as fit, each without what is long."""
    kept: list[dict[str, object]] = []
    for source in json.loads(cell):
        for fields in _SHORTER_AND_SHORTER:
            part = {name: source[name] for name in fields if name in source}
            text = json.dumps([*kept, part], ensure_ascii=False, separators=(",", ":"))
            if part and len(text.encode()) <= MOST_TEXT_BYTES:
                kept.append(part)
                break
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")) if kept else ""


def _names_csv(short: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["in the shapefile", "name"])
    writer.writerows([unique, name] for name, unique in short.items() if unique != name)
    return out.getvalue()


def _read_me(about: str, cut: list[str]) -> str:
    lines = [about, "", f"{_NAMES_FILE}: which short name of a column stands for which name."]
    if cut:
        lines.append(f"Cut to {MOST_TEXT_BYTES} bytes, as a shapefile holds no more: {', '.join(cut)}.")
    return "\r\n".join("\n".join(lines).splitlines()) + "\r\n"


def _main_file(archive: zipfile.ZipFile) -> str | None:
    names = sorted(name for name in archive.namelist() if not name.startswith("__MACOSX"))
    return next((name for name in names if name.lower().endswith(".shp")), None)


@contextmanager
def _unpacked(path: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """The parts of the zip's first shapefile in a folder of their own, and the names that it tells."""
    try:
        refuse_bomb(path)
        with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as folder:
            main = _main_file(archive)
            if main is None:
                raise FormatError(f"{path}: found no .shp in the zip, expected a zipped shapefile")
            parts = {
                name[len(main) - 4 :].lower(): name for name in archive.namelist() if name[:-4] == main[:-4]
            }
            missing = [part for part in (".shx", ".dbf") if part not in parts]
            if missing:
                raise FormatError(
                    f"{path}: found a shapefile without {' and '.join(missing)}, expected all three"
                )
            for part in _PARTS:
                if part in parts:
                    (Path(folder) / f"events{part}").write_bytes(archive.read(parts[part]))
            longer = {}
            if _NAMES_FILE in archive.namelist():
                rows = csv.reader(io.StringIO(archive.read(_NAMES_FILE).decode("utf-8", "replace")))
                longer = {row[0].casefold(): row[1] for row in list(rows)[1:] if len(row) == 2}
            yield Path(folder) / "events.shp", longer
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise FormatError(
            f"{path}: found a broken or encrypted zip ({error}), expected a whole one"
        ) from None
