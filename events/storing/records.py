"""What the store gives back and takes: stored events, reports, data sets, changes and their revisions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from errors import StoreError
from events.event import Event

Row = dict[str, Any]


@dataclass(frozen=True)
class StoredEvent:
    """An event with what the store knows of it.

    Attributes:
        version: Counts the writes to this event; an update names the one that it was made from.
        report_id: The report that it was read in, or None.
        import_id, import_row: The import that brought it and the row of its original there (from 0), or None.
        changed: Number of the change that touched it last.
        folded_into: Id of the event that a merge folded this one into, or "".
        corrected: The fields that a person corrected after an import -> the value that the import gave.
        as_added: Whether nobody has changed it since it was added.
    """

    event: Event
    version: int
    report_id: str | None
    import_id: int | None
    import_row: int | None
    changed: int
    folded_into: str = ""
    corrected: Row = field(default_factory=dict)
    as_added: bool = True


@dataclass(frozen=True)
class DataSet:
    """A named set of events: who made it, under which licence, and whether the map shows it.

    Attributes:
        name: As events have it in `dataset`.
        added: When it came into the store (aware, UTC); None while it is not in there.
        events: Number of events in the store, drafts and rejected ones included.
    """

    name: str
    title: str = ""
    licence: str = ""
    attribution: str = ""
    url: str = ""
    shown: bool = True
    added: dt.datetime | None = None
    events: int = 0


@dataclass(frozen=True)
class StoredReport:
    """The text of a report and what is known of its publication.

    Attributes:
        report_id: Hash of the text; left empty, it is made from it.
        published_start, published_end: First and last day on which it can have been published, or None.
        published_rule: How these were found, in words.
        source: The file's name, or "".
        added, added_by: When (aware, UTC) and by whom; filled by the store where they are empty.
        notes: Lines for the reader, of what was lost on the way into text say.
    """

    text: str
    title: str = ""
    publisher: str = ""
    author: str = ""
    published_start: dt.date | None = None
    published_end: dt.date | None = None
    published_rule: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()
    report_id: str = ""
    added: dt.datetime | None = None
    added_by: str = ""


@dataclass(frozen=True)
class Change:
    """One confirmed change of the store: everything that was written together.

    Attributes:
        change_id: Counts the changes from 1; the newest one's is the store's revision.
        who: Name of the login or of the machine's user.
        when: Aware, UTC.
        why: The person's own words, or "".
        kind: A short word such as "accept", "edit", "import", "undo".
        revisions: How many rows it wrote.
        undone_by: The change that undid this one and still holds, or None.
        undoes: The change that this one undid, or None.
    """

    change_id: int
    who: str
    when: dt.datetime
    why: str
    kind: str
    revisions: int
    undone_by: int | None
    undoes: int | None


@dataclass(frozen=True)
class Revision:
    """What a change did to one row: its fields before and after, None where it was not there.

    Attributes:
        table: "events", "aliases", "briefs", "data_sets", "reports" or "views".
        key: The event's id, the data set's name and so on.
        before, after: Fields as JSON holds them (days as ISO text). Those of an event are the fields of
            `Event` and, where a merge folded it into another one, `folded_into`.
    """

    change: Change
    table: str
    key: str
    before: Row | None
    after: Row | None


@dataclass(frozen=True)
class Alias:
    """Another name of a place: `text`, as someone writes it, means `place_id` between two days."""

    text: str
    place_id: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    note: str = ""


@dataclass(frozen=True)
class SavedView:
    """A view of the map under a name: the link that opens it."""

    name: str
    link: str


@dataclass(frozen=True)
class SavedBrief:
    """A briefing under a name: the recipe, in JSON, that it is made from."""

    name: str
    recipe: str


class Merge(NamedTuple):
    """Events folded into the one that is kept, and why."""

    kept_id: str
    folded_ids: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class ImportSource:
    """Where the rows of an import come from. Calls of `add_table` with equal sources are one import.

    Attributes:
        file: The file's name, without folders.
        format: Name of the format that read it.
        digest: Hash of the file's bytes, or "".
        mapping: How its columns were matched to ours, as JSON text, or "".
        note: A line for the reader, or "".
    """

    file: str
    format: str
    digest: str = ""
    mapping: str = ""
    note: str = ""


@dataclass(frozen=True)
class Import:
    """An import that was confirmed: its source, data set, change, and how many rows it brought."""

    import_id: int
    source: ImportSource
    dataset: str
    change_id: int
    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True)
class TableCounts:
    """What became of the rows of a table: new, changed in place, the same as before, left alone.

    Attributes:
        kept_away: Rows of events that a person removed from the store: they stay removed.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept_away: int = 0

    def __add__(self, other: TableCounts) -> TableCounts:
        return TableCounts(
            self.added + other.added,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.kept_away + other.kept_away,
        )


class StaleEventError(StoreError):
    """Somebody else changed the event since it was read: both versions are here to choose from.

    Attributes:
        mine: What was to be written.
        theirs: What the store holds now.
    """

    def __init__(self, line: str, mine: Event, theirs: StoredEvent) -> None:
        super().__init__(line)
        self.mine = mine
        self.theirs = theirs
