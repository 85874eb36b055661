"""The beginning of a text file, to tell its format by: encoding, delimiter, first records."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from charset_normalizer import from_bytes

from events.reading import Dialect

__all__ = ["DELIMITERS", "Head", "Survey", "head_of", "survey"]

DELIMITERS = ",;\t|"
_HEAD_BYTES = 65_536
_BLOCK_BYTES = 16 << 20
_GUESS_BYTES = 262_144
_RECORDS = 4
_NOT_TEXT = (b"PK\x03\x04", b"PAR1", b"SQLite format 3", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MOST_NULS = 0.05
# Every other byte of UTF-16 is zero where its text is of blanks, commas and digits.
_SOME_NULS = 0.05
_WESTERN = ("cp1250", "cp1252", "cp1254", "cp1257", "latin_1", "iso8859", "mac_", "cp437", "cp85", "cp86")


@dataclass(frozen=True)
class Survey:
    """How a file's bytes are to be read as text.

    Attributes:
        encoding: Python's name of the encoding.
        bom: The bytes of the byte order mark that opens the file, or none.
        notes: What to tell: that the encoding was guessed.
    """

    encoding: str
    bom: bytes
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Head:
    """How a text file begins: its dialect and its first records (at most four), parted into cells."""

    dialect: Dialect
    records: tuple[tuple[str, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The first record as names of columns: lower case, without blanks around."""
        return tuple(cell.strip().lower() for cell in self.records[0]) if self.records else ()


def head_of(path: Path) -> Head | None:
    """The beginning of a text file of records, None for a file of another kind.

    Raises:
        OSError: The file cannot be read.
    """
    stat = path.stat()
    return _head(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=8)
def _head(path: Path, stamp: int, size: int) -> Head | None:
    with path.open("rb") as file:
        start = file.read(_HEAD_BYTES)
    if not start or start.startswith(_NOT_TEXT):
        return None
    bom, encoding = _marked(start)
    if encoding is None and start.count(0) > _MOST_NULS * len(start):
        return None
    if encoding is None:
        encoding = "utf-8" if _is_utf8(start) or _mostly_utf8(start) else _guess(start)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(start[len(bom) :])
    lines = list(io.StringIO(text, newline=""))
    if len(start) == _HEAD_BYTES and len(lines) > 1:
        lines.pop()
    if not lines:
        return None
    delimiter = max(DELIMITERS, key=lambda mark: len(next(_records(lines, mark), ())))
    records = [record for record, _ in zip(_records(lines, delimiter), range(_RECORDS), strict=False)]
    first = text[: text.find("\n") + 1]
    line_end = "\r\n" if first.endswith("\r\n") else "\n" if first else "\r" if "\r" in text else "\n"
    return Head(Dialect(encoding, bool(bom), delimiter, line_end), tuple(records))


def _records(lines: list[str], delimiter: str) -> Iterator[tuple[str, ...]]:
    try:
        for cells in csv.reader((line.replace("\0", "") for line in lines), delimiter=delimiter):
            if cells:
                yield tuple(cells)
    except csv.Error:
        return


def survey(path: Path) -> Survey:
    """Look at all bytes of a file and tell how they are to be read as text.

    UTF-8 with some broken bytes among its own is UTF-8 still: the reader refuses those rows. A file in an
    older encoding is guessed by charset-normalizer, with a note.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        start = file.read(_HEAD_BYTES)
        bom, encoding = _marked(start)
        if encoding is not None:
            note = () if encoding == "utf-8" else (f"read as {encoding} (by its byte order mark)",)
            if not bom:
                note = (f"read as {encoding} (guessed: every other byte is zero)",)
            return Survey(encoding, bom, note)
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := file.read(_BLOCK_BYTES):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            sample = _telling_lines(path)
        else:
            return Survey("utf-8", b"")
    if _mostly_utf8(sample):
        return Survey("utf-8", b"")
    encoding = _guess(sample)
    return Survey(encoding, b"", (f"read as {encoding} (guessed: it is not UTF-8)",))


def _marked(start: bytes) -> tuple[bytes, str | None]:
    """The byte order mark and its encoding; UTF-16 without a mark is told by its zeros."""
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return mark, encoding
    even, odd = start[::2].count(0), start[1::2].count(0)
    some = _SOME_NULS * len(start)
    if max(even, odd) > some and min(even, odd) <= max(even, odd) / 10:
        encoding = "utf-16-le" if odd > even else "utf-16-be"
        if start.decode(encoding, "ignore").isprintable() or "\n" in start.decode(encoding, "ignore"):
            return b"", encoding
    return b"", None


def _is_utf8(start: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return True


def _telling_lines(path: Path) -> bytes:
    """The first lines that hold anything but ASCII, up to 256 KB."""
    lines, held = [], 0
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                lines.append(line[:_GUESS_BYTES])
                held += len(lines[-1])
                if held >= _GUESS_BYTES:
                    break
    return b"".join(lines)


def _mostly_utf8(sample: bytes) -> bool:
    """Whether of what is not ASCII more is UTF-8 than is broken: then the file is UTF-8 with some faults."""
    text = sample.decode("utf-8", "surrogateescape")
    broken = sum("\udc80" <= letter <= "\udcff" for letter in text)
    return sum(letter > "\x7f" for letter in text) - broken >= max(broken, 1)


def _guess(sample: bytes) -> str:
    found = from_bytes(sample)
    best = found.best()
    if best is None or best.encoding == "ascii":
        return "cp1252"
    if best.encoding.startswith(_WESTERN) and best.encoding != "cp1252":
        # A few accented letters fit many encodings; of these the usual one is taken.
        usual = next(
            (match for match in found if "cp1252" in (match.encoding, *match.could_be_from_charset)), None
        )
        if usual is not None and usual.chaos <= best.chaos + 0.05:
            return "cp1252"
    return best.encoding
