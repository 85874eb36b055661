"""The words and shares of invented events: episodes, actors and sentences; nothing here happened."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from events.vocabulary import EVENT_TYPES, SUB_EVENT_TYPES

FIRST_DAY = dt.date(1990, 1, 1)
LAST_DAY = dt.date(2026, 6, 30)

COUNTRY_NAMES = {"KG": "Kyrgyzstan", "TJ": "Tajikistan", "UZ": "Uzbekistan"}


class Episode(NamedTuple):
    """A burst: `share` of all events fall between two days in some countries, with its own mix of types."""

    share: float
    start: dt.date
    end: dt.date
    countries: tuple[str, ...]
    type_shares: tuple[float, ...]


#                battles  explosions civilians protests  riots  strategic
_WAR = (0.42, 0.20, 0.18, 0.03, 0.02, 0.15)
_RAID = (0.45, 0.08, 0.20, 0.04, 0.01, 0.22)
_UNREST = (0.04, 0.02, 0.24, 0.22, 0.42, 0.06)
_BORDER = (0.40, 0.22, 0.10, 0.08, 0.08, 0.12)
CALM = (0.09, 0.05, 0.15, 0.44, 0.11, 0.16)

EPISODES = (
    Episode(0.16, dt.date(1992, 5, 1), dt.date(1997, 6, 30), ("TJ",), _WAR),
    Episode(0.07, dt.date(1999, 7, 20), dt.date(2000, 10, 31), ("KG", "UZ", "TJ"), _RAID),
    Episode(0.03, dt.date(2005, 3, 10), dt.date(2005, 6, 15), ("UZ", "KG"), _UNREST),
    Episode(0.08, dt.date(2010, 4, 1), dt.date(2010, 9, 30), ("KG",), _UNREST),
    Episode(0.04, dt.date(2020, 10, 1), dt.date(2021, 2, 28), ("KG",), _UNREST),
    Episode(0.05, dt.date(2021, 4, 20), dt.date(2021, 7, 31), ("KG", "TJ"), _BORDER),
    Episode(0.05, dt.date(2022, 1, 20), dt.date(2022, 11, 15), ("KG", "TJ"), _BORDER),
)

STATUS_SHARES = (0.925, 0.015, 0.015, 0.01, 0.035)
DATE_PREC_SHARES = (0.86, 0.05, 0.03, 0.045, 0.015)
WHERE_PREC_SHARES = (0.62, 0.17, 0.12, 0.05, 0.02, 0.02)
NEAR_RADII_KM = (5.0, 10.0, 15.0, 25.0)
VAGUE_RADII_KM = (40.0, 60.0, 80.0)

SUB_TYPE_SHARES = {
    "Battles": (0.88, 0.06, 0.06),
    "Explosions/Remote violence": (0.01, 0.15, 0.04, 0.32, 0.36, 0.12),
    "Violence against civilians": (0.04, 0.70, 0.26),
    "Protests": (0.86, 0.10, 0.04),
    "Riots": (0.58, 0.42),
    "Strategic developments": (0.10, 0.30, 0.12, 0.16, 0.06, 0.16, 0.03, 0.07),
}

DEADLY_SHARES = (0.62, 0.40, 0.48, 0.02, 0.14, 0.01)
"""Share of the events of each type in which somebody dies."""

ACTORS = (
    ("Border guards", "Army units", "Armed band", "Local militia", "Interior ministry troops"),
    ("Army units", "Unidentified armed group", "Armed band", "Border guards"),
    ("Unidentified armed group", "Police", "Smugglers", "Armed band", "Villagers"),
    ("Protesters", "Market traders", "Farmers", "Students", "Relatives of detainees"),
    ("Rioters", "Villagers", "Youths of a neighbourhood"),
    ("Government", "Security service", "Border guards", "Armed band", "Police"),
)
"""Who acts, for each event type; the country's name is added in brackets."""

OPPOSED = (
    ("Armed band", "Border guards", "Local militia", "Smugglers"),
    ("Civilians", "Army units", "Armed band"),
    ("Civilians", "Farmers", "Journalists", "Aid workers"),
    ("", "Police", "Local authorities"),
    ("Police", "Villagers", "Shopkeepers"),
    ("", "Armed band", "Civilians"),
)
"""Against whom, for each event type; "" for nobody."""

TITLES = {
    "Armed clash": ("Clash between border guards near {place}", "Exchange of fire outside {place}"),
    "Government regains territory": ("Troops return to a height above {place}",),
    "Non-state actor overtakes territory": ("Armed band enters a hamlet by {place}",),
    "Chemical weapon": ("Irritant gas released at {place}",),
    "Air/drone strike": ("Drone drops a charge near {place}", "Aircraft fire on a slope above {place}"),
    "Suicide bomb": ("Attacker sets off a charge in {place}",),
    "Shelling/artillery/missile attack": ("Mortar rounds land near {place}", "Shelling reported at {place}"),
    "Remote explosive/landmine/IED": ("Mine goes off on a track by {place}", "Device explodes in {place}"),
    "Grenade": ("Grenade thrown at a yard in {place}",),
    "Sexual violence": ("Assault reported in {place}",),
    "Attack": ("Villager attacked near {place}", "Shots at a car outside {place}"),
    "Abduction/forced disappearance": (
        "Herders taken near {place}",
        "Man led away from his house in {place}",
    ),
    "Peaceful protest": ("Gathering over water shares in {place}", "Rally before the offices of {place}"),
    "Protest with intervention": ("Police clear a road block at {place}",),
    "Excessive force against protesters": ("Shots disperse a crowd in {place}",),
    "Violent demonstration": ("Stones thrown at a post near {place}", "Crowd burns tyres in {place}"),
    "Mob violence": ("Brawl between two streets of {place}", "Crowd beats a suspected thief in {place}"),
    "Agreement": ("Elders agree on a pasture near {place}",),
    "Arrests": ("Arrests after a search in {place}", "Suspects held at a check point by {place}"),
    "Change to group/activity": ("Armed band splits, say elders of {place}",),
    "Disrupted weapons use": ("Cache of arms dug up near {place}", "Device made safe in {place}"),
    "Headquarters or base established": ("New post built on the road to {place}",),
    "Looting/property destruction": ("Shops emptied in {place}", "Bridge damaged near {place}"),
    "Non-violent transfer of territory": ("Post near {place} handed over",),
    "Other": ("Crossing at {place} closed for a day",),
}
"""Sub-event type -> headlines with a gap for the place."""

SUMMARY = (
    "{title}: an invented event in {admin1} for load tests. Nothing of the kind is known to have happened."
)

PUBLISHERS = (
    "Synthetic Valley Wire",
    "Synthetic Mountain Courier",
    "Synthetic Border Bulletin",
    "Synthetic Bazaar Gazette",
    "Synthetic Radio Digest",
)

SUB_TYPES: tuple[str, ...] = tuple(sub for kind in EVENT_TYPES for sub in SUB_EVENT_TYPES[kind])
"""All sub-event types in the vocabulary's order."""
