"""ACLED's event and sub-event types as its exports write and wrote them, and its codes of precision."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from events.vocabulary import EVENT_TYPES, SUB_EVENT_TYPES

__all__ = ["ALIASES", "DISORDER_TYPES", "NEW_TYPES", "RIOTS_OR_PROTESTS", "sub_event_type"]

ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "event_id_cn": "event_id_cnty",
        "time_preci": "time_precision",
        "geo_precis": "geo_precision",
        "ally_actor_1": "assoc_actor_1",
        "ally_actor_2": "assoc_actor_2",
        "assoc_acto": "assoc_actor_1",
    }
)
"""Names of older exports, and what a shapefile's ten characters left of names -> the present name."""

RIOTS_OR_PROTESTS = "Riots/Protests"

NEW_TYPES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **{kind.lower(): (kind, "") for kind in EVENT_TYPES},
        "battle-no change of territory": ("Battles", "Armed clash"),
        "battle-government regains territory": ("Battles", "Government regains territory"),
        "battle-non-state actor overtakes territory": ("Battles", "Non-state actor overtakes territory"),
        "remote violence": ("Explosions/Remote violence", ""),
        "explosions": ("Explosions/Remote violence", ""),
        "riots/protests": (RIOTS_OR_PROTESTS, ""),
        "strategic development": ("Strategic developments", ""),
        "headquarters or base established": (
            "Strategic developments",
            "Headquarters or base established",
        ),
        "non-violent transfer of territory": (
            "Strategic developments",
            "Non-violent transfer of territory",
        ),
    }
)
"""Event type in lower case, of any export -> present event type and the sub-event type that it tells."""

DISORDER_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "Battles": "Political violence",
        "Explosions/Remote violence": "Political violence",
        "Violence against civilians": "Political violence",
        "Protests": "Demonstrations",
        "Riots": "Demonstrations",
        "Strategic developments": "Strategic developments",
    }
)
"""Event type -> ACLED's disorder_type; mob violence is political violence, see the codebook."""

_SUB_TYPES = {sub.lower(): sub for subs in SUB_EVENT_TYPES.values() for sub in subs}


def sub_event_type(cell: str) -> str:
    """The sub-event type that a cell means, "" for none that is known."""
    return _SUB_TYPES.get(cell.lower(), "")
