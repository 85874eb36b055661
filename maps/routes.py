"""What the app's own server answers beside the pages: map assets, scripts, tiles, event details, places.

Every address is relative to the app's root and needs no other host. Assets are named for their content and
may be cached for ever; details and searches are answered from memory.
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from errors import IncidentMapError
from events.frame import EventFrame
from geodata.geocode import Candidate
from geodata.place_search import search_places
from geodata.relief import relief_tile
from maps.assets import store
from maps.modules import WEB, needed_by

FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
MOST_DETAILS = 200
MOST_FRAMES = 4


class Frames:
    """The event frames that pages have open, by digest: details are asked for by row."""

    def __init__(self) -> None:
        self._frames: OrderedDict[str, EventFrame] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, frame: EventFrame) -> None:
        """Remember `frame`; of more than four the one kept longest ago is let go."""
        with self._lock:
            self._frames[frame.digest] = frame
            self._frames.move_to_end(frame.digest)
            while len(self._frames) > MOST_FRAMES:
                self._frames.popitem(last=False)

    def get(self, digest: str) -> EventFrame | None:
        """The frame of that digest, or None."""
        with self._lock:
            return self._frames.get(digest)


frames = Frames()


class Revision:
    """The number of the store's newest change, for pages that watch it; None while there is no store."""

    def __init__(self) -> None:
        self._read: Callable[[], int] | None = None

    def watch(self, read: Callable[[], int] | None) -> None:
        """Read the number by this from now on; None where there is no store."""
        self._read = read

    def now(self) -> int | None:
        """The number as it is now."""
        return self._read() if self._read is not None else None


revision = Revision()


@cache
def web_version() -> str:
    """A hash of all browser files: part of their address, so that a new version is a new address."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(WEB.iterdir()):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _refusal(status: int, message: str) -> JSONResponse:
    return JSONResponse({"error": message}, status_code=status, headers={"Cache-Control": "no-store"})


async def asset(request: Request) -> Response:
    """A packed asset by its name."""
    found = store.get(request.path_params["name"])
    if found is None:
        return _refusal(404, "this part of the map is no longer kept: reload the page")
    headers = dict(FOR_EVER)
    if found.encoding:
        headers["Content-Encoding"] = found.encoding
    return Response(found.body, media_type=found.media_type, headers=headers)


def _file(folder: Path, name: str) -> Response:
    path = (folder / name).resolve()
    if folder.resolve() not in path.parents or not path.is_file():
        return _refusal(404, f"no file {name!r} in this version")
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if path.suffix == ".js":
        media_type = "text/javascript"
    return Response(path.read_bytes(), media_type=media_type, headers=FOR_EVER)


@cache
def _head_start(version: str) -> str:
    """A `Link` header that has the browser fetch all scripts and styles while Streamlit itself starts."""
    modules = (f"</map/web/{version}/{name}>; rel=modulepreload" for name in sorted(needed_by("host.js")))
    return ", ".join(
        [
            *modules,
            f"</map/web/{version}/all.css>; rel=preload; as=style",
            "</map/leaflet/leaflet.css>; rel=preload; as=style",
            "</map/leaflet/leaflet.js>; rel=preload; as=script",
        ]
    )


class HeadStart:
    """ASGI middleware: the app's page names what its map will need, so that it is fetched at once."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the `Link` header to the page; pass everything else through."""
        if scope["type"] != "http" or scope.get("path") != "/":
            await self.app(scope, receive, send)
            return

        async def send_with_links(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Link"] = _head_start(web_version())
            await send(message)

        await self.app(scope, receive, send_with_links)


@cache
def _styles(version: str) -> bytes:
    """All our styles as one sheet."""
    return b"\n".join(path.read_bytes() for path in sorted(WEB.glob("*.css")))


async def web_file(request: Request) -> Response:
    """A script of ours, or all our styles in one."""
    name = request.path_params["name"]
    if name == "all.css":
        return Response(_styles(web_version()), media_type="text/css", headers=FOR_EVER)
    return await run_in_threadpool(_file, WEB, name)


async def leaflet_file(request: Request) -> Response:
    """A file of Leaflet, from the installed package."""
    folder = Path(str(files("xstatic.pkg.leaflet"))) / "data"
    return await run_in_threadpool(_file, folder, request.path_params["name"])


async def tile(request: Request) -> Response:
    """A tile of the relief; an empty answer where the relief has none."""
    at = request.path_params
    try:
        body = await run_in_threadpool(relief_tile, at["theme"], at["z"], at["x"], at["y"])
    except IncidentMapError as error:
        return _refusal(404, str(error))
    if body is None:
        return Response(status_code=204, headers=FOR_EVER)
    return Response(body, media_type="image/webp", headers=FOR_EVER)


def _details(frame: EventFrame, rows: Sequence[int]) -> list[dict[str, object]]:
    return [{**json.loads(frame.event(row).model_dump_json()), "row": row} for row in rows]


async def event_details(request: Request) -> Response:
    """The events in `?rows=1,2,3` of a frame, at most 200, or the row of `?id=`."""
    frame = frames.get(request.path_params["digest"])
    if frame is None:
        return _refusal(404, "these events are no longer open: reload the page")
    try:
        if "id" in request.query_params:
            return JSONResponse({"row": frame.row_of(request.query_params["id"])})
        asked = request.query_params.get("rows", "")
        rows = [int(row) for row in asked.split(",") if row]
        if not rows or len(rows) > MOST_DETAILS:
            return _refusal(400, f"found {len(rows)} rows, expected 1 to {MOST_DETAILS}: ask for fewer")
        return JSONResponse(await run_in_threadpool(_details, frame, rows))
    except (ValueError, IncidentMapError) as error:
        return _refusal(400, str(error))


async def place_search(request: Request) -> Response:
    """Places whose name begins like `?q=`, best first."""
    text = request.query_params.get("q", "").strip()[:120]
    if not text:
        return JSONResponse([])
    try:
        found = await run_in_threadpool(search_places, text, 8, None)
    except IncidentMapError as error:
        return _refusal(400, str(error))
    return JSONResponse([_place_found(candidate) for candidate in found])


def _place_found(candidate: Candidate) -> dict[str, object]:
    place = candidate.place
    return {
        "place": candidate.name,
        "place_id": place.place_id,
        "kind": place.kind,
        "country": place.country,
        "admin1": candidate.admin1,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "where_prec": candidate.where_prec,
        "radius_km": candidate.radius_km,
    }


async def store_revision(request: Request) -> Response:
    """The store's revision: pages ask for it every few seconds and rerun when it is another one."""
    try:
        now = await run_in_threadpool(revision.now)
    except IncidentMapError as error:
        return _refusal(503, str(error))
    return JSONResponse({"revision": now}, headers={"Cache-Control": "no-store"})


def routes() -> list[Route]:
    """The routes to mount beside the Streamlit app."""
    return [
        Route("/map/assets/{name}", asset),
        Route("/map/web/{version}/{name}", web_file),
        Route("/map/leaflet/{name:path}", leaflet_file),
        Route("/map/relief/{theme}/{z:int}/{x:int}/{y:int}", tile),
        Route("/map/events/{digest}", event_details),
        Route("/map/places", place_search),
        Route("/map/revision", store_revision),
    ]
