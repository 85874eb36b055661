"""The store beside plain pandas: a million events brought in, made a frame of, and one of them edited."""

from __future__ import annotations

import json
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa

from benchmarks.figure import Figure, shown
from benchmarks.synthetic import ROOT, synthetic_file

PART = "store"
ROWS_A_CALL = 100_000
EDITS = 7

# Seconds and ms that the frame of a million events and an accepted draft may take.
FRAME_S = 3
EDIT_MS = 1000


def measure(quick: bool) -> Iterator[Figure]:
    """Bulk writing, the frame from nothing and from its snapshot, an edit until it is in the frame."""
    n = 100_000 if quick else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        ours = _in_a_process("ours", n, folder)
        theirs = _in_a_process("pandas", n, folder)
    frame_s = None if quick else FRAME_S
    edit_ms = None if quick else EDIT_MS
    beside = f"pandas.read_sql {theirs['read']:.1f} s, {theirs['read'] / ours['rebuilt']:.0f}x"
    yield Figure(PART, f"store: {n:,} events written, with their original cells", ours["written"], "s")
    yield Figure(PART, "store: of that, other processes cannot write for", ours["locked"], "s")
    yield Figure(PART, f"store: frame of {n:,} events from nothing", ours["rebuilt"], "s", frame_s, beside)
    yield Figure(PART, f"store: frame of {n:,} events from its snapshot", ours["opened"], "s", frame_s)
    yield Figure(
        PART,
        f"store: a draft accepted among {n:,} events, until it is in the frame",
        ours["edited"] * 1000,
        "ms",
        edit_ms,
        f"the change alone {shown(ours['changed'] * 1000, 'ms')}",
    )
    yield Figure(PART, f"store: {n:,} events of one import undone", ours["undone"], "s")
    yield Figure(PART, f"store: memory of the writing process, {n:,} events", ours["mb"], "MB")


def measure_ours(n: int, folder: Path) -> dict[str, float]:
    """What the store takes, in seconds and MB."""
    import pyarrow.parquet as pq

    from events.store import ImportSource, open_store

    path = folder / "incidents.sqlite"
    store = open_store(path)
    source = ImportSource("invented.csv", "csv")
    took: dict[str, float] = {}
    began = time.perf_counter()
    with store.change("import") as change:
        for batch in pq.ParquetFile(synthetic_file(n)).iter_batches(ROWS_A_CALL):
            columns = zip(batch.schema.names, batch.columns, strict=True)
            rows = pa.table({name: _plain(column) for name, column in columns})
            cells = pa.table({name: rows.column(name).cast(pa.string()) for name in rows.column_names})
            change.add_table(rows, dataset="invented", original=cells, source=source)
        set_ready = time.perf_counter()
    took["written"] = time.perf_counter() - began
    took["locked"] = time.perf_counter() - set_ready
    took["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took["rebuilt"] = _seconds(store.frame)
    store.close()
    again = open_store(path)
    took["opened"] = _seconds(again.frame)
    drafts = again.frame().table.column("event_id")[:EDITS].to_pylist()
    with again.change("reopen") as change:
        change.set_review(drafts, "draft")
    again.frame()
    whole, alone = [], []
    for event_id in drafts:
        began = time.perf_counter()
        with again.change("accept") as change:
            change.set_review([event_id], "accepted")
        alone.append(time.perf_counter() - began)
        again.frame()
        whole.append(time.perf_counter() - began)
    took["edited"], took["changed"] = statistics.median(whole), statistics.median(alone)
    for number in range(again.revision, 2, -1):
        again.undo(number)
    took["undone"] = _seconds(lambda: again.undo(2))
    again.undo(again.revision)
    again.close()
    return took


def measure_pandas(folder: Path) -> dict[str, float]:
    """All columns of all events of the same file, by pandas."""
    connection = sqlite3.connect(folder / "incidents.sqlite")
    took = {"read": _seconds(lambda: pd.read_sql("SELECT * FROM events WHERE gone = 0", connection))}
    connection.close()
    return took


def _plain(cells: pa.Array) -> pa.Array:
    return cells.cast(pa.string()) if pa.types.is_dictionary(cells.type) else cells


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _in_a_process(way: str, n: int, folder: str) -> dict[str, float]:
    synthetic_file(n)
    command = [sys.executable, "-m", "benchmarks.store", way, str(n), folder]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(answer.stdout)
    return found


if __name__ == "__main__":
    where = Path(sys.argv[3])
    if sys.argv[1] == "ours":
        shutil.rmtree(where / "incidents.sqlite.cache", ignore_errors=True)
        print(json.dumps(measure_ours(int(sys.argv[2]), where)))
    else:
        print(json.dumps(measure_pandas(where)))
