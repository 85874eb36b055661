"""Decode the polygons of a Geobuf message (a compact protobuf form of GeoJSON).

Only what the time zone file uses is read: a FeatureCollection of Polygons and MultiPolygons with string
properties. The wire format is that of the Geobuf schema, version 3: delta-coded zigzag coordinates.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

POLYGON, MULTIPOLYGON = 4, 5


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        if key & 7 == 0:
            value, at = _varint(data, at)
            yield key >> 3, value
        elif key & 7 == 2:
            length, at = _varint(data, at)
            yield key >> 3, data[at : at + length]
            at += length
        else:
            raise ValueError(f"Geobuf field {key >> 3} has wire type {key & 7}; 0 or 2 was expected.")


def _packed(data: bytes) -> np.ndarray:
    """All varints of a packed field at once."""
    raw = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(raw < 0x80)
    starts = np.r_[0, ends[:-1] + 1]
    place = np.arange(len(raw)) - np.repeat(starts, ends - starts + 1)
    parts = (raw & 0x7F).astype(np.int64) << (7 * place)
    return np.add.reduceat(parts, starts)


def _geometry(data: bytes, dimensions: int, scale: float) -> shapely.Geometry:
    kind, lengths, coords = 0, np.empty(0, np.int64), np.empty(0, np.int64)
    for number, value in _fields(data):
        if number == 1:
            kind = int(value) if isinstance(value, int) else 0
        elif number == 2 and isinstance(value, bytes):
            lengths = _packed(value)
        elif number == 3 and isinstance(value, bytes):
            coords = _packed(value)
    if kind not in (POLYGON, MULTIPOLYGON):
        raise ValueError(f"Geobuf geometry of type {kind} found; a polygon was expected.")
    points = ((coords >> 1) ^ -(coords & 1)).reshape(-1, dimensions)
    at = 0

    def rings(count: int, sizes: list[int]) -> shapely.Polygon:
        nonlocal at
        made = []
        for index in range(count):
            # Each ring starts its deltas anew and leaves out the closing point.
            ring = np.cumsum(points[at : at + sizes[index]], axis=0) / scale
            at += sizes[index]
            made.append(np.vstack([ring, ring[:1]]))
        return shapely.Polygon(made[0], made[1:])

    if kind == POLYGON:
        sizes = [int(n) for n in lengths] or [len(points)]
        return rings(len(sizes), sizes)
    if not len(lengths):
        return shapely.MultiPolygon([rings(1, [len(points)])])
    polygons, cursor = [], 1
    for _ in range(int(lengths[0])):
        count = int(lengths[cursor])
        polygons.append(rings(count, [int(n) for n in lengths[cursor + 1 : cursor + 1 + count]]))
        cursor += 1 + count
    return shapely.MultiPolygon(polygons)


def polygons(data: bytes) -> Iterator[tuple[dict[str, str], shapely.Geometry]]:
    """The features of one Geobuf FeatureCollection: string properties and geometry (lon, lat degrees)."""
    keys: list[str] = []
    dimensions, precision = 2, 6
    collection = b""
    for number, value in _fields(data):
        if number == 1 and isinstance(value, bytes):
            keys.append(value.decode())
        elif number == 2 and isinstance(value, int):
            dimensions = value
        elif number == 3 and isinstance(value, int):
            precision = value
        elif number == 4 and isinstance(value, bytes):
            collection = value
    for number, feature in _fields(collection):
        if number != 1 or not isinstance(feature, bytes):
            continue
        values: list[str] = []
        properties: dict[str, str] = {}
        geometry: shapely.Geometry | None = None
        for part, value in _fields(feature):
            if not isinstance(value, bytes):
                continue
            if part == 1:
                geometry = _geometry(value, dimensions, 10.0**precision)
            elif part == 13:
                values.append(
                    next((v.decode() for n, v in _fields(value) if n == 1 and isinstance(v, bytes)), "")
                )
            elif part == 14:
                pairs = _packed(value)
                properties = {keys[k]: values[v] for k, v in zip(pairs[::2], pairs[1::2], strict=True)}
        if geometry is not None:
            yield properties, geometry
