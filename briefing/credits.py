"""Whose data a sheet shows: the data sets of its incidents with their terms."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from briefing.words import Words
from events.frame import EventFrame
from maps.static_text import clean

# Data sets that ask to be named in a certain way, by the beginning of their name.
TERMS: tuple[tuple[str, str], ...] = (
    ("acled", "ACLED (Armed Conflict Location & Event Data), terms of use apply"),
    ("ucdp", "UCDP GED, Uppsala Conflict Data Program (CC BY 4.0)"),
    ("gtd", "Global Terrorism Database, START, terms of use apply"),
    ("gdelt", "The GDELT Project"),
    ("reports", "own compilation from published reports"),
    ("synth", "invented for load work"),
)
MOST_NAMED = 6


def data_set_lines(events: EventFrame, rows: np.ndarray, words: Words, terms: Mapping[str, str]) -> list[str]:
    """Each data set of the incidents with its count and terms, the largest first."""
    codes, names = events.codes("dataset")
    counts = np.bincount(codes[rows], minlength=len(names))
    lines = []
    for code in np.argsort(-counts, kind="stable"):
        if not counts[code]:
            break
        name = clean(names[code]) or words("without a name")
        asked = clean(terms.get(names[code], "")) or next(
            (text for start, text in TERMS if name.casefold().startswith(start)), ""
        )
        said = f"{name} ({words.number(int(counts[code]))})"
        lines.append(f"{said}: {words(asked)}" if asked else said)
    if len(lines) > MOST_NAMED:
        more = words.many("and {count} more data set", "and {count} more data sets", len(lines) - MOST_NAMED)
        lines = [*lines[:MOST_NAMED], more]
    return lines
