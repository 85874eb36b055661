"""The closed vocabularies of the data: types, statuses and precision codes, each with its words.

Event and sub-event types are those of the ACLED codebook; the precision codes of day and place are those of
the UCDP GED codebook. Their order is the order of codes, legends and tables everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SUB_EVENT_TYPES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Battles": (
            "Armed clash",
            "Government regains territory",
            "Non-state actor overtakes territory",
        ),
        "Explosions/Remote violence": (
            "Chemical weapon",
            "Air/drone strike",
            "Suicide bomb",
            "Shelling/artillery/missile attack",
            "Remote explosive/landmine/IED",
            "Grenade",
        ),
        "Violence against civilians": (
            "Sexual violence",
            "Attack",
            "Abduction/forced disappearance",
        ),
        "Protests": (
            "Peaceful protest",
            "Protest with intervention",
            "Excessive force against protesters",
        ),
        "Riots": (
            "Violent demonstration",
            "Mob violence",
        ),
        "Strategic developments": (
            "Agreement",
            "Arrests",
            "Change to group/activity",
            "Disrupted weapons use",
            "Headquarters or base established",
            "Looting/property destruction",
            "Non-violent transfer of territory",
            "Other",
        ),
    }
)
"""Event type -> its sub-event types (ACLED)."""

EVENT_TYPES: tuple[str, ...] = tuple(SUB_EVENT_TYPES)
"""The six event types; a type's place in this tuple is its code (0-5)."""

EVENT_TYPE_SLUGS: Mapping[str, str] = MappingProxyType(
    dict(
        zip(
            EVENT_TYPES,
            ("battles", "explosions", "civilians", "protests", "riots", "strategic"),
            strict=True,
        )
    )
)
"""Event type -> the short word for it in an address and on the command line."""

STATUSES: tuple[str, ...] = ("occurred", "planned", "threatened", "denied", "alleged")
"""Whether the thing happened; a status's place in this tuple is its code (0-4)."""

REVIEWS: tuple[str, ...] = ("draft", "accepted", "rejected")
"""How far a person has checked the event."""

DATE_PREC: Mapping[int, str] = MappingProxyType(
    {
        1: "the day",
        2: "within two to six days",
        3: "within the week",
        4: "within the month",
        5: "within the year or longer",
    }
)
"""UCDP date_prec: how well the day is known."""

MAX_DAYS: Mapping[int, int | None] = MappingProxyType({1: 1, 2: 6, 3: 7, 4: 31, 5: None})
"""date_prec -> the most days that [date_start, date_end] may hold, None for no limit."""

WHERE_PREC: Mapping[int, str] = MappingProxyType(
    {
        1: "the place itself",
        2: "near the place, within its radius",
        3: "somewhere in the district",
        4: "somewhere in the province",
        5: "a vague area, within its radius",
        6: "somewhere in the country",
        7: "international waters or airspace",
    }
)
"""UCDP where_prec: how well the place is known."""

NEEDS_RADIUS: frozenset[int] = frozenset({2, 5})
"""The where_prec codes that are drawn as a disc and so need `radius_km`."""

NEEDS_NO_POINT: frozenset[int] = frozenset({6, 7})
"""The where_prec codes under which latitude and longitude may be absent."""


def date_prec_of(days: int) -> int:
    """The finest date_prec that allows an interval of `days` days (1 for a single day)."""
    return next(code for code, limit in MAX_DAYS.items() if limit is None or days <= limit)
