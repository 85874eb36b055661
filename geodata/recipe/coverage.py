"""Cut overlapping outlines into faces that share every vertex, and put the faces together again.

All boundary layers of one vintage are dissolved from the same faces, so that countries, provinces and
districts nest exactly and have neither gaps nor overlaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
import shapely

# One metre: the finest step worth keeping of outlines that are tens of metres off the ground.
GRID_DEG = 1e-5


def polygons_of(geometry: shapely.Geometry) -> list[shapely.Polygon]:
    """The polygons inside any geometry, lines and points left out."""
    return (
        [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon" and not p.is_empty]
        if (geometry.geom_type != "GeometryCollection")
        else [q for part in shapely.get_parts(geometry) for q in polygons_of(part)]
    )


def faces(outlines: Iterable[shapely.Geometry], area: shapely.Polygon) -> np.ndarray:
    """The faces that the outlines and the edge of `area` cut `area` into (polygons on the metre grid)."""
    lines = [shapely.boundary(outline) for outline in outlines]
    noded = shapely.union_all([*lines, shapely.boundary(area)], grid_size=GRID_DEG)
    cut = np.array(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))), dtype=object)
    inside = shapely.contains(shapely.buffer(area, GRID_DEG), cut)
    return cut[inside]


def covering(faces_cut: np.ndarray, outlines: Sequence[shapely.Geometry]) -> list[list[int]]:
    """For each face, the indices of the outlines that its inner point lies in, in ascending order."""
    points = shapely.point_on_surface(faces_cut)
    tree = shapely.STRtree(points)
    for outline in outlines:
        shapely.prepare(outline)
    outline_index, face_index = tree.query(np.array(outlines, dtype=object), predicate="contains")
    found: list[list[int]] = [[] for _ in faces_cut]
    for o, f in sorted(zip(outline_index.tolist(), face_index.tolist(), strict=True)):
        found[f].append(o)
    return found


def segments(geometries: np.ndarray) -> pd.DataFrame:
    """Every boundary segment of the geometries: owner (index), its two grid-coded ends, length in degrees.

    The ends are sorted, so the same segment of two neighbours gives the same row but for the owner.
    """
    parts, part_owner = shapely.get_parts(geometries, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    coords, ring = shapely.get_coordinates(rings, return_index=True)
    grid = np.round(coords / GRID_DEG).astype(np.int64)
    code = grid[:, 0] * 100_000_000 + grid[:, 1]
    same = ring[1:] == ring[:-1]
    a, b = code[:-1][same], code[1:][same]
    length = np.hypot(*(coords[1:][same] - coords[:-1][same]).T)
    return pd.DataFrame(
        {
            "owner": part_owner[ring_part[ring[:-1][same]]],
            "low": np.minimum(a, b),
            "high": np.maximum(a, b),
            "length": length,
        }
    )


def neighbours(geometries: np.ndarray) -> pd.DataFrame:
    """Pairs of geometries that share edges: columns a, b (both ways round) and shared length in degrees."""
    edges = segments(geometries)
    pairs = edges.merge(edges, on=["low", "high"], suffixes=("_a", "_b"))
    pairs = pairs[pairs.owner_a != pairs.owner_b]
    shared = pairs.groupby(["owner_a", "owner_b"], as_index=False).length_a.sum()
    return shared.rename(columns={"owner_a": "a", "owner_b": "b", "length_a": "length"})


def fill(labels: np.ndarray, pairs: pd.DataFrame, allowed: np.ndarray) -> np.ndarray:
    """Give each face without a label (-1) the label of the neighbour it shares the longest edge with.

    `pairs` comes from `neighbours`; a neighbour counts only when `allowed` (a group per face, such as the
    country) is the same. Repeats until nothing changes, so gaps of many faces close from their rim inwards.
    """
    labels = labels.copy()
    pairs = pairs[allowed[pairs.a.to_numpy()] == allowed[pairs.b.to_numpy()]]
    while True:
        open_pairs = pairs[(labels[pairs.a.to_numpy()] < 0) & (labels[pairs.b.to_numpy()] >= 0)].copy()
        if open_pairs.empty:
            return labels
        open_pairs["label"] = labels[open_pairs.b.to_numpy()]
        by_label = open_pairs.groupby(["a", "label"], as_index=False).length.sum()
        best = by_label.sort_values(["a", "length"]).drop_duplicates("a", keep="last")
        labels[best.a.to_numpy()] = best.label.to_numpy()


def dissolve(geometries: np.ndarray, labels: np.ndarray) -> dict[int, shapely.Geometry]:
    """Join the faces of each label (>= 0) along their shared edges; no vertex moves."""
    joined: dict[int, shapely.Geometry] = {}
    for label in np.unique(labels[labels >= 0]).tolist():
        joined[label] = shapely.coverage_union_all(geometries[labels == label])
    return joined
