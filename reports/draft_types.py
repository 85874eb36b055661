"""Settle an event's type and sub-type from its trigger, what fills it out, and who did it to whom."""

from __future__ import annotations

from reports.actors import Roles
from reports.heads import Head
from reports.words import Words, word_set

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
        "mark",
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
    "fighters terrorists army"
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


def type_of(words: Words, head: Head, roles: Roles) -> tuple[str, str]:
    """Event type and sub-event type (ACLED) of one head with its members."""
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
    if kind in ("Protests", "Riots") and near & _PROTESTING:
        if sense.sense in _DEADLY and near & _POLICE:
            return "Protests", "Excessive force against protesters"
        if sub == "Peaceful protest" and near & {"dispersed", "arrested", "detained", "disperse"}:
            sub = "Protest with intervention"
    return kind, sub


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
    return kind, sub
