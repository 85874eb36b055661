"""Choose where an event took place: in its sentence, at the seat of who acts, or as told before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from reports.actors import Roles, State, state_of
from reports.annotation import Interval, PlaceCandidate, Toponym
from reports.clauses import in_relative, is_origin, opens_as_frame, time_phrase, told_between
from reports.draft_cast import Cast
from reports.draft_seats import find_seat, names_mission, seat_of_country
from reports.told_twice import distance_km
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
TOLD_OVER_POINTS = 3.0  # a place of another verb with fewer points goes behind one told just before
LONE_POINTS = -0.6  # the only place of a sentence may have so few points and still goes before one told earlier
LEAST_POINTS = 0.9  # below this a toponym is only an alternative
SEAT_OVER_POINTS = 3.2  # a statement is placed at its speaker's seat unless a toponym has more than this

INHERIT_PARAGRAPHS = 3
SEAT_TAG = "placed at the seat of government"

# What only a state's own bodies do: without a place or a name it is the doing of the state that is told of.
_STATE_ACTS = frozenset(
    {"elect", "appoint", "resign", "vote", "replace", "name", "bestow", "win", "overthrow"}
)

_UNIT_WORDS = word_set(
    "region regions province provinces oblast oblasts district districts city cities town towns"
)
_PREPOSITIONS = word_set(
    "in at near on inside around outside across throughout over above along в во на у под около близ возле"
)
_OPENERS = _PREPOSITIONS | {"during"}
_BY_FORCE = frozenset({"Arrests", "Disrupted weapons use", "Looting/property destruction"})
_INHABITANTS = word_set("residents inhabitants villagers youths")
_OCCASIONS = word_set("summit meeting talks conference visit session negotiations trip forum")
_LISTING = word_set(
    "and the in on at near both also then first finally later , и в на january february march april may june "
    "july august september october november december"
)
LISTED_APART_KM = 25.0  # villages nearer to each other than this are one place of one event
MEETINGS_APART_KM = 3.0  # talks in two towns are two meetings however near
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
    "host cut"
)
_TOPICAL = frozenset({"discuss", "meet", "talk", "talks", "meeting", "hold talks", "say", "visit"})
_SEATED_SENSES = frozenset(
    {"call on", "quit treaty", "hand over", "place on list", "receive aid", "truce", "agreement"}
)


_EXISTS = word_set("is are was were has have had will would may can")
_CARRIED = frozenset({"travel", "evacuate", "deport", "hand over"})
_OFFICIAL = frozenset(
    {"visit", "meet", "talks", "hold talks", "talk", "meeting", "discuss", "sign", "agreement", "summit"}
)


@dataclass(frozen=True, slots=True)
class Place:
    """The toponym chosen and the others, best first; how it was found, its points and a tag for the event."""

    toponyms: tuple[Toponym, ...]
    inherited: bool
    how: str
    points: float
    tag: str = ""


@dataclass(slots=True)
class PlaceContext:
    """What a post told of places so far: the last event's place, the dateline, the place named most."""

    dateline: Toponym | None
    most_named: Toponym | None
    on: date | None
    main_state: State | None
    # By class of event ("politics", "violence"): toponym and number of the paragraph.
    last: dict[str, tuple[Toponym, int]] = field(default_factory=dict)
    latest: str = ""  # the class of the event told last
    spoken_of: tuple[Toponym, int] | None = None  # the last place spoken of, with its paragraph

    @classmethod
    def of(cls, toponyms: Sequence[Toponym], published: Interval | None) -> PlaceContext:
        """The context at the start of a post with these toponyms."""
        dateline = next((t for t in toponyms if t.role == "dateline" and t.best is not None), None)
        named = [t for t in toponyms if t.role in ("event", "literal", "attribute") and t.best is not None]
        count = Counter(t.best.place_id for t in named if t.best is not None)
        most = max(named, key=lambda t: count[t.best.place_id if t.best else ""], default=None)
        countries = Counter(
            t.best.country for t in toponyms if t.best is not None and t.role != "boilerplate"
        )
        countries.pop("", None)
        country = max(countries, key=lambda code: countries[code], default="")
        return cls(dateline, most, published.start if published else None, state_of(country))

    def remember(self, toponym: Toponym, kind: str, paragraph: int) -> None:
        """Keep the place of the last event of a class ("violence" or "politics")."""
        held = self.last.get(kind)
        broad = toponym.best is not None and toponym.best.where_prec >= 5
        if broad and held is not None and held[1] == paragraph:
            return
        self.last[kind] = (toponym, paragraph)
        self.latest = kind

    def mention(self, words: Words, toponyms: Sequence[Toponym], paragraph: int) -> None:
        """Keep the last place below a country that a sentence speaks of; "guards from X" are elsewhere."""
        for toponym in toponyms:
            best = toponym.best
            first = words.index_at(toponym.start)
            if first and words.lower[first - 1] == "from":
                continue
            if best is not None and best.where_prec <= 5 and toponym.role in ("event", "literal"):
                self.spoken_of = (toponym, paragraph)

    def told_before(self, kind: str, paragraph: int, reach: int) -> Toponym | None:
        """The place of the last event in reach, of the same class if there is one."""
        near = {name: told for name, told in self.last.items() if paragraph - told[1] <= reach}
        same = near.get(kind)
        if reach == 0 and self.latest in near:
            return (same or near[self.latest])[0]
        other = max(near.values(), key=lambda told: told[1], default=None)
        if same is not None and (other is None or same[1] >= other[1] - 1):
            return same[0]
        return other[0] if other is not None else None


def event_class(event_type: str, sub_event_type: str = "") -> str:
    """ "violence" for all but strategic developments; arrests and raids by police go with it."""
    calm = event_type == "Strategic developments" and sub_event_type not in _BY_FORCE
    return "politics" if calm else "violence"


def choose_place(
    words: Words,
    trigger: Trigger,
    toponyms: Sequence[Toponym],
    heads: Sequence[Trigger],
    roles: Roles,
    context: PlaceContext,
    cast: Cast,
    countries: Mapping[str, str],
    paragraph: int,
) -> Place:
    """Where one trigger's event took place, with all other toponyms of the sentence as alternatives.

    Args:
        cast: Who was told to be where.
        countries: Surname -> ISO code, for persons whose state was told before.
    """
    occasion = _occasion(words, trigger, toponyms)
    ranked = rank_toponyms(words, trigger, toponyms, heads)
    if occasion is not None:
        others = tuple(toponym for _, toponym in ranked if toponym is not occasion)
        return Place((occasion, *others), False, "in the sentence", PREPOSITION_POINTS)
    seated = is_seated(trigger)
    enough = SEAT_OVER_POINTS if seated else LEAST_POINTS
    others = tuple(toponym for _, toponym in ranked)
    if ranked and trigger.passive and trigger.sense.sense in _CARRIED and _whither(words, ranked[0][1]):
        here = [t for t in toponyms if t.role in ("event", "literal") and t.end <= trigger.start]
        whence = here[-1] if here else context.told_before("violence", paragraph, 1)
        if whence is not None and whence.best is not None and _abroad(whence, ranked[0][1]):
            return Place((whence, *others), True, "told before", 0.0)
    if ranked and ranked[0][0] >= enough:
        return _of_officials(words, trigger, Place(others, False, "in the sentence", ranked[0][0]), context)
    if seated:
        stay = cast.where(roles.actor1, paragraph)
        if stay is not None:
            return Place((stay, *others), True, "told before", 0.0)
        seat = find_seat(words, trigger, toponyms, roles, countries, context.main_state, context.on)
        if seat is not None:
            return Place((seat, *others), True, "seat of government", 0.0, SEAT_TAG)
    if ranked and ranked[0][0] < TOLD_OVER_POINTS and _of_another(words, trigger, ranked[0][1], heads):
        kind = event_class(trigger.sense.event_type, trigger.sense.sub_event_type)
        told = context.told_before(kind, paragraph, 1)
        if told is not None:
            return _of_officials(words, trigger, Place((told, *others), True, "told before", 0.0), context)
    if ranked and ranked[0][0] >= LEAST_POINTS:
        return _of_officials(words, trigger, Place(others, False, "in the sentence", ranked[0][0]), context)
    only = [toponym for points, toponym in ranked if _may_hold(toponym) and points > LONE_POINTS]
    if len(only) == 1:
        rest = tuple(toponym for toponym in others if toponym is not only[0])
        return Place((only[0], *rest), False, "in the sentence", LEAST_POINTS)
    kind = event_class(trigger.sense.event_type, trigger.sense.sub_event_type)
    pointed = context.spoken_of
    if pointed is not None and paragraph - pointed[1] <= 1 and not ranked and _points_back(words):
        return Place((pointed[0], *others), True, "told before", 0.0)
    here = context.told_before(kind, paragraph, 0)
    state_act = trigger.sense.sense in _STATE_ACTS
    if here is not None and not state_act:
        return _of_officials(words, trigger, Place((here, *others), True, "told before", 0.0), context)
    spoken = context.spoken_of
    if spoken is not None and spoken[1] == paragraph and not state_act and kind == "violence":
        return Place((spoken[0], *others), True, "told before", 0.0)
    named = roles.actor1 is not None and roles.actor1.kind not in ("group", "body")
    if state_act and context.main_state is not None and not named:
        seat = seat_of_country(trigger, context.main_state.country, context.on)
        if seat is not None:
            return Place((seat, *others), True, "country most named", 0.0, SEAT_TAG)
    for reach in (INHERIT_PARAGRAPHS, 10_000):
        told = context.told_before(kind, paragraph, reach)
        if told is not None:
            return _of_officials(words, trigger, Place((told, *others), True, "told before", 0.0), context)
        if context.dateline is not None:
            return Place((context.dateline, *others), True, "dateline", 0.0)
    if any(toponym.role in ("metonym", "attribute") for toponym in others):
        return Place(others, False, "government named", 0.0)
    if context.most_named is not None:
        return Place((context.most_named, *others), True, "most named", 0.0)
    return Place(others, True, "", 0.0)


def _may_hold(toponym: Toponym) -> bool:
    """Whether something may have happened at a place that a sentence names: it is no country and no office."""
    return toponym.role in ("event", "literal") and toponym.best is not None and toponym.best.where_prec <= 4


def _points_back(words: Words) -> bool:
    """Whether a sentence says "there" of a place named before, not as in "there was"."""
    following = zip(words.lower, [*words.lower[1:], ""], strict=True)
    return any(word == "there" and after not in _EXISTS for word, after in following)


def _abroad(toponym: Toponym, other: Toponym) -> bool:
    """Whether two places lie in different countries, or the first is finer than a country."""
    one, two = toponym.best, other.best
    return one is not None and two is not None and (one.where_prec < 6 or one.country != two.country)


def _whither(words: Words, toponym: Toponym) -> bool:
    """Whether a place is a country that people are brought to: they are taken from where they were told to be."""
    first = words.index_at(toponym.start)
    broad = toponym.best is not None and toponym.best.where_prec == 6
    return broad and first > 0 and words.lower[first - 1] in ("to", "into")


def at_known(place: Place, trigger: Trigger, known: PlaceCandidate | None) -> Place:
    """The place where a happening with a name is known to have been, unless its sentence names a place."""
    if known is None or not place.inherited:
        return place
    where = Toponym(trigger.start, trigger.end, trigger.text, "name", (("name", 1.0),), (known,))
    return replace(place, toponyms=(where, *place.toponyms), tag="")


def _occasion(words: Words, trigger: Trigger, toponyms: Sequence[Toponym]) -> Toponym | None:
    """The place of the meeting that opens the sentence: "During the Tashkent summit, …"."""
    if words.lower[0] not in ("during", "at") or event_class(trigger.sense.event_type) != "politics":
        return None
    for at in range(1, min(8, len(words))):
        if words.lower[at] == ",":
            return None
        if words.lower[at] in _OCCASIONS:
            near = [t for t in toponyms if t.best is not None and words.index_at(t.start) < at + 4]
            fine = [t for t in near if t.best is not None and t.best.where_prec <= 2]
            return fine[0] if fine else None
    return None


def _of_another(words: Words, trigger: Trigger, toponym: Toponym, heads: Sequence[Trigger]) -> bool:
    """Whether another verb stands between a trigger and a place after it."""
    return any(trigger.last < head.index and head.end < toponym.start for head in heads)


def _of_officials(words: Words, trigger: Trigger, place: Place, context: PlaceContext) -> Place:
    """Officials who meet "in Kyrgyzstan" meet at its seat of government, unless a finer place is told."""
    best = place.toponyms[0].best
    official = trigger.sense.sense in _OFFICIAL or (place.inherited and is_seated(trigger))
    if best is None or best.kind != "country" or not official:
        return place
    seat = seat_of_country(trigger, best.country, context.on)
    if seat is None or seat.best is None:
        return place
    lead = replace(place.toponyms[0], candidates=(seat.best, *place.toponyms[0].candidates))
    return replace(place, toponyms=(lead, *place.toponyms[1:]), tag=SEAT_TAG)


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
    if before in _BETWEEN and first > 1 and words.lower[first - 2] in _PREPOSITIONS | _GOALS:
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
    if last < trigger.index and "that" in words.lower[last + 1 : trigger.index]:
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
