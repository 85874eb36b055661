"""The SQL of a bulk write, for SQLite and PostgreSQL: whole sets of rows, none of them through Python."""

from __future__ import annotations

from events.columns import COLUMNS
from events.storing.schema import GONE_WITH_ITS_SET, VERSION_COLUMNS

KINDS = ("again", "away", "same", "changed")
"""What a staged row can be beside an event of the same id: the event is gone and comes back, is gone and
stays away, is the same, is changed."""

_STAGED = (*COLUMNS, "import_row", "row_hash")


class Statements:
    """The statements for one staged table.

    Args:
        table: The staged table's name; a name of ours, never text from outside.
        same: The operator by which two values are the same, nulls too.
        change_id, import_id: Who writes.
    """

    def __init__(self, table: str, same: str, change_id: int = 0, import_id: int = 0) -> None:
        self._table = table
        self._change = change_id
        self._import = import_id
        self._same = same
        self._differs = self._difference("e")
        self._returns = f"e.gone = {GONE_WITH_ITS_SET}"
        self._both = f"{table} s JOIN events e ON e.event_id = s.event_id"

    def known_rows(self) -> str:
        """import_row and kind of the staged rows whose event is in the store."""
        return (
            f"SELECT s.import_row, CASE WHEN {self._returns} THEN 'again' WHEN e.gone <> 0 THEN 'away' "
            f"WHEN {self._differs} THEN 'changed' ELSE 'same' END FROM {self._both}"
        )

    def keep_versions(self) -> str:
        """Keep the versions that the staged rows are about to end."""
        columns = ", ".join(VERSION_COLUMNS)
        values = ", ".join(f"e.{name}" for name in VERSION_COLUMNS)
        return (
            f"INSERT INTO events_past ({columns}, ended) SELECT {values}, {self._change} FROM {self._both} "
            f"WHERE e.touched <> {self._change} AND {self._differs}"
        )

    def corrected_rows(self) -> str:
        """The staged rows over events that a person corrected, with what is to be kept of these."""
        values = ", ".join(f"s.{name}" for name in _STAGED)
        return (
            f"SELECT {values}, e.corrected, e.version FROM {self._both} "
            f"WHERE e.gone = 0 AND e.corrected <> '' AND {self._differs}"
        )

    def count_returning(self) -> str:
        """How many events come back."""
        return f"SELECT count(*) FROM {self._both} WHERE {self._returns}"

    def update(self) -> str:
        """Write the staged rows over events that differ; what a person corrected is dealt with before."""
        fields = ", ".join(f"{name} = s.{name}" for name in _STAGED if name != "event_id")
        return (
            f"UPDATE events SET {fields}, import_id = {self._import}, corrected = '', "
            "as_added = CASE WHEN events.gone = 0 THEN events.as_added ELSE 1 END, gone = 0, "
            f"version = events.version + 1, made_by = {self._change}, touched = {self._change} "
            f"FROM {self._table} s WHERE events.event_id = s.event_id AND {self._difference('events')}"
        )

    def insert(self) -> str:
        """Add the staged rows whose event is not there."""
        columns, values = ", ".join(_STAGED), ", ".join(f"s.{name}" for name in _STAGED)
        return (
            f"INSERT INTO events ({columns}, import_id, version, made_by, touched) "
            f"SELECT {values}, {self._import}, 1, {self._change}, {self._change} FROM {self._table} s "
            "WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.event_id = s.event_id)"
        )

    def not_as_staged(self) -> str:
        """The ids of staged rows whose event is not what the staged row says, or is folded into another."""
        return f"SELECT s.event_id FROM {self._both} WHERE e.touched <> {self._change} OR e.folded_into <> ''"

    def _difference(self, event: str) -> str:
        """Whether the event, under that name in the statement, has to be written."""
        alike = " AND ".join(f"{event}.{name} {self._same} s.{name}" for name in COLUMNS)
        # An event that no import has brought has no hash: its fields themselves are compared.
        same = f"{event}.row_hash = s.row_hash OR ({event}.row_hash IS NULL AND {alike})"
        returns = f"{event}.gone = {GONE_WITH_ITS_SET}"
        return f"({returns} OR ({event}.gone = 0 AND NOT coalesce({same}, FALSE)))"
