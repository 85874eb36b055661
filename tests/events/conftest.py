"""How hypothesis works in this room, and stores in both databases.

Without a time limit, for times say nothing about right or wrong.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from postgres_server import PostgresServer
from setup_postgres import find_postgres

from events.store import Store, open_store

settings.register_profile("events", deadline=None, max_examples=60)
settings.load_profile("events")

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server; without one its tests are skipped, or fail where REQUIRE_POSTGRES=1 is set."""
    programs = find_postgres()
    if programs is None:
        said = "no PostgreSQL with PostGIS was found: install Debian's packages, or set POSTGRES_BIN"
        if os.environ.get("REQUIRE_POSTGRES") == "1":
            pytest.fail(f"{said} (REQUIRE_POSTGRES=1 asks for its tests)")
        pytest.skip(said)
    server = PostgresServer(programs)
    yield server
    server.stop()


@pytest.fixture(params=DATABASES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a store that is not there yet, in each of the databases."""
    if request.param == "sqlite":
        yield str(tmp_path / "incidents.sqlite")
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    free = server.address()
    yield free
    server.give_back(free)


@pytest.fixture
def opened() -> Iterator[Callable[[str | Path], Store]]:
    """Open stores as other processes would; all are closed at the end."""
    stores: list[Store] = []

    def open_one(address: str | Path) -> Store:
        stores.append(open_store(address, busy_s=5))
        return stores[-1]

    yield open_one
    for one in stores:
        one.close()


@pytest.fixture
def store(address: str, opened: Callable[[str | Path], Store]) -> Store:
    """A new store in each of the databases."""
    return opened(address)
