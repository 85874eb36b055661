"""folium without a CDN: its Leaflet comes from the installed package, on a route beside the app."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import folium
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route

LEAFLET = Path(str(files("xstatic.pkg.leaflet"))) / "data"


def use_local_leaflet() -> None:
    """Have folium load Leaflet from `/local/` and nothing else.

    jQuery, Bootstrap and Awesome Markers, which folium loads from a CDN too, are left out: circle markers
    with tooltips need none of them, so folium has less to load than it usually has.
    """
    folium.Map.default_js = [("leaflet", "/local/leaflet.js")]
    folium.Map.default_css = [("leaflet_css", "/local/leaflet.css")]


async def leaflet_file(request: Request) -> FileResponse:
    """A file of Leaflet."""
    return FileResponse(LEAFLET / Path(request.path_params["name"]).name)


ROUTES = [Route("/local/{name}", leaflet_file)]
