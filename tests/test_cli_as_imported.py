"""Files through the store and back by the command line: every cell, and tables by a mapping of one's own."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from cli import main
from events.store import open_store

HEAD = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,"
    "inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,"
    "location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp,own_column"
)
ROWS = (
    "KGZ1,17 September 2022,2022,1,Political violence,Battles,Armed clash,Guards,,State forces,Guards 2,,8,"
    "18,,417,Central Asia,Kyrgyzstan,Batken,Batken,,Ak-Say,39.9167,70.7000,1,Gazette,National,"
    '"=1+1, ""so""",4,,1,07',
    "KGZ2,18 September 2022,2022,2,Demonstrations,Protests,Peaceful protest,Villagers,,Protesters,,,,60,,417,"
    "Central Asia,Kyrgyzstan,Bishkek,Bishkek,,Bishkek,42.8700,74.59,1,Post,National,- a note,0,,2, x ",
)


@pytest.fixture
def acled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("INCIDENTS_DATA", raising=False)
    monkeypatch.setenv("INCIDENTS_DB", str(tmp_path / "store.sqlite"))
    path = tmp_path / "acled.csv"
    path.write_bytes(("\ufeff" + "\r\n".join((HEAD, *ROWS)) + "\r\n").encode())
    return path


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_acled_comes_back_cell_by_cell(acled: Path, tmp_path: Path) -> None:
    assert main(["import", str(acled), "--dataset", "kg"]) == 0
    out = tmp_path / "out.acled.csv"
    assert main(["export", str(out), "--dataset", "kg"]) == 0
    assert cells(out) == cells(acled)
    # How the file was written is kept too, but for quotes around cells that need none.
    assert out.read_bytes()[:3] == acled.read_bytes()[:3]
    assert out.read_bytes().count(b"\r\n") == 3


def test_what_was_edited_is_the_only_cell_that_differs(acled: Path, tmp_path: Path) -> None:
    main(["import", str(acled), "--dataset", "kg"])
    store = open_store(tmp_path / "store.sqlite")
    (stored,) = [one for one in store.events(dataset="kg") if one.event.event_id.endswith("KGZ2")]
    with store.change("edit") as change:
        edited = stored.event.model_copy(update={"actor1": "Traders"})
        change.update(edited, expected_version=stored.version)
    store.close()
    out = tmp_path / "out.acled.csv"
    main(["export", str(out), "--dataset", "kg"])
    wanted = [["Traders" if cell == "Villagers" else cell for cell in row] for row in cells(acled)]
    assert cells(out) == wanted


def test_events_from_elsewhere_follow_the_imported_ones(
    acled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import", str(acled), "--dataset", "kg"])
    out = tmp_path / "all.acled.csv"
    assert main(["export", str(out)]) == 0
    assert "2 of them with every cell" in capsys.readouterr().out
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + 2 + 125
    assert lines[0] == HEAD


def test_a_table_is_read_by_the_mapping_that_is_given(
    acled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "own.csv"
    table.write_text("d;a;b;w\n2010-06-11;40,5;72,8;unrest\n", encoding="utf-8")
    mapping = tmp_path / "map.json"
    columns = {"date_start": "d", "latitude": "a", "longitude": "b", "event_type": "w"}
    mapping.write_text(json.dumps({"columns": columns, "types": {"unrest": "Riots"}}), encoding="utf-8")
    assert main(["import", str(table), "--map", str(mapping), "--dataset", "mine"]) == 0
    store = open_store(tmp_path / "store.sqlite")
    (stored,) = store.events(dataset="mine")
    store.close()
    assert (stored.event.event_type, stored.event.latitude) == ("Riots", 40.5)
    mapping.write_text("{", encoding="utf-8")
    assert main(["import", str(table), "--map", str(mapping)]) == 1
    assert "found no JSON" in capsys.readouterr().err
