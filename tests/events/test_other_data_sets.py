"""GTD, GDELT, AWSD and PITF: unknown days become intervals, vague places no dots, words no incidents."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from conflict_files import csv_bytes

from events.event import read_sources
from events.formats import format_of, read_file
from events.gdelt_words import GDELT_1, GDELT_1_OLD, GDELT_2

GTD = {
    "eventid": "199908220001", "iyear": "1999", "imonth": "8", "iday": "22", "approxdate": "",
    "country_txt": "Kyrgyzstan",
    "provstate": "Batken", "city": "Zardaly", "latitude": "39.6", "longitude": "71.1", "specificity": "1",
    "vicinity": "0", "summary": "Invented.", "success": "1", "suicide": "0",
    "attacktype1_txt": "Hostage Taking (Kidnapping)", "targtype1_txt": "Military", "target1": "Soldiers",
    "gname": "Armed band", "nkill": "2", "nwound": "", "scite1": "An invented paper", "scite2": "Another",
    "scite3": "",
    "weapsubtype1_txt": "", "doubtterr": "0",
}  # fmt: skip


@pytest.fixture
def gtd(tmp_path: Path):  # type: ignore[no-untyped-def]
    def read(**cells: str) -> dict[str, object]:
        path = tmp_path / "gtd"
        path.write_bytes(csv_bytes(list(GTD), [{**GTD, **cells}]))
        reading = read_file(path)
        assert (reading.format_name, reading.refused) == ("gtd", ())
        (row,) = reading.events.to_pylist()
        return row

    return read


@pytest.mark.parametrize(
    ("month", "day", "start", "end", "prec"),
    [("8", "22", "1999-08-22", "1999-08-22", 1), ("2", "0", "1999-02-01", "1999-02-28", 4),
     ("0", "0", "1999-01-01", "1999-12-31", 5)],
)  # fmt: skip
def test_gtds_zeros_are_intervals(month: str, day: str, start: str, end: str, prec: int, gtd) -> None:  # type: ignore[no-untyped-def]
    row = gtd(imonth=month, iday=day)
    assert (str(row["date_start"]), str(row["date_end"]), row["date_prec"]) == (start, end, prec)


@pytest.mark.parametrize(
    ("code", "vicinity", "prec"),
    [("1", "0", 1), ("1", "1", 2), ("2", "0", 3), ("3", "0", 3), ("4", "0", 4), ("5", "0", 6), ("", "0", 4)],
)
def test_gtds_specificity_is_kept_honest(code: str, vicinity: str, prec: int, gtd) -> None:  # type: ignore[no-untyped-def]
    row = gtd(specificity=code, vicinity=vicinity)
    assert row["where_prec"] == prec
    assert (row["latitude"] is None) == (prec == 6)


@pytest.mark.parametrize(
    ("attack", "cells", "kind", "sub"),
    [
        ("Armed Assault", {}, "Battles", "Armed clash"),
        ("Armed Assault", {"targtype1_txt": "Business"}, "Violence against civilians", "Attack"),
        ("Bombing/Explosion", {"suicide": "1"}, "Explosions/Remote violence", "Suicide bomb"),
        ("Bombing/Explosion", {"weapsubtype1_txt": "Grenade"}, "Explosions/Remote violence", "Grenade"),
        ("Unknown", {}, "Violence against civilians", ""),
    ],
)
def test_gtds_attacks_have_our_types(attack: str, cells: dict[str, str], kind: str, sub: str, gtd) -> None:  # type: ignore[no-untyped-def]
    row = gtd(attacktype1_txt=attack, **cells)
    assert (row["event_type"], row["sub_event_type"]) == (kind, sub)


def test_gtd_comes_as_a_workbook_too(tmp_path: Path) -> None:
    path = tmp_path / "gtd.xlsx"
    book = openpyxl.Workbook()
    book.active.append(list(GTD))
    numbers = {"eventid", "iyear", "imonth", "iday", "latitude", "longitude", "specificity", "nkill"}
    book.active.append([float(cell) if name in numbers else cell for name, cell in GTD.items()])
    book.active.append(["x" if name == "iyear" else cell for name, cell in GTD.items()])
    book.save(path)
    reading = read_file(path)
    assert reading.format_name == "gtd"
    (row,) = reading.events.to_pylist()
    assert (row["event_id"], row["fatalities_best"], row["place"]) == ("gtd-199908220001", 2, "Zardaly")
    assert [source.title for source in read_sources(row["sources"])] == ["An invented paper", "Another"]
    assert reading.lines.tolist() == [2]
    assert [(one.line, one.faults[0].column, one.faults[0].found) for one in reading.refused] == [
        (3, "iyear", "'x'")
    ]


GDELT = {
    "globaleventid": "410412347", "sqldate": "20150218", "monthyear": "201502", "year": "2015",
    "actor1name": "POLICE", "eventcode": "190", "actiongeo_type": "4",
    "actiongeo_fullname": "Khujand, Sughd, Tajikistan", "actiongeo_countrycode": "TI",
    "actiongeo_lat": "40.28", "actiongeo_long": "69.62", "dateadded": "20150218",
    "sourceurl": "https://example.org/a",
}  # fmt: skip


@pytest.mark.parametrize("columns", [GDELT_1_OLD, GDELT_1, GDELT_2], ids=["57", "58", "61"])
def test_gdelts_files_have_no_header(columns: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "20150218.export.CSV"
    words = {**GDELT, "globaleventid": "410412348", "eventcode": "042"}
    path.write_bytes(csv_bytes(columns, [GDELT, words], delimiter="\t", header=False))
    reading = read_file(path)
    assert (len(columns), reading.format_name) == (len(reading.names), "gdelt")
    (row,) = reading.events.to_pylist()
    assert (row["event_id"], str(row["date_start"]), row["event_type"]) == (
        "gdelt-410412347",
        "2015-02-18",
        "Battles",
    )
    assert (row["country"], row["place"], row["where_prec"]) == ("TJ", "Khujand", 1)
    assert "machine-read" in row["tags"]
    assert sum(reading.passed_over.values()) == 1
    assert reading.rows_read == 2
    if "SOURCEURL" in columns:
        assert read_sources(row["sources"])[0].url == "https://example.org/a"


@pytest.mark.parametrize(("code", "prec"), [("1", 6), ("2", 4), ("3", 1), ("5", 4), ("0", 6)])
def test_gdelts_countries_are_no_points(code: str, prec: int, tmp_path: Path) -> None:
    path = tmp_path / "gdelt"
    path.write_bytes(csv_bytes(GDELT_2, [{**GDELT, "actiongeo_type": code}], delimiter="\t", header=False))
    (row,) = read_file(path).events.to_pylist()
    assert row["where_prec"] == prec
    assert (row["latitude"] is None) == (prec == 6)


@pytest.mark.parametrize(
    ("code", "kind", "status"),
    [("145", "Riots", "occurred"), ("141", "Protests", "occurred"), ("138", "Strategic developments",
    "threatened"),
     ("1831", "Explosions/Remote violence", "occurred"), ("202", "Violence against civilians", "occurred")],
)  # fmt: skip
def test_cameo_codes_have_our_types(code: str, kind: str, status: str, tmp_path: Path) -> None:
    path = tmp_path / "gdelt"
    path.write_bytes(csv_bytes(GDELT_2, [{**GDELT, "eventcode": code}], delimiter="\t", header=False))
    (row,) = read_file(path).events.to_pylist()
    assert (row["event_type"], row["status"]) == (kind, status)


def test_attacks_on_aid_workers(tmp_path: Path) -> None:
    columns = ["Incident ID", "Year", "Month", "Day", "Country", "Region", "District", "City",
    "Nationals killed",
               "Internationals killed", "Means of attack", "Attack context", "Latitude", "Longitude",
               "Actor name",
               "Details", "Verified", "Source"]  # fmt: skip
    row = {"incident id": "7", "year": "1997", "month": "2", "day": "", "country": "Tajikistan",
    "city": "Dushanbe",
           "nationals killed": "1", "internationals killed": "2", "means of attack": "Kidnapping",
           "latitude": "38.56", "longitude": "68.78", "verified": "No"}  # fmt: skip
    path = tmp_path / "security_incidents.csv"
    path.write_bytes(
        csv_bytes(columns, [row, {**row, "incident id": "8", "city": "", "latitude": "", "longitude": ""}])
    )
    assert format_of(path).NAME == "awsd"
    first, second = read_file(path).events.to_pylist()
    assert (first["date_start"], first["date_end"]) == (dt.date(1997, 2, 1), dt.date(1997, 2, 28))
    assert (first["where_prec"], first["radius_km"], first["fatalities_best"]) == (2, 25.0, 3)
    assert (first["sub_event_type"], first["tags"]) == ("Abduction/forced disappearance", "not verified")
    assert (second["where_prec"], second["latitude"], second["country"]) == (6, None, "TJ")


def test_worldwide_atrocities(tmp_path: Path) -> None:
    columns = ["Event Type", "Start Day", "Start Month", "Start Year", "End Day", "End Month", "End Year",
    "Country",
               "Province/State", "Location", "Latitude", "Longitude", "Deaths Number",
               "Description"]  # fmt: skip
    row = {"event type": "Incident", "start day": "3", "start month": "06", "start year": "2010",
    "end day": "9",
           "end month": "6", "end year": "2010", "country": "KGZ", "location": "Osh", "latitude": "40.53",
           "longitude": "72.8", "deaths number": "12", "description": "Invented."}  # fmt: skip
    path = tmp_path / "pitf.csv"
    path.write_bytes(
        csv_bytes(columns, [row, row, {**row, "deaths number": "dozens", "description": "Other."}])
    )
    reading = read_file(path)
    assert reading.format_name == "pitf"
    first, third = reading.events.to_pylist()
    assert (str(first["date_start"]), str(first["date_end"]), first["date_prec"]) == (
        "2010-06-03",
        "2010-06-09",
        3,
    )
    assert (first["country"], first["fatalities_best"], third["fatalities_best"]) == ("KG", 12, None)
    assert [refused.line for refused in reading.refused] == [3]
