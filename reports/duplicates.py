"""Propose which events of different reports are one real event, and fold them; the pairs undo it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from events.event import Event
from events.vocabulary import date_prec_of
from reports.told_twice import distance_km

THRESHOLD = 0.6
DATES_POINTS = 0.3
PLACE_POINTS = 0.3
TYPE_POINTS = 0.15
ACTORS_POINTS = 0.15
NUMBERS_POINTS = 0.1
DIFFERENT_NUMBERS_POINTS = -0.15
DIFFERENT_STATUS_POINTS = -0.1
SLACK_DAYS = 1  # reports of one event may differ by a day
NEAR_KM = 50.0
_CELL_DAYS = 8
_LONG_DAYS = 64  # longer intervals are compared with all others of their country
_SMALL_WORDS = frozenset("of the and forces government military police security unknown group".split())  # noqa: SIM905


@dataclass(frozen=True)
class Reason:
    """One part of a pair's score with the words that explain it."""

    name: str
    points: float
    words: str


@dataclass(frozen=True)
class Pair:
    """Two events that may be one; the points of `reasons` add up to `score`."""

    first_id: str
    second_id: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Folded:
    """Events after folding, with the pairs that were folded; without these pairs the events are as before."""

    events: tuple[Event, ...]
    pairs: tuple[Pair, ...]
    reports: int

    @property
    def words(self) -> str:
        """How much was folded, in words."""
        return f"{self.reports} {'report' if self.reports == 1 else 'reports'}, {len(self.events)} " + (
            "event" if len(self.events) == 1 else "events"
        )


def compare(first: Event, second: Event) -> Pair | None:
    """The pair of two events with its reasons; None when their days or places exclude one event."""
    dates = _dates_reason(first, second)
    place = _place_reason(first, second)
    if dates is None or place is None:
        return None
    reasons = [dates, place]
    if first.event_type == second.event_type:
        half = first.sub_event_type != second.sub_event_type
        words = first.event_type if half else first.sub_event_type or first.event_type
        reasons.append(Reason("type", TYPE_POINTS / (2 if half else 1), f"both {words}"))
    shared = _actor_words(first) & _actor_words(second)
    if shared:
        part = min(1.0, len(shared) / 2)
        reasons.append(Reason("actors", ACTORS_POINTS * part, f"both name {', '.join(sorted(shared)[:4])}"))
    numbers = _numbers_reason(first, second)
    if numbers is not None:
        reasons.append(numbers)
    if first.status != second.status:
        words = f"one {first.status}, one {second.status}"
        reasons.append(Reason("status", DIFFERENT_STATUS_POINTS, words))
    ids = sorted((first.event_id, second.event_id))
    return Pair(ids[0], ids[1], sum(reason.points for reason in reasons), tuple(reasons))


def propose(events: Sequence[Event], threshold: float = THRESHOLD) -> list[Pair]:
    """Pairs of events from different reports that score at least `threshold`, best first.

    Only events whose days fall into neighbouring cells of a few days are compared, so that time grows with
    the number of events and not with its square.
    """
    cells: dict[int, list[int]] = defaultdict(list)
    long: list[int] = []
    for index, event in enumerate(events):
        days = (event.date_end - event.date_start).days
        if days > _LONG_DAYS:
            long.append(index)
            continue
        first = (event.date_start.toordinal() - SLACK_DAYS) // _CELL_DAYS
        for cell in range(first, (event.date_end.toordinal() + SLACK_DAYS) // _CELL_DAYS + 1):
            cells[cell].append(index)
    wanted: set[tuple[int, int]] = set()
    for members in cells.values():
        wanted.update((one, two) for at, one in enumerate(members) for two in members[at + 1 :])
    wanted.update((min(one, two), max(one, two)) for one in long for two in range(len(events)) if one != two)
    pairs = []
    for one, two in sorted(wanted):
        if _report_of(events[one]) == _report_of(events[two]) or events[one].event_id == events[two].event_id:
            continue
        pair = compare(events[one], events[two])
        if pair is not None and pair.score >= threshold:
            pairs.append(pair)
    pairs.sort(key=lambda pair: (-pair.score, pair.first_id, pair.second_id))
    return pairs


def merge(events: Sequence[Event], threshold: float = THRESHOLD) -> Folded:
    """Fold the proposed pairs; the events handed in stay as they are."""
    return fold(events, propose(events, threshold))


def fold(events: Sequence[Event], pairs: Iterable[Pair]) -> Folded:
    """Fold the events that the pairs join, in the order of the first of each; the others stay as they are.

    To undo a pair, fold the same events without it.
    """
    kept = tuple(pairs)
    above = {event.event_id: event.event_id for event in events}

    def root(event_id: str) -> str:
        while above[event_id] != event_id:
            above[event_id] = above[above[event_id]]
            event_id = above[event_id]
        return event_id

    for pair in kept:
        if pair.first_id in above and pair.second_id in above:
            above[root(pair.second_id)] = root(pair.first_id)
    groups: dict[str, list[Event]] = {}
    for event in events:
        groups.setdefault(root(event.event_id), []).append(event)
    reports = len({_report_of(event) for event in events})
    return Folded(tuple(_one(group) for group in groups.values()), kept, reports)


def _report_of(event: Event) -> tuple[str, ...]:
    """What tells an event's report from others: its first source; the event itself when it has none."""
    if not event.sources:
        return (event.event_id,)
    source = event.sources[0]
    named = (source.publisher, source.title, source.url, source.published)
    return named if any(named) else (event.event_id,)


def _dates_reason(first: Event, second: Event) -> Reason | None:
    slack = timedelta(days=SLACK_DAYS)
    if first.date_start > second.date_end + slack or second.date_start > first.date_end + slack:
        return None
    shared = (min(first.date_end, second.date_end) - max(first.date_start, second.date_start)).days + 1
    longest = max(_days(first), _days(second))
    if shared <= 0:
        return Reason("dates", DATES_POINTS / 2, "one day apart")
    words = "the same day" if longest == 1 else f"{shared} of {longest} days shared"
    return Reason("dates", DATES_POINTS * (0.4 + 0.6 * shared / longest), words)


def _days(event: Event) -> int:
    return (event.date_end - event.date_start).days + 1


def _place_reason(first: Event, second: Event) -> Reason | None:
    if first.place_id and first.place_id == second.place_id:
        share = 0.5 if first.where_prec >= 6 else 1.0
        return Reason("place", PLACE_POINTS * share, f"both at {first.place}")
    units = {first.where_prec, second.where_prec} & {3, 4, 6}
    if None not in (first.latitude, first.longitude, second.latitude, second.longitude):
        km = distance_km(first.latitude, first.longitude, second.latitude, second.longitude)  # type: ignore[arg-type]
        if km <= NEAR_KM and not units & {6}:
            return Reason("place", PLACE_POINTS * (1 - 0.6 * km / NEAR_KM), f"{km:.0f} km apart")
    if units & {3, 4} and first.admin1 and first.admin1 == second.admin1:
        return Reason("place", PLACE_POINTS * 0.4, f"both in {first.admin1}")
    if 6 in units and first.country and first.country == second.country:
        return Reason("place", PLACE_POINTS * 0.2, f"both in {first.country}")
    return None


def _numbers_reason(first: Event, second: Event) -> Reason | None:
    one, two = _range(first), _range(second)
    if one is None or two is None:
        return None
    if one[0] <= two[1] and two[0] <= one[1]:
        return Reason(
            "numbers", NUMBERS_POINTS, f"{first.fatalities_best} and {second.fatalities_best} killed"
        )
    return Reason(
        "numbers",
        DIFFERENT_NUMBERS_POINTS,
        f"{first.fatalities_best} against {second.fatalities_best} killed",
    )


def _range(event: Event) -> tuple[int, float] | None:
    best = event.fatalities_best
    if best is None:
        return None
    low = event.fatalities_low if event.fatalities_low is not None else best
    # Tolls are corrected by a few after the first report.
    high = event.fatalities_high if event.fatalities_high is not None else best * 1.5 + 2
    return low, high


def _actor_words(event: Event) -> set[str]:
    names = (event.actor1, event.actor2)
    words = {word.strip("(),.").lower() for name in names for word in name.split()}
    return {word for word in words if len(word) > 2 and word not in _SMALL_WORDS}


def _one(group: list[Event]) -> Event:
    """The event that stands for a group: the best located and dated one, with the sources of all."""
    if len(group) == 1:
        return group[0]
    lead = min(
        group, key=lambda event: (event.where_prec, event.date_prec, -(event.confidence or 0), event.event_id)
    )
    start, end = _common_days(group, lead)
    low = [event.fatalities_low for event in group if event.fatalities_low is not None]
    best = [event.fatalities_best for event in group if event.fatalities_best is not None]
    high = [event.fatalities_high for event in group if event.fatalities_high is not None]
    middle = lead.fatalities_best if lead.fatalities_best is not None else (max(best) if best else None)
    fields = {
        **dict(lead),
        "date_start": start,
        "date_end": end,
        "date_prec": date_prec_of((end - start).days + 1),
        "actor1": lead.actor1 or next((event.actor1 for event in group if event.actor1), ""),
        "actor2": lead.actor2 or next((event.actor2 for event in group if event.actor2), ""),
        "fatalities_low": min([*low, *best], default=None) if middle is not None or low else None,
        "fatalities_best": middle,
        "fatalities_high": max([*high, *best], default=None),
        "sources": tuple(dict.fromkeys(source for event in group for source in event.sources)),
        "tags": tuple(dict.fromkeys(tag for event in group for tag in event.tags)),
        "confidence": max(
            (event.confidence for event in group if event.confidence is not None), default=None
        ),
    }
    return Event(**fields)


def _common_days(group: list[Event], lead: Event) -> tuple[date, date]:
    """The days that all intervals share; those of the lead when they share none."""
    start = max(event.date_start for event in group)
    end = min(event.date_end for event in group)
    return (start, end) if start <= end else (lead.date_start, lead.date_end)
