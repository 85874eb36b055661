"""Which column of a user's table is which of our fields: guessed by names and content, kept as JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

import pyarrow as pa

from errors import MappingError
from events.complaint import shown
from events.mapping_dates import ORDERS
from events.mapping_names import TARGETS, plain_name
from events.vocabulary import EVENT_TYPES, SUB_EVENT_TYPES

_MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Mapping:
    """How a table of a user is read.

    Attributes:
        fingerprint: Of the header it was made for (`fingerprint`); "" fits any.
        columns: Our field, or one of `EXTRA_TARGETS` -> the user's column.
        date_order: "dmy" or "mdy", for figures such as 03/04/1999.
        swapped: Whether the columns called latitude and longitude hold each other's values, or the cell with
            both begins with the longitude.
        types: The user's word for a type -> our event type and sub-event type ("" for none).
        default_type: The event type of rows whose words mean none of ours.
        dataset: The name of the data set; "" takes the file's.
        notes: What the guess is unsure of, one line each.
    """

    fingerprint: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    date_order: str = "dmy"
    swapped: bool = False
    types: dict[str, tuple[str, str]] = field(default_factory=dict)
    default_type: str = "Strategic developments"
    dataset: str = ""
    notes: tuple[str, ...] = ()

    def to_json(self) -> str:
        """The mapping as a JSON object, to be kept and edited by hand."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)

    @classmethod
    def from_json(cls, text: str) -> Mapping:
        """The mapping that `to_json` wrote, or one written by hand; what is left out is as by default.

        Raises:
            MappingError: The text is no JSON object, or names a field, a type or an order that is none.
        """
        if len(text) > _MOST_BYTES:
            raise MappingError(f"mapping: found {len(text)} characters, expected at most {_MOST_BYTES}")
        try:
            given = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise MappingError(f"mapping: found no JSON ({error}), expected an object with columns") from None
        if not isinstance(given, dict):
            raise MappingError(f"mapping: found {shown(given)}, expected an object with columns")
        known = {item.name for item in fields(cls)}
        for key in given:
            if key not in known:
                raise MappingError(
                    f"mapping: found the key {shown(key)}, expected {', '.join(sorted(known))}"
                )
        return cls(**{**given, **_checked(given)})

    def fits(self, names: Sequence[str]) -> bool:
        """Whether it was made for a table with these columns (or for any) and all it names are there."""
        same = self.fingerprint in ("", fingerprint(names))
        return same and set(self.columns.values()) <= set(names)

    def require(self, names: Sequence[str]) -> None:
        """Raise `MappingError` where a column that it names is not in the table, or no date or place is."""
        absent = [column for column in self.columns.values() if column not in names]
        if absent:
            raise MappingError(
                f"mapping: found no column {', '.join(map(repr, absent))}, expected some of {listed(names)}"
            )
        missing = self.missing()
        if missing:
            raise MappingError(
                f"found no column for {' and '.join(missing)} among {listed(names)}; expected a date "
                "(date_start or year) and a place (latitude and longitude, point, place, admin1 or country); "
                'name them in a file {"columns": {"date_start": "…", "place": "…"}} given by --map FILE.json'
            )

    def missing(self) -> list[str]:
        """What every mapping needs and this one lacks: "the date", "the place"."""
        has = set(self.columns)
        lacking = [] if has & {"date_start", "year"} else ["the date"]
        if not (has & {"point", "place", "admin1", "admin2", "country"} or {"latitude", "longitude"} <= has):
            lacking.append("the place")
        return lacking


def fingerprint(names: Sequence[str]) -> str:
    """16 hexadecimal digits that tables with the same columns in the same order share."""
    joined = "\n".join(plain_name(name) for name in names)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def distinct_headers(names: Sequence[str]) -> list[str]:
    """The names of a header, each once: a second "Date" becomes "Date (2)", an empty one "column 3"."""
    seen: set[str] = set()
    distinct = []
    for number, name in enumerate(names, start=1):
        plain = " ".join(str(name).split()) or f"column {number}"
        unique, copies = plain, 2
        while unique in seen:
            unique, copies = f"{plain} ({copies})", copies + 1
        seen.add(unique)
        distinct.append(unique)
    return distinct


def listed(names: Sequence[str], most: int = 20) -> str:
    """Names of columns for an error line, cut after twenty."""
    quoted = [repr(name if len(name) <= 40 else f"{name[:39]}…") for name in names[:most]]
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(quoted) + more if quoted else "no columns"


def texts_of(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A column of any type as text without blanks around it; days as 1999-10-27, null as ""."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    if pa.types.is_dictionary(array.type):
        array = array.cast(array.type.value_type)
    if pa.types.is_timestamp(array.type):
        # A day with a time of day is still that day, as the file's own clock has it.
        array = array.cast(pa.timestamp("us", array.type.tz)).cast(pa.date32())
    if pa.types.is_floating(array.type) or pa.types.is_nested(array.type) or pa.types.is_decimal(array.type):
        return pa.array([_cell_text(cell) for cell in array.to_pylist()], pa.string())
    if pa.types.is_binary(array.type) or pa.types.is_large_binary(array.type):
        cells = array.to_pylist()
        return pa.array([(cell or b"").decode("utf-8", "replace").strip() for cell in cells], pa.string())
    try:
        plain = array.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        plain = pa.array([_cell_text(cell) for cell in array.to_pylist()], pa.string())
    return pa.compute.utf8_trim_whitespace(pa.compute.fill_null(plain, ""))


def _cell_text(cell: object) -> str:
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, (dict, list)):
        return json.dumps(cell, ensure_ascii=False, default=str)
    return str(cell).strip()


def _checked(given: dict[str, Any]) -> dict[str, Any]:
    """The values of a mapping as its types, each checked."""
    columns = given.get("columns", {})
    if not isinstance(columns, dict) or not all(isinstance(value, str) for value in columns.values()):
        raise MappingError(f"mapping: found columns {shown(columns)}, expected our field -> your column")
    for target in columns:
        if target not in TARGETS:
            raise MappingError(
                f"mapping: found the field {shown(target)}, expected some of {', '.join(TARGETS)}"
            )
    order = given.get("date_order", "dmy")
    if order not in ORDERS:
        raise MappingError(f"mapping: found date_order {shown(order)}, expected dmy or mdy")
    if not isinstance(given.get("swapped", False), bool):
        raise MappingError(f"mapping: found swapped {shown(given['swapped'])}, expected true or false")
    texts = {name: given.get(name, "") for name in ("fingerprint", "dataset")}
    for name, value in texts.items():
        if not isinstance(value, str):
            raise MappingError(f"mapping: found {name} {shown(value)}, expected text")
    default_type = given.get("default_type", "Strategic developments")
    if default_type not in EVENT_TYPES:
        raise MappingError(
            f"mapping: found default_type {shown(default_type)}, expected one of {', '.join(EVENT_TYPES)}"
        )
    notes = given.get("notes", ())
    if not isinstance(notes, (list, tuple)):
        raise MappingError(f"mapping: found notes {shown(notes)}, expected a list of lines")
    return {
        "columns": dict(columns),
        "types": _checked_types(given.get("types", {})),
        "notes": tuple(str(note) for note in notes),
    }


def _checked_types(types: object) -> dict[str, tuple[str, str]]:
    if not isinstance(types, dict):
        raise MappingError(
            f"mapping: found types {shown(types)}, expected your word -> [type, sub-event type]"
        )
    checked = {}
    for word, meant in types.items():
        pair = (
            (meant, "") if isinstance(meant, str) else tuple(meant) if isinstance(meant, list | tuple) else ()
        )
        if len(pair) != 2 or pair[0] not in EVENT_TYPES or pair[1] not in ("", *SUB_EVENT_TYPES[pair[0]]):
            raise MappingError(
                f"mapping: found {shown(meant)} for the type {shown(word)}, expected an event type of ours "
                "and one of its sub-event types or nothing"
            )
        checked[str(word)] = pair
    return checked
