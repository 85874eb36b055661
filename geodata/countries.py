"""Countries by their ISO code, from the gazetteer."""

from __future__ import annotations

from functools import cache

from geodata.gazetteer import load_gazetteer


@cache
def country_points() -> dict[str, tuple[float, float]]:
    """ISO alpha-2 code to the longitude and latitude (degrees) at which the gazetteer puts the country."""
    places = load_gazetteer().places()
    countries = places[places["kind"] == "country"]
    points = zip(countries["longitude"], countries["latitude"], strict=True)
    return dict(zip(countries["country"], ((float(lon), float(lat)) for lon, lat in points), strict=True))


@cache
def country_names() -> dict[str, str]:
    """ISO alpha-2 code to the country's English name, for every country of the gazetteer."""
    places = load_gazetteer().places()
    countries = places[places["kind"] == "country"]
    return dict(zip(countries["country"], countries["name"], strict=True))
