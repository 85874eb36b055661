"""The brief itself: its round trips, its refusals, and what a link asks of it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.brief import Brief, usual_overlays
from briefing.map_link import brief_from_link, extent_at, query_of, read_link
from briefing.sheet_size import read_size
from errors import BriefError, FilterError
from events.filter import Filter
from layers.catalog import all_layers

degrees = st.integers(-17_000, 17_000).map(lambda value: value / 100)


@given(
    title=st.text(max_size=300),
    theme=st.sampled_from(["light", "dark"]),
    lang=st.sampled_from(["en", "ru", "ky", "uz", "tg"]),
    number=st.sampled_from(["top:3", "latest:40", "places", "all", "none"]),
    size=st.sampled_from(["1280x720", "a4@300", "a3-landscape", "square"]),
    extent=st.one_of(
        st.sampled_from(["home", "events"]),
        st.tuples(degrees, st.integers(-60, 0), degrees, st.integers(1, 60)),
    ),
    layers=st.lists(st.sampled_from(usual_overlays()), unique=True),
    as_of=st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    words=st.lists(st.text(min_size=1, max_size=20), max_size=3),
)
def test_a_brief_survives_its_json(words: list[str], **fields: object) -> None:
    brief = Brief.model_validate({**fields, "filter": Filter(words=tuple(words))})
    assert Brief.read(brief.write()) == brief


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"size": "10x10"}, "size"),
        ({"size": "99999x99999"}, "size"),
        ({"size": "folio"}, "a4"),
        ({"number": "top:0"}, "latest:N"),
        ({"lang": "xx"}, "tg"),
        ({"layers": ["nothing"]}, "by_place"),
        ({"base": "towns"}, "relief"),
        ({"extent": (0, 50, 10, 40)}, "extent"),
        ({"extent": (0, float("nan"), 10, 40)}, "extent"),
        ({"extent": "0,1,2"}, "extent"),
        ({"title": "x" * 4001}, "title"),
        ({"fade": {"relief": 3}}, "fade"),
    ],
)
def test_what_cannot_be_meant_is_told_in_one_line(fields: dict[str, object], named: str) -> None:
    with pytest.raises(BriefError) as told:
        Brief.model_validate(fields)
    assert named in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"title": 3}', '{"colour": "red"}', "null"])
def test_json_that_is_no_brief_is_refused(text: str) -> None:
    with pytest.raises(BriefError) as told:
        Brief.read(text)
    assert "\n" not in str(told.value)


def test_a_filter_at_fault_is_named() -> None:
    with pytest.raises(FilterError):
        Brief.read('{"filter": {"start": "1999-02-01", "end": "1999-01-01"}}')


def test_a_link_gives_filter_extent_layers_and_selection() -> None:
    link = (
        "http://host/map?from=1999-08-01&to=1999-10-31&type=battles&at=40.2,71.5,8.25"
        "&layers=plain,national,points&fade=plain:60&sel=reports-1"
    )
    brief, notices = brief_from_link(link, theme="dark")
    assert notices == ()
    assert brief.filter == Filter(start=date(1999, 8, 1), end=date(1999, 10, 31), event_types=("Battles",))
    assert (brief.base, brief.layers, brief.fade) == ("plain", ("national", "points"), {"plain": 0.6})
    assert (brief.incidents, brief.theme, brief.link) == (("reports-1",), "dark", link)
    west, south, east, north = brief.extent
    assert west < 71.5 < east
    assert south < 40.2 < north
    assert east - west == pytest.approx(1340 / (256 * 2**8.25) * 360, rel=1e-4)


def test_cumulative_opens_the_beginning_of_the_window() -> None:
    brief, _ = brief_from_link("?from=1999-08-01&to=1999-10-31&cum=1")
    assert (brief.filter.start, brief.filter.end) == (None, date(1999, 10, 31))


def test_what_cannot_be_read_of_a_link_is_told_and_the_rest_is_kept() -> None:
    view = read_link("?from=1999-08-01&at=north&layers=relief,nonsense&fade=relief:900&tiles=http://x/{z}")
    assert view.fields["filter"] == Filter(start=date(1999, 8, 1))
    assert view.fields["base"] == "relief"
    assert [line.split(" found ")[0] for line in view.notices] == ["link:", "link:", "link:", view.notices[3]]
    assert "extent" not in view.fields


@pytest.mark.parametrize("link", ["", "http://host/map", "nonsense", "?x=1", "http://[", "a" * 70_000])
def test_an_address_of_no_view_is_refused(link: str) -> None:
    with pytest.raises(BriefError):
        read_link(link)


def test_a_brief_leads_back_to_the_map() -> None:
    brief, _ = brief_from_link("?from=1999-08-01&at=40.2,71.5,8&layers=relief,by_place,national")
    query = query_of(brief)
    again, notices = brief_from_link("?" + "&".join(f"{key}={value}" for key, value in query.items()))
    assert notices == ()
    assert (again.filter, again.base, set(again.layers)) == (brief.filter, brief.base, set(brief.layers))
    assert again.extent == pytest.approx(brief.extent, abs=0.02)


def test_a_view_over_the_antimeridian_has_its_west_above_its_east() -> None:
    west, _, east, _ = extent_at(50, 179, 5)
    assert west > 0 > east


@pytest.mark.parametrize(
    ("text", "pixels"),
    [
        ("1280x720", (1280, 720)),
        ("1920 x 1080", (1920, 1080)),
        ("4k", (3840, 2160)),
        ("a4", (1240, 1754)),
        ("A4@300", (2480, 3508)),
        ("a3-landscape@150", (2480, 1754)),
    ],
)
def test_sizes_are_exact(text: str, pixels: tuple[int, int]) -> None:
    size = read_size(text)
    assert (size.width_px, size.height_px) == pixels


def test_paper_is_as_large_as_paper() -> None:
    for dpi in (150, 300):
        size = read_size(f"a4@{dpi}")
        assert size.width * size.points_per_unit == pytest.approx(210 / 25.4 * 72, abs=0.3)


def test_every_usual_layer_is_in_a_new_brief() -> None:
    assert set(Brief().map_layers) == {layer.id for layer in all_layers() if layer.shown}
