"""The incidents that come with the app: read from reports, checked by hand, each with its sources."""

from __future__ import annotations

from pathlib import Path

from events.frame import EventFrame
from events.open_file import open_file

SHIPPED_FILE = Path(__file__).resolve().parent / "data" / "incidents.csv"


def shipped_frame() -> EventFrame:
    """The shipped incidents.

    Raises:
        FormatError: The file is missing or broken.
    """
    return open_file(SHIPPED_FILE)
