"""Start a Streamlit server of ours or of a rival on a free port, and always end it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
APPS = Path(__file__).resolve().parent / "apps"
START_S = 120
KEPT_FREE = range(8500, 8601)  # where a reader's own apps run


@dataclass(frozen=True)
class Server:
    """A running server: its address, its process and when it was started (`time.perf_counter`)."""

    url: str
    process: subprocess.Popen[bytes]
    began: float

    @property
    def memory_mb(self) -> tuple[float, float]:
        """Resident and proportional memory of the server and its children."""
        first = psutil.Process(self.process.pid)
        used = [one.memory_full_info() for one in (first, *first.children(recursive=True))]
        return sum(one.rss for one in used) / 1e6, sum(getattr(one, "pss", one.rss) for one in used) / 1e6


def free_port() -> int:
    """A port nobody listens on."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port not in KEPT_FREE:
            return port


@contextmanager
def serve(script: Path, environ: dict[str, str] | None = None, *, wait: bool = True) -> Iterator[Server]:
    """Run `streamlit run script` with these environment variables for as long as the block lasts.

    With `wait`, the block begins when the server says that it is healthy.
    """
    port = free_port()
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("INCIDENTS_", "STREAMLIT_"))
    }
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.headless", "true"]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as log:
        began = time.perf_counter()
        store = {"INCIDENTS_DB": str(Path(folder) / "incidents.sqlite")}
        environment = {**kept, **store, **(environ or {})}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        server = Server(f"http://127.0.0.1:{port}", process, began)
        try:
            if wait:
                _await_health(server)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def await_port(server: Server) -> None:
    """Return as soon as the server's port takes a connection."""
    port = int(server.url.rsplit(":", 1)[1])
    while time.perf_counter() - server.began < START_S:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise SystemExit(f"error: no server at {server.url} after {START_S} s")


def _await_health(server: Server) -> None:
    while time.perf_counter() - server.began < START_S:
        if server.process.poll() is not None:
            raise SystemExit(f"error: the server of {server.url} ended with {server.process.returncode}")
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise SystemExit(f"error: no healthy server at {server.url} after {START_S} s")
