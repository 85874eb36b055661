"""Invent any number of plausible events for load work: the same seed gives the same events."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from errors import EventError
from events import synth_words as words
from events.columns import COLUMNS
from events.formats import parquet
from events.spans import sort_key
from events.vocabulary import EVENT_TYPES, STATUSES, SUB_EVENT_TYPES
from geodata.gazetteer import load_gazetteer

Ints = npt.NDArray[np.int64]
Draw = np.random.Generator

_PLACE_TEXTS = ("place_id", "name", "country", "admin1", "admin2")
_PLACE_FIELDS = (*_PLACE_TEXTS, "latitude", "longitude", "where_prec", "radius_km", "population")
_VALLEY = (71.5, 40.5)  # longitude and latitude of the valley's middle
_MOST_EVENTS = 50_000_000
_FIRST = np.datetime64(words.FIRST_DAY).astype(int)
_LAST = np.datetime64(words.LAST_DAY).astype(int)


def write_synth(
    n: int,
    out: Path,
    seed: int = 1,
    *,
    places: pd.DataFrame | None = None,
    progress: Callable[[str], None] | None = None,
) -> None:
    """Write `n` invented events to the Parquet file `out`.

    Args:
        n, seed, places: As in `synth`.
        progress: Called with a word or two as each part of the work begins.

    Raises:
        EventError: `n` is no number of events.
        FormatError: The file cannot be written.
    """
    tell = progress or (lambda step: None)
    tell("inventing")
    events = synth(n, seed, places=places)
    tell("writing")
    parquet.write(events, Path(out))


def synth(n: int, seed: int = 1, *, places: pd.DataFrame | None = None) -> pa.Table:
    """`n` invented events from 1990 to mid-2026, sorted as `EventFrame` keeps them.

    They cluster at the places of the gazetteer, the larger the more; they swell in seven episodes; their
    types, statuses, precision codes and deaths come in the shares of `events.synth_words`.

    Args:
        n: Number of events, from 0 to 50 million.
        seed: Whole number from 0; the same one gives the same events.
        places: place_id, name, country, admin1, admin2, latitude, longitude, where_prec, radius_km and
            population of the places, by default those of the gazetteer. Only those of
            `synth_words.COUNTRY_NAMES` are used.

    Raises:
        EventError: `n` or `seed` is out of its range, or there is no settlement among `places`.
    """
    for name, value, most in (("n", n, _MOST_EVENTS), ("seed", seed, 2**63 - 1)):
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise EventError(f"synth: found {name} {value!r}, expected a whole number from 0 to {most}")
    if places is None:
        places = load_gazetteer().places()
    draw = np.random.default_rng(seed)
    spots = _Spots(places, draw)
    day, kind, spot = _what_when_where(n, draw, spots)
    start, end, date_prec = _intervals(day, draw)
    order = np.argsort(sort_key(start, end), kind="stable")
    day, kind, spot = day[order], kind[order], spot[order]
    sub = _sub_types(kind, draw)
    place, prec, radius = _located(spot, spots, draw)
    columns: dict[str, Any] = {
        "event_id": _ids(n, seed),
        "date_start": pa.array(start[order], pa.int32()).cast(pa.date32()),
        "date_end": pa.array(end[order], pa.int32()).cast(pa.date32()),
        "date_prec": pa.array(date_prec[order], pa.int8()),
        "event_type": _coded(kind, EVENT_TYPES),
        "sub_event_type": _coded(sub, words.SUB_TYPES),
        **_actors(kind, spots.country[spot], spots.countries, draw),
        **_place_columns(place, prec, radius, spots),
        **_status_and_deaths(kind, draw),
        **_texts(sub, place, day, spots, draw),
        "tags": _coded(
            draw.choice(3, n, p=(0.8, 0.15, 0.05)), ("synthetic", "synthetic; border", "synthetic; water")
        ),
        "confidence": pa.array(np.round(draw.beta(6, 2, n), 2)),
        "review": _coded(draw.choice(2, n, p=(0.96, 0.04)), ("accepted", "draft")),
        "dataset": _coded(np.zeros(n, np.int64), ("synthetic",)),
    }
    return pa.table({name: columns[name] for name in COLUMNS})


class _Spots:
    """The places that events can be at, as arrays, and the weight of each settlement."""

    def __init__(self, places: pd.DataFrame, draw: Draw) -> None:
        wanted = places["country"].isin(words.COUNTRY_NAMES) & (places["where_prec"] <= 6)
        self.places = places.loc[wanted, list(_PLACE_FIELDS)].reset_index(drop=True)
        self.texts = {
            name: self.places[name].astype(object).fillna("").astype(str).tolist() for name in _PLACE_TEXTS
        }
        self.lat, self.lon, self.radius_km = (
            self.places[name].to_numpy(float) for name in ("latitude", "longitude", "radius_km")
        )
        prec = self.places["where_prec"].to_numpy()
        has_point = ~(np.isnan(self.lat) | np.isnan(self.lon))
        self.settlements = np.flatnonzero((prec <= 2) & has_point)
        if not len(self.settlements):
            raise EventError(
                f"synth: found no settlement of {', '.join(words.COUNTRY_NAMES)} among {len(places)} places, "
                "expected at least one with where_prec 1 or 2"
            )
        self.by_prec = {
            code: np.flatnonzero((prec == code) & (has_point | (code == 6))) for code in (3, 4, 6)
        }
        self.countries = sorted(words.COUNTRY_NAMES)
        self.country = np.searchsorted(self.countries, self.texts["country"])
        people = np.nan_to_num(self.places["population"].to_numpy(float))
        # Towns draw more events, but less than in step with their people; some villages are hot spots; and
        # the valley draws more than the rest of its countries.
        away = np.hypot((self.lon - _VALLEY[0]) * 0.76, self.lat - _VALLEY[1])
        near = 0.15 + np.exp(-((np.nan_to_num(away, nan=9.0) / 1.5) ** 2))
        self.weight = (people + 800) ** 0.6 * near * draw.lognormal(0, 1, len(people))

    def pick(self, n: int, countries: Sequence[str], draw: Draw) -> Ints:
        """`n` settlements of `countries` (of all where these have none), by weight."""
        known = [self.countries.index(country) for country in countries]
        chosen = self.settlements[np.isin(self.country[self.settlements], known)]
        chosen = chosen if len(chosen) else self.settlements
        return _weighted(chosen, self.weight[chosen], n, draw)


def _weighted(values: Ints, weights: npt.NDArray[np.float64], n: int, draw: Draw) -> Ints:
    bounds = np.cumsum(weights)
    return values[np.minimum(np.searchsorted(bounds, draw.random(n) * bounds[-1], "right"), len(values) - 1)]


def _what_when_where(n: int, draw: Draw, spots: _Spots) -> tuple[Ints, Ints, Ints]:
    """Day, event type code and settlement of each event: a calm background and the episodes."""
    shares = [episode.share for episode in words.EPISODES]
    sizes = draw.multinomial(n, [*shares, 1 - sum(shares)])
    parts = []
    for size, episode in zip(sizes, words.EPISODES, strict=False):
        first, last = (np.datetime64(day).astype(int) for day in (episode.start, episode.end))
        # A burst flares up early and dies down: a beta curve over its days.
        day = first + (draw.beta(1.2, 3.0, size) * (last - first + 1)).astype(np.int64)
        kind = draw.choice(len(EVENT_TYPES), size, p=episode.type_shares)
        parts.append((day, kind, spots.pick(size, episode.countries, draw)))
    calm = int(sizes[-1])
    days = np.arange(_FIRST, _LAST + 1)
    years = (days - _FIRST) / 365.25
    season = 1 + 0.35 * np.sin(2 * np.pi * (years - 0.22))
    parts.append(
        (
            _weighted(days, (0.6 + years / 18) * season, calm, draw),
            draw.choice(len(EVENT_TYPES), calm, p=words.CALM),
            spots.pick(calm, ("KG", "TJ", "UZ"), draw),
        )
    )
    day, kind, spot = (np.concatenate([part[i] for part in parts]) for i in range(3))
    return np.minimum(day, _LAST), kind, spot


def _intervals(day: Ints, draw: Draw) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], Ints]:
    """First and last day around `day`, and the date_prec that they stand for."""
    prec = 1 + draw.choice(5, len(day), p=words.DATE_PREC_SHARES)
    start, end = day.copy(), day.copy()
    some = prec == 2
    start[some] -= draw.integers(0, 3, some.sum())
    end[some] += draw.integers(1, 4, some.sum())
    some = prec == 3
    start[some] -= (day[some] + 3) % 7
    end[some] = start[some] + 6
    for code, unit in ((4, "M"), (5, "Y")):
        some = prec == code
        whole = day[some].astype("datetime64[D]").astype(f"datetime64[{unit}]")
        start[some] = whole.astype("datetime64[D]").astype(np.int64)
        end[some] = (whole + 1).astype("datetime64[D]").astype(np.int64) - 1
    return start.astype(np.int32), end.astype(np.int32), prec


def _sub_types(kind: Ints, draw: Draw) -> Ints:
    sub = np.zeros(len(kind), np.int64)
    before = 0
    for code, event_type in enumerate(EVENT_TYPES):
        some = kind == code
        sub[some] = before + draw.choice(
            len(SUB_EVENT_TYPES[event_type]), some.sum(), p=words.SUB_TYPE_SHARES[event_type]
        )
        before += len(SUB_EVENT_TYPES[event_type])
    return sub


def _actors(kind: Ints, country: Ints, countries: list[str], draw: Draw) -> dict[str, pa.Array]:
    names = [words.COUNTRY_NAMES[code] for code in countries]
    columns = {}
    for column, pools in (("actor1", words.ACTORS), ("actor2", words.OPPOSED)):
        actors = sorted({actor for pool in pools for actor in pool})
        generic = np.zeros(len(kind), np.int64)
        for code, pool in enumerate(pools):
            some = kind == code
            generic[some] = np.array([actors.index(actor) for actor in pool])[
                draw.integers(0, len(pool), some.sum())
            ]
        texts = [f"{actor} ({name})" if actor else "" for actor in actors for name in names]
        columns[column] = _coded(generic * len(names) + country, texts)
    columns["other_actors"] = _coded(
        draw.choice(3, len(kind), p=(0.93, 0.04, 0.03)),
        ("", "Village elders", "Observers; Red Crescent staff"),
    )
    return columns


def _located(spot: Ints, spots: _Spots, draw: Draw) -> tuple[Ints, Ints, npt.NDArray[np.float64]]:
    """Where each event is: the settlement itself, near it, or its district, province or country.

    Returns:
        The row of the place, where_prec, radius_km (NaN for none).
    """
    n = len(spot)
    prec = 1 + draw.choice(6, n, p=words.WHERE_PREC_SHARES)
    radius = np.full(n, np.nan)
    radius[prec == 2] = draw.choice(words.NEAR_RADII_KM, (prec == 2).sum())
    radius[prec == 5] = draw.choice(words.VAGUE_RADII_KM, (prec == 5).sum())
    units = {3: ["country", "admin1", "admin2"], 4: ["country", "admin1"], 6: ["country"]}
    place = spot.copy()
    for code, keys in units.items():
        unit_of = _unit_rows(spots, spots.by_prec[code], keys)[spot]
        prec[(prec == code) & (unit_of < 0)] = 1
        some = prec == code
        place[some] = unit_of[some]
        radius[some] = spots.radius_km[unit_of[some]]
    return place, prec, radius


def _place_columns(
    place: Ints, prec: Ints, radius: npt.NDArray[np.float64], spots: _Spots
) -> dict[str, pa.Array]:
    named = {"place": "name", "place_text": "name", **{name: name for name in _PLACE_TEXTS if name != "name"}}
    point = {
        column: pa.array(np.where(prec == 6, np.nan, degrees[place]), from_pandas=True)
        for column, degrees in (("latitude", spots.lat), ("longitude", spots.lon))
    }
    return {
        **{column: _coded(place, spots.texts[given]) for column, given in named.items()},
        **point,
        "where_prec": pa.array(prec, pa.int8()),
        "radius_km": pa.array(radius, from_pandas=True),
    }


def _unit_rows(spots: _Spots, rows: Ints, keys: list[str]) -> Ints:
    """For each place the row among `rows` of the unit that agrees in `keys`, -1 where there is none."""
    named = list(zip(*(spots.texts[key] for key in keys), strict=True))
    unit = {named[row]: int(row) for row in rows[::-1]}
    return np.array([unit.get(names, -1) for names in named], np.int64)


def _status_and_deaths(kind: Ints, draw: Draw) -> dict[str, pa.Array]:
    n = len(kind)
    status = draw.choice(len(STATUSES), n, p=words.STATUS_SHARES)
    deadly = draw.random(n) < np.array(words.DEADLY_SHARES)[kind]
    # A Pareto tail of exponent 1.6: most deadly events kill one or two, a few kill hundreds.
    best = np.where(deadly, np.minimum(1 + draw.pareto(1.6, n), 2000), 0).astype(np.int32)
    spread = np.where(draw.random(n) < 0.3, draw.random(n), 0)
    unknown = (status == STATUSES.index("planned")) | (status == STATUSES.index("threatened"))
    return {
        "fatalities_low": pa.array((best * (1 - spread / 2)).astype(np.int32), mask=unknown),
        "fatalities_best": pa.array(best, mask=unknown),
        "fatalities_high": pa.array(np.ceil(best * (1 + spread)).astype(np.int32), mask=unknown),
        "status": _coded(status, STATUSES),
    }


def _texts(sub: Ints, place: Ints, day: Ints, spots: _Spots, draw: Draw) -> dict[str, pa.Array]:
    """Title and summary by sub-event type and place, sources by publisher and day of publication."""
    templates = [title for name in words.SUB_TYPES for title in words.TITLES[name]]
    counts = np.array([len(words.TITLES[name]) for name in words.SUB_TYPES])
    first = np.cumsum(counts) - counts
    template = first[sub] + (draw.random(len(sub)) * counts[sub]).astype(np.int64)
    used, code = np.unique(template * len(spots.places) + place, return_inverse=True)
    pairs = [divmod(int(key), len(spots.places)) for key in used]
    names, admin1 = spots.texts["name"], spots.texts["admin1"]
    titles = [templates[i].format(place=names[row]) for i, row in pairs]
    summaries = [
        words.SUMMARY.format(title=title, admin1=admin1[row] or names[row])
        for title, (_, row) in zip(titles, pairs, strict=True)
    ]
    published = day + draw.choice(4, len(day), p=(0.35, 0.45, 0.15, 0.05))
    publisher = draw.integers(0, len(words.PUBLISHERS), len(day))
    used_sources, source = np.unique(published * len(words.PUBLISHERS) + publisher, return_inverse=True)
    return {
        "title": _coded(code, titles),
        "summary": _coded(code, summaries),
        "sources": _coded(
            source, [_source_cell(*divmod(int(key), len(words.PUBLISHERS))) for key in used_sources]
        ),
    }


def _source_cell(published: int, publisher: int) -> str:
    day = (dt.date(1970, 1, 1) + dt.timedelta(published)).isoformat()
    name = words.PUBLISHERS[publisher]
    return json.dumps(
        [
            {
                "publisher": name,
                "title": f"Bulletin of {day}",
                "url": f"https://example.org/{name.lower().replace(' ', '-')}/{day}",
                "published": day,
            }
        ]
    )


def _ids(n: int, seed: int) -> pa.Array:
    numbers = pc.utf8_lpad(pa.array(np.arange(n)).cast(pa.string()), 8, "0")
    return pc.binary_join_element_wise(f"synthetic-{seed}", numbers, "-")


def _coded(codes: npt.NDArray[Any], values: Sequence[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(list(values), pa.string()))
