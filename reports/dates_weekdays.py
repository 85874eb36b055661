"""Rules for days of the week and the weekend, told from the publication or from a day before."""

from __future__ import annotations

import re
from datetime import date, timedelta

from reports.dates_calendar import pair, week_of
from reports.dates_context import Context, Reading
from reports.dates_grammar import made, read_at, rule
from reports.dates_relative import DAYTIME
from reports.dates_words import POSSESSIVE, WEEKDAY, WEEKDAY_NUMBERS

WEEKDAY_SKIP = re.compile(r"(?:bloody|black|red|good|palm|easter|super|ash|holy|maundy|man)\s+$")
# "held the station until Sunday": over, whatever "until" makes one expect.
LASTED = re.compile(
    r"\b(?:held|lasted|continued|stayed|fought|remained|kept|went on|was|were|had)\b.*\b(?:until|till)\b"
)
NOUN_AFTER_WEEKDAY = re.compile(r"\s+(?:times|telegraph|post|herald|mirror|prayers?|mosque|market|bazaar)\b")


@rule(
    rf"(?P<which>last|this|next|coming|past)\s+(?P<weekday>{WEEKDAY})(?:\s+{DAYTIME})?(?!\w)",
    "relative",
    "part",
)
@rule(rf"(?P<weekday>{WEEKDAY})(?:{POSSESSIVE}|\s+{DAYTIME})?(?!\w)", "weekday")
def weekday(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "on Tuesday" is the latest one, the next one where the clause speaks of what is to come."""
    start = found.start()
    which = found.groupdict().get("which") or ""
    lead = ctx.before(start)
    if WEEKDAY_SKIP.search(lead) or NOUN_AFTER_WEEKDAY.match(ctx.low, found.end()):
        return None
    if re.search(r"\b(?:every|each)\s+$", lead) or not ctx.text[found.start("weekday")].isupper():
        return None
    number = WEEKDAY_NUMBERS[found["weekday"][:3]]
    latest = ctx.latest(start, "day")
    if latest is not None and (
        ctx.last is None or (ctx.frames(latest, start) and latest.days[1].year != ctx.last.year)
    ):
        ahead = (number - latest.days[0].weekday()) % 7
        found_day = latest.days[0] + timedelta(days=ahead)
        return made(
            found, pair(found_day, found_day), "weekday after the date before", "day", anchor=latest.days[0]
        )
    if ctx.first is None or ctx.last is None:
        return None
    until = (
        re.search(r"\b(?:until|till|by)\s+(?:(?:cob|noon|midnight|close of business|early|late)\s+)?$", lead)
        is not None
    )
    if LASTED.search(ctx.clause(start)):
        until = False
    # On the day itself only plain words of the future speak of the one a week later.
    clear = ctx.first == ctx.last and ctx.last.weekday() == number
    future = (
        which in ("next", "coming", "this")
        or until
        or (not which and ctx.is_future(start, clear=clear) and not LASTED.search(ctx.clause(start)))
    )
    days = pair(_weekday_by(ctx.first, number, which, future), _weekday_by(ctx.last, number, which, future))
    return made(found, days, f"{which} weekday".strip(), "day", anchor=ctx.last)


def _weekday_by(day: date, number: int, which: str, future: bool) -> date:
    if future:
        ahead = (number - day.weekday()) % 7
        return day + timedelta(days=ahead or (0 if which == "this" else 7))
    back = (day.weekday() - number) % 7
    return day - timedelta(days=back or (7 if which == "last" else 0))


@rule(r"week\s+(?P<which>of|beginning|starting|commencing|ending)\s+(?:on\s+)?(?:the\s+)?", "relative")
def week_of_day(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "the week of 27 June": the calendar week that holds the day; "the week ending 3 July" ends with it."""
    day = read_at(ctx, found.end())
    if day is None or day.grain != "day" or day.days[0] != day.days[1]:
        return None
    first, last = week_of(day.days[0])
    if found["which"] == "ending":
        first, last = day.days[0] - timedelta(days=6), day.days[0]
    elif found["which"] != "of":
        first, last = day.days[0], day.days[0] + timedelta(days=6)
    return made(
        found,
        pair(first, last),
        f"week {found['which']} a day",
        "span",
        explicit=day.explicit,
        anchor=day.anchor,
        end=day.end,
    )


@rule(r"weekend(?!\w)", "relative")
def the_weekend(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "over the weekend": the last Saturday and Sunday, the next in the future."""
    if (
        not re.search(r"\b(?:over|at|on|during|this)\s+the\s+$", ctx.before(found.start()))
        or ctx.last is None
    ):
        return None
    shift = 0 if ctx.is_future(found.start()) or ctx.last.weekday() >= 5 else -1
    monday, _ = week_of(ctx.last)
    saturday = monday + timedelta(days=5 + 7 * shift)
    return made(found, pair(saturday, saturday + timedelta(days=1)), "weekend", "span", anchor=ctx.last)
