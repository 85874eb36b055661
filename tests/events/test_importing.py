"""An import is whole or not at all, tells what became of each row, and again it changes nothing."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conflict_files import cells_in, write_acled, write_ucdp

from cli import main
from errors import FormatError, StoreError
from events import archive
from events.event import Event
from events.importing import ImportReport, import_file
from events.reading import REFUSED_COLUMN
from events.restoring import write_originals
from events.store import OpenChange, Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "store.sqlite")
    yield opened
    opened.close()


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, len(report.refused)


def test_a_file_comes_in_and_the_same_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = write_acled(tmp_path / "a.csv", {}, {"location": "Osh", "latitude": "40.53", "longitude": "72.8"})
    first = import_file(store, path)
    assert counts(first) == (2, 0, 0, 0)
    revision = store.revision
    again = import_file(store, path)
    assert counts(again) == (0, 0, 2, 0)
    assert (again.change_id, store.revision) == (None, revision)
    (data_set,) = [known for known in store.data_sets() if known.name == "acled"]
    assert "acleddata.com" in data_set.attribution and data_set.licence and data_set.events == 2


def test_a_newer_release_updates_in_place_and_leaves_corrections_alone(store: Store, tmp_path: Path) -> None:
    import_file(store, write_acled(tmp_path / "a.csv", {}, {}))
    there = store.event("acled-KGZ1")
    assert there is not None
    with store.change("edit") as change:
        corrected = Event(**{**there.event.model_dump(), "actor1": "Corrected by hand"})
        change.update(corrected, expected_version=there.version)
    newer = write_acled(tmp_path / "b.csv", {"fatalities": "7", "actor1": "Renamed"}, {"fatalities": "8"}, {})
    report = import_file(store, newer)
    assert counts(report) == (1, 2, 0, 0)
    event = store.event("acled-KGZ1")
    assert event is not None
    assert (event.event.fatalities_best, event.event.actor1) == (7, "Corrected by hand")


def test_refused_rows_go_to_a_file_that_is_mended_and_imported(store: Store, tmp_path: Path) -> None:
    path = write_acled(tmp_path / "a.csv", {}, {"latitude": "95", "notes": "=cmd()"}, {"event_date": "soon"})
    report = import_file(store, path)
    assert counts(report) == (1, 0, 0, 2)
    refused = tmp_path / "a.refused.csv"
    assert report.refused_file == refused
    header, first, second = cells_in(refused)
    assert header[0] == REFUSED_COLUMN and header[1:] == cells_in(path)[0]
    assert first[0].startswith("line 3: latitude: found '95', expected degrees from -90 to 90")
    assert "'=cmd()" in first and second[0].startswith("line 4: event_date: found 'soon'")
    mended = (
        refused.read_text(encoding="utf-8-sig").replace(",95,", ",39.5,").replace(",soon,", ",2022-09-18,")
    )
    refused.write_text(mended, encoding="utf-8", newline="")
    assert counts(import_file(store, refused)) == (2, 0, 0, 0)
    event = store.event("acled-KGZ2")
    assert event is not None and event.event.summary == "=cmd()"
    assert "refused: line 3: latitude" in "\n".join(report.lines())


def test_doubtful_rows_are_kept_told_and_tagged(store: Store, tmp_path: Path) -> None:
    path = write_acled(
        tmp_path / "a.csv",
        {},
        {"latitude": "41.3", "longitude": "69.24"},
        {"location": "Osh", "latitude": "42.87", "longitude": "74.59", "admin1": ""},
        {"country": "Brazil", "location": "Manaus", "latitude": "51.5", "longitude": "0.1"},
    )
    report = import_file(store, path)
    assert counts(report) == (4, 0, 0, 0)
    told = {reason: lines for reason, _, lines in report.flagged}
    assert told["the point lies outside the country that is named"] == (3, 5)
    assert 4 in told["the point is over 50 km from every place of that name"]
    event = store.event("acled-KGZ2")
    assert event is not None
    assert "check: the point lies outside the country that is named" in event.event.tags


def test_two_data_sets_of_one_format_stand_side_by_side(store: Store, tmp_path: Path) -> None:
    path = write_ucdp(tmp_path / "ged", {})
    assert import_file(store, path).datasets == ("ucdp-ged",)
    assert counts(import_file(store, path, dataset="Candidate 24")) == (1, 0, 0, 0)
    assert store.event("candidate-24-500001") is not None


def test_nothing_is_half_imported(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: OpenChange, *args: object, **named: object) -> None:
        raise StoreError("disk full")

    revision = store.revision
    monkeypatch.setattr(OpenChange, "add_data_set", fails)
    with pytest.raises(StoreError, match="disk full"):
        import_file(store, write_acled(tmp_path / "a.csv", {}, {}))
    assert store.revision == revision
    assert store.events(dataset="acled") == []


def test_a_header_without_rows_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="found a header and no rows"):
        import_file(store, write_acled(tmp_path / "a.csv"))


def cli(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_the_command_goes_on_after_a_file_that_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write_acled(folder / "a.csv", {}, {"latitude": "95"})
    (folder / "b.csv").write_bytes(b"\x00\x01\x02" * 50)
    with zipfile.ZipFile(folder / "c.zip", "w") as packed:
        packed.write(write_ucdp(tmp_path / "ged.csv", {}), "deep/../ged.csv")
    db = tmp_path / "s.sqlite"
    assert cli("import", folder, tmp_path / "none.csv", "--db", db) == 1
    said = capsys.readouterr()
    assert "a.csv: 2 rows as acled into acled: 1 imported" in said.out
    assert "ged.csv: 1 rows as ucdp into ucdp-ged: 1 imported" in said.out
    assert "2 of 4 files were not imported" in said.err
    assert "b.csv: found no known format" in said.err and "none.csv: found no such file" in said.err
    assert (folder / "a.refused.csv").exists()
    assert (
        cli("import", folder / "a.csv", "--db", db, "--format", "acled", "--refused", tmp_path / "r.csv") == 0
    )
    assert "1 unchanged" in capsys.readouterr().out and (tmp_path / "r.csv").exists()


def test_archives_that_do_harm_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("zeros.csv", bytes(1 << 20))
    monkeypatch.setattr(archive, "_SMALL", 1 << 16)
    with (
        pytest.raises(FormatError, match="unpacks to 1 files and 1,048,576 bytes"),
        archive.opened_archive(bomb),
    ):
        pass
    broken = tmp_path / "broken.zip"
    broken.write_bytes(bomb.read_bytes()[:-40] + bytes(18) + bomb.read_bytes()[-22:])
    with pytest.raises(FormatError, match=r"broken archive|without files"), archive.opened_archive(broken):
        pass


def test_a_difference_is_told_cell_by_cell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = write_acled(tmp_path / "old.csv", {}, {}, {})
    new = write_acled(tmp_path / "new.csv", {}, {"fatalities": "9"}, {"event_id_cnty": "KGZ9"})
    assert cli("diff", old, new) == 0
    said = capsys.readouterr().out
    assert "1 added, 1 changed, 1 deleted, 1 unchanged" in said
    assert "changed acled-KGZ2: fatalities: '3' -> '9'" in said
    assert cli("diff", old, new, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["added"] == ["acled-KGZ9"] and told["deleted"] == ["acled-KGZ3"]
    assert told["changed"] == [
        {"event_id": "acled-KGZ2", "columns": {"fatalities": {"old": "3", "new": "9"}}}
    ]
    assert cli("diff", old, write_ucdp(tmp_path / "ged", {})) == 1
    assert "found acled and ucdp" in capsys.readouterr().err


def test_days_stay_days_in_the_store(store: Store, tmp_path: Path) -> None:
    import_file(store, write_acled(tmp_path / "a.csv", {"time_precision": "3"}))
    event = store.event("acled-KGZ1")
    assert event is not None
    assert (event.event.date_start, event.event.date_end) == (dt.date(2022, 9, 1), dt.date(2022, 9, 30))


@pytest.mark.parametrize("kind", ["acled", "ucdp"])
def test_a_file_goes_through_the_store_and_comes_back_cell_by_cell(
    kind: str, store: Store, tmp_path: Path
) -> None:
    if kind == "acled":
        path = write_acled(
            tmp_path / "in", {"notes": "=1+1"}, {"latitude": "", "longitude": "", "admin3": " 007"}
        )
        first = "acled-KGZ1"
    else:
        path = write_ucdp(tmp_path / "in", {"where_prec": "6"}, {"side_b": 'a "b"\nc', "gwnoa": "0703"})
        first = "ucdp-ged-500001"
    import_file(store, path)
    out = tmp_path / "out"
    dataset = "acled" if kind == "acled" else "ucdp-ged"
    assert write_originals(store.frame().table, store.originals(dataset=dataset), out, plain=True)[0] == 2
    assert cells_in(out) == cells_in(path)
    there = store.event(first)
    assert there is not None
    with store.change("edit") as change:
        change.update(
            Event(**{**there.event.model_dump(), "admin1": "Corrected"}), expected_version=there.version
        )
    write_originals(store.frame().table, store.originals(dataset=dataset), out, plain=True)
    before, after = cells_in(path), cells_in(out)
    assert after[0] == before[0] and after[2] == before[2]
    changed = [(a, b) for a, b in zip(before[1], after[1], strict=True) if a != b]
    assert changed == [("Batken" if kind == "acled" else "Batken region", "Corrected")]
