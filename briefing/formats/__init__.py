"""The formats of briefings, found by being there: one module a format.

A module of this package is a format when it has NAME, SUFFIXES and `document(brief, events, manifest)`, which
gives the bytes of the file. Its first docstring line says what it is.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from briefing.brief import Brief
from briefing.manifest import NOTHING, Manifest, manifest_of, sidecar_of
from errors import BriefError
from events.frame import EventFrame

__all__ = ["BriefFormat", "brief_formats", "format_for", "write_brief"]


class BriefFormat(Protocol):
    """What a module of this package offers."""

    NAME: str
    SUFFIXES: tuple[str, ...]

    def document(self, brief: Brief, events: EventFrame, manifest: Manifest) -> bytes:
        """The whole file; `BriefError` where it cannot be made."""


@cache
def brief_formats() -> dict[str, BriefFormat]:
    """The formats by name, in the order of the alphabet."""
    modules = [
        importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)
    ]
    found = [cast(BriefFormat, module) for module in modules if hasattr(module, "SUFFIXES")]
    return {known.NAME: known for known in sorted(found, key=lambda known: known.NAME)}


def format_for(path: Path) -> BriefFormat:
    """The format that a file's suffix tells.

    Raises:
        BriefError: No format has that suffix.
    """
    suffix = path.suffix.lower()
    for known in brief_formats().values():
        if suffix in known.SUFFIXES:
            return known
    suffixes = ", ".join(suffix for known in brief_formats().values() for suffix in known.SUFFIXES)
    raise BriefError(f"{path}: found the suffix {suffix or 'of nothing'!r}, expected one of {suffixes}")


def write_brief(
    brief: Brief,
    events: EventFrame,
    path: Path,
    terms: Mapping[str, str] = NOTHING,
    *,
    template: Path | None = None,
) -> Manifest:
    """Write a briefing as the suffix of `path` tells, and its manifest beside it.

    Args:
        terms: What each data set asks to be said of it, by its name.
        template: A file of the user's that a format with TEMPLATES is made from.

    Nothing is left half written: each file is put in its place when it is whole.

    Raises:
        BriefError: The suffix is unknown, the briefing cannot be made or the file cannot be written.
    """
    chosen = format_for(path)
    if path.is_dir() or not path.parent.is_dir():
        found = "a folder" if path.is_dir() else f"no folder {path.parent}"
        raise BriefError(f"{path}: found {found}, expected the name of a file in a folder that is there")
    manifest = manifest_of(brief, events, terms)
    body = _body(chosen, brief, events, manifest, template)
    _put(path, body)
    _put(sidecar_of(path), (manifest.write(indent=2) + "\n").encode())
    return manifest


def _body(
    chosen: BriefFormat, brief: Brief, events: EventFrame, manifest: Manifest, template: Path | None
) -> bytes:
    if template is None:
        return chosen.document(brief, events, manifest)
    if not hasattr(chosen, "TEMPLATES"):
        raise BriefError(
            f"template: found one for {chosen.NAME}, expected it for a format that takes one: pptx"
        )
    return chosen.document(brief, events, manifest, template=template)  # type: ignore[call-arg]


def _put(path: Path, body: bytes) -> None:
    partial = path.with_name(f".{path.name[:80]}.{os.getpid()}.part")
    try:
        partial.write_bytes(body)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise BriefError(
            f"{path}: cannot be written ({error.strerror or error}), expected a path that may be written"
        ) from None
