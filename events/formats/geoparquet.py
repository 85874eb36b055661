"""Events as GeoParquet 1.1: our own columns and a column of points, the quick way to GIS for millions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from errors import FormatError
from events.about import about_of
from events.adopt import adopted
from events.columns import one_chunk
from events.features import (
    Features,
    as_cells,
    degrees_of,
    free_name,
    in_degrees,
    point_wkb,
    points_of,
    refuse_too_many_columns,
)
from events.mapping import Mapping
from events.reading import Reading, events_of
from events.whole_file import whole_file

NAME = "geoparquet"
SUFFIXES = (".geoparquet",)

_MAGIC = b"PAR1"
_VERSION = "1.1.0"


def sniff(path: Path) -> bool:
    """Whether it is Parquet whose metadata tell of geometry."""
    return _geo(path) is not None


def read(path: Path) -> pa.Table:
    """The events of a GeoParquet file; FormatError where it is broken or rows are no events."""
    return events_of(reading(path), path)


def reading(path: Path, dataset: str | None = None, *, mapping: Mapping | None = None) -> Reading:
    """The events of a GeoParquet file with our columns or others; the points come from its geometry.

    Raises:
        FormatError: The file is broken or its geometry is no points in WKB.
        MappingError: The columns are neither ours nor can be matched to them.
    """
    found = features(path)
    return adopted(found.cells, path, NAME, dataset, mapping=mapping, notes=found.notes)


def features(path: Path) -> Features:
    """The columns of a GeoParquet file and the degrees of its points."""
    geo = _geo(path)
    if geo is None:
        raise FormatError(f"{path}: found no geometry in its metadata, expected GeoParquet")
    name = geo.get("primary_column", "geometry")
    about = geo.get("columns", {}).get(name, {})
    try:
        file = pq.ParquetFile(path)
        names = file.schema_arrow.names
        refuse_too_many_columns(len(names), path)
        if name not in names or about.get("encoding") != "WKB":
            raise FormatError(
                f"{path}: found geometry {name!r} as {about.get('encoding')!r}, expected points as WKB"
            )
        table = file.read()
    except (pa.ArrowException, OSError) as error:
        raise FormatError(
            f"{path}: found a file that cannot be read as Parquet ({str(error).splitlines()[0]})"
        ) from None
    x, y = points_of(one_chunk(table.column(name)), path)
    crs = about.get("crs", "OGC:CRS84")
    lon, lat, notes = in_degrees(x, y, json.dumps(crs) if isinstance(crs, dict) else crs, path)
    # A box around each feature, which the format allows beside the geometry, is no attribute.
    covering = about.get("covering", {}).get("bbox", {})
    boxes = {parts[0] for parts in covering.values()} & set(names)
    return Features(as_cells(table.drop_columns([name, *boxes]), lon, lat), notes)


def write(table: pa.Table, path: Path) -> None:
    """Write events with all columns of the table and their points (OGC:CRS84).

    Raises:
        FormatError: The file cannot be written.
    """
    lon, lat = degrees_of(table)
    name = free_name("geometry", table.column_names)
    given = ~(np.isnan(lon) | np.isnan(lat))
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
    if given.any():
        bounds = (lon[given].min(), lat[given].min(), lon[given].max(), lat[given].max())
        column["bbox"] = [float(bound) for bound in bounds]
    geo = {"version": _VERSION, "primary_column": name, "columns": {name: column}}
    told = {b"geo": json.dumps(geo).encode(), b"about": about_of(table).text().encode()}
    points = table.append_column(name, point_wkb(lon, lat)).replace_schema_metadata(told)
    with whole_file(path) as unfinished:
        pq.write_table(points, unfinished, compression="zstd", row_group_size=1 << 18)


def _geo(path: Path) -> dict[str, Any] | None:
    """What the metadata of a Parquet file tell of geometry, None where they tell nothing."""
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            return None
    try:
        told = (pq.read_schema(path).metadata or {}).get(b"geo")
        geo = None if told is None else json.loads(told)
    except (pa.ArrowException, OSError, ValueError):
        return None
    return geo if isinstance(geo, dict) else None
