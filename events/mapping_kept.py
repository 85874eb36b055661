"""Mappings kept for the next file with the same columns: one JSON file each in a folder of the user."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from errors import FormatError, MappingError
from events.formats import format_of, read_file
from events.formats.table import cells_and_lines
from events.formats.table import reading as read_cells
from events.mapping import Mapping, fingerprint
from events.reading import Reading
from events.whole_file import whole_file
from events.workbooks import is_workbook

_SUFFIX = ".mapping.json"
# Formats of our own columns, and formats that may hold any.
_OURS = ("csv", "parquet", "xlsx")
_MAPPED = ("flatgeobuf", "geojson", "geoparquet", "gpkg", "json", "kml", "shapefile")


def read_mapping(path: Path) -> Mapping:
    """The mapping in a file that `keep_mapping` wrote or a person did (`--map`).

    Raises:
        MappingError: The file cannot be read or is no mapping, in one line that names it.
    """
    try:
        return Mapping.from_json(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise MappingError(f"{path}: found no mapping that can be read ({error.strerror})") from None
    except (UnicodeDecodeError, MappingError) as error:
        raise MappingError(f"{path}: {error}") from None


def keep_mapping(mapping: Mapping, folder: Path) -> Path:
    """Keep a mapping under its header's fingerprint, in place of an older one; returns the file.

    Raises:
        FormatError: The folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FormatError(f"{folder}: cannot keep a mapping ({error.strerror}), expected a folder") from None
    path = folder / f"{mapping.fingerprint or 'any'}{_SUFFIX}"
    with whole_file(path) as unfinished:
        unfinished.write_text(mapping.to_json(), encoding="utf-8")
    return path


def kept_mapping(names: Sequence[str], folder: Path) -> Mapping | None:
    """The mapping kept for a header with these columns, None where there is none or it no longer fits."""
    path = folder / f"{fingerprint(names)}{_SUFFIX}"
    if not path.is_file():
        return None
    try:
        mapping = read_mapping(path)
    except MappingError:
        # A kept mapping is a convenience: one that somebody broke is guessed anew.
        return None
    return mapping if mapping.fits(names) else None


def read_mapped(
    path: Path,
    *,
    mapping: Mapping | None = None,
    sheet: str | None = None,
    dataset: str | None = None,
    folder: Path | None = None,
) -> Reading:
    """A file of any columns read by a mapping: the one given, else the one kept for its header, else a guess.

    Args:
        path: A table (`events.formats.table`), or a geographic file of any columns.
        mapping: What its columns mean.
        sheet: The sheet of a workbook.
        dataset: The name of the data set.
        folder: Where mappings are kept; None looks for none.

    Raises:
        FormatError: The file is broken, or its format has columns of its own that no mapping can change.
        MappingError: The mapping does not fit the file, or no date or place can be found in it.
    """
    told = format_of(path)
    if mapping is None and told.NAME in _OURS and sheet is None:
        return read_file(path, dataset=dataset)
    if is_workbook(path) or told.NAME in (*_OURS, "table"):
        if mapping is None and folder is not None:
            mapping = kept_mapping(cells_and_lines(path, sheet=sheet).cells.column_names, folder)
        return read_cells(path, dataset, mapping=mapping, sheet=sheet)
    if sheet is not None:
        raise FormatError(f"{path}: found no workbook, expected one where a sheet ({sheet!r}) is asked for")
    if mapping is None:
        return read_file(path, dataset=dataset)
    if told.NAME not in _MAPPED:
        raise FormatError(
            f"{path}: found {told.NAME}, whose columns are known, expected a table to be mapped"
        )
    return cast(Reading, told.reading(path, dataset, mapping=mapping))  # type: ignore[attr-defined]
