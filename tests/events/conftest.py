"""How hypothesis works in this room: without a time limit, for times say nothing about right or wrong."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("events", deadline=None, max_examples=60)
settings.load_profile("events")
