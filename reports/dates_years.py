"""Rules for years without a month: ranges, decades, a bare year that nothing counts by, and short years."""

from __future__ import annotations

import re

from reports.dates_calendar import month_of, year_of, years_of
from reports.dates_context import Context, Reading
from reports.dates_grammar import made, rule
from reports.dates_rules import long_year
from reports.dates_traps import (
    AMOUNT_BEFORE,
    LIST_BEFORE,
    STREET_AFTER,
    YEAR_BEFORE,
    YEARS_BEFORE,
    is_code,
    is_counted,
)
from reports.dates_words import DASH, RUSSIAN_YEAR_WORD, YEAR


@rule(
    rf"(?P<first>{YEAR})(?P<mark>\s?{DASH}\s?|/)(?P<last>{YEAR}|[0-9]{{2}})(?![\w/]|{DASH}\d|[.,]\d)",
    "number",
)
def range_of_years(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "1999-2001", "1992-97"; "1999-08" is a month, "2000-118" a code."""
    lead = ctx.before(found.start())
    if is_code(lead) or is_counted(ctx.low, found.end()) or re.search(r"[\w.,-]$|\d\s$", lead):
        return None
    first, last = int(found["first"]), int(found["last"])
    if len(found["last"]) == 2:
        if " " in found["mark"]:
            return None
        if last <= first % 100 or (found["mark"] == "-" and 1 <= last <= 12 and ctx.writes_iso):
            return (
                made(found, month_of(first, last), "month in numbers", "month", explicit=True)
                if 1 <= last <= 12
                else None
            )
        last += first // 100 * 100
    if last <= first or last - first > 150:
        return None
    return made(found, years_of(first, last), "range of years", "span", explicit=True)


@rule(r"(?P<first>(?:1[89]|20)[0-9])0['\u2019]?s(?!\w)", "number")
@rule(
    r"(?P<first>(?:1[89]|20)[0-9])0(?:-?[хxе]|\s?-?е|-ых|-ые)(?:\s+(?:годах|годов|годы|гг\.))?(?!\w)",
    "number",
)
def decade(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "the 1990s"."""
    first = int(found["first"]) * 10
    return made(found, years_of(first, first + 9), "decade", "decade", explicit=True)


@rule(
    r"(?P<nth>19|20|21|nineteen|twentie|twenty[\s-]first)(?:th|st)?\s+century(?!\w)",
    "number",
    "part",
    "count",
)
def century(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "the 19th century", "the twentieth century"; no adjective with a hyphen."""
    first = {"1": 1801, "n": 1801}.get(found["nth"][0], 1901)
    if found["nth"].startswith(("21", "twenty")):
        first = 2001
    return made(found, years_of(first, first + 99), "century", "span", explicit=True)


@rule(
    rf"(?P<year>{YEAR})(?![\w%$€£]|[.,]\d|{DASH}\w|:\d|/\d)(?P<word>\s+year(?!s))?(?:{RUSSIAN_YEAR_WORD})?",
    "number",
)
def bare_year(ctx: Context, found: re.Match[str]) -> Reading | None:
    """A year alone, where its neighbours let it be one and nothing is counted by it."""
    start, end = found.start(), found.end()
    lead = ctx.before(start, 40)
    year = int(found["year"])
    named = (
        found["word"] is not None or "год" in found[0] or re.search(r"\b(?:year|the)\s$", lead) is not None
    )
    # "Between 1989 and 1991 people died" counts no people.
    joined = re.search(rf"\b(?:between\s+{YEAR}\s+and|from\s+{YEAR}\s+to)\s+$", lead) is not None
    if is_code(lead) or (not joined and is_counted(ctx.low, end)):
        return None
    if re.search(r"[\w.,:+$€£/\u2010-\u2015-]$|\d\s$", lead) and not re.search(
        r"\b(?:mid|post|pre)[-\u2010-\u2015]$|\d\s?[–-]\s?$", lead
    ):
        return None
    if not named and AMOUNT_BEFORE.search(lead):
        return None
    if STREET_AFTER.match(ctx.low, end):
        return None
    near = ctx.latest(start)
    listed = LIST_BEFORE.search(lead) is not None and near is not None and start - near.end <= 30
    from_year = re.search(r"\bfrom\s+\S+\s+to\s$", lead) is not None
    opens = (
        re.sub(r"^.*[a-z]+,\s$", "", lead).strip(" \t#*=•-") == ""
        and re.match(r"\s*(?:[:.,–—)]|-\s|\n|$)", ctx.low[end : end + 4]) is not None
    )
    after_comma = re.search(r"\d,\s$", lead) is not None and near is not None and start - near.end <= 3
    paired = YEARS_BEFORE.search(lead) is not None
    if not (named or listed or paired or from_year or opens or after_comma or YEAR_BEFORE.search(lead)):
        return None
    return made(found, year_of(year), "year", "year", explicit=True)


@rule(r"['\u2018\u2019](?P<short>[0-9]{2})(?![\w'\u2019])", "short_year")
def short_year(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "in '96": a year of two digits after an apostrophe."""
    if not re.search(
        r"\b(?:in|since|of|by|until|or|and|from|to|before|after|during)\s+$", ctx.before(found.start())
    ):
        return None
    return made(found, year_of(long_year(int(found["short"]), ctx.last)), "year", "year", explicit=True)
