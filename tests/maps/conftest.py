"""Browser modules on their own: a page of the app's server that is none of the app's pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from app_server import AppServer
from playwright.sync_api import BrowserContext


@pytest.fixture(scope="module")
def run(usual_context: BrowserContext, shipped_app: AppServer) -> Iterator[Callable[..., Any]]:
    """Run `run(module, body, argument)`: the body sees the module as `m` and the argument as `given`."""
    page = usual_context.new_page()
    page.goto(f"{shipped_app.url}/map/places")

    def run_one(module: str, body: str, given: object = None) -> Any:
        return page.evaluate(
            f"async given => {{ const m = await import('/map/web/test/{module}.js'); {body} }}", given
        )

    yield run_one
    page.close()
