"""A process that writes is killed at any moment: the store opens, with all that was confirmed and no half."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

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
