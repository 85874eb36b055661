"""The frame is kept as columns on disk: renewed, mended when damaged, and never that of another past."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from event_samples import some_events, table_of
from hypothesis import given
from hypothesis import strategies as st
from store_samples import add, edit, event, import_events

from events.columns import conform
from events.event import Event
from events.frame import EventFrame
from events.store import Store
from events.storing import snapshot, splice

Open = Callable[[str | Path], Store]


@pytest.fixture(autouse=True)
def kept_from_the_first_event_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "KEPT_ON_DISK", 1)


def files(store: Store) -> list[Path]:
    return sorted(store._opened.folder.glob("*"))


def test_a_snapshot_is_read_by_the_next_process_and_renewed_by_what_changed(
    store: Store, address: str, opened: Open
) -> None:
    import_events(store, [event(f"x-{i}") for i in range(300)])
    n = store.frame().n
    (kept,) = files(store)
    bytes_before = kept.read_bytes()
    edit(store, "x-3", title="new")
    with store.change("remove") as change:
        change.remove(["x-4"])
    frame = opened(address).frame()
    assert frame.n == n - 1
    assert frame.event(frame.row_of("x-3")).title == "new"
    assert kept.read_bytes() == bytes_before, "a few changes are no reason to write it anew"
    import_events(store, [event(f"y-{i}") for i in range(300)])
    assert store.frame().n == n + 299
    (renewed,) = files(store)
    assert renewed != kept, "the old one is removed"


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied", "other columns"])
def test_a_damaged_snapshot_is_made_anew(damage: str, store: Store, address: str, opened: Open) -> None:
    add(store, *(event(f"e-{i}") for i in range(50)))
    expected = store.frame().table
    expected = pa.table(
        {name: pa.concat_arrays(expected.column(name).chunks) for name in expected.column_names}
    )
    (path,) = files(store)
    whole = path.read_bytes()
    path.unlink()
    if damage == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif damage == "flipped":
        path.write_bytes(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
    elif damage == "emptied":
        path.write_bytes(b"")
    else:
        path.write_bytes(whole.replace(b"latitude", b"lotitude"))
    assert opened(address).frame().table.equals(expected)
    (mended,) = files(store)
    assert mended.read_bytes() == whole


def test_a_snapshot_of_another_past_is_not_used(store: Store, address: str, opened: Open) -> None:
    add(store, event("mine"))
    copy = None
    if not address.startswith("postgresql"):
        # Someone puts back an older copy of the file and goes on from there.
        store.close()
        copy = Path(f"{address}.copy")
        shutil.copy(address, copy)
        edit(store, "mine", title="lost")
        assert "lost" in store.frame().table.column("title").to_pylist()
        store.close()
        Path(copy).replace(address)
    other = opened(address)
    edit(other, "mine", title="kept")
    assert "kept" in other.frame().table.column("title").to_pylist()
    assert "lost" not in opened(address).frame().table.column("title").to_pylist()


def test_without_a_folder_to_write_to_the_frame_is_made_all_the_same(store: Store) -> None:
    folder = store._opened.folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("no folder", encoding="utf-8")
    add(store, event("e"))
    assert store.frame().event(store.frame().row_of("e")).event_id == "e"
    assert folder.read_text(encoding="utf-8") == "no folder"


@given(data=st.data(), events=some_events(max_size=14), many=st.booleans())
def test_rows_taken_out_and_put_in_give_the_table_that_is_made_anew(
    data: st.DataObject, events: list[Event], many: bool
) -> None:
    """`many` goes the way of many rows, with as few."""
    there = data.draw(st.lists(st.sampled_from(events), unique_by=id) if events else st.just([]))
    table = splice.in_order(conform(table_of(there)))
    ids = table.column("event_id").to_pylist()
    out = sorted(data.draw(st.sets(st.integers(0, len(ids) - 1)) if ids else st.just(set())))
    left = [one for one in there if one.event_id not in {ids[row] for row in out}]
    new = [one for one in events if one not in there]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(splice, "MOST_PIECES", -1 if many else 2000)
        found = splice.spliced(table, np.array(out, np.int64), conform(table_of(new)))
    anew = splice.in_order(conform(table_of([*left, *new])))
    assert found.column("event_id").to_pylist() == anew.column("event_id").to_pylist()
    one, other = EventFrame(found), EventFrame(anew)
    assert [one.event(row) for row in range(one.n)] == [other.event(row) for row in range(other.n)]
    for name in ("event_type", "place", "actor1", "tags"):
        codes, values = one.codes(name)
        assert [values[code] for code in codes] == other.table.column(name).to_pylist()
        assert all(column.num_chunks <= 1 for column in found.columns)
