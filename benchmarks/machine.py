"""The machine that was measured on, in one line."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path

import psutil

from benchmarks.browser import VIEWPORT
from tests.setup_browser import find_chromium


def describe_machine() -> str:
    """Cores, memory, processor, system, versions, viewport and the load at this moment."""
    program = find_chromium()
    chromium = "no Chromium"
    if program is not None:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        chromium = " ".join(said.split()[:2])
    parts = [
        f"{os.cpu_count()} cores",
        f"{psutil.virtual_memory().total / 1e9:.0f} GB",
        _processor(),
        f"{platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}",
        f"{chromium} headless without a graphics card",
        f"page of {VIEWPORT['width']}x{VIEWPORT['height']}",
    ]
    return ", ".join(part for part in parts if part)


def load_average() -> float:
    """Processes that wanted to run in the last minute; more than the cores make the figures too high."""
    return os.getloadavg()[0]


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    if not file.exists():
        return platform.processor()
    names = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
    return " ".join(names[0].split(":", 1)[1].split()) if names else ""
