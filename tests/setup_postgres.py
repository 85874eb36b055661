"""Make sure that a PostgreSQL with PostGIS is there for the tests of the store: Debian's, else say how."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = ("postgresql", "postgis", "postgresql-15-postgis-3")
_VERSIONS = Path("/usr/lib/postgresql")
_EXTENSIONS = Path("/usr/share/postgresql")


def find_postgres() -> Path | None:
    """The folder with initdb and pg_ctl of a server that has PostGIS: `POSTGRES_BIN`, or Debian's newest."""
    asked = os.environ.get("POSTGRES_BIN", "").strip()
    if asked:
        return Path(asked) if (Path(asked) / "initdb").is_file() else None
    versions = sorted((path for path in _VERSIONS.glob("*") if path.name.isdecimal()), key=_number)
    for version in reversed(versions):
        programs = version / "bin"
        has_postgis = (_EXTENSIONS / version.name / "extension" / "postgis.control").is_file()
        if has_postgis and (programs / "initdb").is_file() and (programs / "pg_ctl").is_file():
            return programs
    return None


def install_postgres() -> None:
    """Install it from Debian's packages when we may."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    print("PostgreSQL with PostGIS is missing: installing it from Debian's packages …", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment, **quiet)
    for names in (PACKAGES, PACKAGES[:2]):
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names]
        if subprocess.run(command, check=False, env=environment, **quiet).returncode == 0:
            return


def _number(path: Path) -> int:
    return int(path.name)


def main() -> int:
    """0, also without a server: its tests are skipped then, and one clear line says so."""
    if find_postgres() is None:
        install_postgres()
    if find_postgres() is None:
        print(
            "note: found no PostgreSQL with PostGIS, so the store is tested on SQLite only: install Debian's "
            "packages postgresql and postgis, or set POSTGRES_BIN to the folder of initdb",
            file=sys.stderr,
        )
        return 1 if os.environ.get("REQUIRE_POSTGRES") == "1" else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
