"""The first tables: changes and revisions, events with their past, reports, data sets, imports and the rest.

Written out and never changed again: `events/storing/schema.py` may move on, this step may not.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def _text(name: str, *, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), primary_key=primary_key, nullable=False)


def _day(name: str, *, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.Integer().with_variant(sa.Date(), "postgresql"), nullable=nullable)


def _moment(name: str) -> sa.Column[str]:
    kind = sa.Text().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
    return sa.Column(name, kind, nullable=False)


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), primary_key=True, autoincrement=False)


def _version_of_an_event() -> list[sa.Column]:
    return [
        _text("event_id", primary_key=True),
        _day("date_start", nullable=False),
        _day("date_end", nullable=False),
        sa.Column("date_prec", sa.SmallInteger(), nullable=False),
        *(_text(name) for name in ("event_type", "sub_event_type", "actor1", "actor2", "other_actors")),
        *(
            _text(name)
            for name in ("title", "place", "place_text", "place_id", "admin2", "admin1", "country")
        ),
        sa.Column("latitude", sa.Double()),
        sa.Column("longitude", sa.Double()),
        sa.Column("where_prec", sa.SmallInteger(), nullable=False),
        sa.Column("radius_km", sa.Double()),
        *(sa.Column(f"fatalities_{bound}", sa.Integer()) for bound in ("low", "best", "high")),
        *(_text(name) for name in ("status", "summary", "sources", "tags")),
        sa.Column("confidence", sa.Double()),
        *(_text(name) for name in ("review", "dataset")),
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


def upgrade() -> None:
    """Make all tables; in PostgreSQL also the events' geometry with its index."""
    op.create_table("store", _text("name", primary_key=True), _text("value"))
    op.create_table(
        "changes",
        _key("change_id"),
        _text("who"),
        _moment("moment"),
        _text("why"),
        _text("kind"),
        sa.Column("revisions", sa.Integer(), nullable=False),
        sa.Column("undone_by", sa.Integer(), sa.ForeignKey("changes.change_id")),
        sa.Column("undoes", sa.Integer(), sa.ForeignKey("changes.change_id")),
        _text("token"),
    )
    op.create_table(
        "revisions",
        sa.Column("change_id", sa.Integer(), sa.ForeignKey("changes.change_id"), primary_key=True),
        _key("number"),
        _text("of_table"),
        _text("of_key"),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
    )
    op.create_index("revisions_of", "revisions", ["of_table", "of_key"])
    op.create_table(
        "reports",
        _text("report_id", primary_key=True),
        *(_text(name) for name in ("text", "title", "publisher", "author")),
        _day("published_start"),
        _day("published_end"),
        *(_text(name) for name in ("published_rule", "source", "notes")),
        _moment("added"),
        _text("added_by"),
        sa.Column("gone", sa.SmallInteger(), nullable=False, server_default="0"),
    )
    op.create_table(
        "data_sets",
        _text("name", primary_key=True),
        *(_text(name) for name in ("title", "licence", "attribution", "url")),
        sa.Column("shown", sa.SmallInteger(), nullable=False),
        _moment("added"),
    )
    op.create_table(
        "aliases",
        _text("text", primary_key=True),
        _text("place_id", primary_key=True),
        _day("valid_from"),
        _day("valid_to"),
        _text("note"),
    )
    op.create_table("views", _text("name", primary_key=True), _text("link"))
    op.create_table(
        "imports",
        _key("import_id"),
        sa.Column("change_id", sa.Integer(), sa.ForeignKey("changes.change_id"), nullable=False),
        *(_text(name) for name in ("dataset", "file", "format", "digest", "mapping", "note")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("added", "changed", "unchanged")),
    )
    op.create_table(
        "originals",
        sa.Column("import_id", sa.Integer(), sa.ForeignKey("imports.import_id"), primary_key=True),
        _key("first_row"),
        sa.Column("last_row", sa.Integer(), nullable=False),
        sa.Column("cells", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "column_chunks",
        sa.Column("change_id", sa.Integer(), sa.ForeignKey("changes.change_id"), primary_key=True),
        _key("number"),
        sa.Column("rows", sa.Integer(), nullable=False),
        _text("aside"),
        sa.Column("cells", sa.LargeBinary(), nullable=False),
    )
    _make_events()


def _make_events() -> None:
    op.create_table(
        "events",
        *_version_of_an_event(),
        sa.ForeignKeyConstraint(["report_id"], ["reports.report_id"], name="events_report"),
        sa.ForeignKeyConstraint(["import_id"], ["imports.import_id"], name="events_import"),
    )
    op.create_index("events_touched", "events", ["touched", "made_by"])
    op.create_index("events_dataset", "events", ["dataset", "gone", "review"])
    for name, column, condition in (
        ("events_report_id", "report_id", "report_id IS NOT NULL"),
        ("events_folded", "folded_into", "folded_into <> ''"),
    ):
        where = sa.text(condition)
        op.create_index(name, "events", [column], sqlite_where=where, postgresql_where=where)
    op.create_table("events_past", *_version_of_an_event(), _key("ended"))
    op.create_index("events_past_ended", "events_past", ["ended"])
    op.create_index("events_past_touched", "events_past", ["touched"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        op.execute(
            "ALTER TABLE events ADD COLUMN geom geometry(Point, 4326) GENERATED ALWAYS AS "
            "(ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)) STORED"
        )
        op.execute("CREATE INDEX events_geom ON events USING gist (geom)")


def downgrade() -> None:
    """There is nothing before the first tables."""
    raise NotImplementedError("a store is not taken back to a state before its first version")
