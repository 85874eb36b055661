"""The events that changes have touched since a revision, as columns: on their way to a frame.

What a bulk change brought is taken from its column chunks, all else row by row from the table.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from events.columns import COLUMNS, NUMBER_TYPES, conform, one_chunk
from events.storing.chunks import read_columns
from events.storing.schema import column_chunks, events, events_past
from events.storing.splice import joined

_BATCH = 500
_READ_AT_ONCE = 20_000
_STATE = ("gone", "folded_into")


@dataclass(frozen=True)
class Touched:
    """Events touched since a revision.

    Attributes:
        ids: Ids of all of them, gone ones too.
        shown: Conformed columns of those that are accepted, there and not folded into another one.
    """

    ids: pa.Array
    shown: pa.Table


def count_since(connection: sa.Connection, revision: int) -> int:
    """How many events changes after `revision` have touched."""
    touched = sa.select(sa.func.count()).where(events.c.touched > revision)
    return int(connection.execute(touched).scalar_one())


def touched_since(connection: sa.Connection, revision: int) -> Touched:
    """The events that changes after `revision` have touched; after 0 these are all."""
    ids: list[pa.Array] = []
    tables: list[pa.Table] = []
    chunked = _changes_with_chunks(connection)
    conditions = [sa.and_(events.c.touched > revision, events.c.made_by.not_in(chunked))]
    for change_id in chunked:
        # An event in a state that a bulk change made is as that change's columns say.
        is_in_state = sa.and_(events.c.touched > revision, events.c.made_by == change_id)
        chosen = _Chosen(connection, change_id, revision)
        if chosen.nothing:
            continue
        for number, aside in _chunks_of(connection, change_id):
            table = chosen.of(_chunk(connection, change_id, number), aside)
            ids.append(one_chunk(table.column("event_id")))
            tables.append(_accepted(table))
            conditions += [
                sa.and_(events.c.event_id.in_(aside[first : first + _BATCH]), is_in_state)
                for first in range(0, len(aside), _BATCH)
            ]
    for condition in conditions:
        for table in _rows(connection, condition):
            ids.append(one_chunk(table.column("event_id")))
            there = pc.and_(pc.equal(table.column("gone"), 0), pc.equal(table.column("folded_into"), ""))
            tables.append(_accepted(conform(table.filter(there).drop_columns(list(_STATE)))))
    if not tables:
        return Touched(pa.array([], pa.string()), conform(_table([]).drop_columns(list(_STATE))))
    return Touched(pa.concat_arrays(ids), conform(joined(tables)))


class _Chosen:
    """Which rows of a bulk change's columns are meant: those whose event is in that state, and was touched.

    Told by the few that are not where the change is younger than the revision, else by the few that are:
    those that an undo has brought back.
    """

    def __init__(self, connection: sa.Connection, change_id: int, revision: int) -> None:
        self._is_younger = change_id > revision
        if self._is_younger:
            asked = (
                sa.select(events.c.event_id)
                .join(events_past, events_past.c.event_id == events.c.event_id)
                .where(events_past.c.touched == change_id, events.c.made_by != change_id)
            )
        else:
            asked = sa.select(events.c.event_id).where(
                events.c.touched > revision, events.c.made_by == change_id
            )
        self._ids = pa.array(connection.execute(asked).scalars().all(), pa.string())

    @property
    def nothing(self) -> bool:
        """Whether none is meant for sure."""
        return not self._is_younger and not len(self._ids)

    def of(self, table: pa.Table, aside: list[str]) -> pa.Table:
        """The rows of a chunk that are meant, without those set aside."""
        column = table.column("event_id")
        if len(self._ids):
            named = pc.is_in(column, value_set=self._ids)
            table = table.filter(pc.invert(named) if self._is_younger else named)
        elif not self._is_younger:
            table = table.slice(0, 0)
        if aside:
            away = pc.is_in(table.column("event_id"), value_set=pa.array(aside, pa.string()))
            table = table.filter(pc.invert(away))
        return table


def _accepted(table: pa.Table) -> pa.Table:
    accepted = pc.equal(table.column("review"), "accepted")
    return table if pc.all(accepted).as_py() else table.filter(accepted)


def _changes_with_chunks(connection: sa.Connection) -> list[int]:
    return sorted(connection.execute(sa.select(column_chunks.c.change_id).distinct()).scalars())


def _chunks_of(connection: sa.Connection, change_id: int) -> list[tuple[int, list[str]]]:
    found = connection.execute(
        sa.select(column_chunks.c.number, column_chunks.c.aside)
        .where(column_chunks.c.change_id == change_id)
        .order_by(column_chunks.c.number)
    )
    return [(number, json.loads(aside) if aside else []) for number, aside in found]


def _chunk(connection: sa.Connection, change_id: int, number: int) -> pa.Table:
    cells = connection.execute(
        sa.select(column_chunks.c.cells).where(
            column_chunks.c.change_id == change_id, column_chunks.c.number == number
        )
    ).scalar_one()
    return read_columns(cells)


def _rows(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> Iterable[pa.Table]:
    """The rows of the table that meet the condition, some thousands at a time."""
    names = (*COLUMNS, *_STATE)
    found = connection.execution_options(yield_per=_READ_AT_ONCE).execute(
        sa.select(*(events.c[name] for name in names)).where(condition)
    )
    for rows in found.partitions():
        yield _table(rows)


def _table(rows: Iterable[Any]) -> pa.Table:
    names = (*COLUMNS, *_STATE)
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    types = {**NUMBER_TYPES, "gone": pa.int8()}
    return pa.table(
        {
            name: pa.array(cells, types.get(name, pa.string()))
            for name, cells in zip(names, columns, strict=True)
        }
    )
