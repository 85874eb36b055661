"""UCDP's georeferenced events (GED) as csv: 49 or 42 columns, candidate releases without a header too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.cells import Cells, in_slices, joined, plain
from events.delimited import read_delimited
from events.event import EXPECTED
from events.reading import DataSetInfo, Reading, events_of
from events.source_cells import listed, one_source, source_objects
from events.tabular import (
    Columns,
    code_of,
    country_column,
    dataset_slug,
    day_column,
    days_array,
    made_reading,
    ours,
    points,
    radius_column,
    whole_number,
)
from events.text_head import head_of
from events.ucdp_writing import UCDP_COLUMNS, UCDP_OLD_COLUMNS, ucdp_cells, ucdp_restored
from events.vocabulary import MAX_DAYS, date_prec_of
from events.writing import write_cells

NAME = "ucdp"
SUFFIXES = (".ucdp.csv",)
KEEPS_ALL = False
DATA_SET = DataSetInfo(
    name="ucdp-ged",
    title="UCDP Georeferenced Event Dataset",
    licence="CC BY 4.0",
    attribution="Uppsala Conflict Data Program (UCDP GED), ucdp.uu.se",
    url="https://ucdp.uu.se/downloads/",
)

RADII_KM = {2: 25.0, 5: 100.0}
"""where_prec 2 is within 25 km of the point, so says the codebook; for 5, "vague", it tells no bound: 100."""

KINDS = {1: "Battles", 2: "Battles", 3: "Violence against civilians"}
KIND_WORDS = {1: "State-based conflict", 2: "Non-state conflict", 3: "One-sided violence"}

_KNOWN = {len(names): names for names in (UCDP_COLUMNS, UCDP_OLD_COLUMNS)}
_COUNT = whole_number(0, 10_000_000)


def sniff(path: Path) -> bool:
    """Whether the first line names UCDP's columns, or is a row of such a file without names."""
    head = head_of(path)
    if head is None:
        return False
    names = set(head.names)
    return {"id", "type_of_violence", "side_a", "date_prec"} <= names or _is_bare(head.records[0])


def reading(
    path: Path, dataset: str | None = None, progress: Callable[[int, int], None] | None = None
) -> Reading:
    """The events of a UCDP file with all its cells; rows that are no events are refused one by one.

    Raises:
        FormatError: The file is no such text.
    """
    sheet = read_delimited(
        path, known=_KNOWN, is_header=lambda record: not _is_bare(record), progress=progress
    )
    cells, columns = mapped(sheet.cells, dataset or DATA_SET.name)
    return made_reading(NAME, sheet, cells, columns, DATA_SET)


def read(path: Path) -> pa.Table:
    """The events of a UCDP file.

    Raises:
        FormatError: A row is no event; the line names the first five.
    """
    return events_of(reading(path), path)


def write(table: pa.Table, path: Path, *, plain: bool = False) -> None:
    """Write events as UCDP's 49 columns; what UCDP has no column for is left out.

    Args:
        plain: Leave cells that a spreadsheet would run as formulas as they are, for other programs.

    Raises:
        FormatError: The file cannot be written.
    """
    write_cells(ucdp_cells(table), path, plain=plain)


def cells(table: pa.Table) -> pa.Table:
    """Events as this format's columns of text."""
    return ucdp_cells(table)


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
    return ucdp_restored(events, before, original)


def _is_bare(record: tuple[str, ...]) -> bool:
    """Whether a record is a row of UCDP's and no header: an id, a year and a type in their places."""
    names = _KNOWN.get(len(record))
    if names is None:
        return False
    row = dict(zip(names, (cell.strip() for cell in record), strict=True))
    year = row["year"]
    return (
        row["id"].isdecimal()
        and year.isdecimal()
        and 1900 <= int(year) <= 2199
        and row["type_of_violence"] in ("1", "2", "3")
    )


def mapped(original: pa.Table, dataset: str) -> tuple[Cells, Columns]:
    """UCDP's cells as our columns, and what was found wrong in them."""
    cells = Cells(original)
    kind = cells.each("type_of_violence", code_of({"1": 1, "2": 2, "3": 3}), pa.int8(), "1, 2 or 3")
    missing = np.asarray(pc.is_null(kind)) & ~cells.given("type_of_violence")
    if missing.any():
        cells.refuse(missing, "type_of_violence", "1, 2 or 3")
    code = pc.fill_null(kind, 1)
    start, end, date_prec = _interval(cells)
    where = cells.each("where_prec", code_of({str(number): number for number in range(1, 8)}), pa.int8())
    cells.flag(np.asarray(pc.is_null(where)), "no where_prec from 1 to 7: taken for 6, the country")
    where_prec = np.array(pc.fill_null(where, 6).to_numpy(), np.int8)
    lat, lon = points(cells, where_prec)
    low, best, high = _deaths(cells)
    place = cells.text("where_coordinates")
    dyad = cells.text("dyad_name")
    words = _coded(code, KIND_WORDS)
    columns: Columns = {
        "event_id": cells.keys("id", dataset_slug(dataset)),
        "date_start": start,
        "date_end": end,
        "date_prec": date_prec,
        "event_type": _coded(code, KINDS),
        "actor1": cells.text("side_a"),
        "actor2": cells.text("side_b"),
        "title": joined([dyad, place], ", "),
        "place": place,
        "place_text": cells.text("where_description"),
        "admin2": cells.text("adm_2"),
        "admin1": cells.text("adm_1"),
        "country": country_column(cells, "country"),
        "latitude": lat,
        "longitude": lon,
        "where_prec": pa.array(where_prec),
        "radius_km": radius_column(where_prec, RADII_KM),
        "fatalities_low": low,
        "fatalities_best": best,
        "fatalities_high": high,
        "summary": joined([words, cells.text("conflict_name")], ": "),
        "sources": _sources(cells),
        "tags": _tags(cells, code),
        "dataset": pa.repeat(dataset, cells.n).dictionary_encode(),
    }
    return cells, columns


def _coded(codes: pa.Array, words: dict[int, str]) -> pa.DictionaryArray:
    values = ["", *(words[code] for code in sorted(words))]
    return pa.DictionaryArray.from_arrays(codes, pa.array(values))


def _interval(cells: Cells) -> tuple[pa.Array, pa.Array, pa.Array]:
    start = day_column(cells, "date_start")
    end = pc.coalesce(day_column(cells, "date_end", needed=False), start)
    code = cells.each("date_prec", code_of({str(number): number for number in range(1, 6)}), pa.int8())
    unknown = np.asarray(pc.is_null(code))
    days = days_array(end) - days_array(start) + 1
    finest = np.full(cells.n, 5, np.int8)
    for prec in (4, 3, 2, 1):
        finest[days <= (MAX_DAYS[prec] or 0)] = prec
    cells.flag(unknown, "no date_prec from 1 to 5: taken from the days between")
    codes = np.array(pc.fill_null(code, date_prec_of(1)).to_numpy(), np.int8)
    finer = ~unknown & (codes < finest)
    cells.flag(finer, "more days from date_start to date_end than date_prec allows: a coarser code is kept")
    return start, end, pa.array(np.maximum(codes, finest))


def _deaths(cells: Cells) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Low, best and high; where they do not rise, low and high give way to best, with a flag."""
    low, best, high = (
        cells.each(name, _COUNT, pa.int32(), EXPECTED["fatalities_best"]) for name in ("low", "best", "high")
    )
    above = pc.fill_null(pc.greater(low, pc.coalesce(best, high)), False)
    below = pc.fill_null(pc.less(high, pc.coalesce(best, low)), False)
    cells.flag(np.asarray(pc.or_(above, below)), "low, best and high do not rise: best is kept")
    wrong = pc.or_(above, below)
    return pc.if_else(wrong, best, low), best, pc.if_else(wrong, best, high)


def _tags(cells: Cells, code: pa.Array) -> pa.Array:
    clarity = cells.each("event_clarity", lambda cell: int(cell) if cell in ("1", "2") else None, pa.int8())
    unclear = np.asarray(pc.fill_null(pc.equal(clarity, 2), False)).astype(np.int8)
    kinds = [KIND_WORDS[number].lower() for number in (1, 2, 3)]
    values = ["", *kinds, *(f"{kind}; event clarity 2" for kind in kinds), ""]
    codes = code.to_numpy() + 3 * unclear
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int8)), pa.array(values[:7]))


def _sources(cells: Cells) -> pa.Array:
    """Newer releases tell office, day and headline of each source apart, older ones all in one cell."""
    names = ("source_office", "source_date", "source_headline", "source_article")
    return in_slices(_source_cells, *(cells.text(name) for name in names))


def _source_cells(*columns: pa.Array) -> pa.Array:
    office, day, headline, article = (plain(column) for column in columns)
    parts = [pc.split_pattern(text, ";") for text in (office, day, headline)]
    counts = [pc.list_value_length(part) for part in parts]
    told = pc.or_(pc.not_equal(office, ""), pc.not_equal(headline, ""))
    # A semicolon inside a headline makes the three lists of different lengths: then they are one source.
    even = pc.and_(pc.equal(counts[0], counts[1]), pc.equal(counts[0], counts[2]))
    lists = [part.filter(even) for part in parts]
    flat = [pc.utf8_trim_whitespace(pc.list_flatten(part)) for part in lists]
    objects = source_objects(publisher=flat[0], title=flat[2], published=_day_of(flat[1]))
    offsets = pa.array(
        np.concatenate([[0], np.cumsum(pc.list_value_length(lists[0]).to_numpy())]), pa.int32()
    )
    several = listed(pa.ListArray.from_arrays(offsets, objects))
    single = one_source(
        source_objects(
            publisher=pc.if_else(told, office, ""),
            title=pc.if_else(told, headline, article),
            published=pc.if_else(told, _day_of(day), ""),
        )
    )
    return pc.if_else(told, pc.replace_with_mask(single, even, several), single)


def _day_of(texts: pa.Array) -> pa.Array:
    return pc.utf8_slice_codeunits(texts, 0, 10)
