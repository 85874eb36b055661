"""The floor: a page with the map page's slider and one checkbox that only says what they stand at."""

from __future__ import annotations

import datetime as dt

import streamlit as st

FIRST, LAST = dt.date(1990, 1, 1), dt.date(2026, 12, 31)

with st.sidebar:
    start, end = st.slider("Period", FIRST, LAST, (FIRST, LAST), format="MMM YYYY")
    ticked = st.checkbox("Riots", value=True)
st.html(f'<div id="bench-shown">{start} {end} {ticked}</div>')
