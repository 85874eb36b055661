"""Rules for holidays with a fixed day: Nooruz, Victory Day, New Year, independence by the country."""

from __future__ import annotations

import re

from reports.dates_calendar import Days, day_of
from reports.dates_context import Context, Reading, days_in_year
from reports.dates_grammar import made, read_at, rule

# (month, day) of the holidays that have one; the Muslim feasts move and are left alone.
HOLIDAYS: dict[str, tuple[int, int]] = {
    "nooruz": (3, 21),
    "nowruz": (3, 21),
    "navruz": (3, 21),
    "nauryz": (3, 21),
    "novruz": (3, 21),
    "norooz": (3, 21),
    "victory day": (5, 9),
    "women's day": (3, 8),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "new year's": (1, 1),
    "new year": (1, 1),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "may day": (5, 1),
}
# Independence and constitution days by what names the country; the first found nearest to the words counts.
INDEPENDENCE: dict[str, tuple[int, int]] = {
    "kyrgyz": (8, 31),
    "uzbek": (9, 1),
    "tajik": (9, 9),
    "kazakh": (12, 16),
    "turkmen": (9, 27),
    "afghan": (8, 19),
    "america": (7, 4),
}
CONSTITUTION: dict[str, tuple[int, int]] = {
    "kyrgyz": (5, 5),
    "uzbek": (12, 8),
    "tajik": (11, 6),
    "kazakh": (8, 30),
}
COUNTRY_WORD = re.compile(r"\b(kyrgyz|uzbek|tajik|kazakh|turkmen|afghan|america)")
COUNTRY_REACH = 300
TIME_BEFORE = re.compile(
    r"\b(?:on|by|before|after|at|until|till|since|during|around|over|for|of|ahead of|every|"
    r"celebrat\w+|mark(?:s|ed|ing)?|"
    r"this|last|next|to|between|and)\s+(?:(?:the|this|last|next|its|their|his|country['\u2019]s|traditional|national|annual|"
    r"kyrgyz|uzbek|tajik|kazakh|(?:kyrgyzstan|uzbekistan|tajikistan|kazakhstan)['\u2019]s)\s+){0,2}$"
)
NOT_THE_DAY = re.compile(
    r"\s+(?:square|street|avenue|park|palace|order|medal|resolution|prison|school|road)\b"
)
EVE = re.compile(r"\b(?:the\s+)?eve\s+of\s+(?:the\s+)?$")


def _day(ctx: Context, found: re.Match[str]) -> tuple[int, int] | None:
    words = re.sub(r"\s+", " ", found[0]).replace("\u2019", "'")
    table = {"independence day": INDEPENDENCE, "constitution day": CONSTITUTION}.get(words)
    if table is None:
        return HOLIDAYS.get(words)
    near: tuple[int, str] | None = None
    low = max(found.start() - COUNTRY_REACH, 0)
    for country in COUNTRY_WORD.finditer(ctx.low, low, found.end() + COUNTRY_REACH):
        # What stands before the words is likelier meant than what stands after them.
        apart = found.start() - country.end()
        apart = apart if apart >= 0 else 2 * (country.start() - found.end())
        if country[1] in table and (near is None or apart < near[0]):
            near = (apart, country[1])
    return table[near[1]] if near else None


@rule(
    r"(?:nooruz|nowruz|navruz|nauryz|novruz|norooz|victory\s+day|(?:international\s+)?women['\u2019]s\s+day|new\s+year"
    r"(?:['\u2019]s(?:\s+(?:eve|day))?)?|christmas(?:\s+(?:eve|day))?|may\s+day|independence\s+day|constitution\s+day)(?!\w)",
    "holiday",
)
def holiday(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "at Nowruz", "after Independence Day": the day, in the year that the context tells or that follows."""
    start, end = found.start(), found.end()
    if not ctx.text[start].isupper() or NOT_THE_DAY.match(ctx.low, end):
        return None
    lead = ctx.before(start, 40)
    if not TIME_BEFORE.search(lead) or ctx.low[start - 9 : start].endswith(("orthodox ", "chinese ")):
        return None
    if (
        found[0].startswith("new")
        and not re.search(r"eve|day", found[0])
        and re.match(r"\s+(?:address|speech|message|greeting|party|tree|\d)", ctx.low[end : end + 10])
    ):
        return None
    told = _day(ctx, found)
    if told is None:
        return None
    month, day = told
    eve = (month, day) == (1, 1) and EVE.search(lead) is not None
    if eve:
        month, day = 12, 31
    year = re.compile(r",?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d)(?!\d)").match(ctx.low, end)
    if year:
        days: Days | None = day_of(int(year["year"]), month, day)
        return made(found, days, "holiday", "day", explicit=True, end=year.end())
    placed = ctx.place_in_year(days_in_year(month, day, day), start, month)
    return made(found, placed[0], f"holiday, {placed[2]}", "day", anchor=placed[1]) if placed else None


@rule(r"9/11(?![\d/])", "number")
def known_day(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "after 9/11": the day that needs no year."""
    lead = ctx.before(found.start())
    if not re.search(r"\b(?:after|since|before|of|post|pre|the)[\s-]+$", lead):
        return None
    if ctx.last is not None and ctx.last.year < 2001:
        return None
    return made(found, day_of(2001, 9, 11), "known day", "day", explicit=True)


@rule(r"(?:early|first)\s+hours\s+of\s+(?:the\s+)?(?:morning\s+(?:of|on)\s+)?", "part")
def early_hours(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "in the early hours of 16 June": the date itself."""
    whole = read_at(ctx, found.end())
    if whole is None or whole.grain != "day":
        return None
    whole.start = found.start()
    return whole
