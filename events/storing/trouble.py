"""One clear line for each way in which a database says no."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from errors import StoreError

_NOT_A_STORE = "a file that is no store of incidents"
_MEND_PATH = "expected a store: name another file with --db or INCIDENTS_DB"

_SQLITE: dict[int, str] = {
    sqlite3.SQLITE_BUSY: "found it locked by another process that writes; nothing was written: try again",
    sqlite3.SQLITE_LOCKED: "found it locked by another process that writes; nothing was written: try again",
    sqlite3.SQLITE_READONLY: "found a store that may only be read; nothing was written: "
    "allow writing to the file and its folder, or name another store with --db or INCIDENTS_DB",
    sqlite3.SQLITE_FULL: "found the disk full; nothing was written: make room and try again",
    sqlite3.SQLITE_IOERR: "found a disk that cannot be read or written (full, or taken away); "
    "nothing was written: make room or mend it, and try again",
    sqlite3.SQLITE_CORRUPT: f"found a damaged database, {_MEND_PATH}, or restore a backup",
    sqlite3.SQLITE_NOTADB: f"found {_NOT_A_STORE}, {_MEND_PATH}",
    sqlite3.SQLITE_CANTOPEN: f"found a file that cannot be opened or made there, {_MEND_PATH}",
    sqlite3.SQLITE_PERM: f"found a file that cannot be opened or made there, {_MEND_PATH}",
}

_POSTGRES: dict[str, str] = {
    "55P03": "found it locked by another process that writes; nothing was written: try again",
    "40001": "found that another process wrote the same; nothing was written: try again",
    "40P01": "found that another process wrote the same; nothing was written: try again",
    "53100": "found the disk of the server full; nothing was written: make room and try again",
    "25006": "found a store that may only be read; nothing was written: ask for the right to write",
    "42501": "found no right to do this; nothing was written: ask for the right to read, write, make tables",
    "3D000": "found no such database on the server: make it with createdb",
    "28P01": "found a wrong name or password, expected those of the server",
    "22021": "found text that no database takes (a NUL character); nothing was written: mend the text",
    "28000": "found a name that the server does not let in, expected another one",
    "0A000": "found a server without PostGIS, expected it: install Debian's package postgresql-15-postgis-3",
    "58P01": "found a server without PostGIS, expected it: install Debian's package postgresql-15-postgis-3",
}

_POSTGRES_SAYS: dict[str, str] = {
    "does not exist": "3D000",
    "authentication failed": "28P01",
    "no pg_hba.conf entry": "28000",
}
"""Words of a refused connection, which carries no code, -> the code that says the same."""


@contextmanager
def told(address: str) -> Iterator[None]:
    """Turn what a database complains of into a `StoreError` that begins with `address`."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise StoreError(f"{address}: {reason(error.orig)}") from None
    except (sqlite3.Error, UnicodeEncodeError) as error:
        raise StoreError(f"{address}: {reason(error)}") from None


def reason(error: BaseException | None) -> str:
    """What was found and how to mend it, of an error of a database's driver."""
    code = getattr(error, "sqlite_errorcode", None)
    state = getattr(error, "sqlstate", None)
    first = next(iter(str(error).strip().splitlines()), type(error).__name__)
    if code is not None and code & 0xFF in _SQLITE:
        return _SQLITE[code & 0xFF]
    if state in _POSTGRES:
        return _POSTGRES[state]
    if isinstance(error, UnicodeEncodeError) or "NUL" in first:
        return f"found text that no database takes ({first}); nothing was written: mend the text"
    for words, said in _POSTGRES_SAYS.items():
        if state is None and words in str(error):
            return _POSTGRES[said]
    if state is None and type(error).__module__.startswith("psycopg"):
        return f"found no server that answers ({first}), expected a running PostgreSQL with PostGIS"
    return f"found trouble with the database ({first}); nothing was written"
