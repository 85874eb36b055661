"""Rules for parts of a period: mid-October, the end of 1996, the first half, the second week, the 6th."""

from __future__ import annotations

import re
from datetime import date, timedelta

from reports.dates_calendar import (
    Days,
    Grain,
    day_of,
    month_of,
    months_of,
    pair,
    part_of,
    unit_around,
    year_of,
)
from reports.dates_context import Context, Reading
from reports.dates_grammar import made, read_at, rule
from reports.dates_relative import UNIT_GRAIN, unit_from_publication
from reports.dates_words import COUNT, DASH, MONTH, NUMBER_WORDS, ORDINAL_WORD, ORDINAL_WORDS, POSSESSIVE

ORDINAL = "day of the month before"
# What an ordinal can rank: "on the 6th floor" is no day.
RANKED = re.compile(
    r"[\s-]+(?:floor|attempt|day|anniversary|birthday|session|congress|century|time|round|place|parallel|kilomet|km|"
    r"motori|mountain|rifle|army|division|regiment|brigade|battalion|minute|hour|year|week|page|street|st\b|avenue|"
    r"meeting|summit|plenum|phase|stage|line|party|conference|century|grade|of (?!(?:the|this|that) month))"
)


def in_period(ctx: Context, position: int) -> Reading | None:
    """The period that begins at a position, its article skipped."""
    article = re.compile(r"(?:the\s+)?(?:month\s+of\s+)?").match(ctx.low, position)
    return read_at(ctx, article.end() if article else position)


@rule(
    rf"(?P<part>early|mid|late)(?:\s?{DASH}\s?|\s+)(?:to{DASH}(?P<until>mid|late)(?:{DASH}|\s+))?(?:(?:in|on|of)\s+)?",
    "part",
)
@rule(r"(?P<part>early|mid)-?\s+to\s+(?P<until>mid|late)(?:-|\s+)", "part")
@rule(r"(?P<part>middle|end|ends|start|beginning|close|outset)\s+of\s+", "part")
def part_of_period(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "mid-October", "the end of September 1996", "late on Thursday", "early-to-mid 1990s"."""
    part = {"ends": "end", "beginning": "start", "outset": "start", "close": "end"}.get(
        found["part"], found["part"]
    )
    whole = in_period(ctx, found.end())
    if whole is None or whole.grain == "span":
        return None
    until = found.groupdict().get("until")
    days = part_of(whole.days, whole.grain, part)
    if until and days:
        last = part_of(whole.days, whole.grain, until)
        days = pair(days[0], last[1]) if last else None
    if days is None:
        return None
    grain: Grain = "day" if whole.grain == "day" else "span"
    return Reading(
        found.start(),
        whole.end,
        days,
        f"part of a {whole.grain}",
        grain,
        whole.explicit,
        whole.anchor,
        whole.narrative,
    )


@rule(rf"first\s+(?P<count>{COUNT})\s+(?P<unit>months|days)\s+of\s+", "part")
def first_of_period(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "the first nine months of 2022", "the first ten days of May"."""
    whole = in_period(ctx, found.end())
    count = int(found["count"]) if found["count"].isdigit() else NUMBER_WORDS[found["count"]]
    if whole is None or (whole.grain, found["unit"]) not in (("year", "months"), ("month", "days")):
        return None
    start = whole.days[0]
    last = (
        months_of(start.year, 1, min(count, 12)) if found["unit"] == "months" else day_range(start, 1, count)
    )
    return made(
        found,
        last,
        f"first {found['unit']}",
        "span",
        explicit=whole.explicit,
        anchor=whole.anchor,
        end=whole.end,
    )


@rule(
    r"(?P<nth>first|second|third|fourth|last|final|i{1,3}v?|iv)\s+(?P<unit>half|quarter|week|days|few\s+days|third|decade)\s+of\s+",
    "part",
    "relative",
)
@rule(r"(?P<nth>q[1-4]|h[12])\s+(?:of\s+)?(?=(?P<year>(?:19|20)\d\d)\b)", "part")
def nth_part(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "the first half of 2014", "the last week of August", "II quarter of 2011"."""
    written = found.groupdict().get("year")
    if written:
        days = year_of(int(written))
        whole = Reading(found.end(), found.end("year"), days, "year", "year", True) if days else None
    else:
        whole = in_period(ctx, found.end())
    if whole is None or whole.grain not in ("month", "year", "season", "decade"):
        return None
    nth = found["nth"]
    unit = found.groupdict().get("unit") or {"q": "quarter", "h": "half"}[nth[0]]
    rank = {
        "first": 0,
        "second": 1,
        "third": 2,
        "fourth": 3,
        "last": -1,
        "final": -1,
        "i": 0,
        "ii": 1,
        "iii": 2,
        "iv": 3,
    }.get(nth)
    rank = int(nth[1]) - 1 if rank is None else rank
    days = slice_of(whole.days, whole.grain, unit, rank)
    return made(
        found,
        days,
        f"{unit} of a {whole.grain}",
        "span",
        explicit=whole.explicit,
        anchor=whole.anchor,
        end=whole.end,
    )


def slice_of(days: Days, grain: str, unit: str, rank: int) -> Days | None:
    """The half, quarter, third or week of a period, counted from 0, or from the end by -1."""
    start, end = days
    if grain == "month":
        if unit == "half":
            return (start, start.replace(day=15)) if rank == 0 else (start.replace(day=16), end)
        if unit.endswith("days"):
            return (start, start.replace(day=5)) if rank == 0 else (end.replace(day=end.day - 4), end)
        if unit == "week":
            return (
                (end.replace(day=end.day - 6), end)
                if rank == -1
                else day_range(start, 7 * rank + 1, 7 * rank + 7)
            )
        return part_of(days, "month", ("early", "mid", "late", "late")[rank])
    parts = {"half": 2, "quarter": 4, "third": 3}.get(unit)
    if parts is None or rank >= parts:
        return None
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    rank = parts - 1 if rank == -1 else rank
    first = start.month + months * rank // parts
    return months_of(start.year, first, start.month + months * (rank + 1) // parts - 1)


def day_range(month_start: date, first: int, last: int) -> Days | None:
    """Days of a month, cut at its end."""
    whole = month_of(month_start.year, month_start.month)
    return (whole[0].replace(day=first), whole[0].replace(day=min(last, whole[1].day))) if whole else None


@rule(
    rf"(?P<word>{ORDINAL_WORD})(?:\s+of\s+(?P<whose>(?:the|this|that)\s+month|(?:the\s+)?(?P<month>{MONTH})))?(?!\w)",
    "part",
)
def ordinal_in_words(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "on the eleventh of that month", "by the thirteenth", "the tenth of June"."""
    day = ORDINAL_WORDS[found["word"]]
    lead = ctx.before(found.start())
    if not lead.endswith("the ") or RANKED.match(ctx.low, found.end()):
        return None
    latest = ctx.latest(found.start(), "day", "month")
    if found["month"]:
        whole = read_at(ctx, found.start("month"))
        if whole is None or whole.grain != "month":
            return None
        start = whole.days[0]
        days = day_of(start.year, start.month, day)
        return made(
            found, days, "day of a month", "day", explicit=whole.explicit, anchor=whole.anchor, end=whole.end
        )
    # "On the second" may be a day or anything else that was told before.
    if not found["whose"] and (day < 4 or not re.search(r"\b(?:on|by|until|since|till)\s+the\s+$", lead)):
        return None
    if not found["whose"] and not re.match(
        r"\s*(?:[.,;:)\n]|$)|\s+(?:and|but|when|in|at|the|was|were)\b", ctx.low[found.end() :][:8]
    ):
        return None
    if latest is None:
        return None
    days = day_of(latest.days[0].year, latest.days[0].month, day)
    return made(found, days, ORDINAL, "day", anchor=latest.days[0])


@rule(r"(?P<nth>first|second|third)\s+day(?=\s*[.,;:)]|\s+and\b)", "part")
def day_of_stay(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "on the first day", after "on 17-18 March": of those days."""
    latest = ctx.latest(found.start(), "day")
    if latest is None or not ctx.before(found.start()).endswith(" the "):
        return None
    start, end = latest.days
    day = start + timedelta(days=("first", "second", "third").index(found["nth"]))
    if start == end or day > end:
        return None
    return made(found, (day, day), "day of the days before", "day", anchor=start)


@rule(r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)(?!\w)(?:\s+of\s+(?:the|this|that)\s+month)?", "number")
def bare_ordinal(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "on the 6th": a day of the month that was spoken of last."""
    on_the = r"\b(?:on|by|until|since|(?:morning|night|evening|afternoon|eve|hours) of)\s+the\s+$"
    before = ctx.history[-1] if ctx.history else None
    joined = (
        before is not None
        and before.rule == ORDINAL
        and re.fullmatch(r",?\s+(?:and|or)\s+(?:the\s+)?|,\s+", ctx.low[before.end : found.start()])
        is not None
    )
    if not (joined or re.search(on_the, ctx.before(found.start()))) or RANKED.match(ctx.low, found.end()):
        return None
    latest = ctx.latest(found.start(), "day", "month")
    month = latest.days[0] if latest else ctx.last
    if month is None:
        return None
    days = day_of(month.year, month.month, int(found["day"]))
    return made(found, days, ORDINAL, "day", anchor=month)


@rule(rf"first\s+(?P<unit>day)\s+of\s+(?=(?:the\s+)?{MONTH})", "part")
def first_day_of(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "the first day of May"."""
    whole = read_at(ctx, found.end())
    if whole is None or whole.grain != "month":
        return None
    first = whole.days[0]
    return made(
        found,
        day_of(first.year, first.month, 1),
        "day of a month",
        "day",
        explicit=whole.explicit,
        end=whole.end,
    )


@rule(rf"year(?:{POSSESSIVE}\s|-)end(?!\w)", "relative")
@rule(
    r"(?P<part>end|ends|start|beginning|close|middle|early|late)\s+(?:of|in)?\s*(?:the|that|the\s+same|this|last|next|the\s+following)\s+"
    r"(?P<unit>week|month|year|decade)(?!\w)",
    "part",
)
def end_of_unit(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "by year's end", "the end of the month": of the story's year or month, else of the publication's."""
    unit = found.groupdict().get("unit") or "year"
    part = {"ends": "end", "beginning": "start", "close": "end"}.get(found.groupdict().get("part") or "end")
    part = part or found.groupdict().get("part") or "end"
    words = found[0]
    shift = -1 if re.search(r"\blast\b", words) else 1 if re.search(r"\b(?:next|following)\b", words) else 0
    latest = ctx.latest(found.start())
    told = re.search(r"\b(?:that|same|following)\b", words) is not None
    same_sentence = (
        latest is not None
        and ctx.frames(latest, found.start())
        and ". " not in ctx.low[latest.end : found.start()]
    )
    story = told or ctx.last is None or same_sentence
    if story and latest is not None and not re.search(r"\b(?:this|last|next)\b", words):
        whole, anchor = unit_around(unit, latest.days[1], shift), latest.days[1]
    elif ctx.last is not None:
        whole, anchor = unit_from_publication(ctx, unit, shift), ctx.last
    else:
        return None
    days = part_of_unit(whole, unit, part)
    return made(found, days, f"{part} of the {unit}", "span", explicit=True, anchor=anchor)


def part_of_unit(whole: Days | None, unit: str, part: str) -> Days | None:
    """The start, middle or end of a calendar unit."""
    return part_of(whole, UNIT_GRAIN[unit], part) if whole else None
