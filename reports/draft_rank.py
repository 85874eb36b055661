"""Rank the toponyms of a sentence as the place of one trigger's event, by named points."""

from __future__ import annotations

from collections.abc import Sequence

from reports.annotation import Toponym
from reports.clauses import in_relative, is_origin, opens_as_frame, time_phrase, told_between
from reports.draft_seats import names_mission
from reports.triggers import Trigger
from reports.words import MARKS, Words, word_set

# Points of a toponym as the place of an event, by the part it plays in its sentence.
ROLE_POINTS: dict[str, float] = {
    "event": 4.0,
    "literal": 1.5,
    "attribute": 0.4,
    "dateline": -0.5,
    "metonym": -1.5,
}
PREPOSITION_POINTS = 1.5
FRAME_POINTS = 2.0  # for a place that sets the scene of its sentence: "At Astana, on July 5, …"
FROM_POINTS = -1.2
ORIGIN_POINTS = -4.0  # "guards from X sealed the road": where the doers come from
AFTER_POINTS = 0.6
WORD_POINTS = -0.12  # for each word between trigger and toponym
CLAUSE_POINTS = -1.5  # for each other verb between them
VERB_POINTS = -1.0  # for each verb between them that the lexicon lacks
FINE_POINTS: dict[int, float] = {1: 0.8, 2: 0.8, 3: 0.6, 4: 0.5, 5: 0.3, 6: 0.0, 7: 0.0}
OTHERS_POINTS = -2.5  # for a place that only names another happening: "after the Osh riots"
NOWHERE_POINTS = -2.0  # "Central Asia" is no place for an event
TOPIC_POINTS = -1.5  # for a place that is talked of
FINER_WITHIN_POINTS = 4.0  # a town of the same country goes before the country
_PREPOSITIONS = word_set(
    "in at near on inside around outside across throughout over above along в во на у под около близ возле"
)
_OPENERS = _PREPOSITIONS | {"during"}
_INHABITANTS = word_set("residents inhabitants villagers youths")
_BETWEEN = word_set("the its eastern western northern southern central of")
_TAKES_PLACE = frozenset({"visit", "seize ground", "regain", "assault", "reach", "enter in arms", "advance"})
_NAMED_AFTER = word_set(
    "riots events crisis war violence clashes summit tragedy accord treaty talks agreement"
)
_GOALS = word_set("to into toward towards for via through в во на")
_GOAL_SENSES = word_set("travel visit send deploy deliver enter cross reach flee advance infiltrate")
_SEATED = word_set(
    "say announce threaten offer accuse condemn deny admit praise appeal request submit demand oppose "
    "vote elect appoint replace name resign decree authorize refuse accept issue telling bestow suspend "
    "found win pay investigate ultimatum receive sign postpone warm mark assume decide withdraw call "
    "host cut apologise apologize"
)
_TOPICAL = frozenset({"discuss", "meet", "talk", "talks", "meeting", "hold talks", "say", "visit"})
_SEATED_SENSES = frozenset(
    {"call on", "quit treaty", "hand over", "place on list", "receive aid", "truce", "agreement"}
)


def is_seated(trigger: Trigger) -> bool:
    """Whether such an act belongs to the seat of who does it when no place is told."""
    sense = trigger.sense.sense
    return sense in _SEATED_SENSES or sense in _SEATED or trigger.sense.lemma in _SEATED


def rank_toponyms(
    words: Words, trigger: Trigger, toponyms: Sequence[Toponym], heads: Sequence[Trigger]
) -> list[tuple[float, Toponym]]:
    """The toponyms of a sentence as places of a trigger's event, best first, with their points."""
    ranked = []
    for toponym in toponyms:
        if toponym.role not in ROLE_POINTS or toponym.best is None:
            continue
        first = words.index_at(toponym.start)
        last = words.index_at(max(toponym.start, toponym.end - 1))
        role = "metonym" if names_mission(words, toponym) else toponym.role
        points = ROLE_POINTS[role] + FINE_POINTS.get(toponym.best.where_prec, 0.0)
        points += _attachment(words, trigger, toponym, first, last)
        points += _topic(words, trigger, toponym, toponym.best.where_prec, heads, first, last)
        if opens_as_frame(words, first, last):
            points += FRAME_POINTS + max(0.0, ROLE_POINTS["literal"] - ROLE_POINTS[role])
        else:
            phrase = time_phrase(words, first)
            if phrase is not None and not phrase < trigger.index < first:
                points += OTHERS_POINTS
        points += _distance(words, trigger, toponym, heads, first, last)
        ranked.append((points, toponym))
    ranked.sort(key=lambda pair: (-pair[0], pair[1].start))
    return _finer_first(words, ranked)


def _attachment(words: Words, trigger: Trigger, toponym: Toponym, first: int, last: int) -> float:
    """Points for how a toponym is fastened: by a preposition, as the object, or right before a noun."""
    following = words.lower[last + 1 : last + 3]
    if trigger.index > last and (following[:1] == ["where"] or following == [",", "where"]):
        return 2 * PREPOSITION_POINTS  # "Termez, where a unit has been posted"
    goal = bool(set(trigger.sense.sense.split()) & _GOAL_SENSES)
    before = words.lower[first - 1] if first else ""
    if before in _BETWEEN and first > 1 and words.lower[first - 2] in _PREPOSITIONS | _GOALS | {"from"}:
        before = words.lower[first - 2]
    if before == "on" and toponym.role != "event":
        return TOPIC_POINTS  # "its stand on Tibet"
    if before in _PREPOSITIONS:
        return PREPOSITION_POINTS
    if before == "of" and first > 1 and words.lower[first - 2] in _INHABITANTS:
        return PREPOSITION_POINTS if trigger.sense.event_type != "Strategic developments" else 0.0
    if before in _GOALS and goal:
        return PREPOSITION_POINTS + 0.5
    if before == "from" and is_origin(words, first, last, trigger.index):
        return ORIGIN_POINTS
    if before == "from":
        return FROM_POINTS if goal else FROM_POINTS / 2
    if 0 < first - trigger.last <= 2 and trigger.sense.sense in _TAKES_PLACE:
        return PREPOSITION_POINTS + 0.5
    if trigger.form == "noun" and 0 < trigger.index - last <= 4 and words.lower[last].endswith("'s"):
        return PREPOSITION_POINTS + 1.0 - min(ROLE_POINTS[toponym.role], 0.0)
    if last == trigger.index - 1 and trigger.form == "noun":
        return PREPOSITION_POINTS + 1.0
    return 0.0


def _topic(
    words: Words,
    trigger: Trigger,
    toponym: Toponym,
    where_prec: int,
    heads: Sequence[Trigger],
    first: int,
    last: int,
) -> float:
    """Points taken off a toponym that is only spoken of, or that names another happening."""
    points = NOWHERE_POINTS if toponym.best is not None and toponym.best.kind == "region" else 0.0
    broad = where_prec >= 5 and first > trigger.last and trigger.sense.sense in _TOPICAL
    points += TOPIC_POINTS if broad else 0.0
    if broad or (toponym.role == "literal" and trigger.sense.sense in _TOPICAL):
        points += TOPIC_POINTS
    beside = any(head.form == "noun" and head.index == last + 1 for head in heads if head is not trigger)
    named = last + 1 < trigger.index and words.lower[last + 1] in _NAMED_AFTER
    # "During the Tashkent summit" does tell where the rest of the sentence takes place.
    if (beside or named) and words.lower[0] not in ("during", "at"):
        points += OTHERS_POINTS
    if is_seated(trigger) and first > trigger.last and "that" in words.lower[trigger.last + 1 : first]:
        points += TOPIC_POINTS
    return points


def _distance(
    words: Words, trigger: Trigger, toponym: Toponym, heads: Sequence[Trigger], first: int, last: int
) -> float:
    """Points for the words and the verbs between; a place that opens the sentence holds for all of it."""
    low, high = (trigger.last, first) if first > trigger.last else (last, trigger.index)
    points = AFTER_POINTS if first > trigger.last else 0.0
    points += WORD_POINTS * min(max(high - low - 1, 0), 25)
    opens = first <= 2 or (first <= 5 and words.lower[0] in _OPENERS)
    if opens_as_frame(words, first, last) or (opens and toponym.role in ("event", "literal")):
        return points + (PREPOSITION_POINTS if words.lower[0] in ("during", "at") else 0.0)
    if last < trigger.index and "that" in words.lower[last + 1 : trigger.index] and not is_seated(trigger):
        points += 2 * CLAUSE_POINTS  # who says so is there, not what is said
    for head in heads:
        both = head is not trigger and head.form == "noun" and trigger.form == "noun"
        beside = both and 0 < first - head.last <= 4
        if beside and not any(word in MARKS for word in words.lower[head.last + 1 : first]):
            points += CLAUSE_POINTS
    if in_relative(words, first, last, trigger.index):
        points += 2 * CLAUSE_POINTS
    crossed = sum(low < head.index < high for head in heads if head is not trigger)
    crossed += sum(mark == ";" for mark in words.lower[low + 1 : high])
    known = {head.index for head in heads}
    points += VERB_POINTS * sum(at not in known for at in told_between(words, low, high))
    before_it = [head for head in heads if head.last < first]
    if not crossed and before_it and before_it[-1] is not trigger and trigger.index > last:
        crossed = 1  # it belongs to the verb before it: "flown to Osh, the minister said"
    # Who speaks has a seat of their own, so a place of another verb counts for less.
    return points + CLAUSE_POINTS * crossed * (2 if is_seated(trigger) else 1)


def _finer_first(words: Words, ranked: list[tuple[float, Toponym]]) -> list[tuple[float, Toponym]]:
    """A town and its country side by side ("Ashgabat, Turkmenistan") are one place: the finer one leads."""
    if len(ranked) < 2 or ranked[0][1].best is None:
        return ranked
    top_points, top = ranked[0]
    best = top.best
    if best is None or best.where_prec not in (4, 6):
        return ranked
    for at, (points, toponym) in enumerate(ranked[1:], start=1):
        finer = toponym.best
        if finer is None or finer.where_prec >= best.where_prec or finer.country != best.country:
            continue
        if toponym.role in ("event", "literal") and top_points - points < FINER_WITHIN_POINTS:
            return [(top_points, toponym), *ranked[:at], *ranked[at + 1 :]]
    return ranked
