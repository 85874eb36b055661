"""The components that host our maps in a Streamlit page: mounted once, kept over every rerun."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from maps.review import ReviewData
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
# The class of the map's host as well: the page around it then leaves the whole window to it.
_mount_review = st.components.v2.component(
    "report_review",
    html='<div class="incident-map-host review-host"></div>',
    js=LOADER.replace("host.js", "review_host.js"),
    isolate_styles=False,
)


_mount_view_reader = st.components.v2.component(
    "map_view",
    html='<span class="map-view"></span>',
    js=LOADER.replace("host.js", "view_reader.js"),
    isolate_styles=False,
)


def _places() -> dict[str, str]:
    """Where the browser finds the app and our files."""
    base_path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return {"base": f"/{base_path}/" if base_path else "/", "web": f"map/web/{web_version()}/"}


def incident_map(
    data: MapData,
    *,
    on_window: Callable[[], None],
    on_area: Callable[[], None],
    on_clear: Callable[[], None],
    on_lost: Callable[[], None],
    on_classed: Callable[[], None],
    on_changed: Callable[[], None],
    revision: int | None = None,
    key: str = "incident_map",
) -> None:
    """Mount the map, or tell the mounted one what has changed.

    Args:
        revision: The store's, which the map watches: it calls `on_changed` when somebody has changed it. None
            for data that do not change.

    The callbacks run at the start of the rerun that the map asks for; `st.session_state[key]` then holds
    `window` (two ISO days), `area` (`rings` of longitude, latitude, or None) and `classed` (whether districts
    are drawn by count, which needs class bounds).
    """
    _mount(
        key=key,
        data={**_places(), **data.__dict__, "revision": revision},
        on_window_change=on_window,
        on_area_change=on_area,
        on_clear_change=on_clear,
        on_lost_change=on_lost,
        on_classed_change=on_classed,
        on_changed_change=on_changed,
        height="content",
    )


def last_view(*, key: str = "map_view") -> dict[str, Any] | None:
    """The view that the reader's map had last; None where the page was opened without having shown the map.

    It is told by the browser: on the first run it may not be known yet, and a rerun follows.

    Returns:
        `at` (latitude, longitude, zoom), `layers` (ids of those shown), `fade` (id -> opacity below 1) and
        `cumulative`.
    """
    known = (st.session_state.get(key) or {}).get("view")
    _mount_view_reader(key=key, data={**_places(), "known": known}, on_view_change=_heard, height="content")
    return known


def _heard() -> None:
    """The rerun itself is the answer: the page now knows the view."""


def report_review(
    data: ReviewData,
    *,
    on_actions: Callable[[], None],
    on_changed: Callable[[], None],
    key: str = "report_review",
) -> None:
    """Mount the review page, or tell the mounted one what has changed.

    The callbacks run at the start of the rerun that the page asks for; `st.session_state[key]` then holds
    `actions` (`token` of the page and its numbered `actions` that are not answered yet) or `changed` (the
    revision of a store that somebody else has changed).
    """
    _mount_review(
        key=key,
        data={**_places(), **data.__dict__},
        on_actions_change=on_actions,
        on_changed_change=on_changed,
        height="content",
    )
