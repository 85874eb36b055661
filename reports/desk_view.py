"""What the review page shows of one report: its text with its marks, and its drafts as cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from events.event import Event
from events.store import Change, Revision, Store, StoredEvent, StoredReport
from geodata.gazetteer import load_gazetteer
from reports.annotation import DateExpression, PlaceCandidate, Toponym
from reports.desk import DECISIONS, MOST_CHANGES, last_decision, reading_of
from reports.desk_reading import Reading, plain_notes
from reports.draft import Draft
from reports.sentences import paragraph_spans

MOST_CANDIDATES = 6
MOST_DECISIONS = 12
MOST_HISTORY = 6
# The words for a confidence, from that share on.
CONFIDENCE_WORDS = ((0.75, "likely"), (0.6, "fair"), (0.0, "weak"))
_NOT_SHOWN = frozenset({"event_id", "dataset", "sources", "date_prec", "confidence"})


def confidence_words(confidence: float | None) -> str:
    """A confidence in words with its number: "likely, 78 %"; "" where there is none."""
    if confidence is None:
        return ""
    word = next(word for least, word in CONFIDENCE_WORDS if confidence >= least)
    return f"{word}, {round(confidence * 100)} %"


def desk_view(store: Store, report_id: str) -> dict[str, Any]:
    """One report for the browser, as plain values.

    Keys: `report` (what is known of it), `page` (text and marks, the same until the report is read anew),
    `cards` (its events in the order of the text, each with version, evidence, candidates, history), `counts`
    by review, `decisions` (the last changes, newest first). Offsets count Python characters.

    Raises:
        StoreError: There is no such report.
    """
    reading = reading_of(store, report_id)
    stored = store.report(report_id)
    assert stored is not None  # `reading_of` has read it
    events = [one for one in store.events(report_id=report_id) if not one.folded_into]
    events.sort(key=lambda one: (*_first_evidence(one.event), one.event.event_id))
    merged = _merged_of(store)
    cards = [_card(store, one, reading, number, merged) for number, one in enumerate(events, start=1)]
    reviews = [one.event.review for one in events]
    return {
        "report": report_view(store, stored),
        "page": _page(reading),
        "cards": cards,
        "counts": {review: reviews.count(review) for review in ("draft", "accepted", "rejected")},
        "decisions": decisions(store, report_id),
    }


def report_view(store: Store, stored: StoredReport) -> dict[str, Any]:
    """What is known of a report, and how many of its drafts are open, accepted and rejected."""
    reviews = [one.event.review for one in store.events(report_id=stored.report_id) if not one.folded_into]
    return {
        "report_id": stored.report_id,
        "title": stored.title,
        "publisher": stored.publisher,
        "author": stored.author,
        "published_start": stored.published_start.isoformat() if stored.published_start else None,
        "published_end": stored.published_end.isoformat() if stored.published_end else None,
        "published_rule": stored.published_rule,
        "source": stored.source,
        "added": stored.added.isoformat(timespec="minutes") if stored.added else "",
        "added_by": stored.added_by,
        "notes": list(plain_notes(stored.notes)),
        "opening": " ".join(stored.text[:240].split())[:120],
        "open": reviews.count("draft"),
        "accepted": reviews.count("accepted"),
        "rejected": reviews.count("rejected"),
    }


def report_list(store: Store) -> list[dict[str, Any]]:
    """All reports of the store for the list, the last added first."""
    return [report_view(store, stored) for stored in reversed(store.reports())]


def decisions(store: Store, report_id: str | None = None) -> list[dict[str, Any]]:
    """The last changes, of one report where it is named, newest first: what, who, when, and what U undoes."""
    last = last_decision(store, report_id)
    changes = store.changes(limit=MOST_CHANGES, report_id=report_id)
    # After many undone ones the last that holds may lie far back: it is what the button undoes.
    shown = [change for at, change in enumerate(changes) if at < MOST_DECISIONS or change.change_id == last]
    return [_decision(change, change.change_id == last) for change in shown]


def _decision(change: Change, is_last: bool) -> dict[str, Any]:
    return {
        "change_id": change.change_id,
        "kind": change.kind,
        "why": change.why,
        "who": change.who,
        "when": change.when.isoformat(timespec="seconds"),
        "undone": change.undone_by is not None,
        "undoes": change.undoes,
        "undoable": change.undone_by is None and (change.kind in DECISIONS or change.kind == "report"),
        "last": is_last,
    }


def _merged_of(store: Store) -> dict[str, list[str]]:
    return {merge.kept_id: list(merge.folded_ids) for merge in store.merges()}


def _first_evidence(event: Event) -> tuple[int, int]:
    spans = [source for source in event.sources if source.start is not None]
    if not spans:
        return 1 << 60, 0
    return min((int(source.start or 0), int(source.end or 0)) for source in spans)


def _page(reading: Reading) -> dict[str, Any]:
    text = reading.report.text
    grey = reading.report.boilerplate
    bodies = [span for post in reading.report.posts for span in post.body]
    paragraphs = []
    for span in paragraph_spans(text):
        inside = any(body.start < span.end and span.start < body.end for body in bodies)
        covered = any(part.start <= span.start and span.end <= part.end for part in grey)
        paragraphs.append([span.start, span.end, int(covered or not inside)])
    return {
        "text": text,
        "paragraphs": paragraphs,
        "titles": sorted({post.title for post in reading.report.posts if post.title}),
        "toponyms": [toponym_view(toponym) for toponym in reading.annotation.toponyms],
        "dates": [_date_view(expression) for expression in reading.annotation.dates],
    }


def toponym_view(toponym: Toponym) -> dict[str, Any]:
    """A toponym with its span, role and best candidates."""
    return {
        "start": toponym.start,
        "end": toponym.end,
        "text": toponym.text,
        "role": toponym.role,
        "candidates": [candidate_view(one) for one in toponym.candidates[:MOST_CANDIDATES]],
    }


def candidate_view(candidate: PlaceCandidate) -> dict[str, Any]:
    """A place that a toponym may mean, with its score and the reasons that count most, in words."""
    parts = sorted(candidate.parts, key=lambda part: -abs(part[1]))
    return {
        "place": candidate.place,
        "place_id": candidate.place_id,
        "kind": candidate.kind,
        "country": candidate.country,
        "admin1": candidate.admin1,
        "latitude": candidate.latitude,
        "longitude": candidate.longitude,
        "where_prec": candidate.where_prec,
        "radius_km": round(candidate.radius_km, 1),
        "score": round(candidate.score, 1),
        "why": [f"{words or name} ({points:+.1f})" for name, points, words in parts[:4] if points],
    }


def _date_view(expression: DateExpression) -> dict[str, Any]:
    return {
        "start": expression.start,
        "end": expression.end,
        "text": expression.text,
        "date_start": expression.interval.start.isoformat(),
        "date_end": expression.interval.end.isoformat(),
        "rule": expression.interval.rule,
    }


def _card(
    store: Store, stored: StoredEvent, reading: Reading, number: int, merged: dict[str, list[str]]
) -> dict[str, Any]:
    event = stored.event
    draft = reading.draft_of.get(event.event_id)
    spans = [
        [source.start, source.end]
        for source in event.sources
        if source.start is not None
        and source.end is not None
        # A merged draft also has sources of other reports: their offsets mean nothing here.
        and source.quote == reading.report.text[source.start : source.end]
    ]
    return {
        **event.model_dump(mode="json"),
        "version": stored.version,
        "number": number,
        "spans": spans,
        "trigger": [draft.trigger_start, draft.trigger_end] if draft else None,
        "confidence_words": confidence_words(event.confidence),
        "date_rule": draft.when.rule if draft and draft.when else "",
        "date_inherited": bool(draft and draft.when_inherited),
        "place_rule": draft.place_how if draft else "",
        "place_inherited": bool(draft and draft.where_inherited),
        "candidates": _candidates(event, draft, reading, spans),
        "other_dates": [_date_view(one) for one in draft.other_dates] if draft else [],
        "merged": len(merged.get(event.event_id, [])),
        "kind": _kind(event),
        "history": _history(store, event.event_id) if stored.version > 1 else [],
    }


def _kind(event: Event) -> str:
    book = load_gazetteer()
    row = book.row_of(event.place_id) if event.place_id else None
    return str(book.field("kind", row)) if row is not None else ""


def _candidates(
    event: Event, draft: Draft | None, reading: Reading, spans: Sequence[Sequence[Any]]
) -> list[dict[str, Any]]:
    """The places the event may lie at: those of its own toponym, then the best of others in its sentences."""
    toponyms = list(draft.where) if draft is not None else []
    inside = [
        toponym
        for toponym in reading.annotation.toponyms
        if any(start <= toponym.start < end for start, end in spans) and toponym.role != "boilerplate"
    ]
    toponyms = [one for one in inside if one.text == event.place_text] + toponyms + inside
    ranked: dict[str, tuple[PlaceCandidate, str]] = {}
    for place, toponym in enumerate(dict.fromkeys(toponyms)):
        for candidate in toponym.candidates[: MOST_CANDIDATES if place == 0 else 2]:
            ranked.setdefault(candidate.place_id, (candidate, toponym.text))
    return [
        {**candidate_view(candidate), "written": written} for candidate, written in list(ranked.values())[:10]
    ]


def _history(store: Store, event_id: str) -> list[dict[str, Any]]:
    """What was decided on an event, newest first: who, when, and each field before and after."""
    lines = []
    for revision in store.history(event_id)[:MOST_HISTORY]:
        lines.append(
            {
                "change_id": revision.change.change_id,
                "kind": revision.change.kind,
                "who": revision.change.who,
                "when": revision.change.when.isoformat(timespec="seconds"),
                "fields": _differences(revision),
            }
        )
    return lines


def _differences(revision: Revision) -> list[dict[str, str]]:
    before, after = revision.before or {}, revision.after or {}
    if not before or not after:
        return []
    return [
        {"field": name, "before": _shown(before.get(name)), "after": _shown(after.get(name))}
        for name in Event.model_fields
        if name not in _NOT_SHOWN and before.get(name) != after.get(name)
    ]


def _shown(value: object) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, (list, tuple)):
        return "; ".join(str(part) for part in value) or "nothing"
    return str(value)[:120]
