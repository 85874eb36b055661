"""Rules for lists of days apart: "on 3, 5 and 9 May" is three days, "June 10 and 11" one stay."""

from __future__ import annotations

import re
from itertools import pairwise

from reports.dates_calendar import day_of
from reports.dates_context import Context, Reading
from reports.dates_grammar import made, rule
from reports.dates_rules import ANY_MONTH, YEAR_TAIL, dated, is_verb, month_number, number, written_year
from reports.dates_traps import STREET_AFTER, is_code
from reports.dates_words import DASH, DAY

IN_A_LIST = ", in a list"
# What may follow the last day of "June 10 and 12": not the noun that it would count.
CLOSES = (
    r"(?=\s*(?:[.,;:)\]\n\u2013\u2014-]|$)|\s+(?:in|at|by|near|to|from|when|the|as|after|before|during|and|but|for|with|on|"
    r"of|where|which|while|between|against|was|were|had|a|an|his|her|their|its)\b)"
)
GAP = re.compile(r"(?:,\s+(?:(?:and|or|и)\s+)?|\s+(?:and|or|и|&)\s+)(?:the\s+)?")


@rule(
    rf"(?P<month>{ANY_MONTH})\s+(?P<first>{DAY})(?P<rest>(?=(?P<days>(?:,\s+{DAY}){{0,8}},?\s+(?:and|or|&)\s+{DAY})"
    rf"(?!\s?{ANY_MONTH})(?![\d/:.]\d){YEAR_TAIL}{CLOSES}))",
    "month",
)
@rule(
    rf"(?P<first>{DAY})(?P<rest>(?=(?P<days>(?:,\s+{DAY}){{0,8}},?\s+(?:and|or|и|&)\s+(?:the\s+)?{DAY})\s+(?:of\s+)?"
    rf"(?P<month>{ANY_MONTH})(?!\w){YEAR_TAIL}))",
    "number",
)
def first_of_list(ctx: Context, found: re.Match[str]) -> Reading | None:
    """The first of several days apart in one month; a list of issues in brackets is left out."""
    days = [number(found["first"]), *map(int, re.findall(r"[0-9]+", found["days"]))]
    runs = all(later == earlier + 1 for earlier, later in pairwise(days))
    lead = ctx.before(found.start())
    if (runs and not _continues(ctx, found.start())) or any(b <= a for a, b in pairwise(days)):
        return None
    if len(days) == 2 and lead.rstrip().endswith(("between", "between the", "между")):
        return None
    if ctx.in_citation(found.start()) or is_code(lead) or is_verb(ctx, found.start("month")):
        return None
    year, end = written_year(ctx, found)
    if STREET_AFTER.match(ctx.low, end):
        return None
    reading = dated(ctx, found, month_number(found["month"]), days[0], days[0], year, found.end("first"))
    if reading is not None:
        reading.rule += IN_A_LIST
        reading.explicit = year is not None
    return reading


@rule(
    rf"(?P<first>{DAY})\s?{DASH}\s?(?P<last>{DAY})(?=(?:,\s+{DAY}\s?{DASH}\s?{DAY}){{0,5}},?\s+(?:and|or|и)\s+"
    rf"{DAY}\s?{DASH}\s?{DAY}\s+(?P<month>{ANY_MONTH})(?!\w){YEAR_TAIL})",
    "number",
)
def ranges_in_month(ctx: Context, found: re.Match[str]) -> Reading | None:
    """The first of "14-15 and 15-16 June": a range that shares the month of the next."""
    first, last = number(found["first"]), number(found["last"])
    if last <= first or is_code(ctx.before(found.start())) or is_verb(ctx, found.start("month")):
        return None
    year, _ = written_year(ctx, found)
    return dated(ctx, found, month_number(found["month"]), first, last, year, found.end("last"))


def _continues(ctx: Context, start: int) -> bool:
    """Whether a day right before belongs to the same list."""
    if not ctx.history or not ctx.history[-1].rule.endswith(IN_A_LIST):
        return False
    return GAP.fullmatch(ctx.low, ctx.history[-1].end, start) is not None


@rule(rf"(?P<day>{DAY})(?!\s?(?:of\s+)?{ANY_MONTH})(?![\d/:%]|[.,]\d)", "number")
def next_of_list(ctx: Context, found: re.Match[str]) -> Reading | None:
    """A day after "June 3," or after "on the 14th": of the same month."""
    if not _continues(ctx, found.start()):
        return None
    before = ctx.history[-1].days[0]
    if number(found["day"]) <= before.day:
        return None
    days = day_of(before.year, before.month, number(found["day"]))
    reading = made(found, days, ctx.history[-1].rule, "day", anchor=ctx.history[-1].anchor)
    if reading is not None:
        reading.explicit = ctx.history[-1].explicit
        tail = re.compile(r",\s+(?:1[89]|20)[0-9]{2}(?![0-9])").match(ctx.low, found.end())
        if tail and reading.explicit:
            reading.end = tail.end()
    return reading
