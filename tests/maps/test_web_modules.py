"""The browser modules on their own, in a real Chromium: dates, windows, links, symbols and words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from layers.palette import PALETTE, THEMES

pytestmark = pytest.mark.browser

Run = Callable[..., Any]
EPOCH = dt.date(1970, 1, 1)


def number(day: dt.date) -> int:
    return (day - EPOCH).days


@pytest.mark.parametrize(
    ("start", "unit", "count", "expected"),
    [
        ("1999-01-31", "month", 1, "1999-02-28"),
        ("2000-01-31", "month", 1, "2000-02-29"),
        ("1999-03-31", "month", -1, "1999-02-28"),
        ("1999-08-31", "quarter", 1, "1999-11-30"),
        ("2000-02-29", "year", 1, "2001-02-28"),
        ("2000-02-29", "year", 4, "2004-02-29"),
        ("1999-12-31", "day", 1, "2000-01-01"),
        ("1999-12-28", "week", 1, "2000-01-04"),
        ("1969-12-31", "month", 2, "1970-02-28"),
    ],
)
def test_calendar_steps_end_where_the_month_ends(
    run: Run, start: str, unit: str, count: int, expected: str
) -> None:
    body = "return m.isoOf(m.addUnits(m.dayOf(given[0]), given[1], given[2]));"
    assert run("dates", body, [start, unit, count]) == expected


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("1999-10-27", "1999-10-27", "27 Oct 1999"),
        ("1999-10-01", "1999-10-31", "Oct 1999"),
        ("1999-01-01", "1999-12-31", "in 1999"),
        ("1999-10-03", "1999-10-09", "between 3 and 9 Oct 1999"),
        ("1999-10-30", "1999-11-02", "between 30 Oct and 2 Nov 1999"),
        ("1999-12-30", "2000-01-02", "between 30 Dec 1999 and 2 Jan 2000"),
        ("2000-02-01", "2000-02-28", "between 1 and 28 Feb 2000"),
    ],
)
def test_an_interval_is_said_no_more_precisely_than_it_is(run: Run, start: str, end: str, words: str) -> None:
    body = "return m.formatInterval(m.dayOf(given[0]), m.dayOf(given[1]));"
    assert run("dates", body, [start, end]) == words


def test_days_are_those_of_the_server(run: Run) -> None:
    days = [dt.date(1800, 1, 1) + dt.timedelta(997 * step) for step in range(140)]
    told = run(
        "dates",
        "return given.map(iso => [m.dayOf(iso), m.isoOf(m.dayOf(iso))]);",
        [day.isoformat() for day in days],
    )
    assert told == [[number(day), day.isoformat()] for day in days]


@pytest.mark.parametrize(
    "text", ["1999-02-30", "1999-13-01", "27 Oct 1999", "", "99-01-01", "1999-1-1", None]
)
def test_what_is_no_day_is_refused_with_an_example(run: Run, text: str | None) -> None:
    body = """try { return m.dayOf(given); }
              catch (error) { return [error.name, error.message]; }"""
    name, message = run("dates", body, text)
    assert name == "RangeError"
    assert "1999-10-27" in message


@pytest.mark.parametrize("unit", ["day", "week", "month", "quarter", "year"])
def test_the_first_day_of_a_unit_is_at_most_a_unit_before(run: Run, unit: str) -> None:
    days = [number(dt.date(1996, 1, 1)) + 17 * step for step in range(120)]
    told = run(
        "dates",
        """return given.days.map(day => {
             const first = m.floorTo(day, given.unit);
             return [first, m.floorTo(first, given.unit), m.addUnits(first, given.unit, 1)];
           });""",
        {"days": days, "unit": unit},
    )
    for day, (first, again, following) in zip(days, told, strict=True):
        assert first == again <= day < following
        if unit == "week":
            assert (EPOCH + dt.timedelta(first)).weekday() == 0


def test_steps_forward_and_back_come_home_and_stay_in_the_data(run: Run) -> None:
    told = run(
        "windows",
        """const dates = await import('/map/web/test/dates.js');
        const extent = { start: dates.dayOf('1998-01-01'), end: dates.dayOf('2001-12-31') };
        const out = [];
        for (let start = extent.start - 500; start <= extent.end + 100; start += 37) {
          for (const length of [0, 6, 29, 30, 181, 364, 365, 2000]) {
            const [a, b] = m.fitInto(extent, start, start + length);
            out.push(a >= extent.start && b <= extent.end && a <= b);
            const span = m.spanOf(start, start + length);
            out.push(m.windowFrom(start, span).join() === [start, start + length].join());
            for (const edge of ['start', 'end']) {
              for (const unit of dates.UNITS) {
                const [c, d] = m.withEdge({ start: a, end: b }, edge, start + 3 * length, unit, extent);
                out.push(c >= extent.start && d <= extent.end && c <= d);
                out.push(edge === 'start' ? d === b : c === a);
              }
            }
          }
        }
        return out;""",
    )
    assert len(told) > 5000
    assert all(told)


LAYERS = ["relief", "plain", "national", "by_place", "heat"]


def test_a_view_comes_back_from_its_link(run: Run) -> None:
    state = {
        "center": {"lat": 40.123456, "lng": 71.987654},
        "zoom": 8.25,
        "layers": [
            {"id": layer, "visible": layer in ("plain", "heat"), "opacity": 0.35 if layer == "plain" else 1}
            for layer in LAYERS
        ],
        "isDefault": False,
        "selection": "event/1 & 2=3",
        "cumulative": True,
        "tiles": "https://tiles.example/{z}/{x}/{y}.png?key=a&b=c",
    }
    href, again, view = run(
        "link",
        """const before = 'http://localhost/?from=1999-08-01&words=a&words=b&at=1,2,3#top';
           const href = m.writeLink(before, given[0]);
           return [href, m.writeLink(href, given[0]), m.readLink(new URL(href).search, given[1])];""",
        [state, LAYERS],
    )
    assert href == again
    assert href.startswith("http://localhost/?from=1999-08-01&words=a&words=b")
    assert view == {
        "view": {
            "center": [40.1235, 71.9877],
            "zoom": 8.25,
            "layers": ["plain", "heat"],
            "fade": {"plain": 0.35},
            "selection": "event/1 & 2=3",
            "cumulative": True,
            "tiles": state["tiles"],
        },
        "notices": [],
    }


def test_a_view_as_it_comes_needs_no_layers_in_its_link(run: Run) -> None:
    state = {
        "center": {"lat": 40, "lng": 71},
        "zoom": 7,
        "layers": [{"id": layer, "visible": True, "opacity": 1} for layer in LAYERS],
        "isDefault": True,
        "selection": None,
        "cumulative": False,
        "tiles": None,
    }
    href = run("link", "return m.writeLink('http://localhost/?sel=old&fade=relief:5&cum=1', given);", state)
    assert href == "http://localhost/?at=40.0000,71.0000,7"


@pytest.mark.parametrize(
    "query",
    [
        "at=nowhere",
        "at=91,0,7",
        "at=40,71",
        "at=40,71,99",
        "at=Infinity,71,7",
        "layers=relief,moon",
        "fade=relief:x",
        "fade=relief:900",
        "fade=moon:50",
        "fade=relief",
        f"at={'9' * 500}",
    ],
)
def test_a_mangled_link_gives_one_clear_line_and_no_view(run: Run, query: str) -> None:
    found = run("link", "return m.readLink('?' + given[0], given[1]);", [query, LAYERS])
    assert len(found["notices"]) == 1
    assert len(found["notices"][0]) < 200
    assert "center" not in found["view"]
    assert found["view"].get("fade", {}) == {}
    assert "moon" not in found["view"].get("layers", [])


@pytest.mark.parametrize("query", ["at=,,", "at=1,,7", "at= , , ", "fade=relief:"])
def test_an_empty_figure_in_a_link_is_no_zero(run: Run, query: str) -> None:
    found = run("link", "return m.readLink('?' + given[0], given[1]);", [query, LAYERS])
    assert found["notices"]


def test_symbols_of_any_size_and_place_stay_inside_the_picture(run: Run) -> None:
    told = run(
        "raster",
        """const context = document.createElement('canvas').getContext('2d');
        const raster = new m.Raster();
        const ring = new Uint32Array(256).fill(0xff112233);
        const out = [];
        for (const [width, height] of [[1, 1], [3, 200], [64, 48]]) {
          for (const radius of [0, 0.5, 1, 2.5, 7, 28, 300]) {
            for (const share of [0, 0.36, 1]) {
              for (const halo of [0, 1.3]) {
                const stamp = m.makeStamp(radius, share * radius, halo, 0.8);
                for (const x of [-1e6, -radius, 0, width / 2, width - 0.5, width + radius, 1e6]) {
                  for (const y of [-1e6, -1, height / 2, height + 1]) {
                    raster.begin(context, width, height);
                    raster.stamp(stamp, x, y, ring, ring, 0xffffffff, 0xffffffff, 0xff000000);
                    const painted = raster.pixels.reduce((n, pixel) => n + (pixel ? 1 : 0), 0);
                    const reach = radius + halo + 2;
                    const away = x < -reach || y < -reach || x > width + reach || y > height + reach;
                    out.push(raster.pixels.length === width * height && !(away && painted));
                  }
                }
              }
            }
          }
        }
        return out;""",
    )
    assert len(told) > 3000
    assert all(told)


@pytest.mark.parametrize("radius", [5, 11.5, 28])
def test_a_disc_covers_the_area_of_its_radius_and_a_ring_leaves_its_middle(run: Run, radius: float) -> None:
    told = run(
        "raster",
        """const context = document.createElement('canvas').getContext('2d');
        const ring = new Uint32Array(256).fill(0xff112233);
        return [given, 0.36 * given].map(width => {
          const raster = new m.Raster();
          raster.begin(context, 80, 80);
          const red = 0xff0000ff;
          raster.stamp(m.makeStamp(given, width, 0, 0.01, 0), 40, 40, ring, ring, red, red, 0xff000000);
          let [covered, core] = [0, 0];
          raster.pixels.forEach(pixel => {
            covered += (pixel >>> 24) / 255;
            core += pixel === red ? 1 : 0;
          });
          return [covered, core];
        });""",
        radius,
    )
    (disc, no_core), (ring, core) = told
    area = np.pi * radius**2
    assert abs(disc / area - 1) < 0.04
    assert abs(ring / area - 1) < 0.04
    assert no_core == 0
    assert 0.5 < core / (np.pi * (0.64 * radius) ** 2) < 1.1


@pytest.mark.parametrize("largest", [0, 1, 5, 26, 27, 400, 60_000, 1_000_000])
def test_the_area_of_a_circle_grows_with_its_count_up_to_the_largest(run: Run, largest: int) -> None:
    counts = sorted({1, 2, 3, *(max(1, largest * share // 8) for share in range(1, 9)), max(1, largest)})
    told = run(
        "symbols",
        """const scale = new m.SizeScale({ factor_px: 5.5, smallest_px: 7, largest_px: 28 }, given.largest);
           return [given.counts.map(n => scale.radiusOf(n)), scale.samples];""",
        {"largest": largest, "counts": counts},
    )
    radii, samples = told
    assert radii == sorted(radii)
    assert all(2.5 < radius <= 28 for radius in radii)
    by_count = dict(zip(counts, radii, strict=True))
    drawn = [n for n in counts if min(radii) < by_count[n] < 28]
    for low, high in pairwise(drawn):
        assert (by_count[high] / by_count[low]) ** 2 == pytest.approx(high / low)
    assert samples == sorted(set(samples))
    assert all(1 <= sample <= max(4, largest) for sample in samples)


@pytest.mark.parametrize("theme", THEMES)
def test_every_slot_of_a_ring_has_a_colour_of_its_own(run: Run, theme: str) -> None:
    tokens = ["battles", "explosions", "civilians", "protests", "riots", "strategic"]
    inside, rim = run(
        "symbols",
        """const { inside, rim } = m.slotPixels({ typeTokens: given.tokens }, given.palette);
           return [[...inside], [...rim]];""",
        {"tokens": tokens, "palette": PALETTE[theme]},  # type: ignore[index]
    )
    assert len(set(zip(inside, rim, strict=True))) == 24


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("http://example.org", "http://example.org/"),
        ("javascript:alert(1)", None),
        (" javascript:alert(1)", None),
        ("data:text/html,<script>alert(1)</script>", None),
        ("//example.org", None),
        ("https://", None),
        ("", None),
        (None, None),
    ],
)
def test_only_a_web_address_becomes_a_link(run: Run, url: str | None, expected: str | None) -> None:
    assert run("card_words", "return m.safeUrl(given);", url) == expected


@pytest.mark.parametrize(
    ("deaths", "words"),
    [
        ((None, None, None), "Not reported"),
        ((None, 0, None), "0"),
        ((26, 26, 26), "26"),
        ((10, 12, 15), "10–15, best 12"),
        ((3, None, None), "at least 3"),
        ((None, None, 8), "up to 8"),
        ((5, None, 9), "5–9"),
    ],
)
def test_fatalities_are_said_with_their_doubt(
    run: Run, deaths: tuple[int | None, int | None, int | None], words: str
) -> None:
    low, best, high = deaths
    event = {"fatalities_low": low, "fatalities_best": best, "fatalities_high": high}
    assert run("card_words", "return m.fatalityWords(given);", event) == words


@pytest.mark.parametrize(("prec", "decimals"), [(1, 4), (2, 2), (3, 2), (4, 2), (5, 2), (6, None)])
def test_coordinates_are_as_exact_as_the_place_is_known(run: Run, prec: int, decimals: int | None) -> None:
    event = {"where_prec": prec, "latitude": 40.52834, "longitude": 72.79851}
    expected = (
        "" if decimals is None else f"{event['latitude']:.{decimals}f}, {event['longitude']:.{decimals}f}"
    )
    assert run("card_words", "return m.coordinates(given);", event) == expected
