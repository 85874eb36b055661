"""The dates in a text: each expression with its interval, the rule that read it and its anchor."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reports import (
    dates_holidays,
    dates_lists,
    dates_parts,
    dates_relative,
    dates_rules,
    dates_russian,
    dates_vague,
    dates_weekdays,
    dates_years,
)
from reports.annotation import DateExpression, Interval, Span
from reports.dates_calendar import FIRST_YEAR, LAST_YEAR
from reports.dates_context import BACKGROUND, Context, Reading
from reports.dates_grammar import order_rules, read_kind, read_range
from reports.dates_words import TRIGGER

# The files whose rules make the grammar, in the order in which they are tried.
RULE_FILES = (
    dates_lists,
    dates_holidays,
    dates_rules,
    dates_years,
    dates_parts,
    dates_vague,
    dates_relative,
    dates_weekdays,
    dates_russian,
)
order_rules([file.__name__ for file in RULE_FILES])

NARRATIVE_BEFORE = re.compile(
    r"(?:\b(?:in|on|at|by|between|from|until|till|before|after|early|late|mid|around|в)(?:\s+the)?[\s-]+|[.:•*\n-]\s*|^)$"
)


def find_dates(text: str, spans: Iterable[Span] | None, published: Interval | None) -> list[DateExpression]:
    """All dates in the spans of a text (the whole text for None), in order and without overlap.

    A date without a year, a weekday or "yesterday" is counted from `published`; without it only what the text
    itself anchors is read, and nothing is invented. Where the publication is known to some days only, a
    deictic date is as wide. Intervals: mid-October is 11..20, early and late the thirds beside; early, mid
    and late of a year its thirds in months; the end of a year its December; spring is March to May, winter
    December to February;
    "earlier this year" ends with the publication. An anniversary is no date of an event.
    """
    context = Context.of(text, published)
    found: list[DateExpression] = []
    for span in [Span(0, len(text))] if spans is None else spans:
        position = span.start
        while True:
            first_word = TRIGGER.search(context.low, position, span.end)
            if first_word is None:
                break
            position = first_word.end()
            reading = read_kind(context, first_word.start(), first_word.lastgroup or "")
            if reading is None:
                continue
            reading = read_range(context, reading)
            if reading.end > span.end:
                continue
            reading.narrative = reading.narrative or _frames_story(context, reading)
            context.history.append(reading)
            found.append(_expression(text, reading))
            position = max(reading.end, position)
    return found


def _frames_story(context: Context, reading: Reading) -> bool:
    """Whether a written year sets the time for what follows: "In July 2005 …", not "the accord of July
    2005".
    """
    if not reading.explicit:
        return False
    lead = context.before(reading.start)
    return BACKGROUND.search(lead) is None and NARRATIVE_BEFORE.search(lead) is not None


def _expression(text: str, reading: Reading) -> DateExpression:
    start, end = reading.days
    assert start.year >= FIRST_YEAR and end.year <= LAST_YEAR
    words = text[reading.start : reading.end]
    length = len(words.rstrip())
    return DateExpression(
        reading.start,
        reading.start + length,
        words[:length],
        Interval(start, end, reading.rule),
        reading.anchor,
    )
