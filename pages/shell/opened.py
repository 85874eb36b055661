"""The one source of events of the app, opened once for all sessions and made ready for the map."""

from __future__ import annotations

import ctypes
import gc
import sys

import pyarrow as pa
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
    _settle_memory()
    return opened


def _settle_memory() -> None:
    """Keep what is open out of the collector's way, and give back what opening it needed for a moment.

    What is open lasts as long as the server: the collector, which Streamlit runs after each script, need not
    walk through it every time (some 50 ms a rerun). With a million events some 50 MB go back to the system.
    """
    gc.collect()
    gc.freeze()
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)


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
