"""The evaluation: matching rules of the gold, one-to-one pairs, missing columns, reliability."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import FormatError
from reports.annotate import annotate
from reports.annotation import Interval
from reports.draft import Draft
from reports.evaluate import (
    dates_overlap,
    evaluate,
    evaluation_lines,
    evidence_overlaps,
    place_fits,
    reliability,
)
from reports.gold import GoldEvent, read_gold
from reports.matching import best_pairs
from reports.read import read_report

TEXT = "Gunmen ambushed a patrol in Isfara on 3 May 2004.\n\nThe minister visited Tashkent on 4 May 2004.\n"
EVENTS = (
    "event_id,doc,start,end,date_start,date_end,where_prec,latitude,longitude,country,event_type,status,importance\n"
    "g1,001,0,49,2004-05-03,2004-05-03,1,40.12,70.63,TJ,Battles,occurred,3\n"
    "g2,001,51,97,2004-05-01,2004-05-09,6,41.3,69.2,UZ,Strategic developments,occurred,2\n"
    "g3,001,51,97,2004-05-04,2004-05-04,1,10.0,10.0,NG,Strategic developments,occurred,2\n"
)


def gold_folder(tmp_path: Path, events: str = EVENTS, **tables: str) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "events.csv").write_text(events, encoding="utf-8")
    for name, table in tables.items():
        (folder / f"{name}.csv").write_text(table, encoding="utf-8")
    return folder


def reports_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "001_valley.txt").write_text(TEXT, encoding="utf-8")
    return folder


def drafts() -> list[Draft]:
    found = annotate(read_report(TEXT.encode(), name="x.txt", published=date(2004, 5, 6))).events
    return [draft for draft in found if isinstance(draft, Draft)]


def gold(**fields: object) -> GoldEvent:
    base = GoldEvent(
        "g", 0, 49, date(2004, 5, 3), date(2004, 5, 3), 40.12, 70.63, 1, "TJ", "Battles", "occurred", "3"
    )
    return replace(base, **fields)  # type: ignore[arg-type]


def test_the_figures_follow_the_rules(tmp_path: Path) -> None:
    folder = gold_folder(
        tmp_path,
        reports="doc,file\n001,001_valley.txt\n",
        places="doc,start,end,text,lat,lon,role,kind\n001,28,34,Isfara,40.12,70.63,event,town\n"
        "001,73,81,Tashkent,41.26,69.22,event,city\n",
        dates="doc,start,end,text,iso_start,iso_end\n001,38,48,3 May 2004,2004-05-03,2004-05-03\n",
    )
    figures = evaluate(reports_folder(tmp_path), read_gold(folder))
    events = figures["events"]
    assert (events["drafts"], events["gold"], events["matched"]) == (2, 3, 2)
    assert (events["precision"], events["recall"]) == (1.0, 0.667)
    assert events["recall_by_importance"] == {"2": 0.5, "3": 1.0}
    assert figures["toponyms"]["recall"] == 1.0
    assert figures["toponyms"]["right_within_20_km"] == 1.0
    assert figures["roles"]["confusion"]["event"]["event"] == 2
    assert (figures["dates"]["exact"], figures["dates"]["spurious"]) == (1.0, 1)
    assert figures["notes"] == []
    assert any("precision 1.00" in line for line in evaluation_lines(figures))


def test_missing_optional_columns_and_tables_are_named(tmp_path: Path) -> None:
    bare = "doc,start,end,date_start,latitude,longitude\n001,0,49,2004-05-03,40.12,70.63\n"
    figures = evaluate(reports_folder(tmp_path), read_gold(gold_folder(tmp_path, bare)))
    assert figures["events"]["matched"] == 1
    assert any("where_prec" in note for note in figures["notes"])
    assert any("places.csv" in note for note in figures["notes"])
    assert "dates" not in figures


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ("doc,start\n001,0\n", "no column"),
        ("doc,start,end,date_start,latitude,longitude\n001,zero,9,2004-05-03,1,1\n", "line 2"),
        ("doc,start,end,date_start,latitude,longitude\n001,0,9,3 May,1,1\n", "line 2"),
    ],
)
def test_broken_gold_is_told_in_one_line(tmp_path: Path, events: str, words: str) -> None:
    with pytest.raises(FormatError, match=words) as told:
        read_gold(gold_folder(tmp_path, events))
    assert "\n" not in str(told.value)


def test_a_missing_report_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    with pytest.raises(FormatError, match="001"):
        evaluate(folder, read_gold(gold_folder(tmp_path)))


def test_evidence_date_and_place_must_all_fit() -> None:
    draft = next(draft for draft in drafts() if draft.trigger == "ambushed")
    assert evidence_overlaps(draft, gold())
    assert not evidence_overlaps(draft, gold(start=51, end=97))
    assert dates_overlap(draft, gold())
    assert not dates_overlap(draft, gold(date_start=date(2004, 5, 4), date_end=date(2004, 5, 9)))
    assert not dates_overlap(replace(draft, when=None), gold())
    assert dates_overlap(replace(draft, when=Interval(date(2004, 1, 1), date(2004, 12, 31), "")), gold())
    assert place_fits(draft, gold())
    assert place_fits(draft, gold(latitude=40.4, longitude=70.9))
    assert not place_fits(draft, gold(latitude=38.5, longitude=68.8))
    assert not place_fits(replace(draft, where=()), gold())


def test_a_country_or_a_province_is_enough_where_the_gold_is_no_finer() -> None:
    draft = next(draft for draft in drafts() if draft.trigger == "ambushed")
    assert place_fits(draft, gold(latitude=37.5, longitude=71.5, where_prec=6))
    assert not place_fits(draft, gold(latitude=37.5, longitude=71.5, where_prec=6, country="UZ"))
    assert place_fits(draft, gold(latitude=39.5, longitude=68.5, where_prec=4))
    assert not place_fits(draft, gold(latitude=37.5, longitude=71.5, where_prec=4))


def test_reliability_counts_every_draft_once() -> None:
    table = reliability([(0.55, True), (0.55, False), (0.95, True), (1.0, True), (0.2, False)])
    assert sum(band["drafts"] for band in table) == 5
    assert table[-1] == {"from": 0.9, "to": 1.0, "drafts": 2, "mean_confidence": 0.975, "share_right": 1.0}


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 3), min_size=n, max_size=n), min_size=1, max_size=4)
    )
)
def test_pairs_are_one_to_one_and_of_greatest_worth(worth: list[list[int]]) -> None:
    pairs = best_pairs(worth)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    rows, columns = range(len(worth)), range(len(worth[0]))
    size = min(len(rows), len(columns))
    most = max(
        sum(worth[i][j] for i, j in zip(chosen, order, strict=True))
        for chosen in itertools.combinations(rows, size)
        for order in itertools.permutations(columns, size)
    )
    assert sum(worth[i][j] for i, j in pairs) == most
