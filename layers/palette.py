"""The colours of the map and the interface in both themes, by the name of what they colour.

One table for every renderer: the interactive map sets them as CSS custom properties, the static one
resolves them to RGB. Hot colours are organised violence, blues unrest, grey the political; violet is
kept for sovereignty and petrol for the interface and for quantities. The six event colours follow the
roles of Okabe and Ito (2008) and stay apart under the three common colour-vision deficiencies.
"""

from __future__ import annotations

from typing import Literal

from events.vocabulary import EVENT_TYPES

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")

TYPE_TOKENS: dict[str, str] = dict(
    zip(EVENT_TYPES, ("battles", "explosions", "civilians", "protests", "riots", "strategic"), strict=True)
)

PALETTE: dict[Theme, dict[str, str]] = {
    "light": {
        "page": "#FFFFFF",
        "panel": "#FFFFFF",
        "panel2": "#F5F6F3",
        "sidebar": "#F5F6F3",
        "line": "#DCE0DB",
        "line2": "#C4CAC6",
        "ink": "#1B2427",
        "muted": "#556166",
        "accent": "#14606F",
        "accent-tint": "#E2EFF1",
        "on-accent": "#FFFFFF",
        "caution-bg": "#FFF3D6",
        "caution-ink": "#6B4A00",
        "halo": "#FFFFFF",
        "symbol-line": "#22292C",
        "ghost": "#5D686D",
        "battles": "#C93A17",
        "explosions": "#EFA00B",
        "civilians": "#7E1450",
        "protests": "#45AEE0",
        "riots": "#0A57A3",
        "strategic": "#6B7882",
        "on-battles": "#FFFFFF",
        "on-explosions": "#1B2427",
        "on-civilians": "#FFFFFF",
        "on-protests": "#1B2427",
        "on-riots": "#FFFFFF",
        "on-strategic": "#FFFFFF",
        "national": "#5B4870",
        "national-glow": "#765896",
        "province": "#77707F",
        "province-label": "#625C69",
        "district": "#8D8A90",
        "enclave": "#6B4A8E",
        "country-label": "#4A3D5C",
        "valley": "#14606F",
        "lake": "#A9CDE0",
        "river": "#7FB0CB",
        "water-label": "#2E6E8E",
        "railway": "#8B8378",
        "base": "#23323A",
        "town": "#2C3438",
        "land": "#F2F1EA",
        "land-far": "#EAEAE6",
        "sea": "#D5E4EC",
        "ramp-1": "#D3E6E6",
        "ramp-2": "#9CC9CD",
        "ramp-3": "#5A9FA9",
        "ramp-4": "#14606F",
    },
    "dark": {
        "page": "#11181B",
        "panel": "#182125",
        "panel2": "#1F2A2E",
        "sidebar": "#151D20",
        "line": "#2B373C",
        "line2": "#415056",
        "ink": "#E8EEF0",
        "muted": "#A3B2B8",
        "accent": "#6FC7D8",
        "accent-tint": "#1D3B43",
        "on-accent": "#0C1A1E",
        "caution-bg": "#3B2F10",
        "caution-ink": "#FFDD8F",
        "halo": "#0F1619",
        "symbol-line": "#0B1012",
        "ghost": "#9AA7AC",
        "battles": "#F9703A",
        "explosions": "#FBD070",
        "civilians": "#E48FB8",
        "protests": "#B0E0F7",
        "riots": "#4A90F2",
        "strategic": "#737F87",
        "on-battles": "#0B1012",
        "on-explosions": "#0B1012",
        "on-civilians": "#0B1012",
        "on-protests": "#0B1012",
        "on-riots": "#0B1012",
        "on-strategic": "#0B1012",
        "national": "#BBA8D2",
        "national-glow": "#AA8CD2",
        "province": "#8F8A98",
        "province-label": "#B3AEBC",
        "district": "#6E7278",
        "enclave": "#CDB4EE",
        "country-label": "#CFC3DC",
        "valley": "#6FC7D8",
        "lake": "#23475A",
        "river": "#3E6C84",
        "water-label": "#8FC3DC",
        "railway": "#7D776E",
        "base": "#E8EEF0",
        "town": "#DDE5E8",
        "land": "#20292C",
        "land-far": "#1A2225",
        "sea": "#10202A",
        "ramp-1": "#26434B",
        "ramp-2": "#2F6370",
        "ramp-3": "#3C8798",
        "ramp-4": "#6FC7D8",
    },
}
