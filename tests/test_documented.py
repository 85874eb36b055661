"""What a reader can use is named in the docs: commands, options, layers, formats, settings, make targets."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli import build_parser
from events.filter import QUERY_KEYS
from events.formats import formats
from layers.catalog import all_layers

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def code_of(text: str) -> str:
    """What stands in fences and between backticks: where a name is a name and not a word."""
    fences = re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return "\n".join([*fences, *re.findall(r"`([^`]+)`", rest)])


CODE = "\n".join(code_of(page.read_text(encoding="utf-8")) for page in PAGES)


def is_named(name: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", CODE) is not None


def commands() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Each command with its parser."""
    for action in build_parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def settings() -> list[str]:
    """The environment variables that settings.py reads: the texts in it that look like one."""
    tree = ast.parse((ROOT / "settings.py").read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return sorted(text for text in texts if isinstance(text, str) and re.fullmatch(r"[A-Z]+_[A-Z_]+", text))


def targets() -> list[str]:
    """The make targets that are commands and not files."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return sorted(
        {name for line in re.findall(r"^\.PHONY:(.*)$", makefile, re.MULTILINE) for name in line.split()}
    )


COMMANDS = dict(commands())
OPTIONS = sorted(
    (command, option)
    for command, parser in COMMANDS.items()
    for action in parser._actions
    for option in action.option_strings
    if option.startswith("--") and option != "--help"
)


def test_there_is_something_to_look_for() -> None:
    assert len(PAGES) >= 5
    assert {"geocode", "layers", "formats"} <= set(COMMANDS)
    assert "INCIDENTS_DATA" in settings()
    assert {"run", "test"} <= set(targets())
    assert not is_named("no-such-name")


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_shown_as_it_is_typed(command: str) -> None:
    assert re.search(rf"cli\.py {re.escape(command)}\b", CODE)


@pytest.mark.parametrize(("command", "option"), OPTIONS, ids=lambda value: str(value))
def test_every_option_is_named(command: str, option: str) -> None:
    assert is_named(option), f"{command} {option}"


@pytest.mark.parametrize("layer", [layer.id for layer in all_layers()])
def test_every_layer_is_named(layer: str) -> None:
    assert is_named(layer)


@pytest.mark.parametrize("name", sorted(formats()))
def test_every_format_is_named(name: str) -> None:
    assert is_named(name)


@pytest.mark.parametrize("variable", settings())
def test_every_setting_is_named(variable: str) -> None:
    assert is_named(variable)


@pytest.mark.parametrize("target", targets())
def test_every_make_target_is_named(target: str) -> None:
    assert is_named(f"make {target}")


@pytest.mark.parametrize("key", sorted(QUERY_KEYS))
def test_every_key_of_a_link_is_named(key: str) -> None:
    assert is_named(key) or re.search(rf"[?&]{re.escape(key)}=", CODE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_the_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for address in re.findall(r"\]\(([^)#\s]+)", text):
        if not re.match(r"https?:|mailto:", address):
            assert (page.parent / address).exists(), address
