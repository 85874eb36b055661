"""Tell which triggers of a sentence stand for an event of their own and which only fill one out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.annotation import Toponym
from reports.triggers import Trigger
from reports.words import MARKS, Words, word_set

_FINITE = frozenset({"past", "perfect", "passive", "present", "progressive", "modal"})
_REPORTING = frozenset({"say", "telling", "announce", "admit", "claim", "deny", "decide"})
_HAPPENING = word_set(
    "erupted erupts broke breaks occurred occurs happened took takes take taking continued ensued followed flared "
    "lasted place began begins started resumed ended raged left passed spread grew grow reported"
)
_PLANNERS = word_set(
    "agree agreed agrees plan plans planned intend intends intended promise promised promises pledged vowed offered "
    "proposed decided due scheduled expected expects set ready prepared preparing going be threatened threatens "
    "plan want wants wanted about supposed said reported believed"
)
_LINKS = frozenset({"and", "or", "but", ",", "then"})
_NOUN_REACH = 6
_OWN_PLACE_REACH = 5
_SUBJECT_REACH = 7


@dataclass(frozen=True, slots=True)
class Head:
    """A trigger that stands for an event, and the triggers that belong to it."""

    trigger: Trigger
    members: tuple[Trigger, ...]
    second: bool  # whether another event of the sentence was told before it


def heads_of(words: Words, triggers: Sequence[Trigger], toponyms: Sequence[Toponym]) -> list[Head]:
    """The events of one sentence by their triggers, in order."""
    finite = [trigger for trigger in triggers if trigger.form in _FINITE and not trigger.modifier]
    owner: dict[int, Trigger | None] = {}
    for trigger in triggers:
        if trigger in finite:
            owner[trigger.index] = None
        elif trigger.form == "noun":
            owner[trigger.index] = _noun_owner(words, trigger, finite, toponyms)
        elif trigger.modifier:
            owner[trigger.index] = _nearest(trigger, finite)
        elif trigger.form == "infinitive":
            owner[trigger.index] = _infinitive_owner(words, trigger, finite)
        elif trigger.form == "participle":
            owner[trigger.index] = None
        else:
            owner[trigger.index] = _nearest(trigger, finite)
    _drop_reporting(words, finite, owner, triggers)
    _join_coordinate(words, triggers, owner)
    _lone_nouns(triggers, owner)
    heads = []
    for trigger in triggers:
        if owner[trigger.index] is None:
            members = tuple(
                other for other in triggers if _root(owner, other) is trigger and other is not trigger
            )
            heads.append(Head(trigger, members, bool(heads)))
    return heads


def _root(owner: dict[int, Trigger | None], trigger: Trigger) -> Trigger:
    seen = {trigger.index}
    above = owner[trigger.index]
    while above is not None and above.index not in seen:
        seen.add(above.index)
        trigger, above = above, owner[above.index]
    return trigger


def _nearest(trigger: Trigger, finite: Sequence[Trigger]) -> Trigger | None:
    before = [other for other in finite if other.index < trigger.index]
    if before:
        return before[-1]
    return next((other for other in finite if other.index > trigger.index), None)


def _infinitive_owner(words: Words, trigger: Trigger, finite: Sequence[Trigger]) -> Trigger | None:
    """The verb that an infinitive fills out; None when it tells of a plan by itself."""
    nearest = next((other for other in reversed(finite) if other.index < trigger.index), None)
    near = nearest is not None and trigger.index - nearest.last <= 12
    if trigger.governor in _PLANNERS and (nearest is None or words.lower[nearest.last] != trigger.governor):
        return None
    if nearest is not None and near:
        return nearest
    return nearest


def _noun_owner(
    words: Words, trigger: Trigger, finite: Sequence[Trigger], toponyms: Sequence[Toponym]
) -> Trigger | None:
    """The verb that a noun of happening belongs to; None when it tells of an event by itself."""
    if trigger.modifier:
        return _nearest(trigger, finite)
    after = next((other for other in finite if other.index > trigger.last), None)
    before = next((other for other in reversed(finite) if other.last < trigger.index), None)
    own_place = _has_own_place(words, trigger, toponyms)
    happening = set(words.lower[trigger.last + 1 : trigger.last + 1 + _SUBJECT_REACH]) & _HAPPENING
    if (
        before is not None
        and trigger.index - before.last <= _NOUN_REACH
        and not _comma(words, before, trigger)
    ):
        return before
    if (
        after is not None
        and after.index - trigger.last <= _SUBJECT_REACH
        and not _comma(words, trigger, after)
    ):
        subject = words.lower[max(0, trigger.index - 4) : trigger.index]
        if not set(subject) & {
            "after",
            "during",
            "following",
            "before",
            "since",
            "amid",
            "of",
            "in",
            "at",
            "for",
        }:
            return after
    if own_place or happening:
        return None
    if before is None and after is None:
        return None
    return before or after


def _comma(words: Words, first: Trigger, second: Trigger) -> bool:
    return any(word in (",", ";", "--", "–", "—") for word in words.lower[first.last + 1 : second.index])


def _has_own_place(words: Words, trigger: Trigger, toponyms: Sequence[Toponym]) -> bool:
    """Whether a place is fastened to the noun: "clashes in Osh", "the Andijan violence"."""
    for toponym in toponyms:
        if toponym.role not in ("event", "literal", "attribute") or toponym.best is None:
            continue
        first = words.index_at(toponym.start)
        last = words.index_at(max(toponym.start, toponym.end - 1))
        if 0 < first - trigger.last <= _OWN_PLACE_REACH and not any(
            word in MARKS for word in words.lower[trigger.last + 1 : first]
        ):
            return True
        if last == trigger.index - 1 and toponym.role == "event":
            return True
    return False


def _drop_reporting(
    words: Words, finite: Sequence[Trigger], owner: dict[int, Trigger | None], triggers: Sequence[Trigger]
) -> None:
    """A verb of saying that only reports another event of its sentence belongs to that event."""
    for trigger in finite:
        sense = trigger.sense.sense
        if sense not in _REPORTING:
            continue
        weak = trigger.sense.weight == 1
        after = [
            other
            for other in triggers
            if other.index > trigger.index and owner[other.index] is None and other is not trigger
        ]
        others = [other for other in finite if other is not trigger and owner[other.index] is None]
        told = next((other for other in after if other.form in _FINITE), None)
        if sense in ("announce", "admit", "deny", "claim") and told is not None:
            if "that" in words.lower[trigger.last + 1 : told.index] and told.sense.weight > 1:
                if sense != "deny":
                    owner[trigger.index] = told
                else:
                    owner[told.index] = trigger
        elif weak and others:
            stronger = [other for other in others if other.sense.weight > 1]
            if stronger:
                owner[trigger.index] = min(stronger, key=lambda other: abs(other.index - trigger.index))


def _join_coordinate(words: Words, triggers: Sequence[Trigger], owner: dict[int, Trigger | None]) -> None:
    """Verbs of one subject joined by "and" are one event when they are of one type and the second is no heavier."""
    alone = [trigger for trigger in triggers if owner[trigger.index] is None and trigger.form in _FINITE]
    for first, second in zip(alone, alone[1:], strict=False):
        at = second.index - 1
        while at > first.last and (
            words.lower[at] in ("had", "has", "have", "was", "were", "then", "also")
            or words.lower[at].endswith("ly")
        ):
            at -= 1
        joined = at > first.last and words.lower[at] in _LINKS
        alike = first.sense.event_type == second.sense.event_type
        if joined and alike and first.form != "modal" and second.sense.weight <= first.sense.weight:
            owner[second.index] = first


def _lone_nouns(triggers: Sequence[Trigger], owner: dict[int, Trigger | None]) -> None:
    """Of nouns in a row that tell of one thing ("a round of talks", "riots and unrest") the first stands for all."""
    alone = [trigger for trigger in triggers if owner[trigger.index] is None]
    for first, second in zip(alone, alone[1:], strict=False):
        if (
            first.form == "noun"
            and second.form == "noun"
            and second.index - first.last <= 3
            and owner[first.index] is None
        ):
            owner[second.index] = first
