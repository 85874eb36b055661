"""Coordinates of users' tables in all their spellings, and deaths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.mapping_counts import read_deaths
from events.mapping_points import read_degrees, read_pair


@pytest.mark.parametrize(
    ("text", "value", "axis"),
    [
        ("39.86", 39.86, ""), ("39,86", 39.86, ""), ("-12.5", -12.5, ""), ("39°51'36\"N", 39.86, "lat"),
        ("39 51 36 N", 39.86, "lat"), ("N39.86", 39.86, "lat"), ("71°00′36″ E", 71.01, "lon"),
        ("39°51′36″ с. ш.", 39.86, "lat"), ("71,01 в.д.", 71.01, "lon"), ("39° 51.6'", 39.86, ""),
        ("12.5 S", -12.5, "lat"), ("71", 71.0, ""), ("39 51 36", 39.86, ""),
    ],
)  # fmt: skip
def test_a_coordinate_is_read(text: str, value: float, axis: str) -> None:
    found = read_degrees(text)
    assert found is not None
    assert found.value == pytest.approx(value)
    assert found.axis == axis


@pytest.mark.parametrize("text", ["", "Osh", "39°75'", "1999-10-27", "39.86.1", "nan", "9" * 100, "39 51 61"])
def test_what_is_no_coordinate_is_none(text: str) -> None:
    assert read_degrees(text) is None


@pytest.mark.parametrize(
    "text",
    ["39.86, 71.01", "39.86,71.01", "39,86; 71,01", "39,86, 71,01", "39.86 71.01", "(39.86, 71.01)",
     "39°51'36\"N 71°00'36\"E", "39°51'36\"N, 71°00'36\"E", "E71.01 N39.86", "POINT(71.01 39.86)",
     "SRID=4326;POINT Z (71.01 39.86 950)", "39.86N, 71.01E", "39.86 / 71.01"],
)  # fmt: skip
def test_both_coordinates_in_a_cell_are_read(text: str) -> None:
    found = read_pair(text)
    assert found is not None
    assert (found.first.value, found.second.value) == (pytest.approx(39.86), pytest.approx(71.01))


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_pair_written_with_letters_comes_back(lat: float, lon: float) -> None:
    text = f"{abs(lat):.4f} {'S' if lat < 0 else 'N'}, {abs(lon):.4f} {'W' if lon < 0 else 'E'}"
    found = read_pair(text)
    assert found is not None
    assert found.known
    assert (found.first.value, found.second.value) == (
        pytest.approx(lat, abs=6e-5),
        pytest.approx(lon, abs=6e-5),
    )


@given(st.text(max_size=60))
def test_no_cell_breaks_the_readers(text: str) -> None:
    degrees = read_degrees(text)
    assert degrees is None or abs(degrees.value) < 1001
    assert read_pair(text) is None or isinstance(read_pair(text), tuple)
    assert read_deaths(text) is None or isinstance(read_deaths(text), tuple)


@pytest.mark.parametrize(
    ("text", "deaths"),
    [
        ("3", (None, 3, None)), ("3.0", (None, 3, None)), ("3-5", (3, None, 5)), ("от 3 до 5", (3, None, 5)),
        ("at least 3", (3, None, None)), ("не менее 3", (3, None, None)), ("3+", (3, None, None)),
        ("up to 7", (None, None, 7)), ("1,200", (None, 1200, None)), ("5 чел.", (None, 5, None)),
        ("", (None, None, None)), ("unknown", (None, None, None)), ("н/д", (None, None, None)),
    ],
)  # fmt: skip
def test_deaths_are_read(text: str, deaths: tuple[int | None, ...]) -> None:
    assert read_deaths(text) == deaths


@pytest.mark.parametrize("text", ["many", "три", "-3", "3.5", "99999999999"])
def test_what_is_no_number_of_deaths_is_none(text: str) -> None:
    assert read_deaths(text) is None
