"""What a reader takes out of a file: its text, what of it is page and not report, its declared fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

from charset_normalizer import from_bytes

from errors import ReportError
from reports.annotation import Span

# Guessing an encoding needs a sample, not the whole file.
SAMPLE_BYTES = 64_000
BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)


@dataclass
class Extract:
    """A file taken out.

    Attributes:
        text: the text that all offsets count in.
        boilerplate: spans that the format itself marks as page: navigation, footers, forms.
        fields: title, publisher, author, date, url, as declared by the file; lower-case keys.
        posts: for a file of several items, the span and the fields of each; empty for one report.
        notes: what the reader could not take out, in a sentence each.
    """

    text: str
    boilerplate: list[Span] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    posts: list[tuple[Span, Mapping[str, str]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def decode(data: bytes, name: str) -> tuple[str, list[str]]:
    """The text of bytes whose encoding is declared, plain or guessed, with "\\n" for every end of line.

    Raises ReportError for bytes that are no text.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _lines(data.decode(encoding, errors="replace")), []
    wide = _wide_encoding(data[:SAMPLE_BYTES])
    if wide:
        return _lines(data.decode(wide, errors="replace")), [
            f"Encoding guessed as {wide}; letters may be wrong."
        ]
    if b"\x00" in data[:SAMPLE_BYTES]:
        raise ReportError(
            f"{name}: found binary data, expected a report as text, html, pdf, docx, eml or rss; "
            "save it in one of these formats."
        )
    try:
        return _lines(data.decode("utf-8")), []
    except UnicodeDecodeError:
        pass  # the encodings below are tried in turn
    declared = DECLARED.search(data[:2048])
    if declared:
        try:
            return _lines(data.decode(declared.group(1).decode("ascii"))), []
        except (LookupError, UnicodeDecodeError):
            pass  # a wrong declaration is common; the guess follows
    guess = from_bytes(data[:SAMPLE_BYTES]).best()
    encoding = guess.encoding if guess else "cp1252"
    text = data.decode(encoding, errors="replace")
    return _lines(text), [f"Encoding guessed as {encoding}; letters may be wrong."]


def _wide_encoding(sample: bytes) -> str:
    """UTF-16 without its mark, told by the zeros that Latin text has in every other byte; "" for none."""
    half = len(sample) // 2
    if half < 8:
        return ""
    even, odd = sample[0 : 2 * half : 2].count(0), sample[1 : 2 * half : 2].count(0)
    if odd > 0.4 * half and even < 0.02 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.02 * half else ""


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_xml(data: bytes, name: str) -> ElementTree.Element:
    """The root of an XML document, refused with ReportError when it is broken or declares entities of its
    own.
    """
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise ReportError(
            f"{name}: found an XML file with its own entities, expected a plain one; remove its DOCTYPE."
        )
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise ReportError(
            f"{name}: found broken XML ({error}), expected a whole file; fetch it again."
        ) from error


def local(tag: object) -> str:
    """The name of an XML element without its namespace, in lower case; "" for a comment."""
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
