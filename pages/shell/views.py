"""Saved views in the sidebar: a name for a link, opened by a click."""

from __future__ import annotations

import html
from urllib.parse import urlencode

import streamlit as st

from events.store import Store
from pages.shell.state import tried

LONGEST_NAME = 80


def _address() -> str:
    """The query of the page's address: the filter and the map's own keys, as the browser has them now."""
    return urlencode({key: st.query_params.get_all(key) for key in st.query_params}, doseq=True)


@tried
def _save(store: Store) -> None:
    name = " ".join(str(st.session_state["view_name"]).split())[:LONGEST_NAME]
    if not name:
        return
    with store.change("view", why=f"save the view {name}") as change:
        change.save_view(name, f"?{_address()}")
    st.session_state["view_name"] = ""


@tried
def _remove(store: Store) -> None:
    name = st.session_state["view_removed"]
    if name:
        with store.change("view", why=f"remove the view {name}") as change:
            change.remove_view(name)


def draw_views(store: Store | None) -> None:
    """The list of saved views, and what saves the present one; nothing without a store."""
    if store is not None:
        with st.sidebar:
            _draw(store)


def _draw(store: Store) -> None:
    views = store.views()
    if views:
        items = "".join(
            f'<li><a href="./{html.escape(view.link)}" target="_self">{html.escape(view.name)}</a></li>'
            for view in views
            if view.link.startswith("?")
        )
        st.html(f'<nav class="saved-views" aria-label="Saved views"><ul>{items}</ul></nav>')
    if store.read_only:
        return
    with st.popover("Save this view", width="stretch", icon=":material/bookmark_add:"):
        st.text_input("Name", key="view_name", placeholder="Batken, autumn 1999", max_chars=LONGEST_NAME)
        st.button("Save", on_click=_save, args=(store,), key="save_view")
        if views:
            names = ["", *(view.name for view in views)]
            st.selectbox("Remove a saved view", names, key="view_removed", on_change=_remove, args=(store,))
