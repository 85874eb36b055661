"""Rules for Russian: вчера, в прошлом году, в начале мая, с 22 августа по 18 октября, в понедельник."""

from __future__ import annotations

import re
from datetime import timedelta

from reports.dates_calendar import Grain, moved_by, pair, part_of, season_of, unit_around
from reports.dates_context import Context, Reading, month_in_year, season_in_year
from reports.dates_grammar import made, read_at, rule
from reports.dates_parts import slice_of
from reports.dates_relative import from_publication, unit_from_anchor, unit_from_publication
from reports.dates_rules import month_number
from reports.dates_words import RUSSIAN_MONTH, RUSSIAN_WEEKDAY, RUSSIAN_YEAR_WORD, WEEKDAY_NUMBERS, YEAR

DAY_WORDS = {"позавчера": -2, "вчера": -1, "сегодня": 0, "завтра": 1, "послезавтра": 2}
SEASONS = {"вес": "spring", "лет": "summer", "осе": "autumn", "зим": "winter"}
UNITS: dict[str, Grain] = {
    "год": "year",
    "мес": "month",
    "нед": "week",
    "ден": "day",
    "дне": "day",
    "дня": "day",
}
COUNTS = {
    "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7, "восемь": 8,
    "девять": 9, "десять": 10,
}  # fmt: skip
RANKS = {"первой": 0, "первом": 0, "второй": 1, "втором": 1, "третьем": 2, "четвертом": 3, "четвёртом": 3}
LAST, NOW, NEXT = ("прошл", "минувш"), ("эт", "нынешн", "текущ"), ("следующ", "будущ")


def side_of(word: str) -> int:
    """-1 for прошлый and минувший, 0 for этот and текущий, 1 for следующий, in any of their forms."""
    return -1 if word.startswith(LAST) else 1 if word.startswith(NEXT) else 0


@rule(r"(?P<word>позавчера|вчера|сегодня|завтра|послезавтра)(?!\w)", "cyrillic")
def day_word(ctx: Context, found: re.Match[str]) -> Reading | None:
    """вчера, сегодня, завтра."""
    return made(found, from_publication(ctx, DAY_WORDS[found["word"]]), found["word"], "day", anchor=ctx.last)


@rule(r"ночь\s+(?P<to>на|с)\s+", "cyrillic")
def night_to(ctx: Context, found: re.Match[str]) -> Reading | None:
    """в ночь на 29 апреля: the night that ends on that day; в ночь с 28 на 29 апреля: both."""
    both = re.compile(r"(?P<first>[0-9]{1,2})(?:-?го)?\s+на\s+").match(ctx.low, found.end())
    whole = read_at(ctx, both.end() if both and found["to"] == "с" else found.end())
    if whole is None or whole.grain != "day" or (found["to"] == "с" and both is None):
        return None
    days = pair(whole.days[0] - timedelta(days=1), whole.days[1])
    return made(
        found, days, "night to a day", "day", explicit=whole.explicit, anchor=whole.anchor, end=whole.end
    )


@rule(
    rf"(?P<count>[0-9]{{1,2}}|{'|'.join(COUNTS)})\s+(?P<unit>дн(?:я|ей)|недел[иь]|месяц(?:а|ев)|год(?:а)|лет)\s+"
    r"(?P<side>назад|спустя)(?!\w)",
    "cyrillic",
    "number",
)
@rule(r"(?P<unit>день|неделю|месяц|год)\s+(?P<side>назад|спустя)(?!\w)", "cyrillic")
@rule(
    rf"(?P<side>через|спустя)\s+(?:(?P<count>[0-9]{{1,2}}|{'|'.join(COUNTS)})\s+)?"
    r"(?P<unit>день|дня|дней|неделю|недел[иь]|месяца?|месяцев|год|года|лет)(?!\w)",
    "cyrillic",
)
def units_away(ctx: Context, found: re.Match[str]) -> Reading | None:
    """два дня назад, from the publication; через два дня, from the last day."""
    written = found.groupdict().get("count")
    count = 1 if written is None else int(written) if written.isdigit() else COUNTS[written]
    unit = UNITS.get(found["unit"][:3], "year")
    if found["side"] == "назад":
        if ctx.first is None or ctx.last is None:
            return None
        first, last = moved_by(ctx.first, unit, -count), moved_by(ctx.last, unit, -count)
    else:
        latest = ctx.latest(found.start(), "day") if unit in ("day", "week") else ctx.latest(found.start())
        if latest is None:
            return None
        first = last = moved_by(latest.days[1], unit, count)
    if first is None or last is None:
        return None
    exact = unit in ("day", "week")
    start, end = unit_around(unit, first), unit_around(unit, last)
    days = pair(first, last) if exact else pair(start[0], end[1]) if start and end else None
    return made(found, days, "units away", "day" if exact else unit, explicit=True, anchor=ctx.last)


@rule(
    r"(?P<which>прошл\w+|минувш\w+|нынешн\w+|текущ\w+|этом|этой|следующ\w+|будущ\w+)\s+"
    r"(?P<unit>году|месяце|неделе)(?!\w)",
    "cyrillic",
)
def unit_beside(ctx: Context, found: re.Match[str]) -> Reading | None:
    """в прошлом году, в этом месяце, на следующей неделе."""
    shift = side_of(found["which"])
    unit = UNITS[found["unit"][:3]]
    return made(found, unit_from_publication(ctx, unit, shift), "deictic", unit, anchor=ctx.last)


@rule(r"(?P<which>тот\s+же|следующий)\s+день(?!\w)", "cyrillic")
def day_beside(ctx: Context, found: re.Match[str]) -> Reading | None:
    """в тот же день, на следующий день."""
    placed = unit_from_anchor(ctx, found.start(), "day", 0 if found["which"].startswith("тот") else 1)
    return made(found, placed[0], "anaphora", "day", explicit=True, anchor=placed[1]) if placed else None


@rule(
    r"(?P<part>начала|конца|концу|начале|конце|середине|середины)\s+(?P<unit>года|месяца|недели)(?!\w)",
    "cyrillic",
)
def part_of_unit(ctx: Context, found: re.Match[str]) -> Reading | None:
    """с начала года (up to the publication), до конца месяца, в конце года."""
    unit = UNITS[found["unit"][:3]]
    whole = unit_from_publication(ctx, unit, 0)
    if whole is None or ctx.last is None:
        return None
    if found["part"] == "начала" and re.search(r"\bс\s+$", ctx.before(found.start())):
        return made(found, pair(whole[0], ctx.last), "since the start", "span", anchor=ctx.last)
    part = {"н": "start", "с": "middle", "к": "end"}[found["part"][0]]
    return made(found, part_of(whole, unit, part), f"part of a {unit}", "span", anchor=ctx.last)


@rule(
    r"(?P<nth>первой|второй|первом|втором|третьем|четв[её]ртом)\s+(?P<unit>половине|квартале|неделе)\s+",
    "cyrillic",
)
def nth_part(ctx: Context, found: re.Match[str]) -> Reading | None:
    """в первой половине 2005 года, во втором квартале прошлого года."""
    deictic = re.compile(r"(?P<which>прошлого|минувшего|этого|нынешнего|текущего)\s+года(?!\w)").match(
        ctx.low, found.end()
    )
    if deictic:
        days, end, anchor = (
            unit_from_publication(ctx, "year", side_of(deictic["which"])),
            deictic.end(),
            ctx.last,
        )
        explicit, grain = False, "year"
    else:
        whole = read_at(ctx, found.end())
        if whole is None:
            return None
        days, end, anchor, explicit, grain = whole.days, whole.end, whole.anchor, whole.explicit, whole.grain
    if days is None or grain not in ("year", "month"):
        return None
    unit = {"по": "half", "кв": "quarter", "не": "week"}[found["unit"][:2]]
    cut = slice_of(days, grain, unit, RANKS[found["nth"]])
    return made(found, cut, f"{unit} of a {grain}", "span", explicit=explicit, anchor=anchor, end=end)


@rule(r"(?P<part>начале|середине|конце|начала|конца|концу|началу)\s+", "cyrillic")
def part_of_period(ctx: Context, found: re.Match[str]) -> Reading | None:
    """в начале мая, в конце 1999 года."""
    deictic = re.compile(
        r"(?P<which>прошлого|минувшего|этого|нынешнего|следующего)\s+(?P<unit>года|месяца)(?!\w)"
    )
    told = deictic.match(ctx.low, found.end())
    whole = None
    if told:
        grain = UNITS[told["unit"][:3]]
        unit = unit_from_publication(ctx, grain, side_of(told["which"]))
        whole = made(told, unit, "deictic", grain, anchor=ctx.last)
    else:
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


@rule(
    r"(?P<which>прошл\w+|минувш\w+|нынешн\w+|этой|этим|следующ\w+|будущ\w+)\s+(?P<season>весн|лет|осень|зим)\w{0,3}(?!\w)",
    "cyrillic",
)
def season_beside(ctx: Context, found: re.Match[str]) -> Reading | None:
    """прошлым летом, нынешней весной."""
    if ctx.last is None:
        return None
    name, side = SEASONS[found["season"][:3]], side_of(found["which"])
    known = [days for shift in (-1, 0, 1) if (days := season_of(ctx.last.year + shift, name))]
    fitting = {
        -1: [days for days in known if days[1] < ctx.last][-1:],
        0: [days for days in known if days[0].year == ctx.last.year][:1],
        1: [days for days in known if days[0] > ctx.last][:1],
    }[side]
    return made(found, fitting[0], "deictic", "season", anchor=ctx.last) if fitting else None


@rule(
    rf"(?P<season>весной|летом|осенью|зимой|весны|лета|осени|зимы)(?:\s+(?P<year>{YEAR}){RUSSIAN_YEAR_WORD}?)?(?!\w)",
    "cyrillic",
)
def season(ctx: Context, found: re.Match[str]) -> Reading | None:
    """весной 1999 года, летом."""
    name = SEASONS[found["season"][:3]]
    if not found["year"] and found["season"] in ("весны", "лета", "осени", "зимы"):
        return None
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


@rule(rf"{RUSSIAN_WEEKDAY},?\s+", "cyrillic")
def weekday_before_date(ctx: Context, found: re.Match[str]) -> Reading | None:
    """в пятницу, 16 сентября: the weekday belongs to the date."""
    if not ctx.low[found.end() : found.end() + 1].isdigit():
        return None
    whole = read_at(ctx, found.end())
    if whole is None or whole.grain != "day":
        return None
    whole.start = found.start()
    return whole


@rule(
    rf"(?:(?P<which>прошл\w+|минувш\w+|следующ\w+|этот|эту|это|ближайш\w+)\s+)?(?P<weekday>{RUSSIAN_WEEKDAY})(?!\w)",
    "cyrillic",
)
def weekday(ctx: Context, found: re.Match[str]) -> Reading | None:
    """в понедельник: the latest one, the next one in the future; в минувший вторник."""
    if ctx.first is None or ctx.last is None or not re.search(r"\bво?\s+$", ctx.before(found.start())):
        return None
    number = WEEKDAY_NUMBERS[found["weekday"][:3]]
    which = found["which"] or ""
    past = which.startswith(LAST)
    future = not past and (which.startswith(NEXT) or ctx.is_future(found.start()))

    def near(day_number: int) -> int:
        back = (day_number - number) % 7
        return (number - day_number) % 7 or 7 if future else -(back or (7 if past else 0))

    days = pair(
        ctx.first + timedelta(days=near(ctx.first.weekday())),
        ctx.last + timedelta(days=near(ctx.last.weekday())),
    )
    return made(found, days, "weekday", "day", anchor=ctx.last)
