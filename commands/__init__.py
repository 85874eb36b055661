"""The commands of the command line, found by being there: one module a command.

A module of this package is a command when it has NAME (as it is typed), HELP (one line),
`add_arguments(parser)` and `run(options)`, which prints to standard output and raises `IncidentMapError` for
what is wrong outside.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
from functools import cache
from typing import Protocol, cast

__all__ = ["Command", "all_commands"]


class Command(Protocol):
    """What a module of this package offers."""

    NAME: str
    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what it is given."""

    def run(self, options: argparse.Namespace) -> None:
        """Do it; `IncidentMapError` where the input is wrong."""


@cache
def all_commands() -> tuple[Command, ...]:
    """The commands in order of names."""
    modules = [
        importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)
    ]
    commands = [cast(Command, module) for module in modules if hasattr(module, "NAME")]
    return tuple(sorted(commands, key=lambda command: command.NAME))
