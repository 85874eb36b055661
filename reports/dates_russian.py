"""Rules for Russian: вчера, в прошлом году, в начале мая, с 22 августа по 18 октября, в понедельник."""

from __future__ import annotations

import re
from datetime import timedelta

from reports.dates_calendar import Grain, pair, part_of, season_of
from reports.dates_context import Context, Reading, month_in_year, season_in_year
from reports.dates_grammar import made, read_at, rule
from reports.dates_relative import from_publication, unit_from_anchor, unit_from_publication
from reports.dates_rules import month_number
from reports.dates_words import RUSSIAN_MONTH, RUSSIAN_WEEKDAY, RUSSIAN_YEAR_WORD, WEEKDAY_NUMBERS, YEAR

DAY_WORDS = {"позавчера": -2, "вчера": -1, "сегодня": 0, "завтра": 1, "послезавтра": 2}
SEASONS = {"весной": "spring", "летом": "summer", "осенью": "autumn", "зимой": "winter"}
UNITS: dict[str, Grain] = {"год": "year", "мес": "month", "нед": "week"}


@rule(r"(?P<word>позавчера|вчера|сегодня|завтра|послезавтра)(?!\w)", "cyrillic")
def day_word(ctx: Context, found: re.Match[str]) -> Reading | None:
    """вчера, сегодня, завтра."""
    return made(found, from_publication(ctx, DAY_WORDS[found["word"]]), found["word"], "day", anchor=ctx.last)


@rule(r"(?P<which>прошл\w+|этом|этой|следующ\w+)\s+(?P<unit>году|месяце|неделе)(?!\w)", "cyrillic")
def unit_beside(ctx: Context, found: re.Match[str]) -> Reading | None:
    """в прошлом году, в этом месяце, на следующей неделе."""
    shift = {"п": -1, "э": 0, "с": 1}[found["which"][0]]
    unit = UNITS[found["unit"][:3]]
    return made(found, unit_from_publication(ctx, unit, shift), "deictic", unit, anchor=ctx.last)


@rule(r"(?P<which>тот\s+же|следующий)\s+день(?!\w)", "cyrillic")
def day_beside(ctx: Context, found: re.Match[str]) -> Reading | None:
    """в тот же день, на следующий день."""
    placed = unit_from_anchor(ctx, found.start(), "day", 0 if found["which"].startswith("тот") else 1)
    return made(found, placed[0], "anaphora", "day", explicit=True, anchor=placed[1]) if placed else None


@rule(r"(?P<part>начале|середине|конце)\s+", "cyrillic")
def part_of_period(ctx: Context, found: re.Match[str]) -> Reading | None:
    """в начале мая, в конце 1999 года."""
    whole = read_at(ctx, found.end())
    if whole is None or whole.grain not in ("month", "year", "decade", "season"):
        return None
    part = {"н": "start", "с": "middle", "к": "end"}[found["part"][0]]
    days = part_of(whole.days, whole.grain, part)
    return made(
        found,
        days,
        f"part of a {whole.grain}",
        "span",
        explicit=whole.explicit,
        anchor=whole.anchor,
        end=whole.end,
    )


@rule(rf"(?P<season>весной|летом|осенью|зимой)(?:\s+(?P<year>{YEAR}){RUSSIAN_YEAR_WORD}?)?(?!\w)", "cyrillic")
def season(ctx: Context, found: re.Match[str]) -> Reading | None:
    """весной 1999 года, летом."""
    name = SEASONS[found["season"]]
    if found["year"]:
        return made(found, season_of(int(found["year"]), name), "season and year", "season", explicit=True)
    placed = ctx.place_in_year(season_in_year(name), found.start())
    return made(found, placed[0], f"season, {placed[2]}", "season", anchor=placed[1]) if placed else None


@rule(rf"(?P<month>{RUSSIAN_MONTH})", "cyrillic")
def bare_month(ctx: Context, found: re.Match[str]) -> Reading | None:
    """в сентябре: a month alone needs its preposition or a part of it before."""
    if not re.search(r"(?:\b(?:в|до|с|по|к|за|на)|начале|середине|конце)\s+$", ctx.before(found.start())):
        return None
    month = month_number(found["month"])
    placed = ctx.place_in_year(month_in_year(month), found.start(), month)
    return made(found, placed[0], f"month, {placed[2]}", "month", anchor=placed[1]) if placed else None


@rule(rf"(?P<weekday>{RUSSIAN_WEEKDAY})(?!\w)", "cyrillic")
def weekday(ctx: Context, found: re.Match[str]) -> Reading | None:
    """в понедельник: the latest one, the next one in the future."""
    if ctx.first is None or ctx.last is None or not re.search(r"\bво?\s+$", ctx.before(found.start())):
        return None
    number = WEEKDAY_NUMBERS[found["weekday"][:3]]
    future = ctx.is_future(found.start())

    def near(day_number: int) -> int:
        return (number - day_number) % 7 or 7 if future else -((day_number - number) % 7)

    days = pair(
        ctx.first + timedelta(days=near(ctx.first.weekday())),
        ctx.last + timedelta(days=near(ctx.last.weekday())),
    )
    return made(found, days, "weekday", "day", anchor=ctx.last)
