"""The gazetteer: places by id, and the index of their names that geocoding looks into."""

from __future__ import annotations

import bisect
import csv
from datetime import date
from functools import lru_cache
from pathlib import Path
from zlib import crc32

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from errors import BundleError, GazetteerError
from geodata.place import Place, PlaceName
from geodata.transliterate import loose_key, skeleton_key
from settings import read_settings


class Gazetteer:
    """All places with the index of their names.

    Args:
        folder: The folder with places.parquet, place_names.parquet, place_ids.parquet and traps.parquet.

    Raises BundleError when a file is missing or broken.
    """

    def __init__(self, folder: Path) -> None:
        self._places = _table(folder / "places.parquet").to_pandas()
        names = _table(folder / "place_names.parquet")
        self._old_ids = dict(
            _table(folder / "place_ids.parquet").to_pandas().itertuples(index=False, name=None)
        )
        self.traps = _table(folder / "traps.parquet").to_pandas()
        self._unit_changes = _unit_changes(folder / "curated" / "unit_changes.csv")
        self._row_of = {place_id: row for row, place_id in enumerate(self._places["place_id"])}
        self._records = {column: self._places[column].tolist() for column in self._places.columns}
        self._keys: list[str] = names["key"].to_pylist()
        self._texts: list[str] = names["text"].to_pylist()
        self._scripts: list[str] = names["script"].to_pylist()
        self._roles: list[str] = names["role"].to_pylist()
        self._periods = _periods(names)
        self._place_rows = names["place"].to_numpy()
        self._by_place = np.argsort(self._place_rows, kind="stable")
        self._place_starts = np.searchsorted(
            self._place_rows[self._by_place], np.arange(len(self._places) + 1)
        )
        self._loose, self._by_loose = _sorted_codes(names["loose"].to_numpy())
        self._skeleton, self._by_skeleton = _sorted_codes(names["skeleton"].to_numpy())

    def __len__(self) -> int:
        return len(self._places)

    def places(self) -> pd.DataFrame:
        """A copy of the table of places, one row a place (columns as in `Place`, without the names)."""
        return self._places.copy()

    def place(self, place_id: str) -> Place:
        """The place with an id, also one that was folded into another.

        Raises GazetteerError naming the nearest ids when there is none.
        """
        row = self.row_of(place_id)
        if row is None:
            near = process.extract(place_id, list(self._row_of), scorer=JaroWinkler.similarity, limit=3)
            names = ", ".join(choice for choice, _, _ in near)
            raise GazetteerError(f"The gazetteer holds no place {place_id!r}; near it are {names}.")
        return self.at(row)

    def row_of(self, place_id: str) -> int | None:
        """The row of a place in `places()`, None when there is no such id."""
        return self._row_of.get(self._old_ids.get(place_id, place_id))

    def at(self, row: int) -> Place:
        """The place in one row of `places()`."""
        return _place(self, row)

    def field(self, column: str, row: int) -> object:
        """One value of the table of places, without building the place."""
        return self._records[column][row]

    def names_of(self, row: int) -> tuple[PlaceName, ...]:
        """All names of the place in one row."""
        return tuple(self.name(entry) for entry in self.entries_of(row))

    def entries_of(self, row: int) -> list[int]:
        """The entries of the index of names that belong to the place in one row."""
        entries = self._by_place[self._place_starts[row] : self._place_starts[row + 1]]
        return [int(entry) for entry in entries]

    def name(self, entry: int) -> PlaceName:
        """One entry of the index of names."""
        return PlaceName(
            self._texts[entry],
            self._scripts[entry],
            self._roles[entry],  # type: ignore[arg-type]
            *self._periods.get(entry, (None, None)),
        )

    def place_row(self, entry: int) -> int:
        """The row of the place that an entry of the index of names belongs to."""
        return int(self._place_rows[entry])

    def names_at(self, on: date | None) -> pd.DataFrame:
        """The names that hold on a day: columns place_id, text, script, role (None: at present)."""
        rows = [
            (self._records["place_id"][self.place_row(entry)], name.text, name.script, name.role)
            for entry in range(len(self._keys))
            if (name := self.name(entry)).holds(on)
        ]
        return pd.DataFrame(rows, columns=["place_id", "text", "script", "role"])

    def with_key(self, key: str) -> range:
        """The entries whose folded name is `key`."""
        return range(bisect.bisect_left(self._keys, key), bisect.bisect_right(self._keys, key))

    def with_prefix(self, key: str) -> range:
        """The entries whose folded name begins with `key`, in the order of the keys."""
        return range(bisect.bisect_left(self._keys, key), bisect.bisect_left(self._keys, key + "\U0010ffff"))

    def place_rows(self, entries: range) -> np.ndarray:
        """The rows of the places that a run of entries belongs to."""
        return self._place_rows[entries.start : entries.stop]

    def with_loose(self, text: str) -> list[int]:
        """The entries whose name is `text` once the usual transliterations are unified."""
        wanted = loose_key(text)
        entries = _codes_of(wanted, self._loose, self._by_loose)
        # Two keys may share a checksum; the key itself decides.
        return [entry for entry in entries if loose_key(self._texts[entry]) == wanted]

    def with_skeleton(self, text: str) -> list[int]:
        """The entries whose name agrees with `text` in its consonants."""
        wanted = skeleton_key(text)
        entries = _codes_of(wanted, self._skeleton, self._by_skeleton)
        return [entry for entry in entries if skeleton_key(self._texts[entry]) == wanted]

    def keys_in(self, scripts: frozenset[str]) -> frozenset[str]:
        """All folded names that are written in one of `scripts` (ISO 15924 codes)."""
        return frozenset(
            key for key, script in zip(self._keys, self._scripts, strict=True) if script in scripts
        )

    def key(self, entry: int) -> str:
        """The folded name of an entry."""
        return self._keys[entry]

    def admin1_on(self, row: int, on: date | None) -> str:
        """The first-order unit of a place on a day, as it was called or as it held the place then."""
        admin1 = str(self._records["admin1"][row])
        for unit, before, was in self._unit_changes:
            if on is not None and admin1 == unit and on < before:
                admin1 = was
        return admin1


@lru_cache(maxsize=4096)
def _place(gazetteer: Gazetteer, row: int) -> Place:
    record = {
        column: gazetteer.field(column, row) for column in Place.__dataclass_fields__ if column != "names"
    }
    record["valid_from"], record["valid_to"] = _day(record["valid_from"]), _day(record["valid_to"])
    return Place(**record, names=gazetteer.names_of(row))  # type: ignore[arg-type]


def _table(path: Path) -> pa.Table:
    try:
        return pq.read_table(path)
    except FileNotFoundError as error:
        raise BundleError(f"{path} is missing; run `make data` to build the geodata bundle.") from error
    except (OSError, pa.ArrowInvalid) as error:
        raise BundleError(f"{path} is no readable parquet file; run `make data` to build it anew.") from error


def _unit_changes(path: Path) -> list[tuple[str, date, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except FileNotFoundError as error:
        raise BundleError(f"{path} is missing; restore it from the repository.") from error
    # The latest change first, so that the walk back in time passes through each.
    rows.sort(key=lambda row: row["before"], reverse=True)
    return [(row["admin1"], date.fromisoformat(row["before"]), row["was"]) for row in rows]


def _periods(names: pa.Table) -> dict[int, tuple[date | None, date | None]]:
    """The days of the few names that have any, by their entry."""
    dated = pc.or_(pc.is_valid(names["valid_from"]), pc.is_valid(names["valid_to"]))
    entries = np.flatnonzero(dated.to_numpy())
    few = names.select(["valid_from", "valid_to"]).take(entries)
    return dict(
        zip(entries.tolist(), zip(*(column.to_pylist() for column in few.columns), strict=True), strict=True)
    )


def _sorted_codes(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    order = np.argsort(values, kind="stable")
    return values[order], order


def _codes_of(wanted: str, codes: np.ndarray, order: np.ndarray) -> list[int]:
    if not wanted:
        return []
    code = np.uint32(crc32(wanted.encode()))
    start, end = np.searchsorted(codes, code, "left"), np.searchsorted(codes, code, "right")
    return [int(entry) for entry in order[start:end]]


def _day(value: object) -> date | None:
    return value if isinstance(value, date) and not pd.isna(value) else None


@lru_cache(maxsize=2)
def _loaded(folder: Path, stamp: int) -> Gazetteer:
    return Gazetteer(folder)


def load_gazetteer(folder: Path | None = None) -> Gazetteer:
    """The gazetteer of a bundle folder (by default the settings' one), read once while unchanged."""
    where = folder or read_settings().bundle_dir
    path = where / "places.parquet"
    try:
        stamp = path.stat().st_mtime_ns
    except FileNotFoundError as error:
        raise BundleError(f"{path} is missing; run `make data` to build the geodata bundle.") from error
    return _loaded(where, stamp)
