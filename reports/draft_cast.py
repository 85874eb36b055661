"""Who "he", "it" and "they" are, and where persons were last told to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reports.actors import Actor, Roles, state_of
from reports.annotation import Toponym
from reports.triggers import Trigger
from reports.words import Words, word_set

_HE = word_set("he she who")
_IT = word_set("it which")
_THEY = word_set("they both")
_CHAIN = word_set(
    "has have had is was were are be been being will would shall should may might can could must also "
    "then later again not never already first soon just therefore thus too reportedly nevertheless"
)
_TITLES = word_set("president minister premier spokesman spokeswoman chairman ambassador secretary")
_STAY_PARAGRAPHS = 1  # how many paragraphs on a person still is where they were told to be
_CALLS = word_set("call telephone")


@dataclass(slots=True)
class Cast:
    """Those told of in a post so far: the last subject of each kind, and where persons were."""

    person: Actor | None = None
    thing: Actor | None = None
    group: Actor | None = None
    whereabouts: dict[str, tuple[Toponym, int]] = field(default_factory=dict)

    def resolve(self, words: Words, trigger: Trigger, roles: Roles, heads: Sequence[Trigger]) -> Roles:
        """The roles with "he", "it" or "they" as subject replaced by whom the word stands for."""
        doer = roles.actor1
        owned = doer is not None and doer.first and words.lower[doer.first - 1] in ("its", "their")
        if doer is not None and owned and not doer.country and self.thing is not None:
            roles = replace(roles, actor1=replace(doer, country=self.thing.country))
        if trigger.form == "noun":
            return roles
        floor = max((head.last for head in heads if head.last < trigger.index), default=-1)
        at = trigger.index - 1
        while at > floor and (words.lower[at] in _CHAIN or words.lower[at].endswith(("ly", "n't"))):
            at -= 1
        if at <= floor or at < 0:
            return roles
        word = words.lower[at]
        for pronouns, stands_for in ((_HE, self.person), (_IT, self.thing), (_THEY, self.group)):
            if word not in pronouns or stands_for is None:
                continue
            near = roles.actor1
            if near is not None and near.first >= at - 1 and near.last < trigger.index:
                return roles
            if word in ("who", "which", "both"):
                return roles
            subject = replace(stands_for, first=at, last=at)
            if trigger.passive:
                return Roles(roles.actor1, subject, roles.others)
            rest = tuple(actor for actor in (near, *roles.others) if actor is not None)
            second = roles.actor2 if roles.actor2 is None or roles.actor2.name != subject.name else None
            return Roles(subject, second, tuple(a for a in rest if a.name != subject.name)[:6])
        return roles

    def hear(self, words: Words, roles: Roles, trigger: Trigger) -> None:
        """Keep the subject for the pronouns that follow."""
        subject = roles.actor2 if trigger.passive and roles.actor1 is None else roles.actor1
        if subject is None:
            return
        if subject.kind == "person":
            self.person = subject
        elif subject.kind in ("state", "body"):
            self.thing = subject
            if set(words.lower[subject.first : subject.last + 1]) & _TITLES:
                self.person = subject
        else:
            self.group = subject

    def mention(self, words: Words, toponyms: Sequence[Toponym]) -> None:
        """Keep the state that a sentence opens with, for "its minister" in the next one."""
        for toponym in toponyms:
            best = toponym.best
            if toponym.role == "metonym" and best is not None and words.index_at(toponym.start) <= 2:
                state = state_of(best.country)
                if state is not None:
                    self.thing = Actor(0, 0, f"Government of {state.name}", "state", state.country)
                return

    def place(self, roles: Roles, trigger: Trigger, toponym: Toponym, paragraph: int) -> None:
        """Keep where the persons of an event were when it was told with a place of its own."""
        if trigger.sense.sense in _CALLS:
            return
        for actor in (roles.actor1, roles.actor2):
            if actor is not None and actor.kind == "person":
                self.whereabouts[actor.name.split()[-1]] = (toponym, paragraph)

    def where(self, actor: Actor | None, paragraph: int) -> Toponym | None:
        """Where a person was told to be shortly before, None when nothing was told."""
        if actor is None or actor.kind != "person":
            return None
        held = self.whereabouts.get(actor.name.split()[-1])
        return held[0] if held is not None and paragraph - held[1] <= _STAY_PARAGRAPHS else None
