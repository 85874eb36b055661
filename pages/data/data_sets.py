"""The data sets: where each comes from and under which licence, shown or hidden, removed and brought back."""

from __future__ import annotations

import streamlit as st

from errors import IncidentMapError
from events.store import Change, DataSet, Store
from pages.shell.frame import plain, show_error
from pages.shell.opened import opened_store
from pages.shell.state import notices, tried

CHANGES_SHOWN = 15


@tried
def _show(store: Store, data_set: DataSet) -> None:
    """Switch a data set on or off, as its toggle now says."""
    wanted = bool(st.session_state[f"shown_{data_set.name}"])
    with store.change("data set", why=f"{'show' if wanted else 'hide'} {data_set.name}") as change:
        change.show_data_set(data_set.name, wanted)


@tried
def _remove(store: Store, data_set: DataSet) -> None:
    with store.change("data set", why=f"remove {data_set.name} with {data_set.events:,} events") as change:
        change.remove_data_set(data_set.name)


def _card(store: Store, data_set: DataSet) -> None:
    with st.container(border=True):
        left, right = st.columns([5, 1.3], vertical_alignment="center")
        left.markdown(f"**{plain(data_set.title or data_set.name)}** · {data_set.events:,} events")
        told = [plain(part) for part in (data_set.attribution, data_set.licence) if part]
        left.caption("  \n".join(told) if told else "No licence or attribution is named.")
        if data_set.url:
            left.caption(plain(data_set.url))
        if data_set.added is not None:
            left.caption(f"Added {data_set.added:%-d %B %Y}")
        key = f"shown_{data_set.name}"
        st.session_state[key] = data_set.shown
        writable = not store.read_only
        right.toggle("On the map", key=key, on_change=_show, args=(store, data_set), disabled=not writable)
        right.button(
            "Remove",
            key=f"remove_{data_set.name}",
            on_click=_remove,
            args=(store, data_set),
            disabled=not writable,
            icon=":material/delete:",
            help="Can be undone below",
        )


@tried
def _undo(store: Store, change: Change) -> None:
    store.undo(change.change_id)


def _changes(store: Store) -> None:
    st.subheader("Last changes", anchor=False)
    for change in store.changes(limit=CHANGES_SHOWN):
        left, right = st.columns([6, 1], vertical_alignment="center")
        undone = " · undone" if change.undone_by else ""
        when = f"{change.when:%-d %B %Y %H:%M} UTC"
        left.markdown(
            f"**{plain(change.kind)}** {plain(change.why)}  \n"
            f":small[{plain(change.who)}, {when}, {change.revisions:,} rows{undone}]"
        )
        if not change.undone_by and not store.read_only:
            right.button("Undo", key=f"undo_{change.change_id}", on_click=_undo, args=(store, change))


def _page() -> None:
    st.title("Data sets", anchor=False)
    store = opened_store()
    if store is None:
        st.info("A file is open instead of the store (INCIDENTS_DATA): it is one data set and is only read.")
        return
    if store.read_only:
        st.warning(plain(store.read_only))
    for line in notices():
        show_error(IncidentMapError(line))
    for data_set in store.data_sets():
        _card(store, data_set)
    _changes(store)


_page()
