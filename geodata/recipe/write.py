"""Write layers as GeoParquet: zstd, dates as dates, coordinates cut to the metre."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import shapely

from geodata.recipe.coverage import GRID_DEG


def write_layer(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write one layer; coordinates are rounded to 1e-5 degrees without moving shared vertices apart."""
    out = frame.copy()
    places = 5 if GRID_DEG == 1e-5 else 7
    out.geometry = shapely.transform(out.geometry.to_numpy(), lambda xy: xy.round(places))
    for column in ("valid_from", "valid_to"):
        if column in out:
            out[column] = pd.array(out[column], dtype=pd.ArrowDtype(pa.date32()))
    out.to_parquet(path, index=False, compression="zstd", compression_level=19)
