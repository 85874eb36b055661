"""The file formats of events, found by being there: one module a format.

A module of this package is a format when it has NAME (how it is called on the command line), SUFFIXES (of
file names, the first is the usual one), `sniff(path)` (whether the content looks like it) and `read(path)` (a
`pyarrow.Table` with our columns). It may have besides:

- `write(table, path)`, without which it is only read;
- `reading(path, dataset=None)` (a `Reading`: all that an import needs to know of the file);
- `derived(original, dataset)` and `put_back(events, before, original)`, which give a file's cells back with
  the values that were edited since;
- KEEPS_ALL = False where its files hold less than our columns do;
- LAST = True where it takes whatever no other format claims.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, cast

import pyarrow as pa

from errors import EventError, FormatError
from events.reading import DataSetInfo, Reading, reading_of_table

__all__ = [
    "EventFormat",
    "can_write",
    "format_for",
    "format_named",
    "format_of",
    "formats",
    "read_file",
    "read_table",
    "write_table",
]


class EventFormat(Protocol):
    """What a module of this package offers at least."""

    NAME: str
    SUFFIXES: tuple[str, ...]

    def sniff(self, path: Path) -> bool:
        """Whether the file's content looks like this format; it is only asked of files that can be read."""

    def read(self, path: Path) -> pa.Table:
        """The events of a file; FormatError in one line where it is not what it should be."""

    def write(self, table: pa.Table, path: Path) -> None:
        """Write events to a file in whole or not at all; FormatError where that is not possible."""


@cache
def formats() -> MappingProxyType[str, EventFormat]:
    """Name -> format, in order of names.

    Raises:
        FormatError: Two modules claim one name.
    """
    found: dict[str, EventFormat] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        if module.name.startswith("_"):
            continue
        candidate = cast(EventFormat, importlib.import_module(f"{__name__}.{module.name}"))
        if candidate.NAME in found:
            raise FormatError(f"format {candidate.NAME}: found two modules of this name, expected one")
        found[candidate.NAME] = candidate
    return MappingProxyType(found)


def can_write(chosen: EventFormat) -> bool:
    """Whether a format can be written too."""
    return hasattr(chosen, "write")


def format_named(name: str) -> EventFormat:
    """The format called `name`; FormatError with all names where there is none."""
    if name not in formats():
        raise FormatError(f"format: found {name!r}, expected one of {', '.join(formats())}")
    return formats()[name]


def format_of(path: Path) -> EventFormat:
    """The format of an existing file, told by its content whatever its name.

    Raises:
        FormatError: The file is missing, empty, cannot be read or is in no known format.
    """
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except FileNotFoundError:
        raise FormatError(f"{path}: found no such file, expected a file of events") from None
    except OSError as error:
        raise FormatError(f"{path}: found a file that cannot be read ({error.strerror})") from None
    if empty:
        raise FormatError(f"{path}: found an empty file, expected events as {', '.join(formats())}")
    for candidate in sorted(formats().values(), key=lambda known: getattr(known, "LAST", False)):
        if candidate.sniff(path):
            return candidate
    raise FormatError(f"{path}: found no known format in it, expected events as {', '.join(formats())}")


def read_file(path: Path, name: str | None = None, dataset: str | None = None) -> Reading:
    """A file with all that an import needs to know of it: original cells, lines, refused rows, flags.

    Args:
        path: A file of events.
        name: A format's name; None tells it by the content.
        dataset: The name of the data set that the events are to belong to; None leaves it to the file.

    Raises:
        FormatError: The file is missing, empty or in no known format.
    """
    told = format_of(path)
    chosen = format_named(name) if name else told
    if hasattr(chosen, "reading"):
        return cast(Reading, chosen.reading(path, dataset))
    table = chosen.read(path)
    if dataset is not None:
        if "dataset" in table.column_names:
            table = table.drop_columns("dataset")
        table = table.append_column("dataset", pa.repeat(dataset, table.num_rows).dictionary_encode())
    try:
        return reading_of_table(table, chosen.NAME, DataSetInfo(dataset or path.name.split(".")[0]))
    except EventError as error:
        raise FormatError(f"{path}: {error}") from None


def read_table(path: Path, name: str | None = None) -> pa.Table:
    """The events of `path`, in the format called `name` or else the one told by its content."""
    told = format_of(path)
    return (format_named(name) if name else told).read(path)


def format_for(path: Path, name: str | None = None) -> EventFormat:
    """The format that a file is to be written in: the one called `name` or else the one told by its suffix.

    Of several suffixes that fit the longest counts: `out.acled.csv` is not `out.csv`.

    Raises:
        FormatError: The format is only read, or no format has the suffix.
    """
    writable = {key: known for key, known in formats().items() if can_write(known)}
    if name:
        chosen = format_named(name)
        if not can_write(chosen):
            raise FormatError(f"format: found {name!r}, which is only read; expected {', '.join(writable)}")
        return chosen
    suffixes = {suffix: known for known in writable.values() for suffix in known.SUFFIXES}
    fitting = [suffix for suffix in suffixes if path.name.lower().endswith(suffix)]
    if not fitting:
        raise FormatError(
            f"{path}: found suffix {path.suffix!r}, expected one of {', '.join(sorted(suffixes))}"
        )
    return suffixes[max(fitting, key=len)]


def write_table(table: pa.Table, path: Path, name: str | None = None) -> None:
    """Write events to `path`, in the format of `format_for`.

    Raises:
        FormatError: The format is only read, no format has the suffix, or the file cannot be written.
    """
    format_for(path, name).write(table, path)
