"""Events as JSON: an object with a list `events`, each event an object of its fields."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyarrow as pa

from errors import FormatError
from events.about import about_of
from events.adopt import adopted
from events.columns import REQUIRED
from events.features import refuse_too_many_columns
from events.json_text import elements_of, head_of_json
from events.mapping import Mapping
from events.objects import cells_of, objects_of
from events.reading import Reading, events_of
from events.whole_file import whole_file

NAME = "json"
SUFFIXES = (".json",)

_WHAT = 'an object with a list "events" of objects'
_NEEDED = [name for name in REQUIRED if name not in ("latitude", "longitude")]


def sniff(path: Path) -> bool:
    """Whether it is JSON whose beginning names our required fields."""
    head = head_of_json(path)
    if '"FeatureCollection"' in head:
        return False
    return bool(re.match(r'\{\s*"about".*"events"\s*:\s*\[\s*\]', head, re.DOTALL)) or all(
        f'"{name}"' in head for name in _NEEDED
    )


def read(path: Path) -> pa.Table:
    """The events of a JSON file; FormatError where it is broken or rows are no events."""
    return events_of(reading(path), path)


def reading(path: Path, dataset: str | None = None, *, mapping: Mapping | None = None) -> Reading:
    """The events of a JSON file.

    Raises:
        FormatError: The file is broken or an element of its list is no object.
        MappingError: The fields are neither ours nor can be matched to them.
    """
    objects = []
    for element in elements_of(path, _WHAT, "events"):
        if element.key:
            continue
        if not isinstance(element.value, dict):
            raise FormatError(
                f"{path}: found {element.value!r:.40} as event {element.number}, expected an object"
            )
        objects.append(element.value)
    cells = cells_of(objects)
    refuse_too_many_columns(cells.num_columns, path)
    for name in ("latitude", "longitude"):
        if name not in cells.column_names:
            cells = cells.append_column(name, pa.nulls(cells.num_rows, pa.float64()))
    return adopted(cells, path, NAME, dataset, mapping=mapping)


def write(table: pa.Table, path: Path) -> None:
    """Write events with all columns of the table.

    Raises:
        FormatError: The file cannot be written.
    """
    about = about_of(table).to_dict()
    with whole_file(path) as unfinished, unfinished.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"about":' + json.dumps(about, ensure_ascii=False) + ',"events":[')
        for number, made in enumerate(objects_of(table)):
            file.write(",\n" if number else "\n")
            file.write(json.dumps(made, ensure_ascii=False, separators=(",", ":"), allow_nan=False))
        file.write("\n]}\n")
