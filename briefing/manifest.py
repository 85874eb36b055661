"""What a file was made of: brief, link, digest of the events, versions; in the file and beside it."""

from __future__ import annotations

import hashlib
import json
import platform
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pypdf
from PIL import Image
from pypdf.errors import PyPdfError

from briefing.brief import Brief
from briefing.content import NOTHING
from briefing.map_link import query_of
from errors import BriefError, BundleError
from events.frame import EventFrame
from geodata.bundle import bundle_path
from maps.static_text import FONTS

MAKER = "Fergana Incident Map"
KEY = "incident-map-manifest"
PACKAGES = ("matplotlib", "numpy", "pillow", "shapely", "geopandas", "pyproj")
SVG_START, SVG_END = "<!-- incident-map-manifest ", " -->"
MOST_BYTES = 400_000_000


@dataclass(frozen=True)
class Manifest:
    """The facts from which the same file can be made anew.

    Attributes:
        brief: The brief.
        digest: Hash of the events that were open.
        n_events: How many these were.
        versions: Versions of what drew it, and a hash of fonts and offline geodata.
        terms: What each data set asks to be said of it, by its name.
    """

    brief: Brief
    digest: str
    n_events: int
    versions: dict[str, str]
    terms: Mapping[str, str]

    def to_dict(self) -> dict[str, Any]:
        """The manifest as plain values for JSON."""
        return {
            "made_by": MAKER,
            "link": "?" + urlencode(query_of(self.brief), doseq=True, safe=",:;"),
            "filter": self.brief.filter.to_query(),
            "data": {"digest": self.digest, "events": self.n_events, "credits": dict(self.terms)},
            "versions": self.versions,
            "brief": json.loads(self.brief.write()),
        }

    def write(self, *, indent: int | None = None) -> str:
        """The manifest as JSON, the same text for the same facts."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent, sort_keys=True)

    def differences(self, other: Manifest) -> list[str]:
        """What makes a file of `other` look different, a line each."""
        lines = []
        if self.digest != other.digest:
            lines.append(
                f"the events are others than then: {other.n_events} with digest {other.digest[:12]}, "
                f"were {self.n_events} with {self.digest[:12]}"
            )
        changed = [
            f"{name} {self.versions.get(name, 'none')} is {held}"
            for name, held in other.versions.items()
            if self.versions.get(name) != held
        ]
        if changed:
            lines.append(f"other versions than then: {', '.join(changed)}")
        return lines


def manifest_of(brief: Brief, events: EventFrame, terms: Mapping[str, str] = NOTHING) -> Manifest:
    """The manifest of a brief over open events."""
    return Manifest(brief, events.digest, events.n, drawing_versions(), dict(terms))


@cache
def drawing_versions() -> dict[str, str]:
    """Versions of all that has a part in how a sheet looks."""
    fonts = hashlib.blake2b(digest_size=8)
    for path in sorted(FONTS.glob("*.ttf")):
        fonts.update(path.read_bytes())
    versions = {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}
    versions["fonts"] = fonts.hexdigest()
    try:
        sources = bundle_path("SOURCES.md").read_bytes()
        versions["geodata"] = hashlib.blake2b(sources, digest_size=8).hexdigest()
    except BundleError:
        versions["geodata"] = "incomplete"
    return versions


def sidecar_of(path: Path) -> Path:
    """The file beside `path` that holds its manifest."""
    return path.with_name(path.name + ".json")


def parse_manifest(text: str, where: str) -> Manifest:
    """The manifest in JSON text.

    Raises:
        BriefError: It is none; FilterError: its filter cannot be meant.
    """
    try:
        found = json.loads(text)
        data, versions = found["data"], found["versions"]
        brief = json.dumps(found["brief"])
        digest, n_events = str(data["digest"]), int(data["events"])
        held = {str(name): str(value) for name, value in versions.items()}
        said = {str(name): str(value) for name, value in data.get("credits", {}).items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = f"{type(error).__name__}: {str(error)[:60]}"
        raise BriefError(
            f"{where}: found no manifest ({reason}), expected the JSON beside a briefing"
        ) from None
    return Manifest(Brief.read(brief), digest, n_events, held, said)


def read_manifest(path: Path) -> Manifest:
    """The manifest in a JSON file, within a PNG, PDF or SVG that was made here, or beside another file.

    Raises:
        BriefError: The file cannot be read or has no manifest.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BriefError(
                f"{path}: found {path.stat().st_size} bytes, expected a briefing or its manifest"
            )
        suffix = path.suffix.lower()
        if suffix == ".png":
            with Image.open(path) as image:
                text = str(image.info.get(KEY, ""))
        elif suffix == ".pdf":
            about = pypdf.PdfReader(path).metadata
            text = str(about.get("/Keywords", "")) if about else ""
        elif suffix == ".svg":
            text = _of_svg(path.read_text(encoding="utf-8"))
        else:
            beside = sidecar_of(path)
            is_json = suffix == ".json" or not beside.is_file()
            text = (path if is_json else beside).read_text(encoding="utf-8")
    except (OSError, ValueError, PyPdfError, Image.DecompressionBombError, SyntaxError, zlib.error) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BriefError(
            f"{path}: cannot be read ({reason[:120]}), expected a briefing or its manifest"
        ) from None
    if not text:
        raise BriefError(f"{path}: found no manifest in it, expected a file that `brief` wrote, or its .json")
    return parse_manifest(text, str(path))


def svg_comment(manifest: Manifest) -> str:
    """The manifest as a comment of an SVG: without the two hyphens that would end it."""
    return SVG_START + manifest.write().replace("-", "\\u002d") + SVG_END


def _of_svg(text: str) -> str:
    start = text.find(SVG_START)
    end = text.find(SVG_END, start)
    return text[start + len(SVG_START) : end] if start >= 0 and end >= 0 else ""
