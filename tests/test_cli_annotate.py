"""The command line's `annotate` and `evaluate`: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cli

TEXT = "Gunmen ambushed a patrol in Isfara on 3 May 2004.\n\nThe minister visited Tashkent on 4 May 2004.\n"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit code, standard output and standard error of one run."""
    try:
        code = cli.main(arguments)
    except SystemExit as stop:
        code = int(str(stop.code))
    out, err = capsys.readouterr()
    return code, out, err


def test_annotate_prints_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "report.txt"
    report.write_text(TEXT, encoding="utf-8")
    code, out, err = run(
        capsys, "annotate", str(report), "--published", "2004-05-06", "--publisher", "Valley Wire"
    )
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert found["report"]["published"]["start"] == found["report"]["published"]["end"] == "2004-05-06"
    assert found["report"]["publisher"] == "Valley Wire"
    assert {event["place"] for event in found["events"]} == {"Isfara", "Tashkent"}


def test_a_missing_report_ends_with_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "annotate", str(tmp_path / "none.txt"))
    assert (code, out) == (1, "")
    assert len(err.strip().splitlines()) == 1
    assert "none.txt" in err


def test_a_day_that_is_none_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "annotate", str(tmp_path), "--published", "yesterday")
    assert code == 2
    assert "YYYY-MM-DD" in err


def test_a_folder_prints_a_line_a_report_and_lists_what_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x00\x02")
    (tmp_path / "c.txt").write_text(TEXT, encoding="utf-8")
    code, out, err = run(capsys, "annotate", str(tmp_path))
    lines = [json.loads(line) for line in out.splitlines()]
    assert sorted(line["file"] for line in lines) == ["a.txt", "c.txt"]
    assert code == 1
    assert "1 of 3 reports" in err
    assert "b.txt" in err


def test_evaluate_prints_figures_as_words_and_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports, gold = tmp_path / "reports", tmp_path / "gold"
    reports.mkdir()
    gold.mkdir()
    (reports / "001.txt").write_text(TEXT, encoding="utf-8")
    (gold / "events.csv").write_text(
        "doc,start,end,date_start,latitude,longitude\n001,0,49,2004-05-03,40.12,70.63\n", encoding="utf-8"
    )
    code, out, err = run(capsys, "evaluate", "--reports", str(reports), "--gold", str(gold), "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["events"]["recall"] == 1.0
    code, out, _ = run(capsys, "evaluate", "--reports", str(reports), "--gold", str(gold))
    assert code == 0
    assert "recall 1.00" in out
    assert "note: There is no places.csv" in out


def test_evaluate_without_gold_ends_with_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "evaluate", "--reports", str(tmp_path), "--gold", str(tmp_path))
    assert (code, out) == (1, "")
    assert "events.csv" in err
    assert len(err.strip().splitlines()) == 1
