"""The table of events: searched, sorted, filtered by the sidebar, edited in place, decided on in bulk."""

from __future__ import annotations

import streamlit as st

from errors import IncidentMapError
from events.event import Event
from events.frame import EventFrame
from events.listing import SORTABLE, Listing, frame_of, list_events
from events.store import Change, Store
from events.vocabulary import EVENT_TYPES, STATUSES, SUB_EVENT_TYPES
from pages.shell.export import offer_export
from pages.shell.frame import plain, show_error
from pages.shell.opened import opened_events, opened_store
from pages.shell.state import current_filter, notices, tried
from reports.table_edits import EDITABLE, Clash, tag_events, write_edits, write_over

PAGE_SIZE = 100
UNDO_DEPTH = 50
KEPT_KINDS = ("shipped", "import")  # undone on the page of the data sets, not by the way
KINDS = {"accepted": "On the map", "draft": "Drafts", "rejected": "Rejected"}
SHOWN = (
    "event_id",
    "date_start",
    "date_end",
    "title",
    "event_type",
    "sub_event_type",
    "place",
    "country",
    "where_prec",
    "actor1",
    "actor2",
    "fatalities_low",
    "fatalities_best",
    "fatalities_high",
    "status",
    "tags",
    "confidence",
    "dataset",
)
LABELS = {
    "date_start": "First day",
    "date_end": "Last day",
    "event_type": "Type",
    "sub_event_type": "Sub-type",
    "where_prec": "Place precision",
    "fatalities_low": "Deaths, low",
    "fatalities_best": "Deaths",
    "fatalities_high": "Deaths, high",
    "dataset": "Data set",
}


def _label(column: str) -> str:
    return LABELS.get(column, column.replace("_", " ").capitalize())


def _source(store: Store | None, kind: str) -> EventFrame:
    if store is None or kind == "accepted":
        return opened_events()
    return frame_of([stored.event for stored in store.events(review=kind)])


def _columns(editable: bool) -> dict[str, object]:
    """How each column is shown and what may be written into it."""
    config: dict[str, object] = {"_index": None, "event_id": None}
    column = st.column_config
    subs = sorted({sub for group in SUB_EVENT_TYPES.values() for sub in group})
    choices = {"event_type": EVENT_TYPES, "sub_event_type": ("", *subs), "status": STATUSES}
    for name in SHOWN[1:]:
        locked = not editable or name not in EDITABLE
        if name in choices:
            config[name] = column.SelectboxColumn(_label(name), options=list(choices[name]), disabled=locked)
        elif name.startswith("date_"):
            config[name] = column.DateColumn(_label(name), disabled=locked, format="YYYY-MM-DD")
        elif name.startswith("fatalities"):
            config[name] = column.NumberColumn(_label(name), disabled=locked, min_value=0, step=1)
        else:
            width = "large" if name == "title" else None
            config[name] = column.TextColumn(_label(name), disabled=locked, width=width)
    config["chosen"] = column.CheckboxColumn("", help="Choose for the buttons above", width="small")
    config["link"] = column.LinkColumn("", display_text="open", width="small")
    return config


def _apply_edits(store: Store, key: str, listing: Listing, versions: dict[str, int]) -> None:
    """Write the edited cells; a row that is refused stays as it was typed, with the line that says why."""
    edited = {listing.ids[int(row)]: cells for row, cells in st.session_state[key]["edited_rows"].items()}
    chosen: set[str] = st.session_state["chosen_events"]
    for event_id, cells in edited.items():
        if "chosen" in cells:
            (chosen.add if cells["chosen"] else chosen.discard)(event_id)
    outcome = write_edits(store, edited, versions)
    st.session_state["edit_problems"] = list(outcome.problems)
    st.session_state["clashes"] = list(outcome.clashes)
    if outcome.written and not outcome.problems:
        _renew_editor()


def _renew_editor() -> None:
    """A new editor without the edits that are written now."""
    st.session_state["editor_turn"] = st.session_state.get("editor_turn", 0) + 1


def _show_clash(store: Store, clash: Clash) -> None:
    """Two people edited one event: both versions, and the choice."""
    mine, theirs = clash.mine, clash.theirs.event
    with st.container(border=True):
        st.warning(plain(f"“{theirs.title}” was changed by somebody else while you were editing it."))
        names = [name for name in Event.model_fields if getattr(mine, name) != getattr(theirs, name)]
        st.table(
            {
                "Field": [_label(name) for name in names],
                "Theirs": [plain(str(getattr(theirs, name))) for name in names],
                "Yours": [plain(str(getattr(mine, name))) for name in names],
            }
        )
        row = st.container(horizontal=True)
        kept = row.button("Keep theirs", key=f"theirs_{mine.event_id}")
        if row.button("Write mine", key=f"mine_{mine.event_id}"):
            write_over(store, clash)
            kept = True
        if kept:
            st.session_state["clashes"].remove(clash)
            _renew_editor()
            st.rerun()


@tried
def _undo(store: Store, change: Change) -> None:
    store.undo(change.change_id)
    _renew_editor()


def _bulk(store: Store, kind: str) -> None:
    """What can be done with the chosen events, and the undoing of the last change."""
    chosen = sorted(st.session_state["chosen_events"])
    st.caption(f"{len(chosen)} chosen" if chosen else "Tick events to decide on them together")
    row = st.container(horizontal=True)
    for review, words in (("accepted", "Accept"), ("rejected", "Reject"), ("draft", "Back to drafts")):
        if review != kind and row.button(words, disabled=not chosen, key=f"bulk_{review}"):
            with store.change("review", why=f"{words.lower()}: {len(chosen)} events") as change:
                change.set_review(chosen, review)
            chosen.clear()
            st.session_state["chosen_events"] = set()
            st.rerun()
    with row.popover("Tag …", disabled=not chosen):
        tag = st.text_input("Tag", key="bulk_tag").strip()
        if st.button("Add to the chosen", disabled=not tag):
            tag_events(store, chosen, tag)
            _renew_editor()
            st.rerun()
    if row.button("Choose none", disabled=not chosen):
        st.session_state["chosen_events"] = set()
        _renew_editor()
        st.rerun()
    made = (change for change in store.changes(limit=UNDO_DEPTH) if not change.undone_by)
    last = next((change for change in made if change.kind not in KEPT_KINDS), None)
    words = "Nothing to undo" if last is None else f"{last.kind}, {last.who}: {last.why}"
    row.button(
        "Undo the last change",
        disabled=last is None,
        icon=":material/undo:",
        help=plain(words),
        key="undo_last",
        on_click=_undo,
        args=(store, last),
    )


def _page() -> None:
    st.session_state.setdefault("chosen_events", set())
    store = opened_store()
    st.title("Events")
    head = st.columns([2, 2, 1.4, 1, 1], vertical_alignment="bottom")
    kind = (
        head[0].segmented_control(
            "Which", list(KINDS), format_func=KINDS.get, default="accepted", key="events_kind", required=True
        )
        if store is not None
        else "accepted"
    )
    search = head[1].text_input(
        "Search", key="events_search", placeholder="Words in titles, summaries, places"
    )
    sort = head[2].selectbox("Sorted by", SORTABLE, format_func=_label, key="events_sort")
    descending = head[3].toggle("Last first", key="events_descending")
    frame = _source(store, kind or "accepted")
    number = int(st.session_state.get("events_page", 1))
    listing = list_events(
        frame, current_filter(), search=search, sort=sort, descending=descending, page=number, size=PAGE_SIZE
    )
    head[4].number_input(
        f"Page of {listing.pages:,}", min_value=1, max_value=max(listing.pages, number), key="events_page"
    )
    st.caption(f"{listing.total:,} of {frame.n:,} events under the sidebar's filter, possible ones included")
    for clash in st.session_state.get("clashes", []) if store is not None else []:
        _show_clash(store, clash)
    for line in [*notices(), *st.session_state.pop("edit_problems", [])]:
        show_error(IncidentMapError(line))
    if store is not None:
        _bulk(store, kind or "accepted")
    _table(store, listing)
    chosen = (
        [
            row
            for row, event_id in enumerate(frame.table.column("event_id").to_pylist())
            if event_id in st.session_state["chosen_events"]
        ]
        if st.session_state["chosen_events"]
        else None
    )
    offer_export(frame, current_filter(), chosen)


def _table(store: Store | None, listing: Listing) -> None:
    if not listing.total:
        st.info("No events here: widen the period or clear the filters in the sidebar, or search for less.")
        return
    rows = listing.rows.select(list(SHOWN)).to_pandas()
    rows.insert(0, "chosen", [event_id in st.session_state["chosen_events"] for event_id in listing.ids])
    rows["link"] = [f"event?sel={event_id}" for event_id in listing.ids]
    versions = (
        {stored.event.event_id: stored.version for stored in store.events(ids=listing.ids)} if store else {}
    )
    key = f"events_editor_{st.session_state.get('editor_turn', 0)}_{listing.page}_{listing.total}"
    st.data_editor(
        rows,
        key=key,
        hide_index=True,
        height=min(36 * (len(rows) + 1) + 4, 640),
        column_config=_columns(store is not None),
        on_change=_apply_edits,
        args=(store, key, listing, versions),
        disabled=store is None,
    )


_page()
