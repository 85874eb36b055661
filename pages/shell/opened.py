"""The one source of events of the app, the store or a file, opened once for all sessions and ready to map."""

from __future__ import annotations

import ctypes
import gc
import sys

import pyarrow as pa
import streamlit as st

from events.frame import EventFrame
from events.source_frame import OpenSource, open_source, source_frame
from events.store import Store
from maps.assets import store
from maps.routes import frames, revision
from maps.view import OpenMap, open_map
from settings import Settings, read_settings

# Sessions that have not rerun yet still show the revision before.
MOST_OPEN = 2


@st.cache_resource(show_spinner=False)
def _source(settings: Settings) -> OpenSource:
    """The store of these settings, opened once for the server; without one where a file is shown."""
    opened = open_source(settings)
    kept = opened.store
    revision.watch(None if kept is None else lambda: kept.revision)
    return opened


@st.cache_resource(show_spinner="Opening the incidents …", max_entries=MOST_OPEN)
def _open(settings: Settings, modified_ns: int, revision_number: int) -> OpenMap:
    opened = open_map(source_frame(_source(settings), settings), store)
    if not _settled:
        _settle_memory()
        _settled.append(True)
    return opened


_settled: list[bool] = []


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


def opened_store() -> Store | None:
    """The store that the app works on; None where it shows a file, or could make no store."""
    return _source(read_settings()).store


def store_notice() -> str:
    """Why nothing can be changed, in one line; "" where it can."""
    settings = read_settings()
    if settings.data_file is not None:
        return (
            f"INCIDENTS_DATA opens {settings.data_file.name} to be looked at only: decisions need the store, "
            "so start the app without it."
        )
    return _source(settings).notice


def store_revision() -> int | None:
    """The store's revision, None without a store."""
    kept = opened_store()
    return None if kept is None else kept.revision


def opened_map() -> OpenMap:
    """The open events with their packed form; a changed file, or a store that was changed, is opened anew."""
    settings = read_settings()
    path = settings.data_file
    modified_ns = path.stat().st_mtime_ns if path is not None and path.exists() else 0
    opened = _open(settings, modified_ns, store_revision() or 0)
    frames.keep(opened.events)
    return opened


def map_script() -> str:
    """The address of the map's script, whatever the events are."""
    return _script(read_settings())


@st.cache_resource(show_spinner=False)
def _script(settings: Settings) -> str:
    return opened_map().script


def opened_events() -> EventFrame:
    """The open events."""
    return opened_map().events
