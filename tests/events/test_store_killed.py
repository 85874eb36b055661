"""Processes that write at once, are killed at any moment, find no room: all that was confirmed is there."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from store_samples import add, event

from events.store import Store

ROOT = Path(__file__).resolve().parents[2]
KILLS = 50
ROWS = 40
Open = Callable[[str | Path], Store]

# A writer that is forked anew for each kill, so that none of them loads the program again.
WRITER = """
import os, sys, signal
from pathlib import Path
sys.path[:0] = ["tests", "tests/events"]
from event_samples import table_of
from store_samples import SOURCE, event
from events.store import open_store

def write(path, first):
    store = open_store(path)
    number = first
    while True:
        name = f"w{number}"
        events = [event(f"{name}-{i}", summary="text " * 60) for i in range(ROWS)]
        with store.change("import") as change:
            change.save_view(name, "?")
            change.add(events[: ROWS // 2])
            change.add_table(table_of(events[ROWS // 2 :]), dataset="mine", source=SOURCE)
        os.write(1, f"{number}\\n".encode())
        number += 1

for line in sys.stdin:
    first = int(line)
    child = os.fork()
    if child == 0:
        write(Path(sys.argv[1]), first)
    os.write(1, f"child {child}\\n".encode())
    os.waitpid(child, 0)
    os.write(1, b"dead\\n")
""".replace("ROWS", str(ROWS))


def test_a_killed_writer_leaves_all_that_was_confirmed_and_nothing_half_done(
    tmp_path: Path, opened: Open
) -> None:
    path = tmp_path / "incidents.sqlite"
    draw = random.Random(7)
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    assert writer.stdin is not None and writer.stdout is not None
    confirmed: set[int] = set()
    begun = 0
    survived: Store | None = None
    try:
        for kill in range(KILLS):
            writer.stdin.write(f"{begun}\n")
            child = int(writer.stdout.readline().removeprefix("child "))
            # The first writers are killed while they make the store.
            time.sleep(draw.uniform(0, 0.05 if kill < 15 else 0.25))
            subprocess.run(["kill", f"-{signal.SIGKILL}", str(child)], check=True)
            while (line := writer.stdout.readline().strip()) != "dead":
                confirmed.add(int(line))
            survived = opened(path)
            there = {int(view.name[1:]) for view in survived.views()}
            assert confirmed <= there, "what was confirmed is there"
            assert survived.data_sets()[-1].events > 50, "so are the shipped incidents"
            mine = sum(one.events for one in survived.data_sets() if one.name == "mine")
            assert mine == ROWS * len(there), "of each change there is all or nothing"
            assert survived.revision == 1 + len(there)
            begun = max(there, default=-1) + 1
            survived.close()
    finally:
        writer.stdin.close()
        writer.kill()
        writer.wait()
        writer.stdout.close()
    assert len(confirmed) > 5
    assert survived is not None
    add(survived, event("after"))
    assert survived.frame().n == survived.frame().table.num_rows
    with survived._opened.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


TOGETHER = """
import sys
sys.path[:0] = ["tests", "tests/events"]
from events.store import open_store
from store_samples import add, event
sys.stdin.readline()
store = open_store(sys.argv[1])
for i in range(8):
    add(store, event(f"{sys.argv[2]}-{i}"))
    store.frame()
"""


def test_several_processes_make_one_store_and_write_to_it_at_once(address: str, opened: Open) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", TOGETHER, address, f"p{number}"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    said = [writer.communicate("go\n")[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 4, said
    store = opened(address)
    assert store.revision == 1 + 4 * 8
    assert len(store.events(dataset="mine")) == 4 * 8
    assert [change.kind for change in store.changes(100)].count("shipped") == 1


FULL = """
import resource, signal, sys
sys.path[:0] = ["tests", "tests/events"]
from errors import StoreError
from event_samples import table_of
from events.store import open_store
from store_samples import SOURCE, content, event, originals
store = open_store(sys.argv[1])
before = content(store)
events = [event(f"e-{i}", summary=f"{i} " * 300) for i in range(3000)]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    with store.change("import") as change:
        change.add_table(table_of(events), dataset="mine", original=originals(events), source=SOURCE)
except StoreError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
assert content(store) == before
with store.change("import") as change:
    change.add_table(table_of(events), dataset="mine", original=originals(events), source=SOURCE)
assert store.frame().n > 3000
"""


@pytest.mark.parametrize("room", [100_000, 3_500_000], ids=["for nothing", "for a part"])
def test_an_import_that_finds_the_disk_full_leaves_nothing(room: int, tmp_path: Path) -> None:
    command = [sys.executable, "-c", FULL, str(tmp_path / "incidents.sqlite"), str(room)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    assert "nothing was written: make room" in line
    assert not list((tmp_path / "incidents.sqlite.cache").glob("import-*"))
