"""Compare two releases of a data set: which events are new, which gone, which cells of the others changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from errors import FormatError
from events.cells import plain
from events.reading import Reading

__all__ = ["ChangedEvent", "Difference", "compare"]

_MOST_TOLD = 20
_OUR_OWN = ("dataset",)


@dataclass(frozen=True)
class ChangedEvent:
    """An event of both releases: column -> (cell in the old one, cell in the new one)."""

    event_id: str
    cells: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Difference:
    """What the new release has that the old one had not.

    Attributes:
        added, deleted: Ids of events in one release only, in order of their file.
        changed: Events of both with other cells.
        unchanged: Number of events with the same cells.
        columns_added, columns_deleted: Names of columns in one release only; they are not compared.
        refused: Rows that are no events, in the old and in the new release; they are in no figure above.
    """

    added: tuple[str, ...]
    deleted: tuple[str, ...]
    changed: tuple[ChangedEvent, ...]
    unchanged: int
    columns_added: tuple[str, ...]
    columns_deleted: tuple[str, ...]
    refused: tuple[int, int]

    def lines(self) -> list[str]:
        """The comparison for people: sums, changes by column, then the first events of each kind."""
        told = [
            f"{len(self.added):,} added, {len(self.changed):,} changed, {len(self.deleted):,} deleted, "
            f"{self.unchanged:,} unchanged"
        ]
        if any(self.refused):
            told.append(f"left out as no events: {self.refused[0]:,} rows before, {self.refused[1]:,} now")
        for word, names in (("new", self.columns_added), ("gone", self.columns_deleted)):
            if names:
                told.append(f"{word} columns, not compared: {', '.join(names)}")
        by_column = Counter(name for event in self.changed for name in event.cells)
        told += [f"  {number:,} x {name}" for name, number in by_column.most_common()]
        for event in self.changed[:_MOST_TOLD]:
            cells = "; ".join(f"{name}: {_short(a)} -> {_short(b)}" for name, (a, b) in event.cells.items())
            told.append(f"changed {event.event_id}: {cells}")
        if len(self.changed) > _MOST_TOLD:
            told.append(f"changed: and {len(self.changed) - _MOST_TOLD:,} more (all with --json)")
        for word, ids in (("added", self.added), ("deleted", self.deleted)):
            if ids:
                more = f" and {len(ids) - _MOST_TOLD:,} more" if len(ids) > _MOST_TOLD else ""
                told.append(f"{word}: {', '.join(ids[:_MOST_TOLD])}{more}")
        return told

    def as_json(self) -> dict[str, Any]:
        """All of it as one object."""
        return {
            "added": list(self.added),
            "changed": [
                {
                    "event_id": event.event_id,
                    "columns": {name: {"old": a, "new": b} for name, (a, b) in event.cells.items()},
                }
                for event in self.changed
            ],
            "deleted": list(self.deleted),
            "unchanged": self.unchanged,
            "columns_added": list(self.columns_added),
            "columns_deleted": list(self.columns_deleted),
            "refused": {"old": self.refused[0], "new": self.refused[1]},
        }


def compare(old: Reading, new: Reading) -> Difference:
    """What changed from one release of a data set to the next, by the ids of its events.

    The file's own cells are compared where both were read by the same format that keeps them, else our
    columns. Blanks around the names of columns and their case do not count.

    Raises:
        FormatError: The two are of different formats, or share no column beyond the id.
    """
    if old.format_name != new.format_name:
        raise FormatError(
            f"diff: found {old.format_name} and {new.format_name}, expected two releases of one data set "
            "in one format"
        )
    before, after = _texts(old), _texts(new)
    shared = [name for name in after if name in before]
    if not shared:
        raise FormatError("diff: found no column that both files have, expected two releases of one data set")
    old_ids, new_ids = (plain(reading.events.column("event_id")) for reading in (old, new))
    match = pc.index_in(new_ids, value_set=old_ids)
    in_both = np.flatnonzero(np.asarray(pc.is_valid(match)))
    there = pc.fill_null(match, 0).to_numpy()[in_both]
    rows_after, rows_before = pa.array(in_both), pa.array(there)
    differs: dict[str, npt.NDArray[np.bool_]] = {}
    for name in shared:
        unequal = pc.not_equal(plain(after[name].take(rows_after)), plain(before[name].take(rows_before)))
        differs[name] = np.asarray(unequal)
    any_differs = np.logical_or.reduce(list(differs.values())) if len(in_both) else np.zeros(0, bool)
    return Difference(
        added=tuple(new_ids.filter(pc.is_null(match)).to_pylist()),
        deleted=tuple(old_ids.filter(pc.invert(pc.is_in(old_ids, value_set=new_ids))).to_pylist()),
        changed=tuple(_changed(new_ids, before, after, differs, np.flatnonzero(any_differs), in_both, there)),
        unchanged=int((~any_differs).sum()),
        columns_added=tuple(name for name in after if name not in before),
        columns_deleted=tuple(name for name in before if name not in after),
        refused=(len(old.refused), len(new.refused)),
    )


def _changed(
    ids: pa.Array,
    before: dict[str, pa.ChunkedArray],
    after: dict[str, pa.ChunkedArray],
    differs: dict[str, npt.NDArray[np.bool_]],
    changed: npt.NDArray[np.int64],
    in_both: npt.NDArray[np.int64],
    there: npt.NDArray[np.int64],
) -> list[ChangedEvent]:
    cells: dict[int, dict[str, tuple[str, str]]] = {int(row): {} for row in changed}
    for name, wrong in differs.items():
        rows = np.flatnonzero(wrong)
        olds = plain(before[name].take(pa.array(there[rows]))).to_pylist()
        news = plain(after[name].take(pa.array(in_both[rows]))).to_pylist()
        for row, a, b in zip(rows, olds, news, strict=True):
            cells[int(row)][name] = (a, b)
    names = ids.take(pa.array(in_both[changed])).to_pylist()
    return [ChangedEvent(name, cells[int(row)]) for name, row in zip(names, changed, strict=True)]


def _texts(reading: Reading) -> dict[str, pa.ChunkedArray]:
    """Columns to compare under plain names, as text that is never null."""
    if reading.original is not None:
        return {name.strip().lower(): reading.original.column(name) for name in reading.original.column_names}
    columns = {}
    for name in reading.events.column_names:
        if name not in _OUR_OWN:
            texts = plain(reading.events.column(name)).cast(pa.string())
            columns[name] = pa.chunked_array([pc.fill_null(texts, "")])
    return columns


def _short(cell: str) -> str:
    text = repr(cell)
    return text if len(text) <= 60 else f"{text[:59]}…"
