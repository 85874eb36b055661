"""The export of events as a file: those that are chosen, or all under the filter."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import streamlit as st

from events.filter import Filter
from events.formats import format_named, formats, write_table
from events.frame import EventFrame


def offer_export(frame: EventFrame, wanted: Filter, rows: Sequence[int] | None) -> None:
    """A choice of format and a button; the file is made when the button is pressed.

    Args:
        rows: The chosen rows of `frame`; None takes all that the filter leaves, possible ones too.
    """
    names = [name for name, known in formats().items() if hasattr(known, "write")]
    count = len(rows) if rows is not None else len(frame.rows_in(wanted))
    left, right, _ = st.columns([1, 2, 3], vertical_alignment="bottom")
    name = left.selectbox("Format", names, key="export_format")
    suffix = format_named(name).SUFFIXES[0]
    right.download_button(
        f"Export {count:,} {'chosen ' if rows is not None else ''}event{'s' * (count != 1)}",
        data=lambda: _written(frame, wanted, rows, name, suffix),
        file_name=f"events{suffix}",
        mime="application/octet-stream",
        on_click="ignore",
        disabled=not count,
        icon=":material/download:",
    )


def _written(frame: EventFrame, wanted: Filter, rows: Sequence[int] | None, name: str, suffix: str) -> bytes:
    taken = pa.array(rows if rows is not None else frame.rows_in(wanted), pa.int64())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"events{suffix}"
        write_table(frame.table.take(taken), path, name)
        return path.read_bytes()
