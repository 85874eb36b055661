"""Countries, provinces, districts, enclaves and border lines of every period, from the fitted districts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from errors import BundleError
from geodata.recipe.countries import AREA, COUNTRY_NAMES
from geodata.recipe.coverage import GRID_DEG, polygons_of, segments
from geodata.recipe.periods import BARAK_LEFT, BORDER_TREATY, PERIODS, VINTAGES

# Visvalingam tolerance (the square root of the smallest triangle kept), in degrees: about 25 m and 400 m.
DETAIL_DEG = {"fine": 2.5e-4, "coarse": 4e-3}
PROVINCES_CSV = Path(__file__).with_name("provinces.csv")
# An equal-area projection of Central Asia, for areas in km².
EQUAL_AREA = "+proj=aea +lat_1=38 +lat_2=43 +lat_0=40.5 +lon_0=72 +datum=WGS84"

_GONE_2026 = "the map data of 2026 give its land to {host}; {why}"
# enclave_id, name, owner, within, lon, lat, first day of no existence or None, note.
ENCLAVES: tuple[tuple[str, str, str, str, float, float, date | None, str], ...] = (
    ("sokh", "Sokh", "UZ", "KG", 71.082, 40.040, None, ""),
    ("shohimardon", "Shohimardon", "UZ", "KG", 71.783, 39.972, None, ""),
    (
        "chon-gara",
        "Chon-Gara",
        "UZ",
        "KG",
        71.032,
        40.243,
        BORDER_TREATY,
        _GONE_2026.format(host="Kyrgyzstan", why="no public document explains it, so its end is uncertain"),
    ),
    (
        "jani-ayil",
        "Jani-Ayil",
        "UZ",
        "KG",
        71.665,
        40.203,
        BORDER_TREATY,
        _GONE_2026.format(host="Kyrgyzstan", why="no public document explains it, so its end is uncertain"),
    ),
    ("vorukh", "Vorukh", "TJ", "KG", 70.649, 39.835, None, "its outline differs between the two vintages"),
    (
        "western-qalacha",
        "Western Qalacha",
        "TJ",
        "KG",
        69.546,
        40.070,
        BORDER_TREATY,
        _GONE_2026.format(host="Kyrgyzstan", why="35 hectares of it were exchanged in the treaty of 2025"),
    ),
    ("sarvan", "Sarvan", "TJ", "UZ", 70.620, 40.959, None, ""),
    ("barak", "Barak", "KG", "UZ", 72.767, 40.668, BARAK_LEFT, "left by 15 April 2024, then Uzbek land"),
)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _multi(geometry: shapely.Geometry) -> shapely.MultiPolygon:
    return shapely.MultiPolygon(polygons_of(geometry))


def _joined(pieces: gpd.GeoDataFrame, by: str) -> dict[str, shapely.Geometry]:
    return {
        str(key): _multi(shapely.coverage_union_all(group.geometry.to_numpy()))
        for key, group in pieces.groupby(by)
    }


def simplified(fitted: gpd.GeoDataFrame, tolerance_deg: float) -> gpd.GeoDataFrame:
    """The coverage with fewer vertices; neighbours keep sharing every edge."""
    pieces = fitted.copy()
    pieces.geometry = shapely.coverage_simplify(fitted.geometry.to_numpy(), tolerance_deg)
    if not shapely.coverage_is_valid(pieces.geometry.to_numpy()):
        raise BundleError(
            f"Simplifying by {tolerance_deg} degrees broke the coverage; try a smaller tolerance."
        )
    return pieces


def country_rows(pieces: gpd.GeoDataFrame, vintage: str) -> gpd.GeoDataFrame:
    """Rows country, name, valid_from, valid_to of one vintage."""
    outlines = _joined(pieces, "country")
    first, last = _validity(vintage)
    rows = [(c, COUNTRY_NAMES[c], first, last, outlines[c]) for c in COUNTRY_NAMES]
    return _frame(rows, ["country", "name", "valid_from", "valid_to", "geometry"])


def province_rows(pieces: gpd.GeoDataFrame, vintage: str) -> gpd.GeoDataFrame:
    """Rows of all provinces of one vintage; one row for each run of periods with the same outline."""
    names = pd.read_csv(PROVINCES_CSV, dtype=str).set_index("admin1_id")
    own = pieces[pieces.admin1_id != ""]
    runs: dict[tuple[str, frozenset[str]], list[date | None]] = {}
    for period in PERIODS:
        if period.vintage != vintage:
            continue
        members: dict[str, set[str]] = {}
        for admin1_id in own.admin1_id.unique():
            members.setdefault(period.part_of.get(admin1_id, admin1_id), set()).add(admin1_id)
        for admin1_id, parts in members.items():
            run = runs.setdefault((admin1_id, frozenset(parts)), [period.valid_from, period.valid_to])
            run[1] = period.valid_to
    rows = []
    for (admin1_id, joined), (first, last) in sorted(runs.items(), key=lambda item: item[0][0]):
        outline = _multi(shapely.coverage_union_all(own[own.admin1_id.isin(joined)].geometry.to_numpy()))
        label = label_point(outline)
        name, country = names.loc[admin1_id, ["admin1", "country"]]
        rows.append((admin1_id, name, country, label.x, label.y, first, last, outline))
    columns = [
        "admin1_id",
        "admin1",
        "country",
        "label_lon",
        "label_lat",
        "valid_from",
        "valid_to",
        "geometry",
    ]
    return _frame(rows, columns)


def label_point(outline: shapely.Geometry) -> shapely.Point:
    """A point well inside the largest part: the centre of its largest inscribed circle."""
    largest = max(polygons_of(outline), key=lambda part: part.area)
    centre = shapely.get_point(shapely.maximum_inscribed_circle(largest, tolerance=0.01), 0)
    return shapely.Point(round(centre.x, 4), round(centre.y, 4))


def district_rows(pieces: gpd.GeoDataFrame, vintage: str) -> gpd.GeoDataFrame:
    """Rows of all districts of one vintage with the province of each period."""
    names = pd.read_csv(PROVINCES_CSV, dtype=str).set_index("admin1_id").admin1
    rows = []
    for piece in pieces[pieces.admin1_id != ""].sort_values(["admin1_id", "admin2"]).itertuples():
        runs: list[list[object]] = []
        for period in PERIODS:
            if period.vintage == vintage:
                admin1_id = period.part_of.get(piece.admin1_id, piece.admin1_id)
                if runs and runs[-1][0] == admin1_id:
                    runs[-1][2] = period.valid_to
                else:
                    runs.append([admin1_id, period.valid_from, period.valid_to])
        admin2_id = f"{piece.country.lower()}-{_slug(piece.admin2)}"
        for admin1_id, first, last in runs:
            unit = (admin2_id, piece.admin2, admin1_id, names[str(admin1_id)], piece.country)
            rows.append((*unit, first, last, _multi(piece.geometry)))
    columns = ["admin2_id", "admin2", "admin1_id", "admin1", "country", "valid_from", "valid_to", "geometry"]
    return _frame(rows, columns)


def enclave_rows(pieces: gpd.GeoDataFrame, vintage: str) -> gpd.GeoDataFrame:
    """The enclaves of one vintage, as the parts of the simplified countries that they are."""
    outlines = _joined(pieces, "country")
    first, last = _validity(vintage)
    rows = []
    for enclave_id, name, owner, within, lon, lat, gone, note in ENCLAVES:
        if gone is not None and first is not None and gone <= first:
            continue
        point = shapely.Point(lon, lat)
        parts = [part for part in polygons_of(outlines[owner]) if part.contains(point)]
        if len(parts) != 1 or parts[0].area > 0.1:
            raise BundleError(
                f"{name} is no separate part of {owner} in the {vintage} outlines at {lon}, {lat}."
            )
        until = min((day for day in (gone, last) if day is not None), default=None)
        rows.append((enclave_id, name, owner, within, first, until, note, shapely.MultiPolygon(parts)))
    columns = ["enclave_id", "name", "owner", "within", "valid_from", "valid_to", "note", "geometry"]
    frame = _frame(rows, columns)
    frame.insert(4, "area_km2", (frame.to_crs(EQUAL_AREA).area / 1e6).round(2))
    return frame


def line_rows(pieces: gpd.GeoDataFrame, vintage: str) -> gpd.GeoDataFrame:
    """Every shared edge once: kind (countries, provinces, districts), left and right unit, validity.

    A line between two districts is a province line in the periods in which their provinces differ, and a
    national one where the countries do. The edge of the area itself is no border and is left out.
    """
    pieces = pieces.reset_index(drop=True)
    edges = segments(pieces.geometry.to_numpy())
    sides = edges.groupby(["low", "high"]).owner.agg(["min", "max", "size"]).reset_index()
    codes = sides[["low", "high"]].to_numpy()
    ends = np.stack([codes // 100_000_000, codes % 100_000_000], axis=-1) * GRID_DEG
    rim = shapely.buffer(shapely.boundary(AREA), GRID_DEG / 2)
    on_rim = shapely.covered_by(shapely.linestrings(ends), rim)
    keep = ~((sides["size"] == 1).to_numpy() & on_rim)
    sides, ends = sides[keep].reset_index(drop=True), ends[keep]
    one_sided = (sides["size"] == 1).to_numpy()

    country = pieces.country.to_numpy()
    admin1 = pieces.admin1_id.to_numpy()
    left, right = sides["min"].to_numpy(), sides["max"].to_numpy()
    collected: dict[tuple[str, str, str], list[tuple[date | None, date | None, np.ndarray]]] = {}
    for period in PERIODS:
        if period.vintage != vintage:
            continue
        province = np.array([period.part_of.get(code, code) for code in admin1])
        national = one_sided | (country[left] != country[right])
        provincial = ~national & (province[left] != province[right])
        kind = np.where(national, "countries", np.where(provincial, "provinces", "districts"))
        table = pd.DataFrame({"kind": kind})
        by_kind = (
            np.where(national, country[left], province[left]),
            np.where(national, country[right], province[right]),
        )
        table["a"], table["b"] = np.minimum(*by_kind), np.maximum(*by_kind)
        table.loc[one_sided, "b"] = ""
        for (name, a, b), rows in table.groupby(["kind", "a", "b"]).groups.items():
            chosen = rows.to_numpy()
            runs = collected.setdefault((str(name), str(a), str(b)), [])
            if runs and runs[-1][1] == period.valid_from and np.array_equal(runs[-1][2], chosen):
                runs[-1] = (runs[-1][0], period.valid_to, chosen)
            else:
                runs.append((period.valid_from, period.valid_to, chosen))
    out = []
    for (name, a, b), runs in sorted(collected.items()):
        for first, last, chosen in runs:
            line = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(ends[chosen])))
            out.append((name, a, b, first, last, line))
    return _frame(out, ["kind", "unit_a", "unit_b", "valid_from", "valid_to", "geometry"])


def _validity(vintage: str) -> tuple[date | None, date | None]:
    spans = [period for period in PERIODS if period.vintage == vintage]
    return spans[0].valid_from, spans[-1].valid_to


def _frame(rows: Sequence[tuple[object, ...]], columns: list[str]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs="EPSG:4326")


def build(fitted: dict[str, gpd.GeoDataFrame]) -> dict[str, gpd.GeoDataFrame]:
    """All boundary layers of the bundle by file name, from the fitted coverage of each vintage."""
    makers = {
        "countries": country_rows,
        "provinces": province_rows,
        "districts": district_rows,
        "enclaves": enclave_rows,
        "border_lines": line_rows,
    }
    layers: dict[str, gpd.GeoDataFrame] = {}
    for detail, tolerance_deg in DETAIL_DEG.items():
        pieces = {vintage: simplified(fitted[vintage], tolerance_deg) for vintage in VINTAGES}
        for name, maker in makers.items():
            parts = [maker(pieces[vintage], vintage) for vintage in VINTAGES]
            layers[f"{name}_{detail}"] = pd.concat(parts, ignore_index=True)
    return layers
