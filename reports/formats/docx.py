"""Takes the text out of a Word document (.docx): its paragraphs in order and its core properties."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

from errors import ReportError
from reports.formats.extract import Extract, local, parse_xml

# A document of words is small; a part that unpacks to more is no report.
LARGEST_PART = 60_000_000
MOST_MARKS = 2_000_000


def read_docx(data: bytes, name: str) -> Extract:
    """The paragraphs of a document, one a line, table cells parted by tabs; deleted text is left out."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            root = parse_xml(_part(archive, "word/document.xml", name), name)
            core = "docProps/core.xml"
            properties = parse_xml(_part(archive, core, name), name) if core in archive.namelist() else None
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError) as error:
        raise ReportError(
            f"{name}: found a broken docx file, expected a Word document; save it again as docx."
        ) from error
    lines: list[list[str]] = []
    for element in root.iter():
        kind = local(element.tag)
        if kind == "p":
            lines.append([])
        elif lines:
            lines[-1].append(_words(element, kind))
    extract = Extract("\n".join("".join(line) for line in lines))
    for element in properties if properties is not None else ():
        key = {"title": "title", "creator": "author", "publisher": "publisher", "created": "created"}.get(
            local(element.tag)
        )
        if key and element.text and element.text.strip():
            extract.fields[key] = element.text.strip()
    return extract


def _part(archive: zipfile.ZipFile, part: str, name: str) -> bytes:
    if archive.getinfo(part).file_size > LARGEST_PART:
        raise ReportError(
            f"{name}: found a document of more than {LARGEST_PART // 1_000_000} MB unpacked, "
            "expected a report; split it."
        )
    data = archive.read(part)
    if data.count(b"<") > MOST_MARKS:
        raise ReportError(
            f"{name}: found a document of more than {MOST_MARKS // 1_000_000} million marks, "
            "expected a report; split it."
        )
    return data


def _words(element: ElementTree.Element, kind: str) -> str:
    """The text that an element of a paragraph stands for."""
    if kind == "t":
        return (element.text or "").replace("\n", " ")
    return {"tab": "\t", "br": " ", "cr": " ", "nobreakhyphen": "-"}.get(kind, "")
