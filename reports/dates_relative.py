"""Rules for dates told from another day: yesterday, last April, two days later, that same day, on Tuesday."""

from __future__ import annotations

import re
from datetime import date, timedelta

from reports.dates_calendar import (
    Days,
    Grain,
    month_of,
    moved_by,
    pair,
    season_of,
    unit_around,
)
from reports.dates_context import Context, Reading
from reports.dates_grammar import made, read_at, rule
from reports.dates_words import (
    COUNT,
    MONTH,
    MONTH_NUMBERS,
    NUMBER_WORDS,
    SEASON,
    UNIT,
)

DAYTIME = r"(?:morning|afternoon|evening|night|dawn|noon|midnight)"
UNIT_GRAIN: dict[str, Grain] = {
    "day": "day",
    "week": "week",
    "weekend": "span",
    "month": "month",
    "year": "year",
    "quarter": "span",
    "decade": "decade",
}
# "recently" has no length, but "in recent weeks" has an order of magnitude: days back from the publication.
RECENT_DAYS = {"days": 7, "weeks": 30, "months": 182}
UNIT_NOUN_AFTER = re.compile(
    r"\s+(?:round|session|phase|stage|meeting|summit|generation|time|step|of the (?:week|month|year))\b"
)


def count_of(word: str) -> int:
    """The number that a figure or a number word means."""
    return int(word) if word.isdigit() else NUMBER_WORDS[re.sub(r"\s+", " ", word)]


def from_publication(ctx: Context, shift: int) -> Days | None:
    """The publication's day moved by days; as wide as the publication is uncertain."""
    if ctx.first is None or ctx.last is None:
        return None
    return pair(ctx.first + timedelta(days=shift), ctx.last + timedelta(days=shift))


def unit_from_publication(ctx: Context, unit: str, shift: int) -> Days | None:
    """The calendar unit of the publication, or one beside it."""
    if ctx.first is None or ctx.last is None:
        return None
    start, end = unit_around(unit, ctx.first, shift), unit_around(unit, ctx.last, shift)
    return pair(start[0], end[1]) if start and end else None


def unit_from_anchor(ctx: Context, position: int, unit: str, shift: int) -> tuple[Days, date] | None:
    """The calendar unit of the date read before, or one beside it."""
    latest = ctx.latest(position, "day") if unit == "day" else ctx.latest(position)
    if latest is None or (unit in ("week", "weekend") and latest.grain not in ("day", "week")):
        return None
    if unit == "year":
        latest = ctx.latest(position, "day", "week", "month", "season", "year")
    elif unit == "month":
        latest = ctx.latest(position, "day", "week", "month", "span")
    if latest is None:
        return None
    anchor = latest.days[1] if shift > 0 else latest.days[0]
    days = unit_around(unit, anchor, shift)
    return (days, anchor) if days else None


@rule(r"(?:late\s+)?(?P<word>yesterday|tomorrow)(?:\s+(?:morning|afternoon|evening|night))?(?!\w)", "word")
@rule(r"(?P<word>today|tonight)(?![\w.]*\w)", "word")
def day_word(ctx: Context, found: re.Match[str]) -> Reading | None:
    """today, yesterday, tomorrow, tonight; not the name of a site or a paper."""
    lead = ctx.before(found.start())
    if re.match(r"\.\w", ctx.low[found.end() : found.end() + 2]):
        return None
    if found["word"] == "today" and ctx.text[found.start()].isupper() and re.search(r"[\w,]\s$", lead):
        return None
    shift = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}[found["word"]]
    return made(found, from_publication(ctx, shift), found["word"], "day", anchor=ctx.last)


@rule(r"day\s+(?P<word>before\s+yesterday|after\s+tomorrow)(?!\w)", "word")
def two_days_off(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "the day before yesterday"."""
    shift = -2 if found["word"].startswith("before") else 2
    return made(found, from_publication(ctx, shift), "deictic day", "day", anchor=ctx.last)


@rule(r"day\s+(?P<word>before|after|earlier)(?=\s*(?:[.,;:)\n]|$)|\s[0-9])", "word")
def day_beside(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "the day before", when nothing says before what: the day beside the last one spoken of."""
    placed = unit_from_anchor(ctx, found.start(), "day", 1 if found["word"] == "after" else -1)
    return made(found, placed[0], "anaphora", "day", anchor=placed[1]) if placed else None


@rule(r"(?:overnight|night|evening|morning)\s+(?:of|on|from|between)\s+(?:the\s+)?", "word")
def time_of_date(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "overnight on 28-29 April", "the night of July 4": the date itself."""
    whole = read_at(ctx, found.end())
    if whole is None or whole.grain != "day":
        return None
    whole.start = found.start()
    return whole


@rule(r"overnight(?=\s*[.,;)\n]|\s+(?:by|in|near|and|after|at|when|between|that)\b|\s*$)", "word")
def overnight(ctx: Context, found: re.Match[str]) -> Reading | None:
    """A bare "overnight" is the night before the publication."""
    if (
        ctx.first is None
        or ctx.last is None
        or re.search(r"\b(?:an|the|not|change[sd]?)\s+$", ctx.before(found.start()))
    ):
        return None
    return made(found, pair(ctx.first - timedelta(days=1), ctx.last), "overnight", "span", anchor=ctx.last)


@rule(
    rf"(?P<which>last|this|next|past|coming|previous|following|that|same|current|preceding)\s+(?:same\s+|very\s+)?"
    rf"(?P<unit>{UNIT}|weekend|{DAYTIME})(?!\w)",
    "relative",
    "part",
)
@rule(
    r"(?P<which>earlier|later)(?:\s+on)?\s+(?:in\s+)?(?P<whose>this|that|the\s+same|the)\s+"
    r"(?P<unit>week|month|year|decade)(?!\w)",
    "relative",
)
def unit_beside(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "last year", "next week", "that same day", "the following month", "earlier this year", "later that
    year".
    """
    which, unit, start = found["which"], found["unit"], found.start()
    if UNIT_NOUN_AFTER.match(ctx.low, found.end()) or ctx.low.startswith("'s end", found.end()):
        return None
    lead = ctx.before(start)
    if which in ("earlier", "later"):
        return _rest_of_unit(ctx, found, " ".join(found["whose"].split()), unit)
    if unit in ("day", "morning", "afternoon", "evening", "night", "dawn", "noon", "midnight"):
        return _day_beside(ctx, found, which, unit, lead)
    back_to_text = which in ("that", "same", "previous", "following", "preceding") or (
        which == "next" and lead.endswith("the ")
    )
    if which in ("past", "last") and lead.endswith(("the ", "over the ", "in the ")):
        # "in the last year", "over the past week": counted back from the day of writing.
        return _stretch(ctx, found, -1, unit)
    if which == "coming":
        return _stretch(ctx, found, 1, unit) if lead.endswith("the ") else None
    shift = {"last": -1, "past": -1, "this": 0, "current": 0, "next": 1, "that": 0, "same": 0}.get(which)
    if shift is None:
        shift = 1 if which == "following" else -1
    if back_to_text:
        placed = unit_from_anchor(ctx, start, unit, shift)
        if placed is None and which in ("that", "same"):
            return None
        if placed is not None:
            return made(found, placed[0], "anaphora", UNIT_GRAIN[unit], explicit=True, anchor=placed[1])
    if (
        which == "this"
        and unit == "weekend"
        and not ctx.is_future(start)
        and ctx.last
        and ctx.last.weekday() < 5
    ):
        shift = -1
    return made(
        found, unit_from_publication(ctx, unit, shift), f"{which} {unit}", UNIT_GRAIN[unit], anchor=ctx.last
    )


def _day_beside(ctx: Context, found: re.Match[str], which: str, unit: str, lead: str) -> Reading | None:
    if which in ("past", "coming", "current") or (which == "this" and unit == "day"):
        return None
    if which in ("last", "this"):
        if unit == "day" or (which == "last" and unit != "night"):
            return None
        days = from_publication(ctx, -1 if which == "last" else 0)
        return made(found, days, f"{which} {unit}", "day", anchor=ctx.last)
    shift = {"next": 1, "following": 1, "previous": -1, "preceding": -1}.get(which, 0)
    placed = unit_from_anchor(ctx, found.start(), "day", shift)
    if placed is None:
        return None
    if which == "that" and re.search(r"\b(?:say|said|says|know|clear|fact|agreed)\s+$", lead):
        return None
    return made(found, placed[0], "anaphora", "day", explicit=True, anchor=placed[1])


def _rest_of_unit(ctx: Context, found: re.Match[str], whose: str, unit: str) -> Reading | None:
    earlier = found["which"] == "earlier"
    if whose == "this" or (whose == "the" and ctx.last is not None):
        # As wide as the publication is uncertain: from its first day, up to its last.
        whole, anchor = unit_from_publication(ctx, unit, 0), (ctx.first, ctx.last)
    else:
        placed = unit_from_anchor(ctx, found.start(), unit, 0)
        latest = ctx.latest(found.start())
        whole = placed[0] if placed else None
        anchor = latest.days if latest else (None, None)
    if whole is None or anchor[0] is None or anchor[1] is None:
        return None
    # "earlier this week", told on a Monday or a Sunday, is the week as far as the day allows.
    begin = anchor[0] if whose == "this" else anchor[1]
    days = (whole[0], min(anchor[1], whole[1])) if earlier else (max(begin, whole[0]), whole[1])
    rule_name = f"{found['which']} {whose} {unit}"
    return made(found, pair(*days), rule_name, "span", explicit=True, anchor=anchor[1])


def _stretch(ctx: Context, found: re.Match[str], direction: int, unit: str, count: int = 1) -> Reading | None:
    if ctx.first is None or ctx.last is None:
        return None
    start = moved_by(ctx.first, unit, -count) if direction < 0 else ctx.first
    end = moved_by(ctx.last, unit, count) if direction > 0 else ctx.last
    days = pair(start, end) if start and end else None
    return made(
        found,
        days,
        "stretch to publication" if direction < 0 else "stretch from publication",
        "span",
        anchor=ctx.last,
    )


_PLEDGED = re.compile(
    r"\b(?:agreed|promised|pledged|vowed|undertook|decided|ordered|told|asked)\b.{0,60}?\bto\s\w"
)


@rule(
    rf"(?P<which>last|past|previous|next|coming|following)\s+(?:few\s+|(?P<count>{COUNT}|24|48|72)\s+)(?P<unit>hour|{UNIT})s(?!\w)",
    "relative",
    "part",
)
@rule(
    rf"(?P<which>within)\s+(?:the\s+next\s+|the\s+coming\s+)?(?P<count>{COUNT})\s+(?P<unit>hour|{UNIT})s?(?!\w|\s+(?:of|after)\b)",
    "relative",
)
def stretch_of_units(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "over the past two months", "in the last 24 hours", "within 3 weeks"."""
    which, unit = found["which"], found["unit"]
    count = count_of(found["count"]) if found["count"] else 3
    if unit == "hour":
        unit, count = "day", -(-count // 24)
    clause = ctx.clause(found.start()) if which == "within" else ""
    pledged = _PLEDGED.search(clause) is not None
    if clause and not (pledged or ctx.is_future(found.start()) or " should " in clause):
        return None
    near = ctx.latest(found.start(), "day") if pledged else None
    if near is not None and not re.search(r"[.!?\n]", ctx.low[near.end : found.start()]):
        # "agreed on Monday to withdraw within a week": counted from the day of the word given.
        end = moved_by(near.days[1], unit, count)
        days = pair(near.days[1], end) if end else None
        return made(found, days, "stretch from the day before", "span", anchor=near.days[1])
    if which in ("previous", "following"):
        return None
    return _stretch(ctx, found, -1 if which in ("last", "past") else 1, unit, count)


@rule(r"recent\s+(?P<unit>days|weeks|months)(?!\w)", "relative")
def recent(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "in recent days": a stretch that ends with the publication, its length an order of magnitude."""
    if ctx.first is None or ctx.last is None:
        return None
    days = pair(ctx.first - timedelta(days=RECENT_DAYS[found["unit"]]), ctx.last)
    return made(found, days, f"recent {found['unit']}", "span", anchor=ctx.last)


@rule(r"coming\s+(?P<unit>days|weeks|months)(?!\w)", "relative")
def coming(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "in the coming weeks": a stretch that begins with the publication."""
    if ctx.first is None or ctx.last is None:
        return None
    days = pair(ctx.first, ctx.last + timedelta(days=RECENT_DAYS[found["unit"]]))
    return made(found, days, f"coming {found['unit']}", "span", anchor=ctx.last)


@rule(
    rf"(?P<count>{COUNT})\s+(?P<unit>{UNIT}|fortnight)s?\s+(?P<side>ago|earlier|later|before|after(?:wards?)?|on|hence|previously|prior)(?!\w)",
    "count",
    "number",
)
def units_away(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "two days later" from the last date, "a month ago" from the publication.

    Days and weeks after a known day give a day; months and years the calendar unit, as the words are no more
    exact.
    """
    side, unit, start = found["side"], found["unit"], found.start()
    count = count_of(found["count"])
    if unit == "fortnight":
        unit, count = "week", 2 * count
    lead = ctx.before(start)
    if (
        re.search(r"\b(?:more than|over|almost|nearly|some|about|every|than|for|of)\s+$", lead)
        and side != "ago"
    ):
        return None
    if side in ("before", "after", "on", "hence", "prior", "afterward") and (
        lead.endswith(", ") or not re.match(r"\s*(?:[.,;:)\n]|$)", ctx.low[found.end() : found.end() + 3])
    ):
        return None
    if side != "ago" and ctx.text[found.start("side")].isupper():
        return None  # "Twenty Years Later" is a title
    if side == "ago":
        if ctx.first is None or ctx.last is None:
            return None
        first, last = moved_by(ctx.first, unit, -count), moved_by(ctx.last, unit, -count)
        if first is None or last is None:
            return None
        rough = unit in ("month", "year", "quarter", "decade")
        days = _rounded(first, last, "year" if unit == "decade" else unit) if rough else (first, last)
        grain: Grain = UNIT_GRAIN[unit] if rough else "day"
        reading = made(found, days, f"{unit}s ago", grain, anchor=ctx.last)
        if reading is not None:
            reading.narrative = True
        return reading
    sign = -1 if side in ("earlier", "before", "previously", "prior") else 1
    latest = ctx.latest(start, "day") if unit in ("day", "week") else ctx.latest(start)
    if latest is None:
        return None
    if unit == "day" and count > 60:
        return None
    anchor = latest.days[0]
    target = moved_by(anchor, unit, sign * count)
    if target is None:
        return None
    exact = unit in ("day", "week")
    days = (target, target) if exact else unit_around("year" if unit == "decade" else unit, target)
    grain = "day" if exact else UNIT_GRAIN[unit]
    return made(
        found, days, f"{unit}s {'later' if sign > 0 else 'earlier'}", grain, explicit=True, anchor=anchor
    )


def _rounded(first: date, last: date, unit: str) -> Days | None:
    start, end = unit_around(unit, first), unit_around(unit, last)
    return pair(start[0], end[1]) if start and end else None


@rule(
    rf"(?P<which>last|this|next|that|same|previous|following|past|coming)\s+(?P<period>{MONTH}|{SEASON})(?!\w)",
    "relative",
    "part",
)
def month_or_season_beside(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "last April", "next spring", "that summer", "this autumn"."""
    which, period, start = found["which"], found["period"], found.start()
    if period in ("fall", "march", "may", "spring") and re.match(
        r"\s+of\b|\s+(?:be|have|not)\b", ctx.low[found.end() : found.end() + 6]
    ):
        return None
    end = found.end() - (found[0].endswith(".") and ctx.text[found.end() : found.end() + 2].strip() == "")
    season = period in ("spring", "summer", "autumn", "fall", "winter")
    if not season and not ctx.text[found.start("period")].isupper():
        return None
    grain: Grain = "season" if season else "month"

    def build(year: int) -> Days | None:
        return season_of(year, period) if season else month_of(year, MONTH_NUMBERS[period[:3]])

    latest = ctx.latest(start)
    if which in ("that", "same", "previous", "following"):
        if latest is None:
            return None
        shift = {"following": 1, "previous": -1}.get(which, 0)
        days = build(latest.days[0].year)
        if days and shift and (days[0] > latest.days[1]) != (shift > 0):
            days = build(latest.days[0].year + shift)
        return made(found, days, "anaphora", grain, explicit=True, anchor=latest.days[0], end=end)
    if ctx.last is None:
        return None
    options = [build(ctx.last.year + shift) for shift in (-2, -1, 0, 1, 2)]
    known = [days for days in options if days]
    if which in ("last", "past"):
        fitting = [days for days in known if days[1] < ctx.last][-1:]
    elif which in ("next", "coming"):
        fitting = [days for days in known if days[0] > ctx.last][:1]
    else:
        # "this winter" is the one under way or just over until April, from then on the one to come.
        near = build(ctx.last.year - (period == "winter" and ctx.last.month <= 4))
        fitting = [near] if near else []
    return made(found, fitting[0], f"{which} {grain}", grain, anchor=ctx.last, end=end) if fitting else None
