"""The map as it stands saved as a picture: everything on the screen is in it, in the screen's own pixels."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from app_server import AppServer
from map_page import MapPage
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

HEAD_PX = 46
QUERY = "?from=1999-08-01&to=1999-10-31&at=40.2,71.6,7.5"
# Text is drawn a second time and not copied: the mean difference of a channel, of 255, stays small.
TOLERANCE = 4.0


def saved(page: MapPage) -> tuple[str, Image.Image]:
    """The name of the file and the picture."""
    with page.page.expect_download() as download:
        page.page.get_by_role("button", name="Picture", exact=True).click()
    body = Path(download.value.path()).read_bytes()
    return download.value.suggested_filename, Image.open(io.BytesIO(body)).convert("RGB")


def stage_of(page: MapPage) -> tuple[Image.Image, dict[str, float]]:
    """What the screen shows of the map without its tools, and where."""
    stage = page.page.locator(".im-stage")
    box = stage.bounding_box()
    assert box is not None
    style = ".im-slot-tools, .im-slot-search { visibility: hidden !important }"
    shot = stage.screenshot(style=style)
    return Image.open(io.BytesIO(shot)).convert("RGB"), dict(box)


@pytest.mark.parametrize(("theme", "ratio"), [("light", 1), ("dark", 2)])
def test_the_picture_is_what_the_screen_shows(
    theme: str, ratio: int, open_page: Callable[..., MapPage], shipped_app: AppServer
) -> None:
    page = open_page(shipped_app, QUERY, color_scheme=theme, device_scale_factor=ratio, accept_downloads=True)
    page.wait_still()
    page.page.wait_for_timeout(800)  # until the ground is baked and the chips stand
    name, picture = saved(page)
    assert name == "incidents_1999-08-01_1999-10-31.png"
    screen, box = stage_of(page)
    assert picture.width == round(box["width"] * ratio)
    assert picture.height > (HEAD_PX + box["height"]) * ratio
    top = HEAD_PX * ratio
    own = np.asarray(picture.crop((0, top, screen.width, top + screen.height)), int)
    difference = np.abs(own - np.asarray(screen, int))
    assert difference.mean() < TOLERANCE
    # Legend, chips, incidents: no part of the screen is missing or empty.
    cells = difference.mean(axis=2)[: screen.height // 40 * 40, : screen.width // 40 * 40]
    blocks = cells.reshape(screen.height // 40, 40, screen.width // 40, 40).mean(axis=(1, 3))
    assert (blocks < 45).mean() > 0.985


def test_head_and_foot_say_what_it_shows_and_whose_it_is(page: MapPage) -> None:
    page.wait_still()
    _, picture = saved(page)
    pixels = np.asarray(picture, int)
    head = pixels[4 : HEAD_PX - 4]
    assert head.min() < 90 < head.max(), "no text in the head"
    box = page.page.locator(".im-stage").bounding_box()
    assert box is not None
    foot = pixels[HEAD_PX + round(box["height"]) + 2 :]
    assert foot.shape[0] >= 25
    assert foot.min() < 150, "no sources in the foot"


def test_the_legend_is_in_it_whatever_the_panel_shows(page: MapPage) -> None:
    page.wait_still()
    _, with_legend = saved(page)
    panel = page.open_layers()
    _, from_layers = saved(page)
    expect(panel.get_by_role("tab", name="Layers")).to_have_attribute("aria-selected", "true")
    crop = (20, HEAD_PX + 60, 230, HEAD_PX + 160)
    first, second = (np.asarray(one.crop(crop), int) for one in (with_legend, from_layers))
    assert np.abs(first - second).mean() < TOLERANCE


def test_the_picture_can_be_copied(open_page: Callable[..., MapPage], shipped_app: AppServer) -> None:
    page = open_page(shipped_app, QUERY, permissions=["clipboard-read", "clipboard-write"])
    page.page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.page.get_by_role("button", name="Copied")).to_be_visible()
    types = page.page.evaluate("navigator.clipboard.read().then(items => items[0].types)")
    assert types == ["image/png"]
