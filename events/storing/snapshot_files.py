"""Snapshots on disk: Arrow files beside the store, each named for its revision and the hash of its bytes."""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from events.columns import COLUMNS

_NAME = re.compile(r"snapshot-(?P<revision>\d+)-(?P<token>[0-9a-f]+)-(?P<hash>[0-9a-f]{32})\.arrow")


class Stamp(NamedTuple):
    """A revision of one store: the number of a change, and the token that only this change has."""

    revision: int
    token: str


def newest_file(folder: Path, is_ours: Callable[[Stamp], bool]) -> tuple[Stamp, pa.Table] | None:
    """The newest snapshot that is whole and of this store's past, mapped into memory; None without one."""
    for stamp, hashed, path in sorted(_files(folder), reverse=True):
        if not is_ours(stamp):
            continue
        table = _read(path, hashed)
        if table is not None:
            return stamp, table
    return None


def write_file(folder: Path, stamp: Stamp, table: pa.Table) -> pa.Table | None:
    """Write a snapshot in whole or not at all and remove the older ones.

    Returns:
        The table, mapped from the file: its memory is the system's cache of the disk. None where the folder
        cannot be written to; a snapshot is but a quicker way, so nothing is lost.
    """
    unfinished = folder / f"unfinished-{uuid.uuid4().hex}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    try:
        with pa.OSFile(str(unfinished), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
        hashed = _hash(unfinished)
        path = folder / f"snapshot-{stamp.revision}-{stamp.token}-{hashed}.arrow"
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        return None
    for _, _, older in _files(folder):
        if older != path:
            _remove(older)
    return _mapped(path)


def _files(folder: Path) -> list[tuple[Stamp, str, Path]]:
    found = []
    for path in folder.glob("snapshot-*.arrow"):
        match = _NAME.fullmatch(path.name)
        if match:
            found.append((Stamp(int(match["revision"]), match["token"]), match["hash"], path))
    return found


def _read(path: Path, hashed: str) -> pa.Table | None:
    """The table of a file; a damaged one is removed."""
    try:
        table = _mapped(path) if _hash(path) == hashed else None
    except FileNotFoundError:
        # Another process has just written a newer one.
        return None
    except (OSError, pa.ArrowException):
        table = None
    if table is None or list(table.column_names) != list(COLUMNS):
        _remove(path)
        return None
    return table


def _mapped(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as file:
        return pa.ipc.open_file(file).read_all()


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def _remove(path: Path) -> None:
    """Remove a file that is not needed; where the system keeps it in use it goes the next time."""
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        if os.name != "nt":
            raise
