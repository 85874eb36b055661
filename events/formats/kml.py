"""Events as KML or KMZ for Google Earth: folders and colours by type, times, everything known of each."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree as Xml
from xml.parsers import expat

import numpy as np
import pyarrow as pa

from errors import FormatError
from events.adopt import adopted
from events.features import Features, as_cells, in_degrees, refuse_too_many_columns
from events.kml_text import DOT_FILE, dot_png, kml_pieces
from events.mapping import Mapping
from events.objects import cells_of
from events.reading import Reading, events_of
from events.whole_file import whole_file

NAME = "kml"
SUFFIXES = (".kml", ".kmz")
# XML has no way to write control characters.
KEEPS_ALL = False

MOST_BYTES = 1 << 30
MOST_PACKING = 200
_HEAD_BYTES = 4096
# What KML calls the parts of a placemark -> our fields, for placemarks that carry none of ours.
_OWN = {"name": "title", "description": "summary", "begin": "date_start", "end": "date_end"}


def sniff(path: Path) -> bool:
    """Whether it is XML whose beginning names KML, or a zip with a .kml in it."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head[:4] != b"PK\x03\x04":
        return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and (
            b"<kml" in head or b"opengis.net/kml" in head or b"earth.google.com/kml" in head
        )
    try:
        with zipfile.ZipFile(path) as archive:
            return _main_file(archive) is not None
    except (zipfile.BadZipFile, OSError):
        return False


def read(path: Path) -> pa.Table:
    """The events of a KML or KMZ file; FormatError where it is broken or rows are no events."""
    return events_of(reading(path), path)


def reading(path: Path, dataset: str | None = None, *, mapping: Mapping | None = None) -> Reading:
    """The placemarks of a KML or KMZ file, with our fields as extended data or with others.

    Raises:
        FormatError: The file is broken, has a document type of its own, is a zip bomb, or a placemark has
            no point but another geometry.
        MappingError: The placemarks carry no dates.
    """
    found = features(path)
    return adopted(found.cells, path, NAME, dataset, mapping=mapping, notes=found.notes)


def features(path: Path) -> Features:
    """The data and points of the placemarks of a KML or KMZ file."""
    points: list[tuple[float, float]] = []
    try:
        with _opened(path) as file:
            _refuse_doctype(file, path)
        with _opened(path) as file:
            cells = cells_of(_placemarks(file, points, path))
    except (Xml.ParseError, expat.ExpatError, zipfile.BadZipFile, RuntimeError, EOFError, OSError) as error:
        raise FormatError(f"{path}: found broken KML ({error}), expected a whole file") from None
    refuse_too_many_columns(cells.num_columns, path)
    if not points:
        raise FormatError(f"{path}: found no placemark, expected one for each event")
    x, y = (np.array([point[axis] for point in points], float) for axis in (0, 1))
    lon, lat, notes = in_degrees(x, y, None, path)
    return Features(as_cells(cells, lon, lat), notes)


def write(table: pa.Table, path: Path) -> None:
    """Write events with all columns of the table: KMZ where the name ends in .kmz, else KML.

    Raises:
        FormatError: The file cannot be written.
    """
    packed = path.name.lower().endswith(".kmz")
    with whole_file(path) as unfinished:
        if not packed:
            with unfinished.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(kml_pieces(table, with_dot=False))
            return
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            with archive.open("doc.kml", "w", force_zip64=True) as document:
                for piece in kml_pieces(table, with_dot=True):
                    document.write(piece.encode())
            archive.writestr(DOT_FILE, dot_png())


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """The KML document of a file, unpacked where it is a KMZ that is no bomb."""
    with path.open("rb") as file:
        packed = file.read(4) == b"PK\x03\x04"
    if not packed:
        _refuse_size(path.stat().st_size, path.stat().st_size, path)
        with path.open("rb") as file:
            yield file
        return
    with zipfile.ZipFile(path) as archive:
        main = _main_file(archive)
        if main is None:
            raise FormatError(f"{path}: found no .kml in the zip, expected a KMZ")
        member = archive.getinfo(main)
        _refuse_size(member.file_size, member.compress_size, path)
        with archive.open(member) as document:
            yield document


def _refuse_size(unpacked: int, packed: int, path: Path) -> None:
    if unpacked > MOST_BYTES or (unpacked > 64 << 20 and unpacked > MOST_PACKING * max(1, packed)):
        raise FormatError(
            f"{path}: found KML of {unpacked:,} bytes, packed into {packed:,}, expected at most "
            f"{MOST_BYTES:,} and {MOST_PACKING} times what it is packed into"
        )


def _main_file(archive: zipfile.ZipFile) -> str | None:
    names = sorted(name for name in archive.namelist() if name.lower().endswith(".kml"))
    return "doc.kml" if "doc.kml" in names else next(iter(names), None)


def _refuse_doctype(file: IO[bytes], path: Path) -> None:
    """Raise `FormatError` for a document type, the only place where entities could be made."""
    begun: list[str] = []
    parser = expat.ParserCreate()

    def doctype(*_: Any) -> None:
        raise FormatError(f"{path}: found a document type (DOCTYPE) in the XML, expected KML without one")

    def element(name: str, _: Any) -> None:
        begun.append(name)

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = element
    while not begun and (block := file.read(65_536)):
        parser.Parse(block)


def _placemarks(file: IO[bytes], points: list[tuple[float, float]], path: Path) -> Iterator[dict[str, Any]]:
    """The data of each placemark; its point goes into `points`."""
    folders: list[str] = []
    tags: list[str] = []
    parents: list[Xml.Element] = []
    for event, element in Xml.iterparse(file, ("start", "end")):
        tag = _tag(element)
        if event == "start":
            tags.append(tag)
            parents.append(element)
            if tag == "Folder":
                folders.append("")
            continue
        tags.pop()
        parents.pop()
        if tag == "name" and tags and tags[-1] == "Folder":
            folders[-1] = (element.text or "").strip()
        elif tag == "Folder":
            folders.pop()
        elif tag == "Placemark":
            row, point = _placemark(element, len(points) + 1, path)
            points.append(point)
            if folders and folders[-1] and "event_id" not in row:
                row.setdefault("folder", folders[-1])
            yield row
            # What is read is let go of, or a large file would fill the memory.
            element.clear()
            if parents:
                parents[-1].remove(element)


def _placemark(placemark: Xml.Element, number: int, path: Path) -> tuple[dict[str, Any], tuple[float, float]]:
    own: dict[str, Any] = {}
    data: dict[str, Any] = {}
    point: tuple[float, float] | None = None
    other = ""
    for element in placemark.iter():
        tag, text = _tag(element), element.text or ""
        if tag == "Data" and element.get("name"):
            value = next((child.text or "" for child in element if _tag(child) == "value"), "")
            data[str(element.get("name"))] = value
        elif tag == "SimpleData" and element.get("name"):
            data[str(element.get("name"))] = text
        elif tag in ("begin", "end"):
            own[_OWN[tag]] = text.strip()
        elif tag == "when":
            own.setdefault("date_start", text.strip())
        elif tag == "Point" and point is None:
            point = _point(element, number, path)
        elif tag in ("Polygon", "LineString", "Model", "Track"):
            other = tag
    for element in placemark:
        tag = _tag(element)
        if tag in ("name", "description") and element.text:
            own[_OWN[tag]] = element.text.strip()
    if point is None and other and "event_id" not in data:
        raise FormatError(f"{path}: found a {other} in placemark {number}, expected a point")
    if "event_id" in data:
        return data, point or (float("nan"), float("nan"))
    return {**own, **data}, point or (float("nan"), float("nan"))


def _point(element: Xml.Element, number: int, path: Path) -> tuple[float, float]:
    text = next((child.text or "" for child in element.iter() if _tag(child) == "coordinates"), "")
    parts = text.strip().split(",")
    try:
        return float(parts[0]), float(parts[1])
    except (ValueError, IndexError):
        raise FormatError(
            f"{path}: found the point {text.strip()[:40]!r} in placemark {number}, expected lon,lat"
        ) from None


def _tag(element: Xml.Element) -> str:
    return element.tag.rpartition("}")[2]
