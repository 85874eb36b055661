"""The map page: the filter's events on the interactive map."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from maps.assets import store
from maps.host import incident_map
from maps.view import map_data
from pages.shell.opened import opened_map, store_revision
from pages.shell.state import change_filter, change_window, clear_filter, current_filter, notices

KEY = "incident_map"


def _window_moved() -> None:
    start, end = (dt.date.fromisoformat(day) for day in st.session_state[KEY]["window"])
    change_window(start, end)


def _area_drawn() -> None:
    change_filter(area=st.session_state[KEY]["area"]["rings"])


def _asked_for_classes() -> None:
    """The rerun itself is the answer: it reckons the class bounds that the map now needs."""


def _changed() -> None:
    """Somebody has changed the store: the rerun itself opens what it holds now."""


def _lost() -> None:
    """The browser asked for what the server no longer keeps: the rerun packs it anew and says so."""
    st.session_state["map_turn"] = st.session_state.get("map_turn", 0) + 1


drawn = st.session_state.get(KEY) or {}
incident_map(
    map_data(
        opened_map(),
        current_filter(),
        store,
        notices(),
        classed=bool(drawn.get("classed")),
        turn=st.session_state.get("map_turn", 0),
    ),
    on_window=_window_moved,
    on_area=_area_drawn,
    on_clear=clear_filter,
    on_lost=_lost,
    on_classed=_asked_for_classes,
    on_changed=_changed,
    revision=store_revision(),
    key=KEY,
)
