"""Write a file in whole or not at all: beside its place first, then moved there."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from errors import FormatError


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; on success it takes the place of `path`, else it is removed.

    Raises:
        FormatError: The folder is missing or the file cannot be written there.
    """
    unfinished = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
    try:
        yield unfinished
        unfinished.replace(path)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error).splitlines()[0]
        raise FormatError(
            f"{path}: cannot write ({reason}), expected a folder that can be written to"
        ) from None
    finally:
        unfinished.unlink(missing_ok=True)
