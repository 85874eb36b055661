"""The page of sources: where the incidents and the map data come from, and under which licences."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parents[2]

st.title("Sources and licences")
incidents, geodata = st.tabs(["Incidents", "Map data"])
for tab, path in ((incidents, ROOT / "events/data/SOURCES.md"), (geodata, ROOT / "geodata/data/SOURCES.md")):
    with tab:
        if path.is_file():
            st.markdown(path.read_text(encoding="utf-8"))
        else:
            st.error(f"{path.name} is missing from {path.parent}: reinstall the project to get it back.")
