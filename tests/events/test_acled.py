"""ACLED's files: what maps to what, how honest precision stays, and that every cell comes back."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from pathlib import Path

import pyarrow as pa
import pytest
from conflict_files import ACLED_ROW, Row, cells_in, csv_bytes, odd_cell, write_acled
from hypothesis import given
from hypothesis import strategies as st

from errors import FormatError
from events.acled_writing import ACLED_COLUMNS
from events.event import Event, read_sources
from events.formats import acled, format_of, read_file, write_table
from events.frame import EventFrame
from events.reading import Reading
from events.restoring import restored_cells, write_restored

FREE = ("actor1", "assoc_actor_1", "inter2", "admin2", "admin3", "notes", "source", "tags", "timestamp")


def flags_of(reading: Reading) -> dict[str, list[int]]:
    """Reason -> lines of the file."""
    return {flag.reason: reading.lines[flag.rows].tolist() for flag in reading.flags}


def only(reading: Reading) -> dict[str, object]:
    assert not reading.refused, reading.refused
    (row,) = reading.events.to_pylist()
    return row


def test_a_row_becomes_an_event(tmp_path: Path) -> None:
    path = write_acled(
        tmp_path / "any.name", {"assoc_actor_1": "Villagers;Militia ", "tags": "crowd size=12"}
    )
    assert format_of(path) is acled
    row = only(acled.reading(path))
    assert row["event_id"] == "acled-KGZ1"
    assert row["date_start"] == row["date_end"] == dt.date(2022, 9, 17)
    assert (row["date_prec"], row["where_prec"], row["radius_km"]) == (1, 1, None)
    assert (row["event_type"], row["sub_event_type"]) == ("Battles", "Armed clash")
    assert (row["country"], row["admin1"], row["place"]) == ("KG", "Batken", "Batken")
    assert (row["latitude"], row["longitude"]) == (40.0625, 70.8194)
    assert (row["fatalities_low"], row["fatalities_best"], row["fatalities_high"]) == (None, 3, None)
    assert row["other_actors"] == "Villagers; Militia"
    assert [source.publisher for source in read_sources(str(row["sources"]))] == [
        "Invented Wire",
        "Valley Gazette",
    ]
    assert (row["summary"], row["tags"], row["dataset"]) == (ACLED_ROW["notes"], "crowd size=12", "acled")


@pytest.mark.parametrize(
    ("code", "start", "end", "prec"),
    [
        ("1", "2022-09-17", "2022-09-17", 1),
        ("2", "2022-09-14", "2022-09-20", 3),
        ("3", "2022-09-01", "2022-09-30", 4),
        ("", "2022-09-01", "2022-09-30", 4),
    ],
)
def test_a_vague_day_is_an_interval(code: str, start: str, end: str, prec: int, tmp_path: Path) -> None:
    reading = acled.reading(write_acled(tmp_path / "a.csv", {"time_precision": code}))
    row = only(reading)
    assert (str(row["date_start"]), str(row["date_end"]), row["date_prec"]) == (start, end, prec)
    assert bool(flags_of(reading)) == (code == "")


@pytest.mark.parametrize(
    ("code", "prec", "radius"), [("1", 1, None), ("2", 2, 25.0), ("3", 4, None), ("?", 4, None)]
)
def test_a_vague_place_is_no_dot(code: str, prec: int, radius: float | None, tmp_path: Path) -> None:
    row = only(acled.reading(write_acled(tmp_path / "a.csv", {"geo_precision": code})))
    assert (row["where_prec"], row["radius_km"]) == (prec, radius)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("17 September 2022", "2022-09-17"),
        ("17-Sep-22", "2022-09-17"),
        ("17-September-2022", "2022-09-17"),
        ("2022/09/17", "2022-09-17"),
        ("2022-09-17T00:00:00Z", "2022-09-17"),
        ("17/09/2022", "2022-09-17"),
        ("09/17/2022", "2022-09-17"),
    ],
)
def test_days_are_read_as_exports_write_them(cell: str, day: str, tmp_path: Path) -> None:
    assert (
        str(only(acled.reading(write_acled(tmp_path / "a.csv", {"event_date": cell})))["date_start"]) == day
    )


def test_a_day_that_may_be_two_days_is_refused_unless_the_file_tells(tmp_path: Path) -> None:
    alone = acled.reading(write_acled(tmp_path / "a.csv", {"event_date": "03/04/2022"}))
    assert "found '03/04/2022'" in alone.refused[0].reason
    told = acled.reading(
        write_acled(tmp_path / "b.csv", {"event_date": "03/04/2022"}, {"event_date": "17/09/2022"})
    )
    assert told.events.column("date_start").to_pylist() == [dt.date(2022, 4, 3), dt.date(2022, 9, 17)]


def test_a_serial_number_of_a_spreadsheet_is_read_and_flagged(tmp_path: Path) -> None:
    reading = acled.reading(write_acled(tmp_path / "a.csv", {}, {"event_date": "44821"}))
    assert str(reading.events.column("date_start")[1]) == "2022-09-17"
    assert flags_of(reading) == {"event_date is a spreadsheet's serial number, read as its day": [3]}
    other_year = acled.reading(write_acled(tmp_path / "b.csv", {"event_date": "33000"}))
    assert "year is another than that of event_date" in flags_of(other_year)


@pytest.mark.parametrize(
    ("old", "inter1", "kind", "sub"),
    [
        ("Battle-No change of territory", "1", "Battles", "Armed clash"),
        ("Battle-Non-state actor overtakes territory", "2", "Battles", "Non-state actor overtakes territory"),
        ("Riots/Protests", "5", "Riots", ""),
        ("Riots/Protests", "Protesters", "Protests", ""),
        ("Remote violence", "1", "Explosions/Remote violence", ""),
        ("Strategic development", "1", "Strategic developments", ""),
    ],
)
def test_an_older_export_is_read(old: str, inter1: str, kind: str, sub: str, tmp_path: Path) -> None:
    columns = ["data_id", "ISO3", *(name.upper() for name in ACLED_COLUMNS if name != "sub_event_type")]
    row: Row = {
        **ACLED_ROW,
        "event_type": old,
        "inter1": inter1,
        "data_id": "99",
        "event_date": "17 September 2022",
    }
    path = tmp_path / "old.csv"
    path.write_bytes(b"\xef\xbb\xbf" + csv_bytes(columns, [row], line_end="\r\n"))
    assert format_of(path) is acled
    read = only(acled.reading(path))
    assert (read["event_type"], read["sub_event_type"]) == (kind, sub)


def test_rows_that_are_no_events_are_refused_with_line_column_and_value(tmp_path: Path) -> None:
    path = write_acled(
        tmp_path / "a.csv",
        {"notes": "two\nlines"},
        {"event_type": "Quarrel"},
        {"latitude": "95"},
        {"longitude": "east"},
        {"event_date": "31 February 2022"},
        {"event_id_cnty": "KGZ1"},
        {"fatalities": "some"},
        {"event_id_cnty": ""},
    )
    reading = acled.reading(path)
    assert reading.lines.tolist() == [2]
    found = {row.line: [(fault.column, fault.found) for fault in row.faults] for row in reading.refused}
    assert found == {
        4: [("event_type", "'Quarrel'")],
        5: [("latitude", "'95'")],
        6: [("longitude", "'east'")],
        7: [("event_date", "'31 February 2022'")],
        8: [("event_id_cnty", "'KGZ1'")],
        9: [("fatalities", "'some'")],
        10: [("event_id_cnty", "nothing")],
    }
    assert reading.rows_read == 8
    assert dict(zip(reading.names, reading.refused[0].cells, strict=True))["event_type"] == "Quarrel"
    with pytest.raises(FormatError, match=r"found 7 of 8 rows .* line 4: event_type: found 'Quarrel'"):
        acled.read(path)


def test_rows_without_a_point_are_placed_by_name_or_kept_without(tmp_path: Path) -> None:
    nowhere = {"latitude": "", "longitude": ""}
    reading = acled.reading(
        write_acled(
            tmp_path / "a.csv",
            {**nowhere, "location": "Osh", "geo_precision": "1"},
            {"latitude": "0", "longitude": "0", "location": "Osh", "geo_precision": "2"},
            {**nowhere, "location": "Qxqxqx", "geo_precision": "1"},
            {"latitude": "40", "longitude": "", "location": "Osh", "geo_precision": "3"},
        )
    )
    rows = reading.events.to_pylist()
    assert [row["where_prec"] for row in rows] == [1, 2, 6, 4]
    for row in (rows[0], rows[1], rows[3]):
        assert abs(row["latitude"] - 40.53) < 0.1 and abs(row["longitude"] - 72.8) < 0.1
        assert row["place_id"]
    assert rows[2]["latitude"] is None and rows[2]["radius_km"] is None
    flags = flags_of(reading)
    assert flags["no coordinates: placed by the name of its place"] == [2, 3, 5]
    assert flags["no coordinates, and no place of that name is known: kept without a point"] == [4]
    assert flags["the point is 0, 0: taken for none"] == [3]


def test_an_unknown_country_or_sub_event_type_is_flagged_and_kept(tmp_path: Path) -> None:
    reading = acled.reading(
        write_acled(tmp_path / "a.csv", {"country": "Ruritania"}, {"sub_event_type": "Grenade"})
    )
    assert [(row["country"], row["sub_event_type"]) for row in reading.events.to_pylist()] == [
        ("", "Armed clash"),
        ("KG", ""),
    ]
    assert set(flags_of(reading)) == {
        "the country is none that is known by name",
        "a sub-event type that its type does not have",
    }


@st.composite
def acled_files(draw: st.DrawFn) -> tuple[list[str], list[Row], dict[str, object]]:
    """Columns in any case and order with unknown ones among them, rows with odd cells, a dialect."""
    extra = draw(
        st.lists(st.sampled_from(("population_best", "Своя", "my, column", "x y")), unique=True, max_size=2)
    )
    columns = draw(st.permutations([*ACLED_COLUMNS, *extra]))
    if draw(st.booleans()):
        columns = [name.upper() for name in columns]
    rows = []
    for number in range(draw(st.integers(1, 4))):
        row = {**ACLED_ROW, "event_id_cnty": f"KGZ{number}"}
        for name in (*FREE, *extra):
            row[name] = draw(odd_cell())
        row["event_date"] = draw(
            st.sampled_from(("2022-09-17", "17 September 2022", " 2022-09-17 ", "44821"))
        )
        row["latitude"] = draw(st.sampled_from(("40.0625", "40.06250", " 40.1", "+40.2", "", "0")))
        row["longitude"] = draw(st.sampled_from(("70.8194", "070.8", "70,8", "", "0")))
        row["geo_precision"] = draw(st.sampled_from(("1", "2", "3", "", "01")))
        row["fatalities"] = draw(st.sampled_from(("0", "3", "007", "3.0", "")))
        row["location"] = draw(st.sampled_from(("Batken", "Osh", "Qxqxqx", "", "=Osh")))
        rows.append(row)
    dialect = {
        "line_end": draw(st.sampled_from(("\n", "\r\n"))),
        "delimiter": draw(st.sampled_from((",", ";", "\t"))),
        # Python leaves a lone carriage return without quotes, and then it ends a line.
        "quoting": csv.QUOTE_ALL
        if any("\r" in cell for row in rows for cell in row.values())
        else draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))),
        "encoding": draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16"))),
    }
    return list(columns), rows, dialect


@given(acled_files())
def test_every_cell_comes_back(generated: tuple[list[str], list[Row], dict[str, object]]) -> None:
    columns, rows, dialect = generated
    with tempfile.TemporaryDirectory() as folder:
        path, again = Path(folder) / "in", Path(folder) / "out"
        path.write_bytes(
            csv_bytes(columns, [{k.lower(): v for k, v in row.items()} for row in rows], **dialect)
        )  # type: ignore[arg-type]
        reading = read_file(path)
        assert reading.format_name == "acled"
        assert not reading.refused
        assert reading.original is not None
        write_restored(reading.events, reading.original, again, plain=True)
        encoding = "utf-16" if dialect["encoding"] == "utf-16" else "utf-8-sig"
        assert cells_in(again, _codec(again, encoding), str(dialect["delimiter"])) == cells_in(
            path, str(encoding), str(dialect["delimiter"])
        )
        assert (b"\r\n" in again.read_bytes().replace(b"\x00", b"")) >= (dialect["line_end"] == "\r\n")


def _codec(path: Path, wanted: str) -> str:
    return (
        wanted if wanted != "utf-16" or path.read_bytes()[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-16-le"
    )


def edited(reading: Reading, **fields: object) -> pa.Table:
    """The events of a reading with fields of the first one changed, as the store gives them back."""
    frame = EventFrame(reading.events)
    rows = {frame.event(row).event_id: frame.event(row) for row in range(frame.n)}
    first = reading.events.column("event_id")[0].as_py()
    rows[first] = Event(**{**rows[first].model_dump(), **fields})
    table = reading.events.to_pylist()
    for name, value in fields.items():
        table[0][name] = "; ".join(value) if isinstance(value, tuple) else value  # type: ignore[arg-type]
    return pa.Table.from_pylist(table, schema=reading.events.schema)


def changed_cells(reading: Reading, events: pa.Table) -> dict[str, tuple[str, str]]:
    assert reading.original is not None
    now = restored_cells(events, reading.original).to_pylist()
    before = reading.original.to_pylist()
    assert now[1:] == before[1:]
    return {name: (before[0][name], cell) for name, cell in now[0].items() if cell != before[0][name]}


@pytest.mark.parametrize(
    ("fields", "cells"),
    [
        ({"latitude": 40.1, "where_prec": 3}, {"latitude": ("40.0625", "40.1"), "geo_precision": ("1", "3")}),
        ({"actor1": "Guards"}, {"actor1": ("Border guards (Kyrgyzstan)", "Guards")}),
        (
            {"date_start": dt.date(2022, 9, 1), "date_end": dt.date(2022, 9, 30), "date_prec": 4},
            {"event_date": ("17 September 2022", "15 September 2022"), "time_precision": ("1", "3")},
        ),
        ({"fatalities_best": 5}, {"fatalities": ("3", "5")}),
        ({"other_actors": ("Herders", "Villagers")}, {"assoc_actor_1": ("Militia", "Herders")}),
        ({"title": "Another title", "confidence": 0.5}, {}),
        ({"tags": ("check: no coordinates",)}, {}),
    ],
)
def test_an_edited_value_is_written_and_all_other_cells_stay(
    fields: dict[str, object], cells: dict[str, tuple[str, str]], tmp_path: Path
) -> None:
    first = {
        "event_date": "17 September 2022",
        "assoc_actor_1": "Militia",
        "assoc_actor_2": "Villagers",
        "admin3": " 007 ",
    }
    reading = acled.reading(write_acled(tmp_path / "a.csv", first, {"notes": "=1+1"}))
    assert changed_cells(reading, edited(reading, **fields)) == cells


def test_events_that_never_were_acled_become_its_columns_and_come_back(tmp_path: Path) -> None:
    event = Event(
        event_id="own-1",
        date_start=dt.date(1999, 10, 20),
        date_end=dt.date(1999, 10, 26),
        date_prec=3,
        event_type="Riots",
        sub_event_type="Mob violence",
        actor1="=cmd()",
        place="Osh",
        country="KG",
        latitude=40.5,
        longitude=72.8,
        where_prec=3,
        fatalities_best=2,
    )
    table = pa.Table.from_pylist([{**event.model_dump(), "other_actors": "", "tags": "", "sources": ""}])
    plain, guarded = tmp_path / "plain.acled.csv", tmp_path / "people.acled.csv"
    acled.write(EventFrame(table).table, plain, plain=True)
    write_table(EventFrame(table).table, guarded)
    row = only(acled.reading(plain))
    assert row["actor1"] == "=cmd()"
    assert "'=cmd()" in guarded.read_text(encoding="utf-8")
    assert (row["date_start"], row["date_end"], row["date_prec"]) == (event.date_start, event.date_end, 3)
    # A district is never told as finer than it is known: ACLED's next code is the larger region.
    assert row["where_prec"] == 4
    assert (row["country"], row["fatalities_best"], row["sub_event_type"]) == ("KG", 2, "Mob violence")
