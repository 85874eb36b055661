"""What the rivals share: the same events, read once, and the same slider over the same dates."""

from __future__ import annotations

import datetime as dt
import os

import pandas as pd
import streamlit as st

from layers.palette import PALETTE, TYPE_TOKENS

FIRST, LAST = dt.date(1990, 1, 1), dt.date(2026, 12, 31)
COLUMNS = ["date_start", "event_type", "title", "latitude", "longitude"]


@st.cache_resource
def _events() -> pd.DataFrame:
    events = pd.read_parquet(os.environ["INCIDENTS_DATA"], columns=COLUMNS)
    events["date_start"] = pd.to_datetime(events["date_start"])
    colors = {name: PALETTE["light"][token] for name, token in TYPE_TOKENS.items()}
    events["color"] = events["event_type"].astype(str).map(colors)
    return events.dropna(subset=["latitude", "longitude"]).sort_values("date_start", ignore_index=True)


def events_in_window() -> tuple[pd.DataFrame, str]:
    """The events between the slider's handles, and the window in words."""
    start, end = st.sidebar.slider("Period", FIRST, LAST, (FIRST, LAST), format="MMM YYYY")
    events = _events()
    first, stop = events["date_start"].searchsorted(
        [pd.Timestamp(start), pd.Timestamp(end) + pd.Timedelta(days=1)]
    )
    return events.iloc[first:stop], f"{start} {end}"
