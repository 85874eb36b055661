"""Settle an event's type and sub-type from its trigger, what fills it out, and who did it to whom."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from reports.actors import Roles
from reports.heads import Head
from reports.words import Words, word_set

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_GENERAL = frozenset(
    {
        "hold talks",
        "begin talks",
        "lead",
        "launch",
        "announce",
        "host",
        "carry out operation",
        "exercise",
        "investigate",
        "host talks",
        "talk",
        "reach",
        "issue",
        "decide",
        "claim responsibility",
        "advance",
        "receive aid",
    }
)
_DEADLY = frozenset({"kill", "die", "lose", "shoot", "destroy", "assault", "attack"})
_BOMB = word_set(
    "bomb bombs blast blasts explosion explosions exploded device mine mines landmine car-bomb bomber"
)
_SUICIDE = word_set("suicide bomber")
_SHELLS = word_set("mortar mortars shelling shelled rocket rockets artillery missile missiles howitzer")
_AIR = word_set(
    "airstrike airstrikes warplanes planes helicopters aircraft aviation bombed drone drones bombers jets"
)
_FIGHT = word_set(
    "clash clashes fighting battle shootout skirmish ambush patrol militants rebels guerrillas "
    "gunmen gunman raiders bandits insurgents gunfight operation troops soldiers guards incursion "
    "fighters terrorists army commander commanders warlord warlords"
)
_CIVIL = word_set(
    "civilian civilians villagers villager residents journalist journalists tourists cyclists women "
    "children activist woman shepherd shepherds workers engineers farmers students teacher passengers "
    "lawyer refugees"
)
_PROTESTING = word_set(
    "protesters protestors demonstrators marchers demonstration rally protest picket crowd"
)
_ARMED_DEEDS = word_set(
    "gunmen gunman rebels militants guerrillas insurgents fighters ambush shootout shots gunfire fire "
    "killed wounded clash clashes fighting attackers attack raid raiders"
)
_COMMUNAL = word_set(
    "communal inter-ethnic interethnic ethnic mob mobs riot riots rioter rioters rioting pogrom "
    "pogroms lynched brawl stones sticks youths neighbours neighbors"
)
_AT_ARMS = word_set(
    "militants rebels guerrillas gunmen insurgents fighters shelled shelling mortar mortars artillery "
    "rockets troops soldiers servicemen army offensive ambush ceasefire cease-fire truce tanks"
)
_VAGUE = frozenset(
    {"kill", "die", "lose", "wound", "assault", "attack", "fight", "fighting", "violence", "clash"}
)
_COUNTED = frozenset({"kill", "die", "lose", "wound"})
_RECIPROCAL = word_set("exchange exchanged exchanges exchanging")
_POLICE = word_set("police policemen soldiers troops forces guards militia security")
_MOB = word_set(
    "mob mobs rioters youths inter-ethnic interethnic ethnic pogrom pogroms brawl inmates residents"
)


def kind_of_words(words: Words) -> tuple[str, str]:
    """Event type and sub-type by the words of a sentence alone, for what no trigger of the lexicon tells."""
    near = set(words.lower)
    if near & (_SHELLS | _BOMB | {"bombed", "bombs", "shells", "airstrike", "drone", "drones"}):
        return _violent(near, Roles(None, None, ()), "Explosions/Remote violence", "Other")
    if near & _ARMED_DEEDS:
        return "Battles", "Armed clash"
    if near & {"stones", "mob", "mobs", "looted", "burned", "burnt", "rioters", "riots"}:
        return "Riots", "Mob violence"
    if near & _PROTESTING:
        return "Protests", "Peaceful protest"
    return "Strategic developments", "Other"


def character_of(text: str) -> str:
    """What kind of violence a text tells of by its words: "war", "communal", or "" when neither prevails."""
    count = Counter(_WORD.findall(text.lower()))
    communal = sum(count[word] for word in _COMMUNAL)
    war = sum(count[word] for word in _AT_ARMS)
    if communal >= 2 * war and communal > 0:
        return "communal"
    return "war" if war >= 2 * communal and war > 0 else ""


def type_of(words: Words, head: Head, roles: Roles, character: str = "") -> tuple[str, str]:
    """Event type and sub-event type (ACLED) of one head with its members.

    Args:
        character: What kind of violence the text around tells of (`character_of`); it decides where the
            sentence itself does not say who fought.
    """
    sense = head.trigger.sense
    kind, sub = sense.event_type, sense.sub_event_type
    if sense.sense in _GENERAL:
        specific = [member for member in head.members if member.form == "noun" or member.sense.weight > 2]
        for member in specific:
            if member.sense.event_type != kind or member.sense.sub_event_type != "Other":
                kind, sub = member.sense.event_type, member.sense.sub_event_type
                break
    near = set(words.lower)
    if sense.sense in _DEADLY or (kind == "Battles" and "territory" not in sub):
        kind, sub = _violent(near, roles, kind, sub)
    doer = roles.actor1
    if sense.sense == "burn" and near & _SHELLS:
        return "Explosions/Remote violence", "Shelling/artillery/missile attack"
    vague = sense.sense == "violence" or (kind == "Battles" and sense.sense in _VAGUE)
    if character == "communal" and vague and not near & (_AT_ARMS | _POLICE):
        return "Riots", "Mob violence"
    unnamed = doer is None or doer.kind in ("force", "state")
    if (
        character == "war"
        and unnamed
        and sense.sense in ("burn", "mob")
        and not near & (_COMMUNAL | _PROTESTING)
    ):
        return "Strategic developments", "Looting/property destruction"
    marched = any(member.form == "noun" and member.sense.event_type == "Protests" for member in head.members)
    if kind == "Battles" and marched and near & _POLICE:
        return "Protests", "Excessive force against protesters"
    if kind == "Explosions/Remote violence" and _both_sides(words):
        return "Battles", "Armed clash"
    if kind in ("Protests", "Riots") and near & _PROTESTING:
        if sense.sense in _DEADLY and near & _POLICE:
            return "Protests", "Excessive force against protesters"
        if sub == "Peaceful protest" and near & {"dispersed", "arrested", "detained", "disperse"}:
            sub = "Protest with intervention"
    return kind, sub


def tells_no_side(words: Words, head: Head) -> bool:
    """Whether a sentence only counts the dead or wounded of a fight told before: "16 killed, 120 hurt"."""
    near = set(words.lower)
    return head.trigger.sense.sense in _COUNTED and not near & (
        _FIGHT | _BOMB | _SHELLS | _MOB | _CIVIL | _POLICE
    )


def _both_sides(words: Words) -> bool:
    """Whether two sides fired at each other, which is a clash whatever they fired with."""
    pairs = set(pairwise(words.lower))
    return bool(set(words.lower) & _RECIPROCAL) or ("each", "other") in pairs or ("one", "another") in pairs


def _violent(near: set[str], roles: Roles, kind: str, sub: str) -> tuple[str, str]:
    """The type of an armed deed: what was used decides first, then against whom it was."""
    if near & _BOMB:
        return (
            "Explosions/Remote violence",
            "Suicide bomb" if near & _SUICIDE else "Remote explosive/landmine/IED",
        )
    if near & _SHELLS:
        return "Explosions/Remote violence", "Shelling/artillery/missile attack"
    if near & _AIR and near & {"bombed", "airstrike", "airstrikes", "strike", "struck"}:
        return "Explosions/Remote violence", "Air/drone strike"
    victim = set((roles.actor2.name if roles.actor2 else "").lower().split())
    doer = set((roles.actor1.name if roles.actor1 else "").lower().split())
    if near & _PROTESTING and (near & _POLICE) and sub == "Armed clash":
        if doer & _PROTESTING:
            return "Riots", "Violent demonstration"
        return "Protests", "Excessive force against protesters"
    if doer & _PROTESTING or (
        near & _PROTESTING and kind == "Battles" and not near & {"militants", "rebels"}
    ):
        return "Riots", "Violent demonstration"
    if near & _MOB and not near & (_FIGHT - {"clash", "clashes", "fighting", "guards"}):
        return "Riots", "Mob violence"
    if (victim & _CIVIL or (near & _CIVIL and not victim)) and not near & _FIGHT:
        return "Violence against civilians", "Attack"
    hit = roles.actor2
    named = hit is not None and hit.kind == "person" and " " in hit.name and not hit.country
    if named and not near & (_FIGHT | _POLICE):
        return "Violence against civilians", "Attack"  # one named person is no side of a battle
    if near & {"man", "woman", "suspect", "fugitive"} and near & _POLICE and not near & _FIGHT:
        return "Violence against civilians", "Attack"
    return kind, sub
