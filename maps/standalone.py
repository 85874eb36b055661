"""The interactive map as one file of its own: it opens from disk, with no network and no server."""

from __future__ import annotations

import base64
import gzip
import html
import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from events.filter import Filter
from events.frame import EventFrame
from geodata.relief import relief_bounds, relief_tile, relief_zooms
from layers.palette import PALETTE, Theme
from maps.assets import AssetStore
from maps.modules import IMPORT, WEB, needed_by
from maps.view import CONFIG, map_data, open_map

BOOT, ENTRY = "standalone_boot.js", "standalone.js"
INSTEAD = (("fetching.js", "standalone_fetching.js"),)
NEEDS_NETWORK = ("online",)
FINEST_ZOOM = {True: 8, False: 7}
"""The largest zoom of the relief that goes into the file: of the page's own theme, and of the other one."""


@dataclass(frozen=True)
class Words:
    """What stands around the map, each as it is: it is escaped here.

    Attributes:
        title, subtitle, handling: The head.
        foot: Lines below the map: sources, licences, the as-of date.
    """

    title: str
    subtitle: str = ""
    handling: str = ""
    foot: tuple[str, ...] = ()


def standalone_page(
    events: EventFrame,
    wanted: Filter,
    words: Words,
    *,
    view: Mapping[str, Any] | None = None,
    theme: Theme = "light",
    manifest: Mapping[str, Any] | None = None,
) -> bytes:
    """One HTML file with the map of these events, its time player and all they need.

    Args:
        events: What goes into the file: every event of the frame, with its sources.
        wanted: Its window is the one shown first; the rest of it is not applied again.
        view: Centre, zoom, layers and so on as the map's link keeps them (`maps/web/link.js`); None shows
            the valley with the usual layers.
        manifest: What made the file, kept in a `script` element of the id `manifest`.

    Raises:
        BundleError: The relief cannot be read.
    """
    assets = AssetStore()
    opened = open_map(events, assets, adapt=_without_network)
    window = Filter(start=wanted.start, end=wanted.end)
    data = asdict(map_data(opened, window, assets, [], classed=True))
    held = {
        "theme": theme,
        "data": {**data, "config": CONFIG},
        "view": dict(view or {}),
        "leaflet": _packed(re.sub(r"\n//# sourceMappingURL=.*", "", _leaflet("leaflet-src.js")).encode()),
        "modules": _packed(json.dumps(_modules(), ensure_ascii=False).encode()),
        "script": base64.b64encode(assets.packed(Path(opened.script).name)).decode(),
        "files": {
            f"map/assets/{name}": base64.b64encode(assets.packed(name)).decode()
            for name in assets.names()
            if not name.endswith(".js")
        },
        "tiles": {
            f"{name}/{z}/{x}/{y}": base64.b64encode(body).decode()
            for name in PALETTE
            for (z, x, y), body in _tiles(name, FINEST_ZOOM[name == theme]).items()
        },
        "events": _packed(
            b"[" + b",".join(events.event(row).model_dump_json().encode() for row in range(events.n)) + b"]"
        ),
    }
    return _page(held, words, manifest or {}).encode("utf-8", "replace")


def _without_network(description: dict[str, Any]) -> dict[str, Any] | None:
    """A layer as the file has it: no tiles of the web, and no finer relief than it holds."""
    if description["id"] in NEEDS_NETWORK:
        return None
    lowest, highest = description["tile_zooms"]
    return {**description, "tile_zooms": [lowest, min(highest, FINEST_ZOOM[False])]}


def _packed(body: bytes) -> str:
    return base64.b64encode(gzip.compress(body, mtime=0)).decode()


def _modules() -> dict[str, str]:
    """The scripts that the entry needs, by name, importing each other by `map/NAME`."""
    return {name: IMPORT.sub(r"\1\2map/\3\2", text) for name, text in needed_by(ENTRY, INSTEAD).items()}


@cache
def _tiles(theme: str, finest: int) -> dict[tuple[int, int, int], bytes]:
    """The relief's tiles of a theme up to a zoom, by zoom, column and row."""
    west, south, east, north = relief_bounds()
    found = {}
    for z in range(relief_zooms()[0], finest + 1):
        n = 2**z

        def row(latitude: float, n: int = n) -> int:
            return int((1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * n)

        for x in range(int((west + 180) / 360 * n), int((east + 180) / 360 * n) + 1):
            for y in range(row(north), row(south) + 1):
                body = relief_tile(theme, z, x, y)
                if body:
                    found[z, x, y] = body
    return found


@cache
def _leaflet(name: str) -> str:
    return (Path(str(files("xstatic.pkg.leaflet"))) / "data" / name).read_text(encoding="utf-8")


@cache
def _styles() -> str:
    own = "\n".join(path.read_text(encoding="utf-8") for path in sorted(WEB.glob("*.css")))
    leaflet = re.sub(r"url\([^)]*\)", "none", _leaflet("leaflet.css"))  # its pictures are not used
    tokens = "".join(
        f"--{theme}-{name}:{palette[name]};" for theme, palette in PALETTE.items() for name in ("page", "ink")
    )
    return f"{leaflet}\n{own}\n:root{{{tokens}}}".replace("</", "<\\/")


def _in_script(value: Any) -> str:
    """JSON that cannot end the script element that it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _page(held: dict[str, Any], words: Words, manifest: Mapping[str, Any]) -> str:
    def line(tag: str, text: str, name: str = "") -> str:
        return f"<{tag}{f' class={name}' if name else ''}>{html.escape(text)}</{tag}>" if text else ""

    head = line("h1", words.title) + line("p", words.subtitle) + line("p", words.handling, "handling")
    foot = " · ".join(html.escape(part) for part in words.foot if part)
    return (
        "<!doctype html>\n"
        '<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
        "style-src 'unsafe-inline'; script-src 'unsafe-inline' data:\">"
        f"<title>{html.escape(words.title)}</title><style>{_styles()}</style></head>\n"
        f'<body class="im-page {held["theme"]}"><header>{head}</header>\n'
        '<div id="map" class="incident-map-host"></div>\n'
        f"<footer>{foot}</footer>\n"
        f'<script type="application/json" id="manifest">{_in_script(dict(manifest))}</script>\n'
        f'<script type="application/json" id="held">{_in_script(held)}</script>\n'
        f"<script>{(WEB / BOOT).read_text(encoding='utf-8')}</script></body></html>\n"
    )
