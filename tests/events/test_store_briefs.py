"""Saved briefs in the store, in both databases: kept, replaced, removed, and brought back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from errors import StoreError
from events.store import SavedBrief, Store


def save(store: Store, name: str, recipe: str) -> int:
    with store.change("brief") as change:
        change.save_brief(name, recipe)
        return change.id


def test_a_brief_is_kept_replaced_removed_and_brought_back(store: Store) -> None:
    save(store, "Бои", '{"a": 1}')
    second = save(store, "Бои", '{"a": 2}')
    save(store, "Another", "{}")
    assert store.briefs() == [SavedBrief("Another", "{}"), SavedBrief("Бои", '{"a": 2}')]
    store.undo(second)
    assert store.briefs()[1].recipe == '{"a": 1}'
    with store.change("brief") as change:
        change.remove_brief("Бои")
        removed = change.id
    assert [one.name for one in store.briefs()] == ["Another"]
    store.undo(removed)
    assert [one.name for one in store.briefs()] == ["Another", "Бои"]


def test_a_brief_that_is_not_there_cannot_be_removed(store: Store) -> None:
    with pytest.raises(StoreError, match="'none'"), store.change("brief") as change:
        change.remove_brief("none")


def test_a_store_of_the_first_version_is_brought_up_to_date(
    tmp_path: Path, opened: Callable[[str | Path], Store]
) -> None:
    path = tmp_path / "old.sqlite"
    store = opened(path)
    with store.change("view") as change:
        change.save_view("kept", "?from=1999-01-01")
    n_events = store.frame().n
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE briefs")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    again = opened(path)
    assert again.briefs() == []
    save(again, "new", "{}")
    assert [view.name for view in again.views()] == ["kept"]
    assert again.frame().n == n_events
