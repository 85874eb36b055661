"""Saved briefs: their recipes, the window moved to the present, and all of them written by one command."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.brief import Brief
from briefing.formats import brief_formats
from briefing.manifest import read_manifest
from briefing.saved import Recipe, file_name, moved_to
from cli import main
from errors import BriefError
from events.filter import Filter
from events.store import open_store

days = st.dates(date(1900, 1, 1), date(2190, 1, 1))


def over(start: date | None, end: date | None) -> Brief:
    return Brief(filter=Filter(start=start, end=end), title="Monthly", link="?from=1999-01-01")


@given(st.lists(st.sampled_from(sorted(brief_formats())), min_size=1, unique=True), st.text(max_size=50))
def test_a_recipe_comes_back_without_the_day_it_was_saved_on(formats: list[str], title: str) -> None:
    brief = Brief(title=title, as_of=date(2020, 5, 5), number="latest:3")
    found = Recipe.read(Recipe(brief, tuple(formats)).write())
    assert found == Recipe(brief.changed(as_of=None), tuple(formats))


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '{"brief": {}, "formats": ["docx"]}', '{"brief":{},"formats":[]}']
)
def test_what_is_no_recipe_is_one_clear_line(text: str) -> None:
    with pytest.raises(BriefError) as caught:
        Recipe.read(text)
    assert "expected" in str(caught.value) and "\n" not in str(caught.value)


@given(year=st.integers(1900, 2180), month=st.integers(1, 12), months=st.integers(1, 40), today=days)
def test_whole_months_stay_as_many_whole_months(year: int, month: int, months: int, today: date) -> None:
    last = year * 12 + month - 1 + months - 1
    end = date(last // 12, last % 12 + 1, calendar.monthrange(last // 12, last % 12 + 1)[1])
    moved = moved_to(over(date(year, month, 1), end), today).filter
    assert moved.start is not None and moved.end is not None
    assert moved.start.day == 1
    assert (moved.end + timedelta(1)).day == 1
    assert (moved.end.year, moved.end.month) == (today.year, today.month)
    length = (moved.end.year - moved.start.year) * 12 + moved.end.month - moved.start.month + 1
    assert length == months


@given(start=days, length=st.integers(0, 400), today=st.dates(date(1950, 1, 1), date(2190, 1, 1)))
def test_any_other_window_keeps_its_length_and_ends_today(start: date, length: int, today: date) -> None:
    end = start + timedelta(length)
    if start.day == 1 and (end + timedelta(1)).day == 1:
        return
    moved = moved_to(over(start, end), today).filter
    assert moved.end == today
    assert moved.start == today - timedelta(length)


def test_an_open_side_stays_open() -> None:
    assert moved_to(over(None, None), date(2026, 11, 21)).filter == Filter()
    moved = moved_to(over(None, date(1999, 12, 31)), date(2026, 11, 21)).filter
    assert (moved.start, moved.end) == (None, date(2026, 11, 30))


@pytest.mark.parametrize(
    ("name", "file"),
    [("Batken, monthly", "batken-monthly"), ("Бои / <b>", "бои-b"), ("../../etc", "etc"), ("…", "brief")],
)
def test_a_name_becomes_the_name_of_a_file(name: str, file: str) -> None:
    assert file_name(name) == file


def test_all_saved_briefs_are_written_and_a_broken_one_stops_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = tmp_path / "incidents.sqlite"
    store = open_store(address)
    recipe = Recipe(over(date(1999, 8, 1), date(1999, 10, 31)), ("csv", "kml")).write()
    with store.change("brief") as change:
        change.save_brief("Autumn", recipe)
        change.save_brief("autumn!", recipe)
        change.save_brief("Broken", "{}")
    store.close()
    out = tmp_path / "out" / "briefs"
    arguments = ["brief", "--all", str(out), "--db", str(address), "--as-of", "2026-11-21"]
    assert main(arguments) == 1
    said = capsys.readouterr()
    assert "Broken: saved brief" in said.err
    names = {path.name for path in out.iterdir() if path.suffix in (".csv", ".kml")}
    assert names == {"autumn.csv", "autumn.kml", "autumn-2.csv", "autumn-2.kml"}
    assert all(name in said.out for name in names)
    assert read_manifest(out / "autumn.csv.json").brief.as_of == date(2026, 11, 21)


def test_without_saved_briefs_the_command_says_where_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_store(tmp_path / "s.sqlite").close()
    assert main(["brief", "--all", str(tmp_path / "out"), "--db", str(tmp_path / "s.sqlite")]) == 1
    assert "save it on the page Brief" in capsys.readouterr().err


def test_the_command_makes_a_deck_from_a_template(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.potx"
    broken.write_text("nothing")
    out = tmp_path / "deck.pptx"
    window = ["--from", "1999-10-01", "--to", "1999-10-31"]
    assert main(["brief", str(out), *window, "--template", str(broken)]) == 1
    assert "broken template" in capsys.readouterr().err
    assert not out.exists()
    assert main(["brief", str(out), *window, "--slides", "place", "--size", "1280x720"]) == 0
    assert read_manifest(tmp_path / "deck.pptx.json").brief.slides == "place"
