"""Which words are names of the gazetteer, how sure a sign of a place each is, and its inflected forms."""

from __future__ import annotations

import re
from functools import lru_cache

from geodata.gazetteer import Gazetteer
from geodata.transliterate import fold_key
from geodata.unit_words import KINDS_OF_WORD
from reports.toponym_words import Token, tokens_of, words

UNKNOWN, WEAK, STRONG = 0, 1, 2

REGION = frozenset({"KG", "UZ", "TJ", "KZ", "TM", "AF"})
REGION_TOWN = 15_000
WORLD_CITY = 400_000
LONGEST_NAME = 5

_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
# Russian case endings and what the nominative may have in their place.
_RUSSIAN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ией", ("ия",)),
    ("ами", ("ы", "а")),
    ("ии", ("ия", "ий")),
    ("ию", ("ия",)),
    ("ой", ("а",)),
    ("ом", ("", "о")),
    ("ем", ("ь", "й", "е")),
    ("ах", ("ы", "и", "а")),
    ("ью", ("ь",)),
    ("ей", ("я", "ь")),
    ("е", ("", "а", "о", "ь", "й", "я")),
    ("у", ("", "а")),
    ("а", ("", "о")),
    ("ы", ("а", "")),
    ("и", ("ь", "а", "я", "й", "")),
    ("я", ("ь", "й")),
    ("ю", ("ь", "я", "й")),
)
_RUSSIAN_ADJECTIVE = re.compile(r"(?:ин|ов|й)?(?:[сц]к)(?:ая|ой|ую|ий|ого|ому|им|ом|ое|ие|их)$")
_ADJECTIVE_BASES = ("", "а", "ь", "я", "й", "и", "о", "к", "ия", "ан")
# Locative, ablative, genitive, dative and accusative of Kyrgyz, Kazakh and Uzbek; -ро of Tajik.
_TURKIC = re.compile(
    r"(?:[нндт][ыиуү]н|[днт][ае]гы|[днт][аеоө]н|[дт][аеоө]|[гк][аеоө]|[ндт][ыиуү]|ро|нинг|даги)$"
)
_UZBEK_LATIN = re.compile(r"(?:ning|dagi|dan|da|ga)$")

# The beginnings of unit words in Cyrillic, whatever their case, and the word of the same kind.
_UNIT_STEMS: tuple[tuple[str, str], ...] = (
    ("облас", "oblast"),
    ("облус", "oblast"),
    ("облыс", "oblast"),
    ("вилоят", "oblast"),
    ("велаят", "oblast"),
    ("район", "district"),
    ("туман", "district"),
    ("ноҳия", "district"),
    ("долин", "valley"),
    ("өрөөн", "valley"),
    ("водохранилищ", "reservoir"),
    ("ущель", "gorge"),
    ("перевал", "pass"),
    ("хребт", "range"),
    ("анклав", "enclave"),
    ("авиабаз", "airbase"),
)
# Words that belong to the span of a name; others only tell its kind.
PLURALS: dict[str, str] = {
    "regions": "region",
    "provinces": "province",
    "oblasts": "oblast",
    "oblasti": "oblast",
    "districts": "district",
    "raions": "raion",
    "rayons": "rayon",
    "valleys": "valley",
    "cities": "city",
    "towns": "town",
    "villages": "village",
    "rivers": "river",
    "airports": "airport",
    "bases": "base",
    "областях": "oblast",
    "областей": "oblast",
    "области": "oblast",
    "районах": "district",
    "районов": "district",
    "районы": "district",
}


class NameBook:
    """The names of a gazetteer as keys of running text.

    Args:
        gazetteer: The places; only names in Latin and Cyrillic letters are looked for.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.aliases: dict[str, int] = {}
        self.heads: frozenset[str] = frozenset()
        self.keys = gazetteer.keys_in(frozenset({"Latn", "Cyrl"}))
        self._strength: dict[str, int] = {}

    def strength(self, key: str) -> int:
        """How sure a sign of a place the key is: UNKNOWN, WEAK (needs a cue) or STRONG."""
        known = self._strength.get(key)
        if known is None:
            known = self._strength[key] = self._judge(key) if key in self.keys else UNKNOWN
        return known

    def _judge(self, key: str) -> int:
        if len(key) < 2:
            return UNKNOWN
        if key in words("demonym") or key in words("stop") or key in words("month"):
            return UNKNOWN
        if key in words("ordinary") or key in words("given_name") or len(key) < 3:
            return STRONG if self._is_country(key) else WEAK
        return STRONG if any(self._sure(entry, key) for entry in self.gazetteer.with_key(key)) else WEAK

    def _is_country(self, key: str) -> bool:
        rows = {self.gazetteer.place_row(entry) for entry in self.gazetteer.with_key(key)}
        return any(self.gazetteer.field("kind", row) == "country" for row in rows)

    def is_country(self, key: str) -> bool:
        """Whether a country bears the name."""
        return key in self.keys and self._is_country(key)

    def _sure(self, entry: int, key: str) -> bool:
        book = self.gazetteer
        row = book.place_row(entry)
        kind, country = str(book.field("kind", row)), str(book.field("country", row))
        people = int(str(book.field("population", row)))
        if kind == "country":
            return True
        curated = not str(book.field("place_id", row)).startswith(("gn-", "air-", "district-"))
        if curated:
            return len(key) > 4 or kind != "village"
        if book.field("capital", row) and len(key) > 3:
            return True
        if len(key) <= 4 and book.name(entry).role != "name":
            return False
        if country in REGION:
            return people >= REGION_TOWN or kind == "district"
        return people >= WORLD_CITY and book.name(entry).role == "name"

    def in_region(self, key: str) -> bool:
        """Whether some place of Central Asia or Afghanistan bears the name."""
        return any(
            self.gazetteer.field("country", self.gazetteer.place_row(entry)) in REGION
            for entry in self.gazetteer.with_key(key)
        )

    def written_so(self, text: str) -> bool:
        """Whether some name is written so, dots aside, as an abbreviation must be."""
        plain = text.replace(".", "")
        entries = self.gazetteer.with_key(fold_key(text))
        return any(self.gazetteer.name(entry).text.replace(".", "") == plain for entry in entries)

    def base_forms(self, low: str, adjective: bool) -> list[str]:
        """Names that `low` may be an inflected form of, the longest first; `adjective` also tries -ская."""
        return list(_base_forms(self, low, adjective))

    def near_spelling(self, text: str) -> bool:
        """Whether a place of the region differs from `text` only in its transliteration or its vowels."""
        return _near_spelling(self, text)


class AliasBook(NameBook):
    """A name book with the spellings that an analyst has kept for places.

    Attributes:
        aliases: folded spelling -> the place's row; `heads` their first words in lower case.
    """

    def __init__(self, book: NameBook, aliases: tuple[tuple[str, str], ...]) -> None:
        self.gazetteer = book.gazetteer
        self.aliases: dict[str, int] = {}
        heads = set()
        for text, place_id in aliases:
            row = self.gazetteer.row_of(place_id)
            found = tokens_of(text)
            if row is not None and found and len(found) <= LONGEST_NAME:
                self.aliases["".join(fold_key(token.low) for token in found)] = row
                heads.add(found[0].low)
        self.heads = frozenset(heads)
        self.keys = book.keys | self.aliases.keys()
        self._strength = dict.fromkeys(self.aliases, STRONG)

    def in_region(self, key: str) -> bool:
        """As without aliases; a place that an alias stands for counts as one of the region."""
        return key in self.aliases or super().in_region(key)

    def written_so(self, text: str) -> bool:
        """As without aliases; an alias may be written in capitals."""
        return fold_key(text) in self.aliases or super().written_so(text)


@lru_cache(maxsize=32768)
def _base_forms(book: NameBook, low: str, adjective: bool) -> tuple[str, ...]:
    found: dict[str, None] = {}

    def offer(stem: str, bases: tuple[str, ...]) -> None:
        if len(stem) >= 2:
            for base in bases:
                if len(stem + base) >= 2 and fold_key(stem + base) in book.keys:
                    found.setdefault(stem + base)

    if _CYRILLIC.search(low):
        match = _RUSSIAN_ADJECTIVE.search(low)
        if adjective and match:
            offer(low[: match.start()], _ADJECTIVE_BASES)
            offer(re.sub(r"[сц]к\w+$", "", low), _ADJECTIVE_BASES)
        match = _TURKIC.search(low)
        if match and len(low) - match.start() >= 3:
            offer(low[: match.start()], ("",))
        for ending, bases in _RUSSIAN:
            if low.endswith(ending):
                offer(low[: -len(ending)], bases)
        if match:
            offer(low[: match.start()], ("",))
    else:
        match = _UZBEK_LATIN.search(low)
        if match and len(low) - len(match.group()) >= 3:
            stem = low[: match.start()]
            if book.strength(fold_key(stem)) == STRONG and book.in_region(fold_key(stem)):
                offer(stem, ("",))
    return tuple(found)


@lru_cache(maxsize=32768)
def _near_spelling(book: NameBook, text: str) -> bool:
    gazetteer = book.gazetteer
    if len(fold_key(text)) < 4:
        return False
    entries = gazetteer.with_loose(text) or gazetteer.with_skeleton(text)
    return any(gazetteer.field("country", gazetteer.place_row(entry)) in REGION for entry in entries)


def unit_word(token: Token) -> tuple[str, bool] | None:
    """The English word for the kind that a token tells, and whether it belongs to the span of the name."""
    low = token.low
    if low in words("unit_in_span"):
        return low, True
    if low in words("unit"):
        return low, False
    if _CYRILLIC.match(low):
        for stem, word in _UNIT_STEMS:
            if low.startswith(stem):
                return word, True
        return None
    for stem in ("viloyat", "tuman"):
        if low.startswith(stem):
            return stem, True
    return None


def kinds_of(word: str) -> frozenset[str]:
    """The kinds of place that a unit word fits, empty for a word that fits many ("area")."""
    return KINDS_OF_WORD.get(fold_key(word), frozenset())


@lru_cache(maxsize=2)
def name_book(gazetteer: Gazetteer) -> NameBook:
    """The names of a gazetteer, made once."""
    return NameBook(gazetteer)


@lru_cache(maxsize=4)
def alias_book(gazetteer: Gazetteer, aliases: tuple[tuple[str, str], ...]) -> AliasBook:
    """The names of a gazetteer with aliases (spelling, place_id), without those of places it lacks."""
    return AliasBook(name_book(gazetteer), aliases)
