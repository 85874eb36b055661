"""Our events as ACLED's cells: all 31 columns for a new file, the edited ones of an imported file."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.acled_words import ALIASES, DISORDER_TYPES
from events.cells import plain
from events.columns import one_chunk
from events.country_codes import name_of_country
from events.event import read_sources
from events.writing import each_text, put_back, text_days, text_numbers

__all__ = ["ACLED_COLUMNS", "acled_cells", "acled_restored"]

ACLED_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities",
    "tags", "timestamp",
)  # fmt: skip

_DAYS = ("date_start", "date_end", "date_prec")
_WRITTEN_FROM: Mapping[str, tuple[str, ...]] = {
    "event_date": _DAYS,
    "year": _DAYS,
    "time_precision": _DAYS,
    "event_type": ("event_type",),
    "disorder_type": ("event_type",),
    "sub_event_type": ("sub_event_type",),
    "actor1": ("actor1",),
    "assoc_actor_1": ("other_actors",),
    "actor2": ("actor2",),
    "assoc_actor_2": ("other_actors",),
    "country": ("country",),
    "admin1": ("admin1",),
    "admin2": ("admin2",),
    "location": ("place",),
    "latitude": ("latitude",),
    "longitude": ("longitude",),
    "geo_precision": ("where_prec",),
    "source": ("sources",),
    "notes": ("summary",),
    "fatalities": ("fatalities_best",),
    "tags": ("tags",),
}
# date_prec and where_prec -> ACLED's codes, never a finer one: a district is more than "near a town".
_TIME_PRECISION = np.array([3, 1, 2, 2, 3, 3], np.int8)
_GEO_PRECISION = np.array([3, 1, 2, 3, 3, 3, 3, 3], np.int8)
_CHECK_TAG = re.compile(r"(\A|; )check: [^;]*")


def acled_cells(events: pa.Table) -> pa.Table:
    """Events as ACLED's 31 columns of text; empty where we do not know what ACLED asks for."""
    made = _made(events)
    empty = pa.repeat("", events.num_rows)
    keys = pc.replace_substring_regex(plain(events.column("event_id")), r"\Aacled-", "")
    columns = {**dict.fromkeys(ACLED_COLUMNS, empty), **made, "event_id_cnty": keys}
    return pa.table({name: columns[name] for name in ACLED_COLUMNS})


def acled_restored(events: pa.Table, derived: pa.Table, original: pa.Table) -> pa.Table:
    """`original` with the values of edited events; `derived` is what it gave as our columns."""
    return put_back(events, derived, original, _WRITTEN_FROM, _edited, ALIASES)


def _made(events: pa.Table) -> dict[str, pa.Array]:
    middle = _middle(events)
    kinds = one_chunk(events.column("event_type"))
    prec = _codes(events, "date_prec")
    return {
        "event_date": text_days(middle),
        "year": pc.year(middle).cast(pa.string()),
        "time_precision": pa.array(_TIME_PRECISION[prec]).cast(pa.string()),
        "disorder_type": each_text(kinds, lambda kind: DISORDER_TYPES.get(kind, "")),
        "event_type": kinds,
        "sub_event_type": _text(events, "sub_event_type"),
        "actor1": _text(events, "actor1"),
        "assoc_actor_1": _text(events, "other_actors"),
        "actor2": _text(events, "actor2"),
        "country": each_text(_text(events, "country"), name_of_country),
        "admin1": _text(events, "admin1"),
        "admin2": _text(events, "admin2"),
        "location": _text(events, "place"),
        "latitude": text_numbers(events.column("latitude")),
        "longitude": text_numbers(events.column("longitude")),
        "geo_precision": pa.array(_GEO_PRECISION[_codes(events, "where_prec")]).cast(pa.string()),
        "source": each_text(_text(events, "sources"), _publishers),
        "notes": _text(events, "summary"),
        "fatalities": text_numbers(
            pc.coalesce(events.column("fatalities_best"), events.column("fatalities_low"))
        ),
        "tags": each_text(_text(events, "tags"), lambda tags: _CHECK_TAG.sub("", tags).removeprefix("; ")),
    }


def _edited(events: pa.Table, cells: pa.Table) -> dict[str, pa.Array]:
    """New cells for edited events, in the words and the style of the cells that were there."""
    made = _made(events)
    days = plain(made["event_date"]).to_pylist()
    if "event_date" in cells.column_names:
        before = plain(cells.column("event_date")).to_pylist()
        made["event_date"] = pa.array(
            [_in_style(day, old) for day, old in zip(days, before, strict=True)], pa.string()
        )
    if {"assoc_actor_1", "assoc_actor_2"} <= set(cells.column_names):
        made.update(_allies(_text(events, "other_actors"), plain(cells.column("assoc_actor_2"))))
    made.setdefault("assoc_actor_2", pa.repeat("", events.num_rows))
    return made


def _in_style(day: str, old: str) -> str:
    """A day in words where the old cell was."""
    if not re.search(r"[A-Za-z]", old) or not day:
        return day
    parsed = pa.scalar(day).cast(pa.date32()).as_py()
    return f"{parsed.day:02d} {parsed:%B} {parsed.year}"


def _allies(all_actors: pa.Array, second: pa.Array) -> dict[str, pa.Array]:
    """Other actors parted as before: those who stood with the second actor stay there."""
    firsts, seconds = [], []
    for actors, old in zip(plain(all_actors).to_pylist(), second.to_pylist(), strict=True):
        with_second = {part.strip() for part in old.split(";")}
        parts = [part.strip() for part in actors.split(";") if part.strip()]
        firsts.append("; ".join(part for part in parts if part not in with_second))
        seconds.append("; ".join(part for part in parts if part in with_second))
    return {"assoc_actor_1": pa.array(firsts, pa.string()), "assoc_actor_2": pa.array(seconds, pa.string())}


def _middle(events: pa.Table) -> pa.Array:
    start, end = (
        one_chunk(events.column(name)).cast(pa.int32()).to_numpy() for name in ("date_start", "date_end")
    )
    return pa.array((start + (end - start) // 2).astype(np.int32)).cast(pa.date32())


def _codes(events: pa.Table, name: str) -> np.ndarray:
    return pc.fill_null(one_chunk(events.column(name)), 0).to_numpy()


def _text(events: pa.Table, name: str) -> pa.Array:
    return one_chunk(events.column(name))


def _publishers(cell: str) -> str:
    return "; ".join(source.publisher for source in read_sources(cell) if source.publisher)
