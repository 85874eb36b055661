"""A store that cannot be opened, read or written says why in one clear line, and loses nothing."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from postgres_server import PostgresServer
from store_samples import add, content, event, the

from errors import StoreError
from events.event import Event
from events.store import Store, open_store

ROOT = Path(__file__).resolve().parents[2]
Open = Callable[[str | Path], Store]


def says(store: str | Path, *words: str) -> None:
    """Opening it fails in one line with these words."""
    with pytest.raises(StoreError) as caught:
        open_store(store, busy_s=0.2)
    line = str(caught.value)
    assert "\n" not in line
    for word in words:
        assert word in line, line


def test_what_is_no_store_is_told_and_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "events.csv"
    text.write_text("event_id,date_start\n", encoding="utf-8")
    says(text, str(text), "no database", "INCIDENTS_DATA")
    assert text.read_text(encoding="utf-8") == "event_id,date_start\n"
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    connection.close()
    says(other, "a database of something else (table recipes)")
    says(tmp_path, "a folder")
    says("", "expected the path of a file or postgresql")
    says("mysql://host/x", "expected the path of a file or postgresql")
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    says(damaged, str(damaged), "expected a store")


def test_a_store_of_a_newer_version_is_told_and_left_alone(store: Store, address: str) -> None:
    with store._opened.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9001'"))
    says(address, "version 9001", "newer version of this program")
    with store._opened.engine.begin() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one() == "9001"


def test_an_empty_file_becomes_a_store(tmp_path: Path, opened: Open) -> None:
    path = tmp_path / "made by touch"
    path.touch()
    assert opened(path).frame().n > 50


def test_a_locked_store_can_be_read_and_says_so_when_written(store: Store, address: str) -> None:
    before = content(store)
    waiting = open_store(address, busy_s=0.2)
    try:
        with store.change("long") as change:
            change.save_view("mine", "?a=1")
            assert content(waiting) == before
            with pytest.raises(StoreError, match="locked by another process that writes") as caught:
                add(waiting, event("late"))
            assert "\n" not in str(caught.value)
        add(waiting, event("in-time"))
        assert [view.name for view in waiting.views()] == ["mine"]
    finally:
        waiting.close()


def test_on_a_full_disk_nothing_is_lost_or_half_done(tmp_path: Path, opened: Open) -> None:
    store = opened(tmp_path / "incidents.sqlite")
    before = content(store)

    @sa.event.listens_for(store._opened.engine, "checkout")
    def fill(connection: sqlite3.Connection, *_: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    with pytest.raises(StoreError, match="the disk full; nothing was written: make room"):
        add(store, *(event(f"e-{i}", summary="long " * 500) for i in range(200)))
    assert content(store) == before
    sa.event.remove(store._opened.engine, "checkout", fill)
    again = opened(tmp_path / "incidents.sqlite")
    add(again, event("e-0"))
    assert the(again, "e-0").version == 1


READ = """
import os, sys
from pathlib import Path
from errors import StoreError
from events.store import CannotMakeError, open_store
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
path = Path(sys.argv[1])
try:
    open_store(path.parent / "none.sqlite")
except CannotMakeError as error:
    print(error)
store = open_store(path)
print(store.read_only)
print(store.frame().n, store.revision)
try:
    with store.change("x") as change:
        change.save_view("v", "?")
except StoreError as error:
    print(error)
"""


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that all users of the machine can enter; pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="incidents-shared-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize("is_open", [False, True], ids=["closed", "open in another process"])
def test_a_store_that_may_only_be_read_is_shown(is_open: bool, shared: Path, opened: Open) -> None:
    store = opened(shared / "incidents.sqlite")
    add(store, event("e"))
    n, revision = store.frame().n, store.revision
    if not is_open:
        store.close()
    for path in shared.iterdir():
        path.chmod(0o444)
    shared.chmod(0o555)
    command = [sys.executable, "-c", READ, str(shared / "incidents.sqlite")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    no_store, why, counts, refused = done.stdout.splitlines()
    assert "cannot make a store there" in no_store
    assert "may only be read" in why
    assert counts == f"{n} {revision}"
    assert refused == why


def test_text_that_postgresql_cannot_hold_is_told(store: Store, address: str) -> None:
    written = Event(**{**event("nul").model_dump(), "summary": "a\0b"})
    if address.startswith("postgresql"):
        with pytest.raises(StoreError, match="text that no database takes"):
            add(store, written)
        assert store.event("nul") is None
    else:
        add(store, written)
        assert the(store, "nul").event.summary == "a\0b"


def test_a_server_that_is_not_there_is_told(postgres: PostgresServer) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    says(f"postgresql+psycopg://me:secret@127.0.0.1:{port}/x", "no server that answers", "me:***@")
    says(f"postgresql+psycopg://tester@127.0.0.1:{postgres.port}/lost", "no such database", "createdb")


def test_the_server_keeps_points_with_an_index(postgres: PostgresServer, opened: Open) -> None:
    address = postgres.address()
    add(opened(address), event("e", latitude=40.5, longitude=72.8))
    with psycopg.connect(address.replace("+psycopg", "")) as connection:
        found = connection.execute(
            "SELECT ST_X(geom), ST_Y(geom), ST_SRID(geom) FROM events WHERE event_id = 'e'"
        ).fetchone()
        named = "SELECT indexdef FROM pg_indexes WHERE indexname = 'events_geom'"
        index = connection.execute(named).fetchone()
    assert found == (72.8, 40.5, 4326)
    assert index is not None and "USING gist" in index[0]
