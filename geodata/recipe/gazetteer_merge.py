"""Find rows of several sources that are one place, and give every place its undressed names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from geodata.place import PlaceName, Role
from geodata.recipe.gazetteer_rows import RawPlace, distance_km
from geodata.transliterate import fold_key, loose_key
from geodata.unit_words import split_unit

# Rows of different sources are one place only within a family of kinds, and not farther apart than this.
_FAMILIES: dict[str, tuple[str, float]] = {
    "city": ("settlement", 8.0),
    "town": ("settlement", 8.0),
    "village": ("settlement", 8.0),
    "suburb": ("settlement", 4.0),
    "airport": ("airfield", 3.0),
    "air base": ("airfield", 3.0),
    "district": ("district", 25.0),
}


def merge(first: list[RawPlace], second: list[RawPlace]) -> list[RawPlace]:
    """Merge `second` into `first`: the row in `first` wins, and takes the other's names, admin and people.

    Two rows are one place when they carry the same GeoNames number, or when they are of one country and
    family of kinds, lie close together and share a name.
    """
    by_number = {place.geonames_id: place for place in first if place.geonames_id}
    by_name: dict[tuple[str, str, str], list[RawPlace]] = defaultdict(list)
    merged = list(first)
    for place in merged:
        _index(place, by_name)
    for place in second:
        same = by_number.get(place.geonames_id) if place.geonames_id else None
        if same is None or same is place:
            same = _same_place(place, by_name)
        if same is not None:
            _absorb(same, place)
            _index(same, by_name)
            continue
        merged.append(place)
        _index(place, by_name)
    return merged


def _match_keys(place: RawPlace) -> set[str]:
    keys = set()
    for name in place.names:
        unit = split_unit(name.text) if place.kind in ("district", "airport", "air base") else None
        keys.add(loose_key(unit.core if unit else name.text))
    return keys - {""}


def _index(place: RawPlace, by_name: dict[tuple[str, str, str], list[RawPlace]]) -> None:
    family = _FAMILIES.get(place.kind)
    if family is None:
        return
    for key in _match_keys(place):
        entries = by_name[(place.country, family[0], key)]
        if all(entry is not place for entry in entries):
            entries.append(place)


def _same_place(place: RawPlace, by_name: dict[tuple[str, str, str], list[RawPlace]]) -> RawPlace | None:
    family = _FAMILIES.get(place.kind)
    if family is None:
        return None
    best: tuple[float, RawPlace] | None = None
    for key in _match_keys(place):
        for other in by_name.get((place.country, family[0], key), []):
            apart = distance_km(place, other)
            reach = max(family[1], _FAMILIES[other.kind][1])
            # A vaguely placed village may well be the one that GeoNames has a few kilometres off.
            if other.where_prec == 2:
                reach = max(reach, other.radius_km)
            if apart <= reach and (best is None or apart < best[0]):
                best = (apart, other)
    return best[1] if best else None


def _absorb(place: RawPlace, other: RawPlace) -> None:
    dated = {loose_key(name.text): name for name in place.names if name.valid_from or name.valid_to}
    own = {loose_key(name.text) for name in place.names}
    for name in other.names:
        key = loose_key(name.text)
        # A spelling of a dated name holds on the same days as that name.
        period = dated.get(key)
        if period is not None:
            place.add(name.text, "alias", period.valid_from, period.valid_to)
        elif name.role == "core" or key in own:
            place.add(name.text, name.role if name.role == "core" else "alias")
        else:
            place.add(name.text, "alias", name.valid_from, name.valid_to)
    place.population = place.population or other.population
    place.capital = place.capital or other.capital
    if place.kind == "district" and other.kind == "district":
        place.admin1, place.admin2 = other.admin1, other.admin2
    place.geonames_id = place.geonames_id or other.geonames_id
    if other.source not in place.source:
        place.source = f"{place.source}, {other.source}"
    place.old_ids.extend([other.place_id, *other.old_ids])
    if place.where_prec == 2 and other.where_prec == 1 and other.source == "GeoNames":
        # Ours was an estimate; theirs is a survey of the same village.
        place.latitude, place.longitude = other.latitude, other.longitude
        place.where_prec, place.radius_km, place.basis = 1, other.radius_km, other.basis


def date_spellings(place: RawPlace) -> None:
    """Give spellings of a dated name its period: "Манас" holds on the days of "Manas"."""
    periods: dict[str, PlaceName] = {}
    for name in place.names:
        if name.role == "name" and (name.valid_from or name.valid_to):
            periods.setdefault(loose_key(name.text), name)
    for index, name in enumerate(place.names):
        dated = periods.get(loose_key(name.text))
        if dated is not None and not (name.valid_from or name.valid_to):
            place.names[index] = replace(name, valid_from=dated.valid_from, valid_to=dated.valid_to)


_CORED = frozenset(
    {
        "province",
        "district",
        "valley",
        "mountains",
        "pass",
        "river",
        "lake",
        "dam",
        "enclave",
        "airport",
        "air base",
        "border crossing",
        "sea",
        "market",
        "mine",
    }
)


def add_cores(place: RawPlace) -> None:
    """Add what is left of a unit's names without the word for its kind, dated as the names are.

    "Osh Region" gives "Osh", "Xonobod - Bekabad crossing" gives "Xonobod" and "Bekabad".
    """
    if place.kind not in _CORED:
        return
    for name in tuple(place.names):
        unit = split_unit(name.text)
        if unit is None or place.kind not in unit.kinds:
            continue
        for part in unit.core.replace(" / ", " - ").split(" - "):
            # An enclave goes by its bare name: "Sokh" is said more often than "the Sokh exclave".
            role: Role = "alias" if place.kind == "enclave" else "core"
            core = PlaceName(part.strip(), name.script, role, name.valid_from, name.valid_to)
            known = {
                fold_key(other.text)
                for other in place.names
                if other.role != "core" or _same_days(other, core)
            }
            if fold_key(core.text) and fold_key(core.text) not in known:
                place.names.append(core)


def _same_days(one: PlaceName, other: PlaceName) -> bool:
    return (one.valid_from, one.valid_to) == (other.valid_from, other.valid_to)


def present_name(place: RawPlace) -> str:
    """The shown name without an end, or the row's own name."""
    for name in place.names:
        if name.role == "name" and name.valid_to is None:
            return name.text
    return place.name


def without_doubles(place: RawPlace) -> list[PlaceName]:
    """The names of a place with those left out that fold to the same key in the same days and script.

    The role nearest to the reader is kept: a name before an alias before a core.
    """
    order = {"name": 0, "alias": 1, "core": 2}
    kept: dict[tuple[str, object, object, str], PlaceName] = {}
    for name in sorted(place.names, key=lambda name: order[name.role]):
        key = (fold_key(name.text), name.valid_from, name.valid_to, name.script)
        if key[0] and key not in kept:
            kept[key] = replace(name)
    return list(kept.values())
