"""Countries by their ISO code, from the gazetteer's table of places."""

from __future__ import annotations

from functools import cache

import pandas as pd

from geodata.bundle import read_columns


@cache
def _countries() -> pd.DataFrame:
    places = read_columns("places", ("kind", "country", "name", "latitude", "longitude"))
    return places[places["kind"] == "country"].astype({"country": str, "name": str})


@cache
def country_points() -> dict[str, tuple[float, float]]:
    """ISO alpha-2 code to the longitude and latitude (degrees) at which the gazetteer puts the country."""
    countries = _countries()
    points = zip(countries["longitude"], countries["latitude"], strict=True)
    return dict(zip(countries["country"], ((float(lon), float(lat)) for lon, lat in points), strict=True))


@cache
def country_names() -> dict[str, str]:
    """ISO alpha-2 code to the country's English name, for every country of the gazetteer."""
    countries = _countries()
    return dict(zip(countries["country"], countries["name"], strict=True))
