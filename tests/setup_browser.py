"""Make sure that a Chromium is there for the browser tests: Debian's, else Playwright's, else say how."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """The path of a Chromium: `CHROMIUM`, one on the PATH, or the one that Playwright keeps."""
    asked = os.environ.get("CHROMIUM", "").strip()
    if asked:
        return asked if Path(asked).is_file() else None
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "~/.cache/ms-playwright")).expanduser()
    kept = sorted(cache.glob("chromium-*/chrome-linux*/chrome"))
    return str(kept[-1]) if kept else None


def install_chromium() -> None:
    """Install it from Debian's packages when we may, else through Playwright."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Chromium is missing: installing it from Debian's packages …", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, **quiet)
    if find_chromium() is None:
        print("Chromium is missing: asking Playwright for one …", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """0 when there is a Chromium in the end; else 1 and one clear line."""
    if find_chromium() is None:
        install_chromium()
    if find_chromium() is None:
        print(
            "error: found no Chromium, expected one for the browser tests: "
            "install Debian's package chromium, or set CHROMIUM to the program's path",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
