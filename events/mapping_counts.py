"""Read the deaths in a cell of a user's table: a figure, a range, "at least", or nothing known."""

from __future__ import annotations

import re
from typing import NamedTuple

_MOST = 10_000_000
_NOTHING = re.compile(
    r"|[-–—.?*]+|n/?a|nan|null|none|unknown|not known|no data|"
    r"неизв(?:естно)?\.?|нет данных|н/д|не установлено",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"(?:about|around|approx\.?|~|около|примерно|ок\.)?\s*(\d{1,8})(?:[.,]0+)?")
_RANGE = re.compile(r"(?:from|от|between)?\s*(\d{1,8})\s*(?:-|–|—|to|до|and|и|/|\.\.)\s*(\d{1,8})")
_AT_LEAST = re.compile(
    r"(?:at least|over|more than|min\.?|>=?|≥|не менее|минимум|более|свыше)\s*(\d{1,8})|"
    r"(\d{1,8})\s*(?:\+|or more|и более)"
)
_AT_MOST = re.compile(r"(?:up to|at most|max\.?|<=?|≤|до|не более|максимум)\s*(\d{1,8})")
_AFTER = re.compile(r"\s*(?:killed|dead|deaths?|people|persons?|чел(?:овека?|\.)?|погибш\w+|убит\w+)\.?$")


class Deaths(NamedTuple):
    """The lowest, best and highest number of deaths, each None where it is not told."""

    low: int | None
    best: int | None
    high: int | None


def read_deaths(text: str) -> Deaths | None:
    """The deaths that a cell tells, all None where it tells none; None where it holds something else."""
    plain = _AFTER.sub("", " ".join(text.replace("\xa0", " ").split()).casefold())
    plain = re.sub(r"(?<=\d)[ ,](?=\d{3}\b)", "", plain)
    if _NOTHING.fullmatch(plain):
        return Deaths(None, None, None)
    deaths: Deaths | None = None
    if found := _FIGURE.fullmatch(plain):
        deaths = Deaths(None, int(found[1]), None)
    elif found := _RANGE.fullmatch(plain):
        low, high = sorted((int(found[1]), int(found[2])))
        deaths = Deaths(low, None, high)
    elif found := _AT_LEAST.fullmatch(plain):
        deaths = Deaths(int(found[1] or found[2]), None, None)
    elif found := _AT_MOST.fullmatch(plain):
        deaths = Deaths(None, None, int(found[1]))
    if deaths is None or any(count is not None and count > _MOST for count in deaths):
        return None
    return deaths
