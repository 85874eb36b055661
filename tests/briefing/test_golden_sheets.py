"""The look of the sheets against kept pictures, with a tolerance for other machines.

`UPDATE_GOLDEN=1 pytest tests/briefing/test_golden_sheets.py` renews the pictures in `golden/`; look at them
before they are committed.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from briefing.brief import Brief
from briefing.render import render_map, render_sheet
from events.filter import Filter
from events.frame import EventFrame

GOLDEN = Path(__file__).parent / "golden"
SMALL_SIDE = 240
# Mean difference of a channel, of 255. The same drawing by other versions of the libraries gives well under
# 1; a legend, a list or the relief missing gives more than 2.
TOLERANCE = 1.2
PATCH_TOLERANCE = 9.0

WINDOW = Filter(start=date(1998, 11, 1), end=date(2010, 6, 30))
COMMON = {
    "title": "Armed incidents around the Fergana Valley, 1998–2010",
    "handling": "Open source · For internal briefing",
    "filter": WINDOW,
    "as_of": date(2026, 11, 21),
}
SHEETS: dict[str, dict[str, object]] = {
    "fullhd-light": {},
    "fullhd-dark": {"theme": "dark"},
    "hd": {"size": "1280x720"},
    "a4": {"size": "a4"},
    "square-ru": {"size": "square", "lang": "ru", "title": ""},
    "ky": {"lang": "ky", "title": ""},
    "uz": {"lang": "uz", "title": ""},
    "tg": {"lang": "tg", "title": "", "theme": "dark"},
    "empty": {"filter": Filter(start=date(1985, 1, 1), end=date(1985, 12, 31)), "title": ""},
    "equal-area": {"extent": "events", "filter": Filter(), "number": "places"},
    "heat": {"layers": ("water", "national", "towns", "heat"), "number": "none", "theme": "dark"},
    "districts": {"layers": ("water", "provinces", "national", "towns", "by_district"), "number": "none"},
}


def compare(picture: Image.Image, name: str) -> None:
    """Hold a picture against the kept one of its name, or keep it."""
    shrunk = picture.convert("RGB")
    side = SMALL_SIDE / max(shrunk.size)
    shrunk = shrunk.resize((round(shrunk.width * side), round(shrunk.height * side)), Image.Resampling.BOX)
    path = GOLDEN / f"{name}.png"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        shrunk.save(path, optimize=True)
    kept = np.asarray(Image.open(path).convert("RGB"), dtype=float)
    seen = np.asarray(shrunk, dtype=float)
    assert kept.shape == seen.shape
    apart = np.abs(kept - seen).mean(axis=2)
    patches = [part.mean() for row in np.array_split(apart, 9) for part in np.array_split(row, 10, axis=1)]
    assert apart.mean() < TOLERANCE, f"{apart.mean():.2f} apart on average"
    assert max(patches) < PATCH_TOLERANCE, f"{max(patches):.1f} apart at worst"


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_looks_as_it_should(shipped: EventFrame, name: str) -> None:
    compare(render_sheet(Brief.model_validate({**COMMON, **SHEETS[name]}), shipped), name)


def test_the_map_alone_fills_its_picture(shipped: EventFrame) -> None:
    picture = render_map(Brief.model_validate(COMMON), shipped, (900, 600))
    assert picture.size == (900, 600)
    compare(picture, "map-alone")
