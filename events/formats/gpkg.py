"""Events as a GeoPackage: points in one layer, vague places as areas in another, both styled for QGIS."""

from __future__ import annotations

import sqlite3
import warnings
from pathlib import Path

import pyarrow as pa
import pyogrio

from errors import FormatError
from events.about import about_of
from events.adopt import adopted
from events.areas import place_areas
from events.features import (
    GDAL_ERRORS,
    Features,
    free_name,
    read_with_gdal,
    whole_dataset,
    with_geometry,
    write_with_gdal,
)
from events.mapping import Mapping
from events.qgis_style import add_styles, areas_qml, points_qml
from events.reading import Reading, events_of

NAME = "gpkg"
SUFFIXES = (".gpkg",)

EVENTS_LAYER = "events"
AREAS_LAYER = "areas"
_SQLITE = b"SQLite format 3\x00"
# GeoPackage 1.0 and 1.1 name themselves otherwise than 1.2 and later.
_APPLICATION_IDS = (b"GPKG", b"GP10", b"GP11")


def sniff(path: Path) -> bool:
    """Whether the file is an SQLite database that calls itself a GeoPackage."""
    with path.open("rb") as file:
        start = file.read(72)
    return start.startswith(_SQLITE) and start[68:72] in _APPLICATION_IDS


def read(path: Path) -> pa.Table:
    """The events of a GeoPackage; FormatError where it is broken or rows are no events."""
    return events_of(reading(path), path)


def reading(path: Path, dataset: str | None = None, *, mapping: Mapping | None = None) -> Reading:
    """The events of a GeoPackage's layer `events`, or else of its first layer of points.

    Raises:
        FormatError: The file is broken or has no layer of points.
        MappingError: The columns are neither ours nor can be matched to them.
    """
    found = features(path)
    return adopted(found.cells, path, NAME, dataset, mapping=mapping, notes=found.notes)


def features(path: Path) -> Features:
    """The attributes and points of a GeoPackage's layer of events."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            layers = [(str(name), kind) for name, kind in pyogrio.list_layers(path)]
    except GDAL_ERRORS as error:
        reason = " ".join(str(error).split())[:200]
        raise FormatError(f"{path}: found a broken GeoPackage ({reason}), expected a whole one") from None
    points = [name for name, kind in layers if kind is not None and "Point" in str(kind)]
    mixed = [name for name, kind in layers if kind in ("Unknown", "GeometryCollection")]
    usable = [name for name in (EVENTS_LAYER,) if name in points] + points + mixed
    if not usable:
        listed = ", ".join(f"{name} ({kind or 'no geometry'})" for name, kind in layers) or "none"
        raise FormatError(f"{path}: found no layer of points among {listed}, expected one")
    found = read_with_gdal(path, "GeoPackage", layer=usable[0])
    others = [name for name in dict.fromkeys(usable) if name != usable[0]]
    if others:
        note = f"the layer {usable[0]!r} was read; there are also {', '.join(map(repr, others[:5]))}"
        return Features(found.cells, (*found.notes, note))
    return found


def write(table: pa.Table, path: Path) -> None:
    """Write events with all columns of the table, the areas of vague places and styles for QGIS.

    Raises:
        FormatError: The file cannot be written, or two columns differ in their case only.
    """
    folded = [name.casefold() for name in table.column_names]
    twice = sorted({name for name in table.column_names if folded.count(name.casefold()) > 1})
    if twice:
        raise FormatError(
            f"{path}: found the columns {', '.join(twice)}, expected names that differ in more than case"
        )
    column = free_name("geom", table.column_names)
    key = free_name("fid", table.column_names)
    about = about_of(table).text()
    with whole_dataset(path, ".gpkg") as unfinished:
        write_with_gdal(
            with_geometry(table, column), unfinished, "GPKG", column, layer=EVENTS_LAYER, FID=key,
            GEOMETRY_NAME=column, DESCRIPTION=about, IDENTIFIER="Events",
        )  # fmt: skip
        styles = {EVENTS_LAYER: (column, points_qml())}
        areas = place_areas(table)
        if areas.num_rows:
            write_with_gdal(
                _narrow(areas), unfinished, "GPKG", "geometry", layer=AREAS_LAYER, append=True,
                geometry_type="MultiPolygon", GEOMETRY_NAME="geom",
                DESCRIPTION="The areas within which events of vague places lie", IDENTIFIER="Areas",
            )  # fmt: skip
            styles[AREAS_LAYER] = ("geom", areas_qml())
        try:
            add_styles(unfinished, styles)
        except sqlite3.Error as error:
            raise OSError(str(error)) from None


def _narrow(areas: pa.Table) -> pa.Table:
    """The table of areas in types that GDAL knows."""
    where_prec = areas.column_names.index("where_prec")
    return areas.set_column(where_prec, "where_prec", areas.column("where_prec").cast(pa.int16()))
