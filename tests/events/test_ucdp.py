"""UCDP files: precision codes as they are, sources parted, releases of all widths, every cell back."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import pytest
from conflict_files import UCDP_ROW, Row, cells_in, csv_bytes, odd_cell, write_ucdp
from hypothesis import given
from hypothesis import strategies as st

from events.event import read_sources
from events.formats import format_of, read_file, ucdp
from events.reading import Reading
from events.restoring import write_restored
from events.ucdp_writing import UCDP_COLUMNS, UCDP_OLD_COLUMNS


def only(reading: Reading) -> dict[str, object]:
    assert not reading.refused, reading.refused
    (row,) = reading.events.to_pylist()
    return row


def reasons(reading: Reading) -> set[str]:
    return {flag.reason for flag in reading.flags}


def test_a_row_becomes_an_event(tmp_path: Path) -> None:
    path = write_ucdp(tmp_path / "ged", {})
    assert format_of(path) is ucdp
    row = only(ucdp.reading(path))
    assert (row["event_id"], row["dataset"]) == ("ucdp-ged-500001", "ucdp-ged")
    assert (row["date_start"], row["date_end"], row["date_prec"]) == (dt.date(1999, 10, 25),) * 2 + (1,)
    assert (row["event_type"], row["actor1"], row["actor2"]) == ("Battles", UCDP_ROW["side_a"], "Armed band")
    assert (row["fatalities_low"], row["fatalities_best"], row["fatalities_high"]) == (2, 3, 4)
    assert (row["place"], row["place_text"], row["country"]) == ("Batken town", "in the town", "KG")
    sources = read_sources(str(row["sources"]))
    assert [(one.publisher, one.published, one.title) for one in sources] == [
        ("Invented Wire", "1999-10-27", "Headline"),
        ("Valley Gazette", "1999-10-28", "Another"),
    ]


@pytest.mark.parametrize(
    ("code", "radius", "has_point"),
    [("1", None, True), ("2", 25.0, True), ("3", None, True), ("4", None, True), ("5", 100.0, True),
     ("6", None, False), ("7", None, True)],
)  # fmt: skip
def test_where_prec_stays_and_a_country_has_no_point(
    code: str, radius: float | None, has_point: bool, tmp_path: Path
) -> None:
    row = only(ucdp.reading(write_ucdp(tmp_path / "ged", {"where_prec": code})))
    assert (row["where_prec"], row["radius_km"]) == (int(code), radius)
    assert (row["latitude"] is not None) == has_point


@pytest.mark.parametrize(
    ("start", "end", "code", "kept", "flagged"),
    [
        ("1999-10-01", "1999-10-31", "4", 4, False),
        ("1999-10-01", "1999-10-31", "1", 4, True),
        ("1999-10-01", "1999-10-02", "5", 5, False),
        ("1999-10-01", "1999-10-07", "", 3, True),
    ],
)
def test_date_prec_is_never_finer_than_the_days(
    start: str, end: str, code: str, kept: int, flagged: bool, tmp_path: Path
) -> None:
    reading = ucdp.reading(
        write_ucdp(tmp_path / "ged", {"date_start": start, "date_end": end, "date_prec": code})
    )
    assert only(reading)["date_prec"] == kept
    assert bool(reasons(reading)) == flagged


@pytest.mark.parametrize("columns", [UCDP_COLUMNS, UCDP_OLD_COLUMNS], ids=["49", "42"])
@pytest.mark.parametrize("header", [True, False], ids=["header", "bare"])
def test_releases_of_both_widths_are_read_with_a_header_and_without(
    columns: tuple[str, ...], header: bool, tmp_path: Path
) -> None:
    assert len(columns) in (49, 42)
    path = write_ucdp(tmp_path / "ged", {}, {}, columns=columns, header=header)
    reading = read_file(path)
    assert (reading.format_name, reading.events.num_rows, reading.names) == ("ucdp", 2, columns)
    assert reading.lines.tolist() == ([2, 3] if header else [1, 2])


def test_deaths_that_do_not_rise_and_types_that_are_none_are_told(tmp_path: Path) -> None:
    reading = ucdp.reading(
        write_ucdp(
            tmp_path / "ged", {"low": "9"}, {"type_of_violence": "4"}, {"type_of_violence": ""}, {"best": "x"}
        )
    )
    assert "low, best and high do not rise: best is kept" in reasons(reading)
    assert [reading.events.column(f"fatalities_{name}")[0].as_py() for name in ("low", "best", "high")] == [
        3,
        3,
        3,
    ]
    assert [(row.line, row.faults[0].column) for row in reading.refused] == [
        (3, "type_of_violence"),
        (4, "type_of_violence"),
        (5, "best"),
    ]


def test_a_semicolon_in_a_headline_keeps_the_source_whole(tmp_path: Path) -> None:
    row = only(ucdp.reading(write_ucdp(tmp_path / "ged", {"source_headline": "One; two; three"})))
    (source,) = read_sources(str(row["sources"]))
    assert (source.publisher, source.title) == ("Invented Wire;Valley Gazette", "One; two; three")


@st.composite
def ucdp_rows(draw: st.DrawFn) -> list[Row]:
    rows = []
    for number in range(draw(st.integers(1, 4))):
        row = {**UCDP_ROW, "id": f"{500_000 + number}"}
        for name in (
            "relid", "conflict_name", "dyad_name", "side_b", "source_article", "source_office", "source_date",
            "source_headline", "where_coordinates", "where_description", "adm_2", "geom_wkt", "gwnoa",
        ):  # fmt: skip
            row[name] = draw(odd_cell())
        row["where_prec"] = draw(st.sampled_from("1234567"))
        row["latitude"] = draw(st.sampled_from(("40.0625", "40.062500", "", "0")))
        row["longitude"] = draw(st.sampled_from(("70.8194", "", "0")))
        row["date_prec"] = draw(st.sampled_from("12345"))
        row["best"] = draw(st.sampled_from(("3", "03", "3.0", "1", "")))
        rows.append(row)
    return rows


@given(ucdp_rows(), st.booleans())
def test_every_cell_comes_back(rows: list[Row], header: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, again = Path(folder) / "in", Path(folder) / "out"
        path.write_bytes(csv_bytes(UCDP_COLUMNS, rows, line_end="\r\n", header=header))
        reading = read_file(path)
        assert not reading.refused
        assert reading.original is not None
        write_restored(reading.events, reading.original, again, plain=True)
        assert cells_in(again) == cells_in(path)


def test_hxl_tags_are_no_event_and_come_back(tmp_path: Path) -> None:
    path, again = tmp_path / "hdx.csv", tmp_path / "again.csv"
    tags = {name: f"#x_{name}" for name in UCDP_COLUMNS} | {"geom_wkt": ""}
    path.write_bytes(csv_bytes(UCDP_COLUMNS, [tags, UCDP_ROW]))
    reading = read_file(path)
    assert (reading.events.num_rows, reading.lines.tolist()) == (1, [3])
    assert any("#tags" in note for note in reading.notes)
    assert reading.original is not None
    write_restored(reading.events, reading.original, again, plain=True)
    assert cells_in(again) == cells_in(path)
