"""The page of one event: its fields, its sources with the evidence, and who changed what, each undoable."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import streamlit as st

from errors import IncidentMapError
from events.event import Event
from events.store import Change, Revision, Store
from events.vocabulary import DATE_PREC, WHERE_PREC
from pages.shell.frame import plain, show_error
from pages.shell.opened import opened_store
from pages.shell.state import notices, tried

MISSING = "No event is chosen: open one from the table of events or from its card on the map."


def _days(event: Event) -> str:
    """The interval as it is: one day, or from the first to the last, with the precision in words."""
    if event.date_start == event.date_end:
        return f"{event.date_start:%-d %B %Y}"
    return f"{event.date_start:%-d %B %Y} to {event.date_end:%-d %B %Y} ({DATE_PREC[event.date_prec]})"


def _deaths(event: Event) -> str:
    low, best, high = event.fatalities_low, event.fatalities_best, event.fatalities_high
    if low is best is high is None:
        return ""
    spread = " to ".join(str(value) for value in (low, high) if value is not None)
    return f"{best if best is not None else '?'}" + (f" ({spread})" if spread and low != high else "")


def _facts(event: Event) -> dict[str, str]:
    where = ", ".join(part for part in (event.place, event.admin2, event.admin1, event.country) if part)
    point = "" if event.latitude is None else f"{event.latitude:.4f}, {event.longitude:.4f}"
    radius = f", within {event.radius_km:g} km" if event.radius_km else ""
    return {
        "When": _days(event),
        "Where": where,
        "As written": event.place_text,
        "Point": f"{point}{radius} ({WHERE_PREC[event.where_prec]})",
        "Type": " – ".join(part for part in (event.event_type, event.sub_event_type) if part),
        "Actors": "; ".join(part for part in (event.actor1, event.actor2, *event.other_actors) if part),
        "Deaths": _deaths(event),
        "Status": event.status,
        "Review": event.review,
        "Confidence": "" if event.confidence is None else f"{event.confidence:.2f}",
        "Tags": "; ".join(event.tags),
        "Data set": event.dataset,
        "Id": event.event_id,
    }


def _sources(event: Event) -> None:
    st.subheader("Sources", anchor=False)
    if not event.sources:
        st.caption("None is named.")
    for source in event.sources:
        named = ", ".join(part for part in (source.publisher, source.title, source.published) if part)
        place = f" · paragraph {source.paragraph}" if source.paragraph else ""
        with st.container(border=True):
            st.markdown(plain(named or "Without a name") + place)
            if source.quote:
                st.text(source.quote)
            if source.url:
                st.link_button("Open the source", source.url, icon=":material/open_in_new:")


def _told(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:199]}…"


def _revision(store: Store, revision: Revision, newest: bool) -> None:
    change = revision.change
    undone = " · undone" if change.undone_by else ""
    head = f"**{plain(change.kind)}** by {plain(change.who)}, {change.when:%-d %B %Y %H:%M} UTC{undone}"
    with st.container(border=True):
        left, right = st.columns([5, 1], vertical_alignment="center")
        left.markdown(head)
        if change.why:
            left.caption(plain(change.why))
        before, after = revision.before or {}, revision.after or {}
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        if before and after and names:
            left.table(
                {
                    "Field": names,
                    "Before": [_told(before.get(name, "")) for name in names],
                    "After": [_told(after.get(name, "")) for name in names],
                }
            )
        elif not after:
            left.caption("Removed")
        if newest and not change.undone_by:
            right.button("Undo", key=f"undo_{change.change_id}", on_click=_undo, args=(store, change))


@tried
def _undo(store: Store, change: Change) -> None:
    store.undo(change.change_id)


def _page() -> None:
    for line in notices():
        show_error(IncidentMapError(line))
    store = opened_store()
    event_id = st.query_params.get("sel", "")
    stored = store.event(event_id) if store is not None and event_id else None
    if stored is None:
        st.title("Event")
        if not event_id:
            st.info(MISSING)
        elif store is None:
            st.info("Events and their history are kept in the store; now a file is open instead.")
        else:
            show_error(IncidentMapError(f"event: found no {event_id[:120]!r} in the store. {MISSING}"))
        return
    event = stored.event
    st.title(plain(event.title or event.summary[:90] or event.event_id), anchor=False)
    if stored.folded_into:
        st.warning(f"Merged into {plain(stored.folded_into)}: that one is on the map.")
    st.html(f'<a href="./?{urlencode({"sel": event.event_id})}" target="_self">Show on the map</a>')
    facts, history = st.columns([3, 2], gap="large")
    with facts:
        if event.summary and event.summary != event.title:
            st.markdown(plain(event.summary))
        shown = {name: value for name, value in _facts(event).items() if value}
        st.table({"Field": list(shown), "Value": [plain(value) for value in shown.values()]})
        for name, value in stored.corrected.items():
            st.caption(plain(f"{name}: corrected by hand; the data set says {_told(value)}"))
        _sources(event)
    with history:
        st.subheader("History", anchor=False)
        for number, revision in enumerate(store.history(event.event_id)):
            _revision(store, revision, number == 0)


_page()
