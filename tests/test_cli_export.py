"""`cli.py export`: the chosen events in the format that the suffix tells, or one clear line."""

from __future__ import annotations

import argparse
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cli import main
from commands.filter_options import add_filter_options, filter_from, told
from events.filter import Filter
from events.formats import can_write, formats, read_table
from events.frame import EventFrame
from events.store import open_store

HEADER = "event_id,date_start,date_end,event_type,latitude,longitude,where_prec,country,actor1,dataset"
LINES = (
    "a,1999-10-27,1999-10-27,Battles,39.9,71.0,1,KG,Guards,one",
    "b,1999-10-20,1999-11-05,Riots,41.0,71.5,1,UZ,Crowd,one",
    "c,2001-01-01,2001-01-01,Battles,40.0,69.0,1,TJ,Guards,two",
)


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "shown.csv"
    path.write_text("\n".join((HEADER, *LINES)), encoding="utf-8")
    monkeypatch.setenv("INCIDENTS_DATA", str(path))
    return tmp_path


def ids(path: Path) -> list[str]:
    found = EventFrame(read_table(path)).table.column("event_id").to_pylist()
    return sorted(text.removeprefix("acled-").removeprefix("ucdp-") for text in found)


@pytest.mark.parametrize(
    "suffix",
    [".csv", ".parquet", ".geoparquet", ".gpkg", ".geojson", ".fgb", ".shp.zip", ".kml", ".kmz", ".xlsx",
     ".json"],
)  # fmt: skip
def test_the_suffix_tells_the_format(suffix: str, shown: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = shown / f"out{suffix}"
    assert main(["export", str(out)]) == 0
    assert ids(out) == ["a", "b", "c"]
    assert "3 events" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (["--from", "1999-10-25", "--to", "1999-10-31"], ["a", "b"]),
        (["--type", "battles"], ["a", "c"]),
        (["--type", "battles,riots", "--country", "kg", "--country", "UZ"], ["a", "b"]),
        (["--actor", "guard", "--dataset", "two"], ["c"]),
        (["--bbox", "70.5,39,72,40.5"], ["a"]),
        (["--link", "http://localhost/?from=1999-10-01&to=1999-12-31&type=battles&at=40,71,8"], ["a"]),
        (["--link", "?type=battles", "--type", "riots"], ["b"]),
        (["--status", "denied"], []),
    ],
)  # fmt: skip
def test_options_choose_the_events(options: list[str], wanted: list[str], shown: Path) -> None:
    out = shown / "out.parquet"
    assert main(["export", str(out), *options]) == 0
    assert sorted(pq.read_table(out).column("event_id").to_pylist()) == wanted


def test_it_is_said_how_many_are_only_possible(shown: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["export", str(shown / "out.csv"), "--from", "1999-10-25", "--to", "1999-10-31"])
    assert "2 events (1 of them possible" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere/out.gpkg"], "cannot write"),
        (["out.doc"], "found suffix '.doc', expected one of"),
        (["out.csv", "--from", "2000-01-02", "--to", "2000-01-01"], "expected an end on or after the start"),
        (["out.csv", "--type", "wars"], "some of battles"),
        (["out.csv", "--link", "nothing"], "expected the address"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(
    arguments: list[str], said: str, shown: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(shown / arguments[0])
    assert main(["export", out, *arguments[1:]]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not Path(out).exists()


@pytest.mark.parametrize(
    "option", [["--from", "soon"], ["--bbox", "1,2,3"], ["--country", "Kyrgyzstan"], ["--format", "x"]]
)
def test_wrong_usage_is_told(option: list[str], shown: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["export", str(shown / "out.csv"), *option])
    assert ended.value.code == 2


def test_a_named_store_is_exported_with_its_licences(shown: Path) -> None:
    store = open_store(shown / "store.sqlite")
    n = store.frame().n
    store.close()
    out = shown / "out.geoparquet"
    assert main(["export", str(out), "--db", str(shown / "store.sqlite")]) == 0
    assert pq.read_table(out).num_rows == n
    about = pq.read_schema(out).metadata[b"about"].decode()
    assert "Licence: MIT" in about
    assert "As of: " in about


def test_a_format_named_outdoes_the_suffix(shown: Path) -> None:
    out = shown / "out.txt"
    assert main(["export", str(out), "--format", "geojson"]) == 0
    assert out.read_text(encoding="utf-8").startswith('{"type":"FeatureCollection"')
    assert {"csv", "gpkg", "kml"} <= {name for name, known in formats().items() if can_write(known)}


def test_options_and_words_of_a_filter_agree() -> None:
    parser = argparse.ArgumentParser()
    add_filter_options(parser)
    options = parser.parse_args(
        ["--from", "1999-08-01", "--words", '"green pass" guards', "--bbox=-10,39,72,41"]
    )
    wanted = filter_from(options)
    assert wanted.words == ("green pass", "guards")
    assert told(wanted) == "from 1999-08-01; words green pass, guards; area a drawn area"
    assert told(Filter()) == ""


def test_nothing_chosen_is_an_empty_file_and_said(shown: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for suffix in (".gpkg", ".xlsx", ".geojson", ".geoparquet", ".csv"):
        assert main(["export", str(shown / f"none{suffix}"), "--country", "JP"]) == 0
        assert "0 events" in capsys.readouterr().out
        table = read_table(shown / f"none{suffix}")
        assert isinstance(table, pa.Table)
        assert table.num_rows == 0
