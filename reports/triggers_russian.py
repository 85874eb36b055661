"""Find the words of a Russian sentence that tell of an event, by stem and ending."""

from __future__ import annotations

import csv
from functools import cache

from reports.triggers import Form, Trigger
from reports.triggers_lexicon import LEXICON, Sense
from reports.words import Words, word_set

_SHARE = 0.5  # share of words in Cyrillic from which a sentence counts as Russian
_PAST = ("л", "ла", "ло", "ли", "лся", "лась", "лось", "лись", "ёг", "ог", "гли", "гла", "иб", "ибли", "ибла")
_PASSIVE = (
    "ен",
    "ена",
    "ено",
    "ены",
    "ан",
    "ана",
    "ано",
    "аны",
    "ят",
    "ята",
    "яты",
    "ято",
    "ыт",
    "ыта",
    "ыты",
    "ыто",
    "ён",
)
_PRESENT = ("ет", "ют", "ит", "ат", "ят", "ут", "ает", "яет", "ется", "ются")
_INFINITIVE = ("ть", "ться", "ти", "чь")
_PLANS = word_set("должен должна должны планирует планируют намерен намерена намерены собирается будет будут")
_THREATS = word_set("угрожает угрожают пригрозил пригрозили")
_NOT = frozenset({"не", "ни"})
_LOOK_BACK = 4


@cache
def _stems() -> dict[str, list[tuple[str, Sense]]]:
    """First two letters -> the stems that begin so, the longest first, each with its sense."""
    known: dict[str, list[tuple[str, Sense]]] = {}
    with (LEXICON / "triggers_russian.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            sense = Sense(
                row["stem"],
                row["pos"] == "noun",
                row["event_type"],
                row["sub_event_type"],
                int(row["weight"]),
                frozenset(),
                row["sense"],
            )
            known.setdefault(row["stem"][:2], []).append((row["stem"], sense))
    for stems in known.values():
        stems.sort(key=lambda pair: -len(pair[0]))
    return known


def is_russian(words: Words) -> bool:
    """Whether at least half of a sentence's words are in Cyrillic."""
    letters = [word for word in words.lower if word[0].isalpha()]
    return bool(letters) and sum("а" <= word[0] <= "я" for word in letters) >= _SHARE * len(letters)


def find_russian_triggers(words: Words) -> list[Trigger]:
    """The triggers of one Russian sentence, in order."""
    found = []
    for index, word in enumerate(words.lower):
        pair = next((pair for pair in _stems().get(word[:2], ()) if word.startswith(pair[0])), None)
        if pair is None:
            continue
        trigger = _trigger(words, index, word, pair[1])
        if trigger is not None:
            found.append(trigger)
    return found


def _trigger(words: Words, index: int, word: str, sense: Sense) -> Trigger | None:
    before = words.lower[max(0, index - _LOOK_BACK) : index]
    negated = bool(before) and before[-1] in _NOT
    form: Form
    passive = False
    governor = ""
    if sense.noun:
        form = "noun"
    elif word.endswith(_INFINITIVE):
        form = "infinitive"
        governor = next((other for other in reversed(before) if other in _PLANS | _THREATS), "")
        if not governor:
            return None
        form, governor = "modal", "will"
    elif word.endswith(_PASSIVE):
        form, passive = "passive", True
    elif word.endswith(_PAST):
        form = "past"
    elif word.endswith(_PRESENT):
        form = "present"
    else:
        return None
    return Trigger(
        index,
        index,
        words.starts[index],
        words.ends[index],
        words.texts[index],
        sense,
        (sense,),
        form,
        governor,
        negated,
        passive,
        False,
    )
