"""Decisions on drafts: keep a report with its drafts, accept, edit, split, merge, reject, undo, remember."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from errors import ReportError, StoreError
from events.event import Event
from events.store import Alias, Change, Store, StoredEvent, StoredReport
from events.storing.change import report_id_of
from reports.annotate import event_of
from reports.annotation import Interval, Report
from reports.desk_aliases import Remembered, known_place
from reports.desk_fields import changed_event, changed_words
from reports.desk_reading import GIVEN, Asked, Reading, layout_note, read_again, split_id
from reports.draft import Draft
from reports.duplicates import Pair, fold

MOST_SPLITS = 200
MOST_CHANGES = 200
"""How far back the last decision that still holds is looked for."""
DECISIONS = ("accept", "reject", "reopen", "edit", "split", "merge", "apart", "alias")
"""Kinds of change that are an analyst's decision on drafts."""


@dataclass(frozen=True)
class Kept:
    """A report that is in the store: whether it is new there, and how many drafts came with it."""

    report_id: str
    is_new: bool
    drafts: int


def remembered(store: Store) -> tuple[Remembered, ...]:
    """The spellings that the store remembers."""
    return tuple(
        Remembered(alias.text, alias.place_id, alias.valid_from, alias.valid_to) for alias in store.aliases()
    )


def published_of(stored: StoredReport) -> Interval | None:
    """The days of publication kept with a report, None where nothing is known."""
    if stored.published_start is None or stored.published_end is None:
        return None
    return Interval(stored.published_start, stored.published_end, stored.published_rule)


def reading_of(store: Store, report_id: str) -> Reading:
    """A kept report with all that is found in it.

    Raises:
        StoreError: There is no such report.
    """
    return read_again(_asked(store, _report(store, report_id)))


def _report(store: Store, report_id: str) -> StoredReport:
    stored = store.report(report_id)
    if stored is None:
        raise StoreError(
            f"found no report {report_id[:40]!r} in the store, expected one of its list; reload it."
        )
    return stored


def keep_report(store: Store, report: Report, *, who: str | None = None) -> Kept:
    """Keep a report and its drafts in one change; one whose text is there already stays as it is.

    Raises:
        ReportError: The report holds no running text.
    """
    if not report.posts or not report.text.strip():
        raise ReportError("found no running text, expected a report; paste its whole text.")
    known = report_id_of(report.text)
    if store.report(known) is not None:
        return Kept(known, False, len(store.events(report_id=known)))
    first = report.posts[0]
    new = StoredReport(
        text=report.text,
        title=first.title,
        publisher=first.publisher,
        author=first.author,
        published_start=first.published.start if first.published else None,
        published_end=first.published.end if first.published else None,
        published_rule=first.published.rule if first.published else "",
        source=report.source,
        notes=(*report.notes, layout_note(report)),
    )
    events = _events_of(read_again(_asked(store, new)))
    with store.change("report", who=who, why=f"read {new.title or new.source or 'a report'}") as change:
        report_id = change.add_report(new)
        change.add(events, report_id=report_id)
    return Kept(report_id, True, len(events))


def _events_of(reading: Reading) -> list[Event]:
    """The drafts of a reading as events under review; two that come to the same id are one."""
    drafts = [draft for draft in reading.annotation.events if isinstance(draft, Draft)]
    events = {event.event_id: event for event in (event_of(draft, reading.report) for draft in drafts)}
    return list(events.values())


def set_review(
    store: Store, versions: Mapping[str, int], review: str, *, who: str | None = None
) -> list[StoredEvent]:
    """Accept, reject or reopen drafts, each in the version that was seen, all in one change.

    Raises:
        StaleEventError: Somebody has changed one of them since.
        StoreError: One of them is gone.
    """
    kind = {"accepted": "accept", "rejected": "reject", "draft": "reopen"}.get(review)
    if kind is None:
        raise StoreError(f"review: found {review[:40]!r}, expected accepted, rejected or draft")
    stored = [_event(store, event_id) for event_id in versions]
    with store.change(kind, who=who, why=_titles(stored)) as change:
        return [
            change.update(
                Event(**{**dict(one.event), "review": review}), expected_version=versions[one.event.event_id]
            )
            for one in stored
        ]


def edit(
    store: Store,
    event_id: str,
    fields: Mapping[str, Any],
    expected_version: int,
    *,
    alias: Alias | None = None,
    who: str | None = None,
) -> StoredEvent:
    """Change fields of a draft; what was there before stays in the event's history.

    Args:
        fields: See `reports.desk_fields.changed_event`; `review` may be among them.
        alias: A spelling to remember in the same change.

    Raises:
        EventError: The event would break the rules of its fields, in one line.
        StaleEventError: Somebody has changed it since that version.
    """
    stored = _event(store, event_id)
    event = changed_event(stored.event, fields)
    if event == stored.event and stored.version == expected_version and alias is None:
        return stored
    why = changed_words(stored.event, event)
    with store.change("edit", who=who, why=f"{stored.event.title or event_id}: {why}") as change:
        if alias is not None:
            change.add_alias(alias)
        return change.update(event, expected_version=expected_version)


def split(store: Store, event_id: str, *, who: str | None = None) -> str:
    """Add a second draft with the same evidence; it gets the next place of the sentence where there is one.

    Returns the id of the new draft.
    """
    stored = _event(store, event_id)
    number = next(count for count in range(1, MOST_SPLITS) if store.event(split_id(event_id, count)) is None)
    fields: dict[str, Any] = {"review": "draft"}
    draft = reading_of(store, stored.report_id).draft_of.get(event_id) if stored.report_id else None
    if draft is not None and len(draft.where) > number and draft.where[number].best is not None:
        other = draft.where[number]
        assert other.best is not None
        fields |= {"place_text": other.text, "place_id": other.best.place_id}
    twin = changed_event(stored.event, fields)
    twin = Event(**{**dict(twin), "event_id": split_id(event_id, number)})
    with store.change("split", who=who, why=stored.event.title or event_id) as change:
        change.add([twin], report_id=stored.report_id)
    return twin.event_id


def merge(store: Store, event_ids: Sequence[str], *, who: str | None = None) -> str:
    """Fold events into the one that is best placed and dated, with the sources of all; returns its id.

    Raises:
        StoreError: Fewer than two events, or one of them is gone.
    """
    ids = list(dict.fromkeys(event_ids))
    if len(ids) < 2:
        raise StoreError(f"merge: found {len(ids)} event, expected two or more; mark another one first.")
    stored = [_event(store, event_id) for event_id in ids]
    kept = folded(stored)
    with store.change("merge", who=who, why=_titles(stored)) as change:
        change.merge(kept, [event_id for event_id in ids if event_id != kept.event_id])
    return kept.event_id


def folded(stored: Sequence[StoredEvent]) -> Event:
    """The one event that stands for several; accepted when one of them was."""
    events = [one.event for one in stored]
    ids = [event.event_id for event in events]
    pairs = [Pair(ids[0], other, 0.0, ()) for other in ids[1:]]
    (one,) = fold(events, pairs).events
    reviews = {event.review for event in events}
    review = next(word for word in ("accepted", "draft", "rejected") if word in reviews)
    texts = {
        name: dict(one)[name] or next((dict(event)[name] for event in events if dict(event)[name]), "")
        for name in ("title", "summary", "place_text")
    }
    return Event(**{**dict(one), **texts, "review": review})


def undo(
    store: Store, change_id: int | None = None, *, report_id: str | None = None, who: str | None = None
) -> Change:
    """Put back what a change had changed; without an id the last decision on the drafts of a report.

    Raises:
        StoreError: There is nothing to undo, or something newer touched the same rows.
    """
    if change_id is None:
        change_id = last_decision(store, report_id)
    if change_id is None:
        raise StoreError("undo: found no decision that can be undone.")
    return store.undo(change_id, who=who)


def last_decision(store: Store, report_id: str | None = None) -> int | None:
    """The id of the newest decision on drafts that still holds; None for none.

    What was read or imported is undone only by its own number, never by the key for the last decision.
    """
    return next(
        (
            change.change_id
            for change in store.changes(limit=MOST_CHANGES, report_id=report_id)
            if change.kind in DECISIONS and change.undone_by is None
        ),
        None,
    )


def remember_alias(
    store: Store, text: str, place_id: str, *, note: str = "", who: str | None = None
) -> Alias:
    """Remember a spelling as a name of a place; the next report that is read knows it.

    Raises:
        StoreError: The text is empty.
        GazetteerError: There is no such place.
    """
    alias = alias_of(text, place_id, note)
    with store.change("alias", who=who, why=f"“{alias.text}” is {alias.place_id}") as change:
        change.add_alias(alias)
    return alias


def alias_of(text: str, place_id: str, note: str = "") -> Alias:
    """A spelling as it is remembered: blanks evened out, the place by the gazetteer's own id."""
    written = " ".join(text.split())
    if not written:
        raise StoreError("alias: found no text, expected the spelling to remember.")
    return Alias(written, known_place(place_id), None, None, note)


def set_published(
    store: Store,
    report_id: str,
    *,
    start: date | None = None,
    end: date | None = None,
    title: str | None = None,
    publisher: str | None = None,
    who: str | None = None,
) -> int:
    """Correct what is known of a report; new days of publication have it read again.

    Drafts that nobody has decided on or edited are made anew; all others stay. Returns how many are new.

    Raises:
        ReportError: The days are in the wrong order.
        StoreError: There is no such report.
    """
    stored = _report(store, report_id)
    if start is not None and end is not None and end < start:
        raise ReportError(f"published: found {start} to {end}, expected a last day not before the first.")
    corrected = dataclasses.replace(
        stored,
        title=stored.title if title is None else title.strip(),
        publisher=stored.publisher if publisher is None else publisher.strip(),
    )
    if start is not None:
        corrected = dataclasses.replace(
            corrected, published_start=start, published_end=end or start, published_rule=GIVEN
        )
    if corrected == stored:
        return 0
    reading = read_again(_asked(store, corrected))
    fresh = {event.event_id: event for event in _events_of(reading)}
    there = {one.event.event_id: one for one in store.events(report_id=report_id)}
    untouched = {key for key, one in there.items() if one.event.review == "draft" and one.as_added}
    # A date read anew gives another id: what was decided under the old one must not come back as a draft.
    decided = {_evidence(one.event) for key, one in there.items() if key not in untouched}
    added = [event for key, event in fresh.items() if key not in there and _evidence(event) not in decided]
    words = f"corrected {corrected.title or stored.source or 'a report'}"
    with store.change("report", who=who, why=words) as change:
        change.update_report(corrected)
        change.remove(sorted(untouched - set(fresh)))
        for key in sorted(untouched & set(fresh)):
            if fresh[key] != there[key].event:
                change.update(fresh[key], expected_version=there[key].version)
        change.add(added, report_id=report_id)
    return len(added)


def _asked(store: Store, stored: StoredReport) -> Asked:
    return Asked(
        stored.text,
        tuple(stored.notes),
        stored.source,
        stored.title,
        stored.publisher,
        published_of(stored),
        remembered(store),
    )


def _evidence(event: Event) -> tuple[object, ...]:
    """What an event of a report rests on: its sentences and the place as written."""
    return (*((source.start, source.end) for source in event.sources), event.event_type, event.place_text)


def _event(store: Store, event_id: str) -> StoredEvent:
    stored = store.event(event_id)
    if stored is None:
        raise StoreError(
            f"found no event {event_id[:60]!r} in the store: somebody has removed it; reload the page."
        )
    return stored


def _titles(stored: Sequence[StoredEvent]) -> str:
    return "; ".join(one.event.title or one.event.event_id for one in stored[:4])
