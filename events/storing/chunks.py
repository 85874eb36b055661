"""Columns of events as bytes: what a bulk change brought, kept beside its rows for a quick snapshot."""

from __future__ import annotations

import pyarrow as pa

_OPTIONS = pa.ipc.IpcWriteOptions(compression="zstd")


def write_columns(table: pa.Table) -> bytes:
    """A table as an Arrow stream, compressed."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=_OPTIONS) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def read_columns(cells: bytes) -> pa.Table:
    """What `write_columns` wrote."""
    with pa.ipc.open_stream(pa.py_buffer(cells)) as stream:
        return stream.read_all()
