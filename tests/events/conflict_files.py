"""Small files of invented rows as ACLED and UCDP write theirs, and hypothesis strategies for odd ones."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st

from events.acled_writing import ACLED_COLUMNS
from events.ucdp_writing import UCDP_COLUMNS

Row = dict[str, str]

ACLED_ROW: Row = {
    "event_id_cnty": "KGZ1",
    "event_date": "2022-09-17",
    "year": "2022",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Border guards (Kyrgyzstan)",
    "inter1": "State forces",
    "actor2": "Border guards (Tajikistan)",
    "inter2": "State forces",
    "country": "Kyrgyzstan",
    "admin1": "Batken",
    "admin2": "Batken",
    "location": "Batken",
    "latitude": "40.0625",
    "longitude": "70.8194",
    "geo_precision": "1",
    "source": "Invented Wire; Valley Gazette",
    "notes": "An invented exchange of fire.",
    "fatalities": "3",
    "tags": "",
}

UCDP_ROW: Row = {
    "id": "500001",
    "relid": "KGZ-1999-1-1-1",
    "year": "1999",
    "type_of_violence": "1",
    "conflict_name": "Invented dispute",
    "dyad_name": "Government - Armed band",
    "side_a": "Government of Kyrgyzstan",
    "side_b": "Armed band",
    "source_article": '"Invented Wire,1999-10-27,Headline"',
    "source_office": "Invented Wire;Valley Gazette",
    "source_date": "1999-10-27;1999-10-28",
    "source_headline": "Headline;Another",
    "where_prec": "1",
    "where_coordinates": "Batken town",
    "where_description": "in the town",
    "adm_1": "Batken region",
    "latitude": "40.0625",
    "longitude": "70.8194",
    "country": "Kyrgyzstan",
    "event_clarity": "1",
    "date_prec": "1",
    "date_start": "1999-10-25 00:00:00.000",
    "date_end": "1999-10-25 00:00:00.000",
    "best": "3",
    "high": "4",
    "low": "2",
}

# Cells that break careless readers: quotes, line ends, formulas, other scripts, blanks at the ends.
ODD_CELLS = (
    "", " ", "  padded ", '"', 'say ""hi""', 'a "b" c', "two\nlines", "two\r\nlines", "lone\rreturn", ",",
    ";",
    "=1+1", "@SUM(A1)", "-12.5", "'quoted", "007", "1e5", "Ош, шаары", "北京", "\u00a0", "NULL",
    "NaN", "#tag",
    "\ufeff", "\t", "a;b; c",
)  # fmt: skip


def odd_cell() -> st.SearchStrategy[str]:
    text = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=8)
    return st.sampled_from(ODD_CELLS) | text


def csv_bytes(
    columns: Sequence[str],
    rows: Sequence[Row],
    *,
    line_end: str = "\n",
    delimiter: str = ",",
    encoding: str = "utf-8",
    header: bool = True,
    quoting: int = csv.QUOTE_MINIMAL,
) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=quoting)  # type: ignore[arg-type]
    if header:
        writer.writerow(columns)
    writer.writerows([row.get(column.strip().lower(), "") for column in columns] for row in rows)
    return out.getvalue().encode(encoding)


def write_acled(
    path: Path, *rows: Row, columns: Sequence[str] = ACLED_COLUMNS, encoding: str = "utf-8"
) -> Path:
    """A file of rows that differ from `ACLED_ROW` as told; ids count up unless they are given."""
    filled = [{**ACLED_ROW, "event_id_cnty": f"KGZ{i}", **row} for i, row in enumerate(rows, 1)]
    path.write_bytes(csv_bytes(columns, filled, encoding=encoding))
    return path


def write_ucdp(path: Path, *rows: Row, columns: Sequence[str] = UCDP_COLUMNS, header: bool = True) -> Path:
    """A file of rows that differ from `UCDP_ROW` as told; ids count up unless they are given."""
    filled = [{**UCDP_ROW, "id": str(500_000 + i), **row} for i, row in enumerate(rows, 1)]
    path.write_bytes(csv_bytes(columns, filled, header=header))
    return path


def cells_in(path: Path, encoding: str = "utf-8-sig", delimiter: str = ",") -> list[list[str]]:
    """All records of a file, as Python's own reader of csv sees them."""
    with path.open(encoding=encoding, newline="") as file:
        return [record for record in csv.reader(file, delimiter=delimiter) if record]
