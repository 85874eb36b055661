"""The file formats of events, found by being there: one module a format, each reads and writes.

A module of this package is a format when it has NAME (how it is called on the command line), SUFFIXES (of
file names, the first is the usual one), `sniff(path)` (whether the content looks like it), `read(path)` (a
`pyarrow.Table` with our columns) and `write(table, path)`.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, cast

import pyarrow as pa

from errors import FormatError

__all__ = ["EventFormat", "format_named", "format_of", "formats", "read_table", "write_table"]


class EventFormat(Protocol):
    """What a module of this package offers."""

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
    for candidate in formats().values():
        if candidate.sniff(path):
            return candidate
    raise FormatError(f"{path}: found no known format in it, expected events as {', '.join(formats())}")


def read_table(path: Path, name: str | None = None) -> pa.Table:
    """The events of `path`, in the format called `name` or else the one told by its content."""
    told = format_of(path)
    return (format_named(name) if name else told).read(path)


def write_table(table: pa.Table, path: Path, name: str | None = None) -> None:
    """Write events to `path`, in the format called `name` or else the one told by its suffix."""
    if name:
        format_named(name).write(table, path)
        return
    for candidate in formats().values():
        if path.name.lower().endswith(candidate.SUFFIXES):
            candidate.write(table, path)
            return
    suffixes = ", ".join(suffix for candidate in formats().values() for suffix in candidate.SUFFIXES)
    raise FormatError(f"{path}: found suffix {path.suffix!r}, expected one of {suffixes}")
