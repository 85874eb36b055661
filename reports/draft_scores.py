"""How sure a draft is: named points added up, and the share of such drafts that were right."""

from __future__ import annotations

import bisect
import csv
import math
from functools import cache

from reports.actors import Roles
from reports.triggers import Trigger
from reports.triggers_lexicon import LEXICON

# Points by name; a draft is listed from LISTED_FROM points on. docs/drafts.md says how they were found.
WEIGHT_POINTS: dict[int, float] = {1: -1.1, 2: 0.4, 3: 1.2}
FORM_POINTS: dict[str, float] = {
    "past": 0.6,
    "perfect": 0.5,
    "passive": 0.6,
    "present": -0.7,
    "progressive": -0.5,
    "modal": -0.1,
    "infinitive": -0.5,
    "gerund": -0.8,
    "participle": 0.2,
    "noun": -0.4,
}
PLACE_POINTS: dict[str, float] = {
    "in the sentence": 1.1,
    "seat of government": 0.7,
    "government named": 0.2,
    "told before": 0.0,
    "dateline": 0.0,
    "country most named": 0.1,
    "most named": -0.3,
    "": -1.0,
}
OWN_DATE_POINTS = 0.8
ACTOR_POINTS: dict[str, float] = {
    "person": 0.4,
    "state": 0.4,
    "force": 0.5,
    "body": 0.3,
    "group": 0.2,
    "": -0.5,
}
DEATHS_POINTS = 0.8
PRESENT_TOLD_POINTS = 1.2  # the present tense of a chronology tells of what happened
QUOTED_POINTS = -1.3
HABIT_POINTS = -1.2
HAPPENING_POINTS = 0.8  # "clashes broke out", "the talks took place"
VIOLENCE_POINTS = 0.3  # a deed of violence is told as one
BACKGROUND_POINTS = -0.7
LONE_NOUN_POINTS = -0.9
DESCRIBED_POINTS = -0.8  # "a paper written by …"
OPINION_POINTS = -1.0
TITLE_POINTS = -2.0  # the text tells of it again, and better
SECOND_POINTS = -0.6
STATUS_POINTS = 0.2  # a plan, threat, denial or charge is told on purpose
PLAIN_SENSE = "deed"  # a verb that the lexicon lacks
PLAIN_POINTS = 0.3
LISTED_FROM = 0.9


def draft_parts(
    *,
    trigger: Trigger,
    roles: Roles,
    own_date: bool,
    place_how: str,
    deaths: bool,
    told_in_present: bool,
    quoted: bool,
    habit: bool,
    second: bool,
    happening: bool,
    fastened: bool,
    background: bool,
    status: str,
    opinion: bool = False,
    title: bool = False,
) -> dict[str, float]:
    """The named points of one draft; a part that does not apply is left out."""
    sense = trigger.sense
    parts = {
        f"sense: {sense.sense}": WEIGHT_POINTS[sense.weight],
        f"form: {trigger.form}": FORM_POINTS[trigger.form],
        f"place: {place_how or 'none'}": PLACE_POINTS[place_how],
    }
    actor = roles.actor1 or roles.actor2
    parts[f"actor: {actor.kind if actor else 'none'}"] = ACTOR_POINTS[actor.kind if actor else ""]
    if sense.sense == PLAIN_SENSE and (own_date or place_how == "seat of government"):
        parts["done on a day or by a government"] = PLAIN_POINTS
    if own_date:
        parts["date in the sentence"] = OWN_DATE_POINTS
    if deaths:
        parts["people killed"] = DEATHS_POINTS
    if told_in_present and trigger.form == "present":
        parts["present of a chronology"] = PRESENT_TOLD_POINTS
    if quoted:
        parts["in quotation marks"] = QUOTED_POINTS
    if habit:
        parts["told as a habit"] = HABIT_POINTS
    if happening:
        parts["said to happen"] = HAPPENING_POINTS
    if trigger.form == "noun" and not (fastened or happening):
        parts["a noun by itself"] = LONE_NOUN_POINTS
    violent = sense.event_type != "Strategic developments"
    if violent and trigger.form != "noun":
        parts["violence or protest"] = VIOLENCE_POINTS
    if background and not violent and not (own_date or place_how == "in the sentence"):
        parts["in a subordinate clause"] = BACKGROUND_POINTS
    if trigger.form == "participle" and not violent:
        parts["only described"] = DESCRIBED_POINTS
    if opinion:
        parts["somebody's opinion"] = OPINION_POINTS
    if title:
        parts["in the title"] = TITLE_POINTS
    if second:
        parts["not the first of its sentence"] = SECOND_POINTS
    if status != "occurred":
        parts[f"status: {status}"] = STATUS_POINTS
    return {name: points for name, points in parts.items() if points}


def total(parts: dict[str, float]) -> float:
    """The sum of the named points."""
    return math.fsum(parts.values())


@cache
def _table() -> tuple[tuple[float, ...], tuple[float, ...]]:
    with (LEXICON / "calibration.csv").open(encoding="utf-8", newline="") as stream:
        rows = [(float(row["points"]), float(row["share_right"])) for row in csv.DictReader(stream)]
    rows.sort()
    return tuple(points for points, _ in rows), tuple(share for _, share in rows)


def confidence_of(points: float) -> float:
    """The share of drafts with so many points that were right, on a line between rows of calibration.csv."""
    knots, shares = _table()
    at = bisect.bisect_right(knots, points)
    if at == 0:
        return shares[0]
    if at == len(knots):
        return shares[-1]
    part = (points - knots[at - 1]) / (knots[at] - knots[at - 1])
    return round(shares[at - 1] + part * (shares[at] - shares[at - 1]), 3)
