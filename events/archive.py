"""Files of events to import: those named, those in a folder, those inside a zip archive that does no harm."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from errors import FormatError
from events.formats import format_of

__all__ = ["files_in", "opened_archive"]

MOST_UNPACKED = 4 << 30
MOST_MEMBERS = 1000
MOST_PACKING = 200
"""An archive that unpacks to more than 64 MB and 200 times its size is taken for a bomb."""

_SMALL = 64 << 20
_REFUSED = ".refused.csv"
_ENCRYPTED = 0x1


def files_in(folder: Path) -> list[Path]:
    """The files of a folder and its folders in order of names, without hidden ones and files of refused rows.

    Raises:
        FormatError: There is none.
    """
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and not path.name.endswith(_REFUSED)
    ]
    if not found:
        raise FormatError(f"{folder}: found a folder without files, expected files of events")
    return found


@contextmanager
def opened_archive(path: Path) -> Iterator[list[Path]]:
    """The files of events that a path stands for: itself, or what a zip archive of tables holds.

    An archive that is itself a format (a workbook, a zipped shapefile) stands for itself.

    Raises:
        FormatError: The archive is broken, encrypted, holds nothing or unpacks to too much.
    """
    if not path.is_file() or not zipfile.is_zipfile(path) or _is_format(path):
        yield [path]
        return
    with tempfile.TemporaryDirectory(prefix="incidents-") as folder:
        yield _unpacked(path, Path(folder))


def _is_format(path: Path) -> bool:
    try:
        format_of(path)
    except FormatError:
        return False
    return True


def _unpacked(path: Path, folder: Path) -> list[Path]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if _is_wanted(member)]
            _check(path, members)
            return [_extract(archive, member, folder, number) for number, member in enumerate(members)]
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        reason = " ".join(str(error).split())[:120]
        raise FormatError(f"{path}: found a broken archive ({reason}), expected a whole one") from None


def _is_wanted(member: zipfile.ZipInfo) -> bool:
    if not member.filename:
        return False
    name = PurePosixPath(member.filename.replace("\\", "/"))
    hidden = name.name.startswith(".") or "__MACOSX" in name.parts
    return not member.is_dir() and not hidden and not name.name.endswith(_REFUSED)


def _check(path: Path, members: list[zipfile.ZipInfo]) -> None:
    if not members:
        raise FormatError(f"{path}: found an archive without files, expected tables of events")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise FormatError(f"{path}: found an encrypted archive, expected one without a password")
    unpacked = sum(member.file_size for member in members)
    packed = max(1, path.stat().st_size)
    if (
        len(members) > MOST_MEMBERS
        or unpacked > MOST_UNPACKED
        or (unpacked > _SMALL and unpacked / packed > MOST_PACKING)
    ):
        raise FormatError(
            f"{path}: found an archive of {packed:,} bytes that unpacks to {len(members):,} files and "
            f"{unpacked:,} bytes, expected at most {MOST_MEMBERS:,} files, {MOST_UNPACKED:,} bytes and "
            f"{MOST_PACKING} times its size"
        )


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, number: int) -> Path:
    """Unpack one member under its last name only, and never more than it says it holds."""
    own = folder / str(number)
    own.mkdir()
    target = own / (PurePosixPath(member.filename.replace("\\", "/")).name or "file")
    with archive.open(member) as packed, target.open("wb") as out:
        shutil.copyfileobj(packed, out)
    return target
