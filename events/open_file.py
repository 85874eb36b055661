"""Open a file of events in any known format as a frame."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from errors import EventError, FormatError
from events.formats import read_table
from events.frame import EventFrame


def open_file(path: Path, format_name: str | None = None) -> EventFrame:
    """The events of `path`; the frame's digest is that of the file's bytes.

    Args:
        path: A file of events.
        format_name: One of `events.formats.formats()`; None tells it by the content.

    Raises:
        FormatError: The file is missing, empty, in no known format, or its rows break the rules of `Event`.
    """
    try:
        with blocks_given_back():
            return EventFrame(read_table(path, format_name), digest=file_digest(path))
    except EventError as error:
        raise FormatError(f"{path}: {error}") from None


@contextmanager
def blocks_given_back() -> Iterator[None]:
    """Let Arrow take memory from the system while a file is read.

    Its own allocator keeps the large blocks that reading needs for a moment: with a million events a server
    would hold 100 MB more for good.
    """
    usual = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(usual)


def file_digest(path: Path) -> str:
    """BLAKE2 hash of a file's bytes, 32 hexadecimal digits.

    Raises:
        FormatError: The file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    except OSError as error:
        raise FormatError(f"{path}: found a file that cannot be read ({error.strerror})") from None
