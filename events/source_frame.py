"""The one source of events that the app shows: the store, or the file that the settings name."""

from __future__ import annotations

from dataclasses import dataclass

from events.frame import EventFrame
from events.open_file import open_file
from events.shipped import shipped_frame
from events.store import CannotMakeError, Store, open_store
from settings import Settings


@dataclass(frozen=True)
class OpenSource:
    """Where the events come from.

    Attributes:
        store: The open store; None where a file is shown, or no store could be made.
        notice: One line for the reader where nothing can be changed although it should be; else "".
    """

    store: Store | None
    notice: str


def open_source(settings: Settings) -> OpenSource:
    """Open the store, unless the settings name a file (`INCIDENTS_DATA`) to be shown in its place.

    Where nobody named a store and none can be made in the user's data folder (a home that may only be read),
    there is none: the shipped incidents can be shown, and the notice says why they cannot be changed.

    Raises:
        StoreError: The store cannot be opened, in one line.
    """
    if settings.data_file is not None:
        return OpenSource(None, "")
    try:
        store = open_store(settings.db)
    except CannotMakeError as error:
        if settings.db_is_given:
            raise
        return OpenSource(None, f"The shipped incidents are shown and cannot be changed: {error}")
    return OpenSource(store, store.read_only)


def source_frame(source: OpenSource, settings: Settings) -> EventFrame:
    """The events of an open source as they are now.

    Raises:
        FormatError: The file is missing, in no known format or broken, in one line.
        StoreError: The store cannot be read, in one line.
    """
    if settings.data_file is not None:
        return open_file(settings.data_file)
    return shipped_frame() if source.store is None else source.store.frame()


def open_frame(settings: Settings) -> EventFrame:
    """The events of the store, or of `settings.data_file` (`INCIDENTS_DATA`).

    Raises:
        FormatError: The file is missing, in no known format or broken, in one line.
        StoreError: The store cannot be opened or read, in one line.
    """
    source = open_source(settings)
    try:
        return source_frame(source, settings)
    finally:
        if source.store is not None:
            source.store.close()
