"""A user's table is understood: its columns by name and content, its rows as events or told refusals."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pyarrow as pa
import pytest

from errors import FormatError, MappingError
from events.formats import format_of, read_table
from events.formats.table import cells_and_lines
from events.mapping import Mapping, distinct_headers, fingerprint
from events.mapping_apply import apply_mapping
from events.mapping_guess import guess_mapping
from events.mapping_kept import keep_mapping, kept_mapping, read_mapped, read_mapping
from events.reading import Reading

JOURNAL = Path(__file__).resolve().parents[1] / "data" / "events" / "journal_ru.csv"


def cells(**columns: list[object]) -> pa.Table:
    return pa.table({name: pa.array(values) for name, values in columns.items()})


def applied(table: pa.Table, mapping: Mapping | None = None) -> Reading:
    return apply_mapping(table, mapping or guess_mapping(table), dataset="mine")


def column(reading: Reading, name: str) -> list[object]:
    return reading.events.column(name).to_pylist()


def reasons(reading: Reading) -> str:
    return "\n".join(f"{flag.reason} {flag.rows.tolist()}" for flag in reading.flags)


def test_a_russian_journal_becomes_events() -> None:
    assert format_of(JOURNAL).NAME == "table"
    reading = read_mapped(JOURNAL)
    assert column(reading, "date_start") == [dt.date(1999, 4, 3), dt.date(1999, 4, 13), dt.date(2000, 5, 1)]
    assert column(reading, "date_prec") == [1, 1, 4]
    assert column(reading, "event_type") == ["Battles", "Protests", "Strategic developments"]
    assert column(reading, "latitude")[0] == pytest.approx(40.5283)
    assert column(reading, "place")[0] == "Выдуманное село"
    assert column(reading, "where_prec")[0] == 1
    # The second row has no point: its name leads to one.
    assert column(reading, "country")[1] == "KG"
    assert column(reading, "place_text")[1] == "Баткен"
    assert [column(reading, f"fatalities_{end}")[0] for end in ("low", "best", "high")] == [3, None, 5]
    assert json.loads(str(column(reading, "sources")[0]))[0]["url"] == "https://example.org/1"
    assert set(column(reading, "dataset")) == {"journal_ru"}
    assert "found by its name" in reasons(reading)
    (refused,) = reading.refused
    assert refused.line == 5
    assert "Дата: found '31.02.2000'" in refused.reason
    assert refused.cells[0] == "4"


def test_every_row_is_an_event_or_refused_and_keeps_its_cells() -> None:
    reading = read_mapped(JOURNAL)
    assert reading.rows_read == 4
    assert reading.original is not None
    assert reading.original.column("Что произошло").to_pylist()[1] == "Митинг у здания"
    assert reading.lines.tolist() == [2, 3, 4]


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Event Date", "date_start"), ("Дата (дд.мм.гггг)", "date_start"), ("incidentDate", "date_start"),
        ("start_date", "date_start"), ("Дата события", "date_start"), ("DATE_OF_INCIDENT", "date_start"),
    ],
)  # fmt: skip
def test_the_date_is_found_under_many_names(header: str, target: str) -> None:
    table = pa.table({header: ["1999-10-27"], "lat": ["40.5"], "lon": ["72.8"]})
    assert guess_mapping(table).columns[target] == header


@pytest.mark.parametrize(
    ("lat", "lon"),
    [("Lat", "Lng"), ("широта", "долгота"), ("Y", "X"), ("lat_wgs84", "long_wgs84"), ("С.Ш.", "В.Д.")],
)
def test_coordinates_are_found_under_many_names(lat: str, lon: str) -> None:
    table = pa.table({"date": ["1999-10-27"], lat: ["40.53"], lon: ["72.80"]})
    found = guess_mapping(table).columns
    assert (found["latitude"], found["longitude"]) == (lat, lon)


def test_columns_without_telling_names_are_found_by_their_cells() -> None:
    table = cells(
        a=["27.10.1999", "28.10.1999", "30.11.1999"], b=["40.532", "39.861", "40.111"],
        c=["72.812", "71.013", "70.902"], d=["clash", "protest", "clash"],
    )  # fmt: skip
    mapping = guess_mapping(table)
    assert mapping.columns == {"date_start": "a", "latitude": "b", "longitude": "c", "event_type": "d"}
    assert len(mapping.notes) == 4
    assert column(applied(table, mapping), "event_type") == ["Battles", "Protests", "Battles"]


def test_a_column_of_places_is_found_by_the_gazetteer() -> None:
    table = cells(d=["1999-10-27"] * 3, q=["Osh", "Batken", "Khujand"], n=["7", "8", "9"])
    mapping = guess_mapping(table)
    assert mapping.columns["place"] == "q"
    assert column(applied(table, mapping), "country") == ["KG", "KG", "TJ"]


def test_a_name_that_its_cells_belie_is_not_believed() -> None:
    table = cells(
        date=["soon", "later"],
        day_seen=["1999-10-27", "1999-10-28"],
        lat=["40.5", "40.6"],
        lon=["72.5", "71.5"],
    )
    assert guess_mapping(table).columns["date_start"] == "day_seen"


def test_day_and_month_are_told_apart_by_one_cell_of_the_column() -> None:
    places = {"lat": ["40.53"] * 2, "lon": ["72.81"] * 2}
    us = cells(date=["03/04/1999", "03/14/1999"], **places)
    assert column(applied(us), "date_start") == [dt.date(1999, 3, 4), dt.date(1999, 3, 14)]
    doubtful = cells(date=["03/04/1999", "05/06/1999"], **places)
    mapping = guess_mapping(doubtful)
    assert "no date tells" in " ".join(mapping.notes)
    assert column(applied(doubtful, mapping), "date_start")[0] == dt.date(1999, 4, 3)
    torn = cells(date=["13/04/1999", "14/04/1999", "04/15/1999"], lat=["40.53"] * 3, lon=["72.81"] * 3)
    reading = applied(torn)
    assert [row.line for row in reading.refused] == [3]
    assert "'04/15/1999' cannot" in " ".join(reading.notes)


def test_dates_become_intervals_as_wide_as_what_is_known() -> None:
    table = cells(
        year=["1999", "1999", "2000"], month=["10", "10", ""], day=["27", "0", ""],
        lat=["40.53"] * 3, lon=["72.81"] * 3,
    )  # fmt: skip
    reading = applied(table)
    assert column(reading, "date_prec") == [1, 4, 5]
    assert column(reading, "date_end") == [
        dt.date(1999, 10, 27),
        dt.date(1999, 10, 31),
        dt.date(2000, 12, 31),
    ]
    two = cells(
        start=["1999-10-25", "1999-10-25"], end=["1999-10-27", ""], lat=["40.53"] * 2, lon=["72.81"] * 2
    )
    assert column(applied(two), "date_prec") == [2, 1]


def test_types_of_parquet_are_taken_as_they_are() -> None:
    table = pa.table(
        {
            "date": pa.array([dt.datetime(1999, 10, 27, 23, 59)], pa.timestamp("us")),
            "lat": pa.array([40.532]), "lon": pa.array([72.81]), "deaths": pa.array([2], pa.int64()),
        }
    )  # fmt: skip
    reading = applied(table)
    assert column(reading, "date_start") == [dt.date(1999, 10, 27)]
    assert column(reading, "fatalities_best") == [2]


def test_swapped_coordinates_are_exchanged_and_told() -> None:
    table = cells(
        date=["1999-10-27"] * 3, lat=["72.811", "71.012", "70.903"], lon=["40.531", "39.862", "40.113"]
    )
    reading = applied(table)
    assert column(reading, "latitude") == [40.531, 39.862, 40.113]
    assert "exchanged" in " ".join(reading.notes)
    one = cells(date=["1999-10-27"], coords=["72.811, 40.531"])
    assert column(applied(one), "longitude") == [72.811]


def test_one_swapped_row_among_many_is_mended_and_flagged() -> None:
    lats, lons = ["40.531"] * 20 + ["72.801"], ["72.811"] * 20 + ["40.521"]
    reading = applied(cells(date=["1999-10-27"] * 21, lat=lats, lon=lons))
    assert column(reading, "latitude")[20] == 40.521
    assert "of this row were exchanged [20]" in reasons(reading)


def test_rounded_coordinates_are_no_exact_points() -> None:
    table = cells(date=["1999-10-27"] * 3, lat=["40.5", "40", "40.53"], lon=["72.8", "73", "72.81"])
    reading = applied(table)
    assert column(reading, "where_prec") == [2, 2, 1]
    assert column(reading, "radius_km") == [5.6, 55.7, None]


def test_a_row_without_a_place_is_refused_and_one_with_a_country_is_vague() -> None:
    table = cells(
        date=["1999-10-27"] * 4, place=["", "Nowhereville-upon-Nothing", "", "Osh"],
        country=["", "", "Kyrgyzstan", "KG"], lat=["", "0", "", "95"], lon=["", "0", "", "200"],
    )  # fmt: skip
    reading = applied(table)
    assert [row.line for row in reading.refused] == [1, 2]
    assert column(reading, "where_prec")[0] == 6
    assert column(reading, "latitude")[0] is None
    # Impossible figures do not hide the name beside them.
    assert column(reading, "country")[1] == "KG"
    assert column(reading, "latitude")[1] == pytest.approx(40.5, abs=0.2)


def test_units_are_those_of_the_day() -> None:
    table = cells(date=["1999-10-01", "1999-11-01"], lat=["40.0604"] * 2, lon=["70.8193"] * 2)
    before, after = column(applied(table), "admin1")
    assert before != after
    assert "Batken" in str(after)


def test_a_districts_name_is_the_district_and_a_province_has_the_gazetteers_name() -> None:
    table = cells(
        date=["2010-06-10"] * 2, rayon=["Kara-Suu", ""], oblast=["Ошская область", "Ошская область"],
        country=["KG"] * 2,
    )  # fmt: skip
    reading = applied(table)
    assert column(reading, "where_prec") == [3, 4]
    assert column(reading, "admin1") == ["Osh Region", "Osh Region"]
    assert all(km for km in column(reading, "radius_km"))


def test_ids_stay_when_places_are_corrected_and_differ_for_equal_rows() -> None:
    table = cells(
        date=["1999-10-27"] * 2, place=["Osh"] * 2, title=["Same"] * 2, lat=["40.53"] * 2, lon=["72.81"] * 2
    )
    first, second = column(applied(table), "event_id")
    assert first != second
    moved = table.set_column(3, "lat", pa.array(["40.99"] * 2))
    assert column(applied(moved), "event_id") == [first, second]
    numbered = cells(id=["7", "8"], date=["1999-10-27"] * 2, lat=["40.53"] * 2, lon=["72.81"] * 2)
    renamed = numbered.set_column(1, "date", pa.array(["1999-10-28"] * 2))
    assert column(applied(numbered), "event_id") == column(applied(renamed), "event_id")


def test_doubts_are_flagged_and_not_hidden() -> None:
    table = cells(
        date=["1999-10-27"] * 3, lat=["40.53"] * 3, lon=["72.81"] * 3, type=["zebra", "митинг", "battle"],
        deaths=["many", "2", "3"], status=["confirmed", "rumour", "zebra"],
    )  # fmt: skip
    reading = applied(table)
    told = reasons(reading)
    assert "no word tells the type; Strategic developments was taken [0]" in told
    assert "'many' are no number" in told
    assert column(reading, "status") == ["occurred", "alleged", "alleged"]
    assert "'zebra'" in " ".join(reading.notes)


def test_a_mapping_by_hand_outdoes_the_guess(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("q1,q2,q3\n1999-10-27,Osh,zap\n", encoding="utf-8")
    asked = tmp_path / "map.json"
    asked.write_text(
        '{"columns": {"date_start": "q1", "place": "q2", "event_type": "q3"}, "types": {"zap": "Riots"}}',
        encoding="utf-8",
    )
    reading = read_mapped(path, mapping=read_mapping(asked), dataset="odd")
    assert column(reading, "event_type") == ["Riots"]
    assert column(reading, "dataset") == ["odd"]


def test_a_mapping_round_trips_through_json_and_is_found_again(tmp_path: Path) -> None:
    table = cells_and_lines(JOURNAL).cells
    mapping = guess_mapping(table)
    assert Mapping.from_json(mapping.to_json()) == mapping
    assert kept_mapping(table.column_names, tmp_path) is None
    changed = Mapping(**{**mapping.__dict__, "default_type": "Riots"})
    kept = keep_mapping(changed, tmp_path / "mappings")
    assert kept_mapping(table.column_names, tmp_path / "mappings") == changed
    assert kept_mapping([*table.column_names, "more"], tmp_path / "mappings") is None
    kept.write_text("{", encoding="utf-8")
    assert kept_mapping(table.column_names, tmp_path / "mappings") is None
    assert fingerprint(["Event Date", "x"]) == fingerprint(["event_date", "X"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "expected an object"), ("{", "found no JSON"), ('{"colums": {}}', "found the key 'colums'"),
        ('{"columns": {"dat": "q"}}', "found the field 'dat'"),
        ('{"date_order": "ymd"}', "expected dmy or mdy"),
        ('{"types": {"x": ["War", ""]}}', "for the type 'x'"),
        ('{"default_type": "War"}', "default_type 'War'"),
        ('{"swapped": "no"}', "expected true or false"), ('{"columns": {"place": 3}}', "found columns"),
    ],
)  # fmt: skip
def test_a_wrong_mapping_is_told_in_one_line(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MappingError) as caught:
        read_mapping(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_without_a_date_or_a_place_the_line_says_how_to_name_them(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("name,height\nOsh mountain,963\n", encoding="utf-8")
    with pytest.raises(MappingError) as caught:
        read_table(path)
    for part in (str(path), "the date", "'name', 'height'", "--map FILE.json", "date_start"):
        assert part in str(caught.value)
    with pytest.raises(MappingError, match="found no column 'when'"):
        read_mapped(path, mapping=Mapping(columns={"date_start": "when", "place": "name"}))


def test_wide_and_odd_tables_are_told(tmp_path: Path) -> None:
    wide = tmp_path / "wide.csv"
    wide.write_text(",".join(f"c{i}" for i in range(5000)) + "\n" + ",".join("1" * 5000), encoding="utf-8")
    with pytest.raises(FormatError, match="found 5000 columns"):
        read_table(wide)
    twice = tmp_path / "twice.csv"
    twice.write_text("date,place,place\n1999-10-27,Osh,Osh\n", encoding="utf-8")
    with pytest.raises(FormatError, match="the column place twice"):
        read_table(twice)
    empty = tmp_path / "empty.csv"
    empty.write_text("date,place\n", encoding="utf-8")
    with pytest.raises(MappingError, match="0 rows"):
        read_table(empty)
    assert distinct_headers(["a", "", "a", "a (2)"]) == ["a", "column 2", "a (2)", "a (2) (2)"]


def test_json_of_any_kind_is_a_table(tmp_path: Path) -> None:
    row = {"date": "1999-10-27", "location": "Osh", "more": {"a": [1]}}
    for name, text in (
        ("list.json", json.dumps([row, row])),
        ("object.json", json.dumps({"note": 1, "incidents": [row, row]})),
        ("lines.json", f"{json.dumps(row)}\n{json.dumps(row)}\n"),
    ):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        reading = read_mapped(path)
        assert column(reading, "country") == ["KG", "KG"], name
        assert reading.original is not None
        assert reading.original.column("more").to_pylist()[0] == '{"a": [1]}'
    half = tmp_path / "half.json"
    half.write_text(json.dumps([row, row])[:-20], encoding="utf-8")
    with pytest.raises(FormatError, match="found broken JSON"):
        read_table(half)
    numbers = tmp_path / "numbers.json"
    numbers.write_text("[1, 2]", encoding="utf-8")
    with pytest.raises(FormatError, match="found 1 as element 1"):
        read_table(numbers)
