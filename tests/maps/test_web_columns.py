"""The packed columns as the browser reads them: it counts as the server does, in a real Chromium."""

from __future__ import annotations

import base64
import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from sample_incidents import sample_frame

from events.filter import Filter
from events.frame import EventFrame
from events.synth import synth
from events.vocabulary import EVENT_TYPES, STATUSES
from maps.packing import pack_events, pack_mask

pytestmark = pytest.mark.browser

Run = Callable[..., Any]
EPOCH = dt.date(1970, 1, 1)


def number(day: dt.date) -> int:
    return (day - EPOCH).days


def text_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


FRAMES = {"sample": sample_frame, "synth": lambda: EventFrame(synth(3000, 11))}
OPEN = """
const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0)).buffer;
const columns = new m.Columns(bytes(given.columns));
"""


def windows_of(frame: EventFrame, count: int, seed: int) -> list[tuple[dt.date, dt.date]]:
    """Windows in and around the frame's time, of a day up to all of it."""
    chance = random.Random(seed)
    assert frame.first_day is not None
    assert frame.last_day is not None
    first, last = number(frame.first_day) - 400, number(frame.last_day) + 400
    pairs = [sorted(chance.randint(first, last) for _ in range(2)) for _ in range(count)]
    pairs += [[start, start + chance.choice((0, 6, 30))] for start, _ in pairs]
    return [(EPOCH + dt.timedelta(a), EPOCH + dt.timedelta(b)) for a, b in [*pairs, [first, last]]]


@pytest.mark.parametrize("name", FRAMES)
def test_the_browser_counts_as_the_server_does(run: Run, name: str) -> None:
    frame = FRAMES[name]()
    wanted = [
        Filter(start=start, end=end, event_types=types, statuses=statuses)
        for start, end in windows_of(frame, 25, 5)
        for types, statuses in (((), ()), (EVENT_TYPES[5:], STATUSES[:1]))
    ]
    told = run(
        "columns",
        f"""{OPEN}
        const slots = new Uint32Array(given.places * m.SLOTS_PER_PLACE);
        return given.windows.map(([start, end, mask]) => {{
          const bits = mask === null ? null : m.unpackMask(bytes(mask), columns.n);
          const {{ definite, possible, byType }} = columns.tally(start, end, bits, slots);
          let seen = [0, 0];
          columns.forEach(start, end, bits, (row, isPossible) => seen[Number(isPossible)]++);
          return [definite, possible, ...byType, ...seen];
        }});""",
        {
            "columns": text_of(pack_events(frame)),
            "places": len(frame.places),
            "windows": [
                [
                    number(one.start),
                    number(one.end),
                    text_of(pack_mask(frame.mask(one))) if one.statuses else None,
                ]
                for one in wanted
                if one.start and one.end
            ],
        },
    )
    for one, answer in zip(wanted, told, strict=True):
        count = frame.count(one)
        assert answer[:2] == [count.definite, count.possible], one
        by_type = [figure for each in frame.type_counts(one).values() for figure in each[:2]]
        assert answer[2:14] == by_type, one
        assert answer[14:] == answer[:2], one


def test_each_place_gets_its_own_count_by_type_status_and_certainty(run: Run) -> None:
    frame = sample_frame()
    wanted = Filter(start=dt.date(1999, 9, 10), end=dt.date(2000, 8, 12))
    told = run(
        "columns",
        f"""{OPEN}
        const slots = new Uint32Array(given.places * m.SLOTS_PER_PLACE).fill(7);
        columns.tally(...given.window, null, slots);
        return [...slots];""",
        {
            "columns": text_of(pack_events(frame)),
            "places": len(frame.places),
            "window": wanted.window_days,
        },
    )
    types, _ = frame.codes("event_type")
    statuses, _ = frame.codes("status")
    expected = np.zeros((len(frame.places), 24), dtype=int)
    for possible, rows in enumerate(frame.rows_by_certainty(wanted)):
        for row in rows:
            slot = types[row] * 4 + (0 if statuses[row] == 0 else 2) + possible
            expected[frame.place_code[row], slot] += 1
    assert told == expected.ravel().tolist()


@pytest.mark.parametrize("bins", ["day", "month", "year"])
def test_the_histogram_holds_every_event_once_by_its_first_day(run: Run, bins: str) -> None:
    frame = sample_frame()
    step = {"day": "D", "month": "M", "year": "Y"}[bins]
    edges = np.arange(f"{1998}-01", f"{2002}-02", dtype=f"datetime64[{step}]").astype("datetime64[D]")
    if bins == "year":
        edges = np.arange("1998", "2003", dtype="datetime64[Y]").astype("datetime64[D]")
    told = run(
        "columns",
        f"{OPEN} return [...columns.histogram(given.edges, null)];",
        {"columns": text_of(pack_events(frame)), "edges": edges.astype(int).tolist()},
    )
    types, _ = frame.codes("event_type")
    expected = np.zeros((len(edges) - 1, 6), dtype=int)
    at = np.searchsorted(edges.astype(int), frame.start_day, "right") - 1
    np.add.at(expected, (at, types), 1)
    assert told == expected.ravel().tolist()
    assert sum(told) == frame.n


def test_rows_at_a_place_come_oldest_first(run: Run) -> None:
    frame = sample_frame()
    start, end = dt.date(1999, 8, 1), dt.date(2000, 12, 31)
    told = run(
        "columns",
        f"""{OPEN}
        return given.places.map(place => columns.rowsAt(place, ...given.window, null));""",
        {
            "columns": text_of(pack_events(frame)),
            "window": [number(start), number(end)],
            "places": list(range(len(frame.places))),
        },
    )
    for place, rows in enumerate(told):
        expected = frame.events_at_place(place, Filter(start=start, end=end))
        assert sorted(rows) == sorted(expected.tolist())
        days = [frame.start_day[row] for row in rows]
        assert days == sorted(days)
