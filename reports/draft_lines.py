"""What a line of a report is: a headline, a date as a heading, a byline, a dateline, a cited source."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reports.annotation import DateExpression, Interval, Span, Toponym
from reports.draft_types import character_of
from reports.told_twice import overlap
from reports.within import Within

_HEADING_SHARE = 0.6  # share of a line's letters that a date fills when the line is a heading
_HEADING_LENGTH = 60
_HEADLINE_LENGTH = 140
_HEAD_PARAGRAPHS = 5  # how far down a second headline may stand
_BYLINE_PARAGRAPHS = 6  # so far down a line that is only a date may be that of publication
_SOURCE = re.compile(r"[^()]*[,;]\s*")  # "(Agency, 25 July)": a name, a comma, the date
_DATELINE_DASH = re.compile(r"\s(?:-{1,2}|[–—])\s|[–—]")


def character_at(text: str, span: Span, of_post: str) -> str:
    """What kind of violence the paragraph that a sentence opens tells of, else that of its post."""
    end = text.find("\n", span.start)
    return character_of(text[span.start : end if end >= 0 else len(text)]) or of_post


def is_headline(text: str, span: Span, title: str, paragraph: int, *, chronology: bool) -> bool:
    """Whether a sentence is the title, or a line near the top that does not end like a sentence."""
    written = text[span.start : span.end].strip()
    if written == title:
        return True
    if paragraph > _HEAD_PARAGRAPHS or chronology:
        return False
    alone = text[span.end : span.end + 2].strip(" ")[:1] in ("\n", "")
    return alone and len(written) <= _HEADLINE_LENGTH and written[-1:].isalnum()


def is_heading(text: str, span: Span, dates: Sequence[DateExpression]) -> bool:
    """Whether a line is a date and nothing else, as above an item of a chronology."""
    if not dates or span.end - span.start > _HEADING_LENGTH:
        return False
    letters = len(re.sub(r"\W", "", text[span.start : span.end]))
    dated = sum(len(re.sub(r"\W", "", text[date.start : date.end])) for date in dates)
    return letters > 0 and dated / letters >= _HEADING_SHARE


def cited_date(text: str, span: Span, dates: Within[DateExpression]) -> Interval | None:
    """The date of a source that the paragraph cites in brackets, None when it cites none."""
    end = text.find("\n", span.start)
    end = len(text) if end < 0 else end
    for date in reversed(dates.of(Span(span.start, end))):
        opening = text.rfind("(", span.start, date.start)
        closing = text.find(")", date.end, end)
        if opening < 0 or not 0 <= closing - date.end <= 2:
            continue
        if _SOURCE.fullmatch(text, opening + 1, date.start):
            return date.interval
    return None


def dateline_end(text: str, span: Span, toponyms: Sequence[Toponym]) -> int:
    """Where the dateline of a wire story ends ("OSH, May 14 --"), -1 when the sentence has none."""
    if not any(toponym.role == "dateline" for toponym in toponyms):
        return -1
    dash = _DATELINE_DASH.search(text, span.start, min(span.end, span.start + 90))
    return dash.start() if dash else -1


def is_byline(day: Interval, published: Interval | None, paragraph: int) -> bool:
    """Whether a line that is only a date near the top gives the day of publication, and heads no item."""
    return paragraph <= _BYLINE_PARAGRAPHS and overlap(day, published)
