"""Annotate a report: its toponyms, dates and draft events, as objects and as the JSON that is printed."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from errors import IncidentMapError, ReportError
from events.event import Event, Source, make_event_id
from events.vocabulary import date_prec_of
from geodata.gazetteer import load_gazetteer
from reports.annotation import (
    Annotation,
    DateExpression,
    Interval,
    PlaceCandidate,
    Post,
    Report,
    Span,
    Toponym,
)
from reports.dates import find_dates
from reports.draft import Draft
from reports.drafts import draft_events
from reports.read import SUFFIXES, read_report
from reports.sentences import sentence_spans
from reports.toponyms import find_toponyms

DATASET = "Report drafts"

_SHORT_LINE = re.compile(r"(?m)^[^\n]{4,40}$")
_DATE_SHARE = 0.8


def annotate(report: Report, aliases: Sequence[tuple[str, str]] = ()) -> Annotation:
    """All that is found in a report, in the order of its text; nothing is written anywhere.

    Args:
        aliases: Spellings kept for places, as (text, place_id); see `find_toponyms`.
    """
    text = report.text
    toponyms = find_toponyms(text, report.posts, aliases)
    dates: list[DateExpression] = []
    sentences: list[Span] = []
    for post in report.posts:
        # Dates are read sentence by sentence, so that none reaches over the end of one.
        inside = sentence_spans(text, post.body)
        headings = _date_lines(text, post)
        inside = sorted({*inside, *headings}, key=lambda span: (span.start, span.end))
        sentences += inside
        dates += find_dates(text, inside, post.published)
    events = draft_events(report, sentences, toponyms, dates)
    return Annotation(report, tuple(toponyms), tuple(dates), events)


def _date_lines(text: str, post: Post) -> list[Span]:
    """Lines outside a post's running text that hold a date alone: the headings of a chronology's items."""
    edges = [post.span.start, *(edge for span in post.body for edge in (span.start, span.end)), post.span.end]
    lines: list[Span] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for line in _SHORT_LINE.finditer(text, start, end):
            span = Span(line.start(), line.end())
            found = find_dates(text, [span], post.published)
            day = post.published
            if day and found and not lines and (day.start, day.end) == _days(found[0]):
                continue  # the day of publication below the byline
            letters = sum(character.isalnum() for character in line.group())
            dated = sum(character.isalnum() for date in found for character in date.text)
            if found and dated >= _DATE_SHARE * letters:
                lines.append(span)
    return lines


def _days(expression: DateExpression) -> tuple[date, date]:
    return expression.interval.start, expression.interval.end


def annotation_json(annotation: Annotation) -> dict[str, Any]:
    """The object that `annotate` prints; offsets count characters of the file's text."""
    report = annotation.report
    posts = [_post_json(post) for post in report.posts]
    first = posts[0] if posts else {"title": "", "publisher": "", "published": None}
    digest = hashlib.blake2b(report.text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    events = []
    for draft in annotation.events:
        if isinstance(draft, Draft):
            events.append(_event_json(draft, report, digest))
    return {
        "report": {
            "title": first["title"],
            "publisher": first["publisher"],
            "published": first["published"],
            "posts": posts,
            "notes": list(report.notes),
        },
        "toponyms": [_toponym_json(toponym) for toponym in annotation.toponyms],
        "dates": [_date_json(expression) for expression in annotation.dates],
        "events": events,
    }


def event_of(draft: Draft, report: Report, digest: str = "") -> Event:
    """The draft as an `Event` under review, with its sentences as sources.

    Args:
        digest: what tells this report from others in the event's id; by default a hash of its text.
    """
    mark = digest or hashlib.blake2b(report.text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    post = report.posts[draft.post] if draft.post < len(report.posts) else None
    toponym = draft.where[0] if draft.where else None
    place = toponym.best if toponym is not None else None
    when = draft.when
    if when is None:
        raise ValueError("a draft without any interval has no place in the data")
    written = toponym.text if toponym is not None else ""
    return Event(
        event_id=make_event_id(DATASET, mark, draft.start, draft.trigger_start, when.start, written),
        date_start=when.start,
        date_end=when.end,
        date_prec=date_prec_of((when.end - when.start).days + 1),
        event_type=draft.event_type,
        sub_event_type=draft.sub_event_type,
        actor1=draft.actor1,
        actor2=draft.actor2,
        other_actors=draft.other_actors,
        title=draft.title,
        place_text=written,
        fatalities_low=draft.fatalities_low,
        fatalities_best=draft.fatalities_best,
        fatalities_high=draft.fatalities_high,
        status=draft.status,
        summary=draft.title,
        sources=_sources(draft, report, post),
        tags=draft.tags,
        confidence=draft.confidence,
        review="draft",
        dataset=DATASET,
        **_place_fields(place),
    )


def _place_fields(place: PlaceCandidate | None) -> dict[str, Any]:
    if place is None:
        return {"where_prec": 6}
    gazetteer = load_gazetteer()
    row = gazetteer.row_of(place.place_id)
    return {
        "place": place.place,
        "place_id": place.place_id,
        "admin2": str(gazetteer.field("admin2", row) or "") if row is not None else "",
        "admin1": place.admin1,
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "where_prec": place.where_prec,
        "radius_km": place.radius_km if place.radius_km > 0 else None,
    }


def _sources(draft: Draft, report: Report, post: Post | None) -> tuple[Source, ...]:
    spans = (Span(draft.start, draft.end), *draft.also)
    return tuple(
        Source(
            publisher=post.publisher if post else "",
            title=post.title if post else "",
            published=_published_text(post.published if post else None),
            start=span.start,
            end=span.end,
            quote=report.text[span.start : span.end],
        )
        for span in spans
    )


def _published_text(interval: Interval | None) -> str:
    """The day, month or year that holds all of an interval, "" when no year does."""
    if interval is None:
        return ""
    start, end = interval.start.isoformat(), interval.end.isoformat()
    return next((start[:length] for length in (10, 7, 4) if start[:length] == end[:length]), "")


def _post_json(post: Post) -> dict[str, Any]:
    published = post.published
    return {
        "title": post.title,
        "publisher": post.publisher,
        "published": _interval_json(published) if published is not None else None,
        "start": post.span.start,
        "end": post.span.end,
    }


def _interval_json(interval: Interval) -> dict[str, str]:
    return {"start": interval.start.isoformat(), "end": interval.end.isoformat(), "rule": interval.rule}


def _toponym_json(toponym: Toponym) -> dict[str, Any]:
    best = toponym.best
    return {
        "start": toponym.start,
        "end": toponym.end,
        "text": toponym.text,
        "role": toponym.role,
        "role_scores": {name: round(score, 3) for name, score in toponym.role_scores},
        "place": best.place if best else None,
        "place_id": best.place_id if best else None,
        "kind": best.kind if best else None,
        "country": (best.country or None) if best else None,
        "latitude": best.latitude if best else None,
        "longitude": best.longitude if best else None,
        "score": round(best.score, 2) if best else None,
        "candidates": [_candidate_json(candidate) for candidate in toponym.candidates],
    }


def _candidate_json(candidate: PlaceCandidate) -> dict[str, Any]:
    return {
        "place": candidate.place,
        "place_id": candidate.place_id,
        "kind": candidate.kind,
        "country": candidate.country or None,
        "admin1": candidate.admin1 or None,
        "latitude": candidate.latitude,
        "longitude": candidate.longitude,
        "where_prec": candidate.where_prec,
        "radius_km": round(candidate.radius_km, 1),
        "score": round(candidate.score, 2),
        "why": [f"{words or name} ({points:+.1f})" for name, points, words in candidate.parts],
    }


def _date_json(expression: DateExpression) -> dict[str, Any]:
    return {
        "start": expression.start,
        "end": expression.end,
        "text": expression.text,
        "date_start": expression.interval.start.isoformat(),
        "date_end": expression.interval.end.isoformat(),
        "rule": expression.interval.rule,
    }


def _event_json(draft: Draft, report: Report, digest: str) -> dict[str, Any]:
    event = event_of(draft, report, digest).model_dump(mode="json")
    places = [
        {"start": other.start, "end": other.end, "text": other.text, **_candidate_json(other.best)}
        for other in draft.where[1:]
        if other.best is not None
    ]
    lead = draft.where[0] if draft.where else None
    readings = [_candidate_json(candidate) for candidate in lead.candidates[1:]] if lead is not None else []
    return {
        "start": draft.start,
        "end": draft.end,
        **event,
        "evidence": report.text[draft.start : draft.end],
        "trigger": {"start": draft.trigger_start, "end": draft.trigger_end, "text": draft.trigger},
        "date_rule": draft.when.rule if draft.when is not None else "",
        "date_inherited": draft.when_inherited,
        "place_rule": draft.place_how,
        "place_inherited": draft.where_inherited,
        "alternatives": {
            "places": places,
            "readings": readings,
            "dates": [_date_json(expression) for expression in draft.other_dates],
        },
        "score": round(draft.points, 2),
        "parts": [{"name": name, "points": round(points, 2)} for name, points in draft.parts],
    }


@dataclass(frozen=True)
class Annotated:
    """One file of a folder: its object, or the line that says why it has none."""

    path: Path
    found: dict[str, Any] | None
    failure: str = ""


def report_files(folder: Path) -> list[Path]:
    """The files directly in a folder that can be reports, in the order of their names.

    Raises:
        ReportError: The folder holds no such file.
    """
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in SUFFIXES)
    if not files:
        raise ReportError(f"{folder}: found no report, expected files ending in {', '.join(SUFFIXES)}.")
    return files


def annotate_file(path: Path, published: date | None = None, publisher: str | None = None) -> Annotated:
    """Read and annotate one file; what is wrong with it becomes its failure."""
    try:
        report = read_report(path, published=published, publisher=publisher)
        return Annotated(path, annotation_json(annotate(report)))
    except IncidentMapError as error:
        return Annotated(path, None, str(error))


def annotate_files(
    paths: Sequence[Path],
    published: date | None = None,
    publisher: str | None = None,
    jobs: int | None = None,
) -> Iterator[Annotated]:
    """Annotate many files in processes of their own, each as soon as it is done.

    Args:
        jobs: How many processes; by default one a core, and none besides this one for a single file.
    """
    workers = min(jobs or os.cpu_count() or 1, len(paths))
    if workers <= 1:
        for path in paths:
            yield annotate_file(path, published, publisher)
        return
    with ProcessPoolExecutor(workers) as pool:
        waiting = {pool.submit(annotate_file, path, published, publisher): path for path in paths}
        for done in as_completed(waiting):
            yield done.result()
