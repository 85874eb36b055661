"""The commands of the command line, found by being there: one module a command.

A module of this package is a command when it has NAME (as it is typed), HELP (one line),
`add_arguments(parser)` and `run(options)`, which prints to standard output and raises `IncidentMapError` for
what is wrong outside. NAME and HELP are plain texts: they are read without loading the module, so that one
command does not wait for what the others need.
"""

from __future__ import annotations

import argparse
import ast
import importlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol, cast

__all__ = ["Command", "Known", "known_commands"]


class Command(Protocol):
    """What a module of this package offers besides its name and its line of help."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what it is given."""

    def run(self, options: argparse.Namespace) -> None:
        """Do it; `IncidentMapError` where the input is wrong."""


@dataclass(frozen=True)
class Known:
    """A command that is there: as it is typed, its line of help, and its module's name."""

    name: str
    help: str
    module: str

    def load(self) -> Command:
        """The command itself."""
        return cast(Command, importlib.import_module(f"{__name__}.{self.module}"))


@cache
def known_commands() -> tuple[Known, ...]:
    """The commands in order of names."""
    found = []
    for path in Path(__file__).parent.glob("*.py"):
        texts = _plain_texts(path)
        if "NAME" in texts:
            found.append(Known(texts["NAME"], texts["HELP"], path.stem))
    return tuple(sorted(found, key=lambda command: command.name))


def _plain_texts(path: Path) -> dict[str, str]:
    """The names of a module that are given a plain text, with these."""
    texts = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            for target in node.targets:
                if isinstance(target, ast.Name) and isinstance(node.value.value, str):
                    texts[target.id] = node.value.value
    return texts
