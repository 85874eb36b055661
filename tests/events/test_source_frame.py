"""The app opens the shipped incidents, or the file that the settings name, or says why it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from event_samples import row_table

from errors import FormatError
from events.formats import write_table
from events.frame import EventFrame
from events.open_file import file_digest
from events.shipped import SHIPPED_FILE
from events.source_frame import open_frame
from settings import read_settings


def test_without_a_file_the_shipped_incidents_are_opened() -> None:
    frame = open_frame(read_settings({}))
    assert frame.n > 50
    assert frame.digest == file_digest(SHIPPED_FILE)
    events = [frame.event(row) for row in range(frame.n)]
    assert all(event.title and event.sources for event in events)


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
            "row 1 ('a') latitude: found 95.0, expected degrees from -90 to 90",
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
