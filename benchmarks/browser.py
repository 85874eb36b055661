"""A real Chromium without a graphics card, and in each page a clock that tells when a change was drawn."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psutil
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from playwright.sync_api import TimeoutError as Overdue

from tests.setup_browser import find_chromium

VIEWPORT: ViewportSize = {"width": 1600, "height": 1000}
# What a reader without a graphics card has: pages composed and drawn in software, WebGL in SwiftShader.
FLAGS = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
PATIENCE_MS = 120_000
SETTLE_MS = 1500

# `bench.arm()` forgets; the next key or press starts the clock; `bench.signal()` stops it two frames later,
# when what was changed has been painted. `frames` collects the animation frames and the script time in each.
CLOCK = """
(() => {
  if (window !== window.top) return;
  const bench = (window.bench = {
    armed: false, began: null, done: null, first: null, drawn: null, received: 0, sent: 0,
  });
  let api;
  const onFrame = window.requestAnimationFrame.bind(window);
  bench.onFrame = onFrame;
  bench.arm = () => Object.assign(bench, { began: null, done: null, armed: true, received: 0, sent: 0 });
  bench.signal = () => {
    if (!bench.armed || bench.began === null) return;
    bench.armed = false;
    onFrame(() => onFrame(() => (bench.done = performance.now())));
  };
  for (const name of ['keydown', 'pointerdown']) {
    const begin = (event) => { if (bench.armed && bench.began === null) bench.began = event.timeStamp; };
    addEventListener(name, begin, true);
  }
  const frames = (bench.frames = { on: false, at: [], busy: [] });
  window.requestAnimationFrame = (call) => onFrame((now) => {
    if (!frames.on) return call(now);
    const from = performance.now();
    try { return call(now); } finally {
      if (frames.at.at(-1) !== now) { frames.at.push(now); frames.busy.push(0); }
      frames.busy[frames.busy.length - 1] += performance.now() - from;
    }
  });
  const Socket = window.WebSocket;
  const size = (data) => data?.byteLength ?? data?.size ?? data?.length ?? 0;
  window.WebSocket = class extends Socket {
    constructor(...at) {
      super(...at);
      this.addEventListener('message', ({ data }) => { bench.received += size(data); });
    }
    send(data) { bench.sent += size(data); super.send(data); }
  };
  Object.defineProperty(window, 'incidentMap', {
    configurable: true,
    get: () => api,
    set: (value) => {
      api = value;
      value.ready.then(() => onFrame(() => onFrame(() => {
        bench.first = performance.now();
        const { model } = document.querySelector('.incident-map-host').incidentMap;
        bench.model = model;
        model.on('window', bench.signal);
        model.on('mask', bench.signal);
      })));
    },
  });
  // folium's map calls this at the end of its script, from its own frame.
  window.benchDrawn = (shown) => {
    bench.drawn = shown;
    bench.signal();
  };
  // pydeck has drawn the new window at its first draw of many instances after the data have come.
  for (const kind of [window.WebGL2RenderingContext, window.WebGLRenderingContext]) {
    for (const name of ['drawArraysInstanced', 'drawElementsInstanced']) {
      const draw = kind?.prototype[name];
      if (!draw) continue;
      kind.prototype[name] = function (...given) {
        const done = draw.apply(this, given);
        const instances = given.at(-1);
        if (instances > 50 && bench.received > 100000) {
          bench.drawn = instances;
          bench.signal();
        }
        return done;
      };
    }
  }
  // A page of ours without a map: the address tells that the filter has changed.
  for (const name of ['pushState', 'replaceState']) {
    const change = history[name].bind(history);
    history[name] = (...given) => {
      change(...given);
      if (api === undefined) bench.signal();
    };
  }
  // The empty page writes what it shows into an element of this id.
  let last = null;
  new MutationObserver(() => {
    const shown = document.getElementById('bench-shown')?.textContent ?? null;
    if (shown !== null && shown !== last) {
      last = shown;
      bench.signal();
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });
})();
"""


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Chromium, headless, as long as the block lasts."""
    program = find_chromium()
    if program is None:
        raise SystemExit("error: found no Chromium: run python tests/setup_browser.py")
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=flags)
        try:
            yield browser
        finally:
            browser.close()


def new_context(browser: Browser) -> BrowserContext:
    """A context with the clock in each of its pages, and a cache of its own."""
    context = browser.new_context(viewport=VIEWPORT)
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(CLOCK)
    return context


def settled_page(context: BrowserContext) -> Page:
    """A new page, after the browser has done what it does for itself when a window opens."""
    page = context.new_page()
    page.wait_for_timeout(SETTLE_MS)
    return page


def cpu_s() -> float:
    """Seconds of processor time that all processes of the open browsers have used until now."""
    used = 0.0
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if "chrom" in process.name():
                times = process.cpu_times()
                used += times.user + times.system
    return used


def first_map_s(page: Page, url: str) -> float:
    """Go to `url`; seconds from the start of the navigation until the map is ready and painted."""
    page.goto(url, wait_until="commit")
    try:
        page.wait_for_function("bench.first !== null")
    except Overdue:
        said = " ".join(page.locator("body").inner_text().split())[-300:]
        raise SystemExit(f"error: found no map at {url} after {PATIENCE_MS // 1000} s, but: {said}") from None
    return float(page.evaluate("bench.first")) / 1000


def change_s(page: Page, act: Any) -> float:
    """Seconds from the key or press that `act()` makes until the change has been painted."""
    page.evaluate("bench.arm()")
    act()
    page.wait_for_function("bench.done !== null")
    return float(page.evaluate("bench.done - bench.began")) / 1000
