"""`formats`: the formats of events that can be read and written."""

from __future__ import annotations

import argparse

from events.formats import formats

NAME = "formats"
HELP = "list the formats of events"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It has no options."""


def run(options: argparse.Namespace) -> None:
    """List the formats of events that can be read and written."""
    for name, known in formats().items():
        print(f"{name:12}  {', '.join(known.SUFFIXES):12}  {(known.__doc__ or '').splitlines()[0]}")
