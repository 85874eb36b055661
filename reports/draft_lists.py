"""Events that are listed side by side: "in Osh and Jalal-Abad", "in 1999 and 2000"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reports.annotation import Toponym
from reports.draft import Draft
from reports.draft_dates import Dated
from reports.told_twice import distance_km
from reports.words import Words, word_set

_UNIT_WORDS = word_set(
    "region regions province provinces oblast oblasts district districts city cities town towns"
)
_LISTING = word_set(
    "and the in on at near both also then first finally later , и в на january february march april may june "
    "july august september october november december"
)
LISTED_APART_KM = 25.0  # villages nearer to each other than this are one place of one event
ACTS_APART_KM = 3.0  # talks or a closing in two towns are two events however near
_COUNTS = word_set("hundred hundreds dozen dozens thousand thousands scores twenty thirty forty fifty sixty")
_COUNT_REACH = 8
_ONE_ACT = frozenset({"emergency", "impose", "decree", "vote"})  # one decree for all the places it names


def side_by_side(
    text: str, words: Words, toponyms: Sequence[Toponym], base: Draft, dated: Dated
) -> list[Draft]:
    """The draft, with copies for what is listed beside: "in Osh and Jalal-Abad", "in 1999 and 2000".

    One number for all of a list ("killed 40 in Osh and Uzgen") is one event at the first of its places.
    """
    drafts = [base]
    forced = base.event_type != "Strategic developments" or base.sub_event_type == "Arrests"
    if forced or (base.place_how == "in the sentence" and base.sense not in _ONE_ACT):
        apart_km = LISTED_APART_KM if forced else ACTS_APART_KM
        listed = other_places(words, toponyms, base.where, apart_km=apart_km)
        if listed and _one_number(words, base):
            first = min((base.where[0], *listed), key=lambda toponym: toponym.start)
            drafts = [replace(base, where=(first, *(other for other in base.where if other is not first)))]
        else:
            drafts += [
                replace(base, where=(toponym, *(other for other in base.where if other is not toponym)))
                for toponym in listed
            ]
    if dated.expression is not None and len(drafts) == 1:
        again = [
            other.interval
            for other in dated.others
            if text[dated.expression.end : other.start].strip() in ("and", "and again in", "and in")
        ]
        if again and base.when is not None and (_one_number(words, base) or base.where_inherited):
            last = max(again, key=lambda interval: interval.end)
            drafts = [replace(drafts[0], when=replace(base.when, end=max(base.when.end, last.end)))]
        else:
            drafts += [replace(drafts[0], when=interval) for interval in again]
    return drafts


def _one_number(words: Words, draft: Draft) -> bool:
    """Whether a sentence gives one number for all that happened in its places."""
    if draft.fatalities_best is not None or draft.fatalities_low is not None:
        return True
    before = words.index_at(draft.trigger_start)
    near = words.lower[max(0, before - _COUNT_REACH) : before]
    return draft.sub_event_type == "Arrests" and any(word.isdigit() or word in _COUNTS for word in near)


def other_places(
    words: Words,
    toponyms: Sequence[Toponym],
    chosen: Sequence[Toponym],
    *,
    apart_km: float = LISTED_APART_KM,
) -> list[Toponym]:
    """The places listed right after or before the chosen one by "and" or a comma: "in Osh and Jalal-Abad".

    Those nearer than `apart_km` to each other count as one place.
    """
    if not chosen or chosen[0].role not in ("event", "literal"):
        return []
    lead = chosen[0]
    listed: list[Toponym] = []
    for toponym in toponyms:
        if (
            toponym is lead
            or toponym.best is None
            or lead.best is None
            or toponym.role not in ("event", "literal")
        ):
            continue
        if toponym.best.where_prec == 6 or lead.best.where_prec == 6:
            continue
        first, second = (lead, toponym) if lead.start < toponym.start else (toponym, lead)
        between = words.lower[words.index_at(first.end) : words.index_at(second.start)]
        plain = {word for word in between if word not in _UNIT_WORDS and not word.isdigit()}
        names = {
            word
            for other in toponyms
            if other is not lead and other is not toponym
            for word in words.lower[words.index_at(other.start) : words.index_at(other.end - 1) + 1]
        }
        beside = "and" in between or "," in between
        if beside and plain <= _LISTING | names and "and" in words.lower[words.index_at(first.end) :]:
            apart = all(
                distance_km(place.latitude, place.longitude, toponym.best.latitude, toponym.best.longitude)
                > apart_km
                for place in (lead.best, *(other.best for other in listed if other.best is not None))
            )
            if apart:
                listed.append(toponym)
    return listed
