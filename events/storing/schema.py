"""The tables of the store, for SQLite and PostgreSQL alike; `migrations/` makes them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from events.columns import COLUMNS, NUMBER_TYPES

EPOCH = dt.date(1970, 1, 1)


class Day(sa.types.TypeDecorator[dt.date]):
    """A day: whole days since 1970-01-01 in SQLite, so that columns need no parsing; a date in PostgreSQL."""

    impl = sa.Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        return dialect.type_descriptor(sa.Date() if dialect.name == "postgresql" else sa.Integer())

    def process_bind_param(self, value: dt.date | None, dialect: sa.Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else (value - EPOCH).days

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> dt.date | None:
        return value if value is None or dialect.name == "postgresql" else EPOCH + dt.timedelta(value)


class Moment(sa.types.TypeDecorator[dt.datetime]):
    """An aware time in UTC: ISO text in SQLite, timestamptz in PostgreSQL."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))
        return dialect.type_descriptor(sa.Text())

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)
        return moment.astimezone(dt.UTC)


GONE_BY_HAND = 1
GONE_WITH_ITS_SET = 2
"""`events.gone`: 0 there, 1 removed by a person, 2 removed with its data set or by an undo."""

NOBODY = 0
"""`events.made_by` of the state in which an event has never been there."""

_NEEDED = {"date_start", "date_end", "date_prec", "where_prec"}
_SMALL = {"date_prec", "where_prec"}


def _event_column(name: str) -> sa.Column[Any]:
    if name in ("date_start", "date_end"):
        kind: sa.types.TypeEngine[Any] = Day()
    elif name in _SMALL:
        kind = sa.SmallInteger()
    elif name not in NUMBER_TYPES:
        kind = sa.Text()
    elif name.startswith("fatalities"):
        kind = sa.Integer()
    else:
        kind = sa.Double()
    return sa.Column(name, kind, nullable=name in NUMBER_TYPES and name not in _NEEDED)


def _version_columns() -> list[sa.Column[Any]]:
    """What the store keeps beside the fields of an event, in each of its versions."""
    return [
        sa.Column("report_id", sa.Text()),
        sa.Column("import_id", sa.Integer()),
        sa.Column("import_row", sa.Integer()),
        sa.Column("row_hash", sa.BigInteger()),
        sa.Column("corrected", sa.Text(), nullable=False, server_default=""),
        sa.Column("folded_into", sa.Text(), nullable=False, server_default=""),
        sa.Column("gone", sa.SmallInteger(), nullable=False, server_default="0"),
        sa.Column("as_added", sa.SmallInteger(), nullable=False, server_default="1"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("touched", sa.Integer(), nullable=False),
    ]


metadata = sa.MetaData()

store = sa.Table(
    "store",
    metadata,
    sa.Column("name", sa.Text(), primary_key=True),
    sa.Column("value", sa.Text(), nullable=False),
)

changes = sa.Table(
    "changes",
    metadata,
    sa.Column("change_id", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("who", sa.Text(), nullable=False),
    sa.Column("moment", Moment(), nullable=False),
    sa.Column("why", sa.Text(), nullable=False),
    sa.Column("kind", sa.Text(), nullable=False),
    sa.Column("revisions", sa.Integer(), nullable=False),
    sa.Column("undone_by", sa.Integer(), sa.ForeignKey("changes.change_id")),
    sa.Column("undoes", sa.Integer(), sa.ForeignKey("changes.change_id")),
    sa.Column("token", sa.Text(), nullable=False),
)

revisions = sa.Table(
    "revisions",
    metadata,
    sa.Column("change_id", sa.Integer(), sa.ForeignKey("changes.change_id"), primary_key=True),
    sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("of_table", sa.Text(), nullable=False),
    sa.Column("of_key", sa.Text(), nullable=False),
    sa.Column("before", sa.Text()),
    sa.Column("after", sa.Text()),
    sa.Index("revisions_of", "of_table", "of_key"),
)

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("report_id", sa.Text(), primary_key=True),
    sa.Column("text", sa.Text(), nullable=False),
    sa.Column("title", sa.Text(), nullable=False),
    sa.Column("publisher", sa.Text(), nullable=False),
    sa.Column("author", sa.Text(), nullable=False),
    sa.Column("published_start", Day()),
    sa.Column("published_end", Day()),
    sa.Column("published_rule", sa.Text(), nullable=False),
    sa.Column("source", sa.Text(), nullable=False),
    sa.Column("notes", sa.Text(), nullable=False),
    sa.Column("added", Moment(), nullable=False),
    sa.Column("added_by", sa.Text(), nullable=False),
    sa.Column("gone", sa.SmallInteger(), nullable=False, server_default="0"),
)

data_sets = sa.Table(
    "data_sets",
    metadata,
    sa.Column("name", sa.Text(), primary_key=True),
    sa.Column("title", sa.Text(), nullable=False),
    sa.Column("licence", sa.Text(), nullable=False),
    sa.Column("attribution", sa.Text(), nullable=False),
    sa.Column("url", sa.Text(), nullable=False),
    sa.Column("shown", sa.SmallInteger(), nullable=False),
    sa.Column("added", Moment(), nullable=False),
)

aliases = sa.Table(
    "aliases",
    metadata,
    sa.Column("text", sa.Text(), primary_key=True),
    sa.Column("place_id", sa.Text(), primary_key=True),
    sa.Column("valid_from", Day()),
    sa.Column("valid_to", Day()),
    sa.Column("note", sa.Text(), nullable=False),
)

views = sa.Table(
    "views",
    metadata,
    sa.Column("name", sa.Text(), primary_key=True),
    sa.Column("link", sa.Text(), nullable=False),
)

briefs = sa.Table(
    "briefs",
    metadata,
    sa.Column("name", sa.Text(), primary_key=True),
    sa.Column("recipe", sa.Text(), nullable=False),
)

imports = sa.Table(
    "imports",
    metadata,
    sa.Column("import_id", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("change_id", sa.Integer(), sa.ForeignKey("changes.change_id"), nullable=False),
    sa.Column("dataset", sa.Text(), nullable=False),
    sa.Column("file", sa.Text(), nullable=False),
    sa.Column("format", sa.Text(), nullable=False),
    sa.Column("digest", sa.Text(), nullable=False),
    sa.Column("mapping", sa.Text(), nullable=False),
    sa.Column("note", sa.Text(), nullable=False),
    sa.Column("added", sa.Integer(), nullable=False),
    sa.Column("changed", sa.Integer(), nullable=False),
    sa.Column("unchanged", sa.Integer(), nullable=False),
)

originals = sa.Table(
    "originals",
    metadata,
    sa.Column("import_id", sa.Integer(), sa.ForeignKey("imports.import_id"), primary_key=True),
    sa.Column("first_row", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("last_row", sa.Integer(), nullable=False),
    sa.Column("cells", sa.LargeBinary(), nullable=False),
)

column_chunks = sa.Table(
    "column_chunks",
    metadata,
    sa.Column("change_id", sa.Integer(), sa.ForeignKey("changes.change_id"), primary_key=True),
    sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("rows", sa.Integer(), nullable=False),
    sa.Column("aside", sa.Text(), nullable=False),
    sa.Column("cells", sa.LargeBinary(), nullable=False),
)

events = sa.Table(
    "events",
    metadata,
    *(
        sa.Column("event_id", sa.Text(), primary_key=True) if name == "event_id" else _event_column(name)
        for name in COLUMNS
    ),
    *_version_columns(),
    sa.ForeignKeyConstraint(["report_id"], ["reports.report_id"], name="events_report"),
    sa.ForeignKeyConstraint(["import_id"], ["imports.import_id"], name="events_import"),
    sa.Index("events_touched", "touched", "made_by"),
    sa.Index("events_dataset", "dataset", "gone", "review"),
)
for _name, _column, _condition in (
    ("events_report_id", events.c.report_id, "report_id IS NOT NULL"),
    ("events_folded", events.c.folded_into, "folded_into <> ''"),
):
    sa.Index(_name, _column, sqlite_where=sa.text(_condition), postgresql_where=sa.text(_condition))

events_past = sa.Table(
    "events_past",
    metadata,
    *(
        sa.Column("event_id", sa.Text(), primary_key=True) if name == "event_id" else _event_column(name)
        for name in COLUMNS
    ),
    *_version_columns(),
    sa.Column("ended", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Index("events_past_ended", "ended"),
    sa.Index("events_past_touched", "touched"),
)

VERSION_COLUMNS: tuple[str, ...] = tuple(column.name for column in events.c)
"""All columns of a version of an event, in the order of both tables."""
