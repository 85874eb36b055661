"""Values of the command line that several commands read: days, countries, counts."""

from __future__ import annotations

import argparse
from datetime import date


def iso_date(text: str) -> date:
    """A day written as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as YYYY-MM-DD") from error


def country_code(text: str) -> str:
    """Two letters of a country, in either case."""
    if len(text) != 2 or not (text.isascii() and text.isalpha()):
        raise argparse.ArgumentTypeError(f"{text!r} is no country; use its two letters, such as KG")
    return text.upper()


def at_least_one(text: str) -> int:
    """A whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of places; use 1 or more")
    return int(text)
