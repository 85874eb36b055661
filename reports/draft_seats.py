"""Where those who act have their seat: governments, their organs, and organisations."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from reports.actors import Actor, Roles, State, state_of, states
from reports.annotation import PlaceCandidate, Toponym
from reports.draft_regions import candidate_of
from reports.triggers import Trigger
from reports.triggers_lexicon import LEXICON
from reports.words import Words, word_set

# Organs that every state has: without the name of a state they belong to the one that is told of.
_ORGANS = word_set(
    "ministry ministries minister parliament government president presidential cabinet prosecutor "
    "prosecutor's prosecutor-general court duma senate lawmakers deputies mps authorities spokesman "
    "spokeswoman official officials premier speaker ombudsman legislature jogorku majlisi administration "
    "committee commission chairman"
)


_LEADING = word_set("leaders leader leadership opposition diplomats envoy delegation negotiators side")
_OWNER_REACH = 30  # characters between the capital's name and the organ
_MISSIONS = word_set("embassy mission consulate ambassador")


@cache
def _organisations() -> dict[str, str]:
    with (LEXICON / "organisations.csv").open(encoding="utf-8", newline="") as stream:
        return {row["name"]: row["place_id"] for row in csv.DictReader(stream)}


def _organisation_seat(name: str, on: date | None) -> PlaceCandidate | None:
    """The seat of an organisation by its name, or by the name that the longer name ends or begins with."""
    plain = name.lower().removesuffix("'s").removesuffix("’s")
    known = _organisations()
    for organisation, place_id in known.items():
        if (
            plain == organisation
            or plain.endswith(f" {organisation}")
            or plain.startswith(f"{organisation} ")
        ):
            return candidate_of(place_id, on, f"seat of {organisation}")
    return None


def seat_of(state: State, on: date | None) -> PlaceCandidate | None:
    """The gazetteer's seat of government of a state, named as on that day."""
    return candidate_of(state.capital_id, on, f"where the government of {state.name} sits")


def seat_of_country(trigger: Trigger, country: str, on: date | None) -> Toponym | None:
    """The seat of government of a country as a toponym at the trigger's words; None when not known."""
    state = state_of(country) if country else None
    candidate = seat_of(state, on) if state is not None else None
    if state is None or candidate is None:
        return None
    return Toponym(trigger.start, trigger.end, state.name, "metonym", (("metonym", 1.0),), (candidate,))


def seat_of_actor(
    words: Words, trigger: Trigger, actor: Actor, country: str, home: State | None, on: date | None
) -> Toponym | None:
    """The seat of one actor as a toponym at its words.

    Args:
        country: The actor's country, "" when the report does not say.
        home: The state that "the ministry" or "parliament" belongs to when none is named.
    """
    candidate = _organisation_seat(actor.name, on)
    if candidate is None:
        state = state_of(country) if country else None
        near = {_bare(word) for word in words.lower[actor.first : actor.last + 2]}
        if home is not None and near & _MISSIONS:
            state = home  # an embassy speaks where it is
        if state is None and actor.kind in ("body", "group", "person"):
            title = {_bare(word) for word in words.lower[max(0, actor.first - 2) : actor.last + 1]}
            state = home if title & _ORGANS else None
        candidate = seat_of(state, on) if state is not None else None
    if candidate is None:
        return None
    text = " ".join(words.texts[actor.first : actor.last + 1])
    start, end = words.starts[actor.first], words.ends[actor.last]
    return Toponym(start, end, text, "metonym", (("metonym", 1.0),), (candidate,))


def _bare(word: str) -> str:
    return word.removesuffix("'s")


def find_seat(
    words: Words,
    trigger: Trigger,
    toponyms: Sequence[Toponym],
    roles: Roles,
    countries: Mapping[str, str],
    home: State | None,
    on: date | None,
) -> Toponym | None:
    """The seat of whoever acts: of the actor, or of the government that a metonym stands for.

    Args:
        countries: Surname -> ISO code, for persons whose state was told before.
        home: The state that the passage is about, None when there is none.
    """
    actor = roles.actor1 or (roles.actor2 if trigger.passive else None)
    if actor is not None:
        phrase = {_bare(word) for word in words.lower[actor.first : actor.last + 1]}
        if actor.kind == "group" and not phrase & (_ORGANS | _LEADING):
            return None  # refugees and villagers speak where they are
        owner = _owner(words, actor, toponyms, on)
        if owner is not None:
            return owner
        country = actor.country or countries.get(actor.name.split()[-1], "")
        seat = seat_of_actor(words, trigger, actor, country, home, on)
        if seat is not None:
            return seat
        for other in roles.others:
            if actor.kind == "group" and other.country and other.last < actor.first:
                return seat_of_actor(words, trigger, other, other.country, home, on)
    before = [t for t in toponyms if t.role in ("metonym", "attribute") and t.end <= trigger.start]
    for toponym in reversed(before):
        if home is not None and names_mission(words, toponym):
            return seat_of_country(trigger, home.country, on)
        if toponym.role == "metonym" and toponym.best is not None and toponym.best.where_prec <= 2:
            return toponym
        state = state_of(metonym_country(toponym))
        candidate = seat_of(state, on) if state is not None else None
        if candidate is not None:
            return replace(toponym, candidates=(candidate, *toponym.candidates))
    return None


def names_mission(words: Words, toponym: Toponym) -> bool:
    """Whether a country's name only says whose embassy speaks: "the U.S. embassy"."""
    at = words.index_at(max(toponym.start, toponym.end - 1)) + 1
    return at < len(words) and _bare(words.lower[at]) in _MISSIONS


def _owner(words: Words, actor: Actor, toponyms: Sequence[Toponym], on: date | None) -> Toponym | None:
    """The capital that owns an organ: "Tashkent's deputy prime minister"; None when none stands before it."""
    if actor.country or actor.kind == "state":
        return None
    start = words.starts[actor.first]
    for toponym in toponyms:
        best = toponym.best
        possessive = words.lower[words.index_at(max(toponym.start, toponym.end - 1))].endswith("'s")
        if best is not None and possessive and 0 <= start - toponym.end <= _OWNER_REACH:
            state = state_of(metonym_country(toponym))
            candidate = seat_of(state, on) if state is not None else None
            if candidate is not None:
                return replace(toponym, candidates=(candidate, *toponym.candidates))
    return None


def metonym_country(toponym: Toponym) -> str:
    """The country whose government a metonym stands for, "" when it is none's."""
    entry = states().get(toponym.text.lower().removesuffix("'s").removesuffix("’s"))
    if entry is not None:
        return entry[0].country
    return toponym.best.country if toponym.best is not None and toponym.best.where_prec == 6 else ""
