"""A backup holds all of a store, says so by its digest, and comes back in either database."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from store_samples import add, content, edit, event, import_events

from cli import main
from errors import FormatError, StoreError
from events.store import Alias, Store, open_store, restore_store
from events.storing.schema import metadata

Open = Callable[[str | Path], Store]


def fill(store: Store) -> None:
    """Something in every table."""
    import_events(store, [event(f"x-{i}", title=f"“{i}”") for i in range(30)])
    edit(store, "x-1", title="mine")
    store.undo(store.revision)
    with store.change("all") as change:
        change.add_alias(Alias("Jirgatal", "jirgatol"))
        change.save_view("v", "?from=1999-01-01")
        change.save_brief("b", "{}")
        report_id = change.add_report(text="A clash.", notes=("one",))
        change.add([event("draft", review="draft")], report_id=report_id)


def everything(store: Store) -> object:
    return (
        content(store),
        store.changes(1000),
        store.history("x-1"),
        store.imports(),
        store.originals(dataset="outside").to_pylist(),
        store.frame().digest,
        store.briefs(),
    )


def test_the_migrations_make_the_tables_that_the_program_knows(store: Store) -> None:
    with store._opened.engine.connect() as connection:

        def ours(name: str | None, kind: str, *_: object) -> bool:
            return not (kind == "table" and name == "spatial_ref_sys") and name not in ("geom", "events_geom")

        context = MigrationContext.configure(
            connection, opts={"include_name": ours, "compare_type": False, "compare_server_default": False}
        )
        differences = [one for one in compare_metadata(context, metadata) if "events_geom" not in str(one)]
        assert [one for one in differences if "geom" not in str(one)] == []
        assert len(sa.inspect(connection).get_columns("events")) >= len(metadata.tables["events"].c)


def test_a_backup_comes_back_in_the_same_and_in_the_other_database(
    store: Store, address: str, opened: Open, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    fill(store)
    before = everything(store)
    manifest = store.backup(tmp_path / "all.backup")
    if address.startswith("postgresql"):
        others = [str(tmp_path / "other.sqlite"), request.getfixturevalue("postgres").address()]
    else:
        others = [str(tmp_path / "other.sqlite")]
    for number, other in enumerate(others):
        restored = restore_store(tmp_path / "all.backup", other)
        assert (restored.manifest.digest, restored.kept) == (manifest.digest, None)
        again = opened(other)
        assert everything(again) == before
        assert again.backup(tmp_path / f"{number}.backup").digest == manifest.digest
        undone = again.undo(again.revision)
        assert undone.change_id == store.revision + 1
    assert sorted(path.name for path in tmp_path.glob("other.sqlite.restoring*")) == []


def test_a_store_that_holds_something_is_not_overwritten_unasked_and_kept_when_asked(
    store: Store, address: str, opened: Open, tmp_path: Path
) -> None:
    fill(store)
    backup = tmp_path / "all.backup"
    store.backup(backup)
    add(store, event("later"))
    later = everything(store)
    with pytest.raises(StoreError, match=r"found a store with \d+ changes in it, expected an empty one"):
        restore_store(backup, address)
    assert everything(store) == later
    store.close()
    kept = restore_store(backup, address, replace=True).kept
    assert kept is not None
    again = opened(address)
    assert again.event("later") is None
    again.close()
    if address.startswith("postgresql"):
        restore_store(kept, address, replace=True)
        assert everything(opened(address)) == later
    else:
        assert everything(opened(kept)) == later


def test_a_file_that_is_open_elsewhere_is_not_replaced(tmp_path: Path) -> None:
    # A server replaces rows in one transaction, whoever reads meanwhile.
    address = str(tmp_path / "store.sqlite")
    store = open_store(address)
    fill(store)
    store.backup(tmp_path / "all.backup")
    before = everything(store)
    with pytest.raises(StoreError, match="open in another process; nothing was restored"):
        restore_store(tmp_path / "all.backup", address, replace=True)
    assert everything(store) == before
    store.close()


def test_a_new_store_with_nothing_but_the_shipped_incidents_may_make_way(
    store: Store, address: str, opened: Open, tmp_path: Path
) -> None:
    store.backup(tmp_path / "new.backup")
    store.close()
    restore_store(tmp_path / "new.backup", address)
    assert opened(address).frame().n > 50


@pytest.mark.parametrize("damage", ["text", "cut", "row", "missing table", "newer"])
def test_a_damaged_backup_is_told_and_changes_nothing(
    damage: str, store: Store, address: str, tmp_path: Path
) -> None:
    fill(store)
    good, bad = tmp_path / "good.backup", tmp_path / "bad.backup"
    store.backup(good)
    before = everything(store)
    if damage == "text":
        bad.write_text("no backup", encoding="utf-8")
    elif damage == "cut":
        bad.write_bytes(good.read_bytes()[:-2000])
    else:
        rewrite(good, bad, damage)
    store.close()
    with pytest.raises(StoreError) as caught:
        restore_store(bad, address, replace=True)
    line = str(caught.value)
    assert line.startswith(str(bad)) and "\n" not in line
    assert {"row": "other rows in aliases", "newer": "version 9001"}.get(damage, "damaged") in line
    assert everything(store) == before


def rewrite(good: Path, bad: Path, damage: str) -> None:
    """A backup in which one member is another one."""
    with zipfile.ZipFile(good) as archive, zipfile.ZipFile(bad, "w") as changed:
        for name in archive.namelist():
            cells = archive.read(name)
            if name == "aliases.parquet" and damage == "row":
                cells = _an_alias()
            if name == "views.parquet" and damage == "missing table":
                continue
            if name == "manifest.json" and damage == "newer":
                said = json.loads(cells)
                cells = json.dumps({**said, "version": "9001"}).encode()
            changed.writestr(name, cells)


def _an_alias() -> bytes:
    """The table of aliases with a row that the backup does not tell of."""
    sink = io.BytesIO()
    day = pa.array([None], pa.date32())
    pq.write_table(
        pa.table({"text": ["Osh"], "place_id": ["p"], "valid_from": day, "valid_to": day, "note": [""]}), sink
    )
    return sink.getvalue()


def test_a_backup_is_never_written_over_another_file(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "there"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match="found a file of this name already"):
        store.backup(out)
    assert out.read_text(encoding="utf-8") == "mine"
    with pytest.raises(FormatError, match="cannot write"):
        store.backup(tmp_path / "no folder" / "x")


def test_backup_and_restore_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], opened: Open
) -> None:
    db, out, other = (str(tmp_path / name) for name in ("a.sqlite", "a.backup", "b.sqlite"))
    store = opened(db)
    add(store, event("mine"))
    store.close()
    assert main(["backup", out, "--db", db]) == 0
    said = capsys.readouterr().out
    digest = said.split("digest ")[1].strip()
    assert main(["restore", out, "--db", other]) == 0
    assert digest in capsys.readouterr().out
    assert opened(other).event("mine") is not None
    opened(other).close()
    assert main(["restore", out, "--db", db]) == 1
    assert "use --replace" in capsys.readouterr().err
    assert main(["restore", out, "--db", db, "--replace"]) == 0
    assert "what was there before is in" in capsys.readouterr().out
