"""Fixtures of all rooms: the small world of incidents, running apps, and a Chromium without a network."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from app_server import AppServer
from map_page import MapPage, Watch
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from sample_incidents import sample_frame, write_sample
from setup_browser import find_chromium

from events.frame import EventFrame
from events.shipped import shipped_frame

HERE = Path(__file__).parent
FAILURES = HERE / "browser-failures"
# Every name but the machine's own leads nowhere, and so does every other address: its proxy is closed.
CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost, EXCLUDE 127.0.0.1",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=localhost;127.0.0.1",
)
VIEW = {"width": 1280, "height": 720}
# Long enough for a slow machine that does other things too; a test that passes never waits for it.
WAIT_MS = 30_000
expect.set_options(timeout=WAIT_MS / 2)

Open = Callable[..., MapPage]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The quick tests first; those that need a browser share one app and come last."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Keep a test's outcome for its fixtures, and what the app said for the reader of a failure."""
    report = yield
    item.stash[OUTCOME] = report.failed or item.stash.get(OUTCOME, False)
    if report.failed:
        for app in (
            value for value in getattr(item, "funcargs", {}).values() if isinstance(value, AppServer)
        ):
            report.sections.append((f"what the app at {app.url} said", app.said()))
    return report


OUTCOME = pytest.StashKey[bool]()


@pytest.fixture(scope="session", autouse=True)
def folders_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test, and no app that one starts, touches the user's own store or folders."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("home")
        patch.setenv("XDG_DATA_HOME", str(home / "data"))
        patch.setenv("XDG_CACHE_HOME", str(home / "cache"))
        patch.setenv("INCIDENTS_DB", str(home / "incidents.sqlite"))
        yield


@pytest.fixture(scope="session")
def sample() -> EventFrame:
    """The small world of `sample_incidents`."""
    return sample_frame()


@pytest.fixture(scope="session")
def shipped() -> EventFrame:
    """The incidents that come with the project."""
    return shipped_frame()


@pytest.fixture(scope="session")
def start_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., AppServer]]:
    """Start an app with settings; all are stopped at the end."""
    started: list[AppServer] = []

    def start(**settings: str) -> AppServer:
        app = AppServer(tmp_path_factory.mktemp("app") / "log.txt", **settings)
        started.append(app)
        return app

    yield start
    for app in started:
        app.stop()


@pytest.fixture(scope="session")
def shipped_app(start_app: Callable[..., AppServer]) -> AppServer:
    """The app as it comes, with the shipped incidents."""
    return start_app()


@pytest.fixture(scope="session")
def sample_app(start_app: Callable[..., AppServer], tmp_path_factory: pytest.TempPathFactory) -> AppServer:
    """The app over a file of the small world."""
    path = write_sample(tmp_path_factory.mktemp("data") / "sample.parquet")
    return start_app(INCIDENTS_DATA=str(path))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; without one its tests are skipped, or fail where REQUIRE_BROWSER=1 is set."""
    program = find_chromium()
    if program is None:
        said = "no Chromium was found: install it, or set CHROMIUM to its path"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"{said} (REQUIRE_BROWSER=1 asks for the browser tests)")
        pytest.skip(said)
    return program


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, for all tests."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def usual_context(
    chromium: str, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """The context that most tests share: kept on disk, so that scripts are compiled once."""
    context = playwright.chromium.launch_persistent_context(
        tmp_path_factory.mktemp("profile"),
        executable_path=chromium,
        args=list(CHROMIUM_ARGS),
        viewport=VIEW,
    )
    yield context
    context.close()


@pytest.fixture(scope="session")
def browser(chromium: str, playwright: Playwright) -> Iterator[Browser]:
    """A browser for contexts of a test's own, that know nothing of each other."""
    launched = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_ARGS))
    yield launched
    launched.close()


@pytest.fixture
def open_page(usual_context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Open an app's page: `open_page(app, "?from=…", wait=True, **of_the_context)` gives a `MapPage`.

    A page that asks another host for anything, or that reports an error, fails the test.
    """
    opened: list[MapPage] = []
    contexts: list[BrowserContext] = []

    def open_one(app: AppServer, query: str = "", *, wait: bool = True, **options: Any) -> MapPage:
        context = usual_context
        if options:
            browser: Browser = request.getfixturevalue("browser")
            context = browser.new_context(**{"viewport": VIEW, **options})
            contexts.append(context)
        page: Page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        map_page = MapPage(page, app, Watch(page, app.url))
        opened.append(map_page)
        page.goto(f"{app.url}/{query}")
        if wait:
            map_page.wait_ready()
        return map_page

    yield open_one
    if request.node.stash.get(OUTCOME, False):
        FAILURES.mkdir(exist_ok=True)
        for number, one in enumerate(opened):
            name = re.sub(r"[^\w.-]+", "_", f"{request.node.name}_{number}")[:120]
            one.page.screenshot(path=FAILURES / f"{name}.png")
    complaints = [line for one in opened for line in one.watch.complaints()]
    for one in opened:
        one.page.close()
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page(open_page: Open, shipped_app: AppServer) -> MapPage:
    """The map page of the shipped incidents, ready."""
    return open_page(shipped_app)


@pytest.fixture
def sample_page(open_page: Open, sample_app: AppServer) -> MapPage:
    """The map page of the small world, ready."""
    return open_page(sample_app)
