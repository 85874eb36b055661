"""The one source of events of the app, opened once for all sessions and made ready for the map."""

from __future__ import annotations

import gc

import streamlit as st

from events.frame import EventFrame
from events.source_frame import open_frame
from maps.assets import store
from maps.routes import frames
from maps.view import OpenMap, open_map
from settings import Settings, read_settings


@st.cache_resource(show_spinner="Opening the incidents …")
def _open(settings: Settings, modified_ns: int) -> OpenMap:
    opened = open_map(open_frame(settings), store)
    # What is open now lasts as long as the server: the collector, which Streamlit runs after each script,
    # need not walk through it every time (some 50 ms a rerun).
    gc.collect()
    gc.freeze()
    return opened


def opened_map() -> OpenMap:
    """The open events with their packed form; a changed file is opened anew."""
    settings = read_settings()
    path = settings.data_file
    modified_ns = path.stat().st_mtime_ns if path is not None and path.exists() else 0
    opened = _open(settings, modified_ns)
    frames.keep(opened.events)
    return opened


def opened_events() -> EventFrame:
    """The open events."""
    return opened_map().events
