"""The look of the page, light and dark, against kept pictures with a tolerance for other fonts and machines.

`UPDATE_GOLDEN=1 pytest tests/browser/test_golden.py` renews the pictures in `golden/`; look at them before
they are committed.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from app_server import AppServer
from map_page import MapPage
from PIL import Image

pytestmark = pytest.mark.browser

GOLDEN = Path(__file__).parent / "golden"
FAILURES = Path(__file__).parents[1] / "browser-failures"
SMALL = (160, 90)
# Mean difference of a channel, of 255. Another rendering of the same letters gives well under 1; the relief,
# the panels or the incidents missing gives more than 3.
TOLERANCE = 2.0
# No tenth of the picture may be quite another one, which a mean over all would hide.
PATCH_TOLERANCE = 9.0

QUERIES = {
    "whole": "?at=40.6473,72.3230,7",
    "autumn": "?from=1999-08-01&to=1999-11-30&at=39.9,71.2,8.5&layers=plain,water,districts,provinces,"
    "national,enclaves,bases,towns,precision,by_place",
}


def small(picture: bytes) -> Image.Image:
    """The screenshot in 160 x 90 pixels."""
    return Image.open(io.BytesIO(picture)).convert("RGB").resize(SMALL, Image.Resampling.BOX)


def differences(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """Mean difference of a channel over all, and over the worst of 10 x 9 patches."""
    apart = np.abs(np.asarray(one, dtype=float) - np.asarray(other, dtype=float)).mean(axis=2)
    patches = apart.reshape(9, 10, 10, 16).mean(axis=(1, 3))
    return float(apart.mean()), float(patches.max())


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", QUERIES)
def test_the_page_looks_as_it_should(
    open_page: Callable[..., MapPage], shipped_app: AppServer, view: str, theme: str
) -> None:
    page = open_page(shipped_app, QUERIES[view], color_scheme=theme, reduced_motion="reduce")
    page.page.mouse.move(2, 2)
    page.wait_until(
        "() => [...document.querySelectorAll('.leaflet-tile')].every(tile => tile.complete)"
        " && !document.querySelector('.leaflet-zoom-anim .leaflet-zoom-animated.leaflet-fade-anim')"
    )
    # Labels and chips make room for each other in turns: let them settle.
    for _ in range(2):
        page.page.evaluate("() => { incidentMap.map.fire('moveend') }")
        page.wait_still()
    seen = small(page.page.screenshot())
    path = GOLDEN / f"{view}_{theme}.png"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        seen.save(path, optimize=True)
    kept = Image.open(path).convert("RGB")
    mean, worst = differences(seen, kept)
    if mean > TOLERANCE or worst > PATCH_TOLERANCE:
        FAILURES.mkdir(exist_ok=True)
        both = Image.new("RGB", (SMALL[0], 2 * SMALL[1]))
        both.paste(kept, (0, 0))
        both.paste(seen, (0, SMALL[1]))
        both.resize((960, 1080), Image.Resampling.NEAREST).save(FAILURES / f"golden_{view}_{theme}.png")
        pytest.fail(f"{mean:.2f} apart on average, {worst:.1f} at worst: see golden_{view}_{theme}.png")
