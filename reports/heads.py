"""Tell which triggers of a sentence stand for an event of their own and which only fill one out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reports.annotation import DateExpression, Toponym
from reports.clauses import GRAVEST, in_relative
from reports.triggers import Trigger
from reports.words import MARKS, Words, word_set

_FINITE = frozenset({"past", "perfect", "passive", "present", "progressive", "modal"})
_REPORTING = frozenset({"say", "telling", "announce", "admit", "claim", "deny", "decide"})
_HAPPENING = word_set(
    "erupted erupts broke breaks occurred occurs happened took takes take taking continued ensued "
    "followed flared lasted place began begins started resumed ended raged left passed spread grew grow "
    "reported"
)
_PLANNERS = word_set(
    "agree agreed agrees plan plans planned intend intends intended promise promised promises pledged "
    "vowed offered proposed decided due scheduled expected expects set ready prepared preparing going "
    "be threatened threatens plan want wants wanted about supposed said reported believed"
)
_HEARSAY = frozenset({"said", "reported", "believed", "alleged", "thought", "rumored", "rumoured"})
_TEMPORAL = word_set("prior after before since following until amid")
_BACKGROUND = word_set("which who whom since after before until when while because as where")
_AFTER_REDUCED = word_set("there here by in at near on against over for with")
_CLAUSE_OPENERS = word_set(
    ", ; : -- – — and but or that who which when while after before where as because until since said he "
    "she it they"
)
_TOOK_PLACE = frozenset(
    (first, second)
    for first in ("took", "take", "takes", "was", "were", "broke", "got")
    for second in ("place", "held", "out", "under")
)
_SETTING_OUT = frozenset({"leave", "depart", "set"})
_ARRIVING = frozenset({"reach", "travel", "enter"})
_AT_OCCASIONS = word_set("in at during")
_LINKS = frozenset({"and", "or", "but", ",", "then"})
_TOLLS = frozenset({"die", "lose"})
_COUNTED = frozenset({"kill", "die", "lose", "wound"})
_CLAUSE_MARKS = frozenset({";", ",", "and", "--", "–", "—"})
_NOUN_REACH = 6
_OWN_PLACE_REACH = 7
_OWN_DATE_REACH = 12
_SUBJECT_REACH = 7


@dataclass(frozen=True, slots=True)
class Head:
    """A trigger that stands for an event, and the triggers that belong to it."""

    trigger: Trigger
    members: tuple[Trigger, ...]
    second: bool  # whether another event of the sentence was told before it
    happening: bool  # whether it is a noun that is said to happen ("clashes broke out")
    fastened: bool  # whether a place or a date is fastened to it, when it is a noun
    background: bool  # whether it stands in a relative or temporal clause


def heads_of(
    words: Words,
    triggers: Sequence[Trigger],
    toponyms: Sequence[Toponym],
    dates: Sequence[DateExpression] = (),
) -> list[Head]:
    """The events of one sentence by their triggers, in order."""
    finite = [trigger for trigger in triggers if trigger.form in _FINITE and not trigger.modifier]
    owner: dict[int, Trigger | None] = {}
    for trigger in triggers:
        if trigger in finite:
            owner[trigger.index] = None
        elif trigger.form == "noun":
            owner[trigger.index] = _noun_owner(words, trigger, finite, toponyms, dates)
        elif trigger.modifier:
            owner[trigger.index] = _nearest(trigger, finite)
        elif trigger.form == "infinitive":
            owner[trigger.index] = _infinitive_owner(words, trigger, finite)
        elif trigger.form == "participle":
            owner[trigger.index] = None
        else:
            owner[trigger.index] = _nearest(trigger, finite)
    for first, second in pairwise(finite):
        if _reduced(words, first, second):
            owner[second.index] = first
    _drop_reporting(words, finite, owner, triggers)
    _join_coordinate(words, triggers, owner)
    for trigger in finite:
        since = "since" in words.lower[max(0, trigger.index - 5) : trigger.index]
        following = next((other for other in finite if other.index > trigger.index), None)
        if (
            since
            and following is not None
            and owner[trigger.index] is None
            and _comma(words, trigger, following)
        ):
            owner[trigger.index] = following
    _lone_nouns(words, triggers, owner, toponyms, dates)
    for trigger in finite:
        if trigger.sense.weight == 1 and trigger.passive and trigger.sense.sense in _REPORTING:
            owner[trigger.index] = (
                owner[trigger.index] or trigger
            )  # "is said to have been seen" tells nothing
    _join_tolls(words, triggers, owner, toponyms, dates)
    _join_planned(words, triggers, owner)
    heads: list[Head] = []
    for trigger in triggers:
        if owner[trigger.index] is None and not trigger.modifier:
            members = tuple(
                other for other in triggers if _root(owner, other) is trigger and other is not trigger
            )
            after = set(words.lower[trigger.last + 1 : trigger.last + 1 + _SUBJECT_REACH])
            said_there = any(member.sense.sense in _REPORTING for member in members)
            happening = trigger.form == "noun" and (bool(after & _HAPPENING) or said_there)
            fastened = _has_own_place(words, trigger, toponyms) or _has_own_date(
                words, trigger, finite, dates
            )
            back = _in_background(words, trigger)
            happening = happening and not back
            heads.append(Head(trigger, members, bool(heads), happening, fastened, back))
    return heads


def _in_background(words: Words, trigger: Trigger) -> bool:
    """Whether the verb stands in a clause that only dates or describes: "since the war ended"."""
    if trigger.form == "noun":
        return bool(set(words.lower[max(0, trigger.index - 5) : trigger.index]) & _TEMPORAL)
    if trigger.form not in _FINITE:
        return False
    at = trigger.index - 1
    while at >= 0 and trigger.index - at <= 6 and words.lower[at] not in MARKS:
        if words.lower[at] in _BACKGROUND:
            return True
        at -= 1
    return False


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
    if trigger.governor in _HEARSAY:
        return None
    if trigger.governor in ("plans", "intention") and nearest is not None:
        return nearest if nearest.sense.sense == "announce" else None
    if trigger.governor in _PLANNERS and (nearest is None or words.lower[nearest.last] != trigger.governor):
        return None
    return nearest


def _noun_owner(
    words: Words,
    trigger: Trigger,
    finite: Sequence[Trigger],
    toponyms: Sequence[Toponym],
    dates: Sequence[DateExpression],
) -> Trigger | None:
    """The verb that a noun of happening belongs to; None when it tells of an event by itself."""
    if trigger.modifier:
        return _nearest(trigger, finite)
    after = next((other for other in finite if other.index > trigger.last), None)
    before = next((other for other in reversed(finite) if other.last < trigger.index), None)
    own_place = _has_own_place(words, trigger, toponyms) or _has_own_date(words, trigger, finite, dates)
    happening = set(words.lower[trigger.last + 1 : trigger.last + 1 + _SUBJECT_REACH]) & _HAPPENING
    if trigger.sense.weight == 3 and _takes_place(words, trigger, after):
        return None
    aside = set(words.lower[max(0, trigger.index - 5) : trigger.index]) & _TEMPORAL
    if (
        aside
        and own_place
        and trigger.sense.weight == 3
        and trigger.sense.event_type != "Strategic developments"
    ):
        return None
    if before is not None and superlative(words, trigger.index):
        return before  # "… were hurt in the worst violence since …" only says how grave it was
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
    if trigger.sense.weight == 3 and trigger.sense.event_type != "Strategic developments":
        return None  # "uneasy after clashes between …": violence is told for its own sake
    return before or after


def superlative(words: Words, index: int) -> bool:
    """Whether a noun is said to be the worst of its kind: "in the worst violence since …"."""
    return bool(set(words.lower[max(0, index - 4) : index]) & GRAVEST)


def _takes_place(words: Words, trigger: Trigger, after: Trigger | None) -> bool:
    """Whether a noun's verb says that it took place, however long the noun's description is."""
    end = min(len(words), after.index if after is not None else len(words), trigger.last + 18)
    told = words.lower[trigger.last + 1 : end]
    return any(pair in _TOOK_PLACE for pair in pairwise(told))


def _has_own_date(
    words: Words, trigger: Trigger, finite: Sequence[Trigger], dates: Sequence[DateExpression]
) -> bool:
    """Whether a date follows the noun with no comma and no verb between: "the raids of rebels in 1999"."""
    for date in dates:
        first = words.index_at(date.start)
        last = words.index_at(max(date.start, date.end - 1))
        if last == trigger.index - 1:
            return True  # "the 1999 raids"
        if not 0 < first - trigger.last <= _OWN_DATE_REACH:
            continue
        if any(trigger.last < other.index < first for other in finite):
            continue
        if not any(word in MARKS for word in words.lower[trigger.last + 1 : first]):
            return True
    return False


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
        if 0 <= trigger.index - last - 1 <= 1 and toponym.role == "event":
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
                owner[trigger.index] = told
        elif weak and (noun := _occasion(words, trigger, triggers, owner)) is not None:
            owner[noun.index] = None
            owner[trigger.index] = noun
        elif weak and others:
            stronger = [other for other in others if other.sense.weight > 1]
            if stronger:
                owner[trigger.index] = min(stronger, key=lambda other: abs(other.index - trigger.index))


def _reduced(words: Words, first: Trigger, second: Trigger) -> bool:
    """Whether the second verb only describes the first one's object: "praised the doctors sent there"."""
    if second.form != "past" or second.index - first.last < 3 or second.index + 1 >= len(words):
        return False
    if words.lower[second.index + 1] in ("there", "here"):
        return True
    if words.lower[second.index + 1] not in _AFTER_REDUCED:
        return False
    return not set(words.lower[first.last + 1 : second.index]) & _CLAUSE_OPENERS


def _occasion(
    words: Words, weak: Trigger, triggers: Sequence[Trigger], owner: dict[int, Trigger | None]
) -> Trigger | None:
    """The meeting, visit or call at which something was said, when the sentence names one."""
    for noun in triggers:
        if noun.form != "noun" or noun.modifier or noun.sense.weight < 3 or noun.index > weak.index:
            continue
        if owner[noun.index] not in (None, weak) or noun.sense.event_type != "Strategic developments":
            continue
        if set(words.lower[max(0, noun.index - 4) : noun.index]) & _AT_OCCASIONS:
            return noun
    return None


def _join_coordinate(words: Words, triggers: Sequence[Trigger], owner: dict[int, Trigger | None]) -> None:
    """Verbs of one subject joined by "and" are one event when of one type, the second no heavier."""
    alone = [t for t in triggers if owner[t.index] is None and (t.form in _FINITE or t.form == "infinitive")]
    for first, second in pairwise(alone):
        at = second.index - 1
        while at > first.last and (
            words.lower[at] in ("had", "has", "have", "was", "were", "then", "also")
            or words.lower[at].endswith("ly")
        ):
            at -= 1
        joined = at > first.last and words.lower[at] in _LINKS
        alike = first.sense.event_type == second.sense.event_type
        lighter = (
            second.sense.weight <= first.sense.weight or first.sense.event_type != "Strategic developments"
        )
        off = second.sense.sense == "postpone"
        if in_relative(words, first.index, first.last, second.index):
            continue  # "X, which opened in May, recalled its envoy"
        if joined and first.sense.lemma in _SETTING_OUT and second.sense.sense in _ARRIVING:
            owner[first.index] = second
            continue
        if joined and (off or (alike and first.form != "modal" and lighter)):
            owner[second.index] = first


def _join_planned(words: Words, triggers: Sequence[Trigger], owner: dict[int, Trigger | None]) -> None:
    """ "The talks were due to start" is one event: the noun belongs to the infinitive that follows it."""
    alone = [trigger for trigger in triggers if owner[trigger.index] is None]
    for noun, verb in pairwise(alone):
        if (
            noun.form == "noun"
            and verb.form == "infinitive"
            and noun.sense.event_type == verb.sense.event_type
        ):
            between = set(words.lower[noun.last + 1 : verb.index])
            if between & _PLANNERS and not between & {",", ";", "that", "who", "which"}:
                owner[noun.index] = verb


def _join_tolls(
    words: Words,
    triggers: Sequence[Trigger],
    owner: dict[int, Trigger | None],
    toponyms: Sequence[Toponym],
    dates: Sequence[DateExpression],
) -> None:
    """ "A post was raided; two died" is one event: the toll belongs to the violence beside it.

    The dead keep an event of their own when a place or a date stands in their clause.
    """
    violent = [
        trigger
        for trigger in triggers
        if owner[trigger.index] is None
        and trigger.sense.event_type not in ("Strategic developments", "Protests")
        and trigger.sense.sense != "wound"
    ]
    for trigger in triggers:
        if owner[trigger.index] is not None:
            continue
        if trigger.sense.sense == "wound" and violent:
            owner[trigger.index] = min(violent, key=lambda other: abs(other.index - trigger.index))
        elif trigger.sense.sense in _TOLLS or (trigger.sense.sense == "kill" and trigger.passive):
            before = [t for t in violent if t.last < trigger.index and t.sense.sense not in _COUNTED]
            if before and not _own_clause(words, before[-1], trigger, toponyms, dates):
                owner[trigger.index] = before[-1]


def _own_clause(
    words: Words,
    first: Trigger,
    second: Trigger,
    toponyms: Sequence[Toponym],
    dates: Sequence[DateExpression],
) -> bool:
    """Whether a place or a date stands in the clause of the second verb."""
    start = second.index
    while start > first.last + 1 and words.lower[start - 1] not in _CLAUSE_MARKS:
        start -= 1
    end = second.last
    while end + 1 < len(words) and words.lower[end + 1] not in MARKS:
        end += 1
    low, high = words.starts[start], words.ends[end]
    places = any(low <= place.start < high for place in toponyms if place.role in ("event", "literal"))
    return places or any(low <= date.start < high for date in dates)


def _lone_nouns(
    words: Words,
    triggers: Sequence[Trigger],
    owner: dict[int, Trigger | None],
    toponyms: Sequence[Toponym],
    dates: Sequence[DateExpression],
) -> None:
    """Nouns that tell of one thing ("a round of talks", "the clashes … the unrest") are one event."""
    alone = [trigger for trigger in triggers if owner[trigger.index] is None and trigger.form == "noun"]
    for first, second in pairwise(alone):
        beside = second.index - first.last <= 3
        alike = first.sense.event_type == second.sense.event_type
        own = _has_own_place(words, second, toponyms) or _has_own_date(words, second, (), dates)
        if beside or (alike and not own):
            owner[second.index] = first
