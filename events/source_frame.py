"""The one frame of events that the app shows: the shipped incidents or the file that the settings name."""

from __future__ import annotations

from events.frame import EventFrame
from events.open_file import open_file
from events.shipped import shipped_frame
from settings import Settings


def open_frame(settings: Settings) -> EventFrame:
    """The events of `settings.data_file` (`INCIDENTS_DATA`), or the shipped ones where it is None.

    Raises:
        FormatError: The file is missing, in no known format or broken, in one line.
    """
    return shipped_frame() if settings.data_file is None else open_file(settings.data_file)
