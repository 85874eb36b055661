"""What an export says of itself: as of which day, what was asked for, whose data and under which licence."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import pyarrow as pa
import pyarrow.compute as pc

from events.reading import DataSetInfo

_KEY = b"incidents.about"
MADE_BY = "Fergana Incident Map"
_NO_LICENCE = "licence not recorded; ask whoever provided the data"


@dataclass(frozen=True)
class About:
    """What is told beside events that leave the app.

    Attributes:
        as_of: The day of the export.
        chosen: What the events were chosen by, in words; "" for all.
        data_sets: Where they come from.
    """

    as_of: dt.date
    chosen: str = ""
    data_sets: tuple[DataSetInfo, ...] = ()

    def lines(self) -> list[tuple[str, str]]:
        """Heading and text of each line, for a sheet or a description."""
        told = [("As of", self.as_of.isoformat()), ("Made by", MADE_BY)]
        if self.chosen:
            told.append(("Chosen by", self.chosen))
        for known in self.data_sets:
            told.append(("Data set", known.title or known.name))
            told.append(("Licence", known.licence or _NO_LICENCE))
            told += [
                (head, text)
                for head, text in (("Attribution", known.attribution), ("Address", known.url))
                if text
            ]
        return told

    def to_dict(self) -> dict[str, object]:
        """The same as values of JSON."""
        return {**asdict(self), "as_of": self.as_of.isoformat(), "made_by": MADE_BY}

    def text(self) -> str:
        """The same as lines of text."""
        return "\n".join(f"{head}: {text}" for head, text in self.lines())


def with_about(table: pa.Table, about: About) -> pa.Table:
    """`table` with what is told beside it in the schema's metadata, where the writers find it."""
    told = json.dumps(about.to_dict(), ensure_ascii=False).encode()
    return table.replace_schema_metadata({**(table.schema.metadata or {}), _KEY: told})


def about_of(table: pa.Table) -> About:
    """What is told beside a table: that of `with_about`, or today and the names of its data sets."""
    told = (table.schema.metadata or {}).get(_KEY)
    if told is None:
        return About(dt.date.today(), data_sets=tuple(DataSetInfo(name) for name in data_set_names(table)))
    known = json.loads(told)
    return About(
        dt.date.fromisoformat(known["as_of"]),
        known["chosen"],
        tuple(DataSetInfo(**data_set) for data_set in known["data_sets"]),
    )


def data_set_names(table: pa.Table) -> Sequence[str]:
    """The names of the data sets that a table's events belong to, in order of the alphabet."""
    if "dataset" not in table.column_names:
        return ()
    return sorted(str(name) for name in pc.unique(table.column("dataset")).to_pylist() if name)
