"""Choose where an event took place: in its sentence, at the seat of who acts, or as told before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from reports.actors import Roles, State, state_of
from reports.annotation import Interval, PlaceCandidate, Toponym
from reports.draft_cast import Cast
from reports.draft_rank import PREPOSITION_POINTS, is_seated, rank_toponyms
from reports.draft_scores import PLAIN_SENSE
from reports.draft_seats import find_seat, seat_of_country
from reports.triggers import Trigger
from reports.words import Words, word_set

TOLD_OVER_POINTS = 3.0  # a place of another verb with fewer points goes behind one told just before
LEAST_POINTS = 0.9  # below this a toponym is only an alternative
SEAT_OVER_POINTS = 3.2  # a statement is placed at its speaker's seat unless a toponym has more than this

INHERIT_PARAGRAPHS = 3
_SAYING = word_set("said told announced stated")
_PEOPLE = word_set("residents inhabitants villagers citizens townspeople people traders women youths locals")
SEAT_TAG = "placed at the seat of government"

# What only a state's own bodies do: without a place or a name it is the doing of the state that is told of.
_STATE_ACTS = frozenset(
    {"elect", "appoint", "resign", "vote", "replace", "name", "bestow", "win", "overthrow"}
)

_BY_FORCE = frozenset({"Arrests", "Disrupted weapons use", "Looting/property destruction"})
_OCCASIONS = word_set("summit meeting talks conference visit session negotiations trip forum")


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
    if event_class(trigger.sense.event_type, trigger.sense.sub_event_type) == "violence":
        toponyms = [toponym for toponym in toponyms if not _said_there(words, toponym)]
    occasion = _occasion(words, trigger, toponyms)
    ranked = rank_toponyms(words, trigger, toponyms, heads)
    if occasion is not None:
        others = tuple(toponym for _, toponym in ranked if toponym is not occasion)
        return Place((occasion, *others), False, "in the sentence", PREPOSITION_POINTS)
    seated = is_seated(trigger)
    enough = SEAT_OVER_POINTS if seated else LEAST_POINTS
    others = tuple(toponym for _, toponym in ranked)
    if ranked and trigger.passive and trigger.sense.sense in _CARRIED and _whither(words, ranked[0][1]):
        left = [t for t in toponyms if t.role in ("event", "literal") and t.end <= trigger.start]
        whence = left[-1] if left else context.told_before("violence", paragraph, 1)
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
    kind = event_class(trigger.sense.event_type, trigger.sense.sub_event_type)
    if trigger.sense.sense == PLAIN_SENSE and trigger.sense.event_type == "Strategic developments":
        seat = find_seat(words, trigger, toponyms, roles, countries, context.main_state, context.on)
        if seat is not None:
            return Place((seat, *others), True, "seat of government", 0.0, SEAT_TAG)
    home = _home_of_people(words, trigger, toponyms)
    if home is not None and (not ranked or ranked[0][1] is home):
        return Place((home,), False, "in the sentence", PREPOSITION_POINTS)
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


def _points_back(words: Words) -> bool:
    """Whether a sentence says "there" of a place named before, not as in "there was"."""
    following = zip(words.lower, [*words.lower[1:], ""], strict=True)
    return any(word == "there" and after not in _EXISTS for word, after in following)


def _abroad(toponym: Toponym, other: Toponym) -> bool:
    """Whether two places lie in different countries, or the first is finer than a country."""
    one, two = toponym.best, other.best
    return one is not None and two is not None and (one.where_prec < 6 or one.country != two.country)


def _whither(words: Words, toponym: Toponym) -> bool:
    """Whether a place is a country that people are brought to, so that they were somewhere else."""
    first = words.index_at(toponym.start)
    broad = toponym.best is not None and toponym.best.where_prec == 6
    return broad and first > 0 and words.lower[first - 1] in ("to", "into")


def at_known(place: Place, trigger: Trigger, known: PlaceCandidate | None) -> Place:
    """The place where a happening with a name is known to have been, unless its sentence names a place."""
    if known is None or not place.inherited:
        return place
    where = Toponym(trigger.start, trigger.end, trigger.text, "name", (("name", 1.0),), (known,))
    return replace(place, toponyms=(where, *place.toponyms), tag="")


def _said_there(words: Words, toponym: Toponym) -> bool:
    """Whether somebody only spoke there: "Four were killed, an officer said in Osh"."""
    first = words.index_at(toponym.start)
    return first > 1 and words.lower[first - 1] in ("in", "at") and words.lower[first - 2] in _SAYING


def _home_of_people(words: Words, trigger: Trigger, toponyms: Sequence[Toponym]) -> Toponym | None:
    """Where the people live who do it, before its verb: "Residents of Batken held a protest"."""
    for toponym in toponyms:
        first = words.index_at(toponym.start)
        if toponym.best is None or toponym.best.where_prec > 4 or not 1 < first < trigger.index:
            continue
        if words.lower[first - 1] in ("of", "in") and words.lower[first - 2] in _PEOPLE:
            return toponym
    return None


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
