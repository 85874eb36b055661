"""`export OUT`: the chosen events as a file, in the format that its suffix tells."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from commands.filter_options import add_filter_options, filter_from, told
from events.about import About, data_set_names, with_about
from events.filter import Filter
from events.formats import EventFormat, can_write, format_for, formats
from events.frame import EventFrame
from events.reading import DataSetInfo
from events.restoring import write_as_imported
from events.source_frame import OpenSource, open_source, source_frame
from events.storing.first_use import ATTRIBUTION, LICENCE, TITLE
from settings import read_settings

NAME = "export"
HELP = "write events to a file, in the format that its suffix tells"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What it is given."""
    writable = sorted(name for name, known in formats().items() if can_write(known))
    parser.add_argument("out", metavar="OUT", type=Path, help="the file to write")
    parser.add_argument("--format", choices=writable, help="the format; default: as the suffix tells")
    parser.add_argument(
        "--db", metavar="ADDRESS", help="the store, a file or an address; default: INCIDENTS_DB"
    )
    add_filter_options(parser)


def run(options: argparse.Namespace) -> None:
    """Write the chosen events and say how many."""
    wanted = filter_from(options)
    # A suffix that no format has is told before a large store is opened.
    chosen = format_for(options.out, options.format)
    with _opened(options.db) as (source, events):
        table, n_possible = chosen_table(events, wanted)
        told_data_sets = _data_sets(source, events, table)
        as_they_came = _restored(source, table, options.out, chosen)
    if not as_they_came:
        chosen.write(with_about(table, About(dt.date.today(), told(wanted), told_data_sets)), options.out)
    perhaps = f" ({n_possible:,} of them possible: their days reach beyond the window)" if n_possible else ""
    print(f"{table.num_rows:,} events{perhaps} as {chosen.NAME} in {options.out}")
    if as_they_came:
        print(f"{as_they_came:,} of them with every cell of the file that they were imported from")


def _restored(source: OpenSource, table: pa.Table, out: Path, chosen: EventFormat) -> int:
    """Write events in the format that they were imported from, cell by cell; 0 where none was."""
    if source.store is None or not hasattr(chosen, "put_back"):
        return 0
    originals = [source.store.originals(dataset=name) for name in data_set_names(table)]
    return write_as_imported(table, originals, out, chosen.NAME)


def chosen_table(events: EventFrame, wanted: Filter) -> tuple[pa.Table, int]:
    """The events that a filter lets through, in the frame's order, and how many of them only possibly."""
    definite, possible = events.rows_by_certainty(wanted)
    if len(definite) + len(possible) == events.n:
        return events.table, len(possible)
    return events.table.take(pa.array(events.rows_in(wanted))), len(possible)


@contextmanager
def _opened(address: str | None) -> Iterator[tuple[OpenSource, EventFrame]]:
    """The events of the store that is named, or else of what the settings name."""
    settings = read_settings()
    if address:
        settings = replace(settings, db=address, db_is_given=True, data_file=None)
    source = open_source(settings)
    try:
        yield source, source_frame(source, settings)
    finally:
        if source.store is not None:
            source.store.close()


def _data_sets(source: OpenSource, events: EventFrame, table: pa.Table) -> tuple[DataSetInfo, ...]:
    """What is known of the data sets whose events are exported."""
    known = {}
    if source.store is not None:
        for data_set in source.store.data_sets():
            known[data_set.name] = DataSetInfo(
                data_set.name, data_set.title, data_set.licence, data_set.attribution, data_set.url
            )
    elif read_settings().data_file is None:
        known = {name: DataSetInfo(name, TITLE, LICENCE, ATTRIBUTION) for name in events.values("dataset")}
    return tuple(known.get(name, DataSetInfo(name)) for name in data_set_names(table))
