"""Fold drafts of one report that tell of the same real event into one that keeps every sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from reports.annotation import Interval, Span
from reports.draft import Draft

EARTH_KM = 6371.0088
SAME_PLACE_KM = 30.0
TOLD_TWICE_POINTS = 0.3
_TALKS = frozenset({"meet", "discuss", "talk", "talks", "meeting", "hold talks"})
_TOLLS = frozenset({"kill", "die", "lose", "wound"})
_TOLL_REACH = 250  # characters between an attack and the sentence that counts its dead
_BACK = 40  # how many earlier drafts are compared, so that a long report takes no longer per draft


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance in kilometres between two points in degrees (haversine)."""
    north, other_north = math.radians(latitude), math.radians(other_latitude)
    half = math.sin((other_north - north) / 2) ** 2
    half += (
        math.cos(north) * math.cos(other_north) * math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def overlap(first: Interval | None, second: Interval | None) -> bool:
    """Whether two intervals share a day."""
    return (
        first is not None and second is not None and first.start <= second.end and second.start <= first.end
    )


def merge_told_twice(drafts: Sequence[Draft]) -> list[Draft]:
    """Each real event once, in the order first told; the better draft leads and keeps the sentence."""
    kept: list[Draft] = []
    for draft in drafts:
        for at in range(len(kept) - 1, max(-1, len(kept) - 1 - _BACK), -1):
            if same_event(kept[at], draft):
                kept[at] = _merged(kept[at], draft)
                break
        else:
            kept.append(draft)
    return kept


def same_event(first: Draft, second: Draft) -> bool:
    """Whether two drafts of a report tell of one event: type, place, time and names agree."""
    if first.status != second.status or not overlap(first.when, second.when):
        return False
    if first.event_type != second.event_type and not _both_violent(first, second):
        return False
    if not _same_place(first, second):
        return False
    one_sentence = (first.start, first.end) == (second.start, second.end)
    deaths = first.fatalities_best is not None and first.fatalities_best == second.fatalities_best
    alike = _sense_group(first.sense) == _sense_group(second.sense)
    actors = _surnames(first) & _surnames(second)
    if _both_violent(first, second):
        if _numbers_differ(first, second):
            return False
        if second.sense in _TOLLS and second.where_inherited and second.when_inherited and not one_sentence:
            return second.start - first.end < _TOLL_REACH
        retold = alike or bool(actors and _is_noun_again(second))
        return deaths or (not one_sentence and retold and _close_dates(first, second))
    if one_sentence:
        return alike and bool(actors) and not _both_own_place(first, second)
    if second.where_inherited and second.when_inherited and alike:
        return True
    return alike and _close_dates(first, second) and (bool(actors) or not second.actor1)


def _sense_group(sense: str) -> str:
    return "talks" if sense in _TALKS else sense


def _both_violent(first: Draft, second: Draft) -> bool:
    calm = {"Strategic developments", "Protests"}
    return first.event_type not in calm and second.event_type not in calm


def _is_noun_again(draft: Draft) -> bool:
    """Whether a draft only names what was told before: "the attack"."""
    return any(name == "form: noun" for name, _ in draft.parts)


def _both_own_place(first: Draft, second: Draft) -> bool:
    return not first.where_inherited and not second.where_inherited and first.where[:1] != second.where[:1]


def _numbers_differ(first: Draft, second: Draft) -> bool:
    given = (first.fatalities_best, second.fatalities_best)
    return None not in given and given[0] != given[1]


def _close_dates(first: Draft, second: Draft) -> bool:
    one, two = first.when, second.when
    if one is None or two is None:
        return False
    shared = (min(one.end, two.end) - max(one.start, two.start)).days + 1
    longest = max((one.end - one.start).days, (two.end - two.start).days) + 1
    return shared > 0 and (shared / longest >= 0.5 or first.when_inherited or second.when_inherited)


def _same_place(first: Draft, second: Draft) -> bool:
    one = first.where[0].best if first.where else None
    two = second.where[0].best if second.where else None
    if one is None or two is None:
        return one is two
    if one.place_id == two.place_id and one.place_id:
        return True
    if one.where_prec >= 6 or two.where_prec >= 6:
        return False
    if (one.where_prec == 4) != (two.where_prec == 4):
        unit, point = (one, two) if one.where_prec == 4 else (two, one)
        if unit.country == point.country and unit.place == point.admin1:
            return True
    return distance_km(one.latitude, one.longitude, two.latitude, two.longitude) <= SAME_PLACE_KM


def _surnames(draft: Draft) -> set[str]:
    names = (draft.actor1, draft.actor2)
    return {name.split()[-1].lower() for name in names if name}


def _merged(first: Draft, second: Draft) -> Draft:
    """The draft with more points, with what only the other one tells."""
    lead, other = (first, second) if first.points >= second.points else (second, first)
    spans = [Span(other.start, other.end), *other.also, *lead.also]
    also = tuple(dict.fromkeys(span for span in spans if (span.start, span.end) != (lead.start, lead.end)))
    deaths = lead if lead.fatalities_best is not None or lead.fatalities_high is not None else other
    parts = tuple(part for part in lead.parts if part[0] != "told twice")
    return replace(
        lead,
        also=also,
        parts=(*parts, ("told twice", TOLD_TWICE_POINTS)) if also else lead.parts,
        actor1=lead.actor1 or other.actor1,
        actor2=lead.actor2 or other.actor2,
        other_actors=tuple(dict.fromkeys((*lead.other_actors, *other.other_actors))),
        fatalities_low=deaths.fatalities_low,
        fatalities_best=deaths.fatalities_best,
        fatalities_high=deaths.fatalities_high,
    )
