"""The naive way with folium: a CircleMarker an event, the map built anew at each move of the slider.

On a canvas (`prefer_canvas`), which is faster than folium's own default.
"""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import folium  # noqa: E402
from folium.elements import MacroElement  # noqa: E402
from folium.template import Template  # noqa: E402

from benchmarks.apps.local_leaflet import ROUTES, use_local_leaflet  # noqa: E402
from benchmarks.apps.window import events_in_window  # noqa: E402


class Drawn(MacroElement):
    """Tells the page's clock that the map's script has come to its end."""

    _template = Template(
        "{% macro script(this, kwargs) %} window.top.benchDrawn({{ this.window|tojson }}); {% endmacro %}"
    )

    def __init__(self, window: str) -> None:
        super().__init__()
        self._name = "Drawn"
        self.window = window


def main() -> None:
    """One run of the page."""
    # Registers its component when it is first imported, for which the server must be running.
    from streamlit_folium import st_folium

    st.set_page_config(layout="wide")
    use_local_leaflet()
    events, window = events_in_window()
    drawn = folium.Map(location=[40.6, 71.9], zoom_start=7, tiles=None, prefer_canvas=True)
    columns = (events[name] for name in ("latitude", "longitude", "color", "title"))
    for latitude, longitude, color, title in zip(*columns, strict=True):
        folium.CircleMarker(
            [latitude, longitude], radius=4, color=color, weight=1, fill=True, tooltip=title
        ).add_to(drawn)
    Drawn(window).add_to(drawn)
    st_folium(drawn, height=800, use_container_width=True, returned_objects=[])


if __name__ == "__main__":
    main()
else:
    app = st.App(__file__, routes=ROUTES)
