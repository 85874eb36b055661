"""The lexicon of words that tell of an event: its rows, the forms of verbs and the plurals of nouns."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reports.words import word_set

LEXICON = Path(__file__).with_name("lexicon_events")

_SINGULAR_ONLY = word_set(
    "round violence unrest fighting combat release deal order flight loss exodus firing"
)


@dataclass(frozen=True, slots=True)
class Sense:
    """One row of the lexicon: what a lemma tells of when the words it needs stand near it."""

    lemma: str
    noun: bool
    event_type: str
    sub_event_type: str
    weight: int
    needs: frozenset[str]
    sense: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Verbs by written form, nouns by first word, and the senses of each lemma."""

    verbs: dict[str, tuple[tuple[str, str], ...]]  # written form -> (lemma, form)
    nouns: dict[str, tuple[tuple[tuple[str, ...], str], ...]]  # first word -> (all words, lemma)
    senses: dict[tuple[str, bool], tuple[Sense, ...]]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (LEXICON / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def verb_forms(lemma: str, past: str = "", participle: str = "") -> dict[str, str]:
    """The written forms of an English verb, each with its name: base, s, ing, past, part or ed (both)."""
    stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma
    if lemma.endswith(("s", "x", "z", "ch", "sh")) or lemma == "go":
        third = lemma + "es"
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        third = lemma[:-1] + "ies"
    else:
        third = lemma + "s"
    if past and past != participle:
        forms = {past: "past", participle: "part"}
    elif past:
        forms = {past: "ed"}
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        forms = {lemma[:-1] + "ied": "ed"}
    else:
        forms = {stem + "ed": "ed"}
    if lemma in ("burn", "light", "leap", "learn"):
        forms[lemma + "ed"] = "ed"  # both "burned" and "burnt" are written
    # A doubled consonant before -ed is doubled before -ing as well; short irregular verbs double too.
    doubled = past == lemma + lemma[-1] + "ed" or lemma in (
        *("hit", "set", "shut", "get", "let", "put", "cut", "win", "begin", "overrun", "split", "quit"),
    )
    forms[(lemma + lemma[-1] if doubled else stem) + "ing"] = "ing"
    forms.setdefault(third, "s")
    forms.setdefault(lemma, "base")
    if lemma in forms and past == lemma:
        forms[lemma] = "ed"
    return forms


def _plural(lemma: str) -> str:
    """The plural of a noun of the lexicon; "" when it is one already, has none, or is several words."""
    if " " in lemma or lemma.endswith("s") or lemma in _SINGULAR_ONLY:
        return ""
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("ch", "sh", "x", "z")) else "s")


@cache
def lexicon() -> Lexicon:
    """The lexicon read once."""
    irregular = {row["lemma"]: (row["past"], row["participle"]) for row in _rows("irregular.csv")}
    senses: dict[tuple[str, bool], list[Sense]] = defaultdict(list)
    for row in _rows("triggers.csv"):
        noun = row["pos"] == "noun"
        needs = frozenset(row["needs"].split("|")) if row["needs"] else frozenset()
        senses[row["lemma"], noun].append(
            Sense(
                row["lemma"],
                noun,
                row["event_type"],
                row["sub_event_type"],
                int(row["weight"]),
                needs,
                row["sense"],
            )
        )
    verbs: dict[str, list[tuple[str, str]]] = defaultdict(list)
    nouns: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for lemma, noun in senses:
        if noun:
            for written in (lemma, _plural(lemma)):
                if written and (written == lemma or (written, True) not in senses):
                    nouns[written.split()[0]].append((tuple(written.split()), lemma))
        else:
            for written, form in verb_forms(lemma, *irregular.get(lemma, ())).items():
                verbs[written].append((lemma, form))
    return Lexicon(
        {word: tuple(rows) for word, rows in verbs.items()},
        {word: tuple(sorted(rows, key=lambda row: -len(row[0]))) for word, rows in nouns.items()},
        {key: tuple(rows) for key, rows in senses.items()},
    )
