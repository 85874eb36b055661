"""The colours of the six event types in files that leave the app, the same as on its light map."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from events.vocabulary import EVENT_TYPES

# `layers.palette` lies to the right of this room and cannot be asked; a test holds the two together.
TYPE_COLORS: Mapping[str, str] = MappingProxyType(
    dict(zip(EVENT_TYPES, ("#C93A17", "#EFA00B", "#7E1450", "#45AEE0", "#0A57A3", "#6B7882"), strict=True))
)
"""Event type -> its colour as #RRGGBB."""
