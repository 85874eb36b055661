"""The palette: text can be read on what it stands on, and types can be told apart with any colour vision."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from layers.palette import PALETTE, THEMES, TYPE_TOKENS, Theme

# Machado, Oliveira and Fernandes (2009), severity 1.0, for linear RGB.
MACHADO = {
    "full colour vision": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# Two colours of this CIE 1976 distance are told apart at a glance where they touch.
LEAST_DISTANCE = 12.0
SRGB_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = SRGB_TO_XYZ.sum(axis=1)


def linear(color: str) -> np.ndarray:
    """Linear RGB, 0 to 1, of a colour like #14606F."""
    values = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    low, high = sorted(float(SRGB_TO_XYZ[1] @ linear(color)) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of linear RGB."""
    ratio = SRGB_TO_XYZ @ np.clip(rgb, 0, 1) / WHITE
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_both_themes_have_the_same_tokens_as_plain_colours() -> None:
    light, dark = (PALETTE[theme] for theme in THEMES)
    assert set(light) == set(dark)
    for color in (*light.values(), *dark.values()):
        assert len(color) == 7
        int(color[1:], 16)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("surface", ["page", "panel", "panel2", "sidebar"])
@pytest.mark.parametrize("text", ["ink", "muted", "accent"])
def test_text_can_be_read_on_every_surface(theme: Theme, surface: str, text: str) -> None:
    palette = PALETTE[theme]
    assert contrast(palette[text], palette[surface]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("on-accent", "accent"),
        ("accent", "accent-tint"),
        ("ink", "accent-tint"),
        ("caution-ink", "caution-bg"),
        *((f"on-{token}", token) for token in TYPE_TOKENS.values()),
        *(
            (label, "halo")
            for label in ("country-label", "province-label", "water-label", "town", "enclave", "base")
        ),
    ],
)
def test_words_on_colours_can_be_read(theme: Theme, text: str, ground: str) -> None:
    palette = PALETTE[theme]
    assert contrast(palette[text], palette[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", MACHADO)
def test_event_types_can_be_told_apart(theme: Theme, vision: str) -> None:
    seen = {token: lab(MACHADO[vision] @ linear(PALETTE[theme][token])) for token in TYPE_TOKENS.values()}
    distances = {pair: float(np.linalg.norm(seen[pair[0]] - seen[pair[1]])) for pair in combinations(seen, 2)}
    nearest = min(distances, key=lambda pair: distances[pair])
    assert distances[nearest] >= LEAST_DISTANCE, f"{nearest}: {distances[nearest]:.1f}"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", MACHADO)
def test_the_ramp_goes_one_way_from_few_to_many(theme: Theme, vision: str) -> None:
    steps = [lab(MACHADO[vision] @ linear(PALETTE[theme][f"ramp-{step}"]))[0] for step in (1, 2, 3, 4)]
    changes = np.diff(steps) * (-1 if theme == "light" else 1)
    assert (changes > 6).all(), steps
