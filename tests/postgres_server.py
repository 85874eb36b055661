"""A PostgreSQL of the tests' own: a new cluster on a free port, until it is stopped."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from pathlib import Path
from typing import Any

import psycopg

NOBODY = ("postgres", "nobody")


class PostgresServer:
    """A running server; `address()` gives the address of a database without tables of ours.

    It runs as an unprivileged user where the tests run as root, which PostgreSQL refuses to do.
    """

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="incidents-postgres-", dir="/tmp"))
        self._user = _unprivileged()
        if self._user is not None:
            os.chown(self._folder, *self._user)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._data = self._folder / "data"
        self._free: list[str] = []
        try:
            self._run("initdb", "-D", self._data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync")
            options = f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1 -c fsync=off"
            self._run("pg_ctl", "-D", self._data, "-l", self._folder / "log", "-w", "-o", options, "start")
            with self._connect("postgres") as connection:
                connection.execute("CREATE DATABASE with_postgis")
            with self._connect("with_postgis") as connection:
                connection.execute("CREATE EXTENSION postgis")
        except BaseException:
            self.stop()
            raise

    def address(self) -> str:
        """The address of a database without tables but PostGIS's own: one given back, or a new one."""
        if self._free:
            return self._free.pop()
        name = f"store_{uuid.uuid4().hex[:12]}"
        with self._connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE with_postgis")
        return f"postgresql+psycopg://tester@127.0.0.1:{self.port}/{name}"

    def give_back(self, address: str) -> None:
        """Empty a database for the next who asks; making one anew takes longer."""
        name = address.rsplit("/", 1)[1]
        with self._connect(name) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            tables = connection.execute(
                "SELECT tablename FROM pg_tables "
                "WHERE schemaname = 'public' AND tablename <> 'spatial_ref_sys'"
            ).fetchall()
            for (table,) in tables:
                connection.execute(f'DROP TABLE "{table}" CASCADE')
        self._free.append(address)

    def stop(self) -> None:
        """End the server and remove its files."""
        if (self._data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _connect(self, database: str) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="tester", dbname=database, autocommit=True
        )

    def _run(self, program: str, *arguments: object) -> None:
        ids: dict[str, Any] = {}
        if self._user is not None:
            ids = {"user": self._user[0], "group": self._user[1], "extra_groups": ()}
        done = subprocess.run(
            [str(self._programs / program), *map(str, arguments)],
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            **ids,
        )
        if done.returncode:
            raise RuntimeError(f"{program} ended with {done.returncode}: {done.stderr}")


def _unprivileged() -> tuple[int, int] | None:
    """The ids of a user without rights; None where the tests themselves run as one."""
    if os.geteuid() != 0:
        return None
    for name in NOBODY:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise RuntimeError("found no user postgres or nobody to run PostgreSQL as")
