"""Invented events look like real ones, keep every rule and come out the same for the same seed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from event_samples import small_places

from errors import EventError, FormatError
from events import synth_words as words
from events.columns import COLUMNS
from events.event import Event
from events.filter import Filter
from events.formats import read_table
from events.frame import EventFrame
from events.synth import synth, write_synth
from events.vocabulary import EVENT_TYPES, STATUSES, SUB_EVENT_TYPES


def test_the_same_seed_gives_the_same_events_and_another_gives_others() -> None:
    one, again, other = (synth(500, seed, places=small_places()) for seed in (7, 7, 8))
    assert one.equals(again)
    assert not one.equals(other)


@pytest.mark.parametrize("n", [0, 1, 3000])
def test_invented_events_keep_all_rules_and_are_in_order(n: int) -> None:
    table = synth(n, 3, places=small_places())
    frame = EventFrame(table)
    assert frame.n == n
    assert table.column_names == list(COLUMNS)
    assert frame.table.column("event_id").to_pylist() == table.column("event_id").to_pylist()
    for row in range(0, n, 500):
        event = frame.event(row)
        assert isinstance(event, Event)
        assert "invented" in event.summary
        assert event.sources


def test_shares_and_bursts_are_those_of_the_words() -> None:
    frame = EventFrame(synth(20_000, 1, places=small_places()))
    assert all(count.total > 500 for count in frame.type_counts(Filter()).values())
    statuses, _ = frame.codes("status")
    assert np.bincount(statuses) / frame.n == pytest.approx(words.STATUS_SHARES, abs=0.01)
    precs = np.bincount(frame.table.column("date_prec").to_numpy())[1:] / frame.n
    assert precs == pytest.approx(words.DATE_PREC_SHARES, abs=0.01)
    assert set(frame.table.column("where_prec").to_pylist()) == {1, 2, 3, 4, 5, 6}
    by_year = dict(zip(range(1990, 2027), frame.histogram("year").counts.sum(axis=0), strict=False))
    for burst, calm in ((1993, 1991), (2010, 2009), (2022, 2019)):
        assert by_year[burst] > 1.5 * by_year[calm]
    best = frame.table.column("fatalities_best").drop_null().to_numpy()
    assert np.median(best) <= 1
    assert best.max() > 50


def test_a_larger_town_has_more_events_than_the_rest() -> None:
    frame = EventFrame(synth(5_000, 1, places=small_places()))
    names, values = frame.codes("place")
    towns = dict(zip(values, np.bincount(names), strict=True))
    assert towns["Bridge Town"] > towns["Upper Ford"]


@pytest.mark.parametrize("n", [-1, 1.5, "many", True, 10**9])
def test_a_bad_number_of_events_is_refused_in_one_line(n: Any) -> None:
    with pytest.raises(EventError, match=r"found n .*expected a whole number from 0 to"):
        synth(n, places=small_places())


def test_a_gazetteer_without_settlements_is_refused() -> None:
    places = small_places()
    with pytest.raises(EventError, match="found no settlement of KG, TJ, UZ among 4 places"):
        synth(1, places=places[places["where_prec"] >= 3])


def test_a_written_file_opens_as_the_same_events(tmp_path: Path) -> None:
    steps: list[str] = []
    write_synth(800, tmp_path / "s.parquet", 5, places=small_places(), progress=steps.append)
    frame = EventFrame(read_table(tmp_path / "s.parquet"))
    assert frame.digest == EventFrame(synth(800, 5, places=small_places())).digest
    assert steps == ["inventing", "writing"]
    assert [path.name for path in tmp_path.iterdir()] == ["s.parquet"]


def test_an_unwritable_path_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"nowhere/s\.parquet: cannot write \(No such file or directory\)"):
        write_synth(1, tmp_path / "nowhere" / "s.parquet", places=small_places())


def test_every_type_has_words_and_every_share_is_whole() -> None:
    assert set(words.TITLES) == {sub for subs in SUB_EVENT_TYPES.values() for sub in subs}
    assert set(words.SUB_TYPE_SHARES) == set(EVENT_TYPES)
    shares = [*words.SUB_TYPE_SHARES.values(), words.STATUS_SHARES, words.DATE_PREC_SHARES]
    shares += [words.WHERE_PREC_SHARES, words.CALM, *(episode.type_shares for episode in words.EPISODES)]
    assert all(sum(share) == pytest.approx(1) for share in shares)
    assert len(words.STATUS_SHARES) == len(STATUSES)
    assert sum(episode.share for episode in words.EPISODES) < 1
