"""Choose when an event took place: as its sentence says, as told before, or before publication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from reports.annotation import DateExpression, Interval, Status
from reports.clauses import GRAVEST, in_relative
from reports.triggers import Trigger
from reports.words import Words, word_set

RECENT_DAYS = 75  # an earlier date this near to publication belongs to the same news
NEWS_DAYS = 30  # how far before publication an undated event of a news report may lie
AFTERMATH_DAYS = 45  # how far after the date told last an undated event of a history may lie
SAID_DAYS = 3  # how far before it was told of an event may lie
SOURCE_DAYS = 10  # how far before a source cited in brackets the event may lie
WORD_POINTS = -0.25
CLAUSE_POINTS = -2.0
BRACKET_POINTS = -8.0
LIMIT_POINTS = -3.0
DESCRIBES_POINTS = -5.0
RELATIVE_POINTS = -9.0  # a date of a clause that describes the subject: "X, which opened in May, offered"
DATELINE_POINTS = -6.0  # the day of filing, unless there is no other
NOUN_AFTER_POINTS = 1.5  # a noun takes the date that follows it

_SAID = word_set(
    "said told says reported announced stated confirmed сообщил сообщила сообщили сообщило заявил "
    "заявила заявили"
)
_SPEAKING = frozenset({"say", "telling", "announce", "admit", "deny", "claim"})
_LIMITS = word_set("by until till before")
_NOW_FORMS = frozenset({"present", "perfect", "progressive"})
_TOLD_FORMS = frozenset({"past", "perfect", "passive", "present"})
_OWNERS = word_set("the a an this that his her its their our")
_EPOCH = date(1991, 1, 1)


@dataclass(frozen=True, slots=True)
class Dated:
    """The interval chosen, the sentence's other expressions, whether it was inherited, and its points."""

    interval: Interval | None
    others: tuple[DateExpression, ...]
    expression: DateExpression | None
    inherited: bool
    points: float


@dataclass(slots=True)
class Told:
    """What was told so far in a post: the last date, its paragraph, and a source cited in the paragraph."""

    last: Interval | None = None
    paragraph: int = -1
    heading: Interval | None = None
    cited: Interval | None = None
    news: bool = False  # whether most dates of the post lie shortly before its publication


def is_news(dates: Sequence[DateExpression], published: Interval | None) -> bool:
    """Whether at least half of a post's dates lie within weeks of its publication."""
    if published is None or not dates:
        return True
    recent = sum(shifted(date.interval.end, RECENT_DAYS) >= published.start for date in dates)
    return 2 * recent >= len(dates)


def shifted(day: date, days: int) -> date:
    """`day` moved by whole days, held within the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day


def in_brackets(words: Words, first: int) -> bool:
    """Whether a word stands in round brackets, as a cited source does."""
    for at in range(first - 1, -1, -1):
        if words.lower[at] == "(":
            return True
        if words.lower[at] == ")":
            return False
    return False


def choose_date(
    words: Words,
    trigger: Trigger,
    expressions: Sequence[DateExpression],
    heads: Sequence[Trigger],
    told: Told,
    published: Interval | None,
    status: Status,
    paragraph: int,
    dateline_end: int = -1,
) -> Dated:
    """The time of one trigger's event, always as an interval with the rule that made it.

    A date in the sentence goes before one told earlier; a date in brackets is that of a source and only
    bounds the event from above; "by Monday" and "until Monday" are limits, not the day. What ends before
    `dateline_end` is the day of filing.
    """
    ranked: list[tuple[float, DateExpression]] = []
    for expression in expressions:
        first = words.index_at(expression.start)
        last = words.index_at(max(expression.start, expression.end - 1))
        low, high = (trigger.last, first) if first > trigger.last else (last, trigger.index)
        points = WORD_POINTS * min(max(high - low - 1, 0), 30)
        if first > 2:
            points += CLAUSE_POINTS * sum(low < head.index < high for head in heads if head is not trigger)
        else:
            points *= 0.5
        before = words.lower[first - 1] if first else ""
        if trigger.form == "noun" and first > trigger.last:
            points += NOUN_AFTER_POINTS
        if before in _LIMITS and (status == "occurred" or trigger.form in _TOLD_FORMS):
            points += LIMIT_POINTS
        if ";" in words.lower[low + 1 : high] and not (
            first <= 2 and _only_date_before(words, expressions, trigger)
        ):
            points += BRACKET_POINTS  # another clause's date; one that opens the sentence holds for all of it
        if trigger.form != "noun" and in_relative(words, first, last, trigger.index):
            points += RELATIVE_POINTS
        if _describes(words, trigger, first, last):
            points += DESCRIBES_POINTS
        if (
            trigger.form == "noun"
            and 2 < last < trigger.index
            and "," in words.lower[last + 1 : trigger.index]
        ):
            points += CLAUSE_POINTS
        if _of_saying(words, trigger, expression):
            points += CLAUSE_POINTS
        if before == "since" and set(words.lower[max(0, first - 12) : first]) & GRAVEST:
            points += BRACKET_POINTS  # "the worst violence since 2013"
        if in_brackets(words, first) and not in_brackets(words, trigger.index):
            points += BRACKET_POINTS
        if expression.end <= dateline_end:
            points += DATELINE_POINTS
        if published is not None and status == "occurred" and expression.interval.start > published.end:
            points += CLAUSE_POINTS
        ranked.append((points, expression))
    ranked.sort(key=lambda pair: (-pair[0], pair[1].start))
    others = tuple(expression for _, expression in ranked[1:])
    if ranked and ranked[0][0] > BRACKET_POINTS:
        points, expression = ranked[0]
        when = _since(words, expression, published)
        filed = expression.end <= dateline_end and trigger.sense.sense not in _SPEAKING
        if filed or _of_saying(words, trigger, expression):
            when = Interval(shifted(when.start, -SAID_DAYS), when.end, f"told on {expression.text}")
        return Dated(when, others, expression, False, points)
    ahead = status in ("planned", "threatened") and trigger.form in ("modal", "infinitive", "noun")
    past = "had" in words.lower[max(0, trigger.index - 4) : trigger.index]
    now = (trigger.form in _NOW_FORMS and not past) or "said" in trigger.governor
    interval = _inherited(told, published, paragraph, ahead=ahead, now=now)
    return Dated(interval, tuple(expression for _, expression in ranked), None, True, 0.0)


def _of_saying(words: Words, trigger: Trigger, expression: DateExpression) -> bool:
    """Whether a date only tells when somebody spoke of it: "two men died, officials said on Monday"."""
    first = words.index_at(expression.start)
    if first <= trigger.last or trigger.sense.sense in _SPEAKING:
        return False
    return bool(set(words.lower[max(trigger.last + 1, first - 3) : first]) & _SAID)


def _only_date_before(words: Words, expressions: Sequence[DateExpression], trigger: Trigger) -> bool:
    """Whether the clause of a trigger after a semicolon has no date of its own."""
    at = trigger.index
    while at and words.lower[at - 1] != ";":
        at -= 1
    end = next((k for k in range(trigger.index, len(words)) if words.lower[k] == ";"), len(words) - 1)
    return not any(words.starts[at] <= other.start < words.ends[end] for other in expressions)


def _describes(words: Words, trigger: Trigger, first: int, last: int) -> bool:
    """Whether a year only describes another noun: "the 1994 vote", "last year's hostilities"."""
    if trigger.form == "noun" and 0 < trigger.index - last <= 4:
        return False
    before = words.lower[first - 1] if first else ""
    after = words.texts[last + 1] if last + 1 < len(words) else ""
    year = first == last and words.lower[first].isdigit()
    return year and (before in _OWNERS or before.endswith("'s")) and after.isalpha() and after.islower()


def _since(words: Words, expression: DateExpression, published: Interval | None) -> Interval:
    """The expression's interval, drawn out to publication after "since"."""
    first = words.index_at(expression.start)
    interval = expression.interval
    if published is None or not first or words.lower[first - 1] != "since":
        return interval
    if interval.start <= published.end:
        return Interval(interval.start, max(interval.end, published.end), f"since {expression.text}")
    return interval


def _inherited(
    told: Told, published: Interval | None, paragraph: int, *, ahead: bool, now: bool
) -> Interval | None:
    """A time for an event whose sentence has none, wide enough for what it is inferred from.

    What is told in the present or the perfect (`now`) of a news report is of the days of the report, whatever
    was looked back to before.
    """
    if told.heading is not None:
        return replace(told.heading, rule=f"date of the item: {told.heading.rule}")
    if published is None:
        if told.last is None:
            return Interval(_EPOCH, date.today(), "no date in the report")
        return Interval(told.last.start, shifted(told.last.end, AFTERMATH_DAYS), "after the date told last")
    if ahead:
        start = published.start
        if told.last is not None and shifted(told.last.end, RECENT_DAYS) >= published.start:
            start = min(start, told.last.start)
        elif told.last is not None and told.paragraph == paragraph and told.last.end < published.start:
            return Interval(
                told.last.start, shifted(told.last.end, AFTERMATH_DAYS), "after the date told last"
            )
        end = max(date(published.end.year, 12, 31), shifted(published.end, 120))
        return Interval(min(start, end), end, "planned: from the date told last to the end of the year")
    if told.cited is not None:
        return Interval(
            shifted(told.cited.start, -SOURCE_DAYS), told.cited.end, "before the source that is cited"
        )
    last = told.last
    old = last is not None and shifted(last.end, RECENT_DAYS) < published.start
    if old and told.news and (told.paragraph != paragraph or now):
        last = None  # a look back does not date the next paragraph of a news report
    if last is not None and last.start <= published.end:
        if shifted(last.end, RECENT_DAYS) >= published.start:
            here = told.paragraph == paragraph
            start = last.start if here else min(last.start, shifted(published.start, -NEWS_DAYS // 2))
            return Interval(start, max(published.end, start), "between the date told last and publication")
        return Interval(last.start, shifted(last.end, AFTERMATH_DAYS), "after the date told last")
    return Interval(shifted(published.start, -NEWS_DAYS), published.end, "in the weeks before publication")
