"""The form of a brief: what it says, what the map shows, what gets a number."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import streamlit as st

from briefing.brief import Brief, base_ids
from briefing.sheet_size import EXPECTED as SIZES
from briefing.slides.plan import SLIDES
from briefing.words import LANGUAGES
from events.frame import EventFrame
from layers.catalog import all_layers, layer_by_id
from layers.palette import THEMES
from pages.brief.state import change_brief, changes, show

USUAL_SIZES = {
    "1920x1080": "Slide, 1920 x 1080",
    "1280x720": "Slide, 1280 x 720",
    "3840x2160": "Slide, 3840 x 2160",
    "1440x1440": "Square, 1440 x 1440",
    "a4": "A4, upright",
    "a4-landscape": "A4, across",
    "a3-landscape@300": "A3, across, for print",
    "letter": "Letter, upright",
}
OTHER_SIZE = "other"
LANGUAGE_NAMES = {"en": "English", "ru": "Русский", "ky": "Кыргызча", "uz": "Oʻzbekcha", "tg": "Тоҷикӣ"}
RULES = {
    "top": "The gravest", "latest": "The latest", "places": "One a place", "all": "All", "none": "None",
}  # fmt: skip
EXTENT_NAMES = {"map": "As the map showed it", "home": "The Fergana Valley", "events": "All incidents"}
SLIDE_NAMES = {"one": "One slide", "month": "One a month", "place": "One a place"}
MOST_OFFERED = 400


def draw_form(brief: Brief, events: EventFrame) -> None:
    """All fields of the brief but its filter, which is the sidebar's."""
    _lines(brief)
    with st.expander("Sheet", expanded=True):
        _sheet(brief)
    with st.expander("Map"):
        _map(brief)
    with st.expander("Numbered incidents"):
        _numbered(brief, events)


def _lines(brief: Brief) -> None:
    for field, label, hint in (
        ("title", "Title", "Incidents around the Fergana Valley, …"),
        ("subtitle", "Subtitle", ""),
        ("handling", "Handling", "For internal briefing"),
        ("author", "Author", ""),
    ):
        key = f"brief_{field}"
        st.text_input(
            label,
            key=show(key, getattr(brief, field)),
            on_change=changes(field, key),
            placeholder=hint,
            max_chars=4000,
        )
    st.text_area(
        "Notes",
        key=show("brief_notes", brief.notes),
        on_change=changes("notes", "brief_notes"),
        placeholder="A remark above the sources",
        height=68,
        max_chars=4000,
    )


def _sheet(brief: Brief) -> None:
    left, right = st.columns(2)
    chosen = brief.size if brief.size in USUAL_SIZES else OTHER_SIZE
    if st.session_state.get("brief_size_other"):
        chosen = OTHER_SIZE
    left.selectbox(
        "Size",
        [*USUAL_SIZES, OTHER_SIZE],
        format_func=lambda size: USUAL_SIZES.get(size, "Another size"),
        key=show("brief_size", chosen),
        on_change=_size_chosen,
    )
    right.selectbox(
        "Language",
        LANGUAGES,
        format_func=lambda code: LANGUAGE_NAMES.get(code, code),
        key=show("brief_lang", brief.lang),
        on_change=changes("lang", "brief_lang"),
    )
    if chosen == OTHER_SIZE:
        st.text_input(
            "Width x height, or paper",
            key=show("brief_own_size", brief.size),
            on_change=changes("size", "brief_own_size"),
            help=SIZES,
        )
    left, right = st.columns(2)
    left.segmented_control(
        "Theme",
        list(THEMES),
        format_func=str.capitalize,
        key=show("brief_theme", brief.theme),
        on_change=changes("theme", "brief_theme", lambda chosen: chosen or brief.theme),
    )
    right.selectbox(
        "Presentation",
        SLIDES,
        format_func=lambda name: SLIDE_NAMES[name],
        key=show("brief_slides", brief.slides),
        on_change=changes("slides", "brief_slides"),
        help="Of the .pptx alone",
    )


def _size_chosen() -> None:
    size = st.session_state["brief_size"]
    st.session_state["brief_size_other"] = size == OTHER_SIZE
    if size != OTHER_SIZE:
        change_brief(size=size)


def _map(brief: Brief) -> None:
    kind = brief.extent if isinstance(brief.extent, str) else "map"
    if kind == "map":
        st.session_state["brief_own_extent"] = brief.extent
    known = [name for name in EXTENT_NAMES if name != "map" or "brief_own_extent" in st.session_state]
    left, right = st.columns(2)
    left.selectbox(
        "Extent",
        known,
        format_func=lambda name: EXTENT_NAMES[name],
        key=show("brief_extent", kind),
        on_change=changes(
            "extent",
            "brief_extent",
            lambda name: st.session_state["brief_own_extent"] if name == "map" else name,
        ),
    )
    right.selectbox(
        "Base",
        [*base_ids(), "none"],
        format_func=lambda name: "None" if name == "none" else layer_by_id(name).title,
        key=show("brief_base", brief.base),
        on_change=changes("base", "brief_base"),
    )
    overlays = [layer.id for layer in all_layers() if layer.group != "Base"]
    st.multiselect(
        "Layers",
        overlays,
        format_func=lambda name: layer_by_id(name).title,
        key=show("brief_layers", [name for name in overlays if name in brief.layers]),
        on_change=changes("layers", "brief_layers", tuple),
    )


def _numbered(brief: Brief, events: EventFrame) -> None:
    rule, _, most = brief.number.partition(":")
    left, right = st.columns(2)
    left.selectbox(
        "Which",
        list(RULES),
        format_func=lambda name: RULES[name],
        key=show("brief_rule", rule),
        on_change=_rule_chosen,
    )
    if rule in ("top", "latest"):
        right.number_input(
            "How many",
            min_value=1,
            max_value=99_999,
            key=show("brief_most", int(most)),
            on_change=_rule_chosen,
        )
    titles = _offered(brief, events)
    st.multiselect(
        "Besides, chosen by hand",
        list(titles),
        format_func=lambda event_id: titles.get(event_id, event_id),
        key=show("brief_incidents", list(brief.incidents)),
        on_change=changes("incidents", "brief_incidents", tuple),
        placeholder="Incidents under the filter",
    )


def _rule_chosen() -> None:
    rule = st.session_state["brief_rule"]
    most = st.session_state.get("brief_most", 12)
    change_brief(number=f"{rule}:{most}" if rule in ("top", "latest") else rule)


def _offered(brief: Brief, events: EventFrame) -> dict[str, str]:
    """Ids of incidents that may be chosen, with their days and titles."""
    rows: Any = events.rows_in(brief.filter)[:MOST_OFFERED]
    taken = events.table.select(["event_id", "date_start", "title"]).take(pa.array(rows)).to_pylist()
    titles = {row["event_id"]: f"{row['date_start']} {row['title']}"[:90] for row in taken}
    return {**{event_id: event_id for event_id in brief.incidents if event_id not in titles}, **titles}
