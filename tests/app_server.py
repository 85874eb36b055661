"""The app as a reader starts it: `streamlit run dashboard.py` on a free port, until it is stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START_S = 90


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def without_settings() -> dict[str, str]:
    """This process's environment without settings of the app or of Streamlit."""
    own = ("INCIDENTS_", "STREAMLIT_")
    return {name: value for name, value in os.environ.items() if not name.startswith(own)}


class AppServer:
    """One running app; `settings` are environment variables such as INCIDENTS_DATA.

    Its store is a new one beside the log, unless the settings name another.
    """

    def __init__(self, log: Path, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = log
        settings = {"INCIDENTS_DB": str(log.with_name("incidents.sqlite")), **settings}
        command = [
            *(sys.executable, "-m", "streamlit", "run", "dashboard.py"),
            *("--server.port", str(self.port), "--server.address", "localhost"),
        ]
        with log.open("wb") as sink:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env={**without_settings(), **settings}, stdout=sink, stderr=sink
            )
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def _wait(self) -> None:
        last = time.monotonic() + START_S
        while time.monotonic() < last:
            if self._process.poll() is not None:
                raise RuntimeError(f"the app ended with {self._process.returncode}:\n{self.said()}")
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise RuntimeError(f"the app did not answer within {START_S} s:\n{self.said()}")

    def said(self) -> str:
        """What the app has written so far."""
        return self.log.read_text(errors="replace")

    def stop(self) -> None:
        """End the app and wait for it."""
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
