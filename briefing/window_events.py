"""The incidents of a brief as a table or frame of their own, and the files of events that hold them."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pyarrow as pa

from briefing.brief import Brief
from briefing.content import SheetContent
from briefing.credits import data_set_lines
from briefing.manifest import Manifest
from errors import BriefError, FormatError
from events.about import About, data_set_names, with_about
from events.formats import format_named
from events.frame import EventFrame
from events.reading import DataSetInfo


def window_rows(brief: Brief, events: EventFrame) -> pa.Array:
    """The rows of a brief's incidents: all that its filter leaves, possible ones too."""
    return pa.array(events.rows_in(brief.filter), pa.int64())


def window_frame(brief: Brief, events: EventFrame) -> EventFrame:
    """A frame of a brief's incidents alone."""
    return EventFrame(events.table.take(window_rows(brief, events)))


def window_table(brief: Brief, events: EventFrame, manifest: Manifest) -> pa.Table:
    """The incidents in all our columns, with what is told beside them: the day, the choice, whose data."""
    content = SheetContent(brief, events, manifest.terms)
    table = events.table.take(window_rows(brief, events))
    data_sets = tuple(
        DataSetInfo(name, licence=_terms(name, table, content)) for name in data_set_names(table)
    )
    chosen = f"{content.title}. {content.window_line}"
    return with_about(table, About(brief.as_of or date.today(), chosen, data_sets))


def _terms(name: str, table: pa.Table, content: SheetContent) -> str:
    """What a data set asks to be said, without its name and count."""
    own = EventFrame(table.filter(pa.compute.equal(table.column("dataset").cast(pa.string()), name)))
    rows = own.rows_in(content.brief.filter)
    line = next(iter(data_set_lines(own, rows, content.words, content.terms)), "")
    return line.partition(": ")[2]


def events_file(brief: Brief, events: EventFrame, manifest: Manifest, name: str, suffix: str) -> bytes:
    """A file of the incidents in a format of events, written by that format itself.

    Raises:
        BriefError: The format cannot write these.
    """
    table = window_table(brief, events, manifest)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"incidents{suffix}"
        try:
            format_named(name).write(table, path)
        except FormatError as error:
            reason = str(error).removeprefix(f"{path}: ")
            raise BriefError(f"{name}: found incidents that it cannot hold ({reason})") from None
        return path.read_bytes()
