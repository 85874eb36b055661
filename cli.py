"""The command line: the same pipeline without a browser."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from commands import all_commands
from errors import IncidentMapError


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(prog="cli.py", description="Fergana Incident Map on the command line.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in all_commands():
        own = commands.add_parser(command.NAME, help=command.HELP, description=command.HELP)
        command.add_arguments(own)
        own.set_defaults(run=command.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 the input is wrong (one line on stderr), 2 the usage is wrong."""
    options = build_parser().parse_args(arguments)
    try:
        options.run(options)
    except IncidentMapError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
