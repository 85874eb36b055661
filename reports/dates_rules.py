"""Rules for dates of the calendar: full dates in every order, days, months and seasons."""

from __future__ import annotations

import re
from datetime import date

from reports.dates_calendar import (
    day_of,
    month_of,
    months_of,
    pair,
    season_of,
)
from reports.dates_context import Context, Reading, days_in_year, month_in_year, season_in_year
from reports.dates_grammar import made, read_at, rule
from reports.dates_traps import (
    ANNIVERSARY_AFTER,
    STREET_AFTER,
    is_code,
    is_counted,
    is_name,
    is_season,
)
from reports.dates_words import (
    DASH,
    DAY,
    MONTH,
    MONTH_NUMBERS,
    RUSSIAN_MONTH,
    RUSSIAN_YEAR_WORD,
    SEASON,
    WEEKDAY,
    WEEKDAY_SHORT,
    YEAR,
)

ANY_MONTH = rf"(?:{MONTH}|{RUSSIAN_MONTH})"
YEAR_TAIL = rf"(?:,?\s+(?:of\s+)?(?P<year>{YEAR})(?![\w])(?:{RUSSIAN_YEAR_WORD})?)?"
SHORT_YEAR_TAIL = r"(?:\s+['\u2018\u2019](?P<short>[0-9]{2})(?!\w))?"


def number(text: str) -> int:
    """The number that an ordinal like 3rd begins with."""
    return int(re.sub(r"\D", "", text))


def month_number(word: str) -> int:
    """1 to 12 for a month in either language, in any of its forms."""
    return MONTH_NUMBERS[word.strip()[:3]]


def long_year(two_digits: int, published: date | None) -> int:
    """The century of a two-digit year: not more than a few years after the publication, or after 2035
    without one.
    """
    limit = (published.year + 5) if published else 2035
    year = limit // 100 * 100 + two_digits
    return year if year <= limit else year - 100


def dated(
    ctx: Context, found: re.Match[str], month: int, first: int, last: int, year: int | None, end: int
) -> Reading | None:
    """One or several days of a month, in a written year or in the one the context tells."""
    if year is not None:
        start, stop = day_of(year, month, first), day_of(year, month, last)
        days = pair(start[0], stop[1]) if start and stop else None
        return made(
            found, days, "full date" if first == last else "range of days", "day", explicit=True, end=end
        )
    placed = ctx.place_in_year(days_in_year(month, first, last), found.start(), month)
    if placed is None:
        return None
    days, anchor, how = placed
    reading = made(found, days, f"day and month, {how}", "day", anchor=anchor, end=end)
    if reading is not None and how == "year of the date before":
        reading.narrative = True
    return reading


def is_verb(ctx: Context, start: int) -> bool:
    """Whether "may" or "march" after a number is no month, for want of a capital."""
    return ctx.low.startswith(("may", "mar"), start) and not ctx.text[start].isupper()


def written_year(ctx: Context, found: re.Match[str]) -> tuple[int | None, int]:
    """The year at the end of a date, and where the date ends; a year that counts something is left out."""
    groups = found.groupdict()
    if groups.get("year"):
        start = found.start("year")
        if is_counted(ctx.low, found.end("year")):
            lead = ctx.low[max(start - 8, 0) : start].removesuffix("of ")
            return None, start - (min(start, 8) - len(lead.rstrip(" ,\n\t")))
        return int(groups["year"]), found.end()
    if groups.get("short"):
        return long_year(int(groups["short"]), ctx.last), found.end()
    return None, found.end()


@rule(rf"{WEEKDAY_SHORT}\b\.?,?\s+(?:the\s+)?", "weekday_short")
@rule(rf"{WEEKDAY}(?:\s+(?:night|evening|morning|afternoon))?,?\s+(?:on\s+)?(?:the\s+)?", "weekday")
def weekday_before_date(ctx: Context, found: re.Match[str]) -> Reading | None:
    """A weekday before a full date, "Friday, 16 September", belongs to it."""
    reading = (
        read_at(ctx, found.end())
        if re.match(rf"[0-9]|{MONTH}", ctx.low[found.end() : found.end() + 12])
        else None
    )
    if reading is None or reading.grain != "day" or reading.start == found.start():
        return None
    reading.start = found.start()
    return reading


@rule(
    rf"(?P<month>{ANY_MONTH}),?\s*(?P<first>{DAY})(?:\s?{DASH}{{1,2}}\s?|\s+(?:to|through|and|и)\s+)(?P<last>{DAY})"
    rf"(?!\s?{DASH}?\s?{ANY_MONTH})(?!\d|[/:]\d){YEAR_TAIL}",
    "month",
)
@rule(
    rf"(?P<first>{DAY})(?:\s?{DASH}{{1,2}}\s?|/|\s+(?:to|through|and|on|по|и)\s+(?:the\s+)?)(?P<last>{DAY})\s+(?:of\s+)?"
    rf"(?P<month>{ANY_MONTH})(?!\w){YEAR_TAIL}",
    "number",
)
def days_of_month(ctx: Context, found: re.Match[str]) -> Reading | None:
    """Several days of one month: "October 25-26", "24-25 July 2006"; "and" joins only days side by side."""
    first, last = number(found["first"]), number(found["last"])
    apart = re.search(r"\s(?:and|и)\s", found[0][: found[0].rfind(found["last"])]) is not None
    between = ctx.before(found.start()).rstrip().endswith(("between", "between the", "между"))
    year, end = written_year(ctx, found)
    if re.search(r"\son\s", found[0]) and not ctx.before(found.start()).endswith("from "):
        return None
    if last <= first or is_code(ctx.before(found.start())) or STREET_AFTER.match(ctx.low, end):
        return None
    if year is None and is_verb(ctx, found.start("month")):
        return None
    if apart and not between and last != first + 1:
        if found.start("month") == found.start():
            return None
        return dated(ctx, found, month_number(found["month"]), first, first, year, found.end("first"))
    return dated(ctx, found, month_number(found["month"]), first, last, year, end)


@rule(
    rf"(?P<month>{ANY_MONTH})\s+(?P<days>{DAY}(?:,\s+{DAY}){{1,6}},?\s+and\s+{DAY})(?![\d/:]){YEAR_TAIL}",
    "month",
)
@rule(
    rf"(?P<days>{DAY}(?:,\s+{DAY}){{1,6}},?\s+(?:and|и)\s+{DAY})\s+(?P<month>{ANY_MONTH})(?!\w){YEAR_TAIL}",
    "number",
)
def list_of_days(ctx: Context, found: re.Match[str]) -> Reading | None:
    """Days side by side, "October 1, 2 and 3", are one stay in time."""
    days = [int(day) for day in re.findall(r"[0-9]+", found["days"])]
    if days != list(range(days[0], days[0] + len(days))):
        return None
    year, end = written_year(ctx, found)
    return dated(ctx, found, month_number(found["month"]), days[0], days[-1], year, end)


@rule(rf"(?P<month>{MONTH}),?\s*(?P<day>{DAY})(?![/:]\d|\.\d)(?!\w){YEAR_TAIL}{SHORT_YEAR_TAIL}", "month")
@rule(
    rf"(?P<day>{DAY})(?:\s+(?:day\s+)?(?:of\s+)?|\s?{DASH}\s?)(?P<month>{ANY_MONTH})(?!\w)"
    rf"(?:\s?{DASH}\s?(?P<dashed>[0-9]{{4}}|[0-9]{{2}})(?![\w])|{YEAR_TAIL}{SHORT_YEAR_TAIL})",
    "number",
)
def day_and_month(ctx: Context, found: re.Match[str]) -> Reading | None:
    """A day with its month, in either order, with or without a year: "Feb. 10, 1995", "3rd November",
    "28-May-05".
    """
    start, low = found.start(), ctx.low
    word = found["month"]
    day_leads = found.start("day") == start
    year, end = written_year(ctx, found)
    if found.groupdict().get("dashed"):
        digits = found["dashed"]
        year = int(digits) if len(digits) == 4 else long_year(int(digits), ctx.last)
    if year is None and is_verb(ctx, found.start("month")):
        return None
    if STREET_AFTER.match(low, end) or ANNIVERSARY_AFTER.match(low, end):
        return None
    lead = ctx.before(start)
    if day_leads and is_code(lead) and year is None:
        return None
    if not day_leads and low[found.end("day") : found.end("day") + 9].lstrip().startswith(
        ("people", "soldiers")
    ):
        return None
    attack = re.match(r"[,\s]+(?:2001,?\s+)?(?:terror|attack|hijack|event|traged)", low[end : end + 24])
    if year is None and attack and (month_number(word), number(found["day"])) == (9, 11):
        return made(found, day_of(2001, 9, 11), "known day", "day", explicit=True, end=end)
    return dated(ctx, found, month_number(word), number(found["day"]), number(found["day"]), year, end)


@rule(
    rf"(?P<month>{ANY_MONTH}),?(?:\s+of)?\s+(?P<year>{YEAR})(?!\w)(?:{RUSSIAN_YEAR_WORD})?",
    "month",
    "cyrillic",
)
@rule(
    r"(?P<month>(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec))[\s.-]+['\u2018\u2019](?P<short>[0-9]{2})(?!\w)",
    "month",
)
def month_and_year(ctx: Context, found: re.Match[str]) -> Reading | None:
    """A month of a written year: "November 1998", "March of 1998", "May '99"."""
    year, _ = written_year(ctx, found)
    if year is None:
        return None
    return made(found, month_of(year, month_number(found["month"])), "month and year", "month", explicit=True)


@rule(rf"(?P<month>{MONTH})\s?{DASH}\s?(?P<last>{MONTH})(?!\w){YEAR_TAIL}", "month")
def range_of_months(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "October-November 2001": the months joined by a dash."""
    first, last = month_number(found["month"]), month_number(found["last"])
    year, end = written_year(ctx, found)
    if year is None:
        placed = ctx.place_in_year(month_in_year(last), found.start(), last)
        year = placed[0][0].year if placed else None
    if year is None:
        return None
    return made(
        found,
        months_of(year - (first > last), first, last + 12 * (first > last)),
        "range of months",
        "span",
        explicit=True,
        end=end,
    )


@rule(rf"(?P<month>{MONTH})(?!\w)", "month")
def bare_month(ctx: Context, found: re.Match[str]) -> Reading | None:
    """A month alone, in the year that the context tells; not the verb, not the name."""
    end = found.end()
    if found[0].endswith(".") and not re.match(r"\s+[a-z\d]", ctx.text[end : end + 3]):
        end -= 1
    lead = ctx.before(found.start())
    if is_name(ctx.text, ctx.low, found.start(), end, lead) or re.search(r"\b(?:each|every)\s+$", lead):
        return None
    if re.match(rf"\s?{DASH}\s?(?:[a-z]|\d{{3}})", ctx.text[end : end + 5]) or ANNIVERSARY_AFTER.match(
        ctx.low, end
    ):
        return None
    month = month_number(found[0])
    placed = ctx.place_in_year(month_in_year(month), found.start(), month)
    if placed is None:
        return None
    reading = made(found, placed[0], f"month, {placed[2]}", "month", anchor=placed[1], end=end)
    if reading is not None and placed[2] == "year of the date before":
        reading.narrative = True
    return reading


@rule(
    rf"(?P<year>{YEAR})(?P<mark>[-/.])(?P<month>1[0-2]|0?[1-9])(?P=mark)(?P<day>3[01]|[12][0-9]|0?[1-9])(?![\d-])"
    r"(?:t[0-9:.]+(?:z|[+-][0-9:]+)?)?",
    "number",
)
@rule(
    r"(?P<year>(?:19|20)[0-9]{2})(?P<month>1[0-2]|0[1-9])(?P<day>3[01]|[12][0-9]|0[1-9])(?![\w.,/-]*\d)",
    "number",
)
def iso_date(ctx: Context, found: re.Match[str]) -> Reading | None:
    """Year first: 1999-10-25, 2022/09/17, 20220918."""
    if re.search(r"[\w/.-]$", ctx.before(found.start())) or is_code(ctx.before(found.start())):
        return None
    days = day_of(int(found["year"]), int(found["month"]), int(found["day"]))
    return made(found, days, "full date in numbers", "day", explicit=True)


@rule(
    r"(?P<first>[0-3]?[0-9])(?P<mark>[./-])(?P<second>[0-3]?[0-9])(?P=mark)(?P<year>[0-9]{4}|[0-9]{2})(?![\d/-]|\.\d)",
    "number",
)
def numeric_date(ctx: Context, found: re.Match[str]) -> Reading | None:
    """Day and month in numbers, 25.10.1999 or 10/25/1999; in doubt by the rest of the document."""
    lead = ctx.before(found.start())
    if re.search(r"[\w/.,-]$", lead) or (is_code(lead) and not re.search(r"\bв\s*$", lead)):
        return None
    first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
    if len(found["year"]) == 2:
        short = len(found["first"]) + len(found["second"]) < 3
        if found["mark"] == "-" or (short and found["mark"] != "/"):
            return None
        year = long_year(year, ctx.last)
    if second > 12:
        day, month = second, first
    elif first > 12 or found["mark"] == "." or ctx.day_first:
        day, month = first, second
    else:
        day, month = second, first
    return made(found, day_of(year, month, day), "full date in numbers", "day", explicit=True)


@rule(
    rf"(?P<season>{SEASON})(?:,|\s+of)?\s+(?P<year>{YEAR})(?:[-/\u2013](?P<next>[0-9]{{4}}|[0-9]{{2}}))?(?!\w)",
    "season",
)
def season_and_year(ctx: Context, found: re.Match[str]) -> Reading | None:
    """A season of a written year: "the spring of 1999", "winter 2013-14"."""
    return made(
        found, season_of(int(found["year"]), found["season"]), "season and year", "season", explicit=True
    )


@rule(rf"(?P<season>{SEASON})(?!\w)", "season")
def bare_season(ctx: Context, found: re.Match[str]) -> Reading | None:
    """A season alone, nearest to the publication on the side that the tense tells."""
    if not is_season(ctx.low, found.start(), found.end(), ctx.before(found.start())):
        return None
    placed = ctx.place_in_year(season_in_year(found["season"]), found.start())
    return made(found, placed[0], f"season, {placed[2]}", "season", anchor=placed[1]) if placed else None
