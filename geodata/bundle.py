"""Read the files of the offline geodata bundle, and say what is wrong when one is missing or broken."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa

from errors import BundleError
from settings import read_settings

MEND = "run `make data` to rebuild the bundle"

_OSM = "© OpenStreetMap contributors (ODbL)"
_ATTRIBUTIONS = {
    "countries": f"Borders {_OSM}",
    "border_lines": f"Borders {_OSM}, geoBoundaries (CC BY 4.0)",
    "provinces": f"Provinces geoBoundaries (CC BY 4.0), fitted to borders {_OSM}",
    "districts": f"Districts geoBoundaries (CC BY 4.0), fitted to borders {_OSM}",
    "enclaves": f"Enclaves {_OSM}",
    "water": f"Lakes {_OSM}",
    "railways": f"Railways {_OSM}",
    "rivers": "Rivers WDBII / GSHHG (LGPL)",
    "world": "World Natural Earth",
    "valley": "Valley outline from the GEBCO 2023 Grid",
    "relief": "Relief GEBCO 2023 Grid",
    "places": f"Places GeoNames (CC BY 4.0), {_OSM}",
    "bases": "Bases: own compilation; airfields airportsdata (MIT)",
}


def bundle_path(filename: str, bundle_dir: Path | None = None) -> Path:
    """The path of a bundle file, by default in the folder that the settings name.

    Raises BundleError when there is no such file.
    """
    path = (bundle_dir or read_settings().bundle_dir) / filename
    if not path.is_file():
        raise BundleError(f"{path} is missing from the offline geodata; {MEND}.")
    return path


@lru_cache(maxsize=64)
def _layer(path: Path, modified_ns: int) -> gpd.GeoDataFrame:
    try:
        return gpd.read_parquet(path)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BundleError(f"{path} is no readable GeoParquet file ({reason}); {MEND}.") from error


@lru_cache(maxsize=32)
def _table(path: Path, modified_ns: int) -> pd.DataFrame:
    try:
        if path.suffix == ".parquet":
            return pd.read_parquet(path)
        return pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BundleError(f"{path} is no readable table ({reason}); {MEND}.") from error


def read_layer(name: str, *, bundle_dir: Path | None = None) -> gpd.GeoDataFrame:
    """The layer in <name>.parquet of the bundle (geodata/data), in EPSG:4326 (longitude first), degrees.

    Kept in memory until the file changes. Raises BundleError when it is missing or unreadable.
    """
    path = bundle_path(f"{name}.parquet", bundle_dir)
    # A shallow copy: pandas copies on write, so a caller cannot change what the next one gets.
    return _layer(path, path.stat().st_mtime_ns).copy(deep=False)


def read_table(name: str, *, bundle_dir: Path | None = None) -> pd.DataFrame:
    """The table <name>.parquet, <name>.csv or curated/<name>.csv of the bundle, in this order.

    Cells of a csv are strings, empty where nothing is known. Raises BundleError like `read_layer`.
    """
    folder = bundle_dir or read_settings().bundle_dir
    choices = (f"{name}.parquet", f"{name}.csv", f"curated/{name}.csv")
    filename = next((choice for choice in choices if (folder / choice).is_file()), choices[0])
    path = bundle_path(filename, bundle_dir)
    return _table(path, path.stat().st_mtime_ns).copy(deep=False)


def read_columns(name: str, columns: Sequence[str], *, bundle_dir: Path | None = None) -> pd.DataFrame:
    """Some columns of <name>.parquet of the bundle, not kept in memory.

    Raises BundleError like `read_layer`.
    """
    path = bundle_path(f"{name}.parquet", bundle_dir)
    try:
        return pd.read_parquet(path, columns=list(columns))
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BundleError(f"{path} is no readable table ({reason}); {MEND}.") from error


def attributions() -> dict[str, str]:
    """The line that must stand on every map and export that shows a layer, by layer."""
    return dict(_ATTRIBUTIONS)
