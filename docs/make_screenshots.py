"""Take the pictures of docs/ anew from the running app: `make screenshots`."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from setup_browser import find_chromium  # noqa: E402

START_S = 60
REPORT = ROOT / "tests" / "data" / "reports" / "review" / "valley_gazette.txt"
# file, width, height, theme, address, what is done before the picture is taken
PICTURES = (
    ("map_light.png", 1600, 1000, "Light", "/?from=1999-01-01&to=2010-12-31&sel=monitor-1999-06", ""),
    ("map_dark.png", 1600, 1000, "Dark", "/?from=1999-01-01&to=2010-12-31&sel=monitor-1999-06", ""),
    ("map_1280.png", 1280, 720, "Light", "/?from=1999-08-01&to=1999-11-30&at=39.75,70.9,8.25", ""),
    (
        "map_districts.png",
        1280,
        720,
        "Light",
        "/?layers=plain,national,provinces,districts,enclaves,towns,water,by_district",
        "",
    ),
    ("map_empty.png", 1280, 720, "Light", "/?from=2001-10-01&to=2002-03-31", ""),
)


def serve(port: int, folder: Path) -> subprocess.Popen[bytes]:
    """The app on `port`, answering, with a new store in `folder`."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("INCIDENTS_")}
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)],
        cwd=ROOT,
        env={**kept, "INCIDENTS_DB": str(folder / "incidents.sqlite")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                return server
        except OSError:
            time.sleep(0.2)
    server.kill()
    raise SystemExit(f"error: the app did not answer on port {port} within {START_S} s")


def take(browser: Browser, port: int) -> None:
    """All pictures, into docs/."""
    for name, width, height, theme, address, script in PICTURES:
        page = browser.new_page(viewport={"width": width, "height": height})
        page.add_init_script(f"localStorage.setItem('stActiveTheme-/-v2', '\"{theme}\"')")
        page.goto(f"http://127.0.0.1:{port}{address}")
        page.wait_for_function("window.incidentMap", timeout=30_000)
        page.evaluate("window.incidentMap.ready")
        if script:
            page.evaluate(script)
        page.wait_for_timeout(2500)  # fonts, details of the card, the last frame
        page.screenshot(path=ROOT / "docs" / name)
        page.close()
        print(f"docs/{name}")


def take_review(browser: Browser, port: int) -> None:
    """The desk with a report of our own invention, read and partly decided."""
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    page.add_init_script("localStorage.setItem('stActiveTheme-/-v2', '\"Light\"')")
    page.goto(f"http://127.0.0.1:{port}/reports")
    page.locator("textarea").fill(REPORT.read_text(encoding="utf-8"))
    page.get_by_role("button", name="Read the report").click()
    page.wait_for_selector(".rv-cards-box", state="visible", timeout=60_000)
    page.wait_for_timeout(4000)
    page.screenshot(path=ROOT / "docs" / "review.png")
    page.close()
    print("docs/review.png")


def print_sheet(folder: Path) -> None:
    """The briefing sheet of the README."""
    out = folder / "briefing.png"
    arguments = ["brief", str(out), "--from", "1999-07-01", "--to", "2000-12-31", "--as-of", "2026-11-01"]
    arguments += ["--title", "Batken, 1999 and 2000", "--size", "1600x900"]
    environment = {**os.environ, "INCIDENTS_DB": str(folder / "incidents.sqlite")}
    subprocess.run([sys.executable, "cli.py", *arguments], cwd=ROOT, env=environment, check=True)
    shutil.copy(out, ROOT / "docs" / "briefing.png")
    print("docs/briefing.png")


def main() -> None:
    """Start the app, take the pictures, stop the app."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = serve(port, folder)
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
                )
                take(browser, port)
                take_review(browser, port)
                browser.close()
            print_sheet(folder)
        finally:
            server.terminate()
            server.wait(10)


if __name__ == "__main__":
    main()
