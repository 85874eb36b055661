"""A small world of invented incidents: every type, status and precision, and two texts like markup."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from events.columns import COLUMNS
from events.event import Event, Source, write_sources
from events.formats import write_table
from events.frame import EventFrame
from events.vocabulary import SUB_EVENT_TYPES, date_prec_of

BATTLES, EXPLOSIONS, CIVILIANS, PROTESTS, RIOTS, STRATEGIC = tuple(SUB_EVENT_TYPES)
SCRIPT = "<script>window.hacked=1</script>"
SCRIPT_TITLE = f"Fuel depot {SCRIPT} set on fire"
SCRIPT_PLACE = f"Isfana {SCRIPT}"

# Key: name, country, admin1, admin2, latitude, longitude, where_prec, radius_km
PLACES: dict[str, tuple[str, str, str, str, float | None, float | None, int, float | None]] = {
    "osh": ("Osh", "KG", "Osh Region", "", 40.5283, 72.7985, 1, None),
    "batken": ("Batken", "KG", "Batken Region", "Batken District", 40.0625, 70.8194, 1, None),
    "jirgatol": ("Jirgatol", "TJ", "Districts of Republican Subordination", "", 39.2222, 71.2, 1, None),
    "sokh": ("Sokh", "UZ", "Fergana Region", "", 39.9642, 71.1311, 1, None),
    "namangan": ("Namangan", "UZ", "Namangan Region", "", 41.0011, 71.6683, 1, None),
    "script": (SCRIPT_PLACE, "KG", "Batken Region", "Leylek District", 39.8389, 69.5276, 1, None),
    "zardaly": ("near Zardaly", "KG", "Batken Region", "", 39.75, 71.45, 2, 12.0),
    "district": ("Kadamjay District", "KG", "Batken Region", "Kadamjay District", 40.12, 71.75, 3, 30.0),
    "province": ("Batken Region", "KG", "Batken Region", "", 40.0625, 70.8194, 4, 110.0),
    "alay": ("Alay Valley", "KG", "Osh Region", "", 39.62, 72.6, 5, 45.0),
    "kyrgyzstan": ("Kyrgyzstan", "KG", "", "", None, None, 6, None),
    "tajikistan": ("Tajikistan", "TJ", "", "", 38.86, 71.0, 6, None),
    "airspace": ("Caspian Sea", "", "", "", None, None, 7, None),
    "moscow": ("Moscow", "RU", "Moscow", "", 55.7558, 37.6173, 1, None),
}

# Place, first day, days, type, status, title
ROWS: tuple[tuple[str, str, int, str, str, str], ...] = (
    ("osh", "1998-03-02", 1, PROTESTS, "occurred", "Traders gather before the town hall"),
    ("osh", "1998-03-05", 1, RIOTS, "occurred", "Market stalls overturned"),
    ("osh", "1998-07-01", 31, STRATEGIC, "occurred", "New border regiment is formed"),
    ("osh", "1999-08-20", 1, STRATEGIC, "occurred", "Checkpoint opens on the southern road"),
    ("osh", "1999-11-03", 1, EXPLOSIONS, "alleged", "Device said to be found at the station"),
    ("osh", "2000-02-14", 1, PROTESTS, "planned", "March announced for spring"),
    ("osh", "2000-06-10", 1, RIOTS, "occurred", "Clashes after a football match"),
    ("batken", "1999-08-06", 1, CIVILIANS, "occurred", "Surveyors are held on a road"),
    ("batken", "1999-08-13", 1, STRATEGIC, "occurred", "Surveyors come free"),
    ("batken", "1999-09-01", 30, BATTLES, "occurred", "Skirmishes above the town"),
    ("batken", "1999-10-12", 1, STRATEGIC, "occurred", "A new region is proclaimed"),
    ("batken", "1999-10-25", 1, BATTLES, "denied", "Post said to have been shelled"),
    ("batken", "2000-08-11", 6, BATTLES, "occurred", "Patrols meet on a ridge"),
    ("batken", "2000-08-12", 1, EXPLOSIONS, "occurred", "Mine on a track"),
    ("batken", "2001-05-09", 1, PROTESTS, "occurred", "Villagers ask for water"),
    ("jirgatol", "1999-10-24", 1, CIVILIANS, "occurred", "A driver is taken"),
    ("jirgatol", "1999-10-27", 1, STRATEGIC, "occurred", "The driver returns"),
    ("jirgatol", "2000-01-01", 366, STRATEGIC, "alleged", "Camps said to be in the valley"),
    ("sokh", "2000-03-15", 7, EXPLOSIONS, "occurred", "Mines laid along a river"),
    ("sokh", "2001-01-01", 31, STRATEGIC, "planned", "Talks on a corridor"),
    ("namangan", "1998-02-16", 1, CIVILIANS, "occurred", "A watchman is beaten"),
    ("namangan", "1999-02-20", 1, STRATEGIC, "threatened", "Leaflets warn of arrests"),
    ("namangan", "2001-11-30", 1, PROTESTS, "occurred", "Mothers wait at a gate"),
    ("script", "1999-09-09", 1, RIOTS, "occurred", SCRIPT_TITLE),
    ("zardaly", "1999-08-25", 3, BATTLES, "occurred", "Shots at a bridge"),
    ("zardaly", "1999-09-05", 1, EXPLOSIONS, "occurred", "Aircraft over the gorge"),
    ("zardaly", "2000-09-01", 30, BATTLES, "threatened", "Return announced"),
    ("district", "1999-08-29", 1, EXPLOSIONS, "occurred", "Bombs fall on pastures"),
    ("district", "2000-08-20", 1, BATTLES, "occurred", "Ambush on a supply column"),
    ("province", "1999-10-15", 1, STRATEGIC, "occurred", "Reserve called up in the region"),
    ("province", "2000-08-01", 31, BATTLES, "occurred", "Fighting in several valleys"),
    ("alay", "1999-08-22", 5, BATTLES, "occurred", "Group crosses the valley"),
    ("alay", "2000-01-01", 366, STRATEGIC, "denied", "Traffic of arms disputed"),
    ("kyrgyzstan", "1999-09-03", 1, STRATEGIC, "occurred", "Parliament votes on funds"),
    ("kyrgyzstan", "2000-08-25", 1, STRATEGIC, "occurred", "Ministers agree on aid"),
    ("tajikistan", "1999-11-20", 1, STRATEGIC, "planned", "Withdrawal expected"),
    ("airspace", "2000-05-05", 1, STRATEGIC, "occurred", "Drill over the sea"),
    ("moscow", "1999-09-17", 1, STRATEGIC, "occurred", "Help is promised"),
    ("moscow", "2000-09-02", 1, STRATEGIC, "occurred", "A treaty is signed"),
    ("moscow", "2001-12-31", 1, STRATEGIC, "alleged", "A list is said to exist"),
)


def _event(number: int) -> Event:
    key, first, days, event_type, status, title = ROWS[number]
    name, country, admin1, admin2, latitude, longitude, where_prec, radius_km = PLACES[key]
    start = dt.date.fromisoformat(first)
    deaths: dict[str, int] = {"fatalities_best": number % 4} if event_type == BATTLES else {}
    return Event(
        event_id=f"sample-{number:02}",
        date_start=start,
        date_end=start + dt.timedelta(days - 1),
        date_prec=date_prec_of(days),
        event_type=event_type,
        sub_event_type=SUB_EVENT_TYPES[event_type][0],
        actor1=("Border guards", "Hill group", "Residents")[number % 3],
        actor2="Hill group" if event_type == BATTLES else "",
        title=title,
        place=name,
        place_id=key,
        admin1=admin1,
        admin2=admin2,
        country=country,
        latitude=latitude,
        longitude=longitude,
        where_prec=where_prec,
        radius_km=radius_km,
        status=status,
        summary=f"Invented for the tests, number {number}.",
        sources=(
            Source(
                publisher="Test Gazette",
                title=f"Column {number}",
                url="https://example.org/gazette",
                published="1999-10-27",
                paragraph=2,
            ),
        ),
        dataset="sample",
        **deaths,
    )


def sample_events() -> list[Event]:
    """All events of the small world."""
    return [_event(number) for number in range(len(ROWS))]


def sample_table(events: list[Event] | None = None) -> pa.Table:
    """Events as a table with our columns, as a reader of files makes it."""
    listed = sample_events() if events is None else events
    rows: list[dict[str, Any]] = [
        {
            **event.model_dump(),
            "other_actors": "; ".join(event.other_actors),
            "tags": "; ".join(event.tags),
            "sources": write_sources(event.sources),
        }
        for event in listed
    ]
    types = {"date_start": pa.date32(), "date_end": pa.date32()}
    return pa.table({name: pa.array([row[name] for row in rows], types.get(name)) for name in COLUMNS})


@cache
def sample_frame() -> EventFrame:
    """The small world as a frame."""
    return EventFrame(sample_table())


def write_sample(path: Path) -> Path:
    """Write the small world to a file told by its suffix; returns the path."""
    write_table(EventFrame(sample_table()).table, path)
    return path


def sample_event(event_id: str, **fields: object) -> Event:
    """A plain clash at Batken on one day, with other fields where they are given."""
    given = {
        "event_id": event_id,
        "date_start": "1999-10-27",
        "date_end": "1999-10-27",
        "date_prec": 1,
        "event_type": "Battles",
        "place": "Batken",
        "country": "KG",
        "latitude": 40.06,
        "longitude": 70.82,
        "where_prec": 1,
        "dataset": "sample",
    }
    return Event(**{**given, **fields})
