"""The interactive map as one file: opened from disk with the network cut, its title and incidents."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from briefing.brief import Brief
from briefing.formats import write_brief
from briefing.formats.html import view_of
from events.frame import EventFrame
from events.synth import synth
from maps.static_map import HOME_EXTENT

MOST_BYTES = 3_000_000
NASTY = "Бои </script><script>window.hacked=1</script> <b>"


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_file_opens_from_disk_without_a_network(
    theme: str, browser: Browser, autumn: Brief, shipped: EventFrame, tmp_path: Path
) -> None:
    path = tmp_path / "map.html"
    write_brief(autumn.changed(title=NASTY, theme=theme, notes="A remark"), shipped, path)
    context = browser.new_context(offline=True, bypass_csp=True)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.wait_for_function("window.incidentMap", timeout=60_000)
    page.evaluate("incidentMap.ready")
    count = shipped.count(autumn.filter)
    page.wait_for_function("count => incidentMap.count() === count", arg=count.definite)
    assert page.evaluate("incidentMap.possible()") == count.possible
    assert page.evaluate("incidentMap.total()") == count.definite + count.possible
    assert list(page.evaluate("[...incidentMap.window()]")) == ["1999-08-01", "1999-10-31"]
    expect(page.get_by_role("heading", level=1)).to_have_text(NASTY)
    expect(page.locator("header .handling")).to_have_text("For internal use")
    expect(page.locator("body > footer")).to_contain_text("A remark")
    assert page.evaluate("window.hacked") is None
    page.get_by_role("button", name="Play", exact=True).first.click()
    page.wait_for_function("[...incidentMap.window()].join() !== '1999-08-01,1999-10-31'")
    assert not said
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    context.close()


def held_in(path: Path, element: str) -> dict[str, Any]:
    """The JSON in a script element of the page."""
    text = path.read_text(encoding="utf-8")
    found = re.search(rf'<script type="application/json" id="{element}">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    held: dict[str, Any] = json.loads(found[1])
    return held


def test_it_holds_the_manifest_and_the_view_of_the_brief(
    autumn: Brief, shipped: EventFrame, tmp_path: Path
) -> None:
    path = tmp_path / "map.html"
    brief = autumn.changed(
        extent=(70.0, 39.0, 73.0, 41.0), base="plain", layers=("national", "points"), fade={"national": 0.5}
    )
    manifest = write_brief(brief, shipped, path)
    assert held_in(path, "manifest") == manifest.to_dict()
    view = held_in(path, "held")["view"]
    assert view["layers"] == ["plain", "national", "points"]
    assert view["fade"] == {"national": 0.5}
    assert view["center"] == pytest.approx([40.0, 71.5], abs=0.01)


def test_a_base_of_the_network_becomes_the_relief(autumn: Brief) -> None:
    view = view_of(autumn.changed(base="online"), HOME_EXTENT)
    assert "online" not in view["layers"]
    assert view["layers"][0] == "relief"


def test_a_thousand_incidents_stay_a_file_that_can_be_mailed(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    write_brief(Brief(), EventFrame(synth(1_000, seed=5)), path)
    assert path.stat().st_size < MOST_BYTES
