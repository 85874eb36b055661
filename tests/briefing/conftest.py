"""Events and briefs that the tests of the briefings share."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.brief import Brief
from events.filter import Filter
from events.frame import EventFrame
from events.shipped import shipped_frame

AUTUMN = Filter(start=date(1999, 8, 1), end=date(1999, 10, 31))


@pytest.fixture(scope="session")
def shipped() -> EventFrame:
    """The shipped incidents."""
    return shipped_frame()


@pytest.fixture
def autumn() -> Brief:
    """A brief of the autumn of 1999, on a small sheet."""
    return Brief(
        title="Autumn 1999",
        handling="For internal use",
        filter=AUTUMN,
        as_of=date(2026, 11, 21),
        size="960x600",
        number="top:6",
    )
