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

from events.columns import COLUMNS, NUMBER_TYPES, conform
from events.storing.chunks import read_columns
from events.storing.schema import column_chunks, events, events_past
from events.storing.splice import joined

_BATCH = 500
_READ_AT_ONCE = 20_000


@dataclass(frozen=True)
class Touched:
    """Events touched since a revision.

    Attributes:
        ids: Ids of all of them, gone ones too; empty where that revision is 0.
        shown: Conformed columns of those that are accepted, there and not folded into another one.
    """

    ids: pa.Array
    shown: pa.Table


def count_since(connection: sa.Connection, revision: int) -> int:
    """How many events changes after `revision` have touched."""
    touched = sa.select(sa.func.count()).where(events.c.touched > revision)
    return int(connection.execute(touched).scalar_one())


def touched_since(connection: sa.Connection, revision: int) -> Touched:
    """The events that changes after `revision` have touched; after 0 all, and their ids are not told."""
    tables: list[pa.Table] = []
    chunked = sorted(connection.execute(sa.select(column_chunks.c.change_id).distinct()).scalars())
    since = events.c.touched > revision
    conditions = [sa.and_(since, events.c.made_by.not_in(chunked))]
    for change_id in chunked:
        chosen = _chosen(connection, change_id, revision)
        if chosen is None:
            continue
        for number, aside in _chunks_of(connection, change_id):
            tables.append(_accepted(chosen.of(_chunk(connection, change_id, number), aside)))
            conditions += [
                sa.and_(events.c.event_id.in_(aside[i : i + _BATCH]), events.c.made_by == change_id, since)
                for i in range(0, len(aside), _BATCH)
            ]
    there = sa.and_(events.c.gone == 0, events.c.folded_into == "", events.c.review == "accepted")
    for condition in conditions:
        tables += map(conform, _rows(connection, sa.and_(condition, there)))
    ids: list[str] = []
    if revision:
        ids = list(connection.execute(sa.select(events.c.event_id).where(since)).scalars())
    return Touched(pa.array(ids, pa.string()), conform(joined(tables or [_table([])])))


@dataclass(frozen=True)
class _Chosen:
    """Which rows of a bulk change's columns are meant: all but those of `ids`, or only these."""

    ids: pa.Array
    are_left_out: bool

    def of(self, table: pa.Table, aside: list[str]) -> pa.Table:
        """The rows of a chunk that are meant, without those set aside."""
        for ids, left_out in ((self.ids, self.are_left_out), (pa.array(aside, pa.string()), True)):
            if len(ids) or not left_out:
                named = pc.is_in(table.column("event_id"), value_set=ids)
                table = table.filter(pc.invert(named) if left_out else named)
        return table


def _chosen(connection: sa.Connection, change_id: int, revision: int) -> _Chosen | None:
    """The rows of a bulk change whose event is in the state that it made, and was touched since; None: none.

    Told by the few that are not where the change itself is younger than the revision, else by the few that
    are: those that an undo has brought back since.
    """
    if change_id <= revision:
        back = sa.select(events.c.event_id).where(events.c.touched > revision, events.c.made_by == change_id)
        ids = pa.array(connection.execute(back).scalars().all(), pa.string())
        return _Chosen(ids, are_left_out=False) if len(ids) else None
    left = (
        sa.select(events.c.event_id)
        .join(events_past, events_past.c.event_id == events.c.event_id)
        .where(events_past.c.touched == change_id, events.c.made_by != change_id)
    )
    brought = sa.select(sa.func.sum(column_chunks.c.rows)).where(column_chunks.c.change_id == change_id)
    count = connection.execute(sa.select(sa.func.count()).select_from(left.subquery())).scalar_one()
    if count >= connection.execute(brought).scalar_one():
        return None
    return _Chosen(pa.array(connection.execute(left).scalars().all(), pa.string()), are_left_out=True)


def _accepted(table: pa.Table) -> pa.Table:
    accepted = pc.equal(table.column("review"), "accepted")
    return table if pc.all(accepted).as_py() else table.filter(accepted)


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
    found = connection.execute(
        sa.select(*(events.c[name] for name in COLUMNS)).where(condition),
        execution_options={"yield_per": _READ_AT_ONCE},
    )
    for rows in found.partitions():
        yield _table(rows)


def _table(rows: Iterable[Any]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    return pa.table(
        {
            name: pa.array(cells, NUMBER_TYPES.get(name, pa.string()))
            for name, cells in zip(COLUMNS, columns, strict=True)
        }
    )
