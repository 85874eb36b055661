"""Heads for sentences that tell of a deed of officials, forces or residents in words not in the lexicon."""

from __future__ import annotations

from collections.abc import Sequence

from reports.actors import Actor
from reports.draft_scores import PLAIN_SENSE
from reports.draft_types import kind_of_words
from reports.heads import Head
from reports.triggers import Trigger, form_of, is_past
from reports.triggers_lexicon import Sense
from reports.words import Words, word_set

_NO_DEED = word_set(
    "said told added noted stated explained insisted wrote asked believed thought knew called named known "
    "seemed became remained stayed kept had felt looked attempted tried continued been was were did "
    "argued commented recalled remarked observed considered regarded viewed saw understood meant "
    "appeared tended proved expected hoped feared wanted needed wished liked preferred doubted assumed "
    "lived worked belonged depended consisted contained included involved concerned related existed "
    "suffered lacked owned possessed relied resembled differed cost deserved enjoyed earned speculated "
    "interested worried pleased convinced aware located situated surrounded bordered inhabited populated "
    "led caused resulted stemmed reflected showed suggested indicated implied revealed demonstrated "
    "described characterised characterized predicted estimated reckoned maintained claimed according "
    "based born grew turned got made came went saw used supposed read heard learned learnt understood "
    "found spoke talked mentioned stressed emphasised emphasized underlined underscored reiterated "
    "quoted cited reported pointed put added increased decreased rose fell dropped declined improved "
    "worsened deteriorated deepened alleged asserted contended admitted conceded acknowledged "
    "conflicted studied opposed resisted failed served represented constituted dominated faced experienced"
)
_OPENERS = word_set(
    "who which whom whose that where when while after before since because although though if unless "
    "whether as until what how why than"
)
_REACH = 16  # how many words after its subject the verb may stand
_PLANNING = frozenset({"will", "shall"})
_PASSIVE = word_set("was were been")
_AUXILIARIES = word_set(
    "is are was were be been has have had will shall would may might can could must should does do did"
)
_STATES = word_set("is are may might can could")
_BETWEEN = word_set("not also already again later then now soon still just even first jointly once only")
_NO_PLAN = word_set(
    "need want know like mean seem depend remain become continue take make get find see think hope "
    "require allow help lead cost benefit be have do come go happen fail lose give"
)
_HURT = word_set("wounded injured killed missing hurt displaced")
_NUMBERS = word_set("two three four five six seven eight nine ten dozen hundred thousand")
_STOPS = frozenset({";", ":", ".", "“", "”", '"', "(", ")"})
_COLLECTIVE = word_set(
    "delegation border-guards guards authorities government ministry president minister troops parties party "
    "parliament deputies agency council committee commission residents villagers inhabitants court "
    "prosecutor prosecutors police officials envoy ambassador embassy leader leaders movement opposition "
    "militants rebels fighters soldiers servicemen forces army military officers governor mayor "
    "representatives negotiators experts specialists sides countries states presidents ministers "
    "neighbours neighbors republics premier secretary company administration department service "
    "organization organisation union alliance assembly kremlin white team mission unit group units "
    "traders refugees workers teachers activists protesters demonstrators clerics elders imams bank"
)


def plain_head(
    words: Words, actors: Sequence[Actor], triggers: Sequence[Trigger], *, historic: bool, dated: bool
) -> Head | None:
    """The head of a deed of the main clause whose verb is not in the lexicon; None when there is none.

    Args:
        words: The sentence.
        actors: All actors of the sentence.
        triggers: Those that already stand for events; their verbs are left out.
        historic: Whether the plain present tells of what happened.
        dated: Whether the sentence has a date; what was done on a day needs no actor in the passive.
    """
    used = {trigger.index for trigger in triggers}
    aside = False
    auxiliary = ""
    for at, word in enumerate(words.lower):
        if word in _OPENERS:
            aside = True
        elif aside and word == ",":
            aside = False
        if aside:
            continue
        if word in _AUXILIARIES:
            auxiliary = word
            continue
        if word in _HURT and at and (words.lower[at - 1].isdigit() or words.lower[at - 1] in _NUMBERS):
            continue  # "59 deaths and 144 wounded" counts
        planned = auxiliary in _PLANNING and word.isalpha() and not word.endswith("ly") and word != "not"
        if not planned and not is_past(words, at, historic=historic):
            if auxiliary and word not in _BETWEEN and not word.endswith("ly"):
                if auxiliary in _STATES:
                    return None  # "is prominent": a verb of being
                auxiliary = ""
            continue
        if at in used or word in _NO_DEED or (planned and word in _NO_PLAN):
            return None
        passive = dated and auxiliary in _PASSIVE
        if not passive and not _subject_before(words, actors, at):
            return None
        return _head(words, at, auxiliary if planned else "")
    return None


def known_actors(actors: Sequence[Actor]) -> list[Actor]:
    """The actors but single names of no known state, which may be any word with a capital letter."""
    return [actor for actor in actors if actor.kind != "person" or actor.country or " " in actor.name]


def _subject_before(words: Words, actors: Sequence[Actor], at: int) -> bool:
    """Whether an official, a force, a body or a group is spoken of before the verb in its clause."""
    start = at
    while start and words.lower[start - 1] not in _STOPS and at - start < _REACH:
        start -= 1
    for actor in actors:
        if start <= actor.first and actor.last < at:
            return True
    return bool(_COLLECTIVE & set(words.lower[start:at]))


def _head(words: Words, at: int, planned: str) -> Head:
    form, governor, negated, passive = form_of(words, at)
    if planned:
        form, governor = "modal", planned
    kind, sub = kind_of_words(words)
    sense = Sense(words.lower[at], False, kind, sub, 1, frozenset(), PLAIN_SENSE)
    trigger = Trigger(
        at,
        at,
        words.starts[at],
        words.ends[at],
        words.texts[at],
        sense,
        (sense,),
        form,
        governor,
        negated,
        passive,
        False,
    )
    return Head(trigger, (), False, False, False, False)
