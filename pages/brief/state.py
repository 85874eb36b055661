"""The brief that a reader's session is making: it starts from the filter in force and the map's last view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from briefing.brief import Brief
from briefing.map_link import read_link
from errors import IncidentMapError
from events.filter import Filter
from maps.host import last_view
from pages.shell.state import VIEW_KEYS, current_filter

BRIEF, TAKEN, PROBLEM = "brief", "brief_view_taken", "brief_problem"


def current_brief() -> Brief:
    """The session's brief over the filter in force, as of today; a view that is new to it is taken over."""
    brief: Brief = st.session_state.get(BRIEF) or Brief()
    query = _view_query(last_view())
    if query and query != st.session_state.get(TAKEN):
        st.session_state[TAKEN] = query
        seen = read_link(f"?{query}").fields
        kept = {name: seen[name] for name in ("extent", "base", "layers", "fade") if name in seen}
        brief = brief.changed(**kept)
        st.session_state[BRIEF] = brief
    wanted = current_filter()
    return brief.changed(filter=wanted, as_of=dt.date.today(), link=_link(wanted, query))


def _view_query(view: Mapping[str, Any] | None) -> str:
    """The map's last view in the words of its link, or else what the page's own address says of it."""
    if view is None:
        return urlencode({key: st.query_params[key] for key in VIEW_KEYS if key in st.query_params})
    lat, lon, zoom = view["at"]
    told = {"at": f"{lat:.4f},{lon:.4f},{zoom:.2f}", "layers": ",".join(view["layers"])}
    fade = ",".join(f"{layer}:{round(100 * opacity)}" for layer, opacity in (view.get("fade") or {}).items())
    return urlencode({**told, **({"fade": fade} if fade else {})})


def _link(wanted: Filter, query: str) -> str:
    said = urlencode(wanted.to_query(), doseq=True)
    return f"?{'&'.join(part for part in (said, query) if part)}" if said or query else ""


def change_brief(**fields: object) -> None:
    """Change some fields; a value that cannot be meant leaves the brief as it was, and a line says so."""
    brief: Brief = st.session_state.get(BRIEF) or Brief()
    try:
        st.session_state[BRIEF] = brief.changed(**fields)
        st.session_state[PROBLEM] = ""
    except IncidentMapError as error:
        st.session_state[PROBLEM] = str(error)


def open_brief(brief: Brief) -> None:
    """Make a saved brief the session's, its filter too."""
    st.session_state["filter"] = brief.filter
    st.session_state["notices"] = []
    st.session_state[BRIEF] = brief
    st.session_state[PROBLEM] = ""


def show(key: str, value: object) -> str:
    """Set a widget to what the brief says, before it is made; returns its key."""
    st.session_state[key] = value
    return key


def changes(field: str, key: str, read: Callable[[Any], object] = lambda value: value) -> Callable[[], None]:
    """What a widget does when it is changed: write its value into a field of the brief."""

    def changed() -> None:
        change_brief(**{field: read(st.session_state[key])})

    return changed
