"""The state of a reader's session: the filter, and the lines to be told once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps

import streamlit as st

from errors import FilterError, IncidentMapError
from events.filter import QUERY_KEYS, Filter

VIEW_KEYS = ("at", "layers", "fade", "sel", "cum", "tiles")
"""Keys of the address that belong to the map's browser side."""


def current_filter() -> Filter:
    """The filter in force; on a session's first run it is read from the page's address."""
    if "filter" not in st.session_state:
        query = {key: st.query_params.get_all(key) for key in st.query_params}
        found, problems = Filter.from_query_lenient(query, also_known=VIEW_KEYS)
        st.session_state["filter"] = found
        st.session_state["notices"] = problems
    return st.session_state["filter"]


def notices() -> list[str]:
    """Lines about what could not be read or done, kept until the next change of the filter."""
    return list(st.session_state.get("notices", []))


def tried(action: Callable[..., None]) -> Callable[..., None]:
    """A widget's callback that cannot break the page: what goes wrong becomes a notice."""

    @wraps(action)
    def run(*args: object) -> None:
        try:
            action(*args)
            st.session_state["notices"] = []
        except IncidentMapError as error:
            st.session_state["notices"] = [str(error)]

    return run


def change_filter(**fields: object) -> None:
    """Change some fields of the filter; one that cannot be meant leaves it as it was, with a notice."""
    wanted = current_filter()
    try:
        st.session_state["filter"] = Filter.model_validate({**wanted.model_dump(), **fields})
        st.session_state["notices"] = []
    except FilterError as error:
        st.session_state["notices"] = [str(error)]


def change_window(start: dt.date | None, end: dt.date | None) -> None:
    """Move the window; one that ends before it starts is refused with a notice."""
    change_filter(start=start, end=end)


def clear_filter() -> None:
    """Ask for everything again, over the same window."""
    wanted = current_filter()
    st.session_state["filter"] = Filter(start=wanted.start, end=wanted.end)
    st.session_state["notices"] = []


def write_link() -> None:
    """Put the filter into the page's address; the map's own keys stay as the browser set them."""
    query: dict[str, str | list[str]] = {
        key: st.query_params.get_all(key) for key in st.query_params if key not in QUERY_KEYS
    }
    query.update(current_filter().to_query())
    plain = {key: value if isinstance(value, list) else [value] for key, value in query.items()}
    if plain != {key: st.query_params.get_all(key) for key in st.query_params}:
        st.query_params.from_dict(plain)
