"""The notes below a slide: every incident of its list with all its sources, for whoever speaks to it."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.content import SheetContent
from briefing.incident_rows import incident_row
from events.event import Source
from maps.static_callouts import Numbered
from maps.static_text import clean

MOST_NOTED = 200


def map_notes(content: SheetContent, heading: str, credited: Sequence[str]) -> str:
    """The title in full, what is shown, the brief's notes, the incidents with their sources, whose data."""
    brief = content.brief
    head = [heading, clean(brief.subtitle), content.window_line, content.as_of_line, clean(brief.notes)]
    told = list_notes(content, content.numbered)
    return "\n".join([*(line for line in head if line), "", told, "", *credited]).strip()


def list_notes(content: SheetContent, chosen: Sequence[Numbered]) -> str:
    """The incidents with their sources, at most `MOST_NOTED`; what is beyond is counted."""
    lines: list[str] = []
    for one in chosen[:MOST_NOTED]:
        event = content.events.event(one.row)
        row = incident_row(one.number, event, content.words)
        told = ". ".join(part for part in (row.date, row.place, row.headline, row.status, row.deaths) if part)
        lines.append(f"{one.number}. {told} [{clean(event.event_id)}]")
        lines += [f"    {_cited(source, content)}" for source in event.sources]
    if len(chosen) > MOST_NOTED:
        more = len(chosen) - MOST_NOTED
        lines.append(content.words.many("and {count} more incident", "and {count} more incidents", more))
    return "\n".join(lines)


def _cited(source: Source, content: SheetContent) -> str:
    parts = [clean(source.publisher), clean(source.title), source.published]
    if source.paragraph is not None:
        parts.append(content.words("par. {number}").format(number=source.paragraph))
    return ", ".join([*(part for part in parts if part), *([source.url] if source.url else [])])
