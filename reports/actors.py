"""Name who does and who undergoes an event: states, forces, persons and groups around a trigger."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from reports.triggers import Trigger
from reports.triggers_lexicon import LEXICON
from reports.words import MARKS, Words, word_set

Kind = Literal["state", "force", "person", "group", "body"]

_BODIES = frozenset({"UN", "EU"})  # codes of the lexicon for what is no state but has a seat

_MILITARY = word_set(
    "troops army military soldiers soldier servicemen forces aircraft planes helicopters warplanes jets "
    "fighter-bombers aviation paratroopers artillery units airmen battalion brigade officers"
)
_BORDER = word_set("border frontier")
_POLICE = word_set("police policemen policeman militia gendarmes")
_SECURITY = word_set("security intelligence special")
_GOVERNMENT = word_set(
    "government authorities officials official leaders leadership side president minister ministry "
    "parliament diplomats envoy delegation embassy administration prosecutors spokesman"
)
_HEADS = word_set(
    "militants militant rebels rebel gunmen gunman fighters fighter guerrillas guerrilla insurgents "
    "insurgent attackers attacker extremists terrorists bandits separatists mujahideen hostages hostage "
    "captives engineers protesters protestors demonstrators marchers activists crowd crowds mob youths "
    "rioters inmates prisoners civilians villagers residents refugees people families journalists "
    "tourists cyclists climbers workers shepherd shepherds farmers students women men guards guard "
    "peacekeepers observers supporters opposition convoy negotiators ambassador deputies lawmakers "
    "voters citizens minorities traders smugglers traffickers patrol relatives persons hizbullah "
    "colonel commander group movement party suspects policemen"
) | (_MILITARY | _POLICE | _GOVERNMENT)
_TITLES = word_set(
    "president prime minister deputy first vice foreign defense defence interior general lieutenant- "
    "general major-general colonel-general colonel major lieutenant marshal captain secretary "
    "secretary-general speaker chairman head leader ambassador governor mayor commander chief senator "
    "king emir mullah imam sheikh mr mrs ms dr sir special representative envoy academician professor "
    "presidents ministers affairs former acting interim council security"
)
_ORGAN_WORDS = word_set(
    "ministry organization organisation union movement party service council committee commission "
    "agency bank parliament embassy court treaty front opposition taliban nations army forces guard "
    "police center centre department assembly state islamic group brigade battalion alliance league "
    "corps coalition administration kremlin osce nato csto sco cis unhcr imu uto eu un icrc"
)
_NOT_ACTORS = word_set(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday the a an in on at by for from after before "
    "during this that these it he she they we i and but however meanwhile earlier later last two three "
    "four five six seven eight nine ten several some many at when while as if there here also both all "
    "no one another since until thousands hundreds dozens scores between around unknown mass between "
    "his her their its our no yes according"
)
_PLACE_PREPOSITIONS = word_set(
    "in at near to from into toward towards outside via through across around inside"
)
_BREAKS = word_set("that which who when while after because although whereas but where")
_BEFORE_HEADS = word_set("ethnic armed unknown border special security opposition")
_TWO_SIDED = word_set(
    "meet discuss talk talks meeting negotiate negotiations sign agree agreement clash clashes fight "
    "fighting exchange confer summit consultations trade battle skirmish treaty truce ceasefire cease- "
    "fire accord deal"
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody named in a sentence: the words from `first` to `last`, its name and its state."""

    first: int
    last: int
    name: str
    kind: Kind
    country: str


@dataclass(frozen=True, slots=True)
class Roles:
    """Who does (`actor1`), who undergoes (`actor2`), and who else is named."""

    actor1: Actor | None
    actor2: Actor | None
    others: tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class State:
    """A state with its ISO code and the gazetteer id of its seat of government."""

    name: str
    country: str
    capital_id: str


@cache
def states() -> dict[str, tuple[State, str]]:
    """Word in lower case -> (state, "name" | "adjective" | "metonym")."""
    known: dict[str, tuple[State, str]] = {}
    with (LEXICON / "states.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            state = State(row["state"], row["country"], row["capital_id"])
            for word in row["metonyms"].split("|"):
                known[word.lower()] = (state, "metonym")
            for word in row["adjectives"].split("|"):
                known[word.lower()] = (state, "adjective")
            known[row["state"].lower()] = (state, "name")
    known.pop("", None)
    return known


@cache
def _leaders() -> dict[str, tuple[str, str]]:
    known = {}
    with (LEXICON / "leaders.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            for spelling in row["spellings"].split("|"):
                known[spelling] = (row["name"], row["country"])
    return known


def leader_named(surname: str) -> tuple[str, str] | None:
    """Full name and country of a head of state or government known by surname; None for others."""
    return _leaders().get(surname)


@cache
def state_of(country: str) -> State | None:
    """The state with an ISO code, None when the lexicon has none."""
    return next((state for state, _ in states().values() if state.country == country), None)


def find_actors(words: Words) -> list[Actor]:
    """All that may act in a sentence, in order."""
    actors: list[Actor] = []
    index = 0
    total = len(words)
    while index < total:
        run = _run(words, index)
        if run is None:
            index += 1
            continue
        actor = _actor(words, index, run)
        if actor is not None:
            if not actor.country and actors and _possesses(words, actors[-1], actor):
                # "Rahmonov's secretary" acts for the state of whoever is named before.
                actor = replace(actor, country=_country(actors[-1]))
            actors.append(actor)
        index = run + 1
    return actors


def _possesses(words: Words, owner: Actor, owned: Actor) -> bool:
    gap = owned.first - owner.last - 1
    return gap == 0 or (gap == 1 and words.lower[owner.last].endswith(("'s", "s'")))


def _country(actor: Actor) -> str:
    leader = leader_named(actor.name.split()[-1]) if actor.kind == "person" else None
    return actor.country or (leader[1] if leader else "")


def _base(word: str) -> str:
    return word[:-2] if word.endswith("'s") else word.rstrip("'")


def _run(words: Words, index: int) -> int | None:
    """The last word of the noun phrase that begins here, None when none begins."""
    last = None
    at = index
    lower, texts = words.lower, words.texts
    while at < len(words) and at - index < 9:
        word = lower[at]
        if word in MARKS:
            break
        capital = texts[at][0].isupper() and _base(word) not in _NOT_ACTORS
        if capital or _base(word) in _HEADS or (at > index and word in _SECURITY | _BORDER):
            last = at
            at += 1
            if word.endswith(("'s", "s'")) and _base(word) not in states():
                break
            continue
        joins = word in ("of", "for", "al", "ethnic", "islamist", "armed", "plain-clothed", "and")
        if last is not None and joins and at + 1 < len(words):
            upper = texts[at + 1][0].isupper() and lower[at + 1] not in _NOT_ACTORS
            organ = any(_base(lower[part]) in _ORGAN_WORDS | _TITLES for part in range(index, at))
            if word == "of" and upper and organ:
                at += 1
                continue
        following = _base(lower[at + 1]) if at + 1 < len(words) else ""
        if last is None and word in _BEFORE_HEADS and following in _HEADS | _SECURITY:
            at += 1
            continue
        break
    return last


def _actor(words: Words, first: int, last: int) -> Actor | None:
    """The phrase as an actor with its normal name; None for a place in a place's position."""
    lower = [_base(word) for word in words.lower[first : last + 1]]
    texts = words.texts[first : last + 1]
    known = states()
    state: State | None = None
    how = ""
    for size in (2, 1):
        for at in range(len(lower) - size + 1):
            entry = known.get(" ".join(lower[at : at + size]))
            # "us" and "turkey" in lower case are words.
            if entry is not None and texts[at][0].isupper() and state is None:
                state, how = entry
    before = words.lower[first - 1] if first else ""
    rest = set(lower)
    country = state.country if state else ""
    if state is not None and len(lower) == (2 if " " in state.name and how == "name" else 1):
        if how != "adjective" and before in _PLACE_PREPOSITIONS:
            return None
        if how == "adjective" and last + 1 < len(words) and words.lower[last + 1].isalpha():
            return Actor(first, last, f"Government of {state.name}", "state", country)
        return Actor(first, last, _government(state), "state", country)
    caps = [text for text in texts if text[0].isupper()]
    titled = bool(rest & _TITLES)
    names = [
        word
        for word in caps
        if _base(word.lower()) not in _TITLES | _HEADS
        and _base(word.lower()) not in known
        and word.lower() not in _ORGAN_WORDS
    ]
    organ = bool(rest & _ORGAN_WORDS)
    if state is not None and rest & (_MILITARY | _POLICE | _BORDER | _SECURITY) and not names:
        return Actor(first, last, _force(rest, state), "force", country)
    if state is not None and rest & _GOVERNMENT and not names and not rest & {"embassy", "parliament"}:
        return Actor(first, last, _government(state), "state", country)
    if names and (titled or len(names) >= 2) and not organ:
        tail = " ".join(_trim(name) for name in names[-3:])
        return Actor(first, last, tail, "person", country)
    if names and len(caps) == 1 and not organ and before in _PLACE_PREPOSITIONS:
        return None
    if not caps or not names or organ:
        if rest & _HEADS or organ:
            kind: Kind = "body" if organ else "group"
            return Actor(first, last, _phrase(words, first, last), kind, country)
        return None
    return Actor(first, last, _phrase(words, first, last), "person" if len(names) <= 3 else "body", country)


def _government(state: State) -> str:
    return state.name if state.country in _BODIES else f"Government of {state.name}"


def _force(words: set[str], state: State) -> str:
    if words & _BORDER:
        return f"Border Guards of {state.name}"
    if words & _POLICE:
        return f"Police Forces of {state.name}"
    if words & _SECURITY:
        return f"Security Forces of {state.name}"
    return f"Military Forces of {state.name}"


def _trim(word: str) -> str:
    return re.sub(r"['’]s?$", "", word).strip(".")


def _phrase(words: Words, first: int, last: int) -> str:
    name = " ".join(words.texts[first : last + 1])
    return _trim(name)


def roles_of(
    words: Words, trigger: Trigger, actors: Iterable[Actor], others: Iterable[Trigger] = ()
) -> Roles:
    """Who does and who undergoes what a trigger tells of, from the order of words, the voice and "by".

    Args:
        words: The sentence.
        trigger: The trigger.
        actors: All actors of the sentence (`find_actors`).
        others: The sentence's other triggers; a subject is not sought beyond a finite verb among them.
    """
    everyone = list(actors)
    if not everyone:
        return Roles(None, None, ())
    floor = max((other.last for other in others if other.last < trigger.index and _bounds(other)), default=-1)
    ceiling = min(
        (other.index for other in others if other.index > trigger.last and _bounds(other)), default=len(words)
    )
    left = [actor for actor in everyone if floor < actor.first and actor.last < trigger.index]
    right = [actor for actor in everyone if trigger.last < actor.first < ceiling]
    if not left:
        left = [actor for actor in everyone if actor.last < trigger.index][:1]
    subject = _subject(words, left, trigger)
    if trigger.form == "noun":
        return _noun_roles(words, trigger, left, right, everyone)
    agent = next((actor for actor in right if _led_by(words, actor, trigger.last)), None)
    if trigger.passive:
        return _roles(agent, subject, everyone)
    target = next((actor for actor in right if actor.first - trigger.last <= 7), None)
    if trigger.sense.lemma in _TWO_SIDED and subject is not None and target is None:
        partner = [actor for actor in left if actor is not subject]
        target = partner[-1] if partner else None
    return _roles(subject, target, everyone)


def _bounds(trigger: Trigger) -> bool:
    return trigger.form in ("past", "perfect", "passive", "present", "progressive", "modal")


def _subject(words: Words, left: list[Actor], trigger: Trigger) -> Actor | None:
    """The actor before the verb that no preposition governs; the first of the last list, else the nearest."""
    free = [
        actor
        for actor in left
        if not actor.first
        or words.lower[actor.first - 1]
        not in _PLACE_PREPOSITIONS | {"of", "with", "by", "for", "against", "on"}
    ]
    free = [actor for actor in free if not _inserted(words, actor, trigger)] or free
    if not free:
        return left[-1] if left else None
    best = free[-1]
    for actor in reversed(free[:-1]):
        between = words.lower[actor.last + 1 : best.first]
        if (between[:1] == ["and"] and len(between) <= 2) or between == [",", "and"]:
            best = actor
        elif between and between[0] == "," and best.kind == "person" and trigger.index - best.last > 1:
            break
    return best


def _inserted(words: Words, actor: Actor, trigger: Trigger) -> bool:
    """Whether an actor stands in a clause put in before the verb: "X, which keeps troops, offered"."""
    if "," not in words.lower[actor.last + 1 : trigger.index]:
        return False
    for at in range(actor.first - 1, max(0, actor.first - 8), -1):
        if words.lower[at] == ",":
            return words.lower[at + 1] in ("which", "who", "whose", "where")
    return False


def _led_by(words: Words, actor: Actor, last: int) -> bool:
    before = words.lower[max(last + 1, actor.first - 3) : actor.first]
    return "by" in before


def _noun_roles(
    words: Words, trigger: Trigger, left: list[Actor], right: list[Actor], everyone: list[Actor]
) -> Roles:
    by = next((actor for actor in right if _led_by(words, actor, trigger.last)), None)
    between = [
        actor
        for actor in right
        if set(words.lower[max(trigger.last + 1, actor.first - 4) : actor.first])
        & {"between", "with", "of", "among"}
    ]
    if len(right) >= 2 and between and between[0] is right[0]:
        joined = words.lower[right[0].last + 1 : right[1].first]
        if "and" in joined and len(joined) <= 4:
            return _roles(right[0], right[1], everyone)
    first = by or (left[-1] if left else None) or (between[0] if between else None)
    second = next((actor for actor in between if actor is not first), None)
    if second is None:
        second = next(
            (
                a
                for a in right
                if a is not first and words.lower[a.first - 1] in ("on", "against", "with", "to")
            ),
            None,
        )
    return _roles(first, second, everyone)


def _roles(first: Actor | None, second: Actor | None, everyone: list[Actor]) -> Roles:
    if first is not None and second is not None and first.name == second.name:
        second = None
    chosen = {actor.name for actor in (first, second) if actor is not None}
    rest = {actor.name: actor for actor in everyone if actor.name not in chosen}
    return Roles(first, second, tuple(rest.values())[:6])
