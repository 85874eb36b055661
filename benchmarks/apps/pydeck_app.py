"""The usual way with pydeck: a ScatterplotLayer of the events between the slider's handles."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import pydeck  # noqa: E402

from benchmarks.apps.window import events_in_window  # noqa: E402


def main() -> None:
    """One run of the page."""
    st.set_page_config(layout="wide")
    events, _ = events_in_window()
    rgb = events["color"].str[1:].map(lambda text: [*bytes.fromhex(text), 200])
    layer = pydeck.Layer(
        "ScatterplotLayer",
        events[["longitude", "latitude", "title"]].assign(color=rgb),
        get_position=["longitude", "latitude"],
        get_fill_color="color",
        get_radius=4,
        radius_units="'pixels'",
        pickable=True,
    )
    view = pydeck.ViewState(longitude=71.9, latitude=40.6, zoom=7)
    deck = pydeck.Deck(
        layers=[layer],
        initial_view_state=view,
        map_style=None,
        map_provider=None,
        tooltip={"text": "{title}"},
    )
    st.pydeck_chart(deck, height=800, key="deck")


if __name__ == "__main__":
    main()
else:
    app = st.App(__file__)
