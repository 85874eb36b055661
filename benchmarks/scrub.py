"""Moving the window inside the map: the time between animation frames, and what is spent in each.

The window is moved once in each animation frame, the way the player moves it while it is dragged; then the
player's body is dragged with the mouse.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from playwright.sync_api import Page

from benchmarks.browser import cpu_s, first_map_s, new_context, open_browser
from benchmarks.figure import Figure
from benchmarks.server import ROOT, serve
from benchmarks.synthetic import synthetic_file

PART = "scrub"
WINDOWS_DAYS = {"all dates": None, "5 years": 1826, "1 year": 365}
DRAWINGS = ("by_place", "points", "heat", "by_district")
PROMISED = ("by_place", "points")
MEDIAN_MS = 17.0
P95_MS = 34.0
HEADLINES = ((100_000, "all dates"), (1_000_000, "5 years"))
FRAMES = 120
ROUNDS = 3

MOVE = """
async ([days, count]) => {
  const { model, frames } = bench;
  const { start, end } = model.extent;
  const frame = () => new Promise((done) => bench.onFrame(done));
  const at = (i) => {
    if (days === null) return [start + i, end];
    const from = start + Math.round(((end - days - start) * i) / (count - 1));
    return [from, from + days - 1];
  };
  model.setWindow(...at(0));
  for (let i = 0; i < 20; i++) await frame();
  Object.assign(frames, { on: true, at: [], busy: [] });
  let i = 0;
  await new Promise((done) => {
    const step = () => {
      model.setWindow(...at(i++));
      if (i < count) requestAnimationFrame(step);
      else done();
    };
    requestAnimationFrame(step);
  });
  await frame();
  frames.on = false;
  return { at: frames.at, busy: frames.busy };
}
"""


def measure(quick: bool) -> Iterator[Figure]:
    """Frame times at 100,000 and a million events, in each drawing and for three lengths of window."""
    rounds = 1 if quick else ROUNDS
    with open_browser() as browser:
        for n in (100_000, 1_000_000):
            with serve(ROOT / "dashboard.py", {"INCIDENTS_DATA": str(synthetic_file(n))}) as ours:
                page = new_context(browser).new_page()
                first_map_s(page, ours.url)
                page.wait_for_timeout(1500)
                for drawing in PROMISED if quick else DRAWINGS:
                    page.evaluate("id => incidentMap.setLayer(id, { visible: true })", drawing)
                    page.wait_for_timeout(1000)
                    for words, days in WINDOWS_DAYS.items():
                        runs = [
                            _with_cpu(partial(page.evaluate, MOVE, [days, FRAMES])) for _ in range(rounds)
                        ]
                        promised = drawing in PROMISED and (n <= 100_000 or days is not None)
                        headline = promised and (n, words) in HEADLINES
                        yield from _figures(f"{drawing}, {n:,} events, {words}", runs, promised, headline)
                    if drawing in PROMISED:
                        runs = [_with_cpu(partial(_drag, page, 365)) for _ in range(rounds)]
                        yield from _figures(f"{drawing}, {n:,} events, 1 year, dragged", runs, True, False)
                page.context.close()


def _with_cpu(move: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The frames of a move, and the processor time of the whole browser for each."""
    before = cpu_s()
    moved = move()
    return {**moved, "cpu_ms": (cpu_s() - before) * 1000 / len(moved["at"])}


def _drag(page: Page, days: int) -> dict[str, Any]:
    """Drag the body of the player over most of the time axis with the mouse."""
    page.evaluate(
        "days => bench.model.setWindow(bench.model.extent.start, bench.model.extent.start + days - 1)", days
    )
    page.wait_for_timeout(300)
    box = page.locator(".im-player-body").bounding_box()
    plot = page.locator(".im-player-plot").bounding_box()
    if box is None or plot is None:
        raise SystemExit("error: the time player has no body to drag")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 5, y)
    page.evaluate("Object.assign(bench.frames, { on: true, at: [], busy: [] })")
    page.mouse.move(x + 0.85 * plot["width"], y, steps=160)
    moved = page.evaluate("(bench.frames.on = false, { at: bench.frames.at, busy: bench.frames.busy })")
    page.mouse.up()
    page.wait_for_timeout(500)
    return moved


def _figures(what: str, runs: list[dict[str, Any]], promised: bool, headline: bool) -> Iterator[Figure]:
    gaps = [later - at for run in runs for at, later in zip(run["at"], run["at"][1:], strict=False)]
    busy = statistics.median([ms for run in runs for ms in run["busy"]])
    cpu = statistics.median([run["cpu_ms"] for run in runs])
    p95 = statistics.quantiles(gaps, n=20)[-1]
    for words, took, target in (("", statistics.median(gaps), MEDIAN_MS), (", 95th percentile", p95, P95_MS)):
        spent = f"script {busy:.1f} ms a frame, all processes of the browser {cpu:.0f} ms"
        beside = "" if words else spent
        goal = target if promised else None
        yield Figure(PART, f"frame, {what}{words}", took, "ms", goal, beside, headline=headline)
