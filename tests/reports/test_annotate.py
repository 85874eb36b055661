"""The printed object: its fields, true offsets, events that the store accepts, and folders with bad files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from errors import ReportError
from events.event import EXPECTED, Event
from reports.annotate import annotate, annotate_file, annotate_files, annotation_json, report_files
from reports.read import read_report

TEXT = (
    "OSH, May 5 (Valley Wire) -- Gunmen ambushed a border patrol near Isfara on May 3, killing two soldiers, "
    "officials said.\n\nIn Bishkek, the government condemned the attack and closed the border on Tuesday.\n"
)


def annotated(text: str = TEXT) -> dict:
    report = read_report(text.encode(), name="wire.txt", published=date(2004, 5, 5), publisher="Valley Wire")
    return annotation_json(annotate(report))


def test_the_object_has_the_agreed_parts() -> None:
    found = annotated()
    assert set(found) == {"report", "toponyms", "dates", "events"}
    assert found["report"]["publisher"] == "Valley Wire"
    assert found["report"]["published"]["start"] == "2004-05-05"
    wanted = {"start", "end", "text", "role", "place", "place_id", "kind", "country"}
    assert wanted | {"latitude", "longitude", "score", "candidates"} <= set(found["toponyms"][0])
    assert {"start", "end", "text", "date_start", "date_end", "rule"} == set(found["dates"][0])
    json.dumps(found)


def test_offsets_count_characters_of_the_text() -> None:
    found = annotated()
    for part in ("toponyms", "dates"):
        for row in found[part]:
            assert TEXT[row["start"] : row["end"]] == row["text"]
    for event in found["events"]:
        trigger = event["trigger"]
        assert TEXT[trigger["start"] : trigger["end"]] == trigger["text"]
        assert TEXT[event["start"] : event["end"]] == event["evidence"]


def test_each_event_is_one_that_the_data_takes() -> None:
    events = annotated()["events"]
    assert len(events) >= 2
    for row in events:
        event = Event.model_validate({name: row[name] for name in EXPECTED})
        assert event.review == "draft"
        assert event.sources[0].publisher == "Valley Wire"
        assert event.sources[0].published == "2004-05-05"


def test_the_ambush_is_told_in_full() -> None:
    row = next(row for row in annotated()["events"] if row["trigger"]["text"] == "ambushed")
    assert (row["event_type"], row["date_start"], row["place"]) == ("Battles", "2004-05-03", "Isfara")
    assert (row["fatalities_low"], row["fatalities_best"], row["fatalities_high"]) == (2, 2, 2)
    assert (row["date_inherited"], row["place_inherited"]) == (False, False)
    assert row["score"] == pytest.approx(sum(part["points"] for part in row["parts"]), abs=0.02)


def test_ids_are_unique_and_stay_the_same() -> None:
    first, second = annotated()["events"], annotated()["events"]
    ids = [row["event_id"] for row in first]
    assert ids == [row["event_id"] for row in second]
    assert len(set(ids)) == len(ids)


def test_an_empty_answer_is_an_object_too() -> None:
    found = annotated("The valley is fertile, and its people like melons and long talks over tea.\n")
    assert found["events"] == []


def test_a_folder_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02\x00")
    (tmp_path / "c.txt").write_text(TEXT, encoding="utf-8")
    done = {result.path.name: result for result in annotate_files(report_files(tmp_path), jobs=2)}
    assert set(done) == {"a.txt", "b.txt", "c.txt"}
    assert done["b.txt"].found is None
    assert "\n" not in done["b.txt"].failure.strip()
    assert done["a.txt"].found is not None
    assert done["a.txt"].found["events"] == done["c.txt"].found["events"]  # type: ignore[index]


def test_a_folder_without_reports_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="found no report"):
        report_files(tmp_path)


def test_a_missing_file_fails_in_one_line(tmp_path: Path) -> None:
    failure = annotate_file(tmp_path / "none.txt").failure
    assert "none.txt" in failure
    assert "\n" not in failure
