"""The browser's modules in maps/web, and which of them another one needs."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

WEB = Path(__file__).parent / "web"
IMPORT = re.compile(r"""((?:from|import)\s*)(['"])\./([\w.]+)\2""")
"""A module that is imported by its name beside the importing one; group 3 is the name."""


@cache
def needed_by(entry: str, instead: tuple[tuple[str, str], ...] = ()) -> dict[str, str]:
    """The modules that `entry` needs, itself among them: name -> text.

    Args:
        entry: The name of a module in maps/web.
        instead: Pairs of names: the second's text stands in for the first's.
    """
    texts = dict(instead)
    found: dict[str, str] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = (WEB / texts.get(name, name)).read_text(encoding="utf-8")
            waiting += [match.group(3) for match in IMPORT.finditer(found[name])]
    return found
