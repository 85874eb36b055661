"""What places are called in the language of a sheet: a short list of our own, then the gazetteer's names."""

from __future__ import annotations

import csv
import re
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz.distance import JaroWinkler

from errors import GazetteerError
from geodata.gazetteer import load_gazetteer
from geodata.geocode import geocode
from geodata.place import Place
from geodata.transliterate import loose_key

OWN_NAMES = Path(__file__).resolve().parent / "locale" / "places.csv"
# Letters that a language writes and Russian does not.
OWN_LETTERS = {"ky": "өүңӨҮҢ", "tg": "ғӣқӯҳҷҒӢҚӮҲҶ"}
# Letters by which a Cyrillic name is known not to be Russian.
NOT_RUSSIAN = re.compile("[өүңғӣқӯҳҷўҗәі]", re.IGNORECASE)
HOME_OF = {"ky": "KG", "uz": "UZ", "tg": "TJ"}


@cache
def _own_names() -> dict[str, dict[str, str]]:
    with OWN_NAMES.open(encoding="utf-8", newline="") as stream:
        return {row["en"]: row for row in csv.DictReader(stream)}


def own_name(text: str, language: str) -> str | None:
    """The name of a country, province, city or water that our own list knows by its English name."""
    row = _own_names().get(text)
    return (row[language] or None) if row is not None else None


@lru_cache(maxsize=20_000)
def place_name(text: str, place_id: str, language: str) -> str:
    """The name of an incident's place: `text` itself in English, and where no other name is known."""
    if language == "en" or not text:
        return text
    known = own_name(text, language)
    if known is not None:
        return known
    if place_id:
        try:
            place = load_gazetteer().place(place_id)
        except GazetteerError:
            return text
        return name_in(place, language) or text
    return text


@lru_cache(maxsize=20_000)
def label_name(text: str, kind: str, longitude: float, latitude: float, language: str) -> str:
    """The name of a label of the map; provinces and countries by our own list, towns by the gazetteer."""
    if language == "en" or not text:
        return text
    known = own_name(text, language)
    if known is not None:
        return known
    if kind == "enclave" and " " in text:
        name, _, owner = text.rpartition(" ")
        return f"{own_name(name, language) or name} {owner}"
    if kind not in ("capital", "city", "town", "village", "place"):
        return text
    for candidate in geocode(text, on=None, limit=4):
        place = candidate.place
        if abs(place.longitude - longitude) < 0.1 and abs(place.latitude - latitude) < 0.1:
            return name_in(place, language) or text
    return text


def name_in(place: Place, language: str, on: date | None = None) -> str | None:
    """A name of a place in a language, as far as its letters tell; None where none is known.

    The gazetteer's names say their script and not their language: Russian is Cyrillic without the letters of
    its neighbours, Kyrgyz and Tajik Cyrillic with their own, Uzbek the Latin name nearest its own spelling.
    """
    held = [name for name in place.names if name.holds(on)]
    if language == "uz":
        return _uzbek([name.text for name in held if name.script == "Latn"], place)
    cyrillic = [name.text for name in held if name.script == "Cyrl"]
    if language in OWN_LETTERS:
        own = [text for text in cyrillic if any(letter in text for letter in OWN_LETTERS[language])]
        if own:
            return own[0]
    russian = [text for text in cyrillic if not NOT_RUSSIAN.search(text)]
    if not russian:
        return None
    return _nearest(russian, place.name)


def _nearest(texts: list[str], english: str) -> str:
    """The name that is most like the English one when read in Latin letters."""
    wanted = loose_key(english)
    return max(texts, key=lambda text: (JaroWinkler.similarity(loose_key(text), wanted), -len(text)))


def _uzbek(texts: list[str], place: Place) -> str | None:
    own = [text for text in texts if "ʻ" in text or re.search("[oOgG]['‘’]", text)]
    return own[0] if own else (place.name if place.country == "UZ" else None)
