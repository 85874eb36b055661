"""Countries, provinces, districts and enclaves as they were on a day, and the lines between them.

National borders come in two vintages of OpenStreetMap: about 2023 for every day before 13 March 2025, when
the Kyrgyz-Tajik border treaty was signed, and 2026 from that day on. Provinces and districts nest exactly in
the countries of the same day. All geometries are EPSG:4326, longitude first, inside 64-80 E, 36-45 N.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd

from errors import BundleError
from geodata.bundle import read_layer, read_table

Detail = Literal["fine", "coarse"]
Kind = Literal["countries", "provinces", "districts", "enclaves"]
KINDS = ("countries", "provinces", "districts", "enclaves")
LINE_KINDS = ("countries", "provinces", "districts")
DETAILS = ("fine", "coarse")


def _checked(kind: str, known: tuple[str, ...], what: str) -> None:
    if kind not in known:
        raise BundleError(f"There is no {what} {kind!r} in the bundle; choose one of {', '.join(known)}.")


def _as_day(value: object) -> date | None:
    if value is None or pd.isna(value):
        return None
    return value.date() if isinstance(value, datetime) else value  # type: ignore[return-value]


def holds_on(frame: pd.DataFrame, on: date) -> np.ndarray:
    """Which rows with valid_from (inclusive) and valid_to (exclusive) hold on the day; None is open."""
    day = on.date() if isinstance(on, datetime) else on
    return np.array(
        [
            (first is None or first <= day) and (last is None or day < last)
            for first, last in zip(frame.valid_from, frame.valid_to, strict=True)
        ],
        dtype=bool,
    )


def _dated_layer(name: str) -> gpd.GeoDataFrame:
    frame = read_layer(name)
    for column in ("valid_from", "valid_to"):
        frame[column] = pd.Series(
            [_as_day(value) for value in frame[column]], index=frame.index, dtype=object
        )
    return frame


def dated(kind: Kind, detail: Detail = "fine") -> gpd.GeoDataFrame:
    """All rows of a kind with valid_from (inclusive) and valid_to (exclusive), datetime.date or None.

    Raises BundleError for an unknown kind or detail and when the bundle is incomplete.
    """
    _checked(kind, KINDS, "kind of boundary")
    _checked(detail, DETAILS, "detail")
    return _dated_layer(f"{kind}_{detail}")


def _on(kind: Kind, on: date, detail: Detail) -> gpd.GeoDataFrame:
    frame = dated(kind, detail)
    return frame[holds_on(frame, on)].reset_index(drop=True)


def _labels(ids: pd.Series, names: pd.Series, on: date) -> list[str]:
    table = read_table("unit_labels")
    day = on.isoformat()[:10]
    held = table[(table.valid_from <= day) & ((table.valid_to == "") | (day < table.valid_to))]
    then = dict(zip(held.unit_id, held.label, strict=True))
    return [then.get(unit_id, name) for unit_id, name in zip(ids, names, strict=True)]


def countries(on: date, *, detail: Detail = "fine") -> gpd.GeoDataFrame:
    """The seven countries' land inside the area on a day: country (ISO alpha-2), name, valid_*, geometry."""
    return _on("countries", on, detail)


def provinces(on: date, *, detail: Detail = "fine") -> gpd.GeoDataFrame:
    """Provinces of Kyrgyzstan, Uzbekistan and Tajikistan on a day.

    Columns admin1_id (ISO 3166-2), admin1 (today's name, the key), label (the name in use on that day),
    country, label_lon, label_lat (degrees, a point well inside), valid_from, valid_to, geometry.
    """
    frame = _on("provinces", on, detail)
    frame["label"] = _labels(frame.admin1_id, frame.admin1, on)
    return frame


def districts(on: date, *, detail: Detail = "fine") -> gpd.GeoDataFrame:
    """Districts of Kyrgyzstan, Uzbekistan and Tajikistan on a day.

    Columns admin2_id, admin2 (today's name, the key), label (the name in use on that day), admin1_id, admin1,
    country, valid_from, valid_to, geometry.
    """
    frame = _on("districts", on, detail)
    frame["label"] = _labels(frame.admin2_id, frame.admin2, on)
    return frame


def enclaves(on: date, *, detail: Detail = "fine") -> gpd.GeoDataFrame:
    """The enclaves on a day: enclave_id, name, owner, within, area_km2, valid_*, note, geometry."""
    return _on("enclaves", on, detail)


def border_lines(kind: str, *, detail: Detail = "fine", on: date | None = None) -> gpd.GeoDataFrame:
    """Shared edges, each once, of one kind: "countries", "provinces" or "districts".

    A province line is none that is also national, a district line none that is also of a province. Columns
    kind, unit_a, unit_b (the countries or provinces on the two sides; unit_b is empty at the border with a
    country that the bundle does not hold), valid_from, valid_to, geometry. With `on`, only that day's lines.
    """
    _checked(kind, LINE_KINDS, "kind of border line")
    _checked(detail, DETAILS, "detail")
    frame = _dated_layer(f"border_lines_{detail}")
    frame = frame[frame.kind == kind].reset_index(drop=True)
    return frame if on is None else frame[holds_on(frame, on)].reset_index(drop=True)


def valley_outline() -> gpd.GeoDataFrame:
    """The floor of the Fergana Valley as one smooth polygon: name, geometry."""
    return read_layer("valley")


def world() -> gpd.GeoDataFrame:
    """Countries of the whole world, coarse, to be drawn below our own: country (ISO alpha-2 or ""), name."""
    return read_layer("world")
