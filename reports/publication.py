"""Title, publisher, author and date of a report: declared, in its head, or implied by its issue number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime

from reports.annotation import DateExpression, Interval, Span
from reports.dates import find_dates
from reports.dates_calendar import FIRST_YEAR, LAST_YEAR
from reports.dates_context import LEAST_HEADINGS, Context
from reports.dates_traps import DATE_ALONE
from reports.posts import BYLINE, HEADER_FIELD, ISSUE_LINE, is_page
from reports.sentences import SENTENCE_END_MARK, paragraph_spans

# Newsletters that number their issues within a volume a year: volume 0 would be this year, and the issues in
# a year
# come by the business day ("day"), the fortnight, or without a rule that is known ("year").
SERIES = {
    "monitor": (1994, "day", "Jamestown Foundation, Monitor"),
    "fortnight in review": (1994, "fortnight", "Jamestown Foundation, Fortnight in Review"),
    "prism": (1994, "year", "Jamestown Foundation, Prism"),
    "eurasia daily monitor": (2003, "day", "Jamestown Foundation, Eurasia Daily Monitor"),
    "terrorism monitor": (2002, "year", "Jamestown Foundation, Terrorism Monitor"),
}
# Measured: an issue appears at most one day before and up to 14 days after the business day of its number, as
# issues
# were skipped on other days than federal holidays.
ISSUE_EARLY, ISSUE_LATE = timedelta(days=1), timedelta(days=14)
# Without any date, a report is taken to be written within a year after the latest day that it speaks of.
UNDATED_REACH = timedelta(days=365)
NEWS_REACH = timedelta(days=45)
# What is told from a publication ("fifty years ago") has to stay within the years that a report can mean.
MARGIN_YEARS = 50
HEAD_LINES = 14
HEAD_CHARACTERS = 1500

DATE_FIELD = re.compile(
    r"(?:date|published|publication date|posted(?: on)?|updated|last updated|sent|issued|дата|"
    r"опубликовано)\s*(?:on)?\s*:?\s+(?=.*\d)",
    re.IGNORECASE,
)
# "Situation report 2 (as of 20 September 2022)", "Compiled in March 2011": what says the day of a line.
AS_OF = re.compile(
    r"\b(?:as of|as at|compiled|prepared|issued|dated|revised|status|"
    r"состояни\w+ на)\s+(?:on|in|at)?\s*(?=[^\n]*\d)",
    re.I,
)
# A closing bracket with two sources and their days: "(Interfax, Bishkek Radio, October 25-26; …".
SOURCES = re.compile(r"\((?=[A-Z])[^()\n;]{6,200}?,\s[^()\n;]{3,40}(?=[;)])")
# A deadline is no day that has come: "to release them by October 27".
DEADLINE = re.compile(r"\b(?:by|until|till|before|no later than)\s+(?:the\s+)?(?:end\s+of\s+)?$", re.I)
DATELINE = re.compile(
    r"^\(?(?P<place>[A-ZА-ЯЁ][\w'’ .,/-]{1,60}?),?\s*(?:\((?P<agency>[^)\n]{2,40})\)\s*,?\s*)?"
    r"(?P<date>[^–—\n()]{3,30}?)"
    r"\s*(?:\((?P<agency2>[^)\n]{2,40})\)|\))?\s*(?:[–—:]|--?\s)",
)
# "Vienna, 18 May 2006" above a speech is its dateline, and no byline.
PLACED_DATE = re.compile(
    r"^(?!(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day|updated|posted|published|issued|dated)\b)"
    r"[A-ZА-ЯЁ][\w'’-]{2,30}(?:,\s[A-Z][\w. ]{1,24})?,\s+(?=\S*\d|[A-ZА-ЯЁ][a-zа-яё]+\s\d)"
)
AGENCY = re.compile(
    r"(?:^|[(\s])(?P<name>Reuters|AFP|AP|Associated Press|Interfax|Itar-Tass|TASS|RIA Novosti|AKIpress|"
    r"24\.kg|Xinhua|BBC|RFE/RL|IRIN|Eurasianet|Kabar|Khovar|Asia-Plus|Ferghana\.ru|IWPR|ReliefWeb|OCHA)\b"
)
SHORT_LINE = re.compile(r"^[^\n]{4,48}$", re.MULTILINE)
NAME_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/.]?(0[1-9]|1[0-2])[-_/.]?(0[1-9]|[12]\d|3[01])(?!\d)")
NAME_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
BY = re.compile(r"^by:?\s+(?P<author>[^|,–\n]{3,80}?)(?:\s*[|,–].*)?$", re.IGNORECASE)
PUBLICATION = re.compile(
    r"^(?:publication|source|publisher|источник)\s*:\s*(?P<publisher>[^:\n]{2,80}?)(?:\s+volume\b.*)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Publication:
    """What is known of a report's publication; `head` are its lines above the running text."""

    title: str
    publisher: str
    author: str
    published: Interval | None
    head: tuple[Span, ...]


def find_publication(text: str, post: Span, fields: Mapping[str, str], *, name: str = "") -> Publication:
    """Title, publisher, author and date of one report of a text.

    The date comes from, in this order: the fields that the file declares, a date in the head, the issue
    number, a dateline, the address or the file's name, the latest day the text speaks of. What only names a
    year or a stretch is narrowed from below by the latest past day in the text. Always an interval with the
    rule, None for no trace.
    """
    lines = [
        line
        for line in paragraph_spans(text, [post])[:HEAD_LINES]
        if line.start - post.start < HEAD_CHARACTERS
    ]
    lines = [line for line in lines if not is_page(text[line.start : line.end])]
    head: list[Span] = []
    title, publisher, author = fields.get("title", ""), fields.get("publisher", ""), fields.get("author", "")
    issue: re.Match[str] | None = None
    dated: Interval | None = declared_date(fields.get("date", ""))
    told = _told_date(text, lines)
    headings = _are_headings(text, post)
    for index, line in enumerate(lines):
        words = text[line.start : line.end]
        issued = ISSUE_LINE.fullmatch(words) if len(words) < 160 else None
        by, named = BY.match(words[:200]), PUBLICATION.match(words[:200])
        alone = _date_line(text, line)
        if issued:
            issue, head = issued, [*head, line]
        elif by and len(words) < 120 and BYLINE.fullmatch(words):
            author, dated, head = author or by["author"].strip(), dated or alone, [*head, line]
        elif named:
            publisher, head = publisher or named["publisher"].strip(), [*head, line]
        elif alone is not None and index < 8 and not (headings and DATE_ALONE.fullmatch(words.lower())):
            dated = dated or alone
            if not PLACED_DATE.match(words):
                head.append(line)
        elif HEADER_FIELD.match(words) or (len(words) < 160 and BYLINE.fullmatch(words)):
            title, head = title or _field_value(words, "title", "headline", "subject"), [*head, line]
        elif index <= 1 and not head and not title and _is_title(words, lines, index):
            title = words
        elif index > 1 and len(words) > 160:
            break
    if issue is not None:
        publisher = publisher or _series(issue)[2]
    agency = AGENCY.search(text[post.start : post.start + 200])
    if not publisher and agency:
        publisher = agency["name"]
    published = dated or told or _implied(text, post, issue, name, fields)
    return Publication(title.strip(), publisher.strip(), author.strip(), published, tuple(head))


def declared_date(value: str) -> Interval | None:
    """The day that a file declares for itself, in the form of a mail, a page or a feed."""
    value = value.strip()
    if not value:
        return None
    try:
        day: date | None = datetime.fromisoformat(value[:40]).date()
    except ValueError:
        day = None
    if day is None:
        try:
            day = parsedate_to_datetime(value[:80]).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            found = [e for e in find_dates(value[:80], None, None) if e.interval.start == e.interval.end]
            day = found[0].interval.start if found else None
    if day is None or not FIRST_YEAR + MARGIN_YEARS <= day.year <= LAST_YEAR - MARGIN_YEARS:
        return None
    return Interval(day, day, "date declared by the file")


def _are_headings(text: str, post: Span) -> bool:
    """Whether the lines of a post that are dates alone are headings of a chronology: there are several."""
    dated = 0
    for line in SHORT_LINE.finditer(text, post.start, post.end):
        words = line.group().strip().lower()
        dated += bool(re.search(r"\d{4}", words)) and DATE_ALONE.fullmatch(words) is not None
        if dated >= LEAST_HEADINGS:
            return True
    return False


def _told_date(text: str, lines: list[Span]) -> Interval | None:
    """The day or the month that a line of the head says it was compiled in, or stands as of."""
    for line in lines[:6]:
        words = text[line.start : line.end]
        said = AS_OF.search(words) if len(words) <= 120 else None
        if said is None:
            continue
        for found in find_dates(words[said.end() :], None, None)[:1]:
            if found.start <= 3 and (found.interval.end - found.interval.start).days <= 31:
                return Interval(found.interval.start, found.interval.end, "date in the head")
    return None


def _date_line(text: str, line: Span) -> Interval | None:
    """The day of a line in the head that is a date and little else."""
    words = text[line.start : line.end]
    field = DATE_FIELD.match(words)
    if len(words) > 90 or not re.search(r"\d", words):
        return None
    found = [e for e in find_dates(words, None, None) if e.interval.start == e.interval.end]
    if not found:
        return None
    rest = len(words) - sum(len(expression.text) for expression in found)
    if not field and not BY.match(words) and rest > 24:
        return None
    if not field and len(words) - found[0].end > 40:
        return None
    if not FIRST_YEAR + MARGIN_YEARS <= found[0].interval.start.year <= LAST_YEAR - MARGIN_YEARS:
        return None
    # The first day of the line: "updated" comes after "published".
    return Interval(found[0].interval.start, found[0].interval.end, "date in the head")


def _field_value(words: str, *names: str) -> str:
    key, _, value = words.partition(":")
    return value.strip() if key.strip().lower() in names else ""


def _is_title(words: str, lines: list[Span], index: int) -> bool:
    return (
        8 <= len(words) <= 150
        and not SENTENCE_END_MARK.search(words)
        and len(lines) > index + 1
        and " " in words
    )


def _series(issue: re.Match[str]) -> tuple[int | None, str, str]:
    publication = re.sub(r"^(?:the|jamestown foundation,?)\s+", "", issue["publication"].strip().lower())
    known = SERIES.get(publication.removeprefix("the ").strip())
    return known if known else (None, "year", issue["publication"].strip())


def _implied(
    text: str, post: Span, issue: re.Match[str] | None, name: str, fields: Mapping[str, str]
) -> Interval | None:
    """The publication date that nothing states: bounds from above, narrowed by the text."""
    bounds = _issue_bounds(issue) if issue is not None else None
    if bounds is None:
        bounds = (
            _address_bounds(fields.get("url", "")) or _dateline(text, post, name) or _address_bounds(name)
        )
    if bounds is None:
        return _after_latest(text, post)
    if bounds.start == bounds.end:
        return bounds
    if issue is not None and _series(issue)[1] == "day":
        bounds = _after_sources(text, post, bounds) or bounds
        if bounds.start == bounds.end:
            return bounds
    latest = latest_past_day(text, post, bounds)
    if latest is None or not bounds.start < latest <= bounds.end:
        return bounds
    # Who tells of a day without its year tells news.
    end = min(bounds.end, latest + NEWS_REACH) if issue is None else bounds.end
    return Interval(latest, end, f"{bounds.rule}; not before the latest past day in the text")


def business_days(year: int) -> list[date]:
    """The weekdays of a year that are no federal holiday of the United States."""
    closed = {
        _observed(date(year, 1, 1)),
        _nth_weekday(year, 1, 0, 3),
        _nth_weekday(year, 2, 0, 3),
        _last_monday_of_may(year),
        _observed(date(year, 7, 4)),
        _nth_weekday(year, 9, 0, 1),
        _nth_weekday(year, 10, 0, 2),
        _observed(date(year, 11, 11)),
        _nth_weekday(year, 11, 3, 4),
        _observed(date(year, 12, 25)),
    }
    days = (date(year, 1, 1) + timedelta(days=offset) for offset in range(366))
    return [day for day in days if day.year == year and day.weekday() < 5 and day not in closed]


def _observed(day: date) -> date:
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())


def _issue_bounds(issue: re.Match[str]) -> Interval | None:
    base, rhythm, _ = _series(issue)
    volume, number = int(issue["volume"]), int(issue["issue"])
    written = NAME_YEAR.search(issue.group(0))
    if base is None:
        if written is None:
            return None
        year = int(written.group(1))
        return Interval(date(year, 1, 1), date(year, 12, 31), "year in the line of the issue")
    year = base + volume
    if not 1990 <= year <= 2100:
        return None
    first, last = date(year, 1, 1), date(year, 12, 31)
    if rhythm == "year" or number < 1:
        return Interval(first, last, f"volume {volume} is the year {year}")
    if rhythm == "fortnight":
        day = first + timedelta(days=14 * number)
        day = min(day, last)
        start, end = max(day - timedelta(days=14), first), min(day + timedelta(days=14), last)
        return Interval(start, end, f"volume {volume} is the year {year}, issue {number} its fortnight")
    days = business_days(year)
    day = days[min(number, len(days)) - 1]
    rule = (
        f"volume {volume} is the year {year}, issue {number} its business day {day.isoformat()}, "
        f"at most {ISSUE_LATE.days} days late"
    )
    return Interval(max(day - ISSUE_EARLY, first), min(day + ISSUE_LATE, last), rule)


def _address_bounds(address: str) -> Interval | None:
    """The day or the year in an address or in the name of a file."""
    found = NAME_DATE.search(address)
    if found:
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return None
        return Interval(day, day, "date in the address or the file's name")
    years = {int(year) for year in NAME_YEAR.findall(address)}
    if len(years) != 1:
        return None
    year = years.pop()
    return Interval(date(year, 1, 1), date(year, 12, 31), "year in the address or the file's name")


def _dateline(text: str, post: Span, name: str) -> Interval | None:
    """The day in "OSH, June 15 (Agency) –"; its year, where it has none, from the name or the latest year in
    the text.
    """
    for line in paragraph_spans(text, [post])[:6]:
        found = DATELINE.match(text[line.start : min(line.end, line.start + 130)])
        if not found:
            continue
        near = _address_bounds(name) or _after_latest(text, Span(line.end, post.end))
        stated = find_dates(found["date"].strip() + " ", None, near)
        days = [expression for expression in stated if expression.interval.start == expression.interval.end]
        if days and re.search(r"\d", days[0].text):
            return Interval(days[0].interval.start, days[0].interval.end, "dateline")
    return None


def _after_sources(text: str, post: Span, bounds: Interval) -> Interval | None:
    """A daily appears on the weekday after the last day of the sources that its item names in brackets."""
    ends = []
    for bracket in SOURCES.finditer(text, post.start, post.end):
        named = find_dates(text, [Span(bracket.start(), bracket.end())], bounds)
        if named and re.search(r"\d", named[-1].text) and named[-1].end >= bracket.end() - 1:
            ends.append(named[-1].interval.end)
    last = max((day for day in ends if bounds.start - timedelta(days=3) <= day < bounds.end), default=None)
    if last is None:
        return None
    following = last + timedelta(days=1)
    while following.weekday() >= 5:
        following += timedelta(days=1)
    return Interval(following, following, f"{bounds.rule}; the weekday after its latest source")


def latest_past_day(text: str, post: Span, bounds: Interval) -> date | None:
    """The latest day that the text tells of as past, within the bounds of its publication."""
    context = Context.of(text, bounds)
    past = [
        expression.interval.end
        for expression in find_dates(text, [post], bounds)
        if _states_day(expression)
        and bounds.start - timedelta(days=60) <= expression.interval.end <= bounds.end
        if not context.is_future(expression.start)
        and not DEADLINE.search(text[max(expression.start - 40, post.start) : expression.start])
    ]
    return max(past, default=None)


def _states_day(expression: DateExpression) -> bool:
    """Whether an expression names its day itself, not from the publication that is being looked for."""
    within_month = (expression.interval.end - expression.interval.start).days <= 31
    return within_month and re.search(r"\d", expression.text) is not None


def _after_latest(text: str, post: Span) -> Interval | None:
    """For a report without any date: from the latest written date in it, up to a year later."""
    context = Context.of(text, None)
    ends = [
        expression.interval.end
        for expression in find_dates(text, [post], None)
        if re.search(r"(?:1[89]|2[01])\d\d", expression.text)
        and not context.is_future(expression.start, clear=True)
    ]
    first, last = FIRST_YEAR + MARGIN_YEARS, LAST_YEAR - MARGIN_YEARS
    plausible = [end for end in ends if first <= end.year <= last]
    if not plausible:
        return None
    latest = max(plausible)
    return Interval(
        latest, latest + UNDATED_REACH, "no date found; within a year after the latest day in the text"
    )
