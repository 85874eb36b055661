"""Events as GeoJSON (RFC 7946): a point a feature where there is one, null geometry where there is none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from errors import FormatError
from events.about import about_of
from events.adopt import adopted
from events.features import Features, as_cells, degrees_of, in_degrees, refuse_too_many_columns
from events.json_text import elements_of, head_of_json
from events.mapping import Mapping
from events.objects import cells_of, objects_of
from events.reading import Reading, events_of
from events.whole_file import whole_file

NAME = "geojson"
SUFFIXES = (".geojson",)

_WHAT = "a GeoJSON FeatureCollection of points"


def sniff(path: Path) -> bool:
    """Whether it is JSON that begins as a collection of features does."""
    head = head_of_json(path)
    return head.startswith("{") and ('"FeatureCollection"' in head or '"Feature"' in head)


def read(path: Path) -> pa.Table:
    """The events of a GeoJSON file; FormatError where it is broken or rows are no events."""
    return events_of(reading(path), path)


def reading(path: Path, dataset: str | None = None, *, mapping: Mapping | None = None) -> Reading:
    """The events of a GeoJSON file with our fields as properties or others.

    Raises:
        FormatError: The file is broken or holds other geometry than points.
        MappingError: The properties are neither ours nor can be matched to them.
    """
    found = features(path)
    return adopted(found.cells, path, NAME, dataset, mapping=mapping, notes=found.notes)


def features(path: Path) -> Features:
    """The properties and points of a GeoJSON file."""
    crs: list[str] = []
    points: list[tuple[float, float]] = []
    cells = cells_of(_properties(path, points, crs))
    refuse_too_many_columns(cells.num_columns, path)
    x, y = (np.array([point[axis] for point in points], float) for axis in (0, 1))
    lon, lat, notes = in_degrees(x, y, crs[0] if crs else None, path)
    return Features(as_cells(cells, lon, lat), notes)


def write(table: pa.Table, path: Path) -> None:
    """Write events with all columns of the table as properties.

    Raises:
        FormatError: The file cannot be written.
    """
    about = about_of(table).to_dict()
    lon, lat = degrees_of(table)
    kept = [name for name in table.column_names if name not in ("longitude", "latitude")]
    with whole_file(path) as unfinished, unfinished.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type":"FeatureCollection","about":' + json.dumps(about, ensure_ascii=False))
        file.write(',"features":[')
        for number, properties in enumerate(objects_of(table.select(kept))):
            at = None
            if not (np.isnan(lon[number]) or np.isnan(lat[number])):
                at = {"type": "Point", "coordinates": [float(lon[number]), float(lat[number])]}
            feature = {"type": "Feature", "geometry": at, "properties": properties}
            if "event_id" in properties:
                feature = {"type": "Feature", "id": properties["event_id"], **feature}
            file.write(",\n" if number else "\n")
            file.write(json.dumps(feature, ensure_ascii=False, separators=(",", ":"), allow_nan=False))
        file.write("\n]}\n")


def _properties(path: Path, points: list[tuple[float, float]], crs: list[str]) -> Iterator[dict[str, Any]]:
    """The properties of each feature; its point and the collection's reference system go into the lists."""
    for element in elements_of(path, _WHAT, "features"):
        if element.key == "crs" and isinstance(element.value, dict):
            named = element.value.get("properties")
            if isinstance(named, dict) and isinstance(named.get("name"), str):
                crs.append(named["name"])
        if element.key:
            continue
        feature = element.value
        if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
            raise FormatError(f"{path}: found no feature as element {element.number}, expected {_WHAT}")
        points.append(_point(feature.get("geometry"), element.number, path))
        properties = dict(feature.get("properties") or {})
        identity = feature.get("id")
        if identity is not None and not {"id", "event_id"} & set(properties):
            properties["id"] = identity
        yield properties


def _point(geometry: Any, number: int, path: Path) -> tuple[float, float]:
    """x and y of a point, NaN where there is none; a height is left out."""
    if geometry is None:
        return float("nan"), float("nan")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    at = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind == "MultiPoint" and isinstance(at, list) and len(at) == 1:
        kind, at = "Point", at[0]
    if kind != "Point":
        raise FormatError(
            f"{path}: found a {kind or 'geometry without a type'} in feature {number}, expected points "
            "(QGIS makes them by Vector > Geometry > Centroids)"
        )
    if at == []:
        return float("nan"), float("nan")
    numbers = isinstance(at, list) and all(
        isinstance(value, (int, float)) and not isinstance(value, bool) for value in at
    )
    if not isinstance(at, list) or not numbers or len(at) < 2:
        raise FormatError(
            f"{path}: found the point {at!r:.60} in feature {number}, expected [longitude, latitude]"
        )
    return float(at[0]), float(at[1])
