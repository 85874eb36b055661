"""GDELT's events, version 1 and 2, tabs and no header: what machines read in the news; only read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.cells import Cells, joined, plain
from events.country_codes import code_of_fips
from events.delimited import Sheet, read_delimited
from events.gdelt_words import GDELT_1, GDELT_1_OLD, GDELT_2, kind_of_code
from events.reading import DataSetInfo, Reading, events_of
from events.source_cells import one_source, source_objects
from events.tabular import Columns, code_of, dataset_slug, day_column, made_reading, points
from events.text_head import head_of

NAME = "gdelt"
SUFFIXES = (".export.CSV", ".tsv")
KEEPS_ALL = False
DATA_SET = DataSetInfo(
    name="gdelt",
    title="GDELT: events that machines read in news; it counts reports, not events",
    licence="free for any use, attribution required",
    attribution="The GDELT Project, gdeltproject.org",
    url="https://www.gdeltproject.org",
)

WORDS_ONLY = "words and cooperation (CAMEO 01 to 12), no incidents"

_KNOWN = {len(names): names for names in (GDELT_1, GDELT_1_OLD, GDELT_2)}
# ActionGeo_Type -> where_prec: 1 is a country, 2 and 5 a first-order unit, 3 and 4 a town.
_WHERE_PREC = {"0": 6, "1": 6, "2": 4, "3": 1, "4": 1, "5": 4}


def sniff(path: Path) -> bool:
    """Whether the first record has GDELT's number of cells, with an id, a day and its month in place."""
    head = head_of(path)
    if head is None or head.dialect.delimiter != "\t":
        return False
    return _is_bare(head.records[0]) or set(head.names) >= {"globaleventid", "sqldate", "eventcode"}


def reading(path: Path, dataset: str | None = None) -> Reading:
    """The incidents of a GDELT file with all their cells; rows of words and cooperation are passed over.

    Raises:
        FormatError: The file is no such text.
    """
    sheet = read_delimited(
        path,
        known=_KNOWN,
        is_header=lambda record: not _is_bare(record),
        delimiter="\t",
        quoting=False,
    )
    sheet, left = _incidents(sheet)
    cells, columns = mapped(sheet.cells, dataset or DATA_SET.name)
    made = made_reading(NAME, sheet, cells, columns, DATA_SET)
    return replace(made, passed_over=MappingProxyType({WORDS_ONLY: left})) if left else made


def read(path: Path) -> pa.Table:
    """The incidents of a GDELT file.

    Raises:
        FormatError: A row is no event; the line names the first five.
    """
    return events_of(reading(path), path)


def _is_bare(record: tuple[str, ...]) -> bool:
    """Whether a record is a row of GDELT's and no header."""
    return (
        len(record) in _KNOWN
        and record[0].isdecimal()
        and len(record[1]) == 8
        and record[1].isdecimal()
        and record[2] == record[1][:6]
    )


def _incidents(sheet: Sheet) -> tuple[Sheet, int]:
    """The rows whose code is one of conflict, and the number of the others."""
    cells = Cells(sheet.cells)
    wanted = cells.each("eventcode", lambda cell: not cell or kind_of_code(cell) is not None, pa.bool_())
    left = int(pc.sum(pc.invert(wanted)).as_py() or 0)
    if not left:
        return sheet, 0
    return replace(sheet, cells=sheet.cells.filter(wanted), lines=sheet.lines[np.asarray(wanted)]), left


def mapped(original: pa.Table, dataset: str) -> tuple[Cells, Columns]:
    """GDELT's cells as our columns, and what was found wrong in them."""
    cells = Cells(original)
    missing = ~cells.given("eventcode")
    if missing.any():
        cells.refuse(missing, "eventcode", "a CAMEO code")
    code = cells.each("actiongeo_type", code_of(_WHERE_PREC), pa.int8(), "a type from 0 to 5")
    where_prec = np.array(pc.fill_null(code, 6).to_numpy(), np.int8)
    cells.flag(np.asarray(pc.equal(plain(cells.text("actiongeo_type")), "0")), "no place is told at all")
    lat, lon = points(cells, where_prec, "actiongeo_lat", "actiongeo_long")
    day = _day(cells)
    place = cells.text("actiongeo_fullname")
    first_part = cells.each("actiongeo_fullname", lambda cell: cell.split(",")[0].strip(), pa.string())
    columns: Columns = {
        "event_id": cells.keys("globaleventid", dataset_slug(dataset)),
        "date_start": day,
        "date_end": day,
        "date_prec": pa.array(np.ones(cells.n, np.int8)),
        "event_type": cells.each("eventcode", lambda cell: (kind_of_code(cell) or ("", ""))[0], pa.string()),
        "sub_event_type": cells.each(
            "eventcode", lambda cell: (kind_of_code(cell) or ("", ""))[1], pa.string()
        ),
        "actor1": cells.text("actor1name"),
        "actor2": cells.text("actor2name"),
        "title": joined([_type_words(cells), first_part], ", "),
        "place": first_part,
        "place_text": place,
        "country": cells.each("actiongeo_countrycode", code_of_fips, pa.string()),
        "latitude": lat,
        "longitude": lon,
        "where_prec": pa.array(where_prec),
        "status": cells.each(
            "eventcode", lambda cell: "threatened" if cell.startswith("13") else "occurred", pa.string()
        ),
        "sources": one_source(source_objects(url=cells.text("sourceurl"))),
        "tags": cells.each("eventcode", lambda cell: f"machine-read; CAMEO {cell}", pa.string()),
        "dataset": pa.repeat(dataset, cells.n).dictionary_encode(),
    }
    return cells, columns


def _type_words(cells: Cells) -> pa.Array:
    def words(cell: str) -> str:
        kind, sub = kind_of_code(cell) or ("", "")
        return sub or kind

    return cells.each("eventcode", words, pa.string())


def _day(cells: Cells) -> pa.Array:
    """SQLDATE's eight digits as a day."""
    digits = plain(cells.text("sqldate"))
    dashed = pc.replace_substring_regex(digits, r"\A(\d{4})(\d{2})(\d{2})\z", r"\1-\2-\3")
    days = Cells(pa.table({"sqldate": dashed}))
    result = day_column(days, "sqldate")
    wrong = np.zeros(cells.n, bool)
    wrong[[row for row, _ in days.faults]] = True
    if wrong.any():
        cells.refuse(wrong, "sqldate", "a day like 20220917")
    return result
