"""Duplicates across reports and data sets: the pairs that are proposed, and those that are kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from errors import StoreError
from events.event import Event
from events.frame import EventFrame
from events.store import Store, StoredEvent
from reports.desk import folded
from reports.duplicates import SLACK_DAYS, THRESHOLD, Pair, propose

APART = "not "
"""How the tag begins that keeps an event apart from another: the other's id follows."""
MOST_OTHERS = 6000
_NEAR_DEG = 1.2
_EPOCH_ORDINAL = 719163  # 1970-01-01


@dataclass(frozen=True)
class Duplicates:
    """Pairs of events that may be one, best first, with all that is needed to show them.

    Attributes:
        pairs: the proposals; at least one event of each was read from a report of the store.
        events: the stored events of the pairs by id.
        reports: how many reports the store holds.
        told: how many events they tell of, merged ones counted once, rejected ones not at all.
        note: what was left out, in words.
    """

    pairs: tuple[Pair, ...]
    events: dict[str, StoredEvent]
    reports: int
    told: int
    note: str = ""


def find_duplicates(store: Store, threshold: float = THRESHOLD) -> Duplicates:
    """Propose pairs among the drafts and accepted events of all reports, and between these and other data."""
    reports = store.reports()
    own = {
        one.event.event_id: one
        for report in reports
        for one in store.events(report_id=report.report_id)
        if not one.folded_into and one.event.review != "rejected"
    }
    near, is_cut = _neighbours(store.frame(), [one.event for one in own.values()], set(own))
    events = [*(one.event for one in own.values()), *near]
    report_of = {key: one.report_id for key, one in own.items()}
    pairs = tuple(
        pair
        for pair in propose(events, threshold)
        if (pair.first_id in own or pair.second_id in own)
        and not (
            report_of.get(pair.first_id) is not None
            and report_of.get(pair.first_id) == report_of.get(pair.second_id)
        )
    )
    wanted = {key for pair in pairs for key in (pair.first_id, pair.second_id)}
    stored = {one.event.event_id: one for one in store.events(ids=wanted)} if wanted else {}
    free = tuple(pair for pair in pairs if not _are_apart(stored, pair))
    note = f"Of other data sets the {MOST_OTHERS:,} nearest events were compared." if is_cut else ""
    return Duplicates(free, stored, len(reports), len(own), note)


def _neighbours(frame: EventFrame, own: Sequence[Event], ids: set[str]) -> tuple[list[Event], bool]:
    """Events of the frame that share days and surroundings with one of `own`, and whether there were more."""
    if not own or not frame.n:
        return [], False
    latitude = frame.table.column("latitude").to_numpy(zero_copy_only=False)
    longitude = frame.table.column("longitude").to_numpy(zero_copy_only=False)
    codes, countries = frame.codes("country")
    prec = frame.table.column("where_prec").to_numpy(zero_copy_only=False)
    chosen = np.zeros(frame.n, dtype=bool)
    for event in own:
        first = event.date_start.toordinal() - _EPOCH_ORDINAL - SLACK_DAYS
        last = event.date_end.toordinal() - _EPOCH_ORDINAL + SLACK_DAYS
        days = (frame.start_day <= last) & (frame.end_day >= first)
        country = countries.index(event.country) if event.country in countries else -1
        beside = (codes == country) & ((prec >= 3) | (event.where_prec >= 3))
        if event.latitude is not None and event.longitude is not None:
            with np.errstate(invalid="ignore"):
                beside |= (np.abs(latitude - event.latitude) < _NEAR_DEG) & (
                    np.abs(longitude - event.longitude) < _NEAR_DEG
                )
        chosen |= days & beside
    rows = np.flatnonzero(chosen)
    event_ids = frame.table.column("event_id")
    kept = [int(row) for row in rows if event_ids[int(row)].as_py() not in ids]
    return [frame.event(row) for row in kept[:MOST_OTHERS]], len(kept) > MOST_OTHERS


def _are_apart(stored: dict[str, StoredEvent], pair: Pair) -> bool:
    for one, other in ((pair.first_id, pair.second_id), (pair.second_id, pair.first_id)):
        if one in stored and f"{APART}{other}" in stored[one].event.tags:
            return True
    return False


def keep_apart(store: Store, first_id: str, second_id: str, *, who: str | None = None) -> None:
    """Remember that two events are not one: a tag on the one that was read from a report.

    Raises:
        StoreError: One of them is gone.
    """
    stored = {one.event.event_id: one for one in store.events(ids=[first_id, second_id])}
    if len(stored) < 2 or first_id == second_id:
        raise StoreError("apart: found fewer than two events in the store, expected both; reload the page.")
    marked, other = stored[first_id], stored[second_id]
    if marked.report_id is None:
        marked, other = other, marked
    tag = f"{APART}{other.event.event_id}"
    if tag in marked.event.tags:
        return
    event = Event(**{**dict(marked.event), "tags": (*marked.event.tags, tag)})
    with store.change("apart", who=who, why=f"{marked.event.title} is not {other.event.title}") as change:
        change.update(event, expected_version=marked.version)


def merge_from(store: Store, threshold: float, *, who: str | None = None) -> int:
    """Merge all proposed pairs that score at least `threshold`, in one change; returns how many events went.

    Pairs that hang together become one event.
    """
    found = find_duplicates(store, min(threshold, THRESHOLD))
    groups: list[set[str]] = []
    for pair in found.pairs:
        if pair.score < threshold - 1e-9:
            continue
        joined = [group for group in groups if group & {pair.first_id, pair.second_id}]
        groups = [group for group in groups if group not in joined]
        groups.append({pair.first_id, pair.second_id}.union(*joined))
    if not groups:
        return 0
    gone = 0
    with store.change("merge", who=who, why=f"all pairs from {threshold:.2f}") as change:
        for group in groups:
            kept = folded([found.events[key] for key in sorted(group)])
            change.merge(kept, sorted(group - {kept.event_id}))
            gone += len(group) - 1
    return gone
