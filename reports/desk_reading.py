"""A kept report read again: the report as it was taken out of its file, and all that is found in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from events.event import make_event_id
from reports.annotate import DATASET, annotate, event_of
from reports.annotation import Annotation, Interval, Post, Report, Span
from reports.desk_aliases import Remembered, apply_aliases
from reports.draft import Draft
from reports.drafts import draft_events
from reports.read import read_report
from reports.sentences import sentence_spans

LAYOUT_MARK = "layout of the text: "
GIVEN = "given"
_HEADING_LENGTH = 60


@dataclass(frozen=True)
class Asked:
    """What is asked to be read: the text with all that the analyst has settled about it.

    Attributes:
        text: the text kept in the store.
        notes: the notes kept with it, the layout among them.
        source: name of the file, or "".
        title, publisher: as shown now; they win over what the text says.
        published: days of publication as settled, None where nothing is known.
        aliases: the spellings remembered by now.
    """

    text: str
    notes: tuple[str, ...]
    source: str
    title: str
    publisher: str
    published: Interval | None
    aliases: tuple[Remembered, ...]


@dataclass(frozen=True)
class Reading:
    """A report with what is found in it; `draft_of` finds a draft by the id of its event."""

    report: Report
    annotation: Annotation
    draft_of: dict[str, Draft]


def layout_note(report: Report) -> str:
    """The posts and the boilerplate of a report in one note, so that the text alone can be kept.

    The text of a web page or of a mail does not say what of it is navigation or header; its reader did.
    """
    posts = [
        {
            "span": [post.span.start, post.span.end],
            "body": [[span.start, span.end] for span in post.body],
            "title": post.title,
            "publisher": post.publisher,
            "author": post.author,
            "published": _interval_json(post.published),
        }
        for post in report.posts
    ]
    boilerplate = [[span.start, span.end] for span in report.boilerplate]
    layout = {"posts": posts, "boilerplate": boilerplate}
    return LAYOUT_MARK + json.dumps(layout, ensure_ascii=False, separators=(",", ":"))


def plain_notes(notes: Iterable[str]) -> tuple[str, ...]:
    """The notes that are meant for the reader."""
    return tuple(note for note in notes if not note.startswith(LAYOUT_MARK))


def _interval_json(interval: Interval | None) -> list[str] | None:
    if interval is None:
        return None
    return [interval.start.isoformat(), interval.end.isoformat(), interval.rule]


def _interval(parts: Sequence[str] | None) -> Interval | None:
    if parts is None:
        return None
    return Interval(date.fromisoformat(parts[0]), date.fromisoformat(parts[1]), parts[2])


def _posts(layout: dict[str, Any]) -> tuple[Post, ...]:
    return tuple(
        Post(
            Span(*post["span"]),
            tuple(Span(*span) for span in post["body"]),
            post["title"],
            post["publisher"],
            post["author"],
            _interval(post["published"]),
        )
        for post in layout["posts"]
    )


def report_of(asked: Asked) -> Report:
    """The report as its file gave it, with the title, publisher and days that the analyst has settled."""
    kept = next((note for note in asked.notes if note.startswith(LAYOUT_MARK)), None)
    if kept is None:
        # Kept by another way than this page: as plain text, whatever the text looks like.
        whole = Span(0, len(asked.text))
        read = read_report(asked.text.encode("utf-8", "surrogatepass"), name="report.txt")
        posts = read.posts if read.text == asked.text else (Post(whole, (whole,)),)
        boilerplate = read.boilerplate if read.text == asked.text else ()
    else:
        layout = json.loads(kept[len(LAYOUT_MARK) :])
        posts = _posts(layout)
        boilerplate = tuple(Span(*span) for span in layout["boilerplate"])
    first = posts[0]
    settled = replace(
        first,
        title=asked.title or first.title,
        publisher=asked.publisher or first.publisher,
        published=asked.published or first.published,
    )
    others = posts[1:]
    if asked.published is not None and asked.published.rule == GIVEN:
        others = tuple(replace(post, published=asked.published) for post in others)
    return Report(asked.text, (settled, *others), boilerplate, asked.source, plain_notes(asked.notes))


@lru_cache(maxsize=24)
def read_again(asked: Asked) -> Reading:
    """All that is found in a kept report, with the remembered spellings; the last few are kept."""
    report = report_of(asked)
    found = annotate(report)
    toponyms = apply_aliases(report.text, found.toponyms, report.posts, asked.aliases)
    if tuple(toponyms) != found.toponyms:
        events = draft_events(report, _sentences(report, found), toponyms, found.dates)
        found = replace(found, toponyms=tuple(toponyms), events=events)
    drafts = [draft for draft in found.events if isinstance(draft, Draft)]
    return Reading(report, found, {draft_id(draft, report): draft for draft in drafts})


def draft_id(draft: Draft, report: Report) -> str:
    """The id that the event of this draft has, whatever place it was given since."""
    return event_of(draft, report).event_id


def _sentences(report: Report, found: Annotation) -> list[Span]:
    """The sentences that drafts are looked for in: those of the bodies, and headings that are a date."""
    inside = [span for post in report.posts for span in sentence_spans(report.text, post.body)]
    headings = set()
    for expression in found.dates:
        if any(span.start <= expression.start < span.end for span in inside):
            continue
        start = report.text.rfind("\n", 0, expression.start) + 1
        end = report.text.find("\n", expression.end)
        end = len(report.text) if end < 0 else end
        if end - start <= _HEADING_LENGTH:
            headings.add(Span(start, end))
    return sorted({*inside, *headings}, key=lambda span: (span.start, span.end))


def split_id(event_id: str, number: int) -> str:
    """The id of the event that is split from another, the `number`th of its kind."""
    return make_event_id(DATASET, event_id, "split", number)
