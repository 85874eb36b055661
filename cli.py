"""The command line: the same pipeline without a browser."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from commands import known_commands
from errors import IncidentMapError


def build_parser(only: str | None = None) -> argparse.ArgumentParser:
    """The parser of all commands; with `only` the others are named and not loaded."""
    parser = argparse.ArgumentParser(prog="cli.py", description="Fergana Incident Map on the command line.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for known in known_commands():
        own = commands.add_parser(known.name, help=known.help, description=known.help)
        if only in (None, known.name):
            command = known.load()
            command.add_arguments(own)
            own.set_defaults(run=command.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 the input is wrong (one line on stderr), 2 the usage is wrong."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    # What stands first is the command, or asks for help on all of them: then none is loaded.
    options = build_parser(given[0] if given else "").parse_args(given)
    try:
        options.run(options)
    except IncidentMapError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
