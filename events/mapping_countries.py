"""The country that a cell of a user's table names: a code of two or three letters or a name in any script."""

from __future__ import annotations

from functools import lru_cache

from events.country_codes import code_of_country
from geodata.countries import country_names
from geodata.gazetteer import load_gazetteer
from geodata.geocode import geocode

# ISO 3166-1 alpha-3 of the region, its neighbours and the powers that its reports name.
_THREE_LETTERS = {
    "AFG": "AF", "AZE": "AZ", "CHN": "CN", "DEU": "DE", "FRA": "FR", "GBR": "GB", "IND": "IN", "IRN": "IR",
    "JPN": "JP", "KAZ": "KZ", "KGZ": "KG", "KOR": "KR", "MNG": "MN", "PAK": "PK", "RUS": "RU", "SYR": "SY",
    "TJK": "TJ", "TKM": "TM", "TUR": "TR", "UKR": "UA", "USA": "US", "UZB": "UZ",
}  # fmt: skip


@lru_cache(maxsize=4096)
def country_of(text: str) -> str | None:
    """ISO alpha-2 code of the country that a cell names, or None."""
    plain = text.strip()
    if len(plain) == 2 and plain.upper() in country_names():
        return plain.upper()
    if len(plain) == 3 and plain.upper() in _THREE_LETTERS:
        return _THREE_LETTERS[plain.upper()]
    if not 4 <= len(plain) <= 60:
        return None
    if code := code_of_country(plain):
        return code
    for candidate in geocode(plain, limit=5, gazetteer=load_gazetteer()):
        if candidate.place.kind == "country":
            return candidate.place.country
    return None
