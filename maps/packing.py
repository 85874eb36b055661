"""What the browser gets: events as packed columns, places, areas and features as compact JSON.

An event costs six bytes (day, place, kind, deaths), eight where its dates are an interval or where there
are more than 65,535 places. See `maps/web/columns.js` and `maps/web/geometry.js` for the reading side.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from events.frame import EventFrame
from geodata.boundaries import dated, holds_on
from geodata.countries import country_names, country_points
from geodata.locate import admin_of
from layers.areas import area_polygons, place_areas, plain_areas
from layers.drawing import Drawing

EPOCH = date(1970, 1, 1)
# Longitude and latitude for what has neither a point nor a country: the middle of the valley.
MIDDLE = (71.5, 40.5)
Json = dict[str, Any]


def day_number(day: date | None) -> int | None:
    """Whole days since 1970-01-01; None stays open."""
    return None if day is None or pd.isna(day) else (day - EPOCH).days


def pack_events(events: EventFrame) -> bytes:
    """The columns of all events: a JSON header behind its length in four bytes, then aligned columns.

    Columns: day (from the header's day0), length (days after the first, only for the rows of span classes
    1 to 4), place (row of `events.places`), kind (type + 8 x status), deaths (best estimate, at most 255).
    """
    day0 = int(events.start_day.min()) if events.n else 0
    day = (events.start_day - day0).astype(np.int64)
    first_long = int(events.span_bounds[1])
    length = (events.end_day - events.start_day)[first_long:].astype(np.int64)
    types, _ = events.codes("event_type")
    statuses, _ = events.codes("status")
    deaths = events.table.column("fatalities_best").fill_null(0).to_numpy()
    columns = {
        "day": _smallest(day),
        "length": _smallest(length),
        "place": _smallest(events.place_code),
        "kind": (types.astype(np.uint8) | (statuses.astype(np.uint8) << 3)),
        "deaths": np.minimum(deaths, 255).astype(np.uint8),
    }
    header = {
        "n": events.n,
        "day0": day0,
        "classes": [
            {"from": int(first), "to": int(stop), "longest": int(longest)}
            for first, stop, longest in zip(
                events.span_bounds[:-1], events.span_bounds[1:], events.max_span_days, strict=True
            )
        ],
        "columns": [
            {"name": name, "bytes": column.dtype.itemsize, "count": len(column)}
            for name, column in columns.items()
        ],
    }
    head = json.dumps(header, separators=(",", ":")).encode()
    out = bytearray(len(head).to_bytes(4, "little") + head)
    for column in columns.values():
        size = column.dtype.itemsize
        out += b"\0" * (-len(out) % size)
        out += column.astype(column.dtype.newbyteorder("<"), copy=False).tobytes()
    return bytes(out)


def _smallest(column: np.ndarray) -> np.ndarray:
    largest = int(column.max(initial=0))
    return column.astype(np.uint16 if largest <= 0xFFFF else np.uint32)


def pack_mask(mask: np.ndarray) -> bytes:
    """One bit an event, the first in the lowest bit of the first byte."""
    return np.packbits(mask, bitorder="little").tobytes()


def pack_places(events: EventFrame) -> Json:
    """The places of the events as columns, in the frame's order, and the polygons their precision claims."""
    areas = place_areas(events)
    ids = sorted({area_id for area_id in areas["area_id"] if area_id is not None})
    labelled = _all_districts().assign(
        label_lon=lambda rows: rows.geometry.representative_point().x.round(4),
        label_lat=lambda rows: rows.geometry.representative_point().y.round(4),
    )
    return {
        "table": _place_table(events.places, areas) | {"districts": _district_index(events.places)},
        "areas": pack_features(area_polygons(ids), ("area_id", "name"), decimals=3),
        "districts": pack_features(labelled, ("admin2", "admin1", "label_lon", "label_lat"), decimals=3),
    }


def pack_plain_places(events: EventFrame) -> Json:
    """As `pack_places`, without polygons: for a bundle whose units cannot be read."""
    nothing: Json = {"scale": 1.0, "features": []}
    table = _place_table(events.places, plain_areas(events)) | {"districts": []}
    return {"table": table, "areas": nothing, "districts": nothing}


def _place_table(places: pd.DataFrame, areas: pd.DataFrame) -> Json:
    names, points = country_names(), country_points()
    country = places["country"].fillna("").tolist()
    longitude, latitude = (
        areas[f"symbol_{axis}"].to_numpy(dtype=float).copy() for axis in ("longitude", "latitude")
    )
    # A country alone needs no point of its own; its chip still has to know in which direction it lies.
    for row in np.flatnonzero(np.isnan(longitude) | np.isnan(latitude)):
        longitude[row], latitude[row] = points.get(country[row], MIDDLE)
    return {
        "name": places["place"].fillna("").tolist(),
        "country": country,
        "countryName": [names.get(code, "") for code in country],
        "admin1": places["admin1"].fillna("").tolist(),
        "longitude": np.round(longitude, 5).tolist(),
        "latitude": np.round(latitude, 5).tolist(),
        "wherePrec": [int(value) for value in places["where_prec"]],
        "radiusKm": [None if pd.isna(value) else round(float(value), 1) for value in places["radius_km"]],
        "areaKind": areas["area_kind"].tolist(),
        "areaId": areas["area_id"].tolist(),
    }


def _district_index(places: pd.DataFrame) -> list[Json]:
    """For each period with its own set of districts: the district of each place as a number, -1 for none."""
    exact = pd.Series(places["where_prec"].to_numpy() <= 3)
    longitude, latitude = (places[axis].to_numpy(dtype=float) for axis in ("longitude", "latitude"))
    out = []
    for inside, (first, last), keys in _district_vintages():
        number = {key: row for row, key in enumerate(keys) if key is not None}
        at = admin_of(longitude, latitude, inside)["admin2_id"].where(exact)
        index = [number.get(key, -1) for key in at]
        out.append({"from": day_number(first), "to": day_number(last), "index": index})
    return out


def _all_districts() -> gpd.GeoDataFrame:
    return dated("districts", "coarse").reset_index(drop=True)


def _district_vintages() -> list[tuple[date, tuple[Any, Any], list[str | None]]]:
    """A day inside each period with its own set of districts, the period, and each row's id if it holds."""
    districts = _all_districts()
    changes = sorted({day for day in [*districts["valid_from"], *districts["valid_to"]] if pd.notna(day)})
    out = []
    for first, last in zip([None, *changes], [*changes, None], strict=True):
        inside = first or (last.replace(year=last.year - 1) if last else date.today())
        held = holds_on(districts, inside)
        ids = [key if is_held else None for key, is_held in zip(districts["admin2_id"], held, strict=True)]
        out.append((inside, (first, last), ids))
    return out


def pack_features(features: gpd.GeoDataFrame, fields: tuple[str, ...], *, decimals: int = 4) -> Json:
    """Lines, areas and points as steps of whole numbers: about a tenth of GeoJSON's size.

    Args:
        features: EPSG:4326; `valid_from` and `valid_to` (dates, the second exclusive) are packed where there.
        fields: The columns that go along as properties.
        decimals: Decimal places of a degree kept: 4 are 11 m.
    """
    factor = 10**decimals
    packed = []
    has_dates = "valid_from" in features.columns
    for row in features.to_dict("records"):
        geometry = row["geometry"]
        if geometry is None or geometry.is_empty:
            continue
        parts = []
        for ring in _rings(geometry):
            coordinates = np.round(shapely.get_coordinates(ring) * factor).astype(np.int64)
            keep = np.ones(len(coordinates), dtype=bool)
            keep[1:] = np.any(coordinates[1:] != coordinates[:-1], axis=1)
            coordinates = coordinates[keep]
            coordinates[1:] -= coordinates[:-1].copy()
            parts.append(coordinates.ravel().tolist())
        packed.append(
            {
                "type": _type_of(geometry),
                "parts": parts,
                "from": day_number(row["valid_from"]) if has_dates else None,
                "to": day_number(row["valid_to"]) if has_dates else None,
                "props": {field: _plain(row[field]) for field in fields},
            }
        )
    return {"scale": 1 / factor, "features": packed}


def _rings(geometry: Any) -> list[Any]:
    parts = list(getattr(geometry, "geoms", [geometry]))
    if parts[0].geom_type == "Polygon":
        return [ring for part in parts for ring in (part.exterior, *part.interiors)]
    return parts


def _type_of(geometry: Any) -> str:
    name = geometry.geom_type
    return "polygon" if name.endswith("Polygon") else "line" if name.endswith("String") else "point"


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if value is None or (isinstance(value, float) and np.isnan(value)) or value is pd.NaT:
        return None
    return value.item() if isinstance(value, np.generic) else value


def pack_labels(drawing: Drawing) -> Json:
    """A drawing's labels as columns; days as numbers."""
    labels = drawing.labels
    return {
        "text": labels["text"].tolist(),
        "kind": labels["kind"].tolist(),
        "rank": [int(rank) for rank in labels["rank"]],
        "longitude": [round(float(value), 4) for value in labels["longitude"]],
        "latitude": [round(float(value), 4) for value in labels["latitude"]],
        "from": [day_number(day) for day in labels["valid_from"]],
        "to": [day_number(day) for day in labels["valid_to"]],
    }
