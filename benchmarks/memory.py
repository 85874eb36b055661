"""Memory of the server after a page has opened its map."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.browser import first_map_s, new_context, open_browser
from benchmarks.figure import Figure
from benchmarks.server import ROOT, serve
from benchmarks.synthetic import synthetic_file

PART = "memory"
TARGET_MB = 700


def measure(quick: bool) -> Iterator[Figure]:
    """Resident memory with the shipped incidents and with a million invented ones."""
    with open_browser() as browser:
        for n in (None,) if quick else (None, 1_000_000):
            events = {} if n is None else {"INCIDENTS_DATA": str(synthetic_file(n))}
            with serve(ROOT / "dashboard.py", events) as ours:
                context = new_context(browser)
                page = context.new_page()
                first_map_s(page, ours.url)
                page.wait_for_timeout(2000)
                resident, proportional = ours.memory_mb
                context.close()
            name = "shipped incidents" if n is None else f"{n:,} events"
            beside = f"{proportional:.0f} MB proportional"
            yield Figure(
                PART, f"memory of the server, {name}", resident, "MB", TARGET_MB if n else None, beside
            )
