"""The component that hosts the interactive map in a Streamlit page: mounted once, kept over every rerun."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from maps.routes import web_version
from maps.view import MapData

# The whole of the inline script: everything else is fetched once by an address named for its content.
LOADER = """
export default async function (component) {
  const { base, web } = component.data;
  const host = await import(new URL(`${base}${web}host.js`, document.baseURI).href);
  return host.default(component);
}
"""

_mount = st.components.v2.component(
    "incident_map",
    html='<div class="incident-map-host"></div>',
    js=LOADER,
    isolate_styles=False,
)


def incident_map(
    data: MapData,
    *,
    on_window: Callable[[], None],
    on_area: Callable[[], None],
    on_clear: Callable[[], None],
    on_lost: Callable[[], None],
    on_classed: Callable[[], None],
    key: str = "incident_map",
) -> None:
    """Mount the map, or tell the mounted one what has changed.

    The callbacks run at the start of the rerun that the map asks for; `st.session_state[key]` then holds
    `window` (two ISO days), `area` (`rings` of longitude, latitude, or None) and `classed` (whether districts
    are drawn by count, which needs class bounds).
    """
    base_path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    _mount(
        key=key,
        data={
            "base": f"/{base_path}/" if base_path else "/",
            "web": f"map/web/{web_version()}/",
            **data.__dict__,
        },
        on_window_change=on_window,
        on_area_change=on_area,
        on_clear_change=on_clear,
        on_lost_change=on_lost,
        on_classed_change=on_classed,
        height="content",
    )
