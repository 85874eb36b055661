"""Tell from modality, reporting words, negation and future whether an event occurred, or only might."""

from __future__ import annotations

from dataclasses import dataclass

from reports.annotation import Status
from reports.triggers import Trigger
from reports.words import MARKS, Words, word_set

# Words that an infinitive or a noun hangs on, and what they make of it.
_PLANNED = word_set(
    "agree agreed agrees plan plans planned planning intend intends intended intention promise promised "
    "promises pledge pledged vow vowed offer offered offers propose proposed proposes decide decided "
    "due scheduled expected expects expect set ready prepared prepare preparing going want wants wanted "
    "be hope hopes hoped aims aim suggested recommended recommendation advised order ordered proposal "
    "willing continue wish wishes about supposed arranged commitment likely"
)
_THREATENED = word_set("threaten threatened threatens threatening ultimatum warn warned warns warning risk")
_DENIED = word_set(
    "deny denied denies denying refute refuted refutes rejects reject rejected dismissed rebutted disclaimed"
)
# Words after which what stands in the infinitive did happen: "managed to reach", "went so far as to demand".
_IMPLIED = word_set(
    "managed began started forced compelled obliged helped succeeded continued proceeded hastened paused had"
)
_REFUSED = word_set(
    "refuse refused refuses refusing failed fail fails decline declined unable unlikely forbidden"
)
_ALLEGED = word_set(
    "reportedly allegedly alleged alleges allege purportedly claimed claims claim claiming accused "
    "accuses accusing unconfirmed rumors rumours rumored rumoured suspected charged suggested "
    "presumably apparently supposedly insinuated allegation allegations accusations"
)
_FORECAST = word_set("predict predicted predicts forecast forecasts expect expected fear fears feared warned")
_PLAN_NOUNS = word_set(
    "planned proposed upcoming forthcoming future scheduled next intended possible potential"
)
_BLAMED = word_set(
    "responsible responsibility blamed blame arrested jailed sentenced wanted criticised criticized praised "
    "praising thanked thanking condemned punished apologised apologized tried"
)
_MERE = word_set(
    "possibility idea prospect prospects question issue danger fear fears risk likelihood chance future "
    "scenario case need readiness"
)
_OFF = word_set("postponed postpone postpones cancelled canceled cancel delayed delay adjourned abandoned")
_FUTURE_MODALS = frozenset({"will", "shall", "would", "won't", "should", "must", "wouldn't"})
_POSSIBLE_MODALS = frozenset({"may", "might", "could", "can"})
_CONDITIONS = frozenset({"if", "unless", "whether"})


@dataclass(frozen=True, slots=True)
class Standing:
    """A status with the word that told it ("" for none) and whether the event is told as real at all.

    Attributes:
        real: False for what is only possible, conditional or negated, and so no event to be listed.
        called_off: whether it was postponed or cancelled; it then keeps the status of a plan.
    """

    status: Status
    cue: str
    real: bool
    called_off: bool = False


def status_of(words: Words, trigger: Trigger, *, question: bool = False) -> Standing:
    """The standing of one trigger's event in its sentence.

    A "no" or "not" unmakes the event; a denial by somebody keeps it as denied. Modal verbs and plans make it
    planned, and threatened when it is violence or follows a threat; "if" and "may" leave nothing.
    """
    lower = words.lower
    index = trigger.index
    clause = _clause(lower, index)
    left = lower[clause:index]
    if question:
        return Standing("occurred", "?", False)
    violent = trigger.sense.event_type != "Strategic developments"
    off = _called_off(lower, trigger)
    denial = next((word for word in reversed(lower[max(0, index - 14) : index]) if word in _DENIED), "")
    if denial and trigger.form != "noun" and trigger.text.lower() not in _DENIED:
        return Standing("denied", denial, True)
    if trigger.negated:
        return Standing("denied", "not", False)
    if trigger.form == "modal":
        if trigger.governor in _POSSIBLE_MODALS or trigger.governor in ("can't", "cannot", "couldn't"):
            return Standing("planned", trigger.governor, False)
        if any(word in _CONDITIONS for word in (*left[:3], *lower[:2])):
            return Standing("planned", "if", False)
        threat = next((word for word in lower[max(0, index - 16) : index] if word in _THREATENED), "")
        if threat or violent:
            return Standing(
                "threatened", threat or trigger.governor, trigger.governor != "would" or bool(threat)
            )
        return Standing("planned", trigger.governor, trigger.governor in _FUTURE_MODALS, off)
    if trigger.form == "infinitive":
        return _infinitive(lower, trigger, violent=violent, off=off)
    if any(word in _CONDITIONS for word in left[:2]):
        return Standing("planned", "if", False)
    if trigger.form == "noun":
        return _noun(lower, trigger, violent=violent, off=off)
    if off or (trigger.sense.sense == "postpone" and trigger.passive):
        return Standing("planned", "postponed", True, True)
    purpose = trigger.form == "gerund" and lower[index - 1 : index] == ["for"]
    if purpose and not set(lower[max(0, index - 6) : index]) & _BLAMED:
        return Standing("planned", "for", False)  # "a pretext for attacking"
    said = _said(lower, trigger)
    if said is not None:
        return said
    hearsay = _hearsay(lower, index)
    if hearsay:
        return Standing("alleged", hearsay, True)
    return Standing("occurred", "", True)


def _said(lower: list[str], trigger: Trigger) -> Standing | None:
    """What a threat, a promise or a denial makes of the thing that it speaks of; None for other verbs."""
    lemma = trigger.sense.lemma
    after = lower[trigger.last + 1 : trigger.last + 8]
    if lemma == "threaten" or (lemma in ("issue", "deliver") and "ultimatum" in after):
        return Standing("threatened", trigger.text, True)
    if lemma in ("promise", "pledge", "vow", "want", "hope", "wish"):
        return Standing("planned", trigger.text, True)
    if lemma in ("agree", "decide") and "to" in after[:3]:
        goal = set(after[after.index("to") + 1 :][:3])
        if goal & {"visit", "pay", "travel", "send", "build", "host", "go", "attend", "provide", "supply"}:
            return Standing("planned", trigger.text, True)
    if lemma in ("disclose", "announce", "reveal", "unveil", "discuss") and "plans" in after[:3]:
        return Standing("planned", trigger.text, True)
    if trigger.sense.sense == "deny" and lemma in ("deny", "refute", "rebut"):
        return Standing("denied", trigger.text, True)
    return None


def _infinitive(lower: list[str], trigger: Trigger, *, violent: bool, off: bool) -> Standing:
    governor = trigger.governor
    if governor in _THREATENED:
        return Standing("threatened", governor, True)
    if governor in _REFUSED:
        return Standing("denied", governor, False)
    so_far = governor == "as" and "far" in lower[max(0, trigger.index - 4) : trigger.index]
    if so_far or (governor in _IMPLIED and "not" not in lower[max(0, trigger.index - 5) : trigger.index]):
        return Standing("occurred", "", True)
    before = lower[max(0, trigger.index - 6) : trigger.index]
    if governor in ("said", "believed", "reported", "alleged", "thought", "rumored", "rumoured", "known"):
        return Standing("alleged", governor, True)
    if governor in _PLANNED or any(word in _PLANNED for word in before):
        status: Status = "threatened" if violent and governor not in ("agreed", "decided") else "planned"
        return Standing(status, governor, True, off)
    return Standing("planned", "to", False)


def _noun(lower: list[str], trigger: Trigger, *, violent: bool, off: bool) -> Standing:
    before = lower[max(0, trigger.index - 3) : trigger.index]
    far = lower[max(0, trigger.index - 6) : trigger.index]
    if set(far) & _MERE and set(far) & {"of", "over", "for"}:
        return Standing("planned", next(word for word in far if word in _MERE), False)
    if off:
        return Standing("planned", "postponed", True, True)
    if any(word in _DENIED for word in before):
        return Standing("denied", next(word for word in before if word in _DENIED), True)
    plan = next((word for word in before if word in _PLAN_NOUNS), "")
    if plan in ("possible", "potential"):
        return Standing("planned", plan, False)
    if plan and plan != "next":
        return Standing("threatened" if violent else "planned", plan, True)
    after = lower[trigger.last + 1 : trigger.last + 4]
    if after[:1] and after[0] in ("will", "would", "is", "are", "may", "could", "might"):
        if after[0] in ("may", "could", "might"):
            return Standing("planned", after[0], False)
        if after[0] in ("will", "would"):
            return Standing("threatened" if violent else "planned", after[0], True)
        if set(after[1:]) & {"planned", "scheduled", "due", "expected", "likely"}:
            forecast = violent and set(lower[max(0, trigger.index - 10) : trigger.index]) & _FORECAST
            return Standing("threatened" if forecast or violent else "planned", after[1], True)
    hearsay = next((word for word in before if word in _ALLEGED), "")
    if hearsay:
        return Standing("alleged", hearsay, True)
    return Standing("occurred", "", True)


def _clause(lower: list[str], index: int) -> int:
    """The number of the first word of the clause that holds the trigger."""
    at = index
    while at > 0 and lower[at - 1] not in (";", ":", "(", '"', "“", "--", "–", "—", ","):
        at -= 1
    return at


def _called_off(lower: list[str], trigger: Trigger) -> bool:
    """Whether a word of postponing or cancelling belongs to the trigger: "talks were … postponed"."""
    for at in range(trigger.last + 1, min(len(lower), trigger.last + 22)):
        word = lower[at]
        if word in (";", "which", "who") or (word in ("but", "and") and lower[at + 1 : at + 2] != ["was"]):
            subject = set(lower[at + 1 : at + 3]) & {"the", "a", "an", "it", "he", "they", "his", "its"}
            if word in (";", "which", "who") or subject:
                return False
        if word in _OFF:
            passive = lower[at - 1] in ("was", "were", "been", "be", "being") or lower[at - 2 : at - 1] in (
                ["were"],
                ["was"],
                ["been"],
            )
            return passive and trigger.form in ("noun", "modal", "infinitive")
    before = lower[max(0, trigger.index - 5) : trigger.index]
    return trigger.form == "noun" and any(word in _OFF for word in before)


def _hearsay(lower: list[str], index: int) -> str:
    """The word that makes the event somebody's claim: within the clause, or as the verb that governs it."""
    for at in range(index - 1, max(-1, index - 13), -1):
        word = lower[at]
        if word in (";", ":", "."):
            return ""
        if word in _ALLEGED and word not in (
            "charged",
            "claimed",
            "claims",
            "claim",
            "suggested",
            "apparently",
        ):
            return word
        if word in ("claimed", "claims", "claim", "claiming", "charged", "suggested") and at + 1 < len(lower):
            # "claimed that X bombed", "claiming Russian planes had bombed", but not "claimed responsibility"
            if lower[at + 1] in ("responsibility", "with", "by", "lives") or lower[at + 1] in MARKS:
                return ""
            return word
    return ""
