"""The app: navigation, the sidebar filter, and the server's own routes for the map.

`streamlit run dashboard.py` serves the module's `app`; the same file is the script that each session runs.
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

BREATH_S = 0.03
ROOT = Path(__file__).resolve().parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from errors import IncidentMapError  # noqa: E402
from maps.routes import HeadStart, routes  # noqa: E402
from pages.shell.filters import draw_sidebar  # noqa: E402
from pages.shell.frame import frame_page, show_error  # noqa: E402
from pages.shell.opened import opened_events, opened_map, opened_store  # noqa: E402
from pages.shell.state import current_filter, write_link  # noqa: E402
from pages.shell.views import draw_views  # noqa: E402


def main() -> None:
    """One run of the script: the frame of the page, the sidebar, the chosen page."""
    frame_page()
    filtered = [
        st.Page("pages/explore/map.py", title="Map", icon=":material/map:", default=True),
        st.Page("pages/data/events.py", title="Events", icon=":material/table_rows:", url_path="events"),
        st.Page("pages/brief/brief.py", title="Brief", icon=":material/slideshow:", url_path="brief"),
    ]
    # Here the filter has no say: an open report, one event or a data set is what it is.
    others = [
        st.Page("pages/reports/review.py", title="Reports", icon=":material/fact_check:", url_path="reports"),
        st.Page("pages/data/importing.py", title="Import", icon=":material/upload:", url_path="import"),
        st.Page(
            "pages/data/data_sets.py", title="Data sets", icon=":material/database:", url_path="data_sets"
        ),
        st.Page("pages/about/sources.py", title="Sources", icon=":material/menu_book:"),
        st.Page("pages/data/event.py", title="Event", url_path="event", visibility="hidden"),
    ]
    map_page, events_page, brief_page = filtered
    page = st.navigation([map_page, others[0], events_page, brief_page, *others[1:]], position="top")
    try:
        if page.url_path not in {known.url_path for known in filtered}:
            page.run()
            return
        events = opened_events()
        current_filter()
        # The page goes first, and the sidebar a breath later: React then draws the map's message by itself
        # instead of with the thirty of the sidebar, and a new window is on the map in half the time.
        page.run()
        time.sleep(BREATH_S)
        draw_sidebar(events)
        draw_views(opened_store())
        write_link()
    except IncidentMapError as error:
        show_error(error)


def _warm_up() -> None:
    """Open the events before the first reader comes; what fails is told to the reader, on the page."""
    try:
        opened_map()
    except IncidentMapError as error:
        print(f"error: {error}", file=sys.stderr)


if __name__ == "__main__":
    main()
else:
    # Until the first run of the script Streamlit looks for pages in the folder `pages` itself, and would tell
    # the first reader that opens another page than the map that it does not exist.
    PagesManager.uses_pages_directory = False
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
    app = st.App(__file__, routes=routes(), middleware=[Middleware(HeadStart)])
