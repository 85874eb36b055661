"""What a date in a text is read against: publication, earlier dates, tense, order of day and month."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from reports.annotation import Interval
from reports.dates_calendar import Days, Grain, distance, month_of, season_of, year_of
from reports.dates_traps import DATE_ALONE
from reports.dates_words import CLEAR_FUTURE, FUTURE, MONTH, RUSSIAN_MONTH, SEASON

# How much farther a date may lie on the side that the tense speaks against, and ahead without a word of the
# future.
AGAINST_TENSE = 3.0
FUTURE_WITHOUT_TENSE, FUTURE_WITHOUT_ANY_VERB = 6.0, 4.0
# An earlier date rules the year of a later one only while it is still the reader's frame.
NARRATIVE_REACH = 450
ANAPHORA_REACH = 2500
# Days around the publication in which a date is taken for news although the story was told of another year.
NEWS, NEWS_AFTER_YEAR = 45, 120

# What has happened: a date without a word of the future is then hardly ahead.
PAST = re.compile(
    r"\b(?:was|were|had|did|been|came|went|took|fled|began|met|left|held|fell|shot|hit|broke|led|won|lost|sent|got|"
    r"became|fought|spoke|wrote|rose|saw|made|gave|brought|\w{3,}ed)\b|\w{3,}(?:ли|ла|лся|лись|лась)\b"
)
# "On June 27 the country marks the 20th anniversary": counted from the publication, not from the story.
MARKS = re.compile(r"\b(?:mark|celebrat|commemorat|observ)\w*\b[^.!?\n]{0,60}\banniversar")
MAY = re.compile(r"\b(?:may|might|can|could|must|should)\b")
WILL = re.compile(r"\b(?:will|won['\u2019]t)\b|['\u2019]ll\b")
ISO_DAY = re.compile(r"(?<![\w-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\w-])")
# "the accord of June 1997", "since May 2005": background, not the time the story is now told in.
BACKGROUND = re.compile(r"\b(?:of|since|from|dated|the|than|like|unlike|anniversary)\s+(?:the\s+)?$")
FIRST_DAY_NUMBER = re.compile(r"(?<![\w./-])([0-9]{1,2})([/.])([0-9]{1,2})\2(?:[0-9]{4}|[0-9]{2})(?![\w/])")
MONTH_FIRST = re.compile(
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december) \d"
)
DAY_FIRST = re.compile(
    r"\d (?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
)
HEADING_YEAR = re.compile(r"^[ \t#*=•-]*((?:1[89]|2[01])[0-9]{2})[ \t:.*=#-]*$", re.MULTILINE)
DATED_LINE = re.compile(
    r"^(?P<line>[^\n]{0,40}?\b(?P<year>(?:1[89]|2[01])[0-9]{2})(?:\s?(?:года?|г))?[ \t:.*=#-]{0,6})$",
    re.MULTILINE,
)
MONTH_WORD = re.compile(rf"{MONTH}|{RUSSIAN_MONTH}|{SEASON}")
LEAST_HEADINGS = 3
SINCE = re.compile(r"\bsince\s+(?:early |mid|late |the )?-?$")
# Where a clause ends for its tense: "told on Monday that it would end", "will meet after the raid on Monday".
CLAUSE_END = re.compile(
    r"[;\n]|[.!?]['\"\u201d\u2019)]*\s|\s(?:that|which|who|whom|when|while|after|because|though|although)\s"
    r"|,\s(?:and|but)\s(?:i|he|she|it|they|we|you|there)\s"
)


@dataclass(slots=True)
class Reading:
    """A date read at a place in the text, before it is handed out.

    Attributes:
        grain: the unit that the interval is one of ("span" for a free range).
        explicit: whether its year was written, so that others may take theirs from it.
        anchor: the day it was counted from, for deictic and anaphoric dates and missing years.
        narrative: whether it frames what follows, as "in July 2005" does and "the accord of July 2005" does
        not.
    """

    start: int
    end: int
    days: Days
    rule: str
    grain: Grain
    explicit: bool = False
    anchor: date | None = None
    narrative: bool = False


@dataclass
class Context:
    """The text being read, lower case of the same length beside it, and all dates read so far."""

    text: str
    low: str
    first: date | None
    last: date | None
    history: list[Reading] = field(default_factory=list)
    year_hint: int | None = None
    depth: int = 0

    @classmethod
    def of(cls, text: str, published: Interval | None) -> Context:
        """A context for one text; the lower case keeps every offset."""
        low = text.lower()
        if len(low) != len(text):
            low = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
        return cls(text, low, published.start if published else None, published.end if published else None)

    @cached_property
    def day_first(self) -> bool:
        """Whether 05/08/2000 is in August, by the numbers that leave no doubt, else by the words used
        elsewhere.
        """
        day_first = month_first = 0
        for first, separator, second in FIRST_DAY_NUMBER.findall(self.low):
            day_first += int(first) > 12 or separator == "."
            month_first += int(first) <= 12 < int(second)
        if day_first != month_first:
            return day_first > month_first
        return not len(MONTH_FIRST.findall(self.low)) > len(DAY_FIRST.findall(self.low))

    @cached_property
    def writes_iso(self) -> bool:
        """Whether the text writes its days year first, so that 2002-03 is a month in it."""
        return ISO_DAY.search(self.low) is not None

    @cached_property
    def _headings(self) -> tuple[list[int], list[int]]:
        found = [(m.start(), int(m.group(1))) for m in HEADING_YEAR.finditer(self.low)]
        dated = [
            (m.start(), int(m.group("year")))
            for m in DATED_LINE.finditer(self.low)
            if DATE_ALONE.fullmatch(m.group("line")) and MONTH_WORD.search(m.group("line"))
        ]
        # One such line is the date of publication; several are the headings of a chronology.
        found = sorted({*found, *dated}) if len(dated) >= LEAST_HEADINGS else found
        return [start for start, _ in found], [year for _, year in found]

    def heading_year(self, position: int) -> int | None:
        """The year that stands alone on a line above, as in a chronology; only when there are such lines."""
        starts, years = self._headings
        index = bisect_right(starts, position) - 1
        return years[index] if index >= 0 else None

    def before(self, position: int, length: int = 24) -> str:
        """The lower-case text that leads up to a position, on its own line."""
        lead = self.low[max(position - length, 0) : position]
        return lead[lead.rfind("\n") + 1 :]

    def clause(self, position: int) -> str:
        """The clause around a position, at most some 200 characters to either side."""
        lead = self.low[max(position - 200, 0) : position]
        cut = 0
        for found in CLAUSE_END.finditer(lead):
            cut = found.end()
        tail = self.low[position : position + 200]
        stop = CLAUSE_END.search(tail)
        return lead[cut:] + (tail[: stop.start()] if stop else tail)

    def is_future(self, position: int, *, clear: bool = False) -> bool:
        """Whether the clause speaks of what is to come; `clear` asks for words that leave no doubt."""
        return (CLEAR_FUTURE if clear else FUTURE).search(self.clause(position)) is not None

    def in_citation(self, position: int) -> bool:
        """Whether the position is inside brackets, where sources are named with their own dates."""
        lead = self.low[max(position - 250, 0) : position]
        return lead.rfind("(") > max(lead.rfind(")"), lead.rfind("\n"))

    def latest(self, position: int, *grains: Grain) -> Reading | None:
        """The last date read before a position, of the given grains if any, while in reach."""
        for reading in reversed(self.history):
            if position - reading.end > ANAPHORA_REACH:
                return None
            if reading.end <= position and (not grains or reading.grain in grains):
                return reading
        return None

    def narrative_year(self, position: int, month: int | None = None) -> tuple[int, date] | None:
        """The year in which the story is being told at a position, if it was given before, and the day it
        came from.

        Without a publication date the last dated statement rules. With one, it has to be near and to frame
        the story ("In July 2005 …"); a source in brackets is always counted from the publication.
        """
        heading = self.heading_year(position)
        if heading is not None and not self.in_citation(position):
            return heading, date(heading, 1, 1)
        latest = self.latest(position)
        if latest is None or latest.grain == "decade":
            return None
        if self.last is not None and not self.frames(latest, position):
            return None
        anchor = latest.days[0]
        # December, then "on January 5": the story has gone on into the next year.
        into_next = month is not None and latest.grain in ("day", "month") and month < anchor.month - 8
        return anchor.year + into_next, anchor

    def frames(self, latest: Reading, position: int) -> bool:
        """Whether an earlier date is the time in which the story is told here."""
        if not latest.narrative or self.in_citation(position) or position - latest.end > NARRATIVE_REACH:
            return False
        between = self.low[latest.end : position]
        if latest.rule.endswith(" ago"):
            return re.search(r"[.!?\n]", between) is None
        if latest.grain == "year":
            return "\n" not in between and between.count(". ") <= 1
        return between.count("\n") <= 3

    def _is_news(self, build: _InYear, position: int) -> bool:
        """Whether a date, in another sentence than the story's last, lies right at the publication."""
        latest = self.latest(position)
        if self.last is None or latest is None or self.heading_year(position) is not None:
            return False
        if not re.search(r"[.!?;\n]", self.low[latest.end : position]):
            return False
        days = self.nearest([build(year) for year in self.years_around()], position)
        return days is not None and distance(days, self.last) <= (
            NEWS_AFTER_YEAR if latest.grain == "year" else NEWS
        )

    def _told_ahead(self, build: _InYear, year: int, position: int) -> bool:
        """Whether the clause says "will" of what the story's year would put before the publication."""
        days = build(year)
        past = days is not None and self.first is not None and days[1] < self.first
        return past and self.heading_year(position) is None and WILL.search(self.clause(position)) is not None

    def _marks_anniversary(self, position: int) -> bool:
        """Whether the sentence marks an anniversary on the date that begins here, and tells of now."""
        found = MARKS.search(self.low, position, position + 120)
        return found is not None and re.search(r"[.!?\n]", self.low[position : found.start()]) is None

    def nearest(self, options: list[Days | None], position: int) -> Days | None:
        """Of the same date in several years, the one nearest to the publication, on the side the tense
        tells.
        """
        if self.last is None:
            return None
        future = self.is_future(position)
        clear = self.is_future(position, clear=True)
        past = PAST.search(self.clause(position)) is not None
        ahead_of = re.search(r"\bbefore (?:the )?$", self.before(position)) is not None
        if ahead_of and (not past or MAY.search(self.clause(position))):
            future = clear = True  # "may be withdrawn before winter"
        best, cost = None, float("inf")
        for days in options:
            if days is None:
                continue
            gap = float(distance(days, self.last))
            if days[0] > self.last:
                ahead = FUTURE_WITHOUT_TENSE if past else FUTURE_WITHOUT_ANY_VERB
                gap *= 1.0 if future else ahead
            elif days[1] < self.last and future:
                gap *= AGAINST_TENSE if clear else 1.5
            if gap < cost:
                best, cost = days, gap
        return best

    def years_around(self) -> tuple[int, ...]:
        """The years in which a date without a year may lie, the publication's first."""
        if self.last is None:
            return ()
        year = self.last.year
        return (year, year - 1, year + 1)

    def place_in_year(
        self, build: _InYear, position: int, month: int | None = None
    ) -> tuple[Days, date, str] | None:
        """A date without a year as days, the day it was counted from, and how: by hint, story or
        publication.
        """
        if self.year_hint is not None:
            days = build(self.year_hint)
            return (days, days[0], "year of the range") if days else None
        # "since January", told at a known time, reaches to that time.
        until_now = self.last is not None and SINCE.search(self.before(position)) is not None
        told_now = until_now or (self.last is not None and self._marks_anniversary(position))
        story = None if told_now else self.narrative_year(position, month)
        if story is not None and self._told_ahead(build, story[0], position):
            story = None
        if story is not None and not self._is_news(build, position):
            days = build(story[0])
            return (days, story[1], "year of the date before") if days else None
        if self.last is None:
            return None
        days = self.nearest([build(year) for year in self.years_around()], position)
        return (days, self.last, "year nearest to publication") if days else None


class _InYear:
    """A date of which only the year is missing: called with a year, it gives the days."""

    def __init__(
        self, kind: Grain, month: int = 0, day: int = 0, last_day: int = 0, season: str = ""
    ) -> None:
        self.kind, self.month, self.day, self.last_day, self.season = (
            kind,
            month,
            day,
            last_day or day,
            season,
        )

    def __call__(self, year: int) -> Days | None:
        if self.kind == "season":
            return season_of(year, self.season)
        if self.kind == "year":
            return year_of(year)
        whole = month_of(year, self.month)
        if whole is None or self.kind == "month":
            return whole
        if not 1 <= self.day <= self.last_day <= whole[1].day:
            return None
        return whole[0].replace(day=self.day), whole[0].replace(day=self.last_day)


def month_in_year(month: int) -> _InYear:
    """A month of which the year is missing."""
    return _InYear("month", month)


def days_in_year(month: int, first: int, last: int) -> _InYear:
    """A day, or days from first to last of a month, of which the year is missing."""
    return _InYear("day", month, first, last)


def season_in_year(season: str) -> _InYear:
    """A season of which the year is missing."""
    return _InYear("season", season=season)
