"""The brief page without a browser: it starts from the filter, shows what is asked, keeps and brings back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from app_server import ROOT
from streamlit.testing.v1 import AppTest

from briefing.saved import Recipe
from events.store import Store, open_store

PAGE = "pages/brief/brief.py"
OpenBrief = Callable[..., AppTest]


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The address of a store of this test's own, that the app opens."""
    path = tmp_path / "incidents.sqlite"
    monkeypatch.setenv("INCIDENTS_DB", str(path))
    monkeypatch.delenv("INCIDENTS_DATA", raising=False)
    return path


@pytest.fixture
def store(address: Path) -> Store:
    """The same store, as another process has it open."""
    return open_store(address)


@pytest.fixture
def open_brief(address: Path) -> OpenBrief:
    """The brief page over a filter: `open_brief(from_="1999-08-01")`."""

    def run(**query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
        for key, value in query.items():
            app.query_params[key.removesuffix("_")] = value
        app.run()
        app.switch_page(PAGE).run()
        assert not app.exception
        return app

    return run


def errors_of(app: AppTest) -> list[str]:
    assert not app.exception
    return [error.value for error in app.error]


def caption_of(app: AppTest) -> str:
    return str(app.caption[0].value)


def test_it_starts_from_the_filter_in_force(open_brief: OpenBrief) -> None:
    app = open_brief(from_="1999-08-01", to="1999-10-31", type="battles")
    assert errors_of(app) == []
    assert "Aug–Oct 1999" in caption_of(app)
    assert "Battles" in caption_of(app)
    assert [button.key for button in app.get("download_button")]


def test_every_format_has_its_button(open_brief: OpenBrief) -> None:
    from briefing.formats import brief_formats

    keys = {button.key for button in open_brief().get("download_button")}
    assert {f"brief_download_{name}" for name in brief_formats()} <= keys


def test_what_is_typed_reaches_the_sheet_as_text(open_brief: OpenBrief) -> None:
    app = open_brief()
    app.text_input(key="brief_title").input("Бои <b>*x*</b>").run()
    assert errors_of(app) == []
    assert "Бои \\<b\\>\\*x\\*\\</b\\>" in caption_of(app)
    app.text_input(key="brief_title").input("Ы" * 500).run()
    assert errors_of(app) == []


def test_a_size_that_cannot_be_is_told_and_the_sheet_stays(open_brief: OpenBrief) -> None:
    app = open_brief()
    app.selectbox(key="brief_size").set_value("other").run()
    app.text_input(key="brief_own_size").input("9x9").run()
    (line,) = errors_of(app)
    assert "9x9" in line and "expected" in line
    app.text_input(key="brief_own_size").input("1000x700").run()
    assert errors_of(app) == []


def test_looks_numbers_and_layers_change_the_brief(open_brief: OpenBrief) -> None:
    app = open_brief(from_="1999-08-01", to="1999-10-31")
    app.selectbox(key="brief_lang").set_value("ru").run()
    app.selectbox(key="brief_rule").set_value("latest").run()
    app.number_input(key="brief_most").set_value(3).run()
    app.multiselect(key="brief_layers").set_value(["national", "by_place"]).run()
    app.selectbox(key="brief_slides").set_value("month").run()
    chosen = app.multiselect(key="brief_incidents").options
    assert chosen
    assert errors_of(app) == []
    brief = app.session_state["brief"]
    assert (brief.lang, brief.number, brief.layers, brief.slides) == (
        "ru", "latest:3", ("national", "by_place"), "month",
    )  # fmt: skip


def test_an_empty_window_is_a_sheet_that_says_so(open_brief: OpenBrief) -> None:
    app = open_brief(from_="1950-01-01", to="1950-02-01")
    assert errors_of(app) == []
    assert "no incidents" in caption_of(app)


def test_a_brief_is_saved_opened_moved_removed_and_brought_back(open_brief: OpenBrief, store: Store) -> None:
    app = open_brief(from_="1999-08-01", to="1999-10-31")
    app.text_input(key="brief_title").input("Quarterly").run()
    app.text_input(key="brief_name").input("Batken <b>").run()
    app.button(key="save_brief").click().run()
    (saved,) = store.briefs()
    assert saved.name == "Batken <b>"
    assert Recipe.read(saved.recipe).brief.title == "Quarterly"
    app.text_input(key="brief_title").input("Another").run()
    app.date_input(key="period_from").set_value(dt.date(1998, 1, 1)).run()
    app.button(key="open_Batken <b>").click().run()
    assert app.text_input(key="brief_title").value == "Quarterly"
    assert app.session_state["filter"].start == dt.date(1999, 8, 1)
    app.button(key="month_Batken <b>").click().run()
    today = dt.date.today()
    moved = app.session_state["filter"]
    assert (moved.end.year, moved.end.month) == (today.year, today.month)
    assert moved.start.day == 1
    app.button(key="delete_Batken <b>").click().run()
    assert store.briefs() == []
    app.button(key="undo_brief").click().run()
    assert store.briefs() == [saved]
    assert errors_of(app) == []


def test_a_brief_without_a_name_is_not_saved(open_brief: OpenBrief, store: Store) -> None:
    app = open_brief()
    app.text_input(key="brief_name").input("   ").run()
    app.button(key="save_brief").click().run()
    assert any("no name" in line for line in errors_of(app))
    assert store.briefs() == []


def test_a_broken_recipe_is_told_and_the_page_stays(open_brief: OpenBrief, store: Store) -> None:
    with store.change("brief") as change:
        change.save_brief("Broken", "{}")
    app = open_brief()
    app.button(key="open_Broken").click().run()
    assert any("no recipe" in line for line in errors_of(app))
    assert app.get("download_button")
