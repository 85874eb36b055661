"""Events for the tests of this room: a plain one, hypothesis strategies, and tables made of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pyarrow as pa
from hypothesis import strategies as st

from events.columns import COLUMNS
from events.event import Event, Source, write_sources
from events.vocabulary import EVENT_TYPES, STATUSES, SUB_EVENT_TYPES, date_prec_of

PLAIN: dict[str, Any] = {
    "event_id": "sample-1",
    "date_start": dt.date(1999, 10, 25),
    "date_end": dt.date(1999, 10, 25),
    "date_prec": 1,
    "event_type": "Battles",
    "latitude": 39.86,
    "longitude": 71.01,
    "where_prec": 1,
}

DAYS = st.dates(dt.date(1999, 1, 1), dt.date(2002, 12, 31))
WORDS = (
    "Guards",
    "guards of the pass",
    "Вооружённая группа",
    "armed",
    "",
    "=SUM(A1)",
    "'quoted",
    'a\nb, "c"',
)
POINTS = ((39.86, 71.01), (40.53, 72.8), (40.0, 70.0), (41.0, 71.0))


def a_text() -> st.SearchStrategy[str]:
    any_text = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)
    return st.sampled_from(WORDS) | any_text


@st.composite
def some_sources(draw: st.DrawFn) -> tuple[Source, ...]:
    return tuple(
        draw(
            st.lists(
                st.builds(
                    Source,
                    publisher=a_text(),
                    title=a_text(),
                    url=st.sampled_from(("", "https://example.org/a")),
                    published=st.sampled_from(("", "1999", "1999-10", "1999-10-27")),
                    paragraph=st.none() | st.integers(1, 90),
                ),
                max_size=2,
            )
        )
    )


@st.composite
def an_event(draw: st.DrawFn, event_id: str = "sample-1") -> Event:
    start = draw(DAYS)
    end = start + dt.timedelta(draw(st.sampled_from((0, 0, 0, 1, 5, 6, 7, 30, 31, 200, 365, 366, 800))))
    event_type = draw(st.sampled_from(EVENT_TYPES))
    where_prec = draw(st.integers(1, 7))
    point = draw(st.sampled_from(POINTS + ((None, None),) * (where_prec >= 6)))
    deaths = sorted(draw(st.lists(st.integers(0, 60), min_size=3, max_size=3)))
    known = draw(st.tuples(st.booleans(), st.booleans(), st.booleans()))
    low, best, high = (count if is_known else None for count, is_known in zip(deaths, known, strict=True))
    return Event(
        event_id=event_id,
        date_start=start,
        date_end=end,
        date_prec=draw(st.integers(date_prec_of((end - start).days + 1), 5)),
        event_type=event_type,
        sub_event_type=draw(st.sampled_from(("", *SUB_EVENT_TYPES[event_type]))),
        actor1=draw(a_text()),
        actor2=draw(a_text()),
        other_actors=draw(st.lists(st.sampled_from(("elders", "Red Crescent", "guards")), max_size=2)),
        title=draw(a_text()),
        place=draw(st.sampled_from(("Batken", "Osh"))),
        place_text=draw(a_text()),
        place_id=draw(st.sampled_from(("p1", "p2"))),
        admin2=draw(a_text()),
        admin1=draw(st.sampled_from(("Batken Region", "Osh Region", ""))),
        country=draw(st.sampled_from(("KG", "UZ", "TJ", ""))),
        latitude=point[0],
        longitude=point[1],
        where_prec=where_prec,
        radius_km=draw(st.sampled_from((5.0, 12.5))) if where_prec in (2, 5) else None,
        fatalities_low=low,
        fatalities_best=best,
        fatalities_high=high,
        status=draw(st.sampled_from(STATUSES)),
        summary=draw(a_text()),
        sources=draw(some_sources()),
        tags=draw(st.lists(st.sampled_from(("border", "water")), max_size=2)),
        confidence=draw(st.none() | st.sampled_from((0.0, 0.35, 1.0))),
        review=draw(st.sampled_from(("draft", "accepted", "rejected"))),
        dataset=draw(st.sampled_from(("one", "two"))),
    )


@st.composite
def some_events(draw: st.DrawFn, min_size: int = 0, max_size: int = 12) -> list[Event]:
    return [draw(an_event(f"e-{i}")) for i in range(draw(st.integers(min_size, max_size)))]


def table_of(events: list[Event]) -> pa.Table:
    """A table as a reader of files makes it: our columns, text for the fields of several parts."""
    rows = [
        {
            **event.model_dump(),
            "other_actors": "; ".join(event.other_actors),
            "tags": "; ".join(event.tags),
            "sources": write_sources(event.sources),
        }
        for event in events
    ]
    types = {"date_start": pa.date32(), "date_end": pa.date32(), "latitude": pa.float64()}
    return pa.table({name: pa.array([row[name] for row in rows], types.get(name)) for name in COLUMNS})


def row_table(*rows: dict[str, Any]) -> pa.Table:
    """A table of `PLAIN` events with other values here and there; ids are made unless they are given."""
    filled = [{**PLAIN, "event_id": f"row-{i}", **row} for i, row in enumerate(rows)]
    names = dict.fromkeys(name for row in filled for name in row)
    return pa.table({name: pa.array([row.get(name) for row in filled]) for name in names})


def small_places() -> pd.DataFrame:
    """A gazetteer of two countries: three settlements, a district, a province and the countries."""
    columns = (
        "place_id", "name", "country", "admin1", "admin2", "latitude", "longitude",
        "where_prec", "radius_km", "kind", "population",
    )  # fmt: skip
    rows = [
        ("s1", "Upper Ford", "KG", "North", "Ford", 40.1, 71.0, 1, None, "village", 900),
        ("s2", "Bridge Town", "KG", "North", "Ford", 40.2, 71.3, 1, None, "town", 42_000),
        ("s3", "Old Mill", "TJ", "South", "Mill", 39.9, 70.6, 1, None, "town", 8_000),
        ("d1", "Ford District", "KG", "North", "Ford", 40.15, 71.1, 3, 25.0, "district", None),
        ("a1", "North", "KG", "North", "", 40.4, 71.2, 4, 80.0, "province", None),
        ("c1", "Kyrgyzstan", "KG", "", "", None, None, 6, None, "country", None),
        ("c2", "Tajikistan", "TJ", "", "", 38.8, 71.0, 6, None, "country", None),
    ]
    return pd.DataFrame(rows, columns=list(columns))
