"""The frame of the date grammar: rules by the word they begin with, and ranges made of two dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from reports.dates_calendar import Days, Grain, pair
from reports.dates_context import Context, Reading
from reports.dates_words import DASH, TRIGGER

Builder = Callable[[Context, re.Match[str]], Reading | None]
_RULES: dict[str, list[tuple[re.Pattern[str], Builder]]] = {}

# "overnight on Friday, the end of May": a date within a date, no deeper than language goes.
DEEPEST = 5

RANGE_WORD = re.compile(
    rf"\s?{DASH}{{1,2}}\s?|\s+(?:to|till|until|through|thru|по|до)\s+(?:the\s+)?(?:(?:end|beginning|start)\s+of\s+)?"
)
BETWEEN_AND = re.compile(r"\s+(?:and|и)\s+(?:the\s+)?")
LIST_WORD = re.compile(r",?\s+(?:and|or|и)\s+(?:in\s+)?(?:the\s+)?")
BETWEEN_BEFORE = re.compile(r"\b(?:between|между)\s+(?:the\s+)?(?:\w+\s+of\s+)?$")
OF_THAT_YEAR = re.compile(
    r",?\s+(?:of\s+)?(?:(?P<told>that|the same|the following|the previous)|(?P<now>last|this|next))\s+year\b"
    r"|\s+(?:(?P<rnow>прошлого|минувшего|этого|нынешнего|текущего|следующего|будущего)|(?P<rtold>того\s+же))\s+года(?!\w)"
)
RUSSIAN_SHIFT = {"прошлого": -1, "минувшего": -1, "следующего": 1, "будущего": 1}


def rule(pattern: str, *first_words: str) -> Callable[[Builder], Builder]:
    """Registers a rule under the kinds of first word (groups of `TRIGGER`) it can begin with."""
    compiled = re.compile(pattern, re.VERBOSE)

    def register(builder: Builder) -> Builder:
        for word in first_words:
            _RULES.setdefault(word, []).append((compiled, builder))
        return builder

    return register


def order_rules(files: Sequence[str]) -> None:
    """Puts the rules in the order of the files they stand in, whatever the order they were imported in."""
    for rules in _RULES.values():
        rules.sort(key=lambda entry: files.index(entry[1].__module__))


def made(
    found: re.Match[str],
    days: Days | None,
    rule_name: str,
    grain: Grain,
    *,
    explicit: bool = False,
    anchor: date | None = None,
    end: int | None = None,
) -> Reading | None:
    """A reading over a match, or None when the calendar has no such days."""
    if days is None:
        return None
    return Reading(found.start(), end or found.end(), days, rule_name, grain, explicit, anchor)


def read_at(ctx: Context, position: int, year: int | None = None) -> Reading | None:
    """The date that begins at a position, without regard to ranges; `year` fills in a missing year."""
    first_word = TRIGGER.match(ctx.low, position)
    if first_word is None:
        return None
    return read_kind(ctx, position, first_word.lastgroup or "", year)


def read_kind(ctx: Context, position: int, kind: str, year: int | None = None) -> Reading | None:
    """As `read_at`, when the kind of the first word is known already."""
    if ctx.depth >= DEEPEST:
        return None
    outer, ctx.year_hint = ctx.year_hint, year if year is not None else ctx.year_hint
    ctx.depth += 1
    try:
        for pattern, build in _RULES.get(kind, ()):
            found = pattern.match(ctx.low, position)
            reading = build(ctx, found) if found else None
            if reading is not None:
                return _of_that_year(ctx, reading) if ctx.year_hint is None else reading
    finally:
        ctx.year_hint = outer
        ctx.depth -= 1
    return None


def _of_that_year(ctx: Context, reading: Reading) -> Reading:
    """Takes in "of that year" after a date whose year is missing."""
    if reading.explicit or reading.grain == "year":
        return reading
    found = OF_THAT_YEAR.match(ctx.low, reading.end)
    if found is None or reading.grain not in ("day", "month", "season", "span"):
        return reading
    latest = ctx.latest(reading.start)
    anchor = ctx.last if found["now"] or found["rnow"] else latest.days[0] if latest else None
    if anchor is None:
        return reading
    shift = {"last": -1, "next": 1, "the following": 1, "the previous": -1}.get(
        found["now"] or found["told"], RUSSIAN_SHIFT.get(found["rnow"], 0)
    )
    again = read_at(ctx, reading.start, anchor.year + shift)
    if again is None:
        return reading
    again.end, again.rule, again.explicit, again.anchor = found.end(), "of that year", True, anchor
    return again


def read_range(ctx: Context, first: Reading) -> Reading:
    """The range that a date begins ("July 30 to August 4, 1999"), or the date itself when nothing follows.

    A year written on one side counts for the other. In "late October and early November of that year" the
    dates stay two, and the first takes the year of the second.
    """
    for joint, is_range in ((RANGE_WORD, True), (BETWEEN_AND, False), (LIST_WORD, False)):
        found = joint.match(ctx.low, first.end)
        if found is None:
            continue
        if joint is BETWEEN_AND:
            is_range = BETWEEN_BEFORE.search(ctx.before(first.start)) is not None
            if not is_range:
                continue
        second = read_at(ctx, found.end(), None if first.grain == "year" else _year_after(first))
        free = read_at(ctx, found.end())
        if second is None or free is None:
            continue
        if free.explicit and not first.explicit and first.grain in ("day", "month", "season"):
            first = _with_year_of(ctx, first, free)
            second = free
        if is_range:
            return _joined(ctx, first, second) or first
        return first
    return first


def _year_after(first: Reading) -> int | None:
    return first.days[0].year if first.grain in ("day", "month", "season", "span") else None


def _with_year_of(ctx: Context, first: Reading, second: Reading) -> Reading:
    again = read_at(ctx, first.start, second.days[0].year)
    if again is not None and again.days[0] > second.days[1]:
        again = read_at(ctx, first.start, second.days[0].year - 1)
    if again is None or again.end != first.end:
        return first
    again.explicit = True
    return again


def _joined(ctx: Context, first: Reading, second: Reading) -> Reading | None:
    if {first.grain, second.grain} & {"decade", "week"} or first.rule == "anaphora":
        return None
    if second.days[1] < first.days[0] and not second.explicit:
        later = read_at(ctx, second.start, first.days[0].year + 1)
        second = later if later is not None else second
    days = pair(first.days[0], second.days[1])
    if days is None:
        return None
    rule_name = "range" if first.explicit or second.explicit else f"range, {first.rule}"
    return Reading(
        first.start, second.end, days, rule_name, "span", first.explicit or second.explicit, first.anchor
    )
