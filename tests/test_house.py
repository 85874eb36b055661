"""The rules of the house: which room may import which, who may know a renderer, and how files are kept."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# Imports go to the left only.
ROOMS = (
    {"errors", "settings"},
    {"geodata"},
    {"events"},
    {"reports"},
    {"layers"},
    {"maps"},
    {"briefing"},
    {"pages", "commands"},
    {"dashboard", "cli"},
)
PLACE_OF = {room: place for place, rooms in enumerate(ROOMS) for room in rooms}
MOST_LINES = 450


def room_of(path: Path) -> str:
    """The room that a module lives in."""
    first = path.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


MODULES = sorted(
    path
    for pattern in ("*.py", "*/**/*.py")
    for path in ROOT.glob(pattern)
    if room_of(path) in PLACE_OF and ".venv" not in path.parts
)
SCRIPTS = sorted((ROOT / "maps" / "web").glob("*.js"))
STYLES = sorted((ROOT / "maps" / "web").glob("*.css"))

each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
each_script = pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)


def imported(path: Path) -> Iterator[str]:
    """The full names of all modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides the room it goes to"
            yield str(node.module)


def test_every_room_is_looked_at() -> None:
    assert {"geodata", "events", "layers", "maps", "pages", "dashboard", "cli"} <= {
        room_of(path) for path in MODULES
    }
    assert len(MODULES) > 60
    assert len(SCRIPTS) > 25


@each_module
def test_imports_go_to_the_left(path: Path) -> None:
    own = PLACE_OF[room_of(path)]
    for name in imported(path):
        other = PLACE_OF.get(name.split(".")[0])
        if other is None or name.split(".")[0] == room_of(path):
            continue
        assert other < own or (other == own == 0), f"{room_of(path)} must not know {name}"


@each_module
def test_only_the_edges_know_a_renderer(path: Path) -> None:
    packages = {name.split(".")[0] for name in imported(path)}
    room = room_of(path)
    if not (room in ("dashboard", "pages") or path == ROOT / "maps" / "host.py"):
        assert "streamlit" not in packages
    if room != "maps":
        assert packages.isdisjoint({"folium", "branca", "matplotlib"})
    if room in ("geodata", "events", "reports", "layers", "maps"):
        assert packages.isdisjoint({"requests", "httpx", "aiohttp"}), "the app asks no other host"


@each_module
def test_a_module_says_its_one_purpose_in_its_first_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring, "no docstring"
    assert docstring.splitlines()[0].rstrip().endswith("."), docstring.splitlines()[0]
    if path.name != "__init__.py" or "import" in text:
        assert "from __future__ import annotations" in text
    assert len(text.splitlines()) <= MOST_LINES


@each_module
def test_what_a_module_offers_is_described_and_typed(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        if node.name.startswith("_"):
            continue
        assert ast.get_docstring(node), f"{node.name} has no docstring"
        if not isinstance(node, ast.ClassDef):
            assert node.returns is not None, f"{node.name} says not what it returns"


def test_pages_lie_in_sections_and_no_file_is_a_drawer_for_odds_and_ends() -> None:
    assert list((ROOT / "pages").glob("*.py")) == []
    names = {path.stem for path in MODULES}
    assert names.isdisjoint({"utils", "util", "helpers", "common", "misc", "manager"})
    assert list((ROOT / "tests").rglob("__init__.py")) == []


@each_script
def test_a_script_imports_only_its_neighbours_and_asks_no_other_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.match(r"// \S.*[.:]$", text.splitlines()[0]), text.splitlines()[0]
    for name in re.findall(r"""^(?:import|export)\b[^;]*?from\s+['"]([^'"]+)['"]""", text, re.MULTILINE):
        assert name.startswith("./"), name
        assert (path.parent / name).is_file(), name
    hosts = set(re.findall(r"https?://([a-z0-9.-]+)", text))
    assert hosts <= {"www.w3.org", "host"}, hosts


@each_script
def test_a_script_makes_no_markup_out_of_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert way not in text, way


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_of_the_map_reach_nothing_else_of_the_page(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"@keyframes[^{]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", text)
    for selectors in re.findall(r"([^{}]+)\{", text):
        if selectors.strip().startswith("@"):
            continue
        for selector in re.split(r",(?![^(]*\))", selectors):
            assert re.match(r"(?::is\()?(?:\.im\b|\.incident-map-host\b|body\.im-)", selector.strip()), (
                selector.strip()
            )
    assert "url(http" not in text
    assert "@import" not in text
