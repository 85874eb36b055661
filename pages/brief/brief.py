"""The brief page: the form on the left, the sheet as it will be on the right, its files below."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import streamlit as st

from briefing.brief import Brief
from briefing.content import SheetContent
from briefing.formats import brief_formats
from briefing.manifest import manifest_of
from briefing.preview import preview
from briefing.saved import file_name
from errors import BriefError, IncidentMapError
from events.frame import EventFrame
from events.store import Store
from pages.brief.form import draw_form
from pages.brief.saved_list import draw_saved, draw_saving
from pages.brief.state import PROBLEM, current_brief
from pages.shell.frame import plain, show_error
from pages.shell.opened import opened_events, opened_store

PREVIEWS = 24
WORDS = {
    "png": "Picture",
    "svg": "Drawing",
    "pdf": "Pages",
    "pptx": "Slides",
    "html": "Interactive",
    "kml": "Earth",
    "kmz": "Earth, packed",
    "gpkg": "QGIS",
    "csv": "Table",
    "xlsx": "Workbook",
    "gif": "Animation",
    "mp4": "Film",
}
SLOW = ("gif", "mp4")


@st.cache_data(show_spinner="Drawing the sheet …", max_entries=PREVIEWS)
def _picture(recipe: str, digest: str, terms: tuple[tuple[str, str], ...], _events: EventFrame) -> bytes:
    """The preview of a brief over events of that digest, as PNG."""
    sink = io.BytesIO()
    preview(Brief.read(recipe), _events, dict(terms)).save(sink, "PNG", compress_level=3)
    return sink.getvalue()


def _terms(store: Store | None) -> dict[str, str]:
    """What each data set asks to be said of it."""
    said = {}
    for data_set in store.data_sets() if store is not None else ():
        parts = (data_set.attribution or data_set.title, data_set.licence)
        said[data_set.name] = ", ".join(part for part in parts if part)
    return {name: text for name, text in said.items() if text}


def _file(name: str, brief: Brief, events: EventFrame, terms: Mapping[str, str]) -> Callable[[], bytes]:
    return lambda: brief_formats()[name].document(brief, events, manifest_of(brief, events, terms))


def _downloads(brief: Brief, events: EventFrame, terms: Mapping[str, str]) -> None:
    names = sorted(brief_formats(), key=lambda name: (list(WORDS).index(name) if name in WORDS else 99, name))
    stem = file_name(SheetContent(brief, events).title)
    for start in range(0, len(names), 4):
        for column, name in zip(st.columns(4), names[start : start + 4], strict=False):
            suffix = brief_formats()[name].SUFFIXES[0]
            column.download_button(
                f"{WORDS.get(name, name)} {suffix}",
                data=_file(name, brief, events, terms),
                file_name=f"{stem}{suffix}",
                mime="application/octet-stream",
                on_click="ignore",
                key=f"brief_download_{name}",
                width="stretch",
                help="Takes up to half a minute" if name in SLOW else None,
            )


def _page() -> None:
    st.title("Brief", anchor=False)
    events, store = opened_events(), opened_store()
    left, right = st.columns([1, 2.1], gap="medium")
    brief = current_brief()
    with left:
        draw_form(brief, events)
    with right:
        if st.session_state.get(PROBLEM):
            show_error(BriefError(st.session_state[PROBLEM]))
        try:
            terms = _terms(store)
            content = SheetContent(brief, events, terms)
            picture = _picture(brief.write(), events.digest, tuple(sorted(terms.items())), events)
            with st.container(border=True):
                st.image(picture, width="stretch", output_format="PNG")
            st.caption(plain(f"{content.title}: {content.window_line}"))
            _downloads(brief, events, terms)
        except IncidentMapError as error:
            show_error(error)
        if store is not None:
            draw_saving(store, brief)
            draw_saved(store)


_page()
