"""The Aid Worker Security Database as csv: attacks on aid workers; only read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.cells import Cells, joined
from events.dated_parts import interval_of_parts
from events.delimited import read_delimited
from events.event import EXPECTED
from events.reading import DataSetInfo, Reading, events_of
from events.source_cells import one_source, source_objects
from events.tabular import (
    Columns,
    country_column,
    dataset_slug,
    header_of,
    made_reading,
    points,
    radius_column,
    whole_number,
)

NAME = "awsd"
SUFFIXES = (".csv",)
KEEPS_ALL = False
DATA_SET = DataSetInfo(
    name="awsd",
    title="Aid Worker Security Database",
    licence="CC BY-NC-SA 4.0",
    attribution="Humanitarian Outcomes, Aid Worker Security Database, aidworkersecurity.org",
    url="https://www.aidworkersecurity.org",
)

NEAR_RADIUS_KM = 25.0
"""The disc around a point: the data set does not say how well it knows its points."""

_TYPES = {
    "aerial bombardment": ("Explosions/Remote violence", "Air/drone strike"),
    "bodily assault": ("Violence against civilians", "Attack"),
    "body-borne ied": ("Explosions/Remote violence", "Suicide bomb"),
    "complex attack": ("Violence against civilians", "Attack"),
    "kidnap-killing": ("Violence against civilians", "Abduction/forced disappearance"),
    "kidnapping": ("Violence against civilians", "Abduction/forced disappearance"),
    "landmine": ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
    "other explosives": ("Explosions/Remote violence", ""),
    "rape/sexual assault": ("Violence against civilians", "Sexual violence"),
    "roadside ied": ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
    "shelling": ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
    "shooting": ("Violence against civilians", "Attack"),
    "vehicle-born ied": ("Explosions/Remote violence", ""),
}


def sniff(path: Path) -> bool:
    """Whether the first line names the database's columns."""
    return {"incident id", "year", "month", "day", "means of attack"} <= header_of(path)


def reading(path: Path, dataset: str | None = None) -> Reading:
    """The attacks of a file with all its cells; rows that are no events are refused one by one.

    Raises:
        FormatError: The file is no text with a header.
    """
    sheet = read_delimited(path)
    cells, columns = mapped(sheet.cells, dataset or DATA_SET.name)
    return made_reading(NAME, sheet, cells, columns, DATA_SET)


def read(path: Path) -> pa.Table:
    """The attacks of a file.

    Raises:
        FormatError: A row is no event; the line names the first five.
    """
    return events_of(reading(path), path)


def mapped(original: pa.Table, dataset: str) -> tuple[Cells, Columns]:
    """The cells as our columns, and what was found wrong in them."""
    cells = Cells(original)
    start, end, date_prec = interval_of_parts(cells, "year", "month", "day")
    # Nothing tells how well a point is known; where no town is named it is a unit's middle at best.
    where_prec = np.where(cells.given("city"), 2, np.where(cells.given("district"), 3, 4)).astype(np.int8)
    where_prec[~(cells.given("city") | cells.given("district") | cells.given("region"))] = 6
    lat, lon = points(cells, where_prec)
    place = joined([cells.text("city")], "")
    means = cells.text("means of attack")
    columns: Columns = {
        "event_id": cells.keys("incident id", dataset_slug(dataset)),
        "date_start": start,
        "date_end": end,
        "date_prec": date_prec,
        "event_type": _type(cells, 0),
        "sub_event_type": _type(cells, 1),
        "actor1": cells.text("actor name"),
        "actor2": pa.repeat("Aid workers", cells.n).dictionary_encode(),
        "title": joined([means, place], ", "),
        "place": place,
        "place_text": joined([place, cells.text("location")], "; "),
        "admin2": cells.text("district"),
        "admin1": cells.text("region"),
        "country": country_column(cells, "country"),
        "latitude": lat,
        "longitude": lon,
        "where_prec": pa.array(where_prec),
        "radius_km": radius_column(where_prec, {2: NEAR_RADIUS_KM}),
        "fatalities_best": _deaths(cells),
        "summary": cells.text("details"),
        "sources": one_source(source_objects(publisher=cells.text("source"))),
        "tags": joined([_lower(cells, "attack context"), _unverified(cells)], "; ").dictionary_encode(),
        "dataset": pa.repeat(dataset, cells.n).dictionary_encode(),
    }
    return cells, columns


def _type(cells: Cells, part: int) -> pa.Array:
    usual = ("Violence against civilians", "")
    return cells.each("means of attack", lambda cell: _TYPES.get(cell.lower(), usual)[part], pa.string())


def _deaths(cells: Cells) -> pa.Array:
    count = whole_number(0, 10_000_000)
    if cells.has("total killed"):
        return cells.each("total killed", count, pa.int32(), EXPECTED["fatalities_best"])
    parts = [
        cells.each(name, count, pa.int32(), EXPECTED["fatalities_best"])
        for name in ("nationals killed", "internationals killed")
    ]
    known = pc.or_(pc.is_valid(parts[0]), pc.is_valid(parts[1]))
    total = pc.add(*(pc.fill_null(part, 0) for part in parts))
    return pc.if_else(known, total, pa.scalar(None, pa.int32()))


def _lower(cells: Cells, name: str) -> pa.Array:
    return cells.each(name, lambda cell: cell.lower().replace(";", ","), pa.string())


def _unverified(cells: Cells) -> pa.Array:
    return cells.each(
        "verified", lambda cell: "not verified" if cell.lower() in ("no", "pending") else "", pa.string()
    )
