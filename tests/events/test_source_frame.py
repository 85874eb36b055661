"""The app opens the store, or the file that the settings name, or says why it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from event_samples import row_table

from errors import FormatError, StoreError
from events.formats import write_table
from events.frame import EventFrame
from events.open_file import file_digest
from events.shipped import shipped_frame
from events.source_frame import open_frame, open_source, source_frame
from settings import read_settings


def test_a_new_store_holds_the_shipped_incidents(tmp_path: Path) -> None:
    settings = read_settings({"INCIDENTS_DB": str(tmp_path / "new" / "incidents.sqlite")})
    frame = open_frame(settings)
    assert frame.n > 50
    assert set(frame.table.column("event_id").to_pylist()) == set(
        shipped_frame().table.column("event_id").to_pylist()
    )
    events = [frame.event(row) for row in range(frame.n)]
    assert all(event.title and event.sources for event in events)
    assert open_frame(settings).digest == frame.digest


def test_without_a_name_the_store_lies_in_the_users_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings = read_settings({})
    assert Path(settings.db).is_relative_to(tmp_path)
    assert open_frame(settings).n > 50
    assert Path(settings.db).is_file()


def test_where_no_store_can_be_made_the_shipped_incidents_are_shown_with_a_notice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fergana-incident-map").write_text("a file where the folder should be", encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings = read_settings({})
    source = open_source(settings)
    assert source.store is None
    assert "cannot make a store there" in source.notice
    assert "\n" not in source.notice
    assert source_frame(source, settings).n == shipped_frame().n
    named = read_settings({"INCIDENTS_DB": settings.db})
    with pytest.raises(StoreError, match="cannot make a store there"):
        open_source(named)


@pytest.mark.parametrize("name", ["mine.parquet", "mine.csv", "mine"])
def test_a_file_of_the_settings_is_opened_whatever_its_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    write_table(EventFrame(row_table({"event_id": "mine"})).table, path, None if "." in name else "csv")
    frame = open_frame(read_settings({"INCIDENTS_DATA": str(path)}))
    assert frame.event(0).event_id == "mine"
    assert frame.digest == file_digest(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "found no such file"),
        ("", "found an empty file"),
        ("hello", "found no known format in it"),
        (
            "event_id,date_start,event_type,latitude,longitude,where_prec\na,1999-10-27,Battles,95,71,1",
            "line 2: latitude: found 95.0, expected degrees from -90 to 90",
        ),
    ],
)
def test_a_file_that_cannot_be_opened_is_told_in_one_line(
    content: str | None, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "mine.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        open_frame(read_settings({"INCIDENTS_DATA": str(path)}))
    assert str(caught.value).startswith(f"{path}: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
