"""Every format gives back the events it was given, and says in one line what is wrong with a file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow as pa
import pytest
from event_samples import PLAIN, a_text, row_table, some_events, table_of
from hypothesis import given
from hypothesis import strategies as st

from errors import EventError, FormatError, IncidentMapError
from events.columns import COLUMNS
from events.event import Event
from events.formats import can_write, format_named, format_of, formats, read_table, write_table
from events.frame import EventFrame

HEADER = "event_id,date_start,event_type,latitude,longitude,where_prec"
GOOD = "a,1999-10-27,Battles,39.9,71.0,1"

WRITTEN = [name for name, known in formats().items() if can_write(known)]
# Those that hold all of our columns; what the others hold is tested with each of them.
WHOLE = [name for name in WRITTEN if getattr(format_named(name), "KEEPS_ALL", True)]


def events_of(table: pa.Table) -> list[Event]:
    frame = EventFrame(table)
    return sorted((frame.event(row) for row in range(frame.n)), key=lambda event: event.event_id)


@pytest.mark.parametrize("name", WHOLE)
@given(events=some_events(max_size=6))
def test_events_round_trip_through_every_format(name: str, events: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"events{format_named(name).SUFFIXES[0]}"
        write_table(EventFrame(table_of(events)).table, path)
        assert format_of(path) is format_named(name)
        assert events_of(read_table(path)) == sorted(events, key=lambda event: event.event_id)


@pytest.mark.parametrize("name", WRITTEN)
def test_every_format_is_whole_and_told_by_its_content_alone(name: str, tmp_path: Path) -> None:
    chosen = format_named(name)
    assert all(suffix.startswith(".") for suffix in chosen.SUFFIXES)
    path = tmp_path / "unnamed"
    write_table(EventFrame(row_table({})).table, path, name)
    assert [known for known, candidate in formats().items() if candidate.sniff(path)] == [name]


@pytest.mark.parametrize("name", WHOLE)
def test_unknown_columns_are_kept(name: str, tmp_path: Path) -> None:
    path = tmp_path / "events"
    write_table(EventFrame(row_table({"mood": "calm"})).table, path, name)
    assert EventFrame(read_table(path)).table.column("mood").to_pylist() == ["calm"]


@pytest.mark.parametrize("name", WRITTEN)
def test_a_file_is_written_in_whole_or_not_at_all(name: str, tmp_path: Path) -> None:
    table = EventFrame(row_table({})).table
    with pytest.raises(FormatError, match=r"cannot write \(No such file or directory\)"):
        write_table(table, tmp_path / "nowhere" / "events", name)
    (tmp_path / "taken").mkdir()
    with pytest.raises(FormatError, match="cannot write"):
        write_table(table, tmp_path / "taken", name)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


@given(st.lists(st.sampled_from("=+-@\t\r\n'") | a_text(), min_size=1, max_size=5).map("".join))
def test_a_cell_that_a_spreadsheet_would_run_is_guarded_and_comes_back(text: str) -> None:
    event = Event(**{**PLAIN, "title": text, "actor1": text})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.csv"
        write_table(EventFrame(table_of([event])).table, path)
        written = path.read_bytes().decode()
        assert events_of(read_table(path)) == [event]
    for start in "=+-@\t\r":
        assert f',"{start}' not in written


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (f"{HEADER}\n{GOOD}\nb,27.10.1999,Battles,1,1,1", ("line 3: date_start: found '27.10.1999'",)),
        (f'{HEADER},title\n{GOOD},"two\nlines"\nb,1999-02-30,Battles,1,1,1,t', ("line 4: date_start",)),
        (f"{HEADER}\na,1999-10-27,Battles,1,east,1", ("line 2: longitude: found 'east'", "degrees")),
        (f"{HEADER}\na,1999-10-27,Battles,1,1,near", ("line 2: where_prec: found 'near'", "a code from 1")),
        (f"{HEADER}\n{GOOD}\nb,1999-10-27,Battles", ("line 3: found 3 cells, expected 6 cells",)),
        ("event_id,date_start,event_type,latitude,longitude\nx", ("no column where_prec in line 1",)),
        (f"{HEADER},title,title\n{GOOD},a,b", ("the column title twice", "rename one")),
        ("\x00\x01\x02 no text at all \x00\x00\x00", ("no known format", "acled", "csv", "parquet")),
        ("", ("an empty file", "acled", "csv", "parquet")),
    ],
)  # fmt: skip
def test_a_wrong_csv_is_told_in_one_line(lines: str, said: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(lines, encoding="utf-8", newline="")
    with pytest.raises(FormatError) as caught:
        read_table(path)
    assert all(part in str(caught.value) for part in (str(path), *said)), str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_csv_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_bytes(f"{HEADER},title\n{GOOD},Ош\n".encode() + f"{GOOD},Ош\n".encode("cp1251"))
    with pytest.raises(FormatError, match="line 3: found the byte 0xce, expected text in UTF-8"):
        read_table(path)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_of_a_spreadsheet_is_read(delimiter: str, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    lines = f"{HEADER}\r\n{GOOD}\r\n\r\nb, 1999-10-28 ,Riots,40,71,1\r\n".replace(",", delimiter)
    path.write_bytes(b"\xef\xbb\xbf" + lines.encode())
    assert [event.event_type for event in events_of(read_table(path))] == ["Battles", "Riots"]


def test_a_broken_parquet_and_one_of_something_else_are_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 and nothing more")
    with pytest.raises(FormatError, match="cannot be read as Parquet"):
        read_table(broken)
    other = tmp_path / "other.parquet"
    pa.parquet.write_table(pa.table({"name": ["Osh"], "latitude": [40.5]}), other)
    with pytest.raises(IncidentMapError, match="expected a date"):
        read_table(other)


def test_a_missing_file_an_unknown_format_and_suffix_are_named(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="found no such file"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(FormatError, match="cannot be read"):
        read_table(tmp_path)
    with pytest.raises(FormatError, match="found 'xls', expected one of acled"):
        format_named("xls")
    with pytest.raises(FormatError, match=r"found suffix '\.xls', expected one of \.acled\.csv, \.csv"):
        write_table(EventFrame(row_table({})).table, tmp_path / "events.xls")
    with pytest.raises(FormatError, match="found 'gtd', which is only read; expected acled, csv"):
        write_table(EventFrame(row_table({})).table, tmp_path / "events.csv", "gtd")


def test_of_several_suffixes_the_longest_tells_the_format(tmp_path: Path) -> None:
    table = EventFrame(row_table({})).table
    for name, told in (("a.csv", "csv"), ("a.acled.csv", "acled"), ("a.ucdp.CSV", "ucdp")):
        write_table(table, tmp_path / name)
        known = format_of(tmp_path / name)
        assert known is format_named(told)


def test_a_table_in_a_file_may_lack_what_can_be_filled(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    assert events_of(read_table(path)) == [
        Event(**{**PLAIN, "event_id": "a", "date_start": "1999-10-27", "date_end": "1999-10-27",
                 "latitude": 39.9, "longitude": 71.0})
    ]  # fmt: skip
    assert EventFrame(read_table(path)).table.column_names == list(COLUMNS)


def test_a_text_column_of_numbers_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    pa.parquet.write_table(row_table({"title": 1.5}), path)
    with pytest.raises(EventError, match="title: found a column of double"):
        read_table(path)
