"""What can be asked of a store: events and their history, changes, reports, data sets, the small lists."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from events.storing.records import (
    Alias,
    Change,
    DataSet,
    Import,
    ImportSource,
    Merge,
    Revision,
    SavedBrief,
    SavedView,
    StoredEvent,
    StoredReport,
)
from events.storing.rows import (
    change_of,
    changes_by_id,
    data_set_of,
    event_json,
    report_of,
    stored_of,
)
from events.storing.schema import (
    aliases,
    briefs,
    changes,
    data_sets,
    events,
    events_past,
    imports,
    reports,
    revisions,
    views,
)
from events.storing.small_rows import TABLES, read_row

_BATCH = 500


def stored_events(
    connection: sa.Connection,
    *,
    ids: Iterable[str] | None = None,
    report_id: str | None = None,
    review: str | None = None,
    dataset: str | None = None,
) -> list[StoredEvent]:
    """The events that meet all that is asked, by where their evidence begins in the report, then by id."""
    wanted = [events.c.gone == 0]
    for column, value in (("report_id", report_id), ("review", review), ("dataset", dataset)):
        if value is not None:
            wanted.append(events.c[column] == value)
    asked = None if ids is None else list(dict.fromkeys(ids))
    batches = [None] if asked is None else [asked[i : i + _BATCH] for i in range(0, len(asked), _BATCH)]
    found: list[StoredEvent] = []
    for batch in batches:
        here = [] if batch is None else [events.c.event_id.in_(batch)]
        rows = connection.execute(sa.select(events).where(*wanted, *here)).mappings()
        found += [stored_of(row) for row in rows]
    return sorted(found, key=_place_in_report)


def _place_in_report(stored: StoredEvent) -> tuple[float, str]:
    starts = [source.start for source in stored.event.sources if source.start is not None]
    return (min(starts) if starts else float("inf"), stored.event.event_id)


def history_of(connection: sa.Connection, event_id: str) -> list[Revision]:
    """What changes did to one event, the newest first."""
    versions = [
        dict(row)
        for table in (events_past, events)
        for row in connection.execute(sa.select(table).where(table.c.event_id == event_id)).mappings()
    ]
    versions.sort(key=lambda row: row["touched"])
    told = changes_by_id(connection, {row["touched"] for row in versions})
    found = []
    before = None
    for row in versions:
        after = event_json(row)
        found.append(Revision(told[row["touched"]], "events", event_id, before, after))
        before = after
    return found[::-1]


def newest_changes(connection: sa.Connection, limit: int, report_id: str | None) -> list[Change]:
    """The newest changes first; those that touched a report or an event of it where one is named."""
    asked = sa.select(changes).order_by(changes.c.change_id.desc()).limit(limit)
    if report_id is not None:
        touching = sa.union(
            sa.select(events.c.touched).where(events.c.report_id == report_id),
            *(
                sa.select(column).where(events_past.c.report_id == report_id)
                for column in (events_past.c.touched, events_past.c.ended)
            ),
            sa.select(revisions.c.change_id).where(
                revisions.c.of_table == "reports", revisions.c.of_key == report_id
            ),
        )
        asked = asked.where(changes.c.change_id.in_(touching))
    return [change_of(row) for row in connection.execute(asked).mappings()]


def revisions_of(connection: sa.Connection, change_id: int, limit: int) -> list[Revision]:
    """What one change did, row by row: at most `limit` events and as many rows of the small tables."""
    told = changes_by_id(connection, {change_id})
    if not told:
        return []
    change = told[change_id]
    rows = connection.execute(
        sa.select(revisions)
        .where(revisions.c.change_id == change_id)
        .order_by(revisions.c.number)
        .limit(limit)
    ).mappings()
    found = [
        Revision(
            change,
            row["of_table"],
            row["of_key"],
            *(_plain(row["of_table"], row[side]) for side in ("before", "after")),
        )
        for row in rows
    ]
    touched = sa.union(
        sa.select(events.c.event_id).where(events.c.touched == change_id),
        sa.select(events_past.c.event_id).where(events_past.c.touched == change_id),
    ).limit(limit)
    for event_id in connection.execute(touched).scalars():
        found += [
            revision
            for revision in history_of(connection, event_id)
            if revision.change.change_id == change_id
        ]
    return found


def _plain(table: str, text: str | None) -> dict[str, object] | None:
    """A row as a revision shows it; the long text of a report is left out."""
    row = read_row(TABLES[table], text)
    left_out = "text" if table == "reports" else None
    return None if row is None else {name: value for name, value in row.items() if name != left_out}


def all_reports(connection: sa.Connection, report_id: str | None = None) -> list[StoredReport]:
    """The reports in the order in which they came."""
    asked = sa.select(reports).where(reports.c.gone == 0).order_by(reports.c.added, reports.c.report_id)
    if report_id is not None:
        asked = asked.where(reports.c.report_id == report_id)
    return [report_of(row) for row in connection.execute(asked).mappings()]


def all_data_sets(connection: sa.Connection) -> list[DataSet]:
    """The data sets by name, those too that only events name."""
    counted = (
        sa.select(events.c.dataset, sa.func.count().label("events"))
        .where(events.c.gone == 0)
        .group_by(events.c.dataset)
    )
    counts = {row["dataset"]: row["events"] for row in connection.execute(counted).mappings()}
    found = {
        row["name"]: data_set_of(row, counts.get(row["name"], 0))
        for row in connection.execute(sa.select(data_sets)).mappings()
    }
    unnamed = {name: DataSet(name, events=count) for name, count in counts.items() if name not in found}
    return sorted([*found.values(), *unnamed.values()], key=lambda data_set: data_set.name)


def all_aliases(connection: sa.Connection) -> list[Alias]:
    """The aliases by text."""
    asked = sa.select(aliases).order_by(aliases.c.text, aliases.c.place_id)
    return [Alias(**row) for row in connection.execute(asked).mappings()]


def all_views(connection: sa.Connection) -> list[SavedView]:
    """The views by name."""
    return [
        SavedView(**row) for row in connection.execute(sa.select(views).order_by(views.c.name)).mappings()
    ]


def all_briefs(connection: sa.Connection) -> list[SavedBrief]:
    """The briefs by name."""
    return [
        SavedBrief(**row) for row in connection.execute(sa.select(briefs).order_by(briefs.c.name)).mappings()
    ]


def all_imports(connection: sa.Connection) -> list[Import]:
    """The imports whose change holds, the newest first."""
    asked = (
        sa.select(imports)
        .join(changes, changes.c.change_id == imports.c.change_id)
        .where(changes.c.undone_by.is_(None))
        .order_by(imports.c.import_id.desc())
    )
    return [
        Import(
            import_id=row["import_id"],
            source=ImportSource(*(row[name] for name in ("file", "format", "digest", "mapping", "note"))),
            dataset=row["dataset"],
            change_id=row["change_id"],
            added=row["added"],
            changed=row["changed"],
            unchanged=row["unchanged"],
        )
        for row in connection.execute(asked).mappings()
    ]


def all_merges(connection: sa.Connection) -> list[Merge]:
    """Each event that others are folded into, with these and the words of the change that did it."""
    asked = (
        sa.select(events.c.folded_into, events.c.event_id, changes.c.why)
        .join(changes, changes.c.change_id == events.c.made_by)
        .where(events.c.folded_into != "", events.c.gone == 0)
        .order_by(events.c.folded_into, events.c.event_id)
    )
    merges: dict[str, list[tuple[str, str]]] = {}
    for kept_id, event_id, why in connection.execute(asked):
        merges.setdefault(kept_id, []).append((event_id, why))
    return [
        Merge(kept_id, tuple(event_id for event_id, _ in folded), folded[-1][1])
        for kept_id, folded in merges.items()
    ]
