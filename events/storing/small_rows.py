"""Rows of the small tables (reports, data sets, views and so on): written with a revision, put back by it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import sqlalchemy as sa

from errors import StoreError
from events.storing.records import Row
from events.storing.schema import Day, Moment, aliases, briefs, data_sets, reports, revisions, views

TABLES: dict[str, sa.Table] = {table.name: table for table in (reports, data_sets, aliases, views, briefs)}


def key_of(table: sa.Table, row: Row) -> str:
    """A row's key as revisions name it: plain where it is one column, else a JSON list."""
    parts = [row[column.name] for column in table.primary_key]
    return str(parts[0]) if len(parts) == 1 else json.dumps(parts, ensure_ascii=False)


def row_at(connection: sa.Connection, table: sa.Table, key: str) -> Row | None:
    """The row of that key; None where there is none."""
    found = connection.execute(sa.select(table).where(_is_at(table, key))).mappings().one_or_none()
    if found is None or found.get("gone"):
        return None
    return {name: value for name, value in found.items() if name != "gone"}


def put(connection: sa.Connection, table: sa.Table, key: str, row: Row | None) -> None:
    """Make the row of that key be `row`, or not be where it is None.

    A report stays in its table when it is removed, marked as gone: events of the past name it.
    """
    keeps = "gone" in table.c
    there = connection.execute(sa.select(sa.func.count()).select_from(table).where(_is_at(table, key)))
    if row is None:
        if keeps:
            connection.execute(sa.update(table).where(_is_at(table, key)).values(gone=1))
        else:
            connection.execute(sa.delete(table).where(_is_at(table, key)))
    elif there.scalar_one():
        values = {**row, "gone": 0} if keeps else row
        connection.execute(sa.update(table).where(_is_at(table, key)).values(**values))
    else:
        connection.execute(sa.insert(table), row)


class SmallRows:
    """Writes of one change to the small tables; `count` tells how many revisions they made."""

    def __init__(self, connection: sa.Connection, change_id: int) -> None:
        self._connection = connection
        self._change_id = change_id
        self.count = 0

    def write(self, table: sa.Table, key: str, after: Row | None) -> bool:
        """Make the row of that key be `after` (None: not be); False where it is so already."""
        before = row_at(self._connection, table, key)
        if before == after:
            return False
        put(self._connection, table, key, after)
        self._connection.execute(
            sa.insert(revisions),
            {
                "change_id": self._change_id,
                "number": self.count,
                "of_table": table.name,
                "of_key": key,
                "before": _written(table, before),
                "after": _written(table, after),
            },
        )
        self.count += 1
        return True

    def undo(self, change_id: int) -> None:
        """Put back what another change wrote, the last first.

        Raises:
            StoreError: A row is not as that change left it.
        """
        of_change = sa.select(revisions).where(revisions.c.change_id == change_id)
        for revision in self._connection.execute(of_change.order_by(revisions.c.number.desc())).mappings():
            table, key = TABLES[revision["of_table"]], revision["of_key"]
            if row_at(self._connection, table, key) != read_row(table, revision["after"]):
                raise StoreError(
                    f"undo: found that {table.name.replace('_', ' ').removesuffix('s')} {key!r} was changed "
                    f"again{self._newest(change_id, table.name, key)}, expected it as change {change_id} "
                    "left it: undo the newer change first"
                )
            self.write(table, key, read_row(table, revision["before"]))

    def _newest(self, change_id: int, table: str, key: str) -> str:
        found = self._connection.execute(
            sa.select(sa.func.max(revisions.c.change_id)).where(
                revisions.c.of_table == table,
                revisions.c.of_key == key,
                revisions.c.change_id > change_id,
                revisions.c.change_id != self._change_id,
            )
        ).scalar_one()
        return "" if found is None else f" by change {found}"


def _is_at(table: sa.Table, key: str) -> sa.ColumnElement[bool]:
    columns = list(table.primary_key)
    parts = [key] if len(columns) == 1 else json.loads(key)
    return sa.and_(*(column == part for column, part in zip(columns, parts, strict=True)))


def _written(table: sa.Table, row: Row | None) -> str | None:
    if row is None:
        return None
    plain = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in row.items()}
    return json.dumps(plain, ensure_ascii=False)


def read_row(table: sa.Table, text: str | None) -> Row | None:
    """A row as a revision holds it, with days and times as such."""
    if text is None:
        return None
    row: dict[str, Any] = json.loads(text)
    for name, value in row.items():
        kind = table.c[name].type
        if isinstance(kind, Day) and value is not None:
            row[name] = dt.date.fromisoformat(value)
        elif isinstance(kind, Moment) and value is not None:
            row[name] = dt.datetime.fromisoformat(value)
    return row
