"""Bring a file of events into the store: all its good rows in one change, and a report on every other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from errors import FormatError
from events.cells import plain
from events.columns import one_chunk
from events.formats import read_file
from events.open_file import blocks_given_back, file_digest
from events.placing import checked
from events.reading import DataSetInfo, Flag, Reading, marked
from events.refused_file import write_refused
from events.store import DataSet, ImportSource, Store, TableCounts

__all__ = ["CHECK_TAG", "ImportReport", "import_file", "import_reading", "prepared"]

CHECK_TAG = "check: "
"""How a tag begins that marks an event as doubtful."""

_ROWS_AT_ONCE = 100_000
_MOST_ROWS_TOLD = 3
_MOST_REFUSED_TOLD = 10

Progress = Callable[[str], None]


@dataclass(frozen=True)
class ImportReport:
    """What became of every row of one file.

    Attributes:
        path, format_name, datasets: The file, the format that read it, the data sets that it went into.
        read: Rows of the file that hold anything.
        added, changed, unchanged: Events that are new, changed in place, the same as before.
        kept_away: Events that a person removed from the store, and that stay removed.
        passed_over: Reason -> rows that are no incidents.
        flagged: The doubtful rows that were imported, by reason: (reason, number, the first lines).
        refused: The reason of each refused row, with its line.
        refused_file: Where the refused rows were written, None where there are none.
        notes: What to know of the file as a whole.
        change_id: Number of the store's change, None where the store already held all of it.
    """

    path: Path
    format_name: str
    datasets: tuple[str, ...]
    read: int
    added: int
    changed: int
    unchanged: int
    kept_away: int
    passed_over: Mapping[str, int]
    flagged: tuple[tuple[str, int, tuple[int, ...]], ...]
    refused: tuple[str, ...]
    refused_file: Path | None
    notes: tuple[str, ...]
    change_id: int | None

    def lines(self) -> list[str]:
        """The report for people, the sums first."""
        told = [
            f"{self.path.name}: {self.read:,} rows as {self.format_name} into {', '.join(self.datasets)}: "
            f"{self.added:,} imported, {self.changed:,} updated, {self.unchanged:,} unchanged, "
            f"{sum(number for _, number, _ in self.flagged):,} flags, {len(self.refused):,} refused"
        ]
        told += [f"  note: {note}" for note in self.notes]
        if self.kept_away:
            told.append(f"  left out: {self.kept_away:,} events that were removed from the store before")
        told += [f"  passed over: {number:,} rows: {reason}" for reason, number in self.passed_over.items()]
        for reason, number, lines in self.flagged:
            where = ", ".join(str(line) for line in lines) + (", …" if number > len(lines) else "")
            told.append(f"  flagged: {number:,} rows: {reason} (line {where})")
        told += [f"  refused: {reason}" for reason in self.refused[:_MOST_REFUSED_TOLD]]
        if len(self.refused) > _MOST_REFUSED_TOLD:
            told.append(f"  refused: and {len(self.refused) - _MOST_REFUSED_TOLD:,} more")
        if self.refused_file is not None:
            told.append(
                f"  the refused rows are in {self.refused_file}: mend them there and import that file"
            )
        return told


def import_file(
    store: Store,
    path: Path,
    *,
    format_name: str | None = None,
    dataset: str | None = None,
    who: str | None = None,
    refused_file: Path | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Import one file: one change of the store, or none at all.

    Importing a newer release of a data set updates its events in place; what a person corrected stays, and
    the release's own value is kept beside it. The same file again changes nothing.

    Args:
        store: An open store.
        path: A file of events in any of our formats.
        format_name: A format's name; None tells it by the content.
        dataset: The data set that the events go into; None takes the format's own name for it.
        who: Who imports; None for the machine's user.
        refused_file: Where refused rows are written, by default beside the file as NAME.refused.csv. It is
            written before the store is touched; without refused rows there is none.
        progress: Called with a word or two as each part of the work begins.

    Raises:
        FormatError: The file is in no known format or no row of it is an event.
        StoreError: The store cannot be written to; nothing is half imported.
    """
    tell = progress or (lambda step: None)
    tell(f"{path.name}: reading")
    with blocks_given_back():
        reading = read_file(path, format_name, dataset)
        pa.default_memory_pool().release_unused()
        return import_reading(
            store,
            reading,
            path,
            digest=file_digest(path),
            dataset=dataset,
            who=who,
            refused_file=refused_file,
            progress=tell,
        )


def import_reading(
    store: Store,
    reading: Reading,
    path: Path,
    *,
    digest: str,
    dataset: str | None = None,
    mapping: str = "",
    who: str | None = None,
    refused_file: Path | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """As `import_file`, for a file that was read already (with a mapping of columns, say).

    Args:
        digest: Hash of the file's bytes.
        mapping: How its columns were matched to ours, as JSON text, for the store's record of imports.
    """
    tell = progress or (lambda step: None)
    if not reading.events.num_rows and not reading.refused and not reading.passed_over:
        raise FormatError(f"{path}: found a header and no rows, expected events")
    tell(f"{path.name}: checking {reading.events.num_rows:,} rows")
    reading = prepared(reading)
    written = None
    if reading.refused:
        written = refused_file or path.with_name(f"{path.stem}.refused.csv")
        write_refused(reading, written)
    pa.default_memory_pool().release_unused()
    tell(f"{path.name}: storing {reading.events.num_rows:,} events")
    source = ImportSource(path.name, reading.format_name, digest, mapping)
    counts, names, change_id = _stored(store, reading, dataset, who, source)
    return ImportReport(
        path=path,
        format_name=reading.format_name,
        datasets=names,
        read=reading.rows_read,
        added=counts.added,
        changed=counts.changed,
        unchanged=counts.unchanged,
        kept_away=counts.kept_away,
        passed_over=reading.passed_over,
        flagged=tuple(
            (flag.reason, len(flag.rows), tuple(reading.lines[flag.rows[:_MOST_ROWS_TOLD]].tolist()))
            for flag in reading.flags
        ),
        refused=tuple(row.reason for row in reading.refused),
        refused_file=written,
        notes=reading.notes,
        change_id=change_id,
    )


def prepared(reading: Reading) -> Reading:
    """A reading ready for the store: points compared with places and countries, doubtful events tagged."""
    reading = checked(reading)
    if not reading.flags:
        return reading
    return replace(reading, events=_tagged(reading.events, reading.flags))


def _tagged(events: pa.Table, flags: tuple[Flag, ...]) -> pa.Table:
    """`events` with a tag on each doubtful one, so that they can be found again by their words."""
    position = events.column_names.index("tags")
    coded = one_chunk(events.column("tags"))
    values = coded.dictionary.to_pylist()
    codes = coded.indices.to_numpy().astype(np.int32).copy()
    known = {value: code for code, value in enumerate(values)}
    for flag in flags:
        tag = CHECK_TAG + flag.reason.replace(";", ",")
        for code in np.unique(codes[flag.rows]):
            text = f"{values[code]}; {tag}" if values[code] else tag
            if text not in known:
                known[text] = len(values)
                values.append(text)
            rows = flag.rows[codes[flag.rows] == code]
            codes[rows] = known[text]
    tags = pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(values, pa.string()))
    return events.set_column(position, "tags", tags)


def _stored(
    store: Store, reading: Reading, dataset: str | None, who: str | None, source: ImportSource
) -> tuple[TableCounts, tuple[str, ...], int | None]:
    there = {known.name: known for known in store.data_sets()}
    before = store.revision
    counts = TableCounts()
    names = []
    with store.change("import", who=who, why=f"import of {source.file}") as change:
        for name, events, original in _by_data_set(reading, dataset):
            names.append(name)
            for start in range(0, max(events.num_rows, 1), _ROWS_AT_ONCE):
                part = None if original is None else original.slice(start, _ROWS_AT_ONCE)
                counts += change.add_table(
                    events.slice(start, _ROWS_AT_ONCE), dataset=name, original=part, source=source
                )
        for name in names:
            # Last, for it is the first to take the right to write from others.
            if name not in there or not there[name].title:
                change.add_data_set(_described(name, reading.data_set))
    after = store.revision
    return counts, tuple(names), after if after != before else None


def _described(name: str, info: DataSetInfo) -> DataSet:
    return DataSet(
        name,
        title=info.title or name,
        licence=info.licence,
        attribution=info.attribution,
        url=info.url,
    )


def _by_data_set(reading: Reading, dataset: str | None) -> Iterator[tuple[str, pa.Table, pa.Table | None]]:
    """The events of each data set that the file names; all of them under `dataset` where one is given."""
    events, original = reading.events, reading.original
    if original is not None:
        original = marked(original, reading.format_name, reading.dialect)
    names = plain(events.column("dataset"))
    fallback = dataset or reading.data_set.name
    names = pc.if_else(pc.equal(names, ""), fallback, names)
    distinct = pc.unique(names).to_pylist() if dataset is None else [dataset]
    if len(distinct) <= 1:
        name = distinct[0] if distinct else fallback
        yield name, _named(events, name), original
        return
    for name in sorted(distinct):
        mask = pc.equal(names, name)
        part = None if original is None else original.filter(mask)
        yield name, _named(events.filter(mask), name), part


def _named(events: pa.Table, name: str) -> pa.Table:
    position = events.column_names.index("dataset")
    column = pa.DictionaryArray.from_arrays(pa.array(np.zeros(events.num_rows, np.int8)), pa.array([name]))
    return events.set_column(position, "dataset", column)
