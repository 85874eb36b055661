"""Events as FlatGeobuf: one file of points that maps on the web and GIS read quickly."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from events.adopt import adopted
from events.features import Features, free_name, read_with_gdal, whole_dataset, with_geometry, write_with_gdal
from events.mapping import Mapping
from events.reading import Reading, events_of

NAME = "flatgeobuf"
SUFFIXES = (".fgb",)

_MAGIC = b"fgb\x03fgb"


def sniff(path: Path) -> bool:
    """Whether the file begins as FlatGeobuf does."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def read(path: Path) -> pa.Table:
    """The events of a FlatGeobuf file; FormatError where it is broken or rows are no events."""
    return events_of(reading(path), path)


def reading(path: Path, dataset: str | None = None, *, mapping: Mapping | None = None) -> Reading:
    """The events of a FlatGeobuf file with our columns or others.

    Raises:
        FormatError: The file is broken or holds other geometry than points.
        MappingError: The columns are neither ours nor can be matched to them.
    """
    found = features(path)
    return adopted(found.cells, path, NAME, dataset, mapping=mapping, notes=found.notes)


def features(path: Path) -> Features:
    """The attributes and points of a FlatGeobuf file."""
    # Arrow columns of this driver are broken where a feature has no geometry.
    return read_with_gdal(path, "FlatGeobuf", one_by_one=True)


def write(table: pa.Table, path: Path) -> None:
    """Write events with all columns of the table.

    Raises:
        FormatError: The file cannot be written.
    """
    name = free_name("geometry", table.column_names)
    with whole_dataset(path, ".fgb") as unfinished:
        points = with_geometry(table, name)
        # The spatial index of this format has no place for events without a point.
        index = "NO" if points.column(name).null_count or not points.num_rows else "YES"
        write_with_gdal(points, unfinished, "FlatGeobuf", name, layer="events", SPATIAL_INDEX=index)
