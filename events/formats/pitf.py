"""PITF's worldwide atrocities as csv: killings of people who did not fight, one a row; only read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.cells import Cells, joined, plain
from events.dated_parts import day_of_parts
from events.delimited import read_delimited
from events.event import make_event_id
from events.reading import DataSetInfo, Reading, events_of
from events.source_cells import one_source, source_objects
from events.tabular import (
    Columns,
    as_days,
    country_column,
    header_of,
    made_reading,
    points,
    radius_column,
)
from events.vocabulary import MAX_DAYS

NAME = "pitf"
SUFFIXES = (".csv",)
KEEPS_ALL = False
DATA_SET = DataSetInfo(
    name="pitf-atrocities",
    title="Political Instability Task Force: Worldwide Atrocities Dataset",
    licence="not stated; made for the United States government",
    attribution="Political Instability Task Force, Worldwide Atrocities Dataset",
    url="http://eventdata.parusanalytics.com/data.dir/atrocities.html",
)

NEAR_RADIUS_KM = 25.0
"""The disc around a point: the data set does not say how well it knows its points."""

_NEEDED = {"start day", "start month", "start year", "event type"}
_ALIASES = {
    "deaths number": "deaths",
    "number of deaths": "deaths",
    "province/state": "province",
    "state/province": "province",
    "admin1": "province",
    "location": "place",
    "city/village": "place",
    "location/city": "place",
    "perp state role": "perpetrator role",
    "perp name": "perpetrator",
    "victims": "victim",
    "victim name": "victim",
    "citation": "source",
}


def sniff(path: Path) -> bool:
    """Whether the first line names the data set's columns."""
    names = header_of(path)
    return names >= _NEEDED and any(name in names for name in ("deaths", "deaths number", "number of deaths"))


def reading(path: Path, dataset: str | None = None) -> Reading:
    """The killings of a file with all its cells; rows that are no events are refused one by one.

    Raises:
        FormatError: The file is no text with a header.
    """
    sheet = read_delimited(path)
    cells, columns = mapped(sheet.cells, dataset or DATA_SET.name)
    return made_reading(NAME, sheet, cells, columns, DATA_SET)


def read(path: Path) -> pa.Table:
    """The killings of a file.

    Raises:
        FormatError: A row is no event; the line names the first five.
    """
    return events_of(reading(path), path)


def mapped(original: pa.Table, dataset: str) -> tuple[Cells, Columns]:
    """The cells as our columns, and what was found wrong in them."""
    cells = Cells(original, _ALIASES)
    start, end, date_prec = _interval(cells)
    where_prec = np.where(cells.given("place"), 2, np.where(cells.given("province"), 4, 6)).astype(np.int8)
    lat, lon = points(cells, where_prec)
    place = cells.text("place")
    deaths = cells.each("deaths", _deaths, pa.int32())
    cells.flag(
        np.asarray(pc.is_null(deaths)) & cells.given("deaths"), "the number of deaths is no number: left out"
    )
    columns: Columns = {
        "event_id": _keys(cells, dataset),
        "date_start": start,
        "date_end": end,
        "date_prec": date_prec,
        "event_type": pa.repeat("Violence against civilians", cells.n).dictionary_encode(),
        "actor1": joined([cells.text("perpetrator"), cells.text("perpetrator role")], ", "),
        "actor2": cells.text("victim"),
        "title": joined([cells.text("event type"), place], ", "),
        "place": place,
        "place_text": place,
        "admin1": cells.text("province"),
        "country": country_column(cells, "country"),
        "latitude": lat,
        "longitude": lon,
        "where_prec": pa.array(where_prec),
        "radius_km": radius_column(where_prec, {2: NEAR_RADIUS_KM}),
        "fatalities_best": deaths,
        "summary": cells.text("description"),
        "sources": one_source(source_objects(title=cells.text("source"))),
        "tags": cells.each("event type", lambda cell: cell.lower().replace(";", ","), pa.string()),
        "dataset": pa.repeat(dataset, cells.n).dictionary_encode(),
    }
    return cells, columns


def _interval(cells: Cells) -> tuple[pa.Array, pa.Array, pa.Array]:
    """From the start's first day to the end's last; a campaign's days are as many as they are."""
    start, last, prec = day_of_parts(cells, "start year", "start month", "start day")
    other, end, end_prec = day_of_parts(cells, "end year", "end month", "end day", needed=False)
    end = np.where((end_prec > 0) & (other >= start), np.maximum(end, last), last)
    cells.flag((end_prec > 0) & (other < start), "the end is before the start: left out")
    days = end - start + 1
    finest = np.full(cells.n, 5, np.int8)
    for code in (4, 3, 2, 1):
        finest[days <= (MAX_DAYS[code] or 0)] = code
    return as_days(start), as_days(end), pa.array(np.maximum(prec, finest).astype(np.int8))


def _deaths(cell: str) -> int | None:
    if not cell:
        return None
    number = float(cell.replace(",", ""))
    if not number.is_integer() or not 0 <= number <= 10_000_000:
        raise ValueError("a whole number from 0")
    return int(number)


def _keys(cells: Cells, dataset: str) -> pa.Array:
    """The data set numbers nothing: what happened where and when, as it is written, is the key."""
    names = (
        "start year",
        "start month",
        "start day",
        "country",
        "province",
        "place",
        "event type",
        "description",
    )
    parts = [plain(cells.text(name)).to_pylist() for name in names]
    ids = [make_event_id(dataset, *key) for key in zip(*parts, strict=True)]
    codes = pa.array(ids, pa.string()).dictionary_encode().indices.to_numpy()
    first = np.zeros(cells.n, bool)
    first[np.unique(codes, return_index=True)[1]] = True
    if not first.all():
        cells.refuse(~first, "description", "a row that no earlier row tells in the same words")
    return pa.array(ids, pa.string())
