"""The saved briefs: kept with their formats, opened, moved to this month, removed, and brought back."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from briefing.brief import Brief
from briefing.formats import brief_formats
from briefing.saved import LONGEST_NAME, Recipe, clean_name, moved_to
from errors import IncidentMapError
from events.store import SavedBrief, Store
from pages.brief.state import PROBLEM, open_brief
from pages.shell.frame import plain

KIND = "brief"
USUAL_FORMATS = ["png", "pptx"]
UNDO_DEPTH = 20


def _save(store: Store, brief: Brief) -> None:
    name = clean_name(str(st.session_state["brief_name"]))
    formats = tuple(st.session_state["brief_formats"]) or ("png",)
    if not name:
        st.session_state[PROBLEM] = "brief: found no name, expected one to save it under"
        return
    _write(store, f"save {name}", lambda change: change.save_brief(name, Recipe(brief, formats).write()))
    st.session_state["brief_name"] = ""


def _write(store: Store, why: str, write) -> None:  # type: ignore[no-untyped-def]
    try:
        with store.change(KIND, why=why) as change:
            write(change)
        st.session_state[PROBLEM] = ""
    except IncidentMapError as error:
        st.session_state[PROBLEM] = str(error)


def _remove(store: Store, name: str) -> None:
    _write(store, f"remove {name}", lambda change: change.remove_brief(name))


def _open(saved: SavedBrief, *, this_month: bool) -> None:
    try:
        brief = Recipe.read(saved.recipe).brief
        open_brief(moved_to(brief, dt.date.today()) if this_month else brief)
    except IncidentMapError as error:
        st.session_state[PROBLEM] = str(error)


def _undo(store: Store, change_id: int) -> None:
    try:
        store.undo(change_id)
    except IncidentMapError as error:
        st.session_state[PROBLEM] = str(error)


def draw_saving(store: Store, brief: Brief) -> None:
    """A name, the formats in which it is wanted, and the button that keeps it."""
    with st.popover("Save this brief", icon=":material/bookmark_add:", disabled=bool(store.read_only)):
        st.text_input("Name", key="brief_name", placeholder="Batken, monthly", max_chars=LONGEST_NAME)
        st.multiselect("Formats", list(brief_formats()), default=USUAL_FORMATS, key="brief_formats")
        st.caption("`python cli.py brief --all FOLDER` writes all saved briefs in their formats.")
        st.button("Save", key="save_brief", on_click=_save, args=(store, brief), type="primary")


def draw_saved(store: Store) -> None:
    """The list, and the button that takes back the last change to it."""
    saved = store.briefs()
    last = next((c for c in store.changes(limit=UNDO_DEPTH) if c.kind == KIND and not c.undone_by), None)
    head, right = st.columns([4, 2], vertical_alignment="center")
    head.subheader("Saved briefs", anchor=False)
    if last is not None and not store.read_only:
        right.button(
            "Undo the last change",
            key="undo_brief",
            on_click=_undo,
            args=(store, last.change_id),
            icon=":material/undo:",
            help=plain(last.why),
        )
    if not saved:
        st.caption("None yet.")
    for one in saved:
        _row(store, one)


def _row(store: Store, saved: SavedBrief) -> None:
    with st.container(border=True):
        name, first, second, third = st.columns([5, 1.1, 1.5, 1.2], vertical_alignment="center")
        name.markdown(f"**{plain(saved.name)}**  \n:small[{plain(_told(saved))}]")
        first.button(
            "Open", key=f"open_{saved.name}", on_click=_open, args=(saved,), kwargs={"this_month": False}
        )
        second.button(
            "This month",
            key=f"month_{saved.name}",
            on_click=_open,
            args=(saved,),
            kwargs={"this_month": True},
            help="Opens it with its window moved to the present",
        )
        third.button(
            "Delete",
            key=f"delete_{saved.name}",
            on_click=_remove,
            args=(store, saved.name),
            disabled=bool(store.read_only),
            icon=":material/delete:",
            help="Can be undone above",
        )


def _told(saved: SavedBrief) -> str:
    try:
        recipe = Recipe.read(saved.recipe)
    except IncidentMapError as error:
        return str(error)
    wanted = recipe.brief.filter
    window = f"{wanted.start or 'the first day'} to {wanted.end or 'the last day'}"
    return f"{window} · {', '.join(recipe.formats)}"
