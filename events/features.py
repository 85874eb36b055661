"""Events as the features of a geographic file: points as WKB and back, attributes in plain types."""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyogrio
import pyogrio.raw
import pyproj
import shapely
from pyogrio.errors import CRSError, DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from errors import FormatError
from events.columns import one_chunk
from events.whole_file import whole_file

Degrees = npt.NDArray[np.float64]

MOST_COLUMNS = 1000
GDAL_ERRORS = (CRSError, DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError)

_POINT = np.dtype([("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])
_OURS = pyproj.CRS("OGC:CRS84")


class Features(NamedTuple):
    """What stands in a geographic file.

    Attributes:
        cells: The attributes as they are, behind them `longitude` and `latitude` (float64, WGS 84) of the
            points, null where a feature has none; they take the place of attributes of these names.
        notes: One line for each thing done to the content, such as a change of projection.
    """

    cells: pa.Table
    notes: tuple[str, ...] = ()


def degrees_of(table: pa.Table) -> tuple[Degrees, Degrees]:
    """Longitude and latitude of each event of a table, NaN where there is no point."""
    lon, lat = (
        pc.fill_null(one_chunk(table.column(name)).cast(pa.float64()), float("nan")).to_numpy(
            zero_copy_only=False
        )
        for name in ("longitude", "latitude")
    )
    return lon, lat


def point_wkb(lon: Degrees, lat: Degrees) -> pa.Array:
    """Points as little-endian WKB (OGC 06-103r4, 8.2), null where a coordinate is NaN."""
    points = np.zeros(len(lon), _POINT)
    points["order"], points["kind"], points["x"], points["y"] = 1, 1, lon, lat
    fixed = pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(_POINT.itemsize), len(lon), [None, pa.py_buffer(points.tobytes())]
    )
    absent = np.isnan(lon) | np.isnan(lat)
    wkb = fixed.cast(pa.binary())
    return pc.if_else(pa.array(~absent), wkb, pa.scalar(None, pa.binary())) if absent.any() else wkb


def attributes(table: pa.Table, *, without: Iterable[str] = ("longitude", "latitude")) -> pa.Table:
    """The columns of a table of events in types that every driver knows; nested ones become JSON text."""
    left_out = set(without)
    return pa.table(
        {name: _plain(one_chunk(table.column(name))) for name in table.column_names if name not in left_out}
    )


def with_geometry(table: pa.Table, name: str = "geometry") -> pa.Table:
    """The attributes of events (`attributes`) and their points as WKB in a last column."""
    return attributes(table).append_column(name, point_wkb(*degrees_of(table)))


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """`wanted`, or with a number behind it the first name that no other column has in any case."""
    used = {name.casefold() for name in taken}
    names = (wanted, *(f"{wanted}_{number}" for number in range(2, len(used) + 3)))
    return next(name for name in names if name.casefold() not in used)


def points_of(geometry: pa.Array, path: Path) -> tuple[Degrees, Degrees]:
    """x and y of WKB points, NaN where there is none; heights are left out.

    Raises:
        FormatError: A geometry is something else than a point.
    """
    n = len(geometry)
    given = np.flatnonzero(np.asarray(pc.is_valid(geometry)))
    x, y = np.full(n, np.nan), np.full(n, np.nan)
    if not len(given):
        return x, y
    present = geometry.drop_null().cast(pa.binary())
    lengths = np.asarray(pc.binary_length(present))
    if (lengths == _POINT.itemsize).all():
        points = np.frombuffer(b"".join(present.to_pylist()), _POINT)
        if (points["order"] == 1).all() and (points["kind"] == 1).all():
            x[given], y[given] = points["x"], points["y"]
            return x, y
    try:
        shapes = shapely.from_wkb(np.array(present.to_pylist(), object))
    except shapely.errors.GEOSException as error:
        raise FormatError(f"{path}: found a broken geometry ({error}), expected points") from None
    single = np.array(
        [
            shape.geoms[0] if shape.geom_type == "MultiPoint" and len(shape.geoms) == 1 else shape
            for shape in shapes
        ]
    )
    wrong = shapely.get_type_id(single) != shapely.GeometryType.POINT
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise FormatError(
            f"{path}: found {wrong.sum()} features that are no points, the first a {single[row].geom_type} "
            f"in row {given[row] + 1}, expected points (QGIS makes them by Vector > Geometry > Centroids)"
        )
    x[given], y[given] = shapely.get_x(single), shapely.get_y(single)
    return x, y


def in_degrees(
    x: Degrees, y: Degrees, crs: str | None, path: Path
) -> tuple[Degrees, Degrees, tuple[str, ...]]:
    """Coordinates of a file as longitude and latitude of WGS 84, and a note where they were moved.

    Raises:
        FormatError: The reference system is unknown, or the coordinates do not fit it.
    """
    notes: tuple[str, ...] = ()
    if crs:
        try:
            known = pyproj.CRS.from_user_input(crs)
        except pyproj.exceptions.CRSError:
            raise FormatError(
                f"{path}: found an unknown reference system {crs[:60]!r}, expected EPSG:4326"
            ) from None
        if known.to_2d() not in (_OURS, pyproj.CRS("EPSG:4326")):
            move = pyproj.Transformer.from_crs(known, _OURS, always_xy=True)
            x, y = (np.asarray(values) for values in move.transform(x, y))
            notes = (f"coordinates were moved from {known.name} to longitude and latitude (WGS 84)",)
    # An empty point and one that cannot be moved are no points.
    absent = ~(np.isfinite(x) & np.isfinite(y))
    x, y = np.where(absent, np.nan, x), np.where(absent, np.nan, y)
    off = ~absent & ((np.abs(x) > 180) | (np.abs(y) > 90))
    if off.any():
        row = int(np.flatnonzero(off)[0])
        raise FormatError(
            f"{path}: found the point {x[row]:g}, {y[row]:g} in row {row + 1}, expected longitude and "
            f"latitude in degrees{'' if crs else ' (the file names no reference system)'}"
        )
    return x, y, notes


def as_cells(attributes_table: pa.Table, lon: Degrees, lat: Degrees) -> pa.Table:
    """Attributes with the points' `longitude` and `latitude` behind them."""
    kept = [name for name in attributes_table.column_names if name not in ("longitude", "latitude")]
    cells = attributes_table.select(kept)
    for name, values in (("longitude", lon), ("latitude", lat)):
        cells = cells.append_column(name, pa.array(values, from_pandas=True))
    return cells


def read_with_gdal(
    path: Path, what: str, *, layer: str | None = None, encoding: str | None = None, one_by_one: bool = False
) -> Features:
    """The features of a file that GDAL reads; the caller has told the format by its content.

    Args:
        path: The file.
        what: The format's name for error lines.
        layer: The layer's name, None for the first.
        encoding: Of its text, None for what the file says.
        one_by_one: Ask GDAL for features instead of Arrow columns, where a driver makes these wrongly.

    Raises:
        FormatError: The file is broken or holds no points.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            about = pyogrio.read_info(path, layer=layer, encoding=encoding)
            refuse_too_many_columns(len(about["fields"]), path)
            if one_by_one:
                meta, table = _one_by_one(path, layer)
            else:
                meta, table = pyogrio.read_arrow(path, layer=layer, encoding=encoding)
    except GDAL_ERRORS as error:
        raise FormatError(
            f"{path}: found a broken {what} ({_one_line(error)}), expected a whole one"
        ) from None
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise FormatError(f"{path}: found {what} that cannot be read ({_one_line(error)})") from None
    name = meta["geometry_name"] or "wkb_geometry"
    if about["geometry_type"] is None or name not in table.column_names:
        raise FormatError(f"{path}: found {what} without geometry, expected points")
    x, y = points_of(one_chunk(table.column(name)), path)
    lon, lat, notes = in_degrees(x, y, meta["crs"], path)
    kept = table.drop_columns([name])
    return Features(as_cells(kept, lon, lat), notes)


def _one_by_one(path: Path, layer: str | None) -> tuple[dict[str, Any], pa.Table]:
    """What `pyogrio.read_arrow` gives, by way of numpy."""
    meta, _, geometry, columns = pyogrio.raw.read(path, layer=layer)
    table = pa.table(
        {
            name: pa.array(column, from_pandas=True)
            for name, column in zip(meta["fields"], columns, strict=True)
        }
    )
    meta["geometry_name"] = free_name("geometry", table.column_names)
    return meta, table.append_column(meta["geometry_name"], pa.array(geometry, pa.binary()))


def write_with_gdal(table: pa.Table, path: Path, driver: str, geometry_name: str, **options: Any) -> None:
    """Write a table with a WKB column of points by GDAL.

    Raises:
        FormatError: GDAL cannot write it.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pyogrio.write_arrow(
                table,
                path,
                driver=driver,
                geometry_name=geometry_name,
                crs="EPSG:4326",
                **{"geometry_type": "Point", **options},
            )
    except GDAL_ERRORS as error:
        raise OSError(_one_line(error)) from None


@contextmanager
def whole_dataset(path: Path, suffix: str) -> Iterator[Path]:
    """As `whole_file`, for writers that go by the suffix or leave files beside theirs.

    Raises:
        FormatError: The folder is missing or the file cannot be written there.
    """
    with (
        whole_file(path) as unfinished,
        tempfile.TemporaryDirectory(prefix=f".{path.name[:60]}.", dir=path.parent) as folder,
    ):
        inner = Path(folder) / f"events{suffix}"
        yield inner
        inner.replace(unfinished)


def refuse_too_many_columns(n: int, path: Path) -> None:
    """Raise `FormatError` for a table with more columns than anyone means."""
    if n > MOST_COLUMNS:
        raise FormatError(f"{path}: found {n} columns, expected at most {MOST_COLUMNS}")


def _plain(array: pa.Array) -> pa.Array:
    kind = array.type
    if pa.types.is_dictionary(kind):
        return _plain(array.cast(kind.value_type))
    if pa.types.is_null(kind) or pa.types.is_string_view(kind):
        return array.cast(pa.string())
    if pa.types.is_int8(kind) or pa.types.is_uint8(kind):
        return array.cast(pa.int16())
    if pa.types.is_uint16(kind):
        return array.cast(pa.int32())
    if pa.types.is_uint32(kind):
        return array.cast(pa.int64())
    if pa.types.is_nested(kind):
        texts = [None if cell is None else json.dumps(cell, default=str) for cell in array.to_pylist()]
        return pa.array(texts, pa.string())
    return array


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
