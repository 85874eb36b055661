"""Triggers for places where a sentence tells of a happening that no word of the lexicon names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reports.annotation import Toponym
from reports.draft import Draft
from reports.draft_types import kind_of_words
from reports.heads import Head
from reports.triggers import Trigger, form_of, is_past
from reports.triggers_lexicon import Sense
from reports.words import MARKS, Words, word_set

GAP_SENSE = "happening"
_NO_HAPPENING = word_set(
    "said told added noted stated explained insisted wrote asked believed thought knew called named known "
    "seemed became remained stayed kept had felt looked attempted tried continued involved studied "
    "rang conflicted"
)
_REACH = 14  # how many words before or after a place its verb may stand


def uncovered(toponyms: Sequence[Toponym], drafts: Sequence[Draft]) -> list[Toponym]:
    """The places of happenings that no draft of the sentence has, nor lies in.

    Args:
        toponyms, drafts: Those of the sentence; without any draft a place that is only spoken of counts too.
    """
    taken = [toponym for draft in drafts for toponym in draft.where[:1]]
    left: list[Toponym] = []
    for toponym in toponyms:
        if toponym.best is None or not (toponym.role == "event" or (not drafts and _maybe(toponym))):
            continue
        if any(_same(toponym, other) for other in (*taken, *left)):
            continue
        left.append(toponym)
    return left


def _maybe(toponym: Toponym) -> bool:
    """Whether a place that is only spoken of may still be where something happened: it is no country."""
    return toponym.role == "literal" and toponym.best is not None and toponym.best.where_prec <= 4


def _same(toponym: Toponym, other: Toponym) -> bool:
    """Whether two mentions are of one place, or of a place and the unit that it lies in."""
    if toponym.start == other.start:
        return True
    one, two = toponym.best, other.best
    if one is None or two is None:
        return False
    if one.place_id == two.place_id:
        return True
    broad, fine = (one, two) if one.where_prec >= two.where_prec else (two, one)
    if broad.where_prec == 6 or broad.kind == "country":
        return broad.country == fine.country or not broad.country
    return broad.where_prec == 4 and broad.place == fine.admin1


def gap_head(words: Words, toponym: Toponym, heads: Iterable[Trigger], *, historic: bool) -> Head | None:
    """The head of the happening at a place: the nearest verb of its clause; None when there is none.

    Args:
        words: The sentence.
        toponym: The place.
        heads: The triggers that already stand for events; their verbs are left out.
        historic: Whether the plain present tells of what happened.
    """
    used = {trigger.index for trigger in heads}
    first = words.index_at(toponym.start)
    last = words.index_at(max(toponym.start, toponym.end - 1))
    at = _verb_before(words, first, used, historic=historic)
    if at is None:
        at = _verb_after(words, last, used, historic=historic)
    if at is None:
        return None
    form, governor, negated, passive = form_of(words, at)
    kind, sub = kind_of_words(words)
    sense = Sense(words.lower[at], False, kind, sub, 1, frozenset(), GAP_SENSE)
    text = words.texts[at]
    trigger = Trigger(
        at,
        at,
        words.starts[at],
        words.ends[at],
        text,
        sense,
        (sense,),
        form,
        governor,
        negated,
        passive,
        False,
    )
    return Head(trigger, (), any(index < at for index in used), False, False, False)


def _verb_before(words: Words, first: int, used: set[int], *, historic: bool) -> int | None:
    for at in range(first - 1, max(-1, first - 1 - _REACH), -1):
        if words.lower[at] in (";", ":", ".") or at in used:
            return None
        if is_past(words, at, historic=historic):
            if words.lower[at] in _NO_HAPPENING:
                return None
            return None if at and words.lower[at - 1] in ("i", "we") else at
    return None


def _verb_after(words: Words, last: int, used: set[int], *, historic: bool) -> int | None:
    for at in range(last + 1, min(len(words), last + 1 + _REACH)):
        if words.lower[at] in MARKS - {",", '"', "“", "”"} or at in used:
            return None
        if is_past(words, at, historic=historic):
            return None if words.lower[at] in _NO_HAPPENING else at
    return None
