"""Between rows of the tables and what the store gives back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from events.columns import COLUMNS
from events.event import Event, read_day, read_sources, write_sources
from events.storing.records import Change, DataSet, Row, StoredEvent, StoredReport
from events.storing.schema import changes, reports

_DAYS = ("date_start", "date_end")


def row_of(event: Event) -> Row:
    """The fields of an event as the table's columns hold them."""
    row = {name: getattr(event, name) for name in COLUMNS}
    row["other_actors"] = "; ".join(event.other_actors)
    row["tags"] = "; ".join(event.tags)
    row["sources"] = write_sources(event.sources)
    return row


def event_of(row: Mapping[Any, Any]) -> Event:
    """The event that a row holds."""
    fields = {name: row[name] for name in COLUMNS}
    return Event(**{**fields, "sources": read_sources(fields["sources"])})


def stored_of(row: Mapping[Any, Any]) -> StoredEvent:
    """The event that a row holds, with what the store knows of it."""
    return StoredEvent(
        event=event_of(row),
        version=row["version"],
        report_id=row["report_id"],
        import_id=row["import_id"],
        import_row=row["import_row"],
        changed=row["touched"],
        folded_into=row["folded_into"],
        corrected=json.loads(row["corrected"]) if row["corrected"] else {},
        as_added=bool(row["as_added"]),
    )


def event_json(row: Mapping[Any, Any]) -> Row | None:
    """An event's row for a reader of its history: the fields as JSON holds them; None where it is gone."""
    if row["gone"]:
        return None
    fields: Row = json.loads(event_of(row).model_dump_json())
    if row["folded_into"]:
        fields["folded_into"] = row["folded_into"]
    return fields


def write_corrected(corrected: Row) -> str:
    """The values an import gave, under the fields that a person corrected, as JSON text; "" for none."""
    if not corrected:
        return ""
    plain = {name: str(value) if name in _DAYS else value for name, value in corrected.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def read_corrected(text: str) -> Row:
    """What `write_corrected` wrote, with days as days."""
    found: Row = json.loads(text) if text else {}
    return {name: read_day(value) if name in _DAYS else value for name, value in found.items()}


def change_of(row: Mapping[Any, Any]) -> Change:
    """The change that a row of `changes` holds."""
    return Change(
        change_id=row["change_id"],
        who=row["who"],
        when=row["moment"],
        why=row["why"],
        kind=row["kind"],
        revisions=row["revisions"],
        undone_by=row["undone_by"],
        undoes=row["undoes"],
    )


def report_of(row: Mapping[Any, Any]) -> StoredReport:
    """The report that a row of `reports` holds."""
    fields = {column.name: row[column.name] for column in reports.c if column.name != "gone"}
    return StoredReport(**{**fields, "notes": tuple(json.loads(fields["notes"]))})


def data_set_of(row: Mapping[Any, Any], count: int) -> DataSet:
    """The data set that a row of `data_sets` holds."""
    return DataSet(
        name=row["name"],
        title=row["title"],
        licence=row["licence"],
        attribution=row["attribution"],
        url=row["url"],
        shown=bool(row["shown"]),
        added=row["added"],
        events=count,
    )


def changes_by_id(connection: sa.Connection, ids: set[int]) -> dict[int, Change]:
    """Number -> change."""
    found = connection.execute(sa.select(changes).where(changes.c.change_id.in_(ids)))
    return {row["change_id"]: change_of(row) for row in found.mappings()}
