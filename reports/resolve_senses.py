"""What a name may mean before its document is looked at: the senses of its spelling and its unit word."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from geodata.gazetteer import Gazetteer
from geodata.name_match import matches
from geodata.place import Place
from geodata.score import BARE_POINTS, ScorePart, date_parts, standing_parts
from geodata.transliterate import fold_key, loose_key
from geodata.unit_words import split_unit
from reports.toponym_names import REGION, kinds_of

KEPT = 24
HYPHEN_POINTS = 40.0
SURE_SPELLING, BY_CONSONANTS = 32.0, 26.0


@lru_cache(maxsize=2)
def _rule_keys(gazetteer: Gazetteer) -> frozenset[str]:
    patterns = gazetteer.traps["pattern"].tolist()
    return frozenset(
        {fold_key(pattern) for pattern in patterns} | {loose_key(pattern) for pattern in patterns}
    )


def has_rules(gazetteer: Gazetteer, name: str) -> bool:
    """Whether a name is one of those that the words around it decide."""
    keys = _rule_keys(gazetteer)
    return fold_key(name) in keys or loose_key(name) in keys


@lru_cache(maxsize=16384)
def base_senses(
    gazetteer: Gazetteer, name: str, unit: str, on: date | None, unknown: bool
) -> tuple[tuple[int, Place, tuple[ScorePart, ...], float], ...]:
    """The senses of a name without its document; a word for its kind is tried with it and without."""
    written = split_unit(name) if not unit else None
    if written is not None and kinds_of(name.split()[-1]):
        known = matches(gazetteer, name, on, fuzzy=False)
        if not any(_spelling(parts) > BY_CONSONANTS for parts in known.values()):
            # "Ak-Sai district", of which there is none: rather the village Ak-Sai than another district.
            name, unit = written.core, name.split()[-1].lower()
    told = kinds_of(unit)
    found = matches(gazetteer, f"{name} {unit}", on, fuzzy=False) if unit and unit != "border" else {}
    bare = matches(gazetteer, name, on, fuzzy=unknown and not found)
    for row, parts in bare.items():
        found.setdefault(row, parts)
    sure = any(
        _spelling(parts) >= SURE_SPELLING and gazetteer.field("country", row) in REGION
        for row, parts in found.items()
    )
    senses = []
    for row, matched in found.items():
        place = gazetteer.at(row)
        # What agrees in its consonants alone gives way to a name of the region, and is too little abroad.
        if _spelling(matched) <= BY_CONSONANTS and (sure or place.country not in REGION):
            continue
        parts = [
            *matched,
            *standing_parts(place, bool(gazetteer.field("capital", row))),
            *date_parts(place, on),
        ]
        # "Jalal-Abad Province" is as well written as "Jalal-Abad".
        so_written = (f"the name “{name}”", f"“{name}” read as ")
        if "-" in name and any(part.words.startswith(so_written) for part in matched):
            parts.append(ScorePart("hyphen", HYPHEN_POINTS, "written with its hyphen"))
        if told:
            fits = place.kind in told
            part_only = any(part.points == -BARE_POINTS for part in parts)
            points = 16 + BARE_POINTS * part_only if fits else -10
            parts.append(ScorePart("kind in text", points, f"the text says {unit}"))
        senses.append((row, place, tuple(parts), math.fsum(part.points for part in parts)))
    senses.sort(key=lambda sense: (-sense[3], sense[1].place_id))
    return tuple(senses[:KEPT])


def _spelling(parts: Sequence[ScorePart]) -> float:
    """The points that a match has for its spelling."""
    return next((part.points for part in parts if part.name == "match"), 0.0)
