"""Guess which column of a table is which of our fields: first by its name, then by what its cells hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Words
from itertools import pairwise
from types import MappingProxyType

import pyarrow as pa
import pyarrow.compute as pc

from errors import MappingError
from events.features import MOST_COLUMNS
from events.mapping import Mapping, fingerprint, texts_of
from events.mapping_countries import country_of
from events.mapping_counts import read_deaths
from events.mapping_dates import ORDERS, month_of, order_of, read_interval
from events.mapping_names import NAMES, plain_name, type_of
from events.mapping_points import in_region, read_degrees, read_pair
from geodata.gazetteer import load_gazetteer
from geodata.name_match import is_known

Sample = Sequence[str]

_SAMPLE_ROWS = 2000
_MOST_NAMES = 200
_MOST_TYPES = 500
# What share of the cells has to fit: less where a name says the same.
_NAMED_SHARE, _BARE_SHARE = 0.5, 0.8


def guess_mapping(cells: pa.Table) -> Mapping:
    """The likeliest mapping of a table; doubts are in its notes.

    Args:
        cells: The table as it is, of text or of any other types, with the column's names each once.

    Raises:
        MappingError: There are no columns or rows, too many columns, or no date or place among them: the line
            lists the columns and says how to name them.
    """
    names = cells.column_names
    if not names or not cells.num_rows:
        raise MappingError(
            f"found {len(names)} columns and {cells.num_rows} rows, expected a first line of names and rows"
        )
    if len(names) > MOST_COLUMNS:
        raise MappingError(f"found {len(names)} columns, expected at most {MOST_COLUMNS}")
    head = cells.slice(0, _SAMPLE_ROWS)
    samples = {name: [text for text in texts_of(head.column(name)).to_pylist() if text] for name in names}
    columns = _by_name(samples)
    notes: list[str] = []
    _by_content(samples, columns, notes)
    dates = [texts_of(cells.column(columns[name])) for name in ("date_start", "date_end") if name in columns]
    order = order_of(text for column in dates for text in pc.unique(column).to_pylist())
    if order.against:
        notes.append(
            f"dates begin with the {'day' if order.order == 'dmy' else 'month'}, but {order.against!r} cannot"
        )
    elif not order.sure and any(re.fullmatch(r"\d{1,2}/\d{1,2}/\d{2,4}.*", text) for text in _first(dates)):
        notes.append("no date tells whether the day or the month comes first; the day was taken")
    swapped = _swapped(samples, columns)
    if swapped:
        notes.append("latitude and longitude stand in each other's place and were exchanged")
    types, unknown = _types(cells, columns)
    if unknown:
        shown = ", ".join(repr(word[:40]) for word in unknown[:5])
        notes.append(f"{len(unknown)} words for types are none of ours: {shown}")
    guessed = Mapping(
        fingerprint=fingerprint(names),
        columns=columns,
        date_order=order.order,
        swapped=swapped,
        types=types,
        notes=tuple(notes),
    )
    guessed.require(names)
    return guessed


def _by_name(samples: Words[str, Sample]) -> dict[str, str]:
    """Target -> column, by the names of columns whose cells fit; the better, then the earlier wins."""
    found: dict[str, tuple[float, int, str]] = {}
    for position, (name, sample) in enumerate(samples.items()):
        for score, target in _named(name):
            fits = _FITS.get(target)
            if not sample or (fits is not None and _share(sample, fits) < _NAMED_SHARE):
                continue
            if target == "sources" and not sample[0].startswith("["):
                target = "source_publisher"
            if target == "event_id" and len(set(sample)) < len(sample):
                continue
            if target not in found or (-score, position) < found[target][:2]:
                found[target] = (-score, position, name)
            break
    if "date_start" in found:
        for part in ("year", "month", "day"):
            found.pop(part, None)
    return {target: name for target, (_, _, name) in found.items()}


def _named(name: str) -> list[tuple[float, str]]:
    """What a name may mean, the likeliest first: itself, without brackets, or some words of it."""
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", name)
    split = re.sub(r"(?<=[a-zа-я])(?=[A-ZА-Я])", " ", bare)
    meant: list[tuple[float, str]] = []
    for score, text in ((1.0, name), (0.9, bare), (0.85, split)):
        target = NAMES.get(plain_name(text))
        if target is not None:
            meant.append((score, target))
    words = plain_name(split).split()
    for length in range(min(3, len(words) - 1), 0, -1):
        for start in range(len(words) - length + 1):
            phrase = " ".join(words[start : start + length])
            target = NAMES.get(phrase)
            if target is not None and len(phrase) > 2:
                meant.append((0.3 + 0.1 * length, target))
    return meant


def _by_content(samples: Words[str, Sample], columns: dict[str, str], notes: list[str]) -> None:
    """Find by their cells the date, the point, the type and the place that no name gave away."""
    taken = set(columns.values())

    def free() -> list[tuple[str, Sample]]:
        return [(name, sample) for name, sample in samples.items() if name not in taken and sample]

    def take(target: str, name: str) -> None:
        columns[target] = name
        taken.add(name)
        notes.append(f"the column {name!r} was taken for {target} by its content")

    if not {"date_start", "year"} & set(columns):
        for name, sample in free():
            if _share(sample, _looks_like_a_day) >= _BARE_SHARE:
                take("date_start", name)
                break
    if not ("point" in columns or {"latitude", "longitude"} <= set(columns)):
        for name, sample in free():
            if _share(sample, _looks_like_a_pair) >= _BARE_SHARE:
                take("point", name)
                break
        else:
            _take_a_pair_of_columns(free(), columns, take)
    if "event_type" not in columns and "sub_event_type" not in columns:
        for name, sample in free():
            few = len(set(sample)) <= max(12, len(sample) // 5)
            if (
                few
                and _share(sample, lambda text: len(text) < 60 and type_of(text) is not None) >= _BARE_SHARE
            ):
                take("event_type", name)
                break
    if not {"place", "point", "latitude"} & set(columns):
        book = load_gazetteer()
        for name, sample in free():
            some = list(dict.fromkeys(sample))[:_MOST_NAMES]
            if _share(some, lambda text: len(text) < 60 and is_known(book, text, None)) >= _BARE_SHARE:
                take("place", name)
                break


def _take_a_pair_of_columns(
    free: list[tuple[str, Sample]], columns: dict[str, str], take: Callable[[str, str], None]
) -> None:
    """Two columns of decimal figures side by side, one a latitude of the region, one a longitude."""
    figures = [
        (name, [degrees.value for text in sample if (degrees := read_degrees(text)) and degrees.decimals])
        for name, sample in free
        if _share(sample, lambda text: (read := read_degrees(text)) is not None and read.decimals > 0)
        >= _BARE_SHARE
    ]
    for (one, first), (other, second) in pairwise(figures):
        pairs = list(zip(first, second, strict=False))
        straight = sum(in_region(lon, lat) for lat, lon in pairs) / len(pairs)
        crossed = sum(in_region(lon, lat) for lon, lat in pairs) / len(pairs)
        if max(straight, crossed) >= _BARE_SHARE:
            lat, lon = (one, other) if straight >= crossed else (other, one)
            for target in ("latitude", "longitude"):
                columns.pop(target, None)
            take("latitude", lat)
            take("longitude", lon)
            return


def _swapped(samples: Words[str, Sample], columns: Words[str, str]) -> bool:
    """Whether most points lie in the region only when latitude and longitude change places."""
    if {"latitude", "longitude"} <= set(columns):
        read = [[read_degrees(text) for text in samples[columns[axis]]] for axis in ("latitude", "longitude")]
        pairs = [(lat, lon) for lat, lon in zip(*read, strict=False) if lat and lon]
        if any(lat.axis == "lon" for lat, _ in pairs):
            return True
    elif "point" in columns:
        found = [read_pair(text) for text in samples[columns["point"]]]
        pairs = [(pair.first, pair.second) for pair in found if pair and not pair.known]
    else:
        return False
    if not pairs:
        return False
    beyond = sum(abs(lat.value) > 90 >= abs(lon.value) for lat, lon in pairs)
    straight = sum(in_region(lon.value, lat.value) for lat, lon in pairs)
    crossed = sum(in_region(lat.value, lon.value) for lat, lon in pairs)
    mostly = crossed > len(pairs) / 2 and crossed >= 0.9 * (crossed + straight)
    return beyond > len(pairs) / 2 or mostly


def _types(cells: pa.Table, columns: Words[str, str]) -> tuple[dict[str, tuple[str, str]], list[str]]:
    """What each word of the column of types means, and those that mean nothing of ours."""
    name = columns.get("event_type") or columns.get("sub_event_type")
    if name is None:
        return {}, []
    words = [word for word in pc.unique(texts_of(cells.column(name))).to_pylist() if word]
    meant = {word: type_of(word) for word in words[:_MOST_TYPES]}
    return {word: pair for word, pair in meant.items() if pair}, [
        word for word, pair in meant.items() if not pair
    ]


def _share(sample: Sample, fits: Callable[[str], bool]) -> float:
    return sum(map(fits, sample)) / len(sample) if sample else 0.0


def _first(columns: list[pa.Array]) -> list[str]:
    return [text for column in columns for text in column.slice(0, _SAMPLE_ROWS).to_pylist()]


def _is_a_day(text: str) -> bool:
    return any(read_interval(text, order) is not None for order in ORDERS)


def _looks_like_a_day(text: str) -> bool:
    return len(text) > 5 and not text.isdecimal() and _is_a_day(text)


def _looks_like_a_pair(text: str) -> bool:
    pair = read_pair(text)
    return pair is not None and (pair.known or (pair.first.decimals > 0 and pair.second.decimals > 0))


def _is_degrees(text: str) -> bool:
    read = read_degrees(text)
    return read is not None and abs(read.value) <= 180


_FITS: Words[str, Callable[[str], bool]] = MappingProxyType(
    {
        "date_start": _is_a_day,
        "date_end": _is_a_day,
        "source_published": _is_a_day,
        "year": lambda text: re.fullmatch(r"(1[89]|20|21)\d\d(\.0)?", text) is not None,
        "month": lambda text: month_of(text.removesuffix(".0")) is not None or text in ("0", "00"),
        "day": lambda text: re.fullmatch(r"\d{1,2}(\.0)?", text) is not None and float(text) <= 31,
        "latitude": _is_degrees,
        "longitude": _is_degrees,
        "point": lambda text: read_pair(text) is not None,
        "country": lambda text: country_of(text) is not None,
        "fatalities": lambda text: read_deaths(text) is not None,
        "fatalities_low": lambda text: read_deaths(text) is not None,
        "fatalities_best": lambda text: read_deaths(text) is not None,
        "fatalities_high": lambda text: read_deaths(text) is not None,
        "date_prec": lambda text: text in "12345",
        "where_prec": lambda text: text in "1234567",
        "radius_km": lambda text: re.fullmatch(r"\d+([.,]\d+)?", text) is not None,
        "confidence": lambda text: re.fullmatch(r"[01]([.,]\d+)?", text) is not None,
        "source_url": lambda text: re.match(r"https?://\S+$|www\.", text) is not None,
        "event_id": lambda text: len(text) <= 120,
        "event_type": lambda text: len(text) <= 80,
        "place": lambda text: re.search(r"[^\W\d_]", text) is not None and len(text) <= 120,
        "title": lambda text: re.search(r"[^\W\d_]", text) is not None,
        "summary": lambda text: re.search(r"[^\W\d_]", text) is not None,
        "actor1": lambda text: re.search(r"[^\W\d_]", text) is not None,
        "actor2": lambda text: re.search(r"[^\W\d_]", text) is not None,
    }
)
"""Target -> whether a cell can be it; where a name says one thing and most cells another, the cells win."""
