"""Every control can be reached by keys, has a name to be read out, and is large enough to be hit."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from app_server import AppServer
from map_page import MapPage
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ROLES = "button|checkbox|radio|slider|combobox|textbox|searchbox|spinbutton|switch|tab|link|listbox|menuitem"
# A control's line without a name: `- button` or `- button:` or `- button [pressed]`.
NAMELESS = re.compile(rf"^\s*- (?:{ROLES})(?::|\s*\[.*)?$", re.MULTILINE)

CONTROLS = """() => {
  const kinds = ['a[href]', 'button', 'input', 'select', 'textarea', '[tabindex]'].map(kind => `.im ${kind}`);
  const seen = node => node.checkVisibility({ visibilityProperty: true });
  // Of the radio buttons of a group one takes the focus.
  const first = node => node.type !== 'radio' || node.checked;
  return [...document.querySelectorAll(kinds.join())]
    .filter(node => node.tabIndex >= 0 && !node.disabled && seen(node) && first(node));
}"""


def open_everything(page: MapPage) -> None:
    """Open the layers with a fader, the search, an incident and a tool."""
    panel = page.open_layers()
    panel.get_by_role("button", name="How strong: National").click()
    panel.get_by_text("Add your own tiles").click()
    expect(page.card).to_be_visible()


@pytest.fixture
def opened(open_page: Callable[..., MapPage], sample_app: AppServer) -> MapPage:
    """The map with its panels open."""
    page = open_page(sample_app, "?sel=sample-07&at=40,71,7")
    open_everything(page)
    return page


def test_every_control_has_a_name(opened: MapPage) -> None:
    for prepare in (
        lambda: None,
        lambda: opened.page.get_by_role("tab", name="Legend").click(),
        lambda: opened.page.get_by_role("button", name=re.compile("^Search places")).click(),
        lambda: opened.page.get_by_role("button", name="Draw a circle").click(),
        lambda: opened.page.get_by_role("button", name="Fold the panel away").click(),
    ):
        prepare()
        told = opened.root.aria_snapshot()
        assert told.count("- button") > 15
        assert NAMELESS.findall(told) == []


def test_the_sidebar_has_names_without_markup(opened: MapPage) -> None:
    told = opened.sidebar.aria_snapshot()
    boxes = re.findall(r'- \'?checkbox "(.*)"', told)
    assert len(boxes) == 6
    assert [name for name in boxes if re.search(r"[*{]|:color", name)] == []


def test_tab_reaches_every_control_and_shows_where_it_is(opened: MapPage) -> None:
    page = opened.page
    wanted = page.evaluate(f"({CONTROLS})().length")
    assert wanted > 40
    page.evaluate(f"window.reached = new Set(); window.wanted = ({CONTROLS})(); wanted[0].focus()")
    # So that the browser knows of keys, and shows the focus.
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    unseen: list[str] = []
    for _ in range(wanted + 25):
        told = page.evaluate(
            """() => {
              const node = document.activeElement;
              if (!wanted.includes(node)) return null;
              reached.add(node);
              const styles = [node, ...node.querySelectorAll('*')].slice(0, 12).concat(
                node.parentElement, node.nextElementSibling ?? [],
              ).map(part => getComputedStyle(part));
              const ring = styles.some(({ outlineStyle, outlineWidth, boxShadow }) =>
                (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || boxShadow !== 'none');
              return ring ? null : node.outerHTML.slice(0, 120);
            }"""
        )
        if told:
            unseen.append(told)
        page.keyboard.press("Tab")
        if page.evaluate("wanted.every(node => reached.has(node) || !node.isConnected)"):
            break
    missed = page.evaluate(
        "wanted.filter(node => !reached.has(node) && node.isConnected).map(node => node.outerHTML)"
    )
    assert missed == []
    assert unseen == []


def test_controls_are_large_enough_to_be_hit(opened: MapPage) -> None:
    # WCAG 2.2, 2.5.8: 24 px. Where the box is smaller, what is hit around its middle decides.
    small = opened.page.evaluate(
        f"""() => ({CONTROLS})()
          .filter(node => !node.matches('a, [role=tabpanel], [role=dialog], [role=listbox]'))
          .map(node => [(node.closest('label') ?? node), node])
          .filter(([hit]) => {{
            const box = hit.getBoundingClientRect();
            if (Math.min(box.width, box.height) >= 23.5) return false;
            const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
            const reach = (dx, dy) => Array.from({{ length: 61 }}, (_, i) => i - 30)
              .filter(i => hit.contains(document.elementFromPoint(x + i * dx, y + i * dy))).length;
            return Math.min(reach(1, 0), reach(0, 1)) < 24;
          }})
          .map(([hit, node]) => node.ariaLabel ?? node.outerHTML)"""
    )
    assert small == []
