"""The frame of every page: title, width, and the styles that let the map fill the window."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

from events.vocabulary import EVENT_TYPE_SLUGS
from layers.palette import PALETTE, TYPE_TOKENS, Theme

HERE = Path(__file__).parent

STYLE = """
<style>
  [data-testid="stMainBlockContainer"]:has(.incident-map-host) { padding: 3.25rem 0 0; max-width: none; }
  [data-testid="stMain"]:has(.incident-map-host) { overflow: hidden; }
  [data-testid="stMainBlockContainer"]:has(.incident-map-host) [data-testid="stVerticalBlock"] { gap: 0; }
  [data-testid="stElementContainer"]:has(> [data-testid="stHtml"] style) { display: none; }
  [data-testid="stMainBlockContainer"]:not(:has(.incident-map-host)) { padding: 4.25rem 2rem 3rem; }
  [data-testid="stMainBlockContainer"] h1 { font-size: 1.75rem; padding: 0.25rem 0 0.5rem; }
  .saved-views ul { margin: 0; padding: 0; list-style: none; }
  .saved-views a { display: block; padding: 0.15rem 0; overflow-wrap: anywhere; }
  [data-testid="stHeader"] { height: 3.25rem; min-height: 3.25rem; }
  [data-testid="stSidebar"] [data-testid="stVerticalBlock"] { gap: 0.35rem; }
  [data-testid="stSidebarUserContent"] { padding: 0.25rem 0 1.5rem; }
  [data-testid="stSidebarHeader"] { padding: 0.6rem 0 0.4rem; height: auto; min-height: 3.25rem; margin: 0; }
  [data-testid="stSidebarContent"] { padding: 0 1rem; }
  [data-testid="stSidebar"] [data-testid="stDateInputCalendarButton"] { display: none; }
  [data-testid="stSidebar"] [data-testid="stDateInputField"] { font-size: 0.85rem; padding-inline: 0.2rem; }
  [data-testid="stSidebar"] [data-testid="stCheckbox"] label { min-height: 1.5rem; }
  [data-testid="stSidebar"] [data-testid="stSlider"] { padding-top: 0.35rem; }
  [data-testid="stAppDeployButton"] { display: none; }
  body.im-presenting [data-testid="stSidebar"], body.im-presenting [data-testid="stHeader"] { display: none; }
  @media (max-width: 1400px) {
    [data-testid="stSidebar"][data-collapsed="false"] { width: 264px !important; }
  }
</style>
"""


# What would make a link, a picture, markup, emphasis, a formula, an icon or a cell's end of it.
MARKDOWN = re.compile(r"([\\`*_\[\]<>$~#|:])")


def plain(text: str) -> str:
    """Text from outside as Markdown that shows it as it is."""
    return MARKDOWN.sub(r"\\\1", text)


def show_error(error: Exception) -> None:
    """One clear line; what it quotes from outside is shown as it is, not read as markup."""
    st.error(plain(str(error)), icon=":material/error:")


def frame_page() -> None:
    """Page settings and styles; called first in every run."""
    st.set_page_config(
        page_title="Fergana Incident Map",
        page_icon=str(HERE / "icon.svg"),
        layout="wide",
        initial_sidebar_state="expanded",
    )
    theme: Theme = "dark" if st.context.theme.type == "dark" else "light"
    st.logo(str(HERE / f"logo_{theme}.svg"), size="large", icon_image=str(HERE / "icon.svg"))
    st.html(STYLE + _swatches(theme))


def _swatches(theme: Theme) -> str:
    """A dot of its colour before each event type's checkbox; its name stays plain for screen readers."""
    rules = (
        f'.st-key-type_{slug} [data-testid="stWidgetLabel"] p::before '
        f'{{ content: "●" / ""; color: {PALETTE[theme][TYPE_TOKENS[name]]}; margin-right: 0.4em; }}'
        for name, slug in EVENT_TYPE_SLUGS.items()
    )
    return f"<style>{' '.join(rules)}</style>"
