"""The pages without a browser: the sidebar and the filter are one thing, and mistakes are told once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from app_server import ROOT
from sample_incidents import sample_frame, write_sample
from streamlit.testing.v1 import AppTest

from events.event import Event
from events.filter import Filter
from events.vocabulary import EVENT_TYPE_SLUGS, EVENT_TYPES, STATUSES

OpenApp = Callable[..., AppTest]


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world as a file."""
    return write_sample(tmp_path_factory.mktemp("pages") / "sample.parquet")


@pytest.fixture
def open_app(sample_file: Path, monkeypatch: pytest.MonkeyPatch) -> OpenApp:
    """Run the app once: `open_app(from_="1999-08-01")` with keys of the address."""

    def run(data: Path | None = sample_file, **query: str | list[str]) -> AppTest:
        monkeypatch.delenv("INCIDENTS_BUNDLE", raising=False)
        if data is None:
            monkeypatch.delenv("INCIDENTS_DATA", raising=False)
        else:
            monkeypatch.setenv("INCIDENTS_DATA", str(data))
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        for key, value in query.items():
            app.query_params[key.removesuffix("_")] = value
        return app.run()

    return run


def filter_of(app: AppTest) -> Filter:
    """The filter in force; the run must have ended well."""
    assert not app.exception
    found = app.session_state["filter"]
    assert isinstance(found, Filter)
    return found


def notices_of(app: AppTest) -> list[str]:
    return list(app.session_state["notices"])


def query_of(app: AppTest) -> dict[str, list[str]]:
    found = app.query_params.items()
    return {key: [value] if isinstance(value, str) else list(value) for key, value in found}


def test_the_app_runs_with_the_shipped_incidents(open_app: OpenApp) -> None:
    app = open_app(None)
    assert filter_of(app) == Filter()
    assert not app.error
    assert query_of(app) == {}
    assert notices_of(app) == []


def test_the_sidebar_has_every_part_of_the_filter(open_app: OpenApp) -> None:
    app = open_app()
    assert [box.key for box in app.sidebar.checkbox] == [f"type_{slug}" for slug in EVENT_TYPE_SLUGS.values()]
    assert all(box.value for box in app.sidebar.checkbox)
    assert app.sidebar.date_input(key="period_from").value == dt.date(1998, 1, 1)
    assert app.sidebar.date_input(key="period_to").value == dt.date(2001, 12, 31)
    assert app.sidebar.slider(key="period_slider").value == (dt.date(1998, 1, 1), dt.date(2001, 12, 31))
    assert len(app.sidebar.button_group(key="statuses").options) == len(STATUSES)
    assert set(app.sidebar.multiselect(key="countries").options) == {
        "Kyrgyzstan",
        "Russia",
        "Tajikistan",
        "Uzbekistan",
    }
    assert "Batken Region" in app.sidebar.multiselect(key="admin1").options
    assert {box.key for box in app.sidebar.text_input} == {"actors", "words"}
    app.sidebar.toggle(key="more_filters").set_value(True).run()
    assert app.sidebar.selectbox(key="worst_where_prec").value is None
    assert app.sidebar.number_input(key="fatalities_min").value == 0
    assert app.sidebar.multiselect(key="datasets").options == ["sample"]


def test_a_type_says_how_many_are_in_the_window(open_app: OpenApp) -> None:
    app = open_app(from_="1999-09-10", to="1999-10-31")
    counts = sample_frame().type_counts(filter_of(app))
    assert any(count.possible for count in counts.values())
    for name, count in counts.items():
        label = app.checkbox(key=f"type_{EVENT_TYPE_SLUGS[name]}").label
        assert label.split(" +")[0].endswith(f" {count.definite}")
        assert (f"+{count.possible}" in label) == bool(count.possible)


@pytest.mark.parametrize("name", EVENT_TYPES)
def test_unticking_a_type_leaves_the_others(open_app: OpenApp, name: str) -> None:
    app = open_app()
    app.checkbox(key=f"type_{EVENT_TYPE_SLUGS[name]}").uncheck().run()
    others = tuple(other for other in EVENT_TYPES if other != name)
    assert filter_of(app).event_types == others
    assert query_of(app) == {"type": [",".join(EVENT_TYPE_SLUGS[other] for other in others)]}
    app.checkbox(key=f"type_{EVENT_TYPE_SLUGS[name]}").check().run()
    assert filter_of(app) == Filter()
    assert query_of(app) == {}


def test_unticking_every_type_shows_none_and_can_be_undone(open_app: OpenApp) -> None:
    app = open_app()
    for slug in EVENT_TYPE_SLUGS.values():
        app.checkbox(key=f"type_{slug}").uncheck().run()
    assert not app.exception
    ticked = [box.value for box in app.sidebar.checkbox]
    shown = sample_frame().count(filter_of(app)).total
    assert (shown == 0) == (not any(ticked)), "the ticks and the map disagree"
    app.checkbox(key="type_battles").check().run()
    assert filter_of(app).event_types in (("Battles",), ())


def test_the_dates_move_the_window_and_the_slider(open_app: OpenApp) -> None:
    app = open_app()
    app.date_input(key="period_from").set_value(dt.date(1999, 8, 1)).run()
    app.date_input(key="period_to").set_value(dt.date(1999, 10, 31)).run()
    assert (filter_of(app).start, filter_of(app).end) == (dt.date(1999, 8, 1), dt.date(1999, 10, 31))
    assert query_of(app) == {"from": ["1999-08-01"], "to": ["1999-10-31"]}
    assert app.slider(key="period_slider").value == (dt.date(1999, 8, 1), dt.date(1999, 10, 31))


def test_the_slider_moves_the_window_and_the_dates(open_app: OpenApp) -> None:
    app = open_app()
    app.slider(key="period_slider").set_range(dt.date(2000, 1, 1), dt.date(2000, 6, 30)).run()
    assert (filter_of(app).start, filter_of(app).end) == (dt.date(2000, 1, 1), dt.date(2000, 6, 30))
    assert app.date_input(key="period_from").value == dt.date(2000, 1, 1)
    assert app.date_input(key="period_to").value == dt.date(2000, 6, 30)


def test_a_status_is_chosen_and_given_up(open_app: OpenApp) -> None:
    app = open_app()
    app.button_group(key="statuses").set_value(["planned", "denied"]).run()
    assert filter_of(app).statuses == ("planned", "denied")
    assert query_of(app) == {"status": ["planned,denied"]}
    app.button_group(key="statuses").set_value([]).run()
    assert filter_of(app) == Filter()


@pytest.mark.parametrize(
    ("key", "typed", "field", "expected", "query"),
    [
        ("actors", "hill", "actors", ("hill",), {"actor": ["hill"]}),
        ("actors", "hill | residents", "actors", ("hill", "residents"), {"actor": ["hill", "residents"]}),
        ("words", 'town "border regiment"', "words", ("border regiment", "town"), None),
    ],
)
def test_typed_words_become_the_filter(
    open_app: OpenApp, key: str, typed: str, field: str, expected: tuple[str, ...], query: object
) -> None:
    app = open_app()
    app.text_input(key=key).input(typed).run()
    assert getattr(filter_of(app), field) == expected
    if query is not None:
        assert query_of(app) == query
    app.text_input(key=key).input("").run()
    assert filter_of(app) == Filter()


def test_country_province_precision_and_deaths_reach_the_filter(open_app: OpenApp) -> None:
    app = open_app()
    app.multiselect(key="countries").set_value(["KG"]).run()
    app.multiselect(key="admin1").set_value(["Batken Region"]).run()
    app.toggle(key="more_filters").set_value(True).run()
    app.selectbox(key="worst_where_prec").set_value(3).run()
    app.number_input(key="fatalities_min").set_value(2).run()
    wanted = filter_of(app)
    assert (wanted.countries, wanted.admin1) == (("KG",), ("Batken Region",))
    assert (wanted.worst_where_prec, wanted.fatalities_min) == (3, 2)
    app.button(key="clear_filters").click().run()
    assert filter_of(app) == Filter()


def test_clearing_the_filters_keeps_the_window(open_app: OpenApp) -> None:
    app = open_app(from_="1999-08-01", type="battles", words="shots")
    assert filter_of(app).words == ("shots",)
    app.button(key="clear_filters").click().run()
    assert filter_of(app) == Filter(start=dt.date(1999, 8, 1))
    assert query_of(app) == {"from": ["1999-08-01"]}


@pytest.mark.parametrize("field", ["period_from", "period_to"])
def test_a_window_that_ends_before_it_starts_is_refused_with_one_line(open_app: OpenApp, field: str) -> None:
    app = open_app(from_="1999-08-01", to="1999-10-31")
    before = filter_of(app)
    wrong = dt.date(2000, 5, 5) if field == "period_from" else dt.date(1998, 5, 5)
    app.date_input(key=field).set_value(wrong).run()
    assert filter_of(app) == before
    (line,) = notices_of(app)
    assert wrong.isoformat() in line
    assert "\n" not in line
    assert not app.error
    app.date_input(key="period_to").set_value(dt.date(2001, 1, 1)).run()
    assert notices_of(app) == []
    assert filter_of(app).end == dt.date(2001, 1, 1)


def test_an_address_sets_every_widget(open_app: OpenApp) -> None:
    query: dict[str, str | list[str]] = {
        "from_": "1999-08-01",
        "to": "2000-12-31",
        "type": "battles,riots",
        "status": "occurred",
        "country": "KG",
        "words": ["shots", "a bridge"],
        "actor": "guards",
        "prec": "5",
        "deaths": "1",
    }
    app = open_app(**query)
    assert notices_of(app) == []
    ticked = [slug for slug in EVENT_TYPE_SLUGS.values() if app.checkbox(key=f"type_{slug}").value]
    assert ticked == ["battles", "riots"]
    assert app.button_group(key="statuses").value == ["occurred"]
    assert app.multiselect(key="countries").value == ["KG"]
    assert app.text_input(key="words").value == '"a bridge" shots'
    assert app.text_input(key="actors").value == "guards"
    assert app.selectbox(key="worst_where_prec").value == 5
    assert app.number_input(key="fatalities_min").value == 1


def test_the_keys_of_the_map_stay_in_the_address(open_app: OpenApp) -> None:
    app = open_app(at="40.5,71.5,8", layers="plain,by_place", sel="sample-01")
    assert notices_of(app) == []
    app.checkbox(key="type_riots").uncheck().run()
    assert query_of(app)["at"] == ["40.5,71.5,8"]
    assert query_of(app)["layers"] == ["plain,by_place"]
    assert query_of(app)["sel"] == ["sample-01"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("from", "yesterday"),
        ("to", "1999-02-30"),
        ("type", "earthquakes"),
        ("status", "maybe"),
        ("country", "Kyrgyzstan"),
        ("prec", "99"),
        ("deaths", "-1"),
        ("area", "1,2;3"),
        ("area", "0,0;1,1;0,1;1,0"),
        ("colour", "<script>alert(1)</script>"),
        ("words", ["w"] * 300),
    ],
)
def test_a_mangled_address_gives_a_line_and_the_app_stays_up(
    open_app: OpenApp, key: str, value: str | list[str]
) -> None:
    app = open_app(**{f"{key}_": value}, actor="guards")
    (line,) = notices_of(app)
    assert key in line
    assert "\n" not in line
    assert len(line) < 600
    assert filter_of(app) == Filter(actors=("guards",))
    assert not app.error


def test_an_address_whose_window_ends_before_it_starts_keeps_the_rest(open_app: OpenApp) -> None:
    app = open_app(from_="2000-01-01", to="1999-01-01", type="riots")
    assert len(notices_of(app)) == 1
    assert filter_of(app) == Filter(start=dt.date(2000, 1, 1), event_types=("Riots",))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.parquet", None),
        ("broken.parquet", b"PAR1 this is not one"),
        ("empty.csv", b""),
        ("words.txt", b"no table at all\n"),
        ("columns.csv", b"event_id,date_start\na,1999-01-01\n"),
        (
            "rows.csv",
            b"event_id,date_start,event_type,latitude,longitude,where_prec\na,1999-13-01,Battles,999,71,1\n",
        ),
    ],
)
def test_a_file_that_is_no_events_is_named_in_one_line(
    open_app: OpenApp, tmp_path: Path, name: str, content: bytes | None
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    app = open_app(path)
    assert not app.exception
    (error,) = app.error
    assert name in error.value
    assert "\n" not in error.value.strip()
    assert "Traceback" not in error.value


def test_a_changed_file_is_opened_anew(open_app: OpenApp, tmp_path: Path) -> None:
    path = write_sample(tmp_path / "events.csv")
    before = open_app(path).checkbox(key="type_strategic").label
    rows = path.read_text().splitlines()
    path.write_text("\n".join(line for line in rows if "Strategic" not in line) + "\n")
    after = open_app(path).checkbox(key="type_strategic").label
    assert before != after
    assert after.split(" +")[0].endswith(" 0")


def test_a_file_without_incidents_opens(open_app: OpenApp, tmp_path: Path) -> None:
    path = tmp_path / "none.csv"
    path.write_text(",".join(Event.model_fields) + "\n")
    app = open_app(path)
    assert not app.error
    assert filter_of(app) == Filter()


def test_the_sources_page_names_the_sources(open_app: OpenApp) -> None:
    app = open_app()
    app.switch_page("pages/about/sources.py").run()
    assert not app.exception
    assert not app.error
    shown = " ".join(block.value for block in app.markdown)
    for name in ("GEBCO", "OpenStreetMap", "GeoNames"):
        assert name in shown
