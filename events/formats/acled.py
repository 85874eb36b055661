"""ACLED's event csv: 31 columns, older and wider exports too; read with all its cells and written back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.acled_words import ALIASES, NEW_TYPES, RIOTS_OR_PROTESTS, sub_event_type
from events.acled_writing import acled_cells, acled_restored
from events.cells import Cells, joined, plain
from events.delimited import read_delimited
from events.event import EXPECTED
from events.reading import DataSetInfo, Reading, events_of
from events.source_cells import listed, source_objects
from events.tabular import (
    Columns,
    as_days,
    code_of,
    country_column,
    dataset_slug,
    day_column,
    days_array,
    header_of,
    made_reading,
    ours,
    points,
    radius_column,
    whole_month,
    whole_number,
)
from events.vocabulary import EVENT_TYPES, SUB_EVENT_TYPES
from events.writing import write_cells

NAME = "acled"
SUFFIXES = (".acled.csv",)
KEEPS_ALL = False
DATA_SET = DataSetInfo(
    name="acled",
    title="ACLED: Armed Conflict Location & Event Data",
    licence="ACLED's terms of use: not for onward sharing of the data, attribution required",
    attribution="Armed Conflict Location & Event Data (ACLED), acleddata.com",
    url="https://acleddata.com",
)

NEAR_RADIUS_KM = 25.0
"""The disc that stands for geo_precision 2, "near a town": UCDP's own bound for the same code."""


def sniff(path: Path) -> bool:
    """Whether the first line names ACLED's own columns, in any case."""
    names = {ALIASES.get(name, name) for name in header_of(path)}
    return {"event_id_cnty", "event_date", "event_type"} <= names


def reading(
    path: Path, dataset: str | None = None, progress: Callable[[int, int], None] | None = None
) -> Reading:
    """The events of an ACLED file with all its cells; rows that are no events are refused one by one.

    Raises:
        FormatError: The file is no text with a header.
    """
    sheet = read_delimited(path, progress=progress)
    cells, columns = mapped(sheet.cells, dataset or DATA_SET.name)
    return made_reading(NAME, sheet, cells, columns, DATA_SET)


def read(path: Path) -> pa.Table:
    """The events of an ACLED file.

    Raises:
        FormatError: A row is no event; the line names the first five.
    """
    return events_of(reading(path), path)


def write(table: pa.Table, path: Path, *, plain: bool = False) -> None:
    """Write events as ACLED's 31 columns; what ACLED has no column for is left out.

    Args:
        plain: Leave cells that a spreadsheet would run as formulas as they are, for other programs.

    Raises:
        FormatError: The file cannot be written.
    """
    write_cells(acled_cells(table), path, plain=plain)


def cells(table: pa.Table) -> pa.Table:
    """Events as this format's columns of text."""
    return acled_cells(table)


def derived(original: pa.Table, dataset: str) -> pa.Table:
    """What the cells of `Reading.original` give as our columns, row by row."""
    return ours(*mapped(original, dataset))[0]


def put_back(events: pa.Table, before: pa.Table, original: pa.Table) -> pa.Table:
    """The original cells, with the values of events that were edited since in the columns that hold them.

    Args:
        events: Our columns as they are now.
        before: Our columns as the original cells gave them.
        original: The cells of the same events, row by row.
    """
    return acled_restored(events, before, original)


def mapped(original: pa.Table, dataset: str) -> tuple[Cells, Columns]:
    """ACLED's cells as our columns, and what was found wrong in them."""
    cells = Cells(original, ALIASES)
    kind, sub = _types(cells)
    start, end, date_prec = _interval(cells)
    where_prec = _where_prec(cells)
    lat, lon = points(cells, where_prec)
    deaths = cells.each("fatalities", whole_number(0, 10_000_000), pa.int32(), EXPECTED["fatalities_best"])
    location = cells.text("location")
    columns: Columns = {
        "event_id": cells.keys("event_id_cnty", dataset_slug(dataset)),
        "date_start": start,
        "date_end": end,
        "date_prec": date_prec,
        "event_type": kind,
        "sub_event_type": sub,
        "actor1": cells.text("actor1"),
        "actor2": cells.text("actor2"),
        "other_actors": _parts(cells, ("assoc_actor_1", "assoc_actor_2")),
        "title": joined([cells.text("sub_event_type"), location], ", "),
        "place": location,
        "place_text": location,
        "admin2": cells.text("admin2"),
        "admin1": cells.text("admin1"),
        "country": country_column(cells, "country"),
        "latitude": lat,
        "longitude": lon,
        "where_prec": pa.array(where_prec),
        "radius_km": radius_column(where_prec, {2: NEAR_RADIUS_KM}),
        "fatalities_best": deaths,
        "summary": cells.text("notes"),
        "sources": _sources(cells),
        "tags": _parts(cells, ("tags",)),
        "dataset": pa.repeat(dataset, cells.n).dictionary_encode(),
    }
    return cells, columns


def _types(cells: Cells) -> tuple[pa.Array, pa.Array]:
    """Event and sub-event types; those of exports before 2019 under their present names."""
    old = cells.each("event_type", lambda cell: NEW_TYPES.get(cell.lower(), ("", ""))[0], pa.string())
    kinds = np.asarray(plain(old), object)
    both = kinds == RIOTS_OR_PROTESTS
    if both.any():
        inter = np.asarray(plain(cells.text("inter1")), object)
        riot = np.isin(inter, ["5", "50", "55", "56", "57", "Rioters"])
        kinds[both] = np.where(riot[both], "Riots", "Protests")
        cells.flag(both & ~np.isin(inter, ["5", "6", "Rioters", "Protesters"]),
                   "an old type of riots and protests without an actor's code that tells which")  # fmt: skip
    cells.refuse(kinds == "", "event_type", EXPECTED["event_type"])
    implied = np.asarray(
        plain(cells.each("event_type", lambda cell: NEW_TYPES.get(cell.lower(), ("", ""))[1], pa.string())),
        object,
    )
    subs = np.asarray(plain(cells.each("sub_event_type", sub_event_type, pa.string())), object)
    subs = np.where(subs == "", implied, subs)
    fits = np.isin(subs, [""])
    for kind in EVENT_TYPES:
        fits |= (kinds == kind) & np.isin(subs, list(SUB_EVENT_TYPES[kind]))
    subs[~fits] = ""
    cells.flag((subs == "") & cells.given("sub_event_type"), "a sub-event type that its type does not have")
    return pa.array(kinds, pa.string()), pa.array(subs, pa.string())


def _interval(cells: Cells) -> tuple[pa.Array, pa.Array, pa.Array]:
    """First and last day: the day itself, the week around it, or its month."""
    day = day_column(cells, "event_date")
    _year_agrees(cells, day)
    code = cells.each("time_precision", code_of({"1": 1, "2": 2, "3": 3}), pa.int8())
    unknown = np.asarray(pc.is_null(code))
    if cells.has("time_precision"):
        cells.flag(unknown, "no time_precision from 1 to 3: taken for 3, the month")
    else:
        cells.flag(unknown, "no column time_precision: taken for 3, the month")
    codes = pc.fill_null(code, 3).to_numpy()
    start = days_array(day)
    end = start.copy()
    week, month = codes == 2, codes == 3
    # Sources put a week's event on its first, middle or last day: three days to either side hold it at best.
    start[week] -= 3
    end[week] += 3
    start[month], end[month] = whole_month(start[month])
    prec = np.array([0, 1, 3, 4], np.int8)[codes]
    return as_days(start), as_days(end), pa.array(prec)


def _year_agrees(cells: Cells, day: pa.Array) -> None:
    if not cells.has("year"):
        return
    year = cells.each("year", whole_number(1, 9999), pa.int32())
    other = np.asarray(pc.fill_null(pc.not_equal(pc.year(day), year.cast(pa.int64())), False))
    cells.flag(other, "year is another than that of event_date")


def _where_prec(cells: Cells) -> np.ndarray:
    code = cells.each("geo_precision", code_of({"1": 1, "2": 2, "3": 3}), pa.int8())
    unknown = np.asarray(pc.is_null(code))
    cells.flag(unknown, "no geo_precision from 1 to 3: taken for 3, the province")
    return np.array([0, 1, 2, 4], np.int8)[pc.fill_null(code, 3).to_numpy()]


def _parts(cells: Cells, names: tuple[str, ...]) -> pa.Array:
    """Lists parted by semicolons, put together with one blank after each."""

    def tidy(cell: str) -> str:
        return "; ".join(part.strip() for part in cell.split(";") if part.strip())

    given = [cells.each(name, tidy, pa.string()) for name in names if cells.has(name)]
    if not given:
        return pa.repeat("", cells.n).dictionary_encode()
    return given[0] if len(given) == 1 else joined(given, "; ").dictionary_encode()


def _sources(cells: Cells) -> pa.Array:
    coded = cells.text("source")
    if not pa.types.is_dictionary(coded.type):
        coded = coded.dictionary_encode()
    publishers = pc.split_pattern(coded.dictionary, ";")
    flat = source_objects(publisher=pc.utf8_trim_whitespace(pc.list_flatten(publishers)))
    values = listed(pa.ListArray.from_arrays(publishers.offsets, flat))
    return pa.DictionaryArray.from_arrays(coded.indices, values)
