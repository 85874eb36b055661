"""The towns that a map labels, read from the bundle without opening the whole gazetteer."""

from __future__ import annotations

import pandas as pd

from geodata.bundle import read_columns

AREA = (64.0, 36.0, 80.0, 45.0)
CAPITAL_RANK, CITY_RANK, TOWN_RANK, SMALL_RANK, VILLAGE_RANK = 1, 2, 3, 4, 5

_PLACE = ("place_id", "kind", "country", "latitude", "longitude", "population", "capital")
_NAME = ("place", "text", "role", "valid_from", "valid_to")
_COLUMNS = (
    "place_id",
    "name",
    "latitude",
    "longitude",
    "rank",
    "population",
    "country",
    "valid_from",
    "valid_to",
)


def towns_for_labels() -> pd.DataFrame:
    """The settlements of the area for map labels, the most important first.

    Columns: place_id, name (as English atlases write it), latitude, longitude, rank (1 capital, 2 city of
    100,000 people, 3 town of 20,000 people or a seat that is a curated city, 4 smaller town, 5 village),
    population, country, valid_from, valid_to (the days of that name, None where open). A place that was
    renamed has one row a name.

    Raises:
        BundleError: The gazetteer's tables are missing or broken.
    """
    west, south, east, north = AREA
    places = read_columns("places", _PLACE)
    wanted = places[
        places["kind"].isin(["city", "town", "village"])
        & places["longitude"].between(west, east)
        & places["latitude"].between(south, north)
    ]
    names = read_columns("place_names", _NAME)
    names = names[(names["role"] == "name") & names["place"].isin(wanted.index)]
    dated = names.sort_values("place", kind="stable").merge(wanted, left_on="place", right_index=True)
    # Where a former name has its last day and the present one no first, the one follows the other.
    since = dated.groupby("place")["valid_to"].transform("max")
    is_open = dated["valid_from"].isna() & dated["valid_to"].isna()
    dated["valid_from"] = dated["valid_from"].where(~is_open, since)
    dated["rank"] = [
        _rank(str(kind), int(population), bool(capital))
        for kind, population, capital in zip(
            dated["kind"], dated["population"], dated["capital"], strict=True
        )
    ]
    dated["minus"] = -dated["population"]
    labels = dated.sort_values(["rank", "minus", "place_id"], kind="stable").rename(columns={"text": "name"})
    labels = labels[list(_COLUMNS)].reset_index(drop=True)
    for column in ("valid_from", "valid_to"):
        days = [None if pd.isna(day) else day for day in labels[column]]
        labels[column] = pd.Series(days, index=labels.index, dtype=object)
    for column in ("name", "country"):
        labels[column] = labels[column].astype(str)
    return labels


def _rank(kind: str, population: int, capital: bool) -> int:
    if capital:
        return CAPITAL_RANK
    if population >= 100_000:
        return CITY_RANK
    if kind == "city" or population >= 20_000:
        return TOWN_RANK
    return SMALL_RANK if kind == "town" else VILLAGE_RANK
