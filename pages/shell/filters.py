"""The sidebar: the filter as widgets. The filter is the truth; the widgets show it and change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import streamlit as st

from events.filter import Filter
from events.frame import EventFrame
from events.vocabulary import EVENT_TYPE_SLUGS, EVENT_TYPES, STATUSES, WHERE_PREC
from geodata.countries import country_names
from maps.view import time_axis
from pages.shell.state import change_filter, change_window, clear_filter, current_filter

SHORT_TYPES = {"Explosions/Remote violence": "Explosions / remote", "Strategic developments": "Strategic"}


def _show(key: str, value: object) -> str:
    """Set a widget's state to what the filter says, before the widget is made; returns its key."""
    st.session_state[key] = value
    return key


def _change(
    field: str, key: str, read: Callable[[object], object] = lambda value: value
) -> Callable[[], None]:
    def changed() -> None:
        change_filter(**{field: read(st.session_state[key])})

    return changed


def draw_sidebar(events: EventFrame) -> None:
    """The whole sidebar for these events."""
    wanted = current_filter()
    first, last = time_axis(events)
    with st.sidebar:
        _period(wanted, first, last)
        _types(events, wanted)
        _statuses(events, wanted)
        _where(events, wanted)
        _more(events, wanted)
        if wanted.without_window() != Filter():
            st.button("Clear filters", key="clear_filters", on_click=clear_filter, width="stretch")


def _period(wanted: Filter, first: dt.date, last: dt.date) -> None:
    start, end = wanted.start or first, wanted.end or last
    shown = (min(max(start, first), last), max(min(end, last), first))

    def by_slider() -> None:
        change_window(*st.session_state["period_slider"])

    def by_dates() -> None:
        change_window(st.session_state["period_from"], st.session_state["period_to"])

    left, right = st.columns(2)
    widest = {"min_value": dt.date(1800, 1, 1), "max_value": dt.date(2199, 12, 31)}
    left.date_input("From", key=_show("period_from", start), on_change=by_dates, **widest)
    right.date_input("To", key=_show("period_to", end), on_change=by_dates, **widest)
    st.slider(
        "Period",
        min_value=first,
        max_value=last,
        key=_show("period_slider", shown),
        step=dt.timedelta(days=1),
        format="MMM YYYY",
        on_change=by_slider,
        label_visibility="collapsed",
    )


def _types(events: EventFrame, wanted: Filter) -> None:
    counts = events.type_counts(Filter.model_validate({**wanted.model_dump(), "event_types": ()}))

    def changed() -> None:
        ticked = [name for name in EVENT_TYPES if st.session_state[f"type_{EVENT_TYPE_SLUGS[name]}"]]
        change_filter(event_types=ticked)

    st.markdown("**Event type** :small[in period, + possible]")
    for name in EVENT_TYPES:
        count = counts[name]
        more = f" +{count.possible:,}" if count.possible else ""
        st.checkbox(
            f"{SHORT_TYPES.get(name, name)} {count.definite:,}{more}",
            key=_show(f"type_{EVENT_TYPE_SLUGS[name]}", not wanted.event_types or name in wanted.event_types),
            on_change=changed,
        )


def _statuses(events: EventFrame, wanted: Filter) -> None:
    counts = events.counts_by("status", Filter.model_validate({**wanted.model_dump(), "statuses": ()}))
    st.pills(
        "Status",
        STATUSES,
        selection_mode="multi",
        format_func=lambda status: f"{status.capitalize()} {counts[status].definite:,}",
        key=_show("statuses", list(wanted.statuses)),
        on_change=_change("statuses", "statuses", lambda chosen: chosen or ()),
        help="None chosen shows all",
    )


def _where(events: EventFrame, wanted: Filter) -> None:
    names = country_names()
    countries = sorted({*events.values("country"), *wanted.countries}, key=lambda code: names.get(code, code))
    st.multiselect(
        "Country",
        countries,
        format_func=lambda code: names.get(code, code),
        key=_show("countries", list(wanted.countries)),
        on_change=_change("countries", "countries"),
        placeholder=f"All {len(countries)}",
    )
    provinces = sorted({*events.values("admin1"), *wanted.admin1})
    st.multiselect(
        "Province",
        provinces,
        key=_show("admin1", list(wanted.admin1)),
        on_change=_change("admin1", "admin1"),
        placeholder=f"All {len(provinces)}",
    )


def _more(events: EventFrame, wanted: Filter) -> None:
    st.text_input(
        "Actor",
        key=_show("actors", " | ".join(wanted.actors)),
        on_change=_change(
            "actors", "actors", lambda text: [part for part in str(text).split("|") if part.strip()]
        ),
        placeholder="People and groups",
        help="Part of a name; several are separated by |",
    )
    words = " ".join(f'"{word}"' if " " in word else word for word in wanted.words)
    st.text_input(
        "Words",
        key=_show("words", words),
        on_change=_change("words", "words"),
        placeholder="In titles, summaries, places",
    )
    # Widgets that are not there cost no rerun: these come when they are wanted or in force.
    in_force = wanted.worst_where_prec or wanted.fatalities_min or wanted.datasets
    if st.toggle("More filters", key="more_filters", help="Precision, fatalities, data set") or in_force:
        choices: list[int | None] = [None, 1, 2, 3, 4, 5]
        st.selectbox(
            "Place at least as precise as",
            choices,
            format_func=lambda code: "Any" if code is None else WHERE_PREC[code],
            key=_show("worst_where_prec", wanted.worst_where_prec),
            on_change=_change("worst_where_prec", "worst_where_prec"),
        )
        st.number_input(
            "Fatalities, at least",
            min_value=0,
            key=_show("fatalities_min", wanted.fatalities_min or 0),
            on_change=_change("fatalities_min", "fatalities_min"),
        )
        datasets = sorted({*events.values("dataset"), *wanted.datasets})
        st.multiselect(
            "Data set",
            datasets,
            key=_show("datasets", list(wanted.datasets)),
            on_change=_change("datasets", "datasets"),
            placeholder=f"All {len(datasets)}",
        )
